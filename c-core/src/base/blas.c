/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE /* RTLD_DEEPBIND, dladdr */
#include "mog/blas.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The Fortran interface: column-major, everything by address, 32-bit integers. */
typedef void sgemm_function(const char *, const char *, const int *, const int *, const int *,
                            const float *, const float *, const int *, const float *, const int *,
                            const float *, float *, const int *);
typedef void dgemm_function(const char *, const char *, const int *, const int *, const int *,
                            const double *, const double *, const int *, const double *,
                            const int *, const double *, double *, const int *);
/* Written once, under `once`, and only read afterwards. */
static struct {
    pthread_once_t once;
    mog_status status;
    char message[MOG_MESSAGE_SIZE];
    mog_blas_info info;
    sgemm_function *sgemm;
    dgemm_function *dgemm;
} blas = {.once = PTHREAD_ONCE_INIT, .status = MOG_ERROR_MISSING};

/*
 * The kernel set for this CPU by its features, not by its model number, which OpenBLAS 0.3.21 knows
 * only up to Cooper Lake and Zen 3 and otherwise answers with SSE3 kernels. NULL: let OpenBLAS
 * pick.
 */
static const char *matching_kernels(void) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
        return "SkylakeX";
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return __builtin_cpu_is("amd") ? "Zen" : "Haswell";
#endif
    return NULL;
}

/*
 * DEEPBIND: OpenBLAS' own symbols come before libgslcblas'. LOCAL: nobody else's calls end up in
 * it. AddressSanitizer refuses DEEPBIND; the Fortran names the shim asks for exist once in its
 * tests.
 */
#if defined(__SANITIZE_ADDRESS__)
static const int load_mode = RTLD_NOW | RTLD_LOCAL;
#else
static const int load_mode = RTLD_NOW | RTLD_LOCAL | RTLD_DEEPBIND;
#endif

/* Sets an environment variable unless the user has; says whether it must be taken away again. */
static bool lend_variable(const char *name, const char *value) {
    return value != NULL && getenv(name) == NULL && setenv(name, value, 0) == 0;
}

static void *load_library(void) {
    const char *wanted = getenv("MOG_OPENBLAS");
    /* OpenBLAS reads these once, while it is being loaded; afterwards the environment is as before
     */
    const bool lent_kernels = lend_variable("OPENBLAS_CORETYPE", matching_kernels());
    const bool lent_threads = lend_variable("OPENBLAS_NUM_THREADS", "1");
    void *library = dlopen(wanted != NULL ? wanted : "libopenblas.so.0", load_mode);
    if (lent_kernels)
        unsetenv("OPENBLAS_CORETYPE");
    if (lent_threads)
        unsetenv("OPENBLAS_NUM_THREADS");
    return library;
}

/* dlsym gives void *; ISO C has no cast from it to a function pointer, POSIX promises the bits. */
static void find(void *library, const char *name, void *function) {
    void *symbol = dlsym(library, name);
    memcpy(function, &symbol, sizeof symbol);
}

static void describe(void *library) {
    char *(*corename)(void), *(*config)(void);
    int (*threads)(void);
    find(library, "openblas_get_corename", &corename);
    find(library, "openblas_get_config", &config);
    find(library, "openblas_get_num_threads", &threads);
    snprintf(blas.info.kernels, sizeof blas.info.kernels, "%s", corename ? corename() : "unknown");
    snprintf(blas.info.config, sizeof blas.info.config, "%s", config ? config() : "unknown");
    blas.info.threads = threads ? threads() : 0;
    Dl_info place;
    void *address;
    memcpy(&address, &blas.sgemm, sizeof address);
    if (dladdr(address, &place) != 0)
        snprintf(blas.info.library, sizeof blas.info.library, "%s", place.dli_fname);
}

static void open_once(void) {
    void *library = load_library();
    if (library == NULL) {
        const char *reason = dlerror();
        snprintf(blas.message, sizeof blas.message,
                 "OpenBLAS could not be loaded (%s): install the package libopenblas0, or name the "
                 "library in MOG_OPENBLAS",
                 reason ? reason : "no reason given");
        return;
    }
    find(library, "sgemm_", &blas.sgemm);
    find(library, "dgemm_", &blas.dgemm);
    if (blas.sgemm == NULL || blas.dgemm == NULL) {
        snprintf(blas.message, sizeof blas.message,
                 "the library named for OpenBLAS has no Fortran BLAS (sgemm_): check MOG_OPENBLAS");
        return;
    }
    describe(library);
    blas.status = MOG_OK;
}

mog_status mog_blas_open(mog_error *error) {
    pthread_once(&blas.once, open_once);
    return blas.status == MOG_OK ? MOG_OK : mog_fail(error, blas.status, "%s", blas.message);
}

mog_blas_info mog_blas_describe(void) {
    return blas.info;
}

/*
 * Row-major C = op(A) op(B) is column-major C' = op(B)' op(A)': the operands change places, and
 * each keeps its own flag because its transposition is already in the layout.
 */
void mog_sgemm(bool transpose_a, bool transpose_b, size_t m, size_t n, size_t k, float alpha,
               const float *a, const float *b, float beta, float *c) {
    const int im = (int)m, in = (int)n, ik = (int)k;
    const int lda = transpose_a ? im : ik, ldb = transpose_b ? ik : in;
    blas.sgemm(transpose_b ? "T" : "N", transpose_a ? "T" : "N", &in, &im, &ik, &alpha, b, &ldb, a,
               &lda, &beta, c, &in);
}

void mog_dgemm(bool transpose_a, bool transpose_b, size_t m, size_t n, size_t k, double alpha,
               const double *a, const double *b, double beta, double *c) {
    const int im = (int)m, in = (int)n, ik = (int)k;
    const int lda = transpose_a ? im : ik, ldb = transpose_b ? ik : in;
    blas.dgemm(transpose_b ? "T" : "N", transpose_a ? "T" : "N", &in, &im, &ik, &alpha, b, &ldb, a,
               &lda, &beta, c, &in);
}
