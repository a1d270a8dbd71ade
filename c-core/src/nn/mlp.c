/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Multilayer perceptron: Linear, ReLU, optional batch normalisation for each hidden layer, then
 * Linear and the output activation. Tensors are named as in a PyTorch Sequential called `layers`.
 */
#include "stack.h"

typedef struct mlp_plan {
    mog_stack hidden;
    mog_output_layer output;
} mlp_plan;

typedef struct mlp_workspace {
    mog_stack_workspace hidden;
    const mog_real *h; /* [samples][in of the output layer]: what the hidden layers gave */
    mog_real *dz;      /* [samples][K] */
    mog_real *dh;      /* like h */
} mlp_workspace;

static mog_status make_plan(mog_network *network, mog_error *error) {
    mlp_plan *plan = network->plan = mog_allocate(1, sizeof *plan, error);
    if (plan == NULL)
        return MOG_ERROR_MEMORY;
    mog_stack_plan(&plan->hidden, network, "layers", network->links * network->links,
                   &network->settings.hidden);
    mog_output_plan(&plan->output, network, "layers", plan->hidden.places, plan->hidden.out,
                    network->links);
    return MOG_OK;
}

static void init(const mog_network *network, gsl_rng *rng, mog_real *parameter, mog_real *buffer) {
    const mlp_plan *plan = network->plan;
    mog_stack_init(&plan->hidden, rng, parameter, buffer);
    mog_output_init(&plan->output, rng, parameter);
}

static void lay_out(const void *network_plan, const mog_network_shape *shape, bool training,
                    mog_arena *arena, void *block) {
    const mlp_plan *plan = network_plan;
    mlp_workspace *workspace = block;
    const size_t rows = shape->samples;
    mog_stack_lay_out(&plan->hidden, rows, training, arena, &workspace->hidden);
    if (!training)
        return;
    workspace->dz = mog_arena_take(arena, rows * plan->output.out);
    workspace->dh = mog_arena_take(arena, rows * plan->output.in);
}

static void *make_workspace(const mog_network *network, const mog_network_shape *shape,
                            bool training, mog_error *error) {
    return mog_arena_build(lay_out, sizeof(mlp_workspace), network->plan, shape, training, error);
}

static void forward(const mog_network *network, const mog_real *parameter, const mog_real *buffer,
                    void *block, const mog_network_batch *batch, mog_real *y) {
    const mlp_plan *plan = network->plan;
    const mlp_workspace *workspace = block;
    const mog_real *h = mog_stack_forward(&plan->hidden, parameter, buffer, &workspace->hidden,
                                          batch->samples, batch->x);
    mog_output_forward(&plan->output, parameter, batch->samples, h, y);
}

static void forward_training(const mog_network *network, const mog_real *parameter,
                             mog_real *buffer, void *block, const mog_network_batch *batch,
                             mog_real *y) {
    const mlp_plan *plan = network->plan;
    mlp_workspace *workspace = block;
    workspace->h = mog_stack_forward_training(&plan->hidden, parameter, buffer, &workspace->hidden,
                                              batch->samples, batch->x);
    mog_output_forward(&plan->output, parameter, batch->samples, workspace->h, y);
}

static void backward(const mog_network *network, const mog_real *parameter, void *block,
                     const mog_network_batch *batch, const mog_real *y, const mog_real *dy,
                     mog_real *gradient) {
    const mlp_plan *plan = network->plan;
    const mlp_workspace *workspace = block;
    mog_output_backward(&plan->output, parameter, batch->samples, workspace->h, y, dy,
                        workspace->dz, workspace->dh, gradient);
    /* nobody wants the gradient of the channels */
    mog_stack_backward(&plan->hidden, parameter, &workspace->hidden, batch->samples, batch->x,
                       workspace->dh, NULL, gradient);
}

const mog_network_type mog_network_type_mlp = {
    .plan = make_plan,
    .init = init,
    .workspace = make_workspace,
    .forward = forward,
    .forward_training = forward_training,
    .backward = backward,
};
