/* SPDX-License-Identifier: GPL-2.0-or-later */
/* HDF5 files that are written: beside their place, laid out first, then filled, then renamed. */
#define _XOPEN_SOURCE 700 /* mkstemp */
#include "base/file.h"
#include "base/memory.h"
#include "data/hdf5/hdf5_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static mog_status fail_output(const mog_hdf5_output *output, int reason, mog_error *error) {
    char text[128] = "HDF5 cannot add to it";
    if (reason != 0 && strerror_r(reason, text, sizeof text) != 0)
        snprintf(text, sizeof text, "error %d", reason);
    return mog_fail(error, MOG_ERROR_IO, "cannot write %s: %s", output->path, text);
}

/* ---- names --------------------------------------------------------------------------------- */

/* HDF5 seeks in what it writes: a pipe gets a copy in the end. */
static char *elsewhere(void) {
    const char *directory = getenv("TMPDIR");
    if (directory == NULL || directory[0] == '\0')
        directory = P_tmpdir;
    const size_t size = strlen(directory) + sizeof "/mog-XXXXXX";
    char *name = malloc(size);
    if (name == NULL)
        return NULL;
    snprintf(name, size, "%s/mog-XXXXXX", directory);
    const int descriptor = mkstemp(name);
    if (descriptor >= 0) {
        close(descriptor);
        return name;
    }
    free(name);
    return NULL;
}

mog_status mog_hdf5_output_open(mog_hdf5_output *output, const char *path, mog_error *error) {
    *output = (mog_hdf5_output){.file = -1};
    const mog_status status = mog_file_create(path, &output->target, error);
    if (status != MOG_OK)
        return status;
    const char *beside = mog_file_temporary(output->target);
    output->moved = beside == NULL;
    errno = 0;
    output->name = output->moved ? elsewhere() : strdup(beside);
    output->path = strdup(path);
    if (output->path == NULL)
        return mog_fail(error, MOG_ERROR_MEMORY, "out of memory: cannot write %s", path);
    return output->name != NULL ? MOG_OK : fail_output(output, errno, error);
}

/* ---- starting ------------------------------------------------------------------------------ */

/* Nobody else knows the name: locks, which some file systems lack, are not needed. What is written
 * goes to the disk at once, so that a failure is that of the call, and nothing is left to write. */
static hid_t file_access(void) {
    const hid_t access = H5Pcreate(H5P_FILE_ACCESS);
    H5Pset_fclose_degree(access, H5F_CLOSE_STRONG);
    H5Pset_sieve_buf_size(access, 0);
#if H5_VERSION_GE(1, 14, 0) || (H5_VERS_MINOR == 10 && H5_VERS_RELEASE >= 7)
    H5Pset_file_locking(access, false, true);
#endif
    return access;
}

static mog_status started(const mog_hdf5_output *output, mog_error *error) {
    return output->file >= 0 ? MOG_OK : fail_output(output, errno, error);
}

mog_status mog_hdf5_output_start(mog_hdf5_output *output, uint64_t bytes, mog_error *error) {
    const mog_status status = mog_file_reserve(output->target, bytes + MOG_HDF5_METADATA, error);
    if (status != MOG_OK)
        return status;
    const hid_t access = file_access();
    errno = 0;
    output->file = H5Fcreate(output->name, H5F_ACC_TRUNC, H5P_DEFAULT, access);
    H5Pclose(access);
    return started(output, error);
}

static mog_status copy(FILE *from, mog_file *to, mog_error *error) {
    const size_t size = 1 << 20;
    char *some = mog_allocate(size, 1, error);
    if (some == NULL)
        return MOG_ERROR_MEMORY;
    for (size_t bytes; (bytes = fread(some, 1, size, from)) > 0;)
        mog_file_write(to, some, bytes);
    mog_release(some);
    return MOG_OK;
}

static mog_status copy_file(const char *path, mog_file *to, uint64_t more, mog_error *error) {
    uint64_t bytes;
    FILE *from;
    mog_status status = mog_file_open(path, &from, &bytes, error);
    if (status != MOG_OK)
        return status;
    status = mog_file_reserve(to, bytes + more + MOG_HDF5_METADATA, error);
    if (status == MOG_OK)
        status = copy(from, to, error);
    if (status == MOG_OK && ferror(from))
        status = mog_fail(error, MOG_ERROR_IO, "cannot read %s", path);
    fclose(from);
    return status;
}

