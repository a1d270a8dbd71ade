/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Solvers that a study's results stand beside: a reference, which all ratios are to, and baselines.
 * Keys and columns of reports follow from their names.
 */
#ifndef MOG_TOOLS_STUDY_YARDSTICKS_H
#define MOG_TOOLS_STUDY_YARDSTICKS_H

#include <stdbool.h>
#include <stddef.h>

/** Most baselines of a study. */
#define STUDY_MOST_BASELINES 3

typedef struct study_yardstick {
    const char *solver; /**< its name */
    const char *title;  /**< in pictures and verdicts */
} study_yardstick;

typedef struct study_yardsticks {
    bool rbs; /**< what is decided: resource blocks, or powers alone */
    study_yardstick reference;
    const char *style; /**< of baselines in pictures, in gnuplot's words; NULL: like the series */
    size_t baselines;
    study_yardstick baseline[STUDY_MOST_BASELINES];
} study_yardsticks;

/** Those for powers, or for RBs: the optimum if it takes `links` on `n_rb` RBs. */
const study_yardsticks *study_yardsticks_for(bool rbs, size_t links, size_t n_rb);

/** A key of reports. */
typedef struct study_key {
    char text[80];
} study_key;

/** "ratio_to_", "rb-optimum", "" -> "ratio_to_rb_optimum" */
study_key study_key_of(const char *before, const char *solver, const char *behind);

#endif
