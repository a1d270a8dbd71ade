/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * The layers that networks are made of: a forward and a backward function each, on arrays of the
 * caller. Outputs come first, then inputs, then sizes. Gradients of parameters are overwritten.
 */
#ifndef MOG_NN_LAYERS_H
#define MOG_NN_LAYERS_H

#include "nn/kernel/real.h"

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

/** z <- max(z + b, 0). z [batch][n], bias [n] */
void mog_bias_relu(mog_real *z, const mog_real *bias, size_t batch, size_t n);

/**
 * d <- dL/dz from d = dL/da, and the bias' gradient.
 *
 * d [batch][n] in and out, dbias [n] out, a [batch][n] the activations
 */
void mog_bias_relu_backward(mog_real *d, mog_real *dbias, const mog_real *a, size_t batch,
                            size_t n);

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

#endif
