/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Data set files that verbs read: some samples at a time, and not before another process has shown
 * that it can be done.
 */
#ifndef MOG_TOOLS_CHUNKS_H
#define MOG_TOOLS_CHUNKS_H

#include "mog/io.h"
#include "program/command.h"

/** How many samples are in memory at a time. */
typedef struct chunk_settings {
    size_t samples; /**< 0: what fits into some megabytes */
} chunk_settings;

/** Section "chunk" of configuration files. */
extern const mog_section chunk_section;

/**
 * Samples at a time, of those that `like` has.
 * @param multiple  of that many, so that what works on batches has the same ones whatever the chunk
 */
size_t chunk_size(const chunk_settings *settings, const mog_dataset *like, size_t multiple);

/** What is done with a chunk, whose first sample is number `first` of the file. The chunk is freed
 * afterwards. */
typedef mog_status chunk_work(void *context, mog_dataset *chunk, size_t first, mog_error *error);

/** Works on all samples of a file, `size` at a time. */
mog_status chunks_of(mog_dataset_file *file, size_t size, chunk_work *work, void *context,
                     mog_error *error);

/**
 * mog_dataset_file_open() behind a child process that has opened and read the file: HDF5 crashes on
 * some damaged files. Numbers that lie in the file as they are cannot do harm, and are not read by
 * the child.
 *
 * @return as mog_dataset_file_open(); MOG_ERROR_DATA if the child died
 */
mog_status chunks_open(const char *path, mog_dataset_file **file, mog_error *error);

/** The same for mog_dataset_read(). */
mog_status chunks_read_all(const char *path, mog_dataset **dataset, mog_error *error);

#endif
