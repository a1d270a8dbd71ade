/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Products of a few hundred rows with small weights, which stay in the first-level cache: message
 * functions run over every edge of a graph, and a BLAS call for a few rows costs as much as the
 * product. Widths are padded to whole cache lines, weights are transposed.
 *
 * A row's result has the same bits wherever the row stands. The products are fused multiply-adds
 * where the CPU has them: the one place in c-core whose bits may differ between CPUs, as BLAS' do.
 */
#ifndef MOG_NN_ROWS_H
#define MOG_NN_ROWS_H

#include "nn/kernel/real.h"
#include <stdint.h>

/** Numbers of a cache line. */
#define MOG_ROWS_LINE (64 / sizeof(mog_real))

/** Width of padded rows. */
MOG_INLINE size_t mog_rows_width(size_t n) {
    return (n + MOG_ROWS_LINE - 1) / MOG_ROWS_LINE * MOG_ROWS_LINE;
}

/** Rows that a product is added to: `index` names one for each row of the product; without it, the
 * first serves all. */
typedef struct mog_rows_start {
    const mog_real *row; /**< [..][out] */
    const uint32_t *index;
} mog_rows_start;

/**
 * z[r] = f(first[r] + second[r] + sum over k of h[r][k] weight[k])
 *
 * Number k of h's row r lies at r stride + k step: so the gradient of weights, h' dz, is a product,
 * too, whose "rows" are h's columns and whose "weight" is dz.
 */
typedef struct mog_rows_product {
    size_t in, out;         /**< out: a padded width */
    size_t stride, step;    /**< between the rows of h, and the numbers of a row */
    bool relu;              /**< f = max(., 0); else the identity */
    const mog_real *weight; /**< [in][out] */
    mog_rows_start first;
    mog_rows_start second; /**< row NULL: none; else with an index */
} mog_rows_product;

/** z [rows][out], which must not overlap what it is made from. */
void mog_rows_multiply(const mog_rows_product *product, size_t rows, const mog_real *h,
                       mog_real *z);

/**
 * Some columns of a tensor, as a product forward wants them. The padding is left as it is: zero.
 *
 * to [in][width of out], weight [out][columns], of which the first `in` count
 */
void mog_rows_transpose(mog_real *to, const mog_real *weight, size_t columns, size_t in,
                        size_t out);
/** The same as a product backward wants them. to [out][width of in] */
void mog_rows_pad(mog_real *to, const mog_real *weight, size_t columns, size_t in, size_t out);
/** Adds to a tensor's gradient what a product gave. gradient [out][columns], d [in][width of out]
 */
void mog_rows_add_transposed(mog_real *gradient, size_t columns, const mog_real *d, size_t in,
                             size_t out);

#endif
