/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Convolutional network after W. Lee, M. Kim, D.-H. Cho, "Deep power control: transmit power
 * control scheme based on convolutional neural network", IEEE Communications Letters, 2018: the K x
 * K gains are an image of one plane, or of one for every resource block. Convolutions that keep its
 * size, each with ReLU and perhaps batch normalisation, then dense layers on the flattened planes.
 * Tensors are named as in two PyTorch Sequentials, `conv` and `layers`.
 */
#include "nn/network_type.h"
#include "nn/settings.h"
#include "nn/stack.h"
#include <string.h>

typedef struct conv_layer {
    mog_convolution shape;
    mog_image image;               /* what comes out */
    size_t weight, bias;           /* offsets in the parameters */
    size_t norm_weight, norm_bias; /* in the parameters */
    size_t mean, variance;         /* in the buffers */
} conv_layer;

typedef struct cnn_plan {
    size_t count;
    bool norm;
    size_t links, matrices; /* K, and M planes of gains */
    bool weights, prices;   /* each a plane behind them, with a link's number in all of its row */
    size_t largest;         /* image of a sample, in numbers */
    size_t scratch;         /* of the convolution that takes most */
    conv_layer layer[MOG_MAX_SIZES];
    mog_stack hidden;
    mog_output_layer output;
} cnn_plan;

typedef struct cnn_workspace {
    struct {
        mog_real *a;       /* [samples][planes][K^2]: after ReLU */
        mog_real *h;       /* the layer's output, a itself or a normalised */
        mog_real *mean;    /* [planes]: of a over samples and pixels */
        mog_real *inverse; /* [planes]: 1 / deviation of a */
    } conv[MOG_MAX_SIZES];
    mog_real *image;    /* [samples][planes][K^2]: the input; NULL if that is the gains */
    const mog_real *in; /* what the convolutions saw */
    mog_real *scratch;
    mog_stack_workspace hidden;
    const mog_real *h;  /* [samples][in of the output layer]: what the hidden layers gave */
    mog_real *dz;       /* [samples + 1][out of the output layer] */
    mog_real *dh;       /* like h */
    mog_real *delta[2]; /* [samples][largest], gradients of images that take turns */
} cnn_workspace;

static mog_status check_shape(const mog_network_settings *settings, size_t links,
                              mog_error *error) {
    if (settings->channels.count == 0)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "network.channels is empty: a cnn has at least one convolution");
    if (settings->kernel % 2 == 0)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "network.kernel = %zu must be odd, to keep the size of the image",
                        settings->kernel);
    /* BLAS counts rows and columns with 32 bits, and a flattened image is a number of columns */
    const size_t pixels = links * links;
    for (size_t l = 0; l < settings->channels.count; l++)
        if (settings->channels.value[l] > INT32_MAX / pixels)
            return mog_fail(error, MOG_ERROR_ARGUMENT,
                            "network.channels: %zu channels of %zu links' gains are too many: at "
                            "most %zu are possible",
                            settings->channels.value[l], links, INT32_MAX / pixels);
    return MOG_OK;
}

/* A convolution behind `in` planes, whose modules stand from `place` on in a Sequential. */
static void plan_layer(conv_layer *layer, mog_tensors *tensors, size_t place, size_t in, size_t out,
                       const mog_network_settings *settings, size_t links) {
    const size_t kernel = settings->kernel, norm = place + 2;
    layer->shape = (mog_convolution){.in = in, .out = out, .side = links, .kernel = kernel};
    layer->image = (mog_image){.planes = out, .pixels = links * links};
    layer->weight = mog_tensors_add(tensors, true, 4, (size_t[]){out, in, kernel, kernel},
                                    "conv.%zu.weight", place);
    layer->bias = mog_tensors_add(tensors, true, 1, &out, "conv.%zu.bias", place);
    if (!settings->batch_norm)
        return;
    layer->norm_weight = mog_tensors_add(tensors, true, 1, &out, "conv.%zu.weight", norm);
    layer->norm_bias = mog_tensors_add(tensors, true, 1, &out, "conv.%zu.bias", norm);
    layer->mean = mog_tensors_add(tensors, false, 1, &out, "conv.%zu.running_mean", norm);
    layer->variance = mog_tensors_add(tensors, false, 1, &out, "conv.%zu.running_var", norm);
}

static size_t image_size(const conv_layer *layer) {
    return layer->image.planes * layer->image.pixels;
}

/* Of the input. */
static size_t planes_of(const cnn_plan *plan) {
    return plan->matrices + (plan->weights ? 1u : 0u) + (plan->prices ? 1u : 0u);
}

