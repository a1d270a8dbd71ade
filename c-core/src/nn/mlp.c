/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Multilayer perceptron: Linear, ReLU, optional batch normalisation for each hidden layer, then
 * Linear and the output activation. Weights and prices of the links stand behind the gains, then
 * extra inputs. Tensors are named as in a PyTorch Sequential called `layers`.
 */
#include "nn/network_type.h"
#include "nn/settings.h"
#include "nn/stack.h"

#include <string.h>

typedef struct mlp_plan {
    size_t gains, links, extra; /* inputs: M K^2, K for weights and K for prices, K E */
    bool weights, prices;
    mog_stack hidden;
    mog_output_layer output;
    size_t first_weight, first_out; /* of the layer that stands on the input */
} mlp_plan;

typedef struct mlp_workspace {
    mog_stack_workspace hidden;
    mog_real *input;    /* [samples][inputs]; NULL if these are the gains */
    mog_real *columns;  /* [first_out][extra]: the extra inputs' weights; NULL without */
    const mog_real *in; /* what the hidden layers saw */
    const mog_real *h;  /* [samples][in of the output layer]: what the hidden layers gave */
    mog_real *dz;       /* [samples + 1][out of the output layer] */
    mog_real *dh;       /* like h */
} mlp_workspace;

static size_t inputs_before_extra(const mlp_plan *plan) {
    return plan->gains + plan->links * ((plan->weights ? 1u : 0u) + (plan->prices ? 1u : 0u));
}

/* Whether there are inputs besides the gains. */
static bool joins(const mlp_plan *plan) {
    return plan->hidden.in > plan->gains;
}

static mog_status make_plan(const mog_network_settings *settings, size_t links,
                            mog_tensors *tensors, void **network_plan, mog_error *error) {
    mlp_plan *plan = *network_plan = mog_allocate(1, sizeof *plan, error);
    if (plan == NULL)
        return MOG_ERROR_MEMORY;
    plan->gains = mog_network_settings_matrices(settings) * links * links;
    plan->links = links;
    plan->weights = settings->weights;
    plan->prices = settings->prices;
    plan->extra = links * settings->extra;
    mog_stack_plan(&plan->hidden, tensors, "layers", inputs_before_extra(plan) + plan->extra,
                   &settings->hidden, settings->batch_norm);
    mog_output_plan(&plan->output, tensors, "layers", plan->hidden.places, plan->hidden.out, links,
                    settings);
    const bool hidden = plan->hidden.count > 0;
    plan->first_weight = hidden ? plan->hidden.layer[0].weight : plan->output.weight;
    plan->first_out = hidden ? plan->hidden.layer[0].out : plan->output.out;
    return MOG_OK;
}

static void init(const void *network_plan, gsl_rng *rng, mog_real *parameter, mog_real *buffer) {
    const mlp_plan *plan = network_plan;
    mog_stack_init(&plan->hidden, rng, parameter, buffer);
    mog_output_init(&plan->output, rng, parameter);
}

static void lay_out(const void *network_plan, const mog_network_shape *shape, bool training,
                    mog_arena *arena, void *block) {
    const mlp_plan *plan = network_plan;
    mlp_workspace *workspace = block;
    const size_t rows = shape->samples;
    mog_stack_lay_out(&plan->hidden, rows, training, arena, &workspace->hidden);
    if (joins(plan))
        workspace->input = mog_arena_take(arena, rows * plan->hidden.in);
    if (!training)
        return;
    if (plan->extra > 0)
        workspace->columns = mog_arena_take(arena, plan->first_out * plan->extra);
    workspace->dz = mog_arena_take(arena, (rows + 1) * plan->output.out);
    workspace->dh = mog_arena_take(arena, rows * plan->output.in);
}

static void *make_workspace(const void *plan, const mog_network_shape *shape, bool training,
                            mog_error *error) {
    return mog_arena_build(lay_out, sizeof(mlp_workspace), plan, shape, training, error);
}

