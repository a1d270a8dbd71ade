/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Multilayer perceptron: Linear, ReLU, optional batch normalisation for each hidden layer, then
 * Linear and the output activation. Tensors are named as in a PyTorch Sequential called `layers`.
 */
#include "network_type.h"

#include "../base/memory.h"
#include "mog/random.h"
#include <stdio.h>

#define MOST_LAYERS (MOG_MAX_SIZES + 1)

/* A Linear, and the batch normalisation that follows a hidden one. */
typedef struct mlp_layer {
    size_t in, out;
    size_t weight, bias;           /* offsets in the parameters */
    size_t norm_weight, norm_bias; /* in the parameters */
    size_t mean, variance;         /* in the buffers */
} mlp_layer;

typedef struct mlp_plan {
    size_t count;
    size_t widest; /* hidden layer */
    bool norm;
    mlp_layer layer[MOST_LAYERS];
} mlp_plan;

typedef struct mlp_workspace {
    struct {
        mog_real *a;       /* [batch][out]: after ReLU */
        mog_real *h;       /* [batch][out]: the layer's output, a itself or a normalised */
        mog_real *mean;    /* [out]: of a over the batch */
        mog_real *inverse; /* [out]: 1 / deviation of a */
    } hidden[MOG_MAX_SIZES];
    mog_real *delta[2]; /* [batch][widest], gradients that take turns */
    mog_real *scratch;  /* [widest] */
} mlp_workspace;

_Static_assert(MOST_LAYERS * 6 + 2 <= MOG_MAX_TENSORS, "an MLP's tensors must fit into a network");

/* Adds the tensor "layers.<place>.<name>". */
static size_t add_tensor(mog_network *network, bool trainable, size_t place, const char *name,
                         size_t rows, size_t columns) {
    char full[MOG_TENSOR_NAME_SIZE];
    snprintf(full, sizeof full, "layers.%zu.%s", place, name);
    return mog_network_add_tensor(network, trainable, full, rows, columns);
}

static mog_status mlp_make_plan(mog_network *network, mog_error *error) {
    mlp_plan *plan = network->plan = mog_allocate(1, sizeof *plan, error);
    if (plan == NULL)
        return MOG_ERROR_MEMORY;
    const mog_sizes *hidden = &network->settings.hidden;
    plan->count = hidden->count + 1;
    plan->norm = network->settings.batch_norm;
    /* in a Sequential, a hidden layer takes the places of Linear, ReLU and perhaps BatchNorm1d */
    const size_t places = plan->norm ? 3 : 2;
    size_t in = network->input_size;
    for (size_t l = 0; l < plan->count; l++) {
        mlp_layer *layer = &plan->layer[l];
        const bool last = l == hidden->count;
        layer->in = in;
        layer->out = last ? network->links : hidden->value[l];
        layer->weight = add_tensor(network, true, places * l, "weight", layer->out, layer->in);
        layer->bias = add_tensor(network, true, places * l, "bias", layer->out, 0);
        if (last)
            break;
        if (plan->norm) {
            layer->norm_weight = add_tensor(network, true, places * l + 2, "weight", layer->out, 0);
            layer->norm_bias = add_tensor(network, true, places * l + 2, "bias", layer->out, 0);
        }
        plan->widest = layer->out > plan->widest ? layer->out : plan->widest;
        in = layer->out;
    }
    for (size_t l = 0; plan->norm && l < hidden->count; l++) {
        mlp_layer *layer = &plan->layer[l];
        layer->mean = add_tensor(network, false, places * l + 2, "running_mean", layer->out, 0);
        layer->variance = add_tensor(network, false, places * l + 2, "running_var", layer->out, 0);
    }
    return MOG_OK;
}

static void mlp_init(const mog_network *network, gsl_rng *rng, mog_real *parameter,
                     mog_real *buffer) {
    const mlp_plan *plan = network->plan;
    for (size_t l = 0; l < plan->count; l++) {
        const mlp_layer *layer = &plan->layer[l];
        const double range = 1 / sqrt((double)layer->in);
        for (size_t i = 0; i < layer->out * layer->in; i++)
            parameter[layer->weight + i] = (mog_real)(range * (2 * gsl_rng_uniform(rng) - 1));
        for (size_t i = 0; i < layer->out; i++)
            parameter[layer->bias + i] = (mog_real)(range * (2 * gsl_rng_uniform(rng) - 1));
        if (!plan->norm || l + 1 == plan->count)
            continue;
        for (size_t i = 0; i < layer->out; i++) {
            parameter[layer->norm_weight + i] = 1;
            parameter[layer->norm_bias + i] = 0;
            buffer[layer->mean + i] = 0;
            buffer[layer->variance + i] = 1;
        }
    }
}

/* Takes `count` numbers from the arena at `used`; arrays start on cache lines. */
static mog_real *take(mog_real *arena, size_t *used, size_t count) {
    const size_t line = MOG_ALIGNMENT / sizeof(mog_real);
    mog_real *start = arena == NULL ? NULL : arena + *used;
    *used += (count + line - 1) / line * line;
    return start;
}

/* Lays out a workspace in an arena; with none, only counts the numbers that it takes. */
static size_t lay_out(const mlp_plan *plan, size_t batch, bool training, mog_real *arena,
                      mlp_workspace *workspace) {
    size_t used = 0;
    for (size_t l = 0; l + 1 < plan->count; l++) {
        const size_t n = plan->layer[l].out;
        workspace->hidden[l].a = take(arena, &used, batch * n);
        workspace->hidden[l].h = workspace->hidden[l].a;
        if (!plan->norm || !training)
            continue;
        workspace->hidden[l].h = take(arena, &used, batch * n);
        workspace->hidden[l].mean = take(arena, &used, n);
        workspace->hidden[l].inverse = take(arena, &used, n);
    }
    workspace->scratch = take(arena, &used, plan->widest);
    for (size_t i = 0; training && i < 2; i++) {
        const size_t links = plan->layer[plan->count - 1].out;
        const size_t n = links > plan->widest ? links : plan->widest;
        workspace->delta[i] = take(arena, &used, batch * n);
    }
    return used;
}

