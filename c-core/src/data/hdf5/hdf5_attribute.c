/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Attributes of HDF5 files, read as settings and as notes. */
#include "data/hdf5/hdf5_file.h"

#include "base/locale.h"

#include <inttypes.h>
#include <stdio.h>

/*
 * Attributes are read as text, whatever type another program gave them, and go through the same
 * table as settings from a file or a command line: one place knows names, types and ranges.
 */

static bool read_integer(hid_t attribute, hid_t type, char text[MOG_FIELD_TEXT_SIZE]) {
    if (H5Tget_size(type) > sizeof(int64_t))
        return false;
    if (H5Tget_sign(type) == H5T_SGN_NONE) {
        uint64_t value;
        if (H5Aread(attribute, H5T_NATIVE_UINT64, &value) < 0)
            return false;
        snprintf(text, MOG_FIELD_TEXT_SIZE, "%" PRIu64, value);
        return true;
    }
    int64_t value;
    if (H5Aread(attribute, H5T_NATIVE_INT64, &value) < 0)
        return false;
    snprintf(text, MOG_FIELD_TEXT_SIZE, "%" PRId64, value);
    return true;
}

static bool read_float(hid_t attribute, hid_t type, char text[MOG_FIELD_TEXT_SIZE]) {
    double value;
    if (H5Tget_size(type) > sizeof value || H5Aread(attribute, H5T_NATIVE_DOUBLE, &value) < 0)
        return false;
    mog_print(text, MOG_FIELD_TEXT_SIZE, "%.17g", value);
    return true;
}

/* h5py writes strings of variable length, mog those of fixed length. */
static bool read_variable_string(hid_t attribute, hid_t memory_type,
                                 char text[MOG_FIELD_TEXT_SIZE]) {
    char *value = NULL;
    if (H5Tset_size(memory_type, H5T_VARIABLE) < 0 || H5Aread(attribute, memory_type, &value) < 0)
        return false;
    const int length = snprintf(text, MOG_FIELD_TEXT_SIZE, "%s", value != NULL ? value : "");
    H5free_memory(value);
    return length < MOG_FIELD_TEXT_SIZE;
}

static bool read_fixed_string(hid_t attribute, hid_t type, hid_t memory_type,
                              char text[MOG_FIELD_TEXT_SIZE]) {
    return H5Tget_size(type) <= MOG_FIELD_TEXT_SIZE &&
           H5Tset_size(memory_type, MOG_FIELD_TEXT_SIZE) >= 0 &&
           H5Aread(attribute, memory_type, text) >= 0;
}

static bool read_string(hid_t attribute, hid_t type, char text[MOG_FIELD_TEXT_SIZE]) {
    const hid_t memory_type = H5Tcopy(H5T_C_S1);
    const bool done =
        H5Tset_cset(memory_type, H5Tget_cset(type)) >= 0 &&
        (H5Tis_variable_str(type) > 0 ? read_variable_string(attribute, memory_type, text)
                                      : read_fixed_string(attribute, type, memory_type, text));
    H5Tclose(memory_type);
    return done;
}

static bool read_value(hid_t attribute, hid_t type, char text[MOG_FIELD_TEXT_SIZE]) {
    switch (H5Tget_class(type)) {
    case H5T_INTEGER:
        return read_integer(attribute, type, text);
    case H5T_FLOAT:
        return read_float(attribute, type, text);
    case H5T_STRING:
        return read_string(attribute, type, text);
    default:
        return false;
    }
}

static bool read_attribute(hid_t place, const char *name, char text[MOG_FIELD_TEXT_SIZE]) {
    const hid_t attribute = H5Aopen(place, name, H5P_DEFAULT);
    if (attribute < 0)
        return false;
    const hid_t type = H5Aget_type(attribute), space = H5Aget_space(attribute);
    const bool done = H5Sget_simple_extent_npoints(space) == 1 && read_value(attribute, type, text);
    H5Sclose(space);
    H5Tclose(type);
    H5Aclose(attribute);
    return done;
}

mog_status mog_hdf5_get_settings(const mog_hdf5_reader *reader, const char *prefix,
                                 const mog_section *section, void *settings) {
    for (size_t i = 0; i < section->count; i++) {
        char name[128], text[MOG_FIELD_TEXT_SIZE];
        snprintf(name, sizeof name, "%s%s", prefix, section->fields[i].name);
        if (!mog_hdf5_has_attribute(reader, name))
            continue;
        if (!read_attribute(reader->file, name, text))
            return mog_hdf5_refuse(reader, "its attribute %s is neither a number nor a short text",
                                   name);
        mog_error reason;
        if (mog_settings_parse(section, settings, section->fields[i].name, text, &reason) != MOG_OK)
            return mog_hdf5_refuse(reader, "its attribute %s", reason.message);
    }
    return MOG_OK;
}

static herr_t take_note(hid_t place, const char *name, const H5A_info_t *info, void *notes) {
    (void)info;
    char text[MOG_FIELD_TEXT_SIZE];
    if (read_attribute(place, name, text))
        mog_notes_set(notes, name, text, NULL);
    return 0;
}

void mog_hdf5_get_notes(const mog_hdf5_reader *reader, const char *name, mog_notes *notes) {
    const hid_t place = H5Oopen(reader->file, name, H5P_DEFAULT);
    if (place < 0)
        return;
    H5Aiterate2(place, H5_INDEX_NAME, H5_ITER_INC, NULL, take_note, notes);
    H5Oclose(place);
}
