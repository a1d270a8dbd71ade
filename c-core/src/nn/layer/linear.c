/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Linear layers: z = x W', and back. */
#include "nn/kernel/sums.h"
#include "nn/layer/layers.h"

/*
 * One sample: OpenBLAS' sgemv stays below what the L2 cache delivers, and its bits depend on the
 * CPU.
 */
#define WIDTH_VECTOR multiply_by_16_bytes
#define WIDTH_TARGET
#define WIDTH_BYTES 16
#define WIDTH_ROWS 2
#include "nn/kernel/templates.h"

#ifdef MOG_SIMD_X86

#define WIDTH_VECTOR multiply_by_32_bytes
#define WIDTH_TARGET __attribute__((target("avx2")))
#define WIDTH_BYTES 32
#define WIDTH_ROWS 4
#include "nn/kernel/templates.h"

#define WIDTH_VECTOR multiply_by_64_bytes
#define WIDTH_TARGET __attribute__((target("avx512f")))
#define WIDTH_BYTES 64
#define WIDTH_ROWS 8
#include "nn/kernel/templates.h"

#endif

void mog_linear_forward(mog_real *z, const mog_real *x, const mog_real *weight, size_t batch,
                        size_t in, size_t out) {
    if (batch == 1)
        MOG_BY_WIDTH(multiply)(out, in, weight, x, z);
    else
        real_gemm(false, true, batch, out, in, 1, x, weight, 0, z);
}

/* One sample: nothing to add up, so a product of matrices would be a detour. */
static MOG_SIMD(void, multiply_outer,
                (size_t out, size_t in, const mog_real *restrict dz, const mog_real *restrict x,
                 mog_real *restrict dweight),
                (out, in, dz, x, dweight)) {
    for (size_t o = 0; o < out; o++, dweight += in)
        for (size_t i = 0; i < in; i++)
            dweight[i] = dz[o] * x[i];
}

void mog_linear_backward_weight(mog_real *dweight, const mog_real *dz, const mog_real *x,
                                size_t batch, size_t in, size_t out) {
    if (batch == 1)
        multiply_outer(out, in, dz, x, dweight);
    else
        real_gemm(true, false, out, in, batch, 1, dz, x, 0, dweight);
}

void mog_linear_backward_input(mog_real *dx, const mog_real *dz, const mog_real *weight,
                               size_t batch, size_t in, size_t out) {
    real_gemm(false, false, batch, in, out, 1, dz, weight, 0, dx);
}
