/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Activations: ReLU on rows and on images, and the last activation of each output, forward and
 * backward. A new output is two functions, one line in the table below and its names and width in
 * settings.c. Derivatives are taken from the outputs, which are finite: those that round to the end
 * of their range have 0.
 *
 * Column sums (bias gradients) add rows in their order, which vectorises along the columns and
 * gives the same bits with any vector length; those of a plane are taken plane by plane, and added
 * in the order of the batch.
 */
#include "nn/kernel/sums.h"
#include "nn/layer/layers.h"

#include <string.h>

/* ---- ReLU ---------------------------------------------------------------------------------- */

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
            dbias[c] += real_sum(d, image.pixels);
        }
}

/* ---- outputs ------------------------------------------------------------------------------- */

/* What they all have; those that take every number alone do not use `width`. */
typedef struct output_function {
    void (*forward)(mog_real *restrict z, const mog_real *restrict bias, size_t batch, size_t n,
                    size_t width);
    void (*backward)(mog_real *restrict dz, mog_real *restrict dbias, const mog_real *restrict dy,
                     const mog_real *restrict y, size_t batch, size_t n, size_t width);
} output_function;

/* ---- sigmoid ------------------------------------------------------------------------------- */

static MOG_SIMD(void, sigmoid,
                (mog_real *restrict z, const mog_real *restrict bias, size_t batch, size_t n,
                 size_t width),
                (z, bias, batch, n, width)) {
    (void)width;
    for (size_t b = 0; b < batch; b++, z += n)
        for (size_t j = 0; j < n; j++)
            z[j] = real_sigmoid(z[j] + bias[j]);
}

static MOG_SIMD(void, sigmoid_backward,
                (mog_real *restrict dz, mog_real *restrict dbias, const mog_real *restrict dy,
                 const mog_real *restrict y, size_t batch, size_t n, size_t width),
                (dz, dbias, dy, y, batch, n, width)) {
    (void)width;
    for (size_t b = 0; b < batch; b++, dz += n, dy += n, y += n)
        for (size_t j = 0; j < n; j++) {
            dz[j] = dy[j] * (y[j] * (1 - y[j]));
            dbias[j] += dz[j];
        }
}

/* ---- relu6 --------------------------------------------------------------------------------- */

static MOG_SIMD(void, relu6,
                (mog_real *restrict z, const mog_real *restrict bias, size_t batch, size_t n,
                 size_t width),
                (z, bias, batch, n, width)) {
    (void)width;
    for (size_t b = 0; b < batch; b++, z += n)
        for (size_t j = 0; j < n; j++) {
            const mog_real sum = z[j] + bias[j];
            const mog_real above = sum < 0 ? 0 : sum;
            z[j] = (above > 6 ? 6 : above) / 6;
        }
}

static MOG_SIMD(void, relu6_backward,
                (mog_real *restrict dz, mog_real *restrict dbias, const mog_real *restrict dy,
                 const mog_real *restrict y, size_t batch, size_t n, size_t width),
                (dz, dbias, dy, y, batch, n, width)) {
    (void)width;
    for (size_t b = 0; b < batch; b++, dz += n, dy += n, y += n)
        for (size_t j = 0; j < n; j++) {
            const mog_real inside = (y[j] > 0 ? dy[j] : 0) / 6;
            dz[j] = y[j] < 1 ? inside : 0;
            dbias[j] += dz[j];
        }
}

/* ---- beta: 1 + softplus -------------------------------------------------------------------- */

/* log(1 + e^x) = max(x, 0) + log(1 + e^-|x|), which never overflows */
static MOG_SIMD(void, one_and_softplus,
                (mog_real *restrict z, const mog_real *restrict bias, size_t batch, size_t n,
                 size_t width),
                (z, bias, batch, n, width)) {
    (void)width;
    for (size_t b = 0; b < batch; b++, z += n)
        for (size_t j = 0; j < n; j++) {
            const mog_real sum = z[j] + bias[j];
            const mog_real above = sum < 0 ? 0 : sum, size = sum < 0 ? -sum : sum;
            z[j] = 1 + above + real_log(1 + real_exp(-size));
        }
}

