/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * What somebody has decided for a whole data set.
 */
#ifndef MOG_TOOLS_ALLOCATION_H
#define MOG_TOOLS_ALLOCATION_H

#include "mog/dataset.h"

typedef struct allocation {
    double *power; /**< [S][K] */
    uint32_t *rb;  /**< [S][K]; all 0 on one band */
} allocation;

/** @return MOG_OK or MOG_ERROR_MEMORY; allocation_close() in any case */
mog_status allocation_open(allocation *a, const mog_dataset *dataset, mog_error *error);
void allocation_close(allocation *a);

/** Mean weighted sum rate on the true channels; NaN if there is no memory. */
double allocation_rate(const mog_dataset *dataset, const allocation *a);

/**
 * Share of links that both put on the same RB; where gains are the same on all RBs, after their
 * numbers have been made canonical. NaN if there is no memory.
 */
double allocation_same_rb(const mog_dataset *dataset, const allocation *a, const allocation *b);

#endif