static mog_status make_plan(const mog_network_settings *settings, size_t links,
                            mog_tensors *tensors, void **network_plan, mog_error *error) {
    const mog_status status = check_shape(settings, links, error);
    if (status != MOG_OK)
        return status;
    cnn_plan *plan = *network_plan = mog_allocate(1, sizeof *plan, error);
    if (plan == NULL)
        return MOG_ERROR_MEMORY;
    plan->norm = settings->batch_norm;
    plan->count = settings->channels.count;
    /* in a Sequential, a layer takes the places of Conv2d, ReLU and perhaps BatchNorm2d */
    const size_t places = plan->norm ? 3 : 2;
    plan->links = links;
    plan->matrices = mog_network_settings_matrices(settings);
    plan->weights = settings->weights;
    plan->prices = settings->prices;
    size_t planes = planes_of(plan), size = 0;
    for (size_t l = 0; l < plan->count; l++) {
        conv_layer *layer = &plan->layer[l];
        plan_layer(layer, tensors, places * l, planes, settings->channels.value[l], settings,
                   links);
        const size_t scratch = mog_convolution_scratch(&layer->shape);
        planes = layer->image.planes;
        size = image_size(layer);
        plan->largest = size > plan->largest ? size : plan->largest;
        plan->scratch = scratch > plan->scratch ? scratch : plan->scratch;
    }
    mog_stack_plan(&plan->hidden, tensors, "layers", size, &settings->hidden, settings->batch_norm);
    mog_output_plan(&plan->output, tensors, "layers", plan->hidden.places, plan->hidden.out, links,
                    settings);
    return MOG_OK;
}

static void init(const void *network_plan, gsl_rng *rng, mog_real *parameter, mog_real *buffer) {
    const cnn_plan *plan = network_plan;
    for (size_t l = 0; l < plan->count; l++) {
        const conv_layer *layer = &plan->layer[l];
        const size_t in = layer->shape.in * layer->shape.kernel * layer->shape.kernel;
        const size_t out = layer->shape.out;
        init_uniform(rng, in, out * in, parameter + layer->weight);
        init_uniform(rng, in, out, parameter + layer->bias);
        if (plan->norm)
            init_norm(out, parameter + layer->norm_weight, parameter + layer->norm_bias,
                      buffer + layer->mean, buffer + layer->variance);
    }
    mog_stack_init(&plan->hidden, rng, parameter, buffer);
    mog_output_init(&plan->output, rng, parameter);
}

static void lay_out(const void *network_plan, const mog_network_shape *shape, bool training,
                    mog_arena *arena, void *block) {
    const cnn_plan *plan = network_plan;
    cnn_workspace *workspace = block;
    const size_t samples = shape->samples;
    for (size_t l = 0; l < plan->count; l++) {
        const conv_layer *layer = &plan->layer[l];
        workspace->conv[l].a = mog_arena_take(arena, samples * image_size(layer));
        workspace->conv[l].h = workspace->conv[l].a;
        if (!plan->norm || !training)
            continue;
        workspace->conv[l].h = mog_arena_take(arena, samples * image_size(layer));
        workspace->conv[l].mean = mog_arena_take(arena, layer->image.planes);
        workspace->conv[l].inverse = mog_arena_take(arena, layer->image.planes);
    }
    if (planes_of(plan) > plan->matrices)
        workspace->image =
            mog_arena_take(arena, samples * planes_of(plan) * plan->links * plan->links);
    workspace->scratch = mog_arena_take(arena, plan->scratch);
    mog_stack_lay_out(&plan->hidden, samples, training, arena, &workspace->hidden);
    if (!training)
        return;
    workspace->dz = mog_arena_take(arena, (samples + 1) * plan->output.out);
    workspace->dh = mog_arena_take(arena, samples * plan->output.in);
    for (size_t i = 0; i < 2; i++)
        workspace->delta[i] = mog_arena_take(arena, samples * plan->largest);
}

static void *make_workspace(const void *plan, const mog_network_shape *shape, bool training,
                            mog_error *error) {
    return mog_arena_build(lay_out, sizeof(cnn_workspace), plan, shape, training, error);
}

/* A plane of a sample's numbers of links, or of one number where there are none. */
static void fill_plane(mog_real *plane, const mog_real *from, size_t sample, size_t links,
                       mog_real otherwise) {
    for (size_t i = 0; i < links; i++)
        for (size_t j = 0; j < links; j++)
            plane[i * links + j] = from != NULL ? from[sample * links + i] : otherwise;
}

/* The planes that the convolutions see. */
static const mog_real *make_image(const cnn_plan *plan, const cnn_workspace *workspace,
                                  const mog_network_batch *batch) {
    if (workspace->image == NULL)
        return batch->x;
    const size_t pixels = plan->links * plan->links, gains = plan->matrices * pixels;
    mog_real *next = workspace->image;
    for (size_t s = 0; s < batch->samples; s++) {
        memcpy(next, batch->x + s * gains, gains * sizeof *next);
        next += gains;
        if (plan->weights) {
            fill_plane(next, batch->weight, s, plan->links, 1);
            next += pixels;
        }
        if (plan->prices) {
            fill_plane(next, batch->price, s, plan->links, 0);
            next += pixels;
        }
    }
    return workspace->image;
}

/* Convolution l; `training`: the buffers again, to be changed by the batch's own statistics, else
 * NULL. */
