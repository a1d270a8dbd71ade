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
 * is as before afterwards. The function may be called by any thread.
 */
#ifndef MOG_BLAS_H
#define MOG_BLAS_H

#include "mog/status.h"

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
 * Loads the library on the first call, in whatever thread; later calls wait for that and return its
 * result. Every object that multiplies matrices calls it when it is created.
 *
 * @param info  out, or NULL; all empty on failure
 * @return MOG_OK; MOG_ERROR_MISSING with a message that names the package to install;
 * MOG_ERROR_MEMORY
 */
mog_status mog_blas_open(mog_blas_info *info, mog_error *error);

#ifdef __cplusplus
}
#endif
#endif
