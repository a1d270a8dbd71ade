/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * The rows of `mog evaluate`: mean sum rates and utilities on the true channels of what a policy,
 * solvers and labels decide, over a data set that comes in chunks.
 */
#ifndef MOG_TOOLS_EVALUATION_H
#define MOG_TOOLS_EVALUATION_H

#include "output/progress.h"
#include "verbs/allocation.h"
#include "verbs/allocator.h"
#include "verbs/baselines.h"
#include "verbs/reference.h"
#include "verbs/worth.h"

#include <jansson.h>

/** Most rows: labels and what stands before and behind them. */
#define EVALUATION_MOST_ROWS (MOG_MAX_LABELS + 16)

/** Most samples of which decisions are timed. */
#define EVALUATION_MOST_TIMED 1000

/** What one allocator came to so far. */
typedef struct evaluation_row {
    char name[128];
    const char *csi;
    mog_measure measure; /**< likeness is that of the policy's decisions to it */
} evaluation_row;

typedef struct evaluation {
    policies use;
    const char *csi;            /**< how the policy and the solvers know the channels */
    mog_utility utility;        /**< what ratios and gaps are in, and what solvers maximise */
    const char *reference_name; /**< what reference_find() takes */
    progress *bar;              /**< of the reference; NULL: none */
    /* filled by evaluation_add() */
    mog_dataset *dataset; /**< the chunk; it gets the labels of the reference, if it has none */
    size_t samples;       /**< in chunks before */
    mog_allocation decided, scratch;
    const baselines *baselines;
    reference reference;
    char reference_solver[MOG_NAME_SIZE]; /**< empty: none */
    mog_measure best;                     /**< of the reference */
    double best_bound;                    /**< sum of its bounds */
    bool best_has_bound;
    label_sums labels;
    double bound;                      /**< the best mean bound of all labels so far; NaN: none */
    size_t count, next, behind_labels; /**< rows; the one that comes next in this chunk */
    evaluation_row row[EVALUATION_MOST_ROWS];
    size_t timed;
    double seconds[EVALUATION_MOST_TIMED];
} evaluation;

/** Samples that the policy decides on at a time: chunks should have a multiple of them. */
size_t evaluation_batch(size_t links);

/** Runs the policy and everything that it is compared with on a chunk, whose channels are known as
 * they should be. */
mog_status evaluation_add(evaluation *e, mog_dataset *chunk, mog_error *error);

/** Means of the policy, and of the reference, over all that was added. */
mog_measured evaluation_policy(const evaluation *e);
mog_measured evaluation_best(const evaluation *e);

/** Adds one object per row to an array. @param head  says whether there are prices */
void evaluation_report(const evaluation *e, const mog_dataset *head, json_t *rows);

/** Seconds that one decision takes, one sample at a time: the median over the first samples. */
double evaluation_decision_seconds(evaluation *e);

#endif
