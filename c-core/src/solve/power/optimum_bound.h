/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Upper bounds of sum of w R - c p on a box of powers, the prices being the problem's. All are
 * raised by more than their rounding errors.
 */
#ifndef MOG_SOLVE_OPTIMUM_BOUND_H
#define MOG_SOLVE_OPTIMUM_BOUND_H

#include "solve/power/optimum_box.h"

/** Relative margin for rounding. A bound is a few hundred operations away from its inputs. */
#define MOG_BOUND_MARGIN 1e-12

/** Interference and noise at each receiver, at the lower and the upper corner of a box. */
typedef struct mog_box_range {
    double least[MOG_OPTIMUM_MAX_LINKS], most[MOG_OPTIMUM_MAX_LINKS];
} mog_box_range;

mog_box_range mog_box_interference(const mog_box_problem *problem, const mog_box *box);

/**
 * Every link's own power where it is worth most, all others' at the lower corner.
 * @param worth  [K], out: the summands
 */
double mog_bound_monotonic(const mog_box_problem *problem, const mog_box *box, double *worth);

/**
 * The largest value of a linear function of the powers that is nowhere below the objective.
 * @param slope  [K], out: of that function
 */
double mog_bound_linear(const mog_box_problem *problem, const mog_box *box, double *slope);

/** Like mog_bound_linear(), linear in the logarithms of those powers that are above 0. */
double mog_bound_logarithmic(const mog_box_problem *problem, const mog_box *box, double *slope);

#endif
