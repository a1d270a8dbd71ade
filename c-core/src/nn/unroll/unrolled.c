/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The core of a network that is nothing but unrolled sweeps: all links at full power, where FPLinQ
 * starts.
 */
#include "nn/arena.h"
#include "nn/network_type.h"

static mog_status make_plan(mog_network *network, mog_error *error) {
    if (network->settings.unroll == 0)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "network.unroll = 0, but network.kind = unrolled consists of unrolled "
                        "sweeps alone: use at least 1");
    return MOG_OK;
}

static void init(const mog_network *network, gsl_rng *rng, mog_real *parameter, mog_real *buffer) {
    (void)network, (void)rng, (void)parameter, (void)buffer;
}

static void *make_workspace(const mog_network *network, const mog_network_shape *shape,
                            bool training, mog_error *error) {
    (void)network, (void)shape, (void)training;
    return mog_allocate(0, 1, error);
}

static void forward(const mog_network *network, const mog_real *parameter, const mog_real *buffer,
                    void *block, const mog_network_batch *batch, mog_real *y) {
    (void)network, (void)parameter, (void)buffer, (void)block;
    for (size_t n = 0; n < batch->samples * batch->links; n++)
        y[n] = 1;
}

static void forward_training(const mog_network *network, const mog_real *parameter,
                             mog_real *buffer, void *block, const mog_network_batch *batch,
                             mog_real *y) {
    forward(network, parameter, buffer, block, batch, y);
}

static void backward(const mog_network *network, const mog_real *parameter, void *block,
                     const mog_network_batch *batch, const mog_real *y, const mog_real *dy,
                     mog_real *gradient, mog_real *dextra) {
    (void)network, (void)parameter, (void)block, (void)batch, (void)y, (void)dy;
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
