/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Layers on edges that are normalised by the statistics of all edges of the batch, as in training:
 * a round's messages, or the embedding of edges. A layer needs all edges to be done with the layer
 * below, so it runs over all tiles before the next. Only activations before normalisation are kept;
 * whoever reads a tile of them normalises it again, in the cache.
 */
#ifndef MOG_NN_MESSAGE_BATCH_H
#define MOG_NN_MESSAGE_BATCH_H

#include "nn/mpgnn/message.h"

/** What normalises a layer. */
typedef struct mog_message_norm {
    mog_real *a;       /**< [edges][width of out]: the layer after ReLU */
    mog_real *mean;    /**< [width of out]: of a */
    mog_real *inverse; /**< [width of out]: 1 / deviation of a */
    mog_real *dbias;   /**< [width of out]: sum of the gradients d of the normalised */
    mog_real *dweight; /**< [width of out]: sum of d times the normalised */
    mog_real *slope;   /**< [width of out]: the gradient of a is scale d + slope a + offset */
    mog_real *offset;  /**< [width of out] */
} mog_message_norm;

/** What a layer reads: rows as they are, or `normal` normalises them. */
typedef struct mog_message_rows {
    const mog_real *row;
    size_t stride;
    const mog_message_layer *normal;
} mog_message_rows;

/** Some layers of a mog_message_workspace's chain. */
typedef struct mog_message_batch {
    size_t begin, end;
    mog_message_norm norm[2 * MOG_MAX_SIZES]; /**< of each layer in the chain */
} mog_message_batch;

/** Takes the arrays for layers begin ... end - 1. */
void mog_message_batch_lay_out(const mog_message_workspace *workspace, size_t begin, size_t end,
                               size_t edges, mog_arena *arena, mog_message_batch *batch);

/** Runs the layers. @return their output */
mog_message_rows mog_message_batch_run(const mog_message_pass *pass, mog_real *buffer,
                                       const mog_message_batch *batch, mog_message_rows input);

/**
 * Gradients of the layers.
 *
 * @param d       [edges][width of out of the last], overwritten, and a spare array for as much as
 *                the widest layer takes
 * @param dinput  [edges][width of in]: the gradient of the normalised input is added; or NULL
 */
void mog_message_batch_back(const mog_message_pass *pass, const mog_message_batch *batch,
                            mog_message_rows input, mog_real *const d[2], mog_real *dinput,
                            mog_real *gradient);

/** mog_message_forward(), on edges that are embedded already. */
void mog_message_batch_forward(const mog_message_pass *pass, mog_real *buffer,
                               const mog_message_batch *batch, mog_message_rows edge);

/** mog_message_backward(), but of the embedding only the output's gradient is added, to `dedge`. */
void mog_message_batch_backward(const mog_message_pass *pass, const mog_message_batch *batch,
                                mog_message_rows edge, mog_real *const d[2], mog_real *dedge,
                                mog_real *djoined, mog_real *gradient);

#endif
