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

/** A mean over what was added; zero at first. */
typedef struct likeness {
    double sum, counted;
} likeness;

/** Adds every sample's ||p - p*||^2 / ||p*||^2, p* the other's powers; samples where all of these
 * are 0 do not count. */
void allocation_nmse(likeness *mean, const mog_dataset *dataset, const mog_allocation *a,
                     const mog_allocation *other);

/**
 * Adds every link: whether both put it on the same RB; where gains are the same on all RBs, after
 * their numbers have been made canonical. NaN if there is no memory.
 */
void allocation_same_rb(likeness *mean, const mog_dataset *dataset, const mog_allocation *a,
                        const mog_allocation *other);

#endif
