/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "nn/layer/plane.h"

#include "nn/kernel/vector.h"
#include "nn/layer/batch_norm.h"
#include <string.h>

/* Sums are taken plane by plane, and those are added in the order of the batch. */

MOG_INLINE mog_real sum(const mog_real *restrict x, size_t n) {
    _Alignas(64) mog_real lane[REAL_LANES] = {0};
    size_t p = 0;
    for (; p + REAL_LANES <= n; p += REAL_LANES)
        for (size_t l = 0; l < REAL_LANES; l++)
            lane[l] += x[p + l];
    for (size_t l = 0; p + l < n; l++)
        lane[l] += x[p + l];
    return real_lane_sum(lane);
}

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

MOG_SIMD(void, mog_plane_bias_relu,
         (mog_real *restrict z, const mog_real *restrict bias, size_t batch, mog_image image),
         (z, bias, batch, image)) {
    for (size_t b = 0; b < batch; b++)
        for (size_t c = 0; c < image.planes; c++, z += image.pixels)
            for (size_t p = 0; p < image.pixels; p++) {
                const mog_real biased = z[p] + bias[c];
                z[p] = biased < 0 ? 0 : biased; /* lets NaN through */
            }
}

MOG_SIMD(void, mog_plane_bias_relu_backward,
         (mog_real *restrict d, mog_real *restrict dbias, const mog_real *restrict a, size_t batch,
          mog_image image),
         (d, dbias, a, batch, image)) {
    memset(dbias, 0, image.planes * sizeof *dbias);
    for (size_t b = 0; b < batch; b++)
        for (size_t c = 0; c < image.planes; c++, d += image.pixels, a += image.pixels) {
            for (size_t p = 0; p < image.pixels; p++)
                d[p] = a[p] > 0 ? d[p] : 0;
            dbias[c] += sum(d, image.pixels);
        }
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
            mean[c] += sum(x + (b * image.planes + c) * n, n);
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
    norm_settle(mean, inverse, running_mean, running_variance, (mog_real)(batch * n), image.planes);
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
            dbias[c] += sum(d + plane, n);
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
