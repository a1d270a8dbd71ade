/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Data sets that are some samples of a larger one.
 */
#ifndef MOG_DATA_DATASET_H
#define MOG_DATA_DATASET_H

#include "mog/dataset.h"

/**
 * A data set with the arrays, labels, notes and origin of another, but `samples` samples of zeros.
 * @return NULL and `error` on lack of memory
 */
mog_dataset *mog_dataset_create_like(const mog_dataset *like, size_t samples, mog_error *error);

/** mog_dataset_check(); messages number samples from `first` on. */
mog_status mog_dataset_check_from(const mog_dataset *dataset, size_t first, mog_error *error);

#endif
