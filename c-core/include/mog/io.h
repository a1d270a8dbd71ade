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
 */
#ifndef MOG_IO_H
#define MOG_IO_H

#include "mog/dataset.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Reads and checks a data set.
 * @return NULL and `error`: MOG_ERROR_MISSING, MOG_ERROR_DATA (foreign, truncated, wrong shapes,
 * NaN, negative or no gains, negative weights or prices), MOG_ERROR_MEMORY
 */
mog_dataset *mog_dataset_read(const char *path, mog_error *error);

/** Writes a data set: beside, then renamed. @return MOG_OK or MOG_ERROR_IO */
mog_status mog_dataset_write(const mog_dataset *dataset, const char *path, mog_error *error);

/** Writes what a policy decided: `/power` [S][K] and `/rb` [S][K]. */
mog_status mog_allocation_write(const char *path, size_t samples, size_t links, const double *power,
                                const uint32_t *rb, mog_error *error);

#ifdef __cplusplus
}
#endif
#endif
