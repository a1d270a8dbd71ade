/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Solvers that a study's results stand beside: a reference, which all ratios are to, and baselines.
 * Keys and columns of reports follow from their names.
 */
#ifndef MOG_TOOLS_STUDY_YARDSTICKS_H
#define MOG_TOOLS_STUDY_YARDSTICKS_H

#include "verbs/baselines.h"

/** Most baselines of a study. */
#define STUDY_MOST_BASELINES 4

typedef struct study_yardsticks {
    const baselines *all;      /**< of what is decided: resource blocks, or powers alone */
    baseline_solver reference; /**< the first of all->studied that takes as many links and RBs */
    size_t baselines;
    baseline_solver
        baseline[STUDY_MOST_BASELINES]; /**< the blind ones, and those behind the reference */
} study_yardsticks;

/** Those for powers, or for RBs. */
study_yardsticks study_yardsticks_for(bool rbs, size_t links, size_t n_rb);

#endif
