/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "layers.h"

#include "vector.h"

/* Rows that are multiplied together: they share the loads of x, and make enough independent sums.
 */
#define ROWS 8

/* z[r] = sum over k of w[r][k] x[k], for `rows` rows; `rows` is a constant where this is inlined */
MOG_INLINE void multiply_rows(size_t rows, size_t n, const mog_real *w, const mog_real *x,
                              mog_real *z) {
    real_vector sum[ROWS] = {{0}};
    size_t k = 0;
    for (; k + REAL_LANES <= n; k += REAL_LANES) {
        const real_vector v = REAL_LOAD(x + k);
        for (size_t r = 0; r < rows; r++) {
            /* the next rows: the hardware does not see as many streams coming */
            __builtin_prefetch(w + (rows + r) * n + k);
            sum[r] += REAL_LOAD(w + r * n + k) * v;
        }
    }
    for (size_t r = 0; r < rows; r++) {
        mog_real total;
        REAL_VECTOR_SUM(total, sum[r]);
        for (size_t rest = k; rest < n; rest++)
            total += w[r * n + rest] * x[rest];
        z[r] = total;
    }
}

/* z = W x, reading W once, at nearly the speed of the L2 cache; OpenBLAS' sgemv is slower there. */
MOG_SIMD static void multiply_vector(size_t out, size_t in, const mog_real *w, const mog_real *x,
                                     mog_real *z) {
    size_t o = 0;
    for (; o + ROWS <= out; o += ROWS)
        multiply_rows(ROWS, in, w + o * in, x, z + o);
    for (; o + 4 <= out; o += 4)
        multiply_rows(4, in, w + o * in, x, z + o);
    for (; o < out; o++)
        multiply_rows(1, in, w + o * in, x, z + o);
}

void mog_linear_forward(mog_real *z, const mog_real *x, const mog_real *weight, size_t batch,
                        size_t in, size_t out) {
    if (batch == 1)
        multiply_vector(out, in, weight, x, z);
    else
        real_gemm(false, true, batch, out, in, 1, x, weight, 0, z);
}

void mog_linear_backward_weight(mog_real *dweight, const mog_real *dz, const mog_real *x,
                                size_t batch, size_t in, size_t out) {
    real_gemm(true, false, out, in, batch, 1, dz, x, 0, dweight);
}

void mog_linear_backward_input(mog_real *dx, const mog_real *dz, const mog_real *weight,
                               size_t batch, size_t in, size_t out) {
    real_gemm(false, false, batch, in, out, 1, dz, weight, 0, dx);
}
