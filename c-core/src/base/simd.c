/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which vector instructions the kernels use in this process. */
#include "base/simd.h"

#include "mog/library.h"

#include <stdlib.h>
#include <string.h>

static const char *const path_names[] = {
    [MOG_PATH_SSE] = "sse", [MOG_PATH_AVX2] = "avx2", [MOG_PATH_AVX512] = "avx512"};

int mog_simd_in_use = MOG_PATH_UNKNOWN;

mog_simd_path mog_simd_widest(void) {
#ifdef MOG_SIMD_X86
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f"))
        return MOG_PATH_AVX512;
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return MOG_PATH_AVX2;
#endif
    return MOG_PATH_SSE;
}

/* Threads that ask at the same time all come to the same answer. */
mog_simd_path mog_simd_choose(void) {
    mog_simd_path path = mog_simd_widest();
    const char *wanted = getenv("MOG_SIMD");
    for (mog_simd_path narrow = MOG_PATH_SSE; wanted != NULL && narrow < path; narrow++)
        if (strcmp(wanted, path_names[narrow]) == 0)
            path = narrow;
    mog_simd_use(path);
    return path;
}

void mog_simd_use(mog_simd_path path) {
    __atomic_store_n(&mog_simd_in_use, (int)path, __ATOMIC_RELAXED);
}

const char *mog_simd_path_name(mog_simd_path path) {
    return path_names[path];
}

const char *mog_simd_name(void) {
    return path_names[mog_simd()];
}
