/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * What a network is worth on a set of samples.
 */
#ifndef MOG_LEARN_EVALUATE_H
#define MOG_LEARN_EVALUATE_H

#include "learn/batch/sample_set.h"
#include "policy/decision.h"

/** Memory to measure a network, for up to `chunk` samples at a time. */
typedef struct mog_evaluator {
    mog_network_workspace *workspace;
    mog_utility utility;
    const mog_problem_type *problem;
    size_t chunk;
    float *gain;        /* [chunk][M][K][K], of unrolled layers; else NULL */
    float *output;      /* [chunk][K][W] */
    mog_allocation out; /* [chunk] */
    double *scratch;    /* [2][K] */
    mog_decision *decision;
} mog_evaluator;

/** What a network is worth on a set. */
typedef struct mog_evaluation {
    double sum_rate; /**< weighted, mean over the samples */
    double utility;  /**< likewise */
    double nmse;     /**< NaN without labels */
} mog_evaluation;

/** @param recipe  what stands behind the network when it is run is measured, too */
mog_status mog_evaluator_init(mog_evaluator *evaluator, const mog_network *network,
                              const mog_recipe *recipe, size_t links, mog_error *error);
void mog_evaluator_clear(mog_evaluator *evaluator);

/**
 * Over a set's first samples: what is decided on a network's outputs is worth, in float64, and the
 * distance from the labels: of powers the mean of ||p - p*||^2 / ||p*||^2 over the samples whose
 * label is not all zero, of RBs the share of links that are on another one; NaN without labels.
 */
mog_evaluation mog_evaluate(const mog_evaluator *evaluator, const mog_network *network,
                            const float *parameter, const float *buffer, const mog_sample_set *set,
                            size_t samples);

#endif
