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

/** What a file says besides samples. */
typedef struct mog_dataset_contents {
    const mog_dataset *head; /**< a data set of no samples: arrays that the file has are not NULL,
                                labels have their names and notes */
    size_t samples;          /**< in the file, at least 1 */
    bool plain; /**< all arrays lie in the file as they are, neither compressed nor in pieces */
} mog_dataset_contents;

/** What the file says besides samples, valid as long as the file. */
const mog_dataset_contents *mog_dataset_file_contents(const mog_dataset_file *file);

/**
 * Reads and checks samples first ... first + count - 1 of a file with their labels. The data set's
 * `first` is that of its own first sample.
 *
 * @param dataset  out; NULL on failure
 * @return MOG_OK; MOG_ERROR_DATA (damaged, NaN, negative gains, weights or prices);
 * MOG_ERROR_ARGUMENT (no such samples); MOG_ERROR_MEMORY
 */
mog_status mog_dataset_file_read(mog_dataset_file *file, size_t first, size_t count,
                                 mog_dataset **dataset, mog_error *error);

/**
 * Reads and checks a data set as a whole.
 *
 * @param dataset  out; NULL on failure
 * @return as mog_dataset_file_open() and mog_dataset_file_read()
 */
mog_status mog_dataset_read(const char *path, mog_dataset **dataset, mog_error *error);

/**
 * A file of a data set or of decisions that is being written, some samples at a time. Used by one
 * thread at a time.
 */
typedef struct mog_dataset_writer mog_dataset_writer;

/**
 * Starts a data set: beside its place, into which it is renamed by mog_dataset_writer_commit().
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
 * Starts a file of decisions: `/power` [S][K] and `/rb` [S][K]. Otherwise like
 * mog_dataset_writer_create().
 */
mog_status mog_dataset_writer_create_decisions(const char *path, size_t samples, size_t links,
                                               mog_dataset_writer **writer, mog_error *error);

/**
 * Writes the next samples of a data set, or their labels. The first ones say what the file has:
 * arrays, labels, notes, scenario; all that follow must have these arrays, too.
 *
 * @return MOG_OK; MOG_ERROR_IO; MOG_ERROR_ARGUMENT (more than there are to be, other arrays, a file
 * of decisions); MOG_ERROR_MEMORY. After a failure only mog_dataset_writer_abort() makes sense
 */
mog_status mog_dataset_writer_put(mog_dataset_writer *writer, const mog_dataset *chunk,
                                  mog_error *error);

/**
 * Writes decisions for the next samples.
 *
 * @param count      of the samples
 * @param decisions  [count][K], RBs as well
 * @return as mog_dataset_writer_put()
 */
mog_status mog_dataset_writer_put_decisions(mog_dataset_writer *writer, size_t count,
                                            const mog_allocation *decisions, mog_error *error);

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

#ifdef __cplusplus
}
#endif
#endif
