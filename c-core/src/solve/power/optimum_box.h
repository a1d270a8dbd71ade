/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Boxes of powers: upper bounds of a utility on them, and ways to make them smaller.
 *
 * Everything here has to hold in floating point too: bounds are raised, and cuts kept away from
 * what they must not lose, by margins far above the rounding errors and far below any gap of
 * interest.
 */
#ifndef MOG_SOLVE_OPTIMUM_BOX_H
#define MOG_SOLVE_OPTIMUM_BOX_H

#include "mog/utility.h"

#include <stdbool.h>

/** The work grows exponentially with the number of links. */
#define MOG_OPTIMUM_MAX_LINKS 8

/** A sample, copied to where it is quick to read; its largest gain is scaled to 1. */
typedef struct mog_box_problem {
    const mog_utility *utility;
    size_t links;
    double noise;
    double
        weight[MOG_OPTIMUM_MAX_LINKS]; /**< over ln 2: rates in bit/s/Hz from natural logarithms */
    double direct[MOG_OPTIMUM_MAX_LINKS];
    double cross[MOG_OPTIMUM_MAX_LINKS][MOG_OPTIMUM_MAX_LINKS]; /**< [rx][tx], zero diagonal */
    double reach[MOG_OPTIMUM_MAX_LINKS]; /**< [tx] strongest gain that counts when boxes are split,
                                            over noise */
    double price[MOG_OPTIMUM_MAX_LINKS]; /**< bit/s/Hz per unit of power, >= 0 */
    double price_most[MOG_OPTIMUM_MAX_LINKS]; /**< if prices are not certain, the largest possible;
                                                 `price` is the smallest */
} mog_box_problem;

/** Powers between two corners. */
typedef struct mog_box {
    double bound; /**< no powers in the box are worth more, by the utility */
    double low[MOG_OPTIMUM_MAX_LINKS], high[MOG_OPTIMUM_MAX_LINKS];
} mog_box;

/**
 * Copies a problem of one sample.
 * @return MOG_OK, or MOG_ERROR_NUMERIC if its numbers are too far apart for bounds to be certain
 */
mog_status mog_box_problem_init(mog_box_problem *problem, const mog_utility *utility,
                                const mog_problem *sample, mog_error *error);

/** Whether power costs something. @param price  [K] */
bool mog_box_is_priced(const double *price, size_t links);

/**
 * Splits a box in two: along the edge, and in the middle, that count on a scale which is linear
 * where a power's interference is below the noise and logarithmic above.
 */
void mog_box_split(const mog_box_problem *problem, mog_box *lower, mog_box *upper);

#endif
