/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Loads OpenBLAS with kernels for this CPU, and multiplies matrices with it. */
#define _GNU_SOURCE /* RTLD_DEEPBIND, dladdr, environ */
#include "base/blas.h"

#include "base/sanitizer.h"
#include "base/simd.h"

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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
    char **environment; /* that OpenBLAS was loaded in */
    mog_status status;
    char message[MOG_MESSAGE_SIZE];
    mog_blas_info info;
    sgemm_function *sgemm;
    dgemm_function *dgemm;
} blas = {.once = PTHREAD_ONCE_INIT, .status = MOG_ERROR_MISSING};

/*
 * The kernel set for the path in use, by the CPU's features and not by its model number, which
 * OpenBLAS 0.3.21 knows only up to Cooper Lake and Zen 3 and otherwise answers with SSE3 kernels.
 * NULL: let OpenBLAS pick.
 */
static const char *matching_kernels(void) {
#ifdef MOG_SIMD_X86
    if (mog_simd() == MOG_PATH_AVX512 && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
        return "OPENBLAS_CORETYPE=SkylakeX";
    if (mog_simd() >= MOG_PATH_AVX2)
        return __builtin_cpu_is("amd") ? "OPENBLAS_CORETYPE=Zen" : "OPENBLAS_CORETYPE=Haswell";
    if (mog_simd_widest() != MOG_PATH_SSE)
        return "OPENBLAS_CORETYPE=Prescott";
#endif
    return NULL;
}

/*
 * DEEPBIND: OpenBLAS' own symbols come before libgslcblas'. LOCAL: nobody else's calls end up in
 * it. Sanitizers end the process at DEEPBIND, behind which their own malloc() is not seen; the
 * Fortran names the shim asks for exist once in such a process.
 */
#if defined(MOG_ADDRESS_SANITIZER) || defined(MOG_THREAD_SANITIZER)
static const int load_mode = RTLD_NOW | RTLD_LOCAL;
#else
static const int load_mode = RTLD_NOW | RTLD_LOCAL | RTLD_DEEPBIND;
#endif

/*
 * OpenBLAS takes kernels and threads from the environment, and reads it while it is being loaded.
 * Other threads may be in getenv() at that time, which setenv() moves and frees things under. So
 * the process gets another environment for that while: the same variables in a list of its own,
 * which is never freed, because a thread may still be reading it. Variables of the user come first,
 * and getenv() takes the first.
 */
static void *load_with_variables(const char *library, const char *const *variables, size_t count) {
    size_t own = 0;
    while (environ != NULL && environ[own] != NULL)
        own++;
    char **lent = calloc(own + count + 1, sizeof *lent); /* the process', not the library's */
    if (lent == NULL) { /* other kernels and more threads would give other numbers */
        blas.status = MOG_ERROR_MEMORY;
        return NULL;
    }
    if (own > 0)
        memcpy(lent, environ, own * sizeof *lent);
    for (size_t i = 0; i < count; i++)
        memcpy(&lent[own + i], &variables[i], sizeof *lent); /* nobody writes into a variable */
    char **before = environ;
    environ = blas.environment = lent;
    errno = 0;
    void *handle = dlopen(library, load_mode);
    if (handle == NULL && errno == ENOMEM) /* dlerror() does not always say so */
        blas.status = MOG_ERROR_MEMORY;
    if (environ == lent) /* or somebody has set a variable, and has a list of his own now */
        environ = before;
    return handle;
}

static void *load_library(void) {
    const char *wanted = getenv("MOG_OPENBLAS");
    const char *kernels = matching_kernels();
    const char *const variables[] = {"OPENBLAS_NUM_THREADS=1", kernels};
    return load_with_variables(wanted != NULL ? wanted : "libopenblas.so.0", variables,
                               kernels != NULL ? 2 : 1);
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
    if (library == NULL && blas.status == MOG_ERROR_MEMORY) {
        snprintf(blas.message, sizeof blas.message, "out of memory: OpenBLAS cannot be loaded");
        return;
    }
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

mog_status mog_blas_open(mog_blas_info *info, mog_error *error) {
    pthread_once(&blas.once, open_once);
    if (info != NULL)
        *info = blas.info;
    return blas.status == MOG_OK ? MOG_OK : mog_fail(error, blas.status, "%s", blas.message);
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
