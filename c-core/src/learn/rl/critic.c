/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A network that learns what actions are worth. */
#include "learn/rl/critic.h"

#include "base/memory.h"
#include "learn/batch/optimizer.h"
#include "learn/rl/running_moments.h"
#include "learn/rl/value.h"
#include <math.h>

struct mog_critic {
    bool per_link, standardize;
    size_t links, width;
    mog_training_settings optimizer;
    mog_network *network;
    mog_network_workspace *workspace;
    mog_optimizer_state state;
    float *buffer, *gradient;
    float *value, *dvalue; /* [most][K] */
    mog_running_moments moments;
};

/* ---- life ---------------------------------------------------------------------------------- */

static mog_status create_network(mog_critic *critic, const mog_network_settings *architecture,
                                 const mog_samples_shape *shape, size_t n_rb, mog_error *error) {
    if (architecture->batch_norm)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "critic.batch_norm = true: actions from the replay and the policy's own "
                        "have other statistics, so a critic must do without");
    mog_network_settings settings = *architecture;
    settings.output = MOG_OUTPUT_LINEAR;
    settings.extra = shape->width;
    settings.n_rb = n_rb;
    settings.per_rb = shape->matrices > 1;
    settings.weights = (shape->parts & MOG_SAMPLES_WEIGHT) != 0;
    settings.prices = (shape->parts & MOG_SAMPLES_PRICE) != 0;
    settings.unroll = 0;
    settings.refine = 0;
    mog_error reason;
    const mog_status status =
        mog_network_create(&settings, shape->links, &critic->network, &reason);
    if (status != MOG_OK)
        return mog_fail(error, status, "critic: %s", reason.message);
    const mog_network_shape most = {.samples = shape->count, .links = shape->links};
    return mog_network_workspace_create(critic->network, &most, true, &critic->workspace, error);
}

static mog_status allocate_arrays(mog_critic *critic, size_t most, mog_error *error) {
    const size_t p = mog_network_parameter_count(critic->network);
    critic->state.count = p;
    const struct {
        float **array;
        size_t count;
    } arrays[] = {
        {&critic->state.parameter, p},
        {&critic->state.first, p},
        {&critic->state.second, p},
        {&critic->gradient, p},
        {&critic->buffer, mog_network_buffer_count(critic->network)},
        {&critic->value, most * critic->links},
        {&critic->dvalue, most * critic->links},
    };
    for (size_t i = 0; i < sizeof arrays / sizeof arrays[0]; i++) {
        *arrays[i].array = mog_allocate(arrays[i].count, sizeof(float), error);
        if (*arrays[i].array == NULL)
            return MOG_ERROR_MEMORY;
    }
    return MOG_OK;
}

mog_status mog_critic_create(const mog_rl_settings *settings,
                             const mog_network_settings *architecture,
                             const mog_samples_shape *shape, size_t n_rb, uint64_t seed,
                             mog_critic **critic, mog_error *error) {
    *critic = NULL;
    mog_critic *made = mog_allocate(1, sizeof *made, error);
    if (made == NULL)
        return MOG_ERROR_MEMORY;
    made->per_link = settings->critic == MOG_CRITIC_PER_LINK;
    made->standardize = settings->standardize;
    made->links = shape->links;
    made->width = shape->width;
    made->optimizer = (mog_training_settings){
        .optimizer = MOG_OPTIMIZER_ADAM,
        .learning_rate = settings->critic_rate,
        .momentum = 0.9,
        .decay = 0.999,
        .epsilon = 1e-8,
    };
    mog_status status = create_network(made, architecture, shape, n_rb, error);
    if (status == MOG_OK)
        status = allocate_arrays(made, shape->count, error);
    if (status != MOG_OK) {
        mog_critic_free(made);
        return status;
    }
    /* other numbers than those that an actor of the same shape begins with */
    mog_network_init(made->network, ~seed, made->state.parameter, made->buffer);
    *critic = made;
    return MOG_OK;
}

