/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * One mark for loops that should use the widest vectors of the CPU at hand.
 *
 *     static MOG_SIMD(void, scale, (size_t n, float factor, float *x), (n, factor, x)) {
 *         for (size_t i = 0; i < n; i++)
 *             x[i] *= factor;
 *     }
 *
 * defines scale() three times, for AVX-512, AVX2 and the baseline, and a function of that name that
 * calls the one of the path in use. All give the same bits: c-core is compiled without contraction
 * to fused multiply-adds, and without -ffast-math the compiler never reorders a sum. A reduction
 * therefore vectorises only if the source says in which order it adds: into MOG_LANES partial sums,
 * then those pairwise.
 *
 * Helpers that such a function calls must be inlined into it, or they stay in the baseline's
 * instructions: declare them MOG_INLINE.
 *
 * Not the compiler's target_clones: the loader would pick these before the environment can be read
 * and before a sanitizer is ready, so that each machine could test one path, and sanitizers none.
 */
#ifndef MOG_BASE_SIMD_H
#define MOG_BASE_SIMD_H

#ifdef __cplusplus
extern "C" {
#endif

#ifdef MOG_COVERAGE /* one body for all paths, which counts once */
#define MOG_INLINE static inline
#else
#define MOG_INLINE static inline __attribute__((always_inline))
#endif

/** Instructions that kernels may use, the wider the larger. */
typedef enum mog_simd_path {
    MOG_PATH_UNKNOWN, /**< not chosen yet */
    MOG_PATH_SSE,     /**< the baseline, on other processors too */
    MOG_PATH_AVX2,    /**< with fused multiply-adds */
    MOG_PATH_AVX512
} mog_simd_path;

/* For mog_simd() alone: a mog_simd_path, which becomes known once. */
extern int mog_simd_in_use;

/** Chooses the path: the widest of the CPU, or a narrower one that MOG_SIMD names. */
mog_simd_path mog_simd_choose(void);

/** The path in use. */
MOG_INLINE mog_simd_path mog_simd(void) {
    const int path = __atomic_load_n(&mog_simd_in_use, __ATOMIC_RELAXED);
    return path != MOG_PATH_UNKNOWN ? (mog_simd_path)path : mog_simd_choose();
}

/** The widest path that the CPU has. */
mog_simd_path mog_simd_widest(void);

/** Its name, as MOG_SIMD has it. */
const char *mog_simd_path_name(mog_simd_path path);

/** For tests: takes this path from now on, which the CPU must have. */
void mog_simd_use(mog_simd_path path);

#if defined(__x86_64__) && defined(__GNUC__)
#define MOG_SIMD_X86 1 /* also for functions written for one instruction set */
#define MOG_SIMD(type, name, parameters, arguments)                                                \
    type name parameters;                                                                          \
    MOG_INLINE type name##_any parameters;                                                         \
    __attribute__((target("avx512f"))) static type name##_avx512 parameters {                      \
        return name##_any arguments;                                                               \
    }                                                                                              \
    __attribute__((target("avx2"))) static type name##_avx2 parameters {                           \
        return name##_any arguments;                                                               \
    }                                                                                              \
    static type name##_sse parameters {                                                            \
        return name##_any arguments;                                                               \
    }                                                                                              \
    type name parameters {                                                                         \
        const mog_simd_path path = mog_simd();                                                     \
        return path == MOG_PATH_AVX512 ? name##_avx512 arguments                                   \
               : path == MOG_PATH_AVX2 ? name##_avx2 arguments                                     \
                                       : name##_sse arguments;                                     \
    }                                                                                              \
    MOG_INLINE type name##_any parameters
/** Of functions written for one width of vectors each, that of the path in use. */
#define MOG_BY_WIDTH(name)                                                                         \
    (mog_simd() == MOG_PATH_AVX512 ? name##_by_64_bytes                                            \
     : mog_simd() == MOG_PATH_AVX2 ? name##_by_32_bytes                                            \
                                   : name##_by_16_bytes)
#else
#define MOG_SIMD(type, name, parameters, arguments) type name parameters
#define MOG_BY_WIDTH(name) name##_by_16_bytes
#endif

/** Partial sums of a reduction: a full vector of float32 with AVX-512. */
#define MOG_LANES 16

/* Sums MOG_LANES partial sums, always in the same order. */
#define MOG_SUM_LANES(lane)                                                                        \
    (((((lane)[0] + (lane)[8]) + ((lane)[4] + (lane)[12])) +                                       \
      (((lane)[2] + (lane)[10]) + ((lane)[6] + (lane)[14]))) +                                     \
     ((((lane)[1] + (lane)[9]) + ((lane)[5] + (lane)[13])) +                                       \
      (((lane)[3] + (lane)[11]) + ((lane)[7] + (lane)[15]))))

#ifdef __cplusplus
}
#endif
#endif
