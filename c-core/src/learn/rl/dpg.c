/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Deterministic policy gradients: exploration, experience, and a critic to climb. */
#include "learn/rl/dpg.h"

#include "base/memory.h"
#include "base/random.h"
#include "learn/rl/critic.h"
#include "learn/rl/environment.h"
#include "learn/rl/exploration.h"
#include "learn/rl/replay.h"
#include "learn/rl/rl_settings.h"
#include <math.h>

struct mog_dpg {
    mog_rl_settings settings;
    int output;
    mog_utility utility;
    const mog_exploration *explore;
    size_t links, width, acts, batch;
    uint64_t seed;
    double updates; /* a whole number */
    mog_random random;
    mog_replay replay;
    mog_critic *critic; /* NULL: the oracle */

    /* exploration */
    float *action; /* [acts][K][W], as it is stored */
    double *power; /* [acts][K], as it is done ... */
    uint32_t *rb;
    double *rate; /* [acts][K] */

    double *value; /* [batch] */
    void *scratch; /* of the oracle's loss */
};

/* ---- life ---------------------------------------------------------------------------------- */

static mog_status check(const mog_rl_settings *settings, const mog_dpg_shape *shape,
                        mog_error *error) {
    const mog_exploration *actions = mog_exploration_of(shape->output);
    if (actions == NULL)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "dpg needs a policy that says what to do: network.output = sigmoid, relu6, "
                        "bernoulli or softmax");
    if (!actions->has_gradient && settings->critic == MOG_CRITIC_ORACLE)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "rl.critic = oracle: only powers have a true gradient, RBs do not; use "
                        "whole or per-link");
    return MOG_OK;
}

static mog_status set_up(mog_dpg *dpg, const mog_network_settings *critic,
                         const mog_dpg_shape *shape, mog_error *error) {
    mog_samples_shape kept = shape->batch;
    kept.count = dpg->settings.replay;
    mog_status status = mog_replay_init(&dpg->replay, &kept, error);
    if (status == MOG_OK && dpg->settings.critic != MOG_CRITIC_ORACLE)
        status = mog_critic_create(&dpg->settings, critic, &shape->batch, shape->n_rb, dpg->seed,
                                   &dpg->critic, error);
    if (status != MOG_OK)
        return status;
    const size_t k = dpg->links;
    dpg->action = mog_allocate(dpg->acts * k * dpg->width, sizeof *dpg->action, error);
    dpg->power = mog_allocate(dpg->acts * k, sizeof *dpg->power, error);
    dpg->rb = mog_allocate(dpg->acts * k, sizeof *dpg->rb, error);
    dpg->rate = mog_allocate(dpg->acts * k, sizeof *dpg->rate, error);
    dpg->value = mog_allocate(dpg->batch, sizeof *dpg->value, error);
    dpg->scratch = mog_allocate(1, MOG_LOSS_SCRATCH(k), error);
    const bool complete = dpg->action != NULL && dpg->power != NULL && dpg->rb != NULL &&
                          dpg->rate != NULL && dpg->value != NULL && dpg->scratch != NULL;
    return complete ? MOG_OK : MOG_ERROR_MEMORY;
}

mog_status mog_dpg_create(const mog_rl_settings *settings, const mog_network_settings *critic,
                          const mog_dpg_shape *shape, uint64_t seed, mog_dpg **dpg,
                          mog_error *error) {
    *dpg = NULL;
    mog_status status = check(settings, shape, error);
    if (status != MOG_OK)
        return status;
    mog_dpg *made = mog_allocate(1, sizeof *made, error);
    if (made == NULL)
        return MOG_ERROR_MEMORY;
    made->settings = *settings;
    made->output = shape->output;
    made->utility = shape->utility;
    made->explore = mog_exploration_of(shape->output);
    made->links = shape->batch.links;
    made->width = shape->batch.width;
    made->acts = shape->acts;
    made->batch = shape->batch.count;
    made->seed = seed;
    mog_random_init(&made->random);
    status = set_up(made, critic, shape, error);
    if (status == MOG_OK)
        *dpg = made;
    else
        mog_dpg_free(made);
    return status;
}

void mog_dpg_free(mog_dpg *dpg) {
    if (dpg == NULL)
        return;
    mog_replay_clear(&dpg->replay);
    mog_critic_free(dpg->critic);
    mog_release(dpg->action);
    mog_release(dpg->power);
    mog_release(dpg->rb);
    mog_release(dpg->rate);
    mog_release(dpg->value);
    mog_release(dpg->scratch);
    mog_release(dpg);
}

void mog_dpg_list_state(mog_dpg *dpg, mog_state *state) {
    mog_replay_list_state(&dpg->replay, dpg->explore->is_bounded ? 0 : dpg->width, state);
    if (dpg->critic != NULL)
        mog_critic_list_state(dpg->critic, state);
    mog_state_add_count(state, "dpg.updates", &dpg->updates);
}

/* ---- exploration --------------------------------------------------------------------------- */