void mog_critic_free(mog_critic *critic) {
    if (critic == NULL)
        return;
    float *const arrays[] = {
        critic->state.parameter, critic->state.first, critic->state.second, critic->gradient,
        critic->buffer,          critic->value,       critic->dvalue,
    };
    for (size_t i = 0; i < sizeof arrays / sizeof arrays[0]; i++)
        mog_release(arrays[i]);
    mog_network_workspace_free(critic->workspace);
    mog_network_free(critic->network);
    mog_release(critic);
}

void mog_critic_list_state(mog_critic *critic, mog_state *state) {
    const size_t p = critic->state.count;
    mog_state_add_array(state, "critic.parameter", critic->state.parameter, p);
    mog_state_add_array(state, "critic.first", critic->state.first, p);
    mog_state_add_array(state, "critic.second", critic->state.second, p);
    mog_state_add_array(state, "critic.buffer", critic->buffer,
                        mog_network_buffer_count(critic->network));
    mog_state_add_count(state, "critic.count", &critic->moments.count);
    mog_state_add_number(state, "critic.mean", &critic->moments.mean);
    mog_state_add_number(state, "critic.squares", &critic->moments.squares);
}

/* ---- values -------------------------------------------------------------------------------- */

void mog_critic_see(mog_critic *critic, const float *reward) {
    double sum = 0;
    for (size_t i = 0; i < critic->links; i++) {
        sum += (double)reward[i];
        if (critic->per_link)
            mog_running_moments_add(&critic->moments, (double)reward[i]);
    }
    if (!critic->per_link)
        mog_running_moments_add(&critic->moments, sum);
}

static mog_value_unit unit(const mog_critic *critic) {
    if (!critic->standardize)
        return (mog_value_unit){.mean = 0, .deviation = 1};
    return (mog_value_unit){critic->moments.mean, mog_running_moments_deviation(&critic->moments)};
}

static mog_network_batch batch_of(const mog_critic *critic, const mog_samples *rows, size_t count,
                                  const float *action) {
    return (mog_network_batch){
        .samples = count,
        .links = critic->links,
        .x = rows->x,
        .weight = rows->weight,
        .price = rows->price,
        .extra = action,
    };
}

mog_status mog_critic_fit(mog_critic *critic, const mog_samples *rows, size_t count,
                          uint64_t update, double *loss, mog_error *error) {
    const mog_network_batch batch = batch_of(critic, rows, count, rows->action);
    mog_network_forward_training(critic->network, critic->state.parameter, critic->buffer,
                                 critic->workspace, &batch, critic->value);
    *loss = mog_value_error(critic->per_link, unit(critic), count, critic->links, rows->reward,
                            critic->value, critic->dvalue);
    double norm = 0;
    if (isfinite(*loss)) {
        mog_network_backward(critic->network, critic->state.parameter, critic->workspace, &batch,
                             critic->value, critic->dvalue, critic->gradient, NULL);
        norm = mog_gradient_norm(critic->state.count, critic->gradient);
    }
    if (!isfinite(*loss) || !isfinite(norm))
        return mog_fail(error, MOG_ERROR_NUMERIC,
                        "the critic's %s is %g in its update %llu: lower rl.critic_rate = %g",
                        isfinite(*loss) ? "gradient's norm" : "loss",
                        isfinite(*loss) ? norm : *loss, (unsigned long long)update,
                        critic->optimizer.learning_rate);
    mog_optimizer_step(&critic->optimizer, critic->optimizer.learning_rate, update, 1,
                       critic->gradient, &critic->state);
    return MOG_OK;
}

void mog_critic_value(mog_critic *critic, const mog_samples *rows, size_t count,
                      const float *action, double *value, float *daction) {
    const size_t k = critic->links, numbers = k * critic->width;
    const mog_network_batch batch = batch_of(critic, rows, count, action);
    const mog_value_unit in = unit(critic);
    const double mean = critic->per_link ? (double)k * in.mean : in.mean;
    mog_value_gradient(critic->network, critic->state.parameter, critic->buffer, critic->workspace,
                       &batch, critic->value, critic->dvalue, daction);
    for (size_t s = 0; s < count; s++) {
        double sum = 0;
        for (size_t i = 0; i < k; i++)
            sum += (double)critic->value[s * k + i];
        value[s] = mean + in.deviation * sum;
    }
    for (size_t n = 0; n < count * numbers; n++)
        daction[n] *= (float)in.deviation;
}
