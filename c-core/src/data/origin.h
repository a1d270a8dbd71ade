/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * What is known of a data set's channels besides their gains, from the scenario that they are of.
 */
#ifndef MOG_DATA_ORIGIN_H
#define MOG_DATA_ORIGIN_H

#include "mog/dataset.h"

/** Gains of one sample: K K, or N K K. */
size_t mog_dataset_entries(const mog_dataset *dataset);

/** Whether gains are known to be |h| and not |h|^2. */
bool mog_dataset_has_amplitudes(const mog_dataset *dataset);

/**
 * Whether gains are those of the scenario that the data set claims, which must be one that
 * mog_scenario_check() has found in order; a file may claim any.
 * @return MOG_OK, MOG_ERROR_DATA, MOG_ERROR_MEMORY
 */
mog_status mog_dataset_check_origin(const mog_dataset *dataset, mog_error *error);

/**
 * Mean gains over the fading of samples first ... first + count - 1. In data sets that do not say
 * where they came from the entry itself stands for it.
 *
 * @param mean  [count][K][K], or [count][N][K][K] if every RB has gains of its own; out
 */
mog_status mog_dataset_mean_gain(const mog_dataset *dataset, size_t first, size_t count,
                                 double *mean, mog_error *error);

#endif
