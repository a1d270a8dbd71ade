/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * What mog's HDF5 files have in common.
 *
 * Files are read by HDF5 itself, but nothing is read before its kind, type and shape are known to
 * be those of a data set and to fit into the file. Files are written by HDF5 itself, too, under a
 * temporary name (base/file.h): room is asked for first, all arrays get their place before any is
 * filled, and what HDF5 knows about the file goes to the disk then. A disk that is full is an
 * ordinary error so, whereas HDF5 1.10 is otherwise left with a file that it can neither finish nor
 * close.
 */
#ifndef MOG_DATA_HDF5_FILE_H
#define MOG_DATA_HDF5_FILE_H

#include "base/file.h"
#include "mog/dataset.h"
#include "mog/settings.h"
#define H5_USE_110_API /* names that later versions gave to other functions */
#include <hdf5.h>

/** Most dimensions of an array. */
#define MOG_HDF5_MAX_RANK 4

/** HDF5's error printing as it was: library calls between hush and restore print nothing. The
 * setting is the thread's where HDF5 is built for threads; where it is not, only one thread may be
 * in HDF5 anyhow. */
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

/** Opens a file for reading: MOG_ERROR_MISSING; MOG_BUSY if somebody writes it; MOG_ERROR_DATA if
 * it is foreign or truncated. */
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

/** Entries first ... first + count - 1 of an array along its first dimension, in the file and in
 * memory; both are the caller's to close. */
void mog_hdf5_select(hid_t array, size_t first, size_t count, hid_t *file_space,
                     hid_t *memory_space);

/** Opens an array that must have that shape and hold RBs' numbers (integers of any type), or
 * floats. */
mog_status mog_hdf5_open_array(const mog_hdf5_reader *reader, const char *name, bool is_rb,
                               int rank, const hsize_t shape[], hid_t *array);

/** Reads entries first ... first + count - 1 along the first dimension; memory_type is HDF5's. */
mog_status mog_hdf5_read_part(const mog_hdf5_reader *reader, hid_t array, const char *name,
                              size_t first, size_t count, hid_t memory_type, void *data);

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

/** A file that is being written. */
typedef struct mog_hdf5_output {
    mog_file *target;
    char *path; /**< of the target, as the caller named it */
    char *name; /**< under which HDF5 writes it */
    bool moved; /**< it is not beside the target, which is a device or a pipe: it is copied there */
    hid_t file; /**< negative until it is started */
} mog_hdf5_output;

/** Finds out whether a file can be written; mog_hdf5_output_commit() or _abort() in any case. */
mog_status mog_hdf5_output_open(mog_hdf5_output *output, const char *path, mog_error *error);

/** Starts an empty file of about that many bytes. */
mog_status mog_hdf5_output_start(mog_hdf5_output *output, uint64_t bytes, mog_error *error);

/** Starts with a copy of `path`, which is to grow by about that many bytes. */
mog_status mog_hdf5_output_start_copy(mog_hdf5_output *output, const char *path, uint64_t more,
                                      mog_error *error);

/** Ends the time of adding things: from now on arrays are filled. `built` says whether all could
 * be added; if not, only the failure is reported. */
mog_status mog_hdf5_output_settle(mog_hdf5_output *output, bool built, mog_error *error);

/** Fills entries first ... first + count - 1 along an array's first dimension, as 64-bit floats or
 * RBs' numbers of type uint32_t. */
mog_status mog_hdf5_write_part(const mog_hdf5_output *output, hid_t array, size_t first,
                               size_t count, bool is_rb, const void *data, mog_error *error);

/** Closes the file and puts it in its place. */
mog_status mog_hdf5_output_commit(mog_hdf5_output *output, mog_error *error);
void mog_hdf5_output_abort(mog_hdf5_output *output);

/** Metadata of a small file, in bytes: headers, groups, attributes. */
#define MOG_HDF5_METADATA (1 << 16)

/** Adds an array of 64-bit floats, or of 32-bit integers for RBs' numbers, and gives it its place
 * in the file. @return negative on failure */
hid_t mog_hdf5_add_array(hid_t place, const char *name, bool is_rb, int rank,
                         const hsize_t shape[]);

/** Adds each member of `settings` as an attribute `<prefix><member>`; false on failure. */
bool mog_hdf5_put_settings(hid_t place, const char *prefix, const mog_section *section,
                           const void *settings);

/** Adds each note as an attribute of text, in place of an older one; false on failure. */
bool mog_hdf5_put_notes(hid_t place, const mog_notes *notes);

#endif
