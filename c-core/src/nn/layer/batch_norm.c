/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "nn/layer/batch_norm.h"

MOG_SIMD(void, mog_batch_norm_forward,
         (mog_real *restrict y, mog_real *restrict scratch, const mog_real *restrict weight,
          const mog_real *restrict bias, const mog_real *restrict mean,
          const mog_real *restrict variance, size_t batch, size_t n),
         (y, scratch, weight, bias, mean, variance, batch, n)) {
    for (size_t j = 0; j < n; j++)
        scratch[j] = weight[j] / norm_deviation(variance[j]);
    for (size_t b = 0; b < batch; b++, y += n)
        for (size_t j = 0; j < n; j++)
            y[j] = (y[j] - mean[j]) * scratch[j] + bias[j];
}

/* sum[j] = sum over the batch of x[b][j] */
MOG_INLINE void column_sums(mog_real *restrict sum, const mog_real *restrict x, size_t batch,
                            size_t n) {
    for (size_t j = 0; j < n; j++)
        sum[j] = 0;
    for (size_t b = 0; b < batch; b++, x += n)
        for (size_t j = 0; j < n; j++)
            sum[j] += x[j];
}

MOG_SIMD(void, mog_batch_norm_training,
         (mog_real *restrict y, mog_real *restrict mean, mog_real *restrict inverse,
          mog_real *restrict running_mean, mog_real *restrict running_variance,
          const mog_real *restrict x, const mog_real *restrict weight,
          const mog_real *restrict bias, size_t batch, size_t n),
         (y, mean, inverse, running_mean, running_variance, x, weight, bias, batch, n)) {
    const mog_real count = (mog_real)batch;
    column_sums(mean, x, batch, n);
    for (size_t j = 0; j < n; j++) {
        mean[j] /= count;
        inverse[j] = 0;
    }
    /* the squares of the deviations, where the inverse deviation will stand */
    const mog_real *row = x;
    for (size_t b = 0; b < batch; b++, row += n)
        for (size_t j = 0; j < n; j++) {
            const mog_real deviation = row[j] - mean[j];
            inverse[j] += deviation * deviation;
        }
    norm_settle(mean, inverse, running_mean, running_variance, count, n);
    for (size_t b = 0; b < batch; b++, x += n, y += n)
        for (size_t j = 0; j < n; j++)
            y[j] = (x[j] - mean[j]) * inverse[j] * weight[j] + bias[j];
}

MOG_SIMD(void, mog_batch_norm_backward,
         (mog_real *restrict d, mog_real *restrict dweight, mog_real *restrict dbias,
          const mog_real *restrict x, const mog_real *restrict mean,
          const mog_real *restrict inverse, const mog_real *restrict weight, size_t batch,
          size_t n),
         (d, dweight, dbias, x, mean, inverse, weight, batch, n)) {
    for (size_t j = 0; j < n; j++)
        dweight[j] = 0;
    for (size_t b = 0; b < batch; b++)
        for (size_t j = 0; j < n; j++)
            dweight[j] += d[b * n + j] * ((x[b * n + j] - mean[j]) * inverse[j]);
    column_sums(dbias, d, batch, n);
    const mog_real share = 1 / (mog_real)batch;
    for (size_t b = 0; b < batch; b++)
        for (size_t j = 0; j < n; j++) {
            const mog_real normal = (x[b * n + j] - mean[j]) * inverse[j];
            const mog_real centred = d[b * n + j] - share * (dbias[j] + normal * dweight[j]);
            d[b * n + j] = weight[j] * inverse[j] * centred;
        }
}
