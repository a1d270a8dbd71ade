/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "nn/network_type.h"

#include "base/memory.h"
#include "mog/random.h"
#include "nn/settings.h"
#include <stdio.h>

static const mog_network_type *const types[] = {
    [MOG_NETWORK_MLP] = &mog_network_type_mlp,
    [MOG_NETWORK_CNN] = &mog_network_type_cnn,
    [MOG_NETWORK_UNROLLED] = &mog_network_type_unrolled,
    [MOG_NETWORK_MPGNN] = &mog_network_type_mpgnn,
};

/* BLAS counts rows and columns with 32 bits; K^2 is a number of columns, the links of a whole batch
 * are one of rows. Within these bounds no size of an array overflows. */
static const size_t most_links = 4096, most_samples = (size_t)1 << 24, most_rows = INT32_MAX;

/* Where only the edges count: no array has K^2 entries. */
static const size_t most_sparse_links = (size_t)1 << 20;

struct mog_network_workspace {
    void *block;                  /* of the kind of network */
    mog_unroll_workspace *unroll; /* NULL if the network has no unrolled layers */
};

/* Parameters stand before all buffers. */
static mog_tensor *place_tensor(mog_network *network, bool trainable) {
    size_t place = network->tensor_count++;
    for (; trainable && place > 0 && !network->tensors[place - 1].trainable; place--)
        network->tensors[place] = network->tensors[place - 1];
    return &network->tensors[place];
}

size_t mog_network_add_array(mog_network *network, bool trainable, const char *name, size_t rank,
                             const size_t shape[]) {
    mog_tensor *tensor = place_tensor(network, trainable);
    size_t *length = trainable ? &network->parameter_count : &network->buffer_count;
    *tensor = (mog_tensor){
        .trainable = trainable, .offset = *length, .rank = rank, .shape = {1, 1, 1, 1}};
    snprintf(tensor->name, sizeof tensor->name, "%s", name);
    size_t count = 1;
    for (size_t axis = 0; axis < rank; axis++)
        count *= tensor->shape[axis] = shape[axis];
    *length += count;
    return tensor->offset;
}

size_t mog_network_add_tensor(mog_network *network, bool trainable, const char *name, size_t rows,
                              size_t columns) {
    return mog_network_add_array(network, trainable, name, columns != 0 ? 2 : 1,
                                 (size_t[]){rows, columns});
}

static mog_status plan_tensors(mog_network *network, mog_error *error) {
    const mog_status status = network->type->plan(network, error);
    mog_unroll_plan(&network->unroll, network);
    const size_t count = network->input_count;
    network->input_mean = mog_network_add_tensor(network, false, "input.mean", count, 0);
    network->input_deviation = mog_network_add_tensor(network, false, "input.deviation", count, 0);
    return status;
}

mog_network *mog_network_create(const mog_network_settings *settings, size_t links,
                                mog_error *error) {
    if (mog_network_settings_check(settings, error) != MOG_OK)
        return NULL;
    if (links < 1 || links > most_links) {
        mog_fail(error, MOG_ERROR_ARGUMENT, "a network for %zu links: the number must be 1..%zu",
                 links, most_links);
        return NULL;
    }
    mog_network *network = mog_allocate(1, sizeof *network, error);
    if (network == NULL)
        return NULL;
    network->type = types[settings->kind];
    network->settings = *settings;
    network->links = links;
    network->width = mog_network_settings_width(settings);
    network->matrices = mog_network_settings_matrices(settings);
    network->input_count = network->type->any_links ? 2 : mog_network_input_count(network, links);
    if (plan_tensors(network, error) != MOG_OK) {
        mog_network_free(network);
        return NULL;
    }
    return network;
}

void mog_network_free(mog_network *network) {
    if (network == NULL)
        return;
    mog_release(network->plan);
    mog_release(network);
}

size_t mog_network_links(const mog_network *network) {
    return network->links;
}

bool mog_network_any_links(const mog_network *network) {
    return network->type->any_links;
}

size_t mog_network_width(const mog_network *network) {
    return network->width;
}

size_t mog_network_input_count(const mog_network *network, size_t links) {
    return network->matrices * links * links;
}

size_t mog_network_parameter_count(const mog_network *network) {
    return network->parameter_count;
}

size_t mog_network_buffer_count(const mog_network *network) {
    return network->buffer_count;
}

const mog_tensor *mog_network_tensors(const mog_network *network, size_t *count) {
    *count = network->tensor_count;
    return network->tensors;
}

