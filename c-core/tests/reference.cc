// SPDX-License-Identifier: GPL-2.0-or-later
// The reference file of independent numbers, opened once.
#include "reference.h"

#include <hdf5.h>
#include <stdexcept>

namespace mogtest {
namespace {

/** An HDF5 identifier that is closed when it goes out of scope. */
class Handle {
  public:
    Handle(hid_t id, herr_t (*close)(hid_t), const std::string &what) : m_id(id), m_close(close) {
        if (id < 0) {
            throw std::runtime_error("reference data: cannot open " + what);
        }
    }
    ~Handle() {
        m_close(m_id);
    }
    Handle(const Handle &) = delete;
    Handle &operator=(const Handle &) = delete;
    operator hid_t() const {
        return m_id;
    }

  private:
    hid_t m_id;
    herr_t (*m_close)(hid_t);
};

std::string FullPath(const std::string &file) {
    return file[0] == '/' ? file : std::string(MOG_TEST_DATA_DIR) + "/" + file;
}

void Check(herr_t status, const std::string &what) {
    if (status < 0) {
        throw std::runtime_error("reference data: cannot read " + what);
    }
}

} // namespace

Array ReadArray(const std::string &file, const std::string &path) {
    const std::string what = FullPath(file) + ":" + path;
    const Handle f(H5Fopen(FullPath(file).c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose, what);
    const Handle d(H5Dopen2(f, path.c_str(), H5P_DEFAULT), H5Dclose, what);
    const Handle s(H5Dget_space(d), H5Sclose, what);
    const int rank = H5Sget_simple_extent_ndims(s);
    Check(rank, what);
    std::vector<hsize_t> extent(static_cast<size_t>(rank));
    Check(H5Sget_simple_extent_dims(s, extent.data(), nullptr), what);
    Array array;
    size_t count = 1;
    for (const hsize_t n : extent) {
        array.shape.push_back(static_cast<size_t>(n));
        count *= static_cast<size_t>(n);
    }
    array.value.resize(count);
    Check(H5Dread(d, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, array.value.data()), what);
    return array;
}

double ReadAttribute(const std::string &file, const std::string &group, const std::string &name) {
    const std::string what = FullPath(file) + ":" + group + "@" + name;
    const Handle f(H5Fopen(FullPath(file).c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose, what);
    const Handle a(H5Aopen_by_name(f, group.c_str(), name.c_str(), H5P_DEFAULT, H5P_DEFAULT),
                   H5Aclose, what);
    double value = 0;
    Check(H5Aread(a, H5T_NATIVE_DOUBLE, &value), what);
    return value;
}

std::vector<std::string> ListGroup(const std::string &file, const std::string &group) {
    const std::string what = FullPath(file) + ":" + group;
    const Handle f(H5Fopen(FullPath(file).c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose, what);
    const Handle g(H5Gopen2(f, group.c_str(), H5P_DEFAULT), H5Gclose, what);
    std::vector<std::string> names;
    const auto append = [](hid_t, const char *name, const H5L_info_t *, void *list) -> herr_t {
        static_cast<std::vector<std::string> *>(list)->push_back(name);
        return 0;
    };
    Check(H5Literate(g, H5_INDEX_NAME, H5_ITER_INC, nullptr, append, &names), what);
    return names;
}

} // namespace mogtest
