/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * One mark for loops that should use the widest vectors of the CPU at hand.
 *
 * A function defined with MOG_SIMD is compiled for AVX-512, AVX2 and the baseline, and the loader
 * picks one. All give the same bits: c-core is compiled without contraction to fused multiply-adds,
 * and without -ffast-math the compiler never reorders a sum. A reduction therefore vectorises only
 * if the source says in which order it adds: into MOG_LANES partial sums, then those pairwise.
 *
 * Helpers that such a function calls must be inlined into it, or they stay in the baseline's
 * instructions: declare them MOG_INLINE.
 */
#ifndef MOG_BASE_SIMD_H
#define MOG_BASE_SIMD_H

#include <features.h>

/* The loader runs resolvers before a sanitizer's runtime is ready, so instrumented builds do
 * without. */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && defined(__GLIBC__) &&       \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define MOG_SIMD_X86 1 /* also for functions written for one instruction set */
#define MOG_SIMD __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define MOG_SIMD
#endif

#define MOG_INLINE static inline __attribute__((always_inline))

/** Partial sums of a reduction: a full vector of float32 with AVX-512. */
#define MOG_LANES 16

/* Sums MOG_LANES partial sums, always in the same order. */
#define MOG_SUM_LANES(lane)                                                                        \
    (((((lane)[0] + (lane)[8]) + ((lane)[4] + (lane)[12])) +                                       \
      (((lane)[2] + (lane)[10]) + ((lane)[6] + (lane)[14]))) +                                     \
     ((((lane)[1] + (lane)[9]) + ((lane)[5] + (lane)[13])) +                                       \
      (((lane)[3] + (lane)[11]) + ((lane)[7] + (lane)[15]))))

#endif