void mog_network_init(const mog_network *network, uint64_t seed, mog_real *parameter,
                      mog_real *buffer) {
    mog_random random;
    gsl_rng *rng = mog_random_init(&random);
    mog_random_select(rng, seed, 0, MOG_PURPOSE_PARAMETER);
    network->type->init(network, rng, parameter, buffer);
    mog_unroll_init(&network->unroll, rng, parameter);
    for (size_t i = 0; i < network->input_count; i++) {
        buffer[network->input_mean + i] = 0;
        buffer[network->input_deviation + i] = 1;
    }
}

static mog_status check_shape(const mog_network *network, const mog_network_shape *shape,
                              mog_error *error) {
    if (shape->samples < 1 || shape->samples > most_samples)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "a batch of %zu samples: the size must be 1..%zu", shape->samples,
                        most_samples);
    if (!network->type->any_links && shape->links != network->links)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "a workspace for %zu links: the network is for %zu", shape->links,
                        network->links);
    const size_t most = shape->edges > 0 ? most_sparse_links : most_links;
    if (shape->links < 1 || shape->links > most)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "a workspace for %zu links: the number must be 1..%zu", shape->links, most);
    if (shape->edges > 0 && network->matrices > 1)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "a workspace for %zu edges: a network whose resource blocks have gains of "
                        "their own needs all gains",
                        shape->edges);
    if (shape->samples > most_rows / shape->links || shape->edges > most_rows)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "a batch of %zu samples with %zu links and %zu edges: use at most %zu "
                        "samples, and at most %zu edges",
                        shape->samples, shape->links, shape->edges, most_rows / shape->links,
                        most_rows);
    return mog_blas_open(error);
}

mog_network_workspace *mog_network_workspace_create(const mog_network *network,
                                                    const mog_network_shape *shape, bool training,
                                                    mog_error *error) {
    if (check_shape(network, shape, error) != MOG_OK)
        return NULL;
    mog_network_workspace *workspace = mog_allocate(1, sizeof *workspace, error);
    if (workspace == NULL)
        return NULL;
    const bool unrolled = network->unroll.layers > 0;
    workspace->block = network->type->workspace(network, shape, training, error);
    if (unrolled)
        workspace->unroll = mog_unroll_workspace_create(&network->unroll, shape, training, error);
    if (workspace->block != NULL && (workspace->unroll != NULL || !unrolled))
        return workspace;
    mog_network_workspace_free(workspace);
    return NULL;
}

void mog_network_workspace_free(mog_network_workspace *workspace) {
    if (workspace == NULL)
        return;
    mog_release(workspace->block);
    mog_release(workspace->unroll);
    mog_release(workspace);
}

/* Where the core's powers go: they are the network's, unless unrolled layers follow. */
static mog_real *core_output(mog_network_workspace *workspace, mog_real *y) {
    return workspace->unroll != NULL ? mog_unroll_given(workspace->unroll) : y;
}

static void forward_unrolled(const mog_network *network, const mog_real *parameter,
                             mog_network_workspace *workspace, const mog_network_batch *batch,
                             mog_real *y) {
    if (workspace->unroll != NULL)
        mog_unroll_forward(&network->unroll, parameter, workspace->unroll, batch, y);
}

void mog_network_forward(const mog_network *network, const mog_real *parameter,
                         const mog_real *buffer, mog_network_workspace *workspace,
                         const mog_network_batch *batch, mog_real *y) {
    network->type->forward(network, parameter, buffer, workspace->block, batch,
                           core_output(workspace, y));
    forward_unrolled(network, parameter, workspace, batch, y);
}

void mog_network_forward_training(const mog_network *network, const mog_real *parameter,
                                  mog_real *buffer, mog_network_workspace *workspace,
                                  const mog_network_batch *batch, mog_real *y) {
    network->type->forward_training(network, parameter, buffer, workspace->block, batch,
                                    core_output(workspace, y));
    forward_unrolled(network, parameter, workspace, batch, y);
}

void mog_network_backward(const mog_network *network, const mog_real *parameter,
                          mog_network_workspace *workspace, const mog_network_batch *batch,
                          const mog_real *y, const mog_real *dy, mog_real *gradient,
                          mog_real *dextra) {
    if (network->settings.extra == 0)
        dextra = NULL;
    if (gradient == NULL && dextra == NULL)
        return;
    if (workspace->unroll != NULL) {
        dy = mog_unroll_backward(&network->unroll, parameter, workspace->unroll, batch, y, dy,
                                 gradient);
        y = mog_unroll_given(workspace->unroll);
    }
    network->type->backward(network, parameter, workspace->block, batch, y, dy, gradient, dextra);
}
