/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * What a kind of network provides. A new kind is one source file with a mog_network_type and one
 * line in the table of network.c; input normalisation and bookkeeping are common.
 */
#ifndef MOG_NN_NETWORK_TYPE_H
#define MOG_NN_NETWORK_TYPE_H

#include "nn/layer/layers.h"
#include "nn/unroll/unroll.h"
#include <gsl/gsl_rng.h>

/** Most tensors of a network: the longest lists of widths in the most rounds stay below. */
#define MOG_MAX_TENSORS 2048

typedef struct mog_network_type {
    bool any_links; /**< whether nothing in the network depends on K */
    /**
     * Adds the tensors and sets `plan`, which network.c frees with mog_release().
     * @return MOG_OK, MOG_ERROR_ARGUMENT, MOG_ERROR_MEMORY
     */
    mog_status (*plan)(mog_network *network, mog_error *error);
    /** Draws parameters from `rng` and sets buffers to what does nothing. */
    void (*init)(const mog_network *network, gsl_rng *rng, mog_real *parameter, mog_real *buffer);
    /**
     * What a workspace of a shape holds: one block, freed with mog_release().
     * NULL and `error` on lack of memory.
     */
    void *(*workspace)(const mog_network *network, const mog_network_shape *shape, bool training,
                       mog_error *error);
    /** mog_network_forward(), on the block of a workspace. */
    void (*forward)(const mog_network *network, const mog_real *parameter, const mog_real *buffer,
                    void *workspace, const mog_network_batch *batch, mog_real *y);
    /** mog_network_forward_training() */
    void (*forward_training)(const mog_network *network, const mog_real *parameter,
                             mog_real *buffer, void *workspace, const mog_network_batch *batch,
                             mog_real *y);
    /** mog_network_backward(), of the kind's own parameters: the gradients behind them, which are
     * the unrolled layers', are there already. Something is wanted: `gradient`, unless there are
     * extra inputs, or `dextra`. */
    void (*backward)(const mog_network *network, const mog_real *parameter, void *workspace,
                     const mog_network_batch *batch, const mog_real *y, const mog_real *dy,
                     mog_real *gradient, mog_real *dextra);
} mog_network_type;

struct mog_network {
    const mog_network_type *type;
    mog_network_settings settings;
    size_t links;
    size_t width, matrices; /* W and M */
    size_t parameter_count, buffer_count;
    size_t input_count; /* statistics of the input: one for each entry, or direct and cross */
    size_t input_mean, input_deviation; /* offsets in the buffers */
    size_t tensor_count;
    mog_tensor tensors[MOG_MAX_TENSORS]; /* parameters, then buffers */
    void *plan;                          /* the kind's own */
    mog_unroll unroll;                   /* the layers behind it */
};

extern const mog_network_type mog_network_type_mlp;
extern const mog_network_type mog_network_type_cnn;
extern const mog_network_type mog_network_type_unrolled;
extern const mog_network_type mog_network_type_mpgnn;

/**
 * Appends a tensor to the parameters or to the buffers.
 * @return its offset there
 */
size_t mog_network_add_array(mog_network *network, bool trainable, const char *name, size_t rank,
                             const size_t shape[]);
/** A matrix; `columns` is 0 for a vector. */
size_t mog_network_add_tensor(mog_network *network, bool trainable, const char *name, size_t rows,
                              size_t columns);

#endif
