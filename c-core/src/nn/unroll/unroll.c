/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Unrolled sweeps, forward and backward, and the kind of network that is nothing else.
 *
 * A layer's factors come from two graph convolutions: of a link's features x_ii and w_i to hidden
 * ones with ReLU, and of those to a and b, which are twice a sigmoid. Its last weights start as
 * zeros: a = b = 1.
 */
#include "nn/unroll/unroll.h"

#include "nn/arena.h"
#include "nn/layer/layers.h"
#include "nn/network_type.h"
#include "nn/unroll/sweep.h"

#include <string.h>

enum { FEATURES = 2, FACTORS = 2 };

struct mog_unroll_workspace {
    mog_convolution_graph graph;
    mog_real *feature; /* [nodes][FEATURES] */
    mog_real *spread;  /* [nodes][3 FEATURES] */
    mog_real *given;   /* [nodes]: what the core gave */
    struct {
        mog_real *hidden; /* [nodes][hidden]: after ReLU */
        mog_real *spread; /* [nodes][3 hidden] */
        mog_real *factor; /* [nodes][FACTORS] */
        mog_real *power;  /* [nodes]: before the sweep */
        mog_real *heard;  /* [nodes] */
        mog_real *leak;   /* [nodes] */
    } layer[MOG_MAX_UNROLL];
    mog_real *scratch; /* a sweep's */
    mog_real *dpower;  /* [nodes] */
    mog_real *dfactor; /* [nodes][FACTORS] */
    mog_real *dspread; /* [nodes][3 hidden] */
    mog_real *dhidden; /* [nodes][hidden] */
};

void mog_unroll_plan(mog_unroll *unroll, mog_tensors *tensors,
                     const mog_network_settings *settings) {
    const size_t hidden = settings->unroll_hidden, factors = FACTORS, one = 1;
    const size_t hidden_shape[] = {hidden, MOG_GRAPH_CONVOLUTION_WIDTH(FEATURES)};
    const size_t factor_shape[] = {FACTORS, MOG_GRAPH_CONVOLUTION_WIDTH(hidden)};
    unroll->layers = settings->unroll;
    unroll->hidden = hidden;
    for (size_t l = 0; l < unroll->layers; l++) {
        unroll->layer[l].hidden_weight =
            mog_tensors_add(tensors, true, 2, hidden_shape, "unroll.%zu.hidden.weight", l);
        unroll->layer[l].hidden_bias =
            mog_tensors_add(tensors, true, 1, &hidden, "unroll.%zu.hidden.bias", l);
        unroll->layer[l].factor_weight =
            mog_tensors_add(tensors, true, 2, factor_shape, "unroll.%zu.factor.weight", l);
        unroll->layer[l].factor_bias =
            mog_tensors_add(tensors, true, 1, &factors, "unroll.%zu.factor.bias", l);
        unroll->layer[l].damping = mog_tensors_add(tensors, true, 1, &one, "unroll.%zu.damping", l);
    }
}

void mog_unroll_init(const mog_unroll *unroll, gsl_rng *rng, mog_real *parameter) {
    const size_t in = MOG_GRAPH_CONVOLUTION_WIDTH(FEATURES), hidden = unroll->hidden;
    for (size_t l = 0; l < unroll->layers; l++) {
        init_uniform(rng, in, hidden * in, parameter + unroll->layer[l].hidden_weight);
        init_uniform(rng, in, hidden, parameter + unroll->layer[l].hidden_bias);
        memset(parameter + unroll->layer[l].factor_weight, 0,
               FACTORS * MOG_GRAPH_CONVOLUTION_WIDTH(hidden) * sizeof *parameter);
        memset(parameter + unroll->layer[l].factor_bias, 0, FACTORS * sizeof *parameter);
        parameter[unroll->layer[l].damping] = 0;
    }
}

/* Without training, layers take turns in the same arrays, except for their powers. */
static void lay_out(const void *plan, const mog_network_shape *shape, bool training,
                    mog_arena *arena, void *block) {
    const mog_unroll *unroll = plan;
    mog_unroll_workspace *w = block;
    const size_t links = shape->links, nodes = shape->samples * links, hidden = unroll->hidden;
    const size_t widest = hidden > FEATURES ? hidden : FEATURES;
    w->graph.edge = mog_arena_take(arena, nodes * links);
    w->graph.share = mog_arena_take(arena, nodes);
    w->graph.product = mog_arena_take(arena, links * widest);
    w->feature = mog_arena_take(arena, nodes * FEATURES);
    w->spread = mog_arena_take(arena, nodes * MOG_GRAPH_CONVOLUTION_WIDTH(FEATURES));
    w->given = mog_arena_take(arena, nodes);
    w->scratch = mog_arena_take(arena, MOG_SWEEP_SCRATCH(links));
    for (size_t l = 0; l < unroll->layers; l++) {
        w->layer[l] = w->layer[0];
        w->layer[l].power = mog_arena_take(arena, nodes);
        if (l > 0 && !training)
            continue;
        w->layer[l].hidden = mog_arena_take(arena, nodes * hidden);
        w->layer[l].spread = mog_arena_take(arena, nodes * MOG_GRAPH_CONVOLUTION_WIDTH(hidden));
        w->layer[l].factor = mog_arena_take(arena, nodes * FACTORS);
        w->layer[l].heard = mog_arena_take(arena, nodes);
        w->layer[l].leak = mog_arena_take(arena, nodes);
    }
    if (!training)
        return;
    w->dpower = mog_arena_take(arena, nodes);
    w->dfactor = mog_arena_take(arena, nodes * FACTORS);
    w->dspread = mog_arena_take(arena, nodes * MOG_GRAPH_CONVOLUTION_WIDTH(hidden));
    w->dhidden = mog_arena_take(arena, nodes * hidden);
}