/* Copies a sample's part of an array, or a number where there is no array. @return what follows */
static mog_real *append(mog_real *row, const mog_real *from, size_t sample, size_t count,
                        mog_real otherwise) {
    if (from != NULL)
        memcpy(row, from + sample * count, count * sizeof *row);
    else
        for (size_t i = 0; i < count; i++)
            row[i] = otherwise;
    return row + count;
}

/* All inputs side by side. */
static const mog_real *join_input(const mlp_plan *plan, const mlp_workspace *workspace,
                                  const mog_network_batch *batch) {
    if (!joins(plan))
        return batch->x;
    mog_real *row = workspace->input;
    for (size_t s = 0; s < batch->samples; s++) {
        row = append(row, batch->x, s, plan->gains, 0);
        if (plan->weights)
            row = append(row, batch->weight, s, plan->links, 1);
        if (plan->prices)
            row = append(row, batch->price, s, plan->links, 0);
        row = append(row, batch->extra, s, plan->extra, 0);
    }
    return workspace->input;
}

static void forward(const void *network_plan, const mog_real *parameter, const mog_real *buffer,
                    void *block, const mog_network_batch *batch, mog_real *y) {
    const mlp_plan *plan = network_plan;
    const mlp_workspace *workspace = block;
    const mog_real *h = mog_stack_forward(&plan->hidden, parameter, buffer, &workspace->hidden,
                                          batch->samples, join_input(plan, workspace, batch));
    mog_output_forward(&plan->output, parameter, batch->samples, h, y);
}

static void forward_training(const void *network_plan, const mog_real *parameter, mog_real *buffer,
                             void *block, const mog_network_batch *batch, mog_real *y) {
    const mlp_plan *plan = network_plan;
    mlp_workspace *workspace = block;
    workspace->in = join_input(plan, workspace, batch);
    workspace->h = mog_stack_forward_training(&plan->hidden, parameter, buffer, &workspace->hidden,
                                              batch->samples, workspace->in);
    mog_output_forward(&plan->output, parameter, batch->samples, workspace->h, y);
}

/* From the gradient in front of the first activation. Nobody wants that of the gains. */
static void backward_extra(const mlp_plan *plan, const mlp_workspace *workspace,
                           const mog_real *parameter, size_t samples, const mog_real *dz,
                           mog_real *dextra) {
    const size_t before = inputs_before_extra(plan), in = before + plan->extra;
    const mog_real *weight = parameter + plan->first_weight + before;
    for (size_t o = 0; o < plan->first_out; o++)
        memcpy(workspace->columns + o * plan->extra, weight + o * in, plan->extra * sizeof *weight);
    mog_linear_backward_input(dextra, dz, workspace->columns, samples, plan->extra,
                              plan->first_out);
}

static void backward(const void *network_plan, const mog_real *parameter, void *block,
                     const mog_network_batch *batch, const mog_real *y, const mog_real *dy,
                     mog_real *gradient, mog_real *dextra) {
    const mlp_plan *plan = network_plan;
    const mlp_workspace *workspace = block;
    const bool hidden = plan->hidden.count > 0;
    const mog_real *dz = workspace->dz;
    mog_output_backward(&plan->output, parameter, batch->samples, workspace->h, y, dy,
                        workspace->dz, hidden ? workspace->dh : NULL, gradient);
    if (hidden)
        dz = mog_stack_backward(&plan->hidden, parameter, &workspace->hidden, batch->samples,
                                workspace->in, workspace->dh, NULL, gradient);
    if (dextra != NULL)
        backward_extra(plan, workspace, parameter, batch->samples, dz, dextra);
}

const mog_network_type mog_network_type_mlp = {
    .plan = make_plan,
    .init = init,
    .workspace = make_workspace,
    .forward = forward,
    .forward_training = forward_training,
    .backward = backward,
};
