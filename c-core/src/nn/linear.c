/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "layers.h"

void mog_linear_forward(mog_real *z, const mog_real *x, const mog_real *weight, size_t batch,
                        size_t in, size_t out) {
    if (batch == 1)
        real_gemv(out, in, 1, weight, x, 0, z);
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
