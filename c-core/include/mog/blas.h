/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * The BLAS shim: the one place through which c-core multiplies matrices.
 *
 * `cblas_*` exists in GSL's reference library, which ns-3 links, and in OpenBLAS; inside a
 * simulation the slow one may win. Debian's OpenBLAS also takes CPUs that it does not know for very
 * old ones. The shim therefore loads OpenBLAS by itself, privately, with kernels named that match
 * the CPU's features (and MOG_SIMD, mog/library.h), on one thread. OPENBLAS_CORETYPE,
 * OPENBLAS_NUM_THREADS, MOG_OPENBLAS (path of the library) in the environment are respected, and it
 * is as before afterwards. All functions may be called by any thread.
 *
 * Matrices are row-major and densely packed: op(A) is m x k, op(B) is k x n, C is m x n.
 */
#ifndef MOG_BLAS_H
#define MOG_BLAS_H

#include "mog/status.h"
#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What the shim found and chose. */
typedef struct mog_blas_info {
    char library[256]; /**< file the symbols come from */
    char kernels[64];  /**< OpenBLAS' name of the kernel set in use, for example "SkylakeX" */
    char config[256];  /**< OpenBLAS' own description */
    int threads;
} mog_blas_info;

/**
 * Loads the library on the first call, in whatever thread; later calls only return the result of
 * the first. Every object that multiplies matrices calls it when it is created.
 *
 * @return MOG_OK, or MOG_ERROR_MISSING with a message that names the package to install
 */
mog_status mog_blas_open(mog_error *error);

/** What mog_blas_open() found; all empty before it has succeeded, also while it is at it. */
mog_blas_info mog_blas_describe(void);

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
