/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/memory.h"
#include "data/hdf5/hdf5_file.h"
#include "mog/file.h"

#include <stdio.h>
#include <string.h>

hid_t mog_hdf5_create(size_t bytes) {
    const size_t metadata = 1 << 16; /* headers, groups, attributes */
    const hid_t access = H5Pcreate(H5P_FILE_ACCESS);
    hid_t file = -1;
    if (H5Pset_fapl_core(access, bytes + metadata, false) >= 0 &&
        H5Pset_fclose_degree(access, H5F_CLOSE_STRONG) >= 0)
        file = H5Fcreate("mog", H5F_ACC_TRUNC, H5P_DEFAULT, access);
    H5Pclose(access);
    return file;
}

static mog_status commit(hid_t file, const char *path, mog_error *error) {
    const ssize_t bytes =
        H5Fflush(file, H5F_SCOPE_GLOBAL) < 0 ? -1 : H5Fget_file_image(file, NULL, 0);
    if (bytes < 0)
        return mog_fail(error, MOG_ERROR_MEMORY, "cannot write %s: HDF5 failed to build it", path);
    char *image = mog_allocate((size_t)bytes, 1, error);
    if (image == NULL)
        return MOG_ERROR_MEMORY;
    mog_status status = MOG_OK;
    if (H5Fget_file_image(file, image, (size_t)bytes) != bytes)
        status = mog_fail(error, MOG_ERROR_MEMORY, "cannot write %s: HDF5 failed to copy it", path);
    mog_error reason = {.status = MOG_OK};
    mog_file *target = status == MOG_OK ? mog_file_create(path, &reason) : NULL;
    if (target != NULL) {
        mog_file_write(target, image, (size_t)bytes);
        status = mog_file_commit(target, error);
    } else if (status == MOG_OK) {
        status = mog_fail(error, reason.status, "%s", reason.message);
    }
    mog_release(image);
    return status;
}

mog_status mog_hdf5_finish(hid_t file, bool built, const char *path, mog_error *error) {
    const mog_status status =
        built ? commit(file, path, error)
              : mog_fail(error, MOG_ERROR_MEMORY,
                         "cannot write %s: HDF5 failed to build it in memory", path);
    if (file >= 0)
        H5Fclose(file);
    return status;
}

/* The file has no time stamps, so that the same data give the same bytes. */
static bool put_array(hid_t place, const char *name, int rank, const hsize_t shape[],
                      hid_t file_type, hid_t memory_type, const void *data) {
    const hid_t space = H5Screate_simple(rank, shape, NULL);
    const hid_t creation = H5Pcreate(H5P_DATASET_CREATE);
    H5Pset_obj_track_times(creation, false);
    const hid_t array =
        H5Dcreate2(place, name, file_type, space, H5P_DEFAULT, creation, H5P_DEFAULT);
    const bool done =
        array >= 0 && H5Dwrite(array, memory_type, H5S_ALL, H5S_ALL, H5P_DEFAULT, data) >= 0;
    if (array >= 0)
        H5Dclose(array);
    H5Pclose(creation);
    H5Sclose(space);
    return done;
}

bool mog_hdf5_put_reals(hid_t place, const char *name, int rank, const hsize_t shape[],
                        const double *data) {
    return put_array(place, name, rank, shape, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, data);
}

bool mog_hdf5_put_integers(hid_t place, const char *name, int rank, const hsize_t shape[],
                           const uint32_t *data) {
    return put_array(place, name, rank, shape, H5T_STD_I32LE, H5T_NATIVE_UINT32, data);
}

static bool put_attribute(hid_t place, const char *name, hid_t file_type, hid_t memory_type,
                          const void *value) {
    const hid_t space = H5Screate(H5S_SCALAR);
    const hid_t attribute = H5Acreate2(place, name, file_type, space, H5P_DEFAULT, H5P_DEFAULT);
    const bool done = attribute >= 0 && H5Awrite(attribute, memory_type, value) >= 0;
    if (attribute >= 0)
        H5Aclose(attribute);
    H5Sclose(space);
    return done;
}

static bool put_text(hid_t place, const char *name, const char *text) {
    const hid_t type = H5Tcopy(H5T_C_S1);
    const bool done = H5Tset_size(type, strlen(text) + 1) >= 0 &&
                      H5Tset_cset(type, H5T_CSET_UTF8) >= 0 &&
                      put_attribute(place, name, type, type, text);
    H5Tclose(type);
    return done;
}

static bool put_field(hid_t place, const char *name, const mog_field *field, const void *settings) {
    const char *member = (const char *)settings + field->offset;
    char text[MOG_FIELD_TEXT_SIZE];
    uint64_t number;
    switch (field->type) {
    case MOG_FIELD_REAL:
        return put_attribute(place, name, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, member);
    case MOG_FIELD_SEED:
        return put_attribute(place, name, H5T_STD_U64LE, H5T_NATIVE_UINT64, member);
    case MOG_FIELD_SIZE:
        number = *(const size_t *)(const void *)member;
        return put_attribute(place, name, H5T_STD_U64LE, H5T_NATIVE_UINT64, &number);
    case MOG_FIELD_BOOL:
    case MOG_FIELD_CHOICE:
    case MOG_FIELD_SIZES:
    case MOG_FIELD_SIZE_LISTS:
        mog_settings_print(field, settings, text);
        return put_text(place, name, text);
    }
    return false;
}

bool mog_hdf5_put_settings(hid_t place, const char *prefix, const mog_section *section,
                           const void *settings) {
    for (size_t i = 0; i < section->count; i++) {
        char name[128];
        snprintf(name, sizeof name, "%s%s", prefix, section->fields[i].name);
        if (!put_field(place, name, &section->fields[i], settings))
            return false;
    }
    return true;
}

bool mog_hdf5_put_notes(hid_t place, const mog_notes *notes) {
    bool done = true;
    for (size_t n = 0; done && n < notes->count; n++)
        done = put_text(place, notes->note[n].key, notes->note[n].value);
    return done;
}