mog_status mog_hdf5_output_start_copy(mog_hdf5_output *output, const char *path, uint64_t more,
                                      mog_error *error) {
    mog_status status = copy_file(path, output->target, more, error);
    if (status == MOG_OK)
        status = mog_file_flush(output->target, error); /* for HDF5, whose stream is another */
    if (status != MOG_OK)
        return status;
    const hid_t access = file_access();
    errno = 0;
    output->file = H5Fopen(output->name, H5F_ACC_RDWR, access);
    H5Pclose(access);
    return started(output, error);
}

mog_status mog_hdf5_output_settle(mog_hdf5_output *output, bool built, mog_error *error) {
    errno = 0;
    return built && H5Fflush(output->file, H5F_SCOPE_GLOBAL) >= 0
               ? MOG_OK
               : fail_output(output, errno, error);
}

/* ---- the end ------------------------------------------------------------------------------- */

static bool close_file(mog_hdf5_output *output) {
    const bool closed = output->file < 0 || H5Fclose(output->file) >= 0;
    output->file = -1;
    return closed;
}

/* Nothing of it is left but what mog_file has. */
static void forget(mog_hdf5_output *output) {
    if (output->moved && output->name != NULL)
        unlink(output->name);
    free(output->name);
    free(output->path);
    *output = (mog_hdf5_output){.file = -1};
}

static mog_status hand_over(mog_hdf5_output *output, mog_error *error) {
    errno = 0;
    if (!close_file(output))
        return fail_output(output, errno, error);
    return output->moved ? copy_file(output->name, output->target, 0, error) : MOG_OK;
}

mog_status mog_hdf5_output_commit(mog_hdf5_output *output, mog_error *error) {
    mog_status status = hand_over(output, error);
    if (status == MOG_OK)
        status = mog_file_commit(output->target, error);
    else
        mog_file_abort(output->target);
    forget(output);
    return status;
}

void mog_hdf5_output_abort(mog_hdf5_output *output) {
    close_file(output);
    mog_file_abort(output->target);
    forget(output);
}

/* ---- arrays -------------------------------------------------------------------------------- */

/* The file has no time stamps, so that the same data give the same bytes. Its place is given to the
 * array at once, and nothing is written there before the data. */
hid_t mog_hdf5_add_array(hid_t place, const char *name, bool is_rb, int rank,
                         const hsize_t shape[]) {
    const hid_t space = H5Screate_simple(rank, shape, NULL);
    const hid_t creation = H5Pcreate(H5P_DATASET_CREATE);
    H5Pset_obj_track_times(creation, false);
    H5Pset_alloc_time(creation, H5D_ALLOC_TIME_EARLY);
    H5Pset_fill_time(creation, H5D_FILL_TIME_NEVER);
    const hid_t array = H5Dcreate2(place, name, is_rb ? H5T_STD_I32LE : H5T_IEEE_F64LE, space,
                                   H5P_DEFAULT, creation, H5P_DEFAULT);
    H5Pclose(creation);
    H5Sclose(space);
    return array;
}

void mog_hdf5_select(hid_t array, size_t first, size_t count, hid_t *file_space,
                     hid_t *memory_space) {
    hsize_t shape[MOG_HDF5_MAX_RANK], start[MOG_HDF5_MAX_RANK] = {first};
    *file_space = H5Dget_space(array);
    const int rank = H5Sget_simple_extent_dims(*file_space, shape, NULL);
    shape[0] = count;
    H5Sselect_hyperslab(*file_space, H5S_SELECT_SET, start, NULL, shape, NULL);
    *memory_space = H5Screate_simple(rank, shape, NULL);
}

mog_status mog_hdf5_write_part(const mog_hdf5_output *output, hid_t array, size_t first,
                               size_t count, bool is_rb, const void *data, mog_error *error) {
    hid_t file_space, memory_space;
    mog_hdf5_select(array, first, count, &file_space, &memory_space);
    errno = 0;
    const herr_t done = H5Dwrite(array, is_rb ? H5T_NATIVE_UINT32 : H5T_NATIVE_DOUBLE, memory_space,
                                 file_space, H5P_DEFAULT, data);
    const int reason = errno;
    H5Sclose(file_space);
    H5Sclose(memory_space);
    return done >= 0 ? MOG_OK : fail_output(output, reason, error);
}

/* ---- attributes ---------------------------------------------------------------------------- */

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
    for (size_t n = 0; done && n < notes->count; n++) {
        const char *key = notes->note[n].key;
        if (H5Aexists(place, key) > 0)
            H5Adelete(place, key);
        done = put_text(place, key, notes->note[n].value);
    }
    return done;
}
