/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Graph convolution over links: their features spread along the paths between them, in both
 * directions.
 */
#ifndef MOG_NN_GRAPH_CONVOLUTION_H
#define MOG_NN_GRAPH_CONVOLUTION_H

#include "nn/kernel/real.h"

/** Columns that features of `width` columns spread to: a link's own, heard and caused. */
#define MOG_GRAPH_CONVOLUTION_WIDTH(width) (3 * (width))

/** A batch of graphs, in the caller's memory. */
typedef struct mog_convolution_graph {
    size_t samples, links;
    mog_real *edge;    /**< [samples][K][K]: x_ij; 0 for j = i and between no neighbours */
    mog_real *share;   /**< [samples][K]: 1 / number of neighbours; 0 for a link that has none */
    mog_real *product; /**< [K][width], scratch */
} mog_convolution_graph;

/** Takes the edges from normalised features. x [samples][K][K], NaN between no neighbours */
void mog_convolution_graph_read(mog_convolution_graph *graph, const mog_real *x);

/**
 * Row i becomes f_i, mean over its neighbours j of x_ij f_j, mean of x_ji f_j.
 *
 * row [samples][K][3 width] out, feature [samples][K][width]
 */
void mog_graph_convolution(const mog_convolution_graph *graph, mog_real *row,
                           const mog_real *feature, size_t width);

/** dfeature [samples][K][width] out, drow [samples][K][3 width] */
void mog_graph_convolution_backward(const mog_convolution_graph *graph, mog_real *dfeature,
                                    const mog_real *drow, size_t width);

#endif
