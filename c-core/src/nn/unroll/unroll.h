/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Unrolled sweeps behind the core of a network: each layer is a sweep of FPLinQ (see sweep.c) whose
 * factors a and b come from a graph convolution on the channel. Fresh parameters make it FPLinQ.
 */
#ifndef MOG_NN_UNROLL_H
#define MOG_NN_UNROLL_H

#include "mog/network.h"
#include "nn/batch.h"
#include "nn/kernel/real.h"
#include "nn/tensors.h"
#include <gsl/gsl_rng.h>

/** Most layers: as many as the settings allow. */
#define MOG_MAX_UNROLL 32

/** Where the layers' parameters are. */
typedef struct mog_unroll {
    size_t layers, hidden;
    struct {
        size_t hidden_weight, hidden_bias; /**< [hidden][6], [hidden] */
        size_t factor_weight, factor_bias; /**< [2][3 hidden], [2] */
        size_t damping;                    /**< [1]: mu is its absolute value */
    } layer[MOG_MAX_UNROLL];
} mog_unroll;

/** Activations of a batch, in one block that is freed with mog_release(). */
typedef struct mog_unroll_workspace mog_unroll_workspace;

/** Adds the tensors of as many layers as the settings say. */
void mog_unroll_plan(mog_unroll *unroll, mog_tensors *tensors,
                     const mog_network_settings *settings);

/** Parameters with which every layer is a sweep of FPLinQ. */
void mog_unroll_init(const mog_unroll *unroll, gsl_rng *rng, mog_real *parameter);

/** @return NULL and `error` on lack of memory */
mog_unroll_workspace *mog_unroll_workspace_create(const mog_unroll *unroll,
                                                  const mog_network_shape *shape, bool training,
                                                  mog_error *error);

/** [samples][K]: where the core puts its powers. */
mog_real *mog_unroll_given(mog_unroll_workspace *workspace);

/** From the core's powers to the network's. y [samples][K] out */
void mog_unroll_forward(const mog_unroll *unroll, const mog_real *parameter,
                        mog_unroll_workspace *workspace, const mog_network_batch *batch,
                        mog_real *y);

/**
 * Gradients after mog_unroll_forward() in a workspace for training.
 *
 * @param gradient  of all parameters: the layers' are overwritten
 * @return [samples][K], the gradient with respect to the core's powers, in the workspace
 */
const mog_real *mog_unroll_backward(const mog_unroll *unroll, const mog_real *parameter,
                                    mog_unroll_workspace *workspace, const mog_network_batch *batch,
                                    const mog_real *y, const mog_real *dy, mog_real *gradient);

#endif
