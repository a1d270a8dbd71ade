/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Layers, Linear and ReLU, as mog_rows_multiply() wants them: on tiles of edges, and on nodes,
 * which have a part in the first layer of the messages that they send and receive.
 */
#ifndef MOG_NN_MESSAGE_LAYER_H
#define MOG_NN_MESSAGE_LAYER_H

#include "nn/arena.h"
#include "nn/kernel/rows.h"
#include "nn/stack.h"

/** sum[c] += the rows' d[c]. d [rows][width] */
MOG_INLINE void mog_add_rows(mog_real *restrict sum, const mog_real *restrict d, size_t rows,
                             size_t width) {
    for (size_t r = 0; r < rows; r++, d += width)
        for (size_t c = 0; c < width; c++)
            sum[c] += d[c];
}

/* ---- tiles of edges ------------------------------------------------------------------------ */

/** A layer on tiles of rows, with the gradients of many tiles until they are finished. */
typedef struct mog_message_layer {
    const mog_stack_layer *tensors;
    size_t in, out;    /**< of a message's first layer only the edge's part */
    size_t columns;    /**< of the whole weight */
    size_t first;      /**< where the part starts in the parameters: its rows are `columns` apart */
    mog_real *weight;  /**< [in][width of out] */
    mog_real *bias;    /**< [width of out] */
    mog_real *scale;   /**< [width of out]: normalisation is scale a + shift */
    mog_real *shift;   /**< [width of out] */
    mog_real *tile;    /**< [rows][width of out]: outputs */
    mog_real *back;    /**< [out][width of in]; training, like the rest */
    mog_real *delta;   /**< [rows][width of out]: gradients before ReLU */
    mog_real *dweight; /**< [in][width of out]: of the tiles so far */
    mog_real *partial; /**< [in][width of out]: of one tile */
    mog_real *dbias;   /**< [width of out] */
    mog_real *zero;    /**< [width of in or out] */
} mog_message_layer;

/** Takes the arrays of a layer whose sizes are set, for tiles of `rows`. */
void mog_message_layer_lay_out(mog_message_layer *layer, size_t rows, bool training,
                               mog_arena *arena);
/** Fetches weight and bias. */
void mog_message_layer_prepare(const mog_message_layer *layer, const mog_real *parameter);

/** Begins a gradient: nothing so far. */
void mog_message_layer_start(const mog_message_layer *layer, const mog_real *parameter);
/** Adds the weight's gradient of a tile, whose `delta` is set. h [rows][stride] */
void mog_message_layer_add(const mog_message_layer *layer, size_t rows, const mog_real *h,
                           size_t stride);
/** Gradient of the tile's inputs from its `delta`. dh [rows][width of in] */
void mog_message_layer_below(const mog_message_layer *layer, size_t rows, mog_real *dh);
/** Adds all tiles' gradients of weight and bias to those of the parameters. */
void mog_message_layer_finish(const mog_message_layer *layer, mog_real *gradient);

/* ---- nodes --------------------------------------------------------------------------------- */

/** What nodes add to the first layer of their edges' messages, as sources or as receivers: W s, by
 * some columns W of the layer's weight. */
typedef struct mog_message_part {
    size_t in, out;    /**< width of s, and of the layer */
    size_t columns;    /**< of the layer's whole weight */
    size_t first;      /**< where W starts in the parameters: its rows are `columns` apart */
    mog_real *weight;  /**< [in][width of out] */
    mog_real *sum;     /**< [nodes][width of out]: W s, and the bias if there is one */
    mog_real *bias;    /**< [width of out] */
    mog_real *back;    /**< [out][width of in]; training, like the rest */
    mog_real *dsum;    /**< [nodes][width of out] */
    mog_real *dsource; /**< [nodes][width of in] */
    mog_real *dweight; /**< [in][width of out] */
    mog_real *zero;    /**< [width of in or out] */
} mog_message_part;

/** Takes the arrays of a part whose sizes are set. */
void mog_message_part_lay_out(mog_message_part *part, size_t nodes, bool training,
                              mog_arena *arena);

/** `sum` of the rows' first `in` columns. @param bias  [out], or NULL */
void mog_message_part_forward(const mog_message_part *part, const mog_real *parameter,
                              const mog_real *bias, size_t nodes, const mog_real *rows,
                              size_t stride);

/** From `dsum`. Adds to W's gradient, and to the first columns of `drows`. */
void mog_message_part_backward(const mog_message_part *part, const mog_real *parameter,
                               size_t nodes, const mog_real *rows, mog_real *drows, size_t stride,
                               mog_real *gradient);

#endif
