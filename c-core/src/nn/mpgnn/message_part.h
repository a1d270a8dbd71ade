/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * What nodes add to the first layer of their edges' messages, as sources or as receivers: W s, by
 * some columns W of the layer's weight.
 */
#ifndef MOG_NN_MESSAGE_PART_H
#define MOG_NN_MESSAGE_PART_H

#include "nn/arena.h"
#include "nn/kernel/rows.h"

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
