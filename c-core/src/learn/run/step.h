/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * One step of a training run, as the source of its gradient sees it: what there is to work with,
 * what is to be filled in, and nothing of how a run is kept.
 */
#ifndef MOG_LEARN_STEP_H
#define MOG_LEARN_STEP_H

#include "learn/batch/sample_set.h"
#include "mog/environment.h"

/** What is added up over an epoch. */
typedef struct mog_sums {
    double updates; /**< steps that moved the parameters */
    double loss;    /**< over those */
    double actions; /**< that were rewarded */
    double reward;  /**< over those */
    double drawn;   /**< updates with actions drawn from the policy */
    double entropy; /**< over those */
} mog_sums;

typedef struct mog_step {
    const mog_recipe *recipe;

    /* the policy */
    const mog_network *network;
    const float *parameter, *buffer;

    /* new samples: of the training set, or of episodes */
    const mog_sample_set *train;
    const size_t *sample;         /**< [fresh]: which ones of the training set */
    mog_environment *environment; /**< RL; else NULL */
    uint64_t time;                /**< as beta takes it: epochs; in RL the first episode */
    size_t fresh;                 /**< how many */

    /* what the policy learns from */
    mog_samples *batch;
    size_t count; /**< out of `next`: its samples; 0: the step moves no parameters */
    const float *y;
    float *dy; /**< [count][K][W]: the policy's outputs, and the gradient of what is minimised */
    void *scratch; /**< MOG_LOSS_SCRATCH(K) bytes */

    mog_sums sums; /**< what the step adds, if it succeeds */
} mog_step;

#endif
