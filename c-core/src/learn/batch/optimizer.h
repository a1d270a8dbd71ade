/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Update rules, and what they need of a gradient.
 */
#ifndef MOG_LEARN_OPTIMIZER_H
#define MOG_LEARN_OPTIMIZER_H

#include "mog/learn.h"

/** The 2-norm of a gradient of n numbers. */
double mog_gradient_norm(size_t n, const float *gradient);

/** Factor that cuts a gradient of that norm to `clip_norm`, as PyTorch's clip_grad_norm_ does. */
double mog_clip_factor(const mog_training_settings *settings, double norm);

/** The numbers an optimiser works on: flat arrays of the same length. */
typedef struct mog_optimizer_state {
    size_t count;
    float *parameter;
    float *first;  /* momentum, or Adam's first moment */
    float *second; /* squared average: RMSprop's, or Adam's second moment */
} mog_optimizer_state;

/**
 * One update of all parameters, in one pass.
 *
 * @param rate    learning rate
 * @param update  which update this is, counted from 1
 * @param scale   factor on the gradient
 */
void mog_optimizer_step(const mog_training_settings *settings, double rate, uint64_t update,
                        double scale, const float *gradient, const mog_optimizer_state *state);

#endif
