/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * The rows of `mog evaluate`: mean sum rates and utilities on the true channels of what a policy,
 * solvers and labels decide.
 */
#ifndef MOG_TOOLS_EVALUATION_H
#define MOG_TOOLS_EVALUATION_H

#include "verbs/allocator.h"
#include "verbs/baselines.h"
#include "verbs/reference.h"
#include "verbs/worth.h"

#include <jansson.h>

typedef struct evaluation {
    policies use;
    mog_dataset *dataset;   /**< gets the labels of the reference, if it has none */
    const char *csi;        /**< how the policy and the solvers know the channels */
    mog_utility utility;    /**< what ratios and gaps are in, and what solvers maximise */
    mog_allocation decided; /**< by the policy */
    mog_allocation scratch;
    /* filled by evaluation_run() */
    const baselines *baselines;
    worth policy;
    reference reference;
    worth best; /**< of the reference */
} evaluation;

/**
 * Runs the policy and everything that it is compared with.
 *
 * @param reference_name  what reference_find() takes
 * @param rows            an array that gets one object per row
 */
mog_status evaluation_run(evaluation *e, const char *reference_name, bool quiet, json_t *rows,
                          mog_error *error);

/** Seconds that one decision takes, one sample at a time: the median over the data set. */
double evaluation_decision_seconds(const evaluation *e, mog_error *error);

#endif