static void choose(mog_dpg *dpg, gsl_rng *rng, uint64_t episode, const float *y, float *action) {
    const mog_rl_settings *settings = &dpg->settings;
    const size_t k = dpg->links, w = dpg->width;
    const bool warm_up = episode < settings->warm_up;
    /* before there is a policy, its place is taken by actions anywhere, as many as vertices */
    if (gsl_rng_uniform(rng) < (warm_up ? 0.5 : settings->vertices))
        dpg->explore->vertex(rng, k, w, action);
    else if (warm_up)
        dpg->explore->anywhere(rng, k, w, action);
    else
        dpg->explore->near(rng, mog_rl_noise(settings, episode), k, w, y, action);
}

static void store(mog_dpg *dpg, const mog_samples *observed, size_t row) {
    const size_t k = dpg->links, numbers = k * dpg->width;
    const size_t place = mog_replay_put(&dpg->replay, observed, row);
    float *action = dpg->replay.samples.action + place * numbers;
    float *reward = dpg->replay.samples.reward + place * k;
    for (size_t n = 0; n < numbers; n++)
        action[n] = dpg->action[row * numbers + n];
    for (size_t i = 0; i < k; i++)
        reward[i] = (float)dpg->rate[row * k + i];
    if (dpg->critic != NULL)
        mog_critic_see(dpg->critic, reward);
}

mog_status mog_dpg_explore(mog_dpg *dpg, mog_environment *environment, uint64_t first, size_t count,
                           const mog_samples *observed, const float *y, double *reward,
                           mog_error *error) {
    const size_t k = dpg->links, numbers = k * dpg->width;
    gsl_rng *rng = &dpg->random.rng;
    for (size_t e = 0; e < count; e++) {
        float *action = dpg->action + e * numbers;
        mog_random_select(rng, dpg->seed, first + e, MOG_PURPOSE_ACTION);
        choose(dpg, rng, first + e, y + e * numbers, action);
        dpg->explore->act(rng, k, dpg->width, action, dpg->power + e * k, dpg->rb + e * k);
    }
    const mog_action taken = dpg->explore->taken(dpg->power, dpg->rb);
    const mog_status status = mog_environment_act(environment, &taken, count, k, dpg->rate, error);
    if (status != MOG_OK)
        return status;
    *reward = 0;
    for (size_t n = 0; n < count * k; n++)
        *reward += dpg->rate[n] / (double)count;
    for (size_t e = 0; e < count; e++)
        store(dpg, observed, e);
    return MOG_OK;
}

/* ---- updates ------------------------------------------------------------------------------- */

mog_status mog_dpg_learn(mog_dpg *dpg, mog_samples *batch, double *loss, mog_error *error) {
    mog_replay_draw(&dpg->replay, dpg->seed, (uint64_t)dpg->updates, batch, dpg->batch);
    *loss = 0;
    const uint64_t update = (uint64_t)dpg->updates + 1;
    mog_status status = MOG_OK;
    if (dpg->critic != NULL)
        status = mog_critic_fit(dpg->critic, batch, dpg->batch, update, loss, error);
    if (status == MOG_OK)
        dpg->updates++;
    return status;
}

/* dy = -(gradient of the mean over the batch) of the true utility; @return its mean size */
static double oracle_gradient(mog_dpg *dpg, const mog_samples *drawn, const float *y, float *dy,
                              double *mean) {
    const mog_loss_batch batch = mog_samples_loss_batch(drawn, dpg->batch);
    *mean = -mog_utility_loss(&dpg->utility, &batch, y, dy, dpg->scratch);
    return fabs(*mean);
}

static double critic_gradient(mog_dpg *dpg, const mog_samples *drawn, const float *y, float *dy,
                              double *mean) {
    const size_t batch = dpg->batch;
    mog_critic_value(dpg->critic, drawn, batch, y, dpg->value, dy);
    double size = 0;
    *mean = 0;
    for (size_t s = 0; s < batch; s++) {
        *mean += dpg->value[s] / (double)batch;
        size += fabs(dpg->value[s]) / (double)batch;
    }
    for (size_t n = 0; n < batch * dpg->links * dpg->width; n++)
        dy[n] *= -1 / (float)batch;
    return size;
}

/*
 * In front of the activation the gradient becomes dV/dp times twice the room that p has in its
 * direction, p or 1 - p, in the measure of the activation's steepest slope: in the middle nothing
 * changes. A sigmoid's own slope p (1 - p) is therefore taken out.
 */
static void invert(const mog_dpg *dpg, const float *y, float *dy) {
    const float least = 1e-3f; /* what is nearer to an end than this counts as there */
    for (size_t n = 0; n < dpg->batch * dpg->links; n++) {
        const float ahead = dy[n] < 0 ? 1 - y[n] : y[n], behind = 1 - ahead;
        dy[n] *= dpg->output == MOG_OUTPUT_RELU6 ? 2 * ahead : 0.5f / fmaxf(behind, least);
    }
}

double mog_dpg_gradient(mog_dpg *dpg, const mog_samples *batch, const float *y, float *dy) {
    double mean;
    const double size = dpg->critic != NULL ? critic_gradient(dpg, batch, y, dy, &mean)
                                            : oracle_gradient(dpg, batch, y, dy, &mean);
    if (dpg->settings.scale_free && size > 0)
        for (size_t n = 0; n < dpg->batch * dpg->links * dpg->width; n++)
            dy[n] /= (float)size;
    if (dpg->settings.invert && dpg->explore->is_bounded)
        invert(dpg, y, dy);
    return mean;
}
