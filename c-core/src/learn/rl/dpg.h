/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Deterministic policy gradients (Silver et al., ICML 2014; Lillicrap et al., ICLR 2016) in
 * episodes of one step: there is no later state whose value would have to be estimated, so a critic
 * learns rewards, and nothing else. An update is
 *
 *     mog_dpg_explore()   new episodes, their experiences go into the replay
 *     mog_dpg_learn()     draws experiences and fits the critic to them
 *     mog_dpg_gradient()  which way the policy's outputs in the same states should go
 *
 * With RBs the policy's output, a link's probabilities y of N RBs, cannot be executed; an
 * assignment a is drawn from it. What the critic is to learn is V(x, y) = E[R(x, a)], a drawn from
 * y: linear in each link's row, equal to R at the vertices, and with the gradient that a stochastic
 * policy with these probabilities climbs. Both kinds of experience belong to that one function: (y,
 * R(a)), whose mean given y is V(y), and (a one-hot, R(a)), which has no noise but says nothing of
 * the inside. Half of each are stored. (The argmax of y would make V a staircase, whose gradient is
 * 0.)
 */
#ifndef MOG_LEARN_DPG_H
#define MOG_LEARN_DPG_H

#include "learn/batch/samples.h"
#include "learn/batch/state.h"
#include "mog/environment.h"
#include "mog/learn.h"
#include "mog/rl.h"

typedef struct mog_dpg mog_dpg;

/** What there is to know besides the settings. */
typedef struct mog_dpg_shape {
    int output;              /**< the policy's: sigmoid, relu6, bernoulli (as a power), softmax */
    size_t n_rb;             /**< of the problem */
    mog_utility utility;     /**< what the oracle's gradient is of */
    mog_samples_shape batch; /**< experiences of an update: what the policy and the mixture need of
                                  a sample, action and reward; for the oracle gains, too */
    size_t acts;             /**< most episodes of one mog_dpg_explore() */
} mog_dpg_shape;

/**
 * @param critic  architecture of the critic's network; not used by the oracle
 * @param seed    names actions, draws and the critic's initial parameters
 * @param dpg     out; NULL on failure
 * @return MOG_OK, MOG_ERROR_ARGUMENT (a policy that is not deterministic, an oracle for RBs, a bad
 * architecture), MOG_ERROR_MEMORY
 */
mog_status mog_dpg_create(const mog_rl_settings *settings, const mog_network_settings *critic,
                          const mog_dpg_shape *shape, uint64_t seed, mog_dpg **dpg,
                          mog_error *error);

/** Frees it; NULL is allowed. */
void mog_dpg_free(mog_dpg *dpg);

/**
 * Acts in episodes first ... first + count - 1, which the environment has been reset to, and stores
 * what came of it. In the warm-up y does not matter.
 *
 * @param observed  what is seen in them, the first `count`
 * @param y         [count][K][W], what the policy does in them; finite
 * @param reward    out: mean sum of the rates, bit/s/Hz
 */
mog_status mog_dpg_explore(mog_dpg *dpg, mog_environment *environment, uint64_t first, size_t count,
                           const mog_samples *observed, const float *y, double *reward,
                           mog_error *error);

/**
 * Draws the update's experiences and fits the critic to them.
 *
 * @param batch  out, of the shape's parts and count
 * @param loss   out: the critic's, before; 0 for the oracle
 * @return MOG_OK, or MOG_ERROR_NUMERIC
 */
mog_status mog_dpg_learn(mog_dpg *dpg, mog_samples *batch, double *loss, mog_error *error);

/**
 * Gradient of minus the mean value of the policy's outputs in the states of a batch, scaled and
 * inverted as the settings say.
 *
 * @param batch  of mog_dpg_learn()
 * @param y      [batch][K][W]
 * @param dy     [batch][K][W], out
 * @return the mean value, bit/s/Hz
 */
double mog_dpg_gradient(mog_dpg *dpg, const mog_samples *batch, const float *y, float *dy);

/** Adds everything that has to be kept: replay, critic, and where it stands. */
void mog_dpg_list_state(mog_dpg *dpg, mog_state *state);

#endif