mog_unroll_workspace *mog_unroll_workspace_create(const mog_unroll *unroll,
                                                  const mog_network_shape *shape, bool training,
                                                  mog_error *error) {
    return mog_arena_build(lay_out, sizeof(mog_unroll_workspace), unroll, shape, training, error);
}

mog_real *mog_unroll_given(mog_unroll_workspace *workspace) {
    return workspace->given;
}

/* Edges and features of the batch's links, which all layers see. */
static void read_batch(mog_unroll_workspace *w, const mog_network_batch *batch) {
    const size_t k = batch->links, nodes = batch->samples * k;
    w->graph.samples = batch->samples;
    w->graph.links = k;
    mog_convolution_graph_read(&w->graph, batch->x);
    for (size_t n = 0; n < nodes; n++) {
        w->feature[FEATURES * n] = batch->x[n * k + n % k];
        w->feature[FEATURES * n + 1] = batch->weight == NULL ? 1 : batch->weight[n];
    }
    mog_graph_convolution(&w->graph, w->spread, w->feature, FEATURES);
}

/* z <- 2 sigmoid(z + bias). z [rows][FACTORS] */
static MOG_SIMD(void, bias_factor,
                (mog_real *restrict z, const mog_real *restrict bias, size_t rows),
                (z, bias, rows)) {
    for (size_t r = 0; r < rows; r++)
        for (size_t c = 0; c < FACTORS; c++)
            z[r * FACTORS + c] = 2 * real_sigmoid(z[r * FACTORS + c] + bias[c]);
}

/* d <- dL/dz from d = dL/dfactor, and the bias' gradient */
static MOG_SIMD(void, bias_factor_backward,
                (mog_real *restrict d, mog_real *restrict dbias, const mog_real *restrict factor,
                 size_t rows),
                (d, dbias, factor, rows)) {
    for (size_t c = 0; c < FACTORS; c++)
        dbias[c] = 0;
    for (size_t r = 0; r < rows; r++)
        for (size_t c = 0; c < FACTORS; c++) {
            const mog_real f = factor[r * FACTORS + c];
            d[r * FACTORS + c] *= f * (1 - f / 2);
            dbias[c] += d[r * FACTORS + c];
        }
}

static void forward_factors(const mog_unroll *unroll, const mog_real *parameter,
                            const mog_unroll_workspace *w, size_t l, size_t nodes) {
    const size_t hidden = unroll->hidden;
    mog_linear_forward(w->layer[l].hidden, w->spread, parameter + unroll->layer[l].hidden_weight,
                       nodes, MOG_GRAPH_CONVOLUTION_WIDTH(FEATURES), hidden);
    mog_bias_relu(w->layer[l].hidden, parameter + unroll->layer[l].hidden_bias, nodes, hidden);
    mog_graph_convolution(&w->graph, w->layer[l].spread, w->layer[l].hidden, hidden);
    mog_linear_forward(w->layer[l].factor, w->layer[l].spread,
                       parameter + unroll->layer[l].factor_weight, nodes,
                       MOG_GRAPH_CONVOLUTION_WIDTH(hidden), FACTORS);
    bias_factor(w->layer[l].factor, parameter + unroll->layer[l].factor_bias, nodes);
}

/* mu = |m|: never negative, never stuck, and at m = 0, where it is FPLinQ's, on the way to +m */
static mog_real damping_of(mog_real m) {
    return m < 0 ? -m : m;
}

static mog_sweep sweep_of(const mog_unroll *unroll, const mog_real *parameter,
                          const mog_unroll_workspace *w, size_t l, const mog_network_batch *batch) {
    return (mog_sweep){
        .batch = batch->samples,
        .links = batch->links,
        .gain = batch->gain,
        .weight = batch->weight,
        .price = batch->price,
        .factor = w->layer[l].factor,
        .damping = damping_of(parameter[unroll->layer[l].damping]),
        .power = w->layer[l].power,
        .heard = w->layer[l].heard,
        .leak = w->layer[l].leak,
        .scratch = w->scratch,
    };
}

