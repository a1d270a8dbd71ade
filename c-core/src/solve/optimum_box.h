/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Boxes of powers: upper bounds of the weighted sum rate on them, and ways to make them smaller.
 *
 * Everything here has to hold in floating point too: bounds are raised, and cuts kept away from
 * what they must not lose, by margins far above the rounding errors and far below any gap of
 * interest.
 */
#ifndef MOG_SOLVE_OPTIMUM_BOX_H
#define MOG_SOLVE_OPTIMUM_BOX_H

#include "mog/radio.h"

#include <stdbool.h>

/** The work grows exponentially with the number of links. */
#define MOG_OPTIMUM_MAX_LINKS 8

/** A sample, copied to where it is quick to read; its largest gain is scaled to 1. */
typedef struct mog_box_problem {
    size_t links;
    double noise;
    double
        weight[MOG_OPTIMUM_MAX_LINKS]; /**< over ln 2: rates in bit/s/Hz from natural logarithms */
    double direct[MOG_OPTIMUM_MAX_LINKS];
    double cross[MOG_OPTIMUM_MAX_LINKS][MOG_OPTIMUM_MAX_LINKS]; /**< [rx][tx], zero diagonal */
} mog_box_problem;

/** Powers between two corners. */
typedef struct mog_box {
    double bound; /**< no powers in the box are worth more, bit/s/Hz */
    double low[MOG_OPTIMUM_MAX_LINKS], high[MOG_OPTIMUM_MAX_LINKS];
} mog_box;

/**
 * Copies a problem of one sample.
 * @return MOG_OK, or MOG_ERROR_NUMERIC if its numbers are too far apart for bounds to be certain
 */
mog_status mog_box_problem_init(mog_box_problem *problem, const mog_problem *sample,
                                mog_error *error);

/**
 * Bounds a box and narrows it. No powers worth more than `goal` are cut off, and no best powers of
 * the box are lost for good: if it loses some, others that are worth as much or more stay.
 *
 * @param box   in and out; the bound is only ever lowered
 * @param goal  what better powers have to exceed, bit/s/Hz
 * @return whether powers that are worth `goal` or less may have been cut off
 */
bool mog_box_narrow(const mog_box_problem *problem, mog_box *box, double goal);

#endif
