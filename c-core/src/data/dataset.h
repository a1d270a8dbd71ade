/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Data sets that are checked, and those that are some samples of a larger one.
 */
#ifndef MOG_DATA_DATASET_H
#define MOG_DATA_DATASET_H

#include "mog/dataset.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * A data set with the arrays, labels, notes and origin of another, but `samples` samples of zeros.
 *
 * @param dataset  out; NULL on failure
 * @return MOG_OK or MOG_ERROR_MEMORY
 */
mog_status mog_dataset_create_like(const mog_dataset *like, size_t samples, mog_dataset **dataset,
                                   mog_error *error);

/**
 * Checks gains, weights, prices and labels: finite, not negative, powers within 0..1, RBs below N,
 * at least one sample.
 *
 * @return MOG_OK or MOG_ERROR_DATA
 */
mog_status mog_dataset_check(const mog_dataset *dataset, mog_error *error);

/** mog_dataset_check(); messages number samples from `first` on. */
mog_status mog_dataset_check_from(const mog_dataset *dataset, size_t first, mog_error *error);

#ifdef __cplusplus
}
#endif
#endif
