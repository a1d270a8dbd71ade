/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * What a stochastic policy does: the distribution of one sample's actions, given the network's
 * outputs y. Links are independent of each other.
 *
 *     bernoulli    power 0 or 1, y [K] the probability of 1
 *     beta         power in (0, 1), y [K][2] the parameters a, b >= 1
 *     categorical  an RB, y [K][N] the probabilities; need not add up to 1 to the last digit
 *
 * An action is [K]: powers, or numbers of RBs. Probabilities that have been rounded to 0 or 1 count
 * as the nearest ones whose logarithms and inverses are harmless; the derivative of the activation
 * in front of them is 0 there, so that nothing is learned from what cannot be told apart.
 */
#ifndef MOG_LEARN_DISTRIBUTION_H
#define MOG_LEARN_DISTRIBUTION_H

#include "base/real.h"
#include "mog/environment.h"
#include "mog/network.h"
#include "mog/random.h"

typedef struct mog_distribution {
    /**
     * Actions as an environment takes them.
     * @param power, rb  [count], room for one of them
     * @param taken      out: which one
     */
    void (*act)(size_t count, const mog_real *action, double *power, uint32_t *rb,
                mog_action *taken);

    /** Draws an action; y must be finite. */
    void (*sample)(gsl_rng *rng, size_t links, size_t width, const mog_real *y, mog_real *action);

    /** ln pi(action), or the logarithm of its density. */
    double (*log_probability)(size_t links, size_t width, const mog_real *y,
                              const mog_real *action);

    /** dy += scale d ln pi(action) / dy */
    void (*add_score)(size_t links, size_t width, const mog_real *y, const mog_real *action,
                      mog_real scale, mog_real *dy);

    /** Entropy of the links together, nats. */
    double (*entropy)(size_t links, size_t width, const mog_real *y);

    /** dy += scale d entropy / dy */
    void (*add_entropy_gradient)(size_t links, size_t width, const mog_real *y, mog_real scale,
                                 mog_real *dy);
} mog_distribution;

extern const mog_distribution mog_bernoulli, mog_beta_density, mog_categorical;

/** That of a network's output (mog_output); NULL if its policies are deterministic. */
const mog_distribution *mog_distribution_of(int output);

#endif
