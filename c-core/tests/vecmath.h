/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * The library's elementwise float32 functions as loops over arrays, as its layers have them:
 * compiled like the library, for every vector width.
 */
#ifndef MOG_TESTS_VECMATH_H
#define MOG_TESTS_VECMATH_H

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
