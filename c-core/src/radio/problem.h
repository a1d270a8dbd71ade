/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Problems as c-core's own sources see them: checks, parts, gains of an RB.
 */
#ifndef MOG_RADIO_PROBLEM_H
#define MOG_RADIO_PROBLEM_H

#include "mog/radio.h"

/**
 * Checks a problem from an untrusted source: K, noise, and every gain and weight.
 *
 * @return MOG_OK, or MOG_ERROR_DATA with a message that names the first bad entry by its indices
 */
mog_status mog_problem_check(const mog_problem *problem, mog_error *error);

/** The same of a part of a larger problem; messages number samples from `first` on. */
mog_status mog_problem_check_from(const mog_problem *problem, size_t first, mog_error *error);

/**
 * Checks a sparse problem from an untrusted source: indices, noise, every gain and weight.
 *
 * @return MOG_OK, or MOG_ERROR_DATA with a message that names the first bad entry
 */
mog_status mog_sparse_problem_check(const mog_sparse_problem *problem, mog_error *error);

/** K x K matrices of gains in a sample: N if every RB has its own, else 1. */
size_t mog_problem_matrices(const mog_problem *problem);

/** RBs of a problem: 1 if it says 0. */
size_t mog_problem_n_rb(const mog_problem *problem);

/** Gains of a problem's first sample on an RB, [K][K]. */
const double *mog_problem_gains(const mog_problem *problem, size_t rb);

/** One sample of a problem, as a problem. */
mog_problem mog_problem_sample(const mog_problem *problem, size_t sample);

#endif
