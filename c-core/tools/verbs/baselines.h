/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Solvers that results stand beside: with one RB those that set powers, with several those that
 * decide RBs. This is the one place where verbs tell the two apart.
 */
#ifndef MOG_TOOLS_BASELINES_H
#define MOG_TOOLS_BASELINES_H

#include "mog/measure.h"
#include <stdbool.h>

typedef struct baseline_solver {
    const char *solver; /**< its name; NULL ends a list */
    const char *title;  /**< in pictures and verdicts */
} baseline_solver;

/** What stands beside one kind of decisions, and what they are called. Lists end with NULL, or with
 * a baseline of no solver. */
typedef struct baselines {
    const char *teacher;        /**< what labels usually are from */
    const char *references[3];  /**< of gaps; the best come first, and may not take what is there */
    baseline_solver studied[3]; /**< the same for studies, whose ratios are the papers' */
    baseline_solver blind[3];   /**< do not look at channels; ratios are to the last of them */
    const char *cheap[4];       /**< cost nothing, or little */
    const char *over_time[5];   /**< play over time */
    const char *decides;        /**< what is decided, in words */
    const char *improved_by;    /**< what `refine` counts */
    const char *off_labels;     /**< how mog_epoch's distance from labels is called */
    const char *style;          /**< in pictures, in gnuplot's words; NULL: like the series */
    size_t moves;               /**< most, of local search behind a policy; 0: it makes none */
    /** How close decisions are to others: the key in reports, and the number. */
    const char *likeness_key;
    double (*likeness)(const mog_measured *means);
} baselines;

/** Those for decisions on N RBs: of data, or of a policy. */
const baselines *baselines_of(size_t n_rb);

/** Those of solvers that decide RBs, or set powers alone, whatever the number of RBs. */
const baselines *baselines_that_decide(bool rbs);

/** The last of those that do not look at channels. */
const baseline_solver *baselines_trivial(const baselines *b);

#endif
