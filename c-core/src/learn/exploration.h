/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Actions near a deterministic policy's, for a critic to learn what else there is.
 *
 * An action is [K][W]: powers (W = 1), or probabilities of RBs (W = N). Optima are at vertices,
 * powers of 0 or 1 and one RB for each link, so a critic has to see those.
 */
#ifndef MOG_LEARN_EXPLORATION_H
#define MOG_LEARN_EXPLORATION_H

#include "mog/random.h"
#include <stdbool.h>
#include <stddef.h>

/** A random vertex. @param rb  whether actions are probabilities of RBs */
void mog_explore_vertex(gsl_rng *rng, bool rb, size_t links, size_t width, float *action);

/** Any action, uniformly: every power in 0..1, every link's probabilities on their simplex. */
void mog_explore_anywhere(gsl_rng *rng, bool rb, size_t links, size_t width, float *action);

/**
 * The policy's action with Gaussian noise on the logits of powers, or on the logarithms of
 * probabilities.
 *
 * @param noise  its deviation
 * @param y      [K][W], what the policy does
 */
void mog_explore_near(gsl_rng *rng, bool rb, double noise, size_t links, size_t width,
                      const float *y, float *action);

#endif
