/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Where parameters and buffers start: PyTorch's defaults.
 */
#ifndef MOG_NN_INIT_H
#define MOG_NN_INIT_H

#include "nn/kernel/real.h"
#include <gsl/gsl_rng.h>

/** n parameters of a layer that adds up `in` numbers: from U(-1/sqrt(in), 1/sqrt(in)). */
static inline void init_uniform(gsl_rng *rng, size_t in, size_t n, mog_real *parameter) {
    const double range = 1 / sqrt((double)in);
    for (size_t i = 0; i < n; i++)
        parameter[i] = (mog_real)(range * (2 * gsl_rng_uniform(rng) - 1));
}

/** A normalisation of n features that does nothing. */
static inline void init_norm(size_t n, mog_real *weight, mog_real *bias, mog_real *mean,
                             mog_real *variance) {
    for (size_t i = 0; i < n; i++) {
        weight[i] = variance[i] = 1;
        bias[i] = mean[i] = 0;
    }
}

#endif
