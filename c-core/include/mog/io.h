/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Data sets as HDF5 files: in the library if HDF5 was found. Running a policy does not need it.
 *
 * `/gain` [S][K][K], or [S][N][K][K] if every RB has gains of its own; optional `/weight` and
 * `/price` [S][K], `/tx_position`, `/rx_position` [S][K][2],
 * `/labels/<solver>/{power,rb,sum_rate,value,bound}`, of which `rb` must be there if there are
 * several RBs, `value` and `bound` are optional; attributes of the root: `noise_power`,
 * `max_power`, `n_rb` (1 if there is none), `seed`, `first_sample`, and the scenario as
 * `scenario.<member>`; attributes of `/labels/<solver>` and `/weight`: notes, as
 * `solver.sweeps` = "100".
 *
 * Threads: HDF5 keeps global tables, and unless it was built for threads only one thread of a
 * process may be in it, be it through these functions or by calls of its own. While a function of
 * this header runs, HDF5's printing of errors is switched off, for the calling thread where HDF5
 * knows threads, else for all; it is as before when the function returns.
 *
 * Damaged files: everything that HDF5 says about a file is checked before it is believed, but HDF5
 * itself may crash on a file whose metadata are damaged (1.10.8 does: a lookup of attributes reads
 * behind their header). Whoever reads files of strangers lets a child process open and read them
 * first, as the program `mog` does.
 */
#ifndef MOG_IO_H
#define MOG_IO_H

#include "mog/dataset.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * A data set file that is being read, some samples at a time: memory does not grow with the file.
 * Used by one thread at a time.
 */
typedef struct mog_dataset_file mog_dataset_file;

/**
 * Opens a file and checks attributes, types and shapes, but not yet the samples.
 *
 * @param file  out; NULL on failure
 * @return MOG_OK; MOG_ERROR_MISSING; MOG_BUSY (another program has it open for writing);
 * MOG_ERROR_DATA (foreign, truncated, wrong shapes); MOG_ERROR_IO; MOG_ERROR_MEMORY
 */
mog_status mog_dataset_file_open(const char *path, mog_dataset_file **file, mog_error *error);

/** Closes the file; NULL is allowed. */
void mog_dataset_file_close(mog_dataset_file *file);

/** What the file says besides samples: a data set of none, valid as long as the file. Arrays that
 * the file has are not NULL, labels have their names and notes. */
const mog_dataset *mog_dataset_file_head(const mog_dataset_file *file);

/** Samples in the file, at least 1. */
size_t mog_dataset_file_samples(const mog_dataset_file *file);

/** Whether all arrays lie in the file as they are, neither compressed nor in pieces. */
bool mog_dataset_file_is_plain(const mog_dataset_file *file);

/**
 * Reads and checks samples first ... first + count - 1 of a file with their labels. The data set's
 * `first` is that of its own first sample.
 *
 * @return NULL and `error`: MOG_ERROR_DATA (damaged, NaN, negative gains, weights or prices),
 * MOG_ERROR_ARGUMENT (no such samples), MOG_ERROR_MEMORY
 */
mog_dataset *mog_dataset_file_read(mog_dataset_file *file, size_t first, size_t count,
                                   mog_error *error);

/**
 * Reads and checks a data set as a whole.
 * @return NULL and `error`, as mog_dataset_file_open() and mog_dataset_file_read() say
 */
mog_dataset *mog_dataset_read(const char *path, mog_error *error);

/** A data set file that is being written, some samples at a time. Used by one thread at a time. */
typedef struct mog_dataset_writer mog_dataset_writer;

/**
 * Starts a file: beside its place, into which it is renamed by mog_dataset_writer_commit().
 *
 * @param samples  of the whole file
 * @param writer   out; NULL on failure
 * @return MOG_OK, MOG_ERROR_IO, MOG_ERROR_MEMORY
 */
mog_status mog_dataset_writer_create(const char *path, size_t samples, mog_dataset_writer **writer,
                                     mog_error *error);

/**
 * Starts to add labels to a file, in place of older ones of the same solver. Everything else in it
 * stays as it is: the labels go to a copy, which replaces the file in the end. Until then nobody
 * else can add labels; reading goes on.
 *
 * @param solver   the labels that are taken from the samples
 * @param samples  of the file
 * @return as mog_dataset_writer_create(); MOG_BUSY if somebody else is adding labels
 */
mog_status mog_dataset_writer_add_labels(const char *path, const char *solver, size_t samples,
                                         mog_dataset_writer **writer, mog_error *error);

/**
 * Writes the next samples. The first ones say what the file has: arrays, labels, notes, scenario;
 * all that follow must have these arrays, too.
 *
 * @return MOG_OK; MOG_ERROR_IO; MOG_ERROR_ARGUMENT (more than there are to be, other arrays);
 * MOG_ERROR_MEMORY. After a failure only mog_dataset_writer_abort() makes sense
 */
mog_status mog_dataset_writer_put(mog_dataset_writer *writer, const mog_dataset *chunk,
                                  mog_error *error);

/**
 * Puts the file in its place and frees the writer, whatever the outcome.
 * @return MOG_OK; MOG_ERROR_IO; MOG_ERROR_ARGUMENT (samples are missing); MOG_BUSY (the file that
 * gets labels was replaced meanwhile). On failure the file is as before
 */
mog_status mog_dataset_writer_commit(mog_dataset_writer *writer, mog_error *error);

/** Gives up: removes what was written and frees the writer; NULL is allowed. */
void mog_dataset_writer_abort(mog_dataset_writer *writer);

/** Writes a data set as a whole. @return MOG_OK, MOG_ERROR_IO or MOG_ERROR_MEMORY */
mog_status mog_dataset_write(const mog_dataset *dataset, const char *path, mog_error *error);

/** A file of decisions that is being written: `/power` [S][K] and `/rb` [S][K]. */
typedef struct mog_allocation_writer mog_allocation_writer;

/** Starts a file; like mog_dataset_writer_create(). */
mog_status mog_allocation_writer_create(const char *path, size_t samples, size_t links,
                                        mog_allocation_writer **writer, mog_error *error);

/** Writes decisions for the next `count` samples. @return as mog_dataset_writer_put() */
mog_status mog_allocation_writer_put(mog_allocation_writer *writer, size_t count,
                                     const double *power, const uint32_t *rb, mog_error *error);

/** Like mog_dataset_writer_commit() and mog_dataset_writer_abort(). */
mog_status mog_allocation_writer_commit(mog_allocation_writer *writer, mog_error *error);
void mog_allocation_writer_abort(mog_allocation_writer *writer);

/** Writes decisions as a whole. */
mog_status mog_allocation_write(const char *path, size_t samples, size_t links, const double *power,
                                const uint32_t *rb, mog_error *error);

#ifdef __cplusplus
}
#endif
#endif
