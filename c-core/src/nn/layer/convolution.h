/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Convolution of images: batches of square planes, [batch][planes][side][side]. Pixels are
 * innermost, so that everything runs along them, however few planes there are; and flattening an
 * image in PyTorch's order is to see it as [batch][planes * side * side].
 */
#ifndef MOG_NN_CONVOLUTION_H
#define MOG_NN_CONVOLUTION_H

#include "nn/kernel/real.h"

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

#endif
