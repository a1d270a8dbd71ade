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

/**
 * Bounds a box and narrows it. A box that has some of the best powers of all keeps some of them,
 * unless they are worth no more than `goal`.
 *
 * @param box   in and out; the bound is only ever lowered
 * @param goal  what better powers have to exceed
 * @return whether powers that are worth `goal` or less may have been cut off
 */
bool mog_box_narrow(const mog_box_problem *problem, mog_box *box, double goal);

/** The same for sum of w R - c p, with the prices of the problem. */
bool mog_box_narrow_priced(const mog_box_problem *problem, mog_box *box, double goal);

/** The same for the energy efficiency of the network. */
bool mog_box_narrow_network(const mog_box_problem *problem, mog_box *box, double goal);

/** The same for the sum of the links' energy efficiencies. */
bool mog_box_narrow_links(const mog_box_problem *problem, mog_box *box, double goal);

/**
 * One round of mog_box_narrow_priced() with mog_bound_logarithmic() alone.
 * @return whether nothing in the box is worth more than `goal`
 */
bool mog_box_narrow_logarithmic(const mog_box_problem *problem, mog_box *box, double goal,
                                bool *cut);

/**
 * Splits a box in two: along the edge, and in the middle, that count on a scale which is linear
 * where a power's interference is below the noise and logarithmic above.
 */
void mog_box_split(const mog_box_problem *problem, mog_box *lower, mog_box *upper);

#endif
