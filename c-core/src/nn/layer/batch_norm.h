/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * What batch normalisation of rows and of planes have in common, as PyTorch does it.
 */
#ifndef MOG_NN_BATCH_NORM_H
#define MOG_NN_BATCH_NORM_H

#include "nn/layer/layers.h"

MOG_INLINE mog_real norm_deviation(mog_real variance) {
    return real_sqrt(variance + (mog_real)1e-5);
}

/**
 * Moves the running statistics by those of `count` numbers of each of n features, whose running
 * variance is the unbiased one: a single number leaves it where it is.
 *
 * mean [n], inverse [n]: sums of squared deviations, becomes 1 / deviation
 */
MOG_INLINE void norm_settle(const mog_real *restrict mean, mog_real *restrict inverse,
                            mog_real *restrict running_mean, mog_real *restrict running_variance,
                            mog_real count, size_t n) {
    const mog_real momentum = (mog_real)0.1, variance_momentum = count > 1 ? momentum : 0;
    const mog_real unbiased = count > 1 ? count / (count - 1) : 0;
    for (size_t j = 0; j < n; j++) {
        const mog_real variance = inverse[j] / count;
        running_mean[j] += momentum * (mean[j] - running_mean[j]);
        running_variance[j] += variance_momentum * (variance * unbiased - running_variance[j]);
        inverse[j] = 1 / norm_deviation(variance);
    }
}

#endif
