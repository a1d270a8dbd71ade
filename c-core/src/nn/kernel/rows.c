/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Products of rows for each vector width, and weights as these want them. */
#include "nn/kernel/rows.h"

#define WIDTH_COLUMNS columns_by_16_bytes
#define WIDTH_TARGET
#define WIDTH_BYTES 16
#define WIDTH_LINES 1
#define WIDTH_ROWS 2
#include "nn/kernel/templates.h"

#ifdef MOG_SIMD_X86

#define WIDTH_COLUMNS columns_by_32_bytes
#define WIDTH_TARGET __attribute__((target("avx2,fma")))
#define WIDTH_BYTES 32
#define WIDTH_LINES 1
#define WIDTH_ROWS 6
#include "nn/kernel/templates.h"

#define WIDTH_COLUMNS columns_by_64_bytes
#define WIDTH_TARGET __attribute__((target("avx512f")))
#define WIDTH_BYTES 64
#define WIDTH_LINES 1
#define WIDTH_ROWS 8
#include "nn/kernel/templates.h"

#define WIDTH_COLUMNS columns_by_128_bytes
#define WIDTH_TARGET __attribute__((target("avx512f")))
#define WIDTH_BYTES 64
#define WIDTH_LINES 2
#define WIDTH_ROWS 8
#include "nn/kernel/templates.h"

#endif

void mog_rows_multiply(const mog_rows_product *product, size_t rows, const mog_real *h,
                       mog_real *z) {
    size_t column = 0;
#ifdef MOG_SIMD_X86
    if (mog_simd() == MOG_PATH_AVX512)
        for (; column + 2 * MOG_ROWS_LINE <= product->out; column += 2 * MOG_ROWS_LINE)
            columns_by_128_bytes(product, column, rows, h, z);
#endif
    for (; column < product->out; column += MOG_ROWS_LINE)
        MOG_BY_WIDTH(columns)(product, column, rows, h, z);
}

void mog_rows_transpose(mog_real *to, const mog_real *weight, size_t columns, size_t in,
                        size_t out) {
    const size_t width = mog_rows_width(out);
    for (size_t o = 0; o < out; o++)
        for (size_t k = 0; k < in; k++)
            to[k * width + o] = weight[o * columns + k];
}

void mog_rows_pad(mog_real *to, const mog_real *weight, size_t columns, size_t in, size_t out) {
    const size_t width = mog_rows_width(in);
    for (size_t o = 0; o < out; o++)
        for (size_t k = 0; k < in; k++)
            to[o * width + k] = weight[o * columns + k];
}

void mog_rows_add_transposed(mog_real *gradient, size_t columns, const mog_real *d, size_t in,
                             size_t out) {
    const size_t width = mog_rows_width(out);
    for (size_t o = 0; o < out; o++)
        for (size_t k = 0; k < in; k++)
            gradient[o * columns + k] += d[k * width + o];
}
