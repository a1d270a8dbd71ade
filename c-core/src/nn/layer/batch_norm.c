/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Batch normalisation, on rows and on images. Of images, sums are taken plane by plane, and those
 * are added in the order of the batch.
 */
#include "nn/kernel/sums.h"
#include "nn/layer/layers.h"

#include <string.h>

MOG_SIMD(void, mog_norm_settle,
         (const mog_real *restrict mean, mog_real *restrict inverse,
          mog_real *restrict running_mean, mog_real *restrict running_variance, mog_real count,
          size_t n),
         (mean, inverse, running_mean, running_variance, count, n)) {
    const mog_real momentum = (mog_real)0.1, variance_momentum = count > 1 ? momentum : 0;
    const mog_real unbiased = count > 1 ? count / (count - 1) : 0;
    for (size_t j = 0; j < n; j++) {
        const mog_real variance = inverse[j] / count;
        running_mean[j] += momentum * (mean[j] - running_mean[j]);
        running_variance[j] += variance_momentum * (variance * unbiased - running_variance[j]);
        inverse[j] = 1 / norm_deviation(variance);
    }
}

/* ---- rows ---------------------------------------------------------------------------------- */

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
    mog_norm_settle(mean, inverse, running_mean, running_variance, count, n);
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

/* ---- images -------------------------------------------------------------------------------- */

/* sum of (a - from_a) (b - from_b) */
MOG_INLINE mog_real product_sum(const mog_real *restrict a, mog_real from_a,
                                const mog_real *restrict b, mog_real from_b, size_t n) {
    _Alignas(64) mog_real lane[REAL_LANES] = {0};
    size_t p = 0;
    for (; p + REAL_LANES <= n; p += REAL_LANES)
        for (size_t l = 0; l < REAL_LANES; l++)
            lane[l] += (a[p + l] - from_a) * (b[p + l] - from_b);
    for (size_t l = 0; p + l < n; l++)
        lane[l] += (a[p + l] - from_a) * (b[p + l] - from_b);
    return real_lane_sum(lane);
}

/* y <- (x - mean) scale + bias */
MOG_INLINE void normalise(mog_real *y, const mog_real *x, mog_real mean, mog_real scale,
                          mog_real bias, size_t n) {
    for (size_t p = 0; p < n; p++)
        y[p] = (x[p] - mean) * scale + bias;
}

MOG_SIMD(void, mog_plane_norm_forward,
         (mog_real *restrict y, const mog_real *restrict weight, const mog_real *restrict bias,
          const mog_real *restrict mean, const mog_real *restrict variance, size_t batch,
          mog_image image),
         (y, weight, bias, mean, variance, batch, image)) {
    for (size_t b = 0; b < batch; b++)
        for (size_t c = 0; c < image.planes; c++, y += image.pixels)
            normalise(y, y, mean[c], weight[c] / norm_deviation(variance[c]), bias[c],
                      image.pixels);
}

/* The batch's mean, and in `squares` the sums of squared deviations from it. */
MOG_INLINE void plane_statistics(mog_real *restrict mean, mog_real *restrict squares,
                                 const mog_real *restrict x, size_t batch, mog_image image) {
    const size_t n = image.pixels;
    memset(mean, 0, image.planes * sizeof *mean);
    memset(squares, 0, image.planes * sizeof *squares);
    for (size_t b = 0; b < batch; b++)
        for (size_t c = 0; c < image.planes; c++)
            mean[c] += real_sum(x + (b * image.planes + c) * n, n);
    for (size_t c = 0; c < image.planes; c++)
        mean[c] /= (mog_real)(batch * n);
    for (size_t b = 0; b < batch; b++)
        for (size_t c = 0; c < image.planes; c++, x += n)
            squares[c] += product_sum(x, mean[c], x, mean[c], n);
}

MOG_SIMD(void, mog_plane_norm_training,
         (mog_real *restrict y, mog_real *restrict mean, mog_real *restrict inverse,
          mog_real *restrict running_mean, mog_real *restrict running_variance,
          const mog_real *restrict x, const mog_real *restrict weight,
          const mog_real *restrict bias, size_t batch, mog_image image),
         (y, mean, inverse, running_mean, running_variance, x, weight, bias, batch, image)) {
    const size_t n = image.pixels;
    plane_statistics(mean, inverse, x, batch, image);
    mog_norm_settle(mean, inverse, running_mean, running_variance, (mog_real)(batch * n),
                    image.planes);
    for (size_t b = 0; b < batch; b++)
        for (size_t c = 0; c < image.planes; c++, x += n, y += n)
            normalise(y, x, mean[c], inverse[c] * weight[c], bias[c], n);
}

/* d <- weight inverse (d - (dbias + normal dweight) / count), normal = (x - mean) inverse */
MOG_SIMD(void, mog_plane_norm_backward,
         (mog_real *restrict d, mog_real *restrict dweight, mog_real *restrict dbias,
          const mog_real *restrict x, const mog_real *restrict mean,
          const mog_real *restrict inverse, const mog_real *restrict weight, size_t batch,
          mog_image image),
         (d, dweight, dbias, x, mean, inverse, weight, batch, image)) {
    const size_t n = image.pixels, planes = image.planes;
    memset(dweight, 0, planes * sizeof *dweight);
    memset(dbias, 0, planes * sizeof *dbias);
    for (size_t b = 0; b < batch; b++)
        for (size_t c = 0; c < planes; c++) {
            const size_t plane = (b * planes + c) * n;
            dbias[c] += real_sum(d + plane, n);
            dweight[c] += inverse[c] * product_sum(d + plane, 0, x + plane, mean[c], n);
        }
    const mog_real share = 1 / (mog_real)(batch * n);
    for (size_t b = 0; b < batch; b++)
        for (size_t c = 0; c < planes; c++, d += n, x += n) {
            const mog_real shift = share * dbias[c], slope = share * dweight[c] * inverse[c];
            const mog_real scale = weight[c] * inverse[c];
            for (size_t p = 0; p < n; p++)
                d[p] = scale * (d[p] - shift - (x[p] - mean[c]) * slope);
        }
}
