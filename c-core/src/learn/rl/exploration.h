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

#include "mog/environment.h"
#include "mog/random.h"

typedef struct mog_exploration {
    /** A random vertex. */
    void (*vertex)(gsl_rng *rng, size_t links, size_t width, float *action);
    /** Any action, uniformly: every power in 0..1, every link's probabilities on their simplex. */
    void (*anywhere)(gsl_rng *rng, size_t links, size_t width, float *action);
    /**
     * The policy's action with Gaussian noise on the logits of powers, or on the logarithms of
     * probabilities.
     *
     * @param noise  its deviation
     * @param y      [K][W], what the policy does
     */
    void (*near)(gsl_rng *rng, double noise, size_t links, size_t width, const float *y,
                 float *action);
    /**
     * What is done: powers as they are; or an assignment drawn from the probabilities, which takes
     * their place in the action every other time.
     *
     * @param action  [K][W], in and out
     * @param power   [K], room for powers, or ...
     * @param rb      [K], ... for RBs
     */
    void (*act)(gsl_rng *rng, size_t links, size_t width, float *action, double *power,
                uint32_t *rb);
    /** An environment's action of what act() has left there. */
    mog_action (*taken)(const double *power, const uint32_t *rb);
    bool is_bounded; /**< whether actions have ends of their own, where a gradient must not lead */
    bool has_gradient; /**< whether a utility has one with respect to actions */
} mog_exploration;

extern const mog_exploration mog_explore_power, mog_explore_rb;

/** Actions of a mog_output; NULL: it does not say what to do. */
const mog_exploration *mog_exploration_of(int output);

#endif
