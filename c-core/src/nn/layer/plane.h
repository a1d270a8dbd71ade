/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * The activation and batch normalisation of layers.h on images, [batch][planes][pixels]: a plane is
 * one feature, whose bias, weight and statistics all its pixels share (PyTorch's BatchNorm2d).
 */
#ifndef MOG_NN_PLANE_H
#define MOG_NN_PLANE_H

#include "nn/kernel/real.h"

/** Sizes of an image. */
typedef struct mog_image {
    size_t planes, pixels;
} mog_image;

/** z <- max(z + b, 0). z [batch][planes][pixels], bias [planes] */
void mog_plane_bias_relu(mog_real *z, const mog_real *bias, size_t batch, mog_image image);

/** d <- dL/dz from d = dL/da; dbias [planes] out; d, a [batch][planes][pixels] */
void mog_plane_bias_relu_backward(mog_real *d, mog_real *dbias, const mog_real *a, size_t batch,
                                  mog_image image);

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

#endif
