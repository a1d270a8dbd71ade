/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Memory for what is decided for a whole data set, and how two such decisions compare.
 */
#ifndef MOG_TOOLS_ALLOCATION_H
#define MOG_TOOLS_ALLOCATION_H

#include "mog/dataset.h"

/** All zero, with RBs even if there is one. @return MOG_OK or MOG_ERROR_MEMORY; allocation_close()
 * in any case */
mog_status allocation_open(mog_allocation *a, const mog_dataset *dataset, mog_error *error);
void allocation_close(const mog_allocation *a);

/** Mean over the samples of ||p - p*||^2 / ||p*||^2, p* the other's powers; samples where all of
 * these are 0 do not count. */
double allocation_nmse(const mog_dataset *dataset, const mog_allocation *a,
                       const mog_allocation *other);

/**
 * Share of links that both put on the same RB; where gains are the same on all RBs, after their
 * numbers have been made canonical. NaN if there is no memory.
 */
double allocation_same_rb(const mog_dataset *dataset, const mog_allocation *a,
                          const mog_allocation *other);

#endif
