/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * What mog's HDF5 files have in common.
 *
 * Files are read by HDF5 itself, but nothing is read before its kind, type and shape are known to
 * be those of a data set and to fit into the file. Files are written as an image in memory, which
 * then goes to the disk like any other file: a full disk is an ordinary error there, whereas
 * HDF5 1.10 is left with a file that it can neither finish nor close.
 */
#ifndef MOG_IO_HDF5_FILE_H
#define MOG_IO_HDF5_FILE_H

#include "mog/dataset.h"
#include "mog/settings.h"
#include "mog/status.h"
#define H5_USE_110_API /* names that later versions gave to other functions */
#include <hdf5.h>

/** Most dimensions of an array. */
#define MOG_HDF5_MAX_RANK 4

/** HDF5's error printing as it was: library calls between hush and restore print nothing. */
typedef struct mog_hdf5_printing {
    H5E_auto2_t function;
    void *argument;
} mog_hdf5_printing;

mog_hdf5_printing mog_hdf5_hush(void);
void mog_hdf5_restore(mog_hdf5_printing printing);

/** A file that is being read. Closing it closes everything in it. */
typedef struct mog_hdf5_reader {
    const char *path;
    hid_t file;
    uint64_t bytes;
    mog_error *error;
} mog_hdf5_reader;

/** Opens a file for reading: MOG_ERROR_MISSING, MOG_ERROR_DATA if it is foreign or truncated. */
mog_status mog_hdf5_open(mog_hdf5_reader *reader, const char *path, mog_error *error);

/** "FILE is not a usable data set: reason", MOG_ERROR_DATA. */
mog_status mog_hdf5_refuse(const mog_hdf5_reader *reader, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/** Whether there is something under a path: a group or an array in the file itself. */
bool mog_hdf5_has(const mog_hdf5_reader *reader, const char *name);

/** Dimensions of an array; -1 if it is none. */
int mog_hdf5_get_rank(const mog_hdf5_reader *reader, const char *name);

/** The shape of an array of `rank` dimensions and float type, which can be read. */
mog_status mog_hdf5_get_shape(const mog_hdf5_reader *reader, const char *name, int rank,
                              hsize_t shape[]);

/** Reads an array that must have that shape. */
mog_status mog_hdf5_get_reals(const mog_hdf5_reader *reader, const char *name, int rank,
                              const hsize_t shape[], double *data);

/** The same for integers of any type. */
mog_status mog_hdf5_get_integers(const mog_hdf5_reader *reader, const char *name, int rank,
                                 const hsize_t shape[], int64_t *data);

/** Sets the members of `settings` for which the root has an attribute `<prefix><member>`. */
mog_status mog_hdf5_get_settings(const mog_hdf5_reader *reader, const char *prefix,
                                 const mog_section *section, void *settings);

/**
 * Notes from the attributes of an array or a group that is there. Attributes that no note can hold
 * are somebody else's, and left out: arrays, long texts.
 */
void mog_hdf5_get_notes(const mog_hdf5_reader *reader, const char *name, mog_notes *notes);

/** Whether the root has an attribute. */
bool mog_hdf5_has_attribute(const mog_hdf5_reader *reader, const char *name);

/** A new file in memory, of about that many bytes; negative on failure. */
hid_t mog_hdf5_create(size_t bytes);

/**
 * Writes a file of mog_hdf5_create() to the disk, beside, then renamed, and closes it.
 * @param built  whether all parts could be put into it; if not, only the failure is reported
 */
mog_status mog_hdf5_finish(hid_t file, bool built, const char *path, mog_error *error);

/** Adds an array in 64-bit floats; false on failure. */
bool mog_hdf5_put_reals(hid_t place, const char *name, int rank, const hsize_t shape[],
                        const double *data);

/** Adds an array in 32-bit integers; false on failure. */
bool mog_hdf5_put_integers(hid_t place, const char *name, int rank, const hsize_t shape[],
                           const uint32_t *data);

/** Adds each member of `settings` as an attribute `<prefix><member>`; false on failure. */
bool mog_hdf5_put_settings(hid_t place, const char *prefix, const mog_section *section,
                           const void *settings);

/** Adds each note as an attribute of text; false on failure. */
bool mog_hdf5_put_notes(hid_t place, const mog_notes *notes);

#endif
