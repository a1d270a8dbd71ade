/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * A learned value of actions: a network with an optimiser of its own, Adam.
 *
 * Rewards differ in size from one scenario to the next; with `standardize` the network learns
 * (r - mean) / deviation with the running moments of all rewards so far, those of sums for the
 * whole critic and those of links for the decomposed one.
 */
#ifndef MOG_LEARN_CRITIC_H
#define MOG_LEARN_CRITIC_H

#include "learn/batch/samples.h"
#include "learn/batch/state.h"
#include "mog/learn.h"
#include "mog/rl.h"

typedef struct mog_critic mog_critic;

/**
 * @param architecture  kind and widths of the network, without batch normalisation; its inputs and
 *                      outputs follow from the rows, and it sees the inputs that the actor sees
 * @param shape         of the rows to come; its count is the most of one call
 * @param n_rb          N of the problem
 * @param seed          names the initial parameters
 * @param critic        out; NULL on failure
 * @return MOG_OK, MOG_ERROR_ARGUMENT (the architecture), MOG_ERROR_MEMORY
 */
mog_status mog_critic_create(const mog_rl_settings *settings,
                             const mog_network_settings *architecture,
                             const mog_samples_shape *shape, size_t n_rb, uint64_t seed,
                             mog_critic **critic, mog_error *error);

/** Frees it; NULL is allowed. */
void mog_critic_free(mog_critic *critic);

/** Counts an episode's reward among those of which the moments are. @param reward  [K] */
void mog_critic_see(mog_critic *critic, const float *reward);

/**
 * One update towards the rewards of some experiences.
 *
 * @param update  which one this is, counted from 1
 * @param loss    out: mean squared error before it, in the critic's units
 * @return MOG_OK, or MOG_ERROR_NUMERIC if that or its gradient is not finite: nothing has changed
 */
mog_status mog_critic_fit(mog_critic *critic, const mog_samples *rows, size_t count,
                          uint64_t update, double *loss, mog_error *error);

/**
 * Values of actions in the states of some experiences, bit/s/Hz, and their gradients.
 *
 * @param action   [count][K][W]
 * @param value    [count], out
 * @param daction  [count][K][W], out: of each value with respect to its action
 */
void mog_critic_value(mog_critic *critic, const mog_samples *rows, size_t count,
                      const float *action, double *value, float *daction);

/** Adds everything that has to be kept. */
void mog_critic_list_state(mog_critic *critic, mog_state *state);

#endif