static const mog_real *run_convolution(const cnn_plan *plan, const mog_real *parameter,
                                       const mog_real *buffer, mog_real *training,
                                       const cnn_workspace *workspace, size_t l, size_t samples,
                                       const mog_real *x) {
    const conv_layer *layer = &plan->layer[l];
    mog_real *a = workspace->conv[l].a, *h = workspace->conv[l].h;
    mog_convolution_forward(&layer->shape, a, workspace->scratch, x, parameter + layer->weight,
                            samples);
    mog_plane_bias_relu(a, parameter + layer->bias, samples, layer->image);
    if (!plan->norm)
        return a;
    const mog_real *weight = parameter + layer->norm_weight, *bias = parameter + layer->norm_bias;
    if (training != NULL) {
        mog_plane_norm_training(h, workspace->conv[l].mean, workspace->conv[l].inverse,
                                training + layer->mean, training + layer->variance, a, weight, bias,
                                samples, layer->image);
        return h;
    }
    mog_plane_norm_forward(a, weight, bias, buffer + layer->mean, buffer + layer->variance, samples,
                           layer->image);
    return a;
}

static void forward(const void *network_plan, const mog_real *parameter, const mog_real *buffer,
                    void *block, const mog_network_batch *batch, mog_real *y) {
    const cnn_plan *plan = network_plan;
    const cnn_workspace *workspace = block;
    const size_t samples = batch->samples;
    const mog_real *x = make_image(plan, workspace, batch);
    for (size_t l = 0; l < plan->count; l++)
        x = run_convolution(plan, parameter, buffer, NULL, workspace, l, samples, x);
    x = mog_stack_forward(&plan->hidden, parameter, buffer, &workspace->hidden, samples, x);
    mog_output_forward(&plan->output, parameter, samples, x, y);
}

static void forward_training(const void *network_plan, const mog_real *parameter, mog_real *buffer,
                             void *block, const mog_network_batch *batch, mog_real *y) {
    const cnn_plan *plan = network_plan;
    cnn_workspace *workspace = block;
    const size_t samples = batch->samples;
    const mog_real *x = workspace->in = make_image(plan, workspace, batch);
    for (size_t l = 0; l < plan->count; l++)
        x = run_convolution(plan, parameter, buffer, buffer, workspace, l, samples, x);
    workspace->h = mog_stack_forward_training(&plan->hidden, parameter, buffer, &workspace->hidden,
                                              samples, x);
    mog_output_forward(&plan->output, parameter, samples, workspace->h, y);
}

/* From dL/dh of convolution l, in `d`, to dL/dz. */
static void backward_activation(const cnn_plan *plan, const cnn_workspace *workspace, size_t l,
                                const mog_real *parameter, size_t samples, mog_real *d,
                                mog_real *gradient) {
    const conv_layer *layer = &plan->layer[l];
    if (plan->norm)
        mog_plane_norm_backward(d, gradient + layer->norm_weight, gradient + layer->norm_bias,
                                workspace->conv[l].a, workspace->conv[l].mean,
                                workspace->conv[l].inverse, parameter + layer->norm_weight, samples,
                                layer->image);
    mog_plane_bias_relu_backward(d, gradient + layer->bias, workspace->conv[l].a, samples,
                                 layer->image);
}

/* The gradient of what convolution l gives is in delta[l % 2]. */
static void backward_convolutions(const cnn_plan *plan, const cnn_workspace *workspace,
                                  const mog_real *parameter, size_t samples, mog_real *gradient) {
    for (size_t left = plan->count; left > 0; left--) {
        const size_t l = left - 1;
        const conv_layer *layer = &plan->layer[l];
        const mog_real *input = l == 0 ? workspace->in : workspace->conv[l - 1].h;
        mog_real *d = workspace->delta[l % 2], *below = workspace->delta[(l + 1) % 2];
        backward_activation(plan, workspace, l, parameter, samples, d, gradient);
        mog_convolution_backward_weight(&layer->shape, gradient + layer->weight, workspace->scratch,
                                        d, input, samples);
        if (l > 0) /* nobody wants the gradient of the channels */
            mog_convolution_backward_input(&layer->shape, below, workspace->scratch, d,
                                           parameter + layer->weight, samples);
    }
}

static void backward(const void *network_plan, const mog_real *parameter, void *block,
                     const mog_network_batch *batch, const mog_real *y, const mog_real *dy,
                     mog_real *gradient, mog_real *dextra) {
    (void)dextra;
    const cnn_plan *plan = network_plan;
    const cnn_workspace *workspace = block;
    const mog_real *image = workspace->conv[plan->count - 1].h;
    mog_real *dimage = workspace->delta[(plan->count - 1) % 2];
    /* without hidden layers, the output layer stands on the image */
    mog_real *dh = plan->hidden.count > 0 ? workspace->dh : dimage;
    mog_output_backward(&plan->output, parameter, batch->samples, workspace->h, y, dy,
                        workspace->dz, dh, gradient);
    mog_stack_backward(&plan->hidden, parameter, &workspace->hidden, batch->samples, image, dh,
                       dimage, gradient);
    backward_convolutions(plan, workspace, parameter, batch->samples, gradient);
}

const mog_network_type mog_network_type_cnn = {
    .plan = make_plan,
    .init = init,
    .workspace = make_workspace,
    .forward = forward,
    .forward_training = forward_training,
    .backward = backward,
};
