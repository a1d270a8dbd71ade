/* SPDX-License-Identifier: GPL-2.0-or-later */
/* HDF5 files that are read: what is checked before anything is believed. */
#include "data/hdf5/hdf5_file.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>

mog_hdf5_printing mog_hdf5_hush(void) {
    mog_hdf5_printing printing = {NULL, NULL};
    H5Eget_auto2(H5E_DEFAULT, &printing.function, &printing.argument);
    H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
    return printing;
}

void mog_hdf5_restore(mog_hdf5_printing printing) {
    H5Eset_auto2(H5E_DEFAULT, printing.function, printing.argument);
}

mog_status mog_hdf5_refuse(const mog_hdf5_reader *reader, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const mog_status status =
        mog_file_refuse(reader->path, "data set", format, arguments, reader->error);
    va_end(arguments);
    return status;
}

/* HDF5 stacks its errors; the first one says what was wrong with the file. */
static herr_t first_error(unsigned n, const H5E_error2_t *entry, void *text) {
    if (n == 0 && entry->desc != NULL)
        snprintf(text, 256, "%s", entry->desc);
    return 0;
}

static mog_status open_as_hdf5(mog_hdf5_reader *reader) {
    const hid_t access = H5Pcreate(H5P_FILE_ACCESS);
    H5Pset_fclose_degree(access, H5F_CLOSE_STRONG);
    reader->file = H5Fopen(reader->path, H5F_ACC_RDONLY, access);
    char reason[256] = "no reason given";
    if (reader->file < 0)
        H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, first_error, reason);
    H5Pclose(access); /* after the walk: any successful call clears the stack */
    return reader->file >= 0 ? MOG_OK
                             : mog_hdf5_refuse(reader, "it is truncated or damaged (%s)", reason);
}

/* As HDF5 itself locks files that it writes. It would fail to open the file, and not say why in any
 * way that a program could understand. */
static bool is_locked(int descriptor) {
    if (flock(descriptor, LOCK_SH | LOCK_NB) != 0)
        return errno == EWOULDBLOCK;
    flock(descriptor, LOCK_UN);
    return false;
}

mog_status mog_hdf5_open(mog_hdf5_reader *reader, const char *path, mog_error *error) {
    *reader = (mog_hdf5_reader){.path = path, .file = -1, .error = error};
    FILE *stream;
    const mog_status status = mog_file_open(path, &stream, &reader->bytes, error);
    if (status != MOG_OK)
        return status;
    const bool used = is_locked(fileno(stream));
    fclose(stream);
    if (used)
        return mog_fail(error, MOG_BUSY,
                        "%s is in use: another program has it open for writing; try again when "
                        "that is done",
                        path);
    if (H5Fis_hdf5(path) <= 0)
        return mog_hdf5_refuse(reader, "it is no HDF5 file, or was cut before its header ended");
    return open_as_hdf5(reader);
}

/* Soft and external links would lead to what the user did not name, even into other files. */
static bool is_hard_link(hid_t file, const char *name) {
    H5L_info_t link;
    return H5Lexists(file, name, H5P_DEFAULT) > 0 &&
           H5Lget_info(file, name, &link, H5P_DEFAULT) >= 0 && link.type == H5L_TYPE_HARD;
}

bool mog_hdf5_has(const mog_hdf5_reader *reader, const char *name) {
    char prefix[256];
    if (strlen(name) >= sizeof prefix)
        return false;
    for (const char *end = name; (end = strchr(end + 1, '/')) != NULL;) {
        snprintf(prefix, sizeof prefix, "%.*s", (int)(end - name), name);
        if (!is_hard_link(reader->file, prefix))
            return false;
    }
    return is_hard_link(reader->file, name);
}

bool mog_hdf5_has_attribute(const mog_hdf5_reader *reader, const char *name) {
    return H5Aexists(reader->file, name) > 0;
}

static bool is_array(const mog_hdf5_reader *reader, const char *name) {
    H5O_info_t object;
    return H5Oget_info_by_name(reader->file, name, &object, H5P_DEFAULT) >= 0 &&
           object.type == H5O_TYPE_DATASET;
}

/* Not virtual, and not in other files. */
static bool is_stored_inside(hid_t array) {
    const hid_t creation = H5Dget_create_plist(array);
    const H5D_layout_t layout = H5Pget_layout(creation);
    const bool inside =
        (layout == H5D_CONTIGUOUS || layout == H5D_CHUNKED || layout == H5D_COMPACT) &&
        H5Pget_external_count(creation) == 0;
    H5Pclose(creation);
    return inside;
}

/* HDF5 converts between arbitrary float layouts; nobody needs more than these. */
static bool is_float_type(hid_t type) {
    return H5Tequal(type, H5T_IEEE_F64LE) > 0 || H5Tequal(type, H5T_IEEE_F32LE) > 0 ||
           H5Tequal(type, H5T_IEEE_F64BE) > 0 || H5Tequal(type, H5T_IEEE_F32BE) > 0;
}

static bool is_integer_type(hid_t type) {
    return H5Tget_class(type) == H5T_INTEGER && H5Tget_size(type) <= sizeof(int64_t);
}

/* What an array may hold. */
typedef struct element_kind {
    const char *name;
    bool (*is_type)(hid_t type);
} element_kind;

