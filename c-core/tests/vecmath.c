/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Elementwise functions of arrays, for every vector width. */
#include "vecmath.h"

#include "base/vecmath_kernel.h"

MOG_SIMD(void, mog_vector_exp, (size_t n, const float *x, float *y), (n, x, y)) {
    for (size_t i = 0; i < n; i++)
        y[i] = kernel_exp(x[i]);
}

MOG_SIMD(void, mog_vector_log, (size_t n, const float *x, float *y), (n, x, y)) {
    for (size_t i = 0; i < n; i++)
        y[i] = kernel_log(x[i]);
}

MOG_SIMD(void, mog_vector_tanh, (size_t n, const float *x, float *y), (n, x, y)) {
    for (size_t i = 0; i < n; i++)
        y[i] = kernel_tanh(x[i]);
}

MOG_SIMD(void, mog_vector_sigmoid, (size_t n, const float *x, float *y), (n, x, y)) {
    for (size_t i = 0; i < n; i++)
        y[i] = kernel_sigmoid(x[i]);
}
