/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "layers.h"

/*
 * Column sums (bias gradients) add rows in their order, which vectorises along the columns and
 * gives the same bits with any vector length.
 */

MOG_SIMD void mog_bias_relu(mog_real *restrict z, const mog_real *restrict bias, size_t batch,
                            size_t n) {
    for (size_t b = 0; b < batch; b++, z += n)
        for (size_t j = 0; j < n; j++) {
            const mog_real sum = z[j] + bias[j];
            z[j] = sum < 0 ? 0 : sum; /* lets NaN through */
        }
}

MOG_SIMD void mog_bias_relu_backward(mog_real *restrict d, mog_real *restrict dbias,
                                     const mog_real *restrict a, size_t batch, size_t n) {
    for (size_t j = 0; j < n; j++)
        dbias[j] = 0;
    for (size_t b = 0; b < batch; b++, d += n, a += n)
        for (size_t j = 0; j < n; j++) {
            const mog_real passed = a[j] > 0 ? d[j] : 0;
            d[j] = passed;
            dbias[j] += passed;
        }
}

MOG_SIMD static void bias_sigmoid(mog_real *restrict z, const mog_real *restrict bias, size_t batch,
                                  size_t n) {
    for (size_t b = 0; b < batch; b++, z += n)
        for (size_t j = 0; j < n; j++)
            z[j] = real_sigmoid(z[j] + bias[j]);
}

MOG_SIMD static void bias_relu6(mog_real *restrict z, const mog_real *restrict bias, size_t batch,
                                size_t n) {
    for (size_t b = 0; b < batch; b++, z += n)
        for (size_t j = 0; j < n; j++) {
            const mog_real sum = z[j] + bias[j];
            const mog_real above = sum < 0 ? 0 : sum;
            z[j] = (above > 6 ? 6 : above) / 6;
        }
}

void mog_bias_output(mog_real *z, const mog_real *bias, size_t batch, size_t n, mog_output output) {
    if (output == MOG_OUTPUT_SIGMOID)
        bias_sigmoid(z, bias, batch, n);
    else
        bias_relu6(z, bias, batch, n);
}

MOG_SIMD static void bias_sigmoid_backward(mog_real *restrict dz, mog_real *restrict dbias,
                                           const mog_real *restrict dy, const mog_real *restrict y,
                                           size_t batch, size_t n) {
    for (size_t b = 0; b < batch; b++, dz += n, dy += n, y += n)
        for (size_t j = 0; j < n; j++) {
            dz[j] = dy[j] * (y[j] * (1 - y[j]));
            dbias[j] += dz[j];
        }
}

MOG_SIMD static void bias_relu6_backward(mog_real *restrict dz, mog_real *restrict dbias,
                                         const mog_real *restrict dy, const mog_real *restrict y,
                                         size_t batch, size_t n) {
    for (size_t b = 0; b < batch; b++, dz += n, dy += n, y += n)
        for (size_t j = 0; j < n; j++) {
            const mog_real inside = (y[j] > 0 ? dy[j] : 0) / 6;
            dz[j] = y[j] < 1 ? inside : 0;
            dbias[j] += dz[j];
        }
}

void mog_bias_output_backward(mog_real *dz, mog_real *dbias, const mog_real *dy, const mog_real *y,
                              size_t batch, size_t n, mog_output output) {
    for (size_t j = 0; j < n; j++)
        dbias[j] = 0;
    if (output == MOG_OUTPUT_SIGMOID)
        bias_sigmoid_backward(dz, dbias, dy, y, batch, n);
    else
        bias_relu6_backward(dz, dbias, dy, y, batch, n);
}
