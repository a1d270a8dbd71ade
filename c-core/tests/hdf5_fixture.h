// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * HDF5 files made by HDF5 itself, as other programs would make them: well or badly.
 */
#ifndef MOG_TESTS_HDF5_FIXTURE_H
#define MOG_TESTS_HDF5_FIXTURE_H

#include "mog/io.h"
#include "owned.h"

#include <memory>
#include <string>
#include <vector>

#define H5_USE_110_API
#include <hdf5.h>

namespace mogtest {

using Dataset = Owned<mog_dataset>;

/** What is in a file. */
inline Dataset ReadSet(const std::string &path, mog_error *error = nullptr) {
    return Made<mog_dataset>(mog_dataset_read, error, path.c_str());
}

/** Decisions as a whole file. */
inline mog_status WriteDecisions(const std::string &path, size_t samples, size_t links,
                                 const mog_allocation &decisions, mog_error *error = nullptr) {
    mog_dataset_writer *writer;
    mog_status status =
        mog_dataset_writer_create_decisions(path.c_str(), samples, links, &writer, error);
    if (status != MOG_OK)
        return status;
    status = mog_dataset_writer_put_decisions(writer, samples, &decisions, error);
    if (status == MOG_OK)
        return mog_dataset_writer_commit(writer, error);
    mog_dataset_writer_abort(writer);
    return status;
}

/** A file that is being made; closed at the end of its scope. */
class Hdf5File {
  public:
    explicit Hdf5File(const std::string &path)
        : m_file(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT)) {
    }
    ~Hdf5File() {
        H5Fclose(m_file);
    }
    Hdf5File(const Hdf5File &) = delete;
    Hdf5File &operator=(const Hdf5File &) = delete;

    /** An array in which every entry has the same value, in place of an older one. */
    void Array(const char *name, const std::vector<hsize_t> &shape, double value,
               hid_t type = H5T_IEEE_F64LE) const {
        Remove(name);
        hsize_t count = 1;
        for (const hsize_t size : shape)
            count *= size;
        const std::vector<double> data(count, value);
        const hid_t space = H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr);
        const hid_t array =
            H5Dcreate2(m_file, name, type, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
        H5Dwrite(array, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, data.data());
        H5Dclose(array);
        H5Sclose(space);
    }

    void Remove(const char *name) const {
        if (H5Lexists(m_file, name, H5P_DEFAULT) > 0)
            H5Ldelete(m_file, name, H5P_DEFAULT);
    }

    void Group(const std::string &name) const {
        H5Gclose(H5Gcreate2(m_file, name.c_str(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
    }

    /** An attribute of the root, in place of an older one. */
    void Attribute(const char *name, hid_t type, hid_t space, const void *value) const {
        if (H5Aexists(m_file, name) > 0)
            H5Adelete(m_file, name);
        const hid_t attribute = H5Acreate2(m_file, name, type, space, H5P_DEFAULT, H5P_DEFAULT);
        H5Awrite(attribute, type, value);
        H5Aclose(attribute);
    }

    void Number(const char *name, double value, hsize_t entries = 1) const {
        const std::vector<double> data(entries, value);
        const hid_t space =
            entries == 1 ? H5Screate(H5S_SCALAR) : H5Screate_simple(1, &entries, nullptr);
        Attribute(name, H5T_NATIVE_DOUBLE, space, data.data());
        H5Sclose(space);
    }

    /** As h5py writes it: of variable length. */
    void Text(const char *name, const char *value) const {
        const hid_t space = H5Screate(H5S_SCALAR), type = H5Tcopy(H5T_C_S1);
        H5Tset_size(type, H5T_VARIABLE);
        Attribute(name, type, space, &value);
        H5Tclose(type);
        H5Sclose(space);
    }

    hid_t Id() const {
        return m_file;
    }

  private:
    hid_t m_file;
};

/** Three samples of two links, labelled. */
inline void FillWell(const Hdf5File &file) {
    file.Array("gain", {3, 2, 2}, 0.5);
    file.Number("noise_power", 0.25);
    file.Group("labels");
    file.Group("labels/fplinq");
    file.Array("labels/fplinq/power", {3, 2}, 1);
    file.Array("labels/fplinq/sum_rate", {3}, 2);
}

} // namespace mogtest

#endif