static const element_kind floats = {"32-bit or 64-bit floats", is_float_type};
static const element_kind integers = {"integers", is_integer_type};

static bool holds(hid_t array, const element_kind *kind) {
    const hid_t type = H5Dget_type(array);
    const bool is_type = kind->is_type(type);
    H5Tclose(type);
    return is_type;
}

/* False if the array has another rank. */
static bool get_extent(hid_t array, int rank, hsize_t shape[]) {
    const hid_t space = H5Dget_space(array);
    const bool fits = H5Sis_simple(space) > 0 && H5Sget_simple_extent_ndims(space) == rank &&
                      H5Sget_simple_extent_dims(space, shape, NULL) == rank;
    H5Sclose(space);
    return fits;
}

static size_t element_size(hid_t array) {
    const hid_t type = H5Dget_type(array);
    const size_t size = H5Tget_size(type);
    H5Tclose(type);
    return size;
}

/* How many bytes a byte of the file may stand for: filters compress, deflate by 1032 at best. */
static hsize_t most_expansion(hid_t array) {
    const hid_t creation = H5Dget_create_plist(array);
    const bool filtered = H5Pget_nfilters(creation) > 0;
    H5Pclose(creation);
    return filtered ? 1032 : 1;
}

/*
 * An array may claim any size without having any storage. What it claims must not be more than what
 * the file can hold.
 */
static bool fits_into_file(const mog_hdf5_reader *reader, hid_t array, int rank,
                           const hsize_t shape[]) {
    hsize_t bytes = element_size(array);
    for (int axis = 0; axis < rank; axis++)
        if (__builtin_mul_overflow(bytes, shape[axis], &bytes))
            return false;
    return bytes / most_expansion(array) <= reader->bytes;
}

static mog_status check_array(const mog_hdf5_reader *reader, hid_t array, const char *name,
                              const element_kind *kind, int rank, hsize_t shape[]) {
    if (!is_stored_inside(array))
        return mog_hdf5_refuse(reader, "the numbers of %s are not in the file itself", name);
    if (!holds(array, kind))
        return mog_hdf5_refuse(reader, "%s does not hold %s", name, kind->name);
    if (!get_extent(array, rank, shape))
        return mog_hdf5_refuse(reader, "%s does not have %d dimensions", name, rank);
    if (!fits_into_file(reader, array, rank, shape))
        return mog_hdf5_refuse(reader, "%s claims to be larger than the file can hold", name);
    return MOG_OK;
}

static mog_status open_array(const mog_hdf5_reader *reader, const char *name, hid_t *array) {
    *array = -1;
    if (!mog_hdf5_has(reader, name))
        return mog_hdf5_refuse(reader, "it has no %s", name);
    if (is_array(reader, name))
        *array = H5Dopen2(reader->file, name, H5P_DEFAULT);
    return *array >= 0 ? MOG_OK : mog_hdf5_refuse(reader, "%s is not an array", name);
}

int mog_hdf5_get_rank(const mog_hdf5_reader *reader, const char *name) {
    hid_t array;
    if (open_array(reader, name, &array) != MOG_OK)
        return -1;
    const hid_t space = H5Dget_space(array);
    const int rank = H5Sget_simple_extent_ndims(space);
    H5Sclose(space);
    H5Dclose(array);
    return rank;
}

mog_status mog_hdf5_get_shape(const mog_hdf5_reader *reader, const char *name, int rank,
                              hsize_t shape[]) {
    hid_t array;
    mog_status status = open_array(reader, name, &array);
    if (status != MOG_OK)
        return status;
    status = check_array(reader, array, name, &floats, rank, shape);
    H5Dclose(array);
    return status;
}

static mog_status check_shape(const mog_hdf5_reader *reader, const char *name, int rank,
                              const hsize_t shape[], const hsize_t wanted[]) {
    for (int axis = 0; axis < rank; axis++)
        if (shape[axis] != wanted[axis])
            return mog_hdf5_refuse(
                reader, "%s has %llu entries along dimension %d, not %llu as /gain asks for", name,
                (unsigned long long)shape[axis], axis, (unsigned long long)wanted[axis]);
    return MOG_OK;
}

mog_status mog_hdf5_open_array(const mog_hdf5_reader *reader, const char *name, bool is_rb,
                               int rank, const hsize_t shape[], hid_t *array) {
    hsize_t found[MOG_HDF5_MAX_RANK] = {0};
    mog_status status = open_array(reader, name, array);
    if (status == MOG_OK)
        status = check_array(reader, *array, name, is_rb ? &integers : &floats, rank, found);
    return status == MOG_OK ? check_shape(reader, name, rank, found, shape) : status;
}

mog_status mog_hdf5_read_part(const mog_hdf5_reader *reader, hid_t array, const char *name,
                              size_t first, size_t count, hid_t memory_type, void *data) {
    hid_t file_space, memory_space;
    mog_hdf5_select(array, first, count, &file_space, &memory_space);
    const herr_t done = H5Dread(array, memory_type, memory_space, file_space, H5P_DEFAULT, data);
    H5Sclose(file_space);
    H5Sclose(memory_space);
    return done >= 0
               ? MOG_OK
               : mog_hdf5_refuse(reader, "%s cannot be read: it is damaged or truncated", name);
}
