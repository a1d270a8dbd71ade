/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Products of matrices, by the library that mog_blas_open() has loaded.
 *
 * Matrices are row-major and densely packed: op(A) is m x k, op(B) is k x n, C is m x n.
 */
#ifndef MOG_BASE_BLAS_H
#define MOG_BASE_BLAS_H

#include "mog/blas.h"
#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/** C <- alpha op(A) op(B) + beta C, float32; needs mog_blas_open(). */
void mog_sgemm(bool transpose_a, bool transpose_b, size_t m, size_t n, size_t k, float alpha,
               const float *a, const float *b, float beta, float *c);
/** C <- alpha op(A) op(B) + beta C, float64; needs mog_blas_open(). */
void mog_dgemm(bool transpose_a, bool transpose_b, size_t m, size_t n, size_t k, double alpha,
               const double *a, const double *b, double beta, double *c);

#ifdef __cplusplus
}
#endif
#endif
