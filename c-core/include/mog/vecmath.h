/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Elementwise float32 functions on arrays: branch-free polynomials that compilers vectorise, a few
 * units in the last place from exact, and the same bits on every CPU.
 */
#ifndef MOG_VECMATH_H
#define MOG_VECMATH_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/** y[i] = exp(x[i]); 0 below -87.3, +inf above 88.7. `x` and `y` may be the same. */
void mog_vector_exp(size_t n, const float *x, float *y);
/** y[i] = ln(x[i]) for x[i] >= 0; -inf for 0. `x` and `y` may be the same. */
void mog_vector_log(size_t n, const float *x, float *y);
/** y[i] = tanh(x[i]). `x` and `y` may be the same. */
void mog_vector_tanh(size_t n, const float *x, float *y);
/** y[i] = 1 / (1 + exp(-x[i])). `x` and `y` may be the same. */
void mog_vector_sigmoid(size_t n, const float *x, float *y);

#ifdef __cplusplus
}
#endif
#endif