/* softplus' is the sigmoid, which is 1 - e^-softplus */
static MOG_SIMD(void, one_and_softplus_backward,
                (mog_real *restrict dz, mog_real *restrict dbias, const mog_real *restrict dy,
                 const mog_real *restrict y, size_t batch, size_t n, size_t width),
                (dz, dbias, dy, y, batch, n, width)) {
    (void)width;
    for (size_t b = 0; b < batch; b++, dz += n, dy += n, y += n)
        for (size_t j = 0; j < n; j++) {
            dz[j] = dy[j] * (1 - real_exp(1 - y[j]));
            dbias[j] += dz[j];
        }
}

/* ---- softmax ------------------------------------------------------------------------------- */

static MOG_SIMD(void, softmax,
                (mog_real *restrict z, const mog_real *restrict bias, size_t batch, size_t n,
                 size_t width),
                (z, bias, batch, n, width)) {
    for (size_t b = 0; b < batch; b++)
        for (size_t j = 0; j < n; j++)
            z[b * n + j] += bias[j];
    /* less the largest of a group, nothing overflows, and one of its powers is 1 */
    for (size_t start = 0; start < batch * n; start += width) {
        mog_real largest = z[start];
        for (size_t c = 1; c < width; c++)
            largest = z[start + c] > largest ? z[start + c] : largest;
        for (size_t c = 0; c < width; c++)
            z[start + c] -= largest;
    }
    for (size_t i = 0; i < batch * n; i++)
        z[i] = real_exp(z[i]);
    for (size_t start = 0; start < batch * n; start += width) {
        mog_real sum = 0;
        for (size_t c = 0; c < width; c++)
            sum += z[start + c];
        for (size_t c = 0; c < width; c++)
            z[start + c] /= sum;
    }
}

static MOG_SIMD(void, softmax_backward,
                (mog_real *restrict dz, mog_real *restrict dbias, const mog_real *restrict dy,
                 const mog_real *restrict y, size_t batch, size_t n, size_t width),
                (dz, dbias, dy, y, batch, n, width)) {
    for (size_t start = 0; start < batch * n; start += width) {
        mog_real mean = 0;
        for (size_t c = 0; c < width; c++)
            mean += y[start + c] * dy[start + c];
        for (size_t c = 0; c < width; c++)
            dz[start + c] = y[start + c] * (dy[start + c] - mean);
    }
    for (size_t b = 0; b < batch; b++)
        for (size_t j = 0; j < n; j++)
            dbias[j] += dz[b * n + j];
}

/* ---- linear -------------------------------------------------------------------------------- */

static MOG_SIMD(void, linear,
                (mog_real *restrict z, const mog_real *restrict bias, size_t batch, size_t n,
                 size_t width),
                (z, bias, batch, n, width)) {
    (void)width;
    for (size_t b = 0; b < batch; b++, z += n)
        for (size_t j = 0; j < n; j++)
            z[j] += bias[j];
}

static MOG_SIMD(void, linear_backward,
                (mog_real *restrict dz, mog_real *restrict dbias, const mog_real *restrict dy,
                 const mog_real *restrict y, size_t batch, size_t n, size_t width),
                (dz, dbias, dy, y, batch, n, width)) {
    (void)y, (void)width;
    for (size_t b = 0; b < batch; b++, dz += n, dy += n)
        for (size_t j = 0; j < n; j++) {
            dz[j] = dy[j];
            dbias[j] += dz[j];
        }
}

/* ---- the table ----------------------------------------------------------------------------- */

static const output_function functions[] = {
    [MOG_OUTPUT_SIGMOID] = {sigmoid, sigmoid_backward},
    [MOG_OUTPUT_RELU6] = {relu6, relu6_backward},
    [MOG_OUTPUT_BERNOULLI] = {sigmoid, sigmoid_backward},
    [MOG_OUTPUT_BETA] = {one_and_softplus, one_and_softplus_backward},
    [MOG_OUTPUT_SOFTMAX] = {softmax, softmax_backward},
    [MOG_OUTPUT_LINEAR] = {linear, linear_backward},
};

void mog_bias_output(mog_real *z, const mog_real *bias, size_t batch, size_t n, size_t width,
                     mog_output output) {
    functions[output].forward(z, bias, batch, n, width);
}

void mog_bias_output_backward(mog_real *dz, mog_real *dbias, const mog_real *dy, const mog_real *y,
                              size_t batch, size_t n, size_t width, mog_output output) {
    for (size_t j = 0; j < n; j++)
        dbias[j] = 0;
    functions[output].backward(dz, dbias, dy, y, batch, n, width);
}
