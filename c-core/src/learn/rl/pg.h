/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Policy gradients: actions are drawn from the policy, and those that did better than expected
 * become more probable (REINFORCE; Williams, "Simple statistical gradient-following algorithms for
 * connectionist reinforcement learning", Machine Learning 1992).
 */
#ifndef MOG_LEARN_PG_H
#define MOG_LEARN_PG_H

#include "learn/rl/distribution.h"
#include "mog/environment.h"
#include "mog/rl.h"

/** Draws and their memory; used by one thread at a time. */
typedef struct mog_pg mog_pg;

/** What a batch of episodes was like. */
typedef struct mog_pg_outcome {
    double reward;  /**< mean over episodes and draws, bit/s/Hz */
    double entropy; /**< of the policy, mean over episodes and links, nats */
} mog_pg_outcome;

/**
 * @param distribution  of actions
 * @param links, width  K and W: y is [K][W] for each episode
 * @param most          episodes of a batch
 * @param seed          names the draws
 * @return NULL and `error` on lack of memory
 */
mog_pg *mog_pg_create(const mog_rl_settings *settings, const mog_distribution *distribution,
                      size_t links, size_t width, size_t most, uint64_t seed, mog_error *error);

/** Frees it; NULL is allowed. */
void mog_pg_free(mog_pg *pg);

/**
 * Acts in episodes first ... first + count - 1, which the environment has been reset to. An
 * episode's draws depend on its number and on y, not on the batch that it is in. Does not allocate.
 *
 * @param y   [count][K][W], the policy's outputs
 * @param dy  [count][K][W], out: gradient of -(mean over the batch of the advantage-weighted
 *            logarithms of the drawn actions' probabilities + weighted entropy)
 * @return MOG_OK, MOG_ERROR_NUMERIC if y is not finite, or what the environment says
 */
mog_status mog_pg_gradient(mog_pg *pg, mog_environment *environment, uint64_t first, size_t count,
                           const mog_real *y, mog_real *dy, mog_pg_outcome *outcome,
                           mog_error *error);

#endif
