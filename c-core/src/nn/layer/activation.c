/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "nn/layer/layers.h"

/*
 * Column sums (bias gradients) add rows in their order, which vectorises along the columns and
 * gives the same bits with any vector length.
 */

MOG_SIMD(void, mog_bias_relu,
         (mog_real *restrict z, const mog_real *restrict bias, size_t batch, size_t n),
         (z, bias, batch, n)) {
    for (size_t b = 0; b < batch; b++, z += n)
        for (size_t j = 0; j < n; j++) {
            const mog_real sum = z[j] + bias[j];
            z[j] = sum < 0 ? 0 : sum; /* lets NaN through */
        }
}

MOG_SIMD(void, mog_bias_relu_backward,
         (mog_real *restrict d, mog_real *restrict dbias, const mog_real *restrict a, size_t batch,
          size_t n),
         (d, dbias, a, batch, n)) {
    for (size_t j = 0; j < n; j++)
        dbias[j] = 0;
    for (size_t b = 0; b < batch; b++, d += n, a += n)
        for (size_t j = 0; j < n; j++) {
            const mog_real passed = a[j] > 0 ? d[j] : 0;
            d[j] = passed;
            dbias[j] += passed;
        }
}
