/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hidden layers one behind the other, and the output layer. */
#include "nn/stack.h"

#include "nn/settings.h"

/* Adds the tensors "<prefix>.<place>.weight" and ".bias" of a linear layer. */
static void add_linear(mog_tensors *tensors, const char *prefix, size_t place, size_t in,
                       size_t out, size_t *weight, size_t *bias) {
    *weight =
        mog_tensors_add(tensors, true, 2, (size_t[]){out, in}, "%s.%zu.weight", prefix, place);
    *bias = mog_tensors_add(tensors, true, 1, &out, "%s.%zu.bias", prefix, place);
}

static void add_norm(mog_tensors *tensors, const char *prefix, size_t place,
                     mog_stack_layer *layer) {
    const size_t *n = &layer->out;
    layer->norm_weight = mog_tensors_add(tensors, true, 1, n, "%s.%zu.weight", prefix, place);
    layer->norm_bias = mog_tensors_add(tensors, true, 1, n, "%s.%zu.bias", prefix, place);
    layer->mean = mog_tensors_add(tensors, false, 1, n, "%s.%zu.running_mean", prefix, place);
    layer->variance = mog_tensors_add(tensors, false, 1, n, "%s.%zu.running_var", prefix, place);
}

void mog_stack_plan(mog_stack *stack, mog_tensors *tensors, const char *prefix, size_t in,
                    const mog_sizes *widths, bool batch_norm) {
    /* in a Sequential, a layer takes the places of Linear, ReLU and perhaps BatchNorm1d */
    const size_t places = batch_norm ? 3 : 2;
    *stack = (mog_stack){.count = widths->count,
                         .in = in,
                         .out = in,
                         .norm = batch_norm,
                         .places = places * widths->count};
    for (size_t l = 0; l < stack->count; l++) {
        mog_stack_layer *layer = &stack->layer[l];
        layer->in = stack->out;
        layer->out = stack->out = widths->value[l];
        stack->widest = layer->out > stack->widest ? layer->out : stack->widest;
        add_linear(tensors, prefix, places * l, layer->in, layer->out, &layer->weight,
                   &layer->bias);
        if (batch_norm)
            add_norm(tensors, prefix, places * l + 2, layer);
    }
}

void mog_stack_init(const mog_stack *stack, gsl_rng *rng, mog_real *parameter, mog_real *buffer) {
    for (size_t l = 0; l < stack->count; l++) {
        const mog_stack_layer *layer = &stack->layer[l];
        init_uniform(rng, layer->in, layer->out * layer->in, parameter + layer->weight);
        init_uniform(rng, layer->in, layer->out, parameter + layer->bias);
        if (stack->norm)
            init_norm(layer->out, parameter + layer->norm_weight, parameter + layer->norm_bias,
                      buffer + layer->mean, buffer + layer->variance);
    }
}

void mog_stack_lay_out(const mog_stack *stack, size_t rows, bool training, mog_arena *arena,
                       mog_stack_workspace *workspace) {
    for (size_t l = 0; l < stack->count; l++) {
        const size_t n = stack->layer[l].out;
        workspace->hidden[l].a = mog_arena_take(arena, rows * n);
        workspace->hidden[l].h = workspace->hidden[l].a;
        if (!stack->norm || !training)
            continue;
        workspace->hidden[l].h = mog_arena_take(arena, rows * n);
        workspace->hidden[l].mean = mog_arena_take(arena, n);
        workspace->hidden[l].inverse = mog_arena_take(arena, n);
    }
    workspace->scratch = mog_arena_take(arena, 2 * stack->widest);
    for (size_t i = 0; training && i < 2; i++)
        workspace->delta[i] = mog_arena_take(arena, rows * stack->widest);
}

/* Layer l; `training`: the buffers again, to be changed by the rows' own statistics, else NULL. */
static const mog_real *run_layer(const mog_stack *stack, const mog_real *parameter,
                                 const mog_real *buffer, mog_real *training,
                                 const mog_stack_workspace *workspace, size_t l, size_t rows,
                                 const mog_real *x) {
    const mog_stack_layer *layer = &stack->layer[l];
    mog_real *a = workspace->hidden[l].a, *h = workspace->hidden[l].h;
    mog_linear_forward(a, x, parameter + layer->weight, rows, layer->in, layer->out);
    mog_bias_relu(a, parameter + layer->bias, rows, layer->out);
    if (!stack->norm)
        return a;
    const mog_real *weight = parameter + layer->norm_weight, *bias = parameter + layer->norm_bias;
    if (training != NULL) {
        mog_batch_norm_training(h, workspace->hidden[l].mean, workspace->hidden[l].inverse,
                                training + layer->mean, training + layer->variance, a, weight, bias,
                                rows, layer->out);
        return h;
    }
    mog_batch_norm_forward(a, workspace->scratch, weight, bias, buffer + layer->mean,
                           buffer + layer->variance, rows, layer->out);
    return a;
}

