/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * The layers that networks are made of: a forward and a backward function each, on arrays of the
 * caller. Outputs come first, then inputs, then sizes. Gradients of parameters are overwritten.
 *
 * Layers work on rows, [batch][n], or on images: batches of square planes, [batch][planes][side^2].
 * A plane is one feature, whose bias, weight and statistics all its pixels share (PyTorch's
 * BatchNorm2d). Pixels are innermost, so that everything runs along them, however few planes there
 * are; and flattening an image in PyTorch's order is to see it as [batch][planes * side^2].
 */
#ifndef MOG_NN_LAYERS_H
#define MOG_NN_LAYERS_H

#include "mog/network.h"
#include "nn/kernel/real.h"
#include <gsl/gsl_rng.h>

/** Sizes of an image. */
typedef struct mog_image {
    size_t planes, pixels;
} mog_image;

/* ---- linear -------------------------------------------------------------------------------- */

/** n parameters of a layer that adds up `in` numbers: from U(-1/sqrt(in), 1/sqrt(in)). */
static inline void init_uniform(gsl_rng *rng, size_t in, size_t n, mog_real *parameter) {
    const double range = 1 / sqrt((double)in);
    for (size_t i = 0; i < n; i++)
        parameter[i] = (mog_real)(range * (2 * gsl_rng_uniform(rng) - 1));
}

/**
 * z = x W', without the bias, which the activation adds while it passes over z anyway. One row is a
 * matrix-vector product: it reads W once, at the speed of the cache.
 *
 * z [batch][out], x [batch][in], weight [out][in]
 */
void mog_linear_forward(mog_real *z, const mog_real *x, const mog_real *weight, size_t batch,
                        size_t in, size_t out);

/** dW = dz' x. dweight [out][in], dz [batch][out], x [batch][in] */
void mog_linear_backward_weight(mog_real *dweight, const mog_real *dz, const mog_real *x,
                                size_t batch, size_t in, size_t out);

/** dx = dz W. dx [batch][in], dz [batch][out], weight [out][in] */
void mog_linear_backward_input(mog_real *dx, const mog_real *dz, const mog_real *weight,
                               size_t batch, size_t in, size_t out);

/* ---- activations --------------------------------------------------------------------------- */

/** z <- max(z + b, 0). z [batch][n], bias [n] */
void mog_bias_relu(mog_real *z, const mog_real *bias, size_t batch, size_t n);

/**
 * d <- dL/dz from d = dL/da, and the bias' gradient.
 *
 * d [batch][n] in and out, dbias [n] out, a [batch][n] the activations
 */
void mog_bias_relu_backward(mog_real *d, mog_real *dbias, const mog_real *a, size_t batch,
                            size_t n);

/** z <- max(z + b, 0). z [batch][planes][pixels], bias [planes] */
void mog_plane_bias_relu(mog_real *z, const mog_real *bias, size_t batch, mog_image image);

/** d <- dL/dz from d = dL/da; dbias [planes] out; d, a [batch][planes][pixels] */
void mog_plane_bias_relu_backward(mog_real *d, mog_real *dbias, const mog_real *a, size_t batch,
                                  mog_image image);

/**
 * z <- f(z + b), where f acts on groups of `width` neighbours: the numbers of one link.
 *
 * z [batch][n], bias [n], n a multiple of width
 */
void mog_bias_output(mog_real *z, const mog_real *bias, size_t batch, size_t n, size_t width,
                     mog_output output);

/** dz = f'(z) dy by way of y = f(z), and the bias' gradient. dz, dy, y [batch][n], dbias [n] */
void mog_bias_output_backward(mog_real *dz, mog_real *dbias, const mog_real *dy, const mog_real *y,
                              size_t batch, size_t n, size_t width, mog_output output);

/* ---- batch normalisation ------------------------------------------------------------------- */

/** A normalisation of n features that does nothing. */
static inline void init_norm(size_t n, mog_real *weight, mog_real *bias, mog_real *mean,
                             mog_real *variance) {
    for (size_t i = 0; i < n; i++) {
        weight[i] = variance[i] = 1;
        bias[i] = mean[i] = 0;
    }
}

/** As PyTorch has it. */
MOG_INLINE mog_real norm_deviation(mog_real variance) {
    return real_sqrt(variance + (mog_real)1e-5);
}

/**
 * Moves the running statistics by those of `count` numbers of each of n features, whose running
 * variance is the unbiased one: a single number leaves it where it is.
 *
 * mean [n], inverse [n]: sums of squared deviations, becomes 1 / deviation
 */
void mog_norm_settle(const mog_real *mean, mog_real *inverse, mog_real *running_mean,
                     mog_real *running_variance, mog_real count, size_t n);