void mog_unroll_forward(const mog_unroll *unroll, const mog_real *parameter,
                        mog_unroll_workspace *w, const mog_network_batch *batch, mog_real *y) {
    read_batch(w, batch);
    mog_sweep_start(w->layer[0].power, w->given, batch->gain, batch->weight, batch->samples,
                    batch->links);
    for (size_t l = 0; l < unroll->layers; l++) {
        forward_factors(unroll, parameter, w, l, batch->samples * batch->links);
        const mog_sweep sweep = sweep_of(unroll, parameter, w, l, batch);
        mog_sweep_forward(&sweep, l + 1 < unroll->layers ? w->layer[l + 1].power : y);
    }
}

/* From the gradient with respect to the factors, in the workspace, to that of the parameters. */
static void backward_factors(const mog_unroll *unroll, const mog_real *parameter,
                             const mog_unroll_workspace *w, size_t l, size_t nodes,
                             mog_real *gradient) {
    const size_t hidden = unroll->hidden, wide = MOG_GRAPH_CONVOLUTION_WIDTH(hidden);
    bias_factor_backward(w->dfactor, gradient + unroll->layer[l].factor_bias, w->layer[l].factor,
                         nodes);
    mog_linear_backward_weight(gradient + unroll->layer[l].factor_weight, w->dfactor,
                               w->layer[l].spread, nodes, wide, FACTORS);
    mog_linear_backward_input(w->dspread, w->dfactor, parameter + unroll->layer[l].factor_weight,
                              nodes, wide, FACTORS);
    mog_graph_convolution_backward(&w->graph, w->dhidden, w->dspread, hidden);
    mog_bias_relu_backward(w->dhidden, gradient + unroll->layer[l].hidden_bias, w->layer[l].hidden,
                           nodes, hidden);
    mog_linear_backward_weight(gradient + unroll->layer[l].hidden_weight, w->dhidden, w->spread,
                               nodes, MOG_GRAPH_CONVOLUTION_WIDTH(FEATURES), hidden);
}

const mog_real *mog_unroll_backward(const mog_unroll *unroll, const mog_real *parameter,
                                    mog_unroll_workspace *w, const mog_network_batch *batch,
                                    const mog_real *y, const mog_real *dy, mog_real *gradient) {
    const size_t nodes = batch->samples * batch->links;
    memcpy(w->dpower, dy, nodes * sizeof *dy);
    for (size_t left = unroll->layers; left > 0; left--) {
        const size_t l = left - 1;
        const mog_sweep sweep = sweep_of(unroll, parameter, w, l, batch);
        const mog_real *next = l + 1 < unroll->layers ? w->layer[l + 1].power : y;
        mog_real *damping = gradient + unroll->layer[l].damping;
        mog_sweep_backward(&sweep, next, w->dpower, w->dfactor, damping);
        if (parameter[unroll->layer[l].damping] < 0)
            *damping = -*damping;
        backward_factors(unroll, parameter, w, l, nodes, gradient);
    }
    return w->dpower;
}

/* ---- the kind of network: its core puts all links at full power, where FPLinQ starts -----------
 */

static mog_status make_plan(const mog_network_settings *settings, size_t links,
                            mog_tensors *tensors, void **plan, mog_error *error) {
    (void)links, (void)tensors;
    *plan = NULL;
    if (settings->unroll == 0)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "network.unroll = 0, but network.kind = unrolled consists of unrolled "
                        "sweeps alone: use at least 1");
    return MOG_OK;
}

static void init(const void *plan, gsl_rng *rng, mog_real *parameter, mog_real *buffer) {
    (void)plan, (void)rng, (void)parameter, (void)buffer;
}

static void *make_workspace(const void *plan, const mog_network_shape *shape, bool training,
                            mog_error *error) {
    (void)plan, (void)shape, (void)training;
    return mog_allocate(0, 1, error);
}

static void forward(const void *plan, const mog_real *parameter, const mog_real *buffer,
                    void *block, const mog_network_batch *batch, mog_real *y) {
    (void)plan, (void)parameter, (void)buffer, (void)block;
    for (size_t n = 0; n < batch->samples * batch->links; n++)
        y[n] = 1;
}

static void forward_training(const void *plan, const mog_real *parameter, mog_real *buffer,
                             void *block, const mog_network_batch *batch, mog_real *y) {
    forward(plan, parameter, buffer, block, batch, y);
}

static void backward(const void *plan, const mog_real *parameter, void *block,
                     const mog_network_batch *batch, const mog_real *y, const mog_real *dy,
                     mog_real *gradient, mog_real *dextra) {
    (void)plan, (void)parameter, (void)block, (void)batch, (void)y, (void)dy;
    (void)gradient, (void)dextra;
}

const mog_network_type mog_network_type_unrolled = {
    .any_links = true,
    .plan = make_plan,
    .init = init,
    .workspace = make_workspace,
    .forward = forward,
    .forward_training = forward_training,
    .backward = backward,
};