const mog_real *mog_stack_forward(const mog_stack *stack, const mog_real *parameter,
                                  const mog_real *buffer, const mog_stack_workspace *workspace,
                                  size_t rows, const mog_real *x) {
    for (size_t l = 0; l < stack->count; l++)
        x = run_layer(stack, parameter, buffer, NULL, workspace, l, rows, x);
    return x;
}

const mog_real *mog_stack_forward_training(const mog_stack *stack, const mog_real *parameter,
                                           mog_real *buffer, const mog_stack_workspace *workspace,
                                           size_t rows, const mog_real *x) {
    for (size_t l = 0; l < stack->count; l++)
        x = run_layer(stack, parameter, buffer, buffer, workspace, l, rows, x);
    return x;
}

/* Where the gradient of a tensor goes, or `otherwise` if it is not wanted. */
static mog_real *gradient_of(size_t tensor, mog_real *gradient, mog_real *otherwise) {
    return gradient != NULL ? gradient + tensor : otherwise;
}

/* From dL/dh of layer l, in `d`, to dL/dz. */
static void backward_activation(const mog_stack *stack, const mog_stack_workspace *workspace,
                                size_t l, const mog_real *parameter, size_t rows, mog_real *d,
                                mog_real *gradient) {
    const mog_stack_layer *layer = &stack->layer[l];
    mog_real *scratch = workspace->scratch;
    if (stack->norm)
        mog_batch_norm_backward(d, gradient_of(layer->norm_weight, gradient, scratch),
                                gradient_of(layer->norm_bias, gradient, scratch + layer->out),
                                workspace->hidden[l].a, workspace->hidden[l].mean,
                                workspace->hidden[l].inverse, parameter + layer->norm_weight, rows,
                                layer->out);
    mog_bias_relu_backward(d, gradient_of(layer->bias, gradient, scratch), workspace->hidden[l].a,
                           rows, layer->out);
}

mog_real *mog_stack_backward(const mog_stack *stack, const mog_real *parameter,
                             const mog_stack_workspace *workspace, size_t rows, const mog_real *x,
                             mog_real *d, mog_real *dx, mog_real *gradient) {
    for (size_t left = stack->count; left > 0; left--) {
        const size_t l = left - 1;
        const mog_stack_layer *layer = &stack->layer[l];
        const mog_real *input = l == 0 ? x : workspace->hidden[l - 1].h;
        mog_real *below = l == 0 ? dx : workspace->delta[l % 2];
        backward_activation(stack, workspace, l, parameter, rows, d, gradient);
        if (gradient != NULL)
            mog_linear_backward_weight(gradient + layer->weight, d, input, rows, layer->in,
                                       layer->out);
        if (below != NULL)
            mog_linear_backward_input(below, d, parameter + layer->weight, rows, layer->in,
                                      layer->out);
        if (l > 0)
            d = below;
    }
    return d;
}

/* ---- the output layer ---------------------------------------------------------------------- */

void mog_output_plan(mog_output_layer *layer, mog_tensors *tensors, const char *prefix,
                     size_t place, size_t in, size_t links, const mog_network_settings *settings) {
    const size_t width = mog_network_settings_width(settings);
    *layer = (mog_output_layer){
        .in = in, .out = links * width, .width = width, .activation = (mog_output)settings->output};
    add_linear(tensors, prefix, place, in, layer->out, &layer->weight, &layer->bias);
}

void mog_output_init(const mog_output_layer *layer, gsl_rng *rng, mog_real *parameter) {
    init_uniform(rng, layer->in, layer->out * layer->in, parameter + layer->weight);
    init_uniform(rng, layer->in, layer->out, parameter + layer->bias);
}

void mog_output_forward(const mog_output_layer *layer, const mog_real *parameter, size_t rows,
                        const mog_real *x, mog_real *y) {
    mog_linear_forward(y, x, parameter + layer->weight, rows, layer->in, layer->out);
    mog_bias_output(y, parameter + layer->bias, rows, layer->out, layer->width, layer->activation);
}

void mog_output_backward(const mog_output_layer *layer, const mog_real *parameter, size_t rows,
                         const mog_real *x, const mog_real *y, const mog_real *dy, mog_real *dz,
                         mog_real *dx, mog_real *gradient) {
    mog_bias_output_backward(dz, gradient_of(layer->bias, gradient, dz + rows * layer->out), dy, y,
                             rows, layer->out, layer->width, layer->activation);
    if (gradient != NULL)
        mog_linear_backward_weight(gradient + layer->weight, dz, x, rows, layer->in, layer->out);
    if (dx != NULL)
        mog_linear_backward_input(dx, dz, parameter + layer->weight, rows, layer->in, layer->out);
}
