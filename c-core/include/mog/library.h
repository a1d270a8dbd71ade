/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * The library itself: its version, what it was built with, and where its memory comes from.
 */
#ifndef MOG_LIBRARY_H
#define MOG_LIBRARY_H

#include "mog/status.h"
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The version of the library that is running, "major.minor.patch". May be called by any thread. */
const char *mog_version(void);

/**
 * What the library was built with: "hdf5" (data set files, mog/io.h), "avx2", "avx512" (kernels
 * for these instructions), "address-sanitizer", "thread-sanitizer". May be called by any thread.
 *
 * @return names, the last one followed by NULL
 */
const char *const *mog_features(void);

/**
 * The instructions that the library's own kernels use in this process: "sse", "avx2" or "avx512"
 * ("sse" also stands for what other processors have). The widest that the CPU has, unless the
 * environment variable MOG_SIMD names a narrower one; any other value of it is ignored. All give
 * the same bits, except for products with rows of weights (mog_blas_open() finds a kernel set
 * that matches, and bits of its own). May be called by any thread; the first call decides.
 */
const char *mog_simd_name(void);

/** Where memory comes from. */
typedef struct mog_allocator {
    void *(*allocate)(size_t bytes, void *context); /**< like malloc() */
    void (*release)(void *memory, void *context);   /**< like free(), never for NULL */
    void *context;                                  /**< handed to both */
} mog_allocator;

/**
 * Takes memory from another allocator from now on: call it before anything else, and while no
 * other thread is in the library. The functions must be callable by every thread that uses the
 * library. What was allocated before is released to where it came from.
 *
 * Memory of the libraries behind it is not asked for here: jansson's while a policy is read or
 * written, HDF5's, OpenBLAS', the C library's for open files.
 *
 * @param allocator  copied; NULL: malloc() and free()
 * @return MOG_OK, or MOG_ERROR_ARGUMENT if a function is missing
 */
mog_status mog_set_allocator(const mog_allocator *allocator, mog_error *error);

#ifdef __cplusplus
}
#endif
#endif
