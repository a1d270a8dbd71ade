/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * From a kind's rule for the RBs of a sample to RBs and powers of all samples.
 */
#ifndef MOG_SOLVE_RB_DECIDE_H
#define MOG_SOLVE_RB_DECIDE_H

#include "solve/rb/value.h"
#include "solve/solver.h"

/**
 * `takes_utility` of those who decide by sums over RBs: it is one, or is maximised by one of rates
 * less the price of powers: a ratio, by Dinkelbach's method.
 */
bool mog_rb_decide_takes(const mog_utility *utility);

/** `prepare` of those who decide RBs, and their `release`. */
bool mog_rb_decide_prepare(mog_solver *solver, mog_error *error);
void mog_rb_decide_release(mog_solver *solver);

/** Their `run`: decides RBs, and sets powers by FPLinQ. Does not allocate. */
mog_status mog_rb_decide(mog_solver *solver, const mog_problem *problem, uint64_t first,
                         const mog_allocation *out, double *bound, mog_error *error);

/** The part of a row that all of them have, with their rule. */
#define MOG_RB_DECIDES_BY(rule)                                                                    \
    .prepare = mog_rb_decide_prepare, .release = mog_rb_decide_release, .run = mog_rb_decide,      \
    .decide = (rule)

#endif
