/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * What a kind of network provides. A new kind is one source file with a mog_network_type, its line
 * below and one in the table of network.c; input normalisation and bookkeeping are common.
 */
#ifndef MOG_NN_NETWORK_TYPE_H
#define MOG_NN_NETWORK_TYPE_H

#include "mog/network.h"
#include "nn/batch.h"
#include "nn/tensors.h"
#include <gsl/gsl_rng.h>

/** The kind, which knows nothing of the network around it. */
typedef struct mog_network_type {
    bool any_links; /**< whether nothing in the network depends on K */
    /**
     * Adds the tensors and makes the kind's own plan, which is freed with mog_release().
     *
     * @param settings  checked
     * @param links     K that the network is trained with
     * @return MOG_OK, MOG_ERROR_ARGUMENT, MOG_ERROR_MEMORY; `plan` is freed in any case
     */
    mog_status (*plan)(const mog_network_settings *settings, size_t links, mog_tensors *tensors,
                       void **plan, mog_error *error);
    /** Draws parameters from `rng` and sets buffers to what does nothing. */
    void (*init)(const void *plan, gsl_rng *rng, mog_real *parameter, mog_real *buffer);
    /**
     * What a workspace of a shape holds: one block, freed with mog_release().
     * NULL and `error` on lack of memory.
     */
    void *(*workspace)(const void *plan, const mog_network_shape *shape, bool training,
                       mog_error *error);
    /** mog_network_forward(), on the block of a workspace. */
    void (*forward)(const void *plan, const mog_real *parameter, const mog_real *buffer,
                    void *workspace, const mog_network_batch *batch, mog_real *y);
    /** mog_network_forward_training() */
    void (*forward_training)(const void *plan, const mog_real *parameter, mog_real *buffer,
                             void *workspace, const mog_network_batch *batch, mog_real *y);
    /** mog_network_backward(), of the kind's own parameters: the gradients behind them, which are
     * the unrolled layers', are there already. Something is wanted: `gradient`, unless there are
     * extra inputs, or `dextra`. */
    void (*backward)(const void *plan, const mog_real *parameter, void *workspace,
                     const mog_network_batch *batch, const mog_real *y, const mog_real *dy,
                     mog_real *gradient, mog_real *dextra);
} mog_network_type;

extern const mog_network_type mog_network_type_mlp;
extern const mog_network_type mog_network_type_cnn;
extern const mog_network_type mog_network_type_unrolled;
extern const mog_network_type mog_network_type_mpgnn;

#endif