/**
 * Batch normalisation (Ioffe, Szegedy, ICML 2015) with the running statistics:
 * y <- (y - mean) / deviation weight + bias.
 *
 * y [batch][n], scratch, weight, bias, mean, variance [n]
 */
void mog_batch_norm_forward(mog_real *y, mog_real *scratch, const mog_real *weight,
                            const mog_real *bias, const mog_real *mean, const mog_real *variance,
                            size_t batch, size_t n);

/**
 * With the batch's own statistics, which also move the running ones, as PyTorch does: momentum 0.1,
 * the running variance unbiased. One sample has no unbiased variance: the running one stays.
 *
 * y [batch][n] out, mean, inverse [n] out: the batch's, for backward; running_* [n] in and out;
 * x [batch][n], weight, bias [n]
 */
void mog_batch_norm_training(mog_real *y, mog_real *mean, mog_real *inverse, mog_real *running_mean,
                             mog_real *running_variance, const mog_real *x, const mog_real *weight,
                             const mog_real *bias, size_t batch, size_t n);

/**
 * d <- dL/dx from d = dL/dy, and the gradients of weight and bias.
 *
 * d [batch][n] in and out, dweight, dbias [n] out, the rest as in the forward pass
 */
void mog_batch_norm_backward(mog_real *d, mog_real *dweight, mog_real *dbias, const mog_real *x,
                             const mog_real *mean, const mog_real *inverse, const mog_real *weight,
                             size_t batch, size_t n);

/** With running statistics. y [batch][planes][pixels] in and out, the rest [planes] */
void mog_plane_norm_forward(mog_real *y, const mog_real *weight, const mog_real *bias,
                            const mog_real *mean, const mog_real *variance, size_t batch,
                            mog_image image);

/** With the batch's, as mog_batch_norm_training(). y, x [batch][planes][pixels], rest [planes] */
void mog_plane_norm_training(mog_real *y, mog_real *mean, mog_real *inverse, mog_real *running_mean,
                             mog_real *running_variance, const mog_real *x, const mog_real *weight,
                             const mog_real *bias, size_t batch, mog_image image);

/** As mog_batch_norm_backward(). d in and out, x [batch][planes][pixels], the rest [planes] */
void mog_plane_norm_backward(mog_real *d, mog_real *dweight, mog_real *dbias, const mog_real *x,
                             const mog_real *mean, const mog_real *inverse, const mog_real *weight,
                             size_t batch, mog_image image);

/* ---- convolution --------------------------------------------------------------------------- */

/** From `in` planes to `out` planes of the same side, zeros beyond the border. */
typedef struct mog_convolution {
    size_t in, out;
    size_t side;
    size_t kernel; /* odd: width and height */
} mog_convolution;

/** Numbers of the scratch memory below: one sample's unfolded image, [in kernel^2][side^2]. */
size_t mog_convolution_scratch(const mog_convolution *shape);

/**
 * z[o](r, c) = sum over i, u, v of weight[o][i][u][v] x[i](r + u - kernel/2, c + v - kernel/2),
 * without the bias, which mog_plane_bias_relu() adds.
 *
 * z [batch][out][side^2], x [batch][in][side^2], weight [out][in][kernel][kernel]
 */
void mog_convolution_forward(const mog_convolution *shape, mog_real *z, mog_real *scratch,
                             const mog_real *x, const mog_real *weight, size_t batch);

/** dweight [out][in][kernel][kernel], dz [batch][out][side^2], x [batch][in][side^2] */
void mog_convolution_backward_weight(const mog_convolution *shape, mog_real *dweight,
                                     mog_real *scratch, const mog_real *dz, const mog_real *x,
                                     size_t batch);

/** dx [batch][in][side^2], dz [batch][out][side^2], weight [out][in][kernel][kernel] */
void mog_convolution_backward_input(const mog_convolution *shape, mog_real *dx, mog_real *scratch,
                                    const mog_real *dz, const mog_real *weight, size_t batch);

/* ---- graph convolution ---------------------------------------------------------------------- */

/** Columns that features of `width` columns spread to: a link's own, heard and caused. */
#define MOG_GRAPH_CONVOLUTION_WIDTH(width) (3 * (width))

/** A batch of graphs, in the caller's memory. */
typedef struct mog_convolution_graph {
    size_t samples, links;
    mog_real *edge;    /**< [samples][K][K]: x_ij; 0 for j = i and between no neighbours */
    mog_real *share;   /**< [samples][K]: 1 / number of neighbours; 0 for a link that has none */
    mog_real *product; /**< [K][width], scratch */
} mog_convolution_graph;

/** Takes the edges from normalised features. x [samples][K][K] */
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