static void *mlp_make_workspace(const mog_network *network, size_t batch, bool training,
                                mog_error *error) {
    const mlp_plan *plan = network->plan;
    mlp_workspace counted = {0};
    const size_t head = (sizeof counted + MOG_ALIGNMENT - 1) / MOG_ALIGNMENT * MOG_ALIGNMENT;
    const size_t numbers = lay_out(plan, batch, training, NULL, &counted);
    char *block = mog_allocate(head + numbers * sizeof(mog_real), 1, error);
    if (block != NULL)
        lay_out(plan, batch, training, (mog_real *)(void *)(block + head),
                (mlp_workspace *)(void *)block);
    return block;
}

static void forward_output(const mog_network *network, const mog_real *parameter, size_t batch,
                           const mog_real *x, mog_real *y) {
    const mlp_plan *plan = network->plan;
    const mlp_layer *layer = &plan->layer[plan->count - 1];
    mog_linear_forward(y, x, parameter + layer->weight, batch, layer->in, layer->out);
    mog_bias_output(y, parameter + layer->bias, batch, layer->out,
                    (mog_output)network->settings.output);
}

static void mlp_forward(const mog_network *network, const mog_real *parameter,
                        const mog_real *buffer, void *block, size_t batch, const mog_real *x,
                        mog_real *y) {
    const mlp_plan *plan = network->plan;
    mlp_workspace *workspace = block;
    for (size_t l = 0; l + 1 < plan->count; l++) {
        const mlp_layer *layer = &plan->layer[l];
        mog_real *a = workspace->hidden[l].a;
        mog_linear_forward(a, x, parameter + layer->weight, batch, layer->in, layer->out);
        mog_bias_relu(a, parameter + layer->bias, batch, layer->out);
        if (plan->norm)
            mog_batch_norm_forward(a, workspace->scratch, parameter + layer->norm_weight,
                                   parameter + layer->norm_bias, buffer + layer->mean,
                                   buffer + layer->variance, batch, layer->out);
        x = a;
    }
    forward_output(network, parameter, batch, x, y);
}

static void mlp_forward_training(const mog_network *network, const mog_real *parameter,
                                 mog_real *buffer, void *block, size_t batch, const mog_real *x,
                                 mog_real *y) {
    const mlp_plan *plan = network->plan;
    mlp_workspace *workspace = block;
    for (size_t l = 0; l + 1 < plan->count; l++) {
        const mlp_layer *layer = &plan->layer[l];
        mog_real *a = workspace->hidden[l].a, *h = workspace->hidden[l].h;
        mog_linear_forward(a, x, parameter + layer->weight, batch, layer->in, layer->out);
        mog_bias_relu(a, parameter + layer->bias, batch, layer->out);
        if (plan->norm)
            mog_batch_norm_training(h, workspace->hidden[l].mean, workspace->hidden[l].inverse,
                                    buffer + layer->mean, buffer + layer->variance, a,
                                    parameter + layer->norm_weight, parameter + layer->norm_bias,
                                    batch, layer->out);
        x = h;
    }
    forward_output(network, parameter, batch, x, y);
}

/* From dL/dh of hidden layer l, in `d`, to dL/dz. */
static void backward_hidden(const mlp_plan *plan, const mlp_workspace *workspace, size_t l,
                            const mog_real *parameter, size_t batch, mog_real *d,
                            mog_real *gradient) {
    const mlp_layer *layer = &plan->layer[l];
    if (plan->norm)
        mog_batch_norm_backward(d, gradient + layer->norm_weight, gradient + layer->norm_bias,
                                workspace->hidden[l].a, workspace->hidden[l].mean,
                                workspace->hidden[l].inverse, parameter + layer->norm_weight, batch,
                                layer->out);
    mog_bias_relu_backward(d, gradient + layer->bias, workspace->hidden[l].a, batch, layer->out);
}

static void mlp_backward(const mog_network *network, const mog_real *parameter, void *block,
                         size_t batch, const mog_real *x, const mog_real *y, const mog_real *dy,
                         mog_real *gradient) {
    const mlp_plan *plan = network->plan;
    const mlp_workspace *workspace = block;
    const mlp_layer *last = &plan->layer[plan->count - 1];
    mog_real *d = workspace->delta[0], *next = workspace->delta[1];
    mog_bias_output_backward(d, gradient + last->bias, dy, y, batch, last->out,
                             (mog_output)network->settings.output);
    for (size_t l = plan->count; l-- > 0;) {
        const mlp_layer *layer = &plan->layer[l];
        const mog_real *input = l == 0 ? x : workspace->hidden[l - 1].h;
        mog_linear_backward_weight(gradient + layer->weight, d, input, batch, layer->in,
                                   layer->out);
        if (l == 0)
            break; /* nobody wants the gradient of the channels */
        mog_linear_backward_input(next, d, parameter + layer->weight, batch, layer->in, layer->out);
        backward_hidden(plan, workspace, l - 1, parameter, batch, next, gradient);
        mog_real *swap = d;
        d = next;
        next = swap;
    }
}

const mog_network_type mog_network_type_mlp = {
    .plan = mlp_make_plan,
    .init = mlp_init,
    .workspace = mlp_make_workspace,
    .forward = mlp_forward,
    .forward_training = mlp_forward_training,
    .backward = mlp_backward,
};
