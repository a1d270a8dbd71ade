/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * The loss of training without labels: minus the utility of a network's powers.
 */
#ifndef MOG_LEARN_UTILITY_LOSS_H
#define MOG_LEARN_UTILITY_LOSS_H

#include "base/real.h"
#include "mog/utility.h"

/** Channels, and what links on them are worth, as a loss takes them. */
typedef struct mog_loss_batch {
    size_t samples, links; /**< S, K */
    double noise_power;
    const mog_real *gain;   /**< [S][K][K] */
    const mog_real *weight; /**< [S][K], or NULL: all ones */
    const mog_real *price;  /**< [S][K], of linear utilities, or NULL: none */
} mog_loss_batch;

/** Bytes of scratch memory that a loss takes, aligned for doubles. */
#define MOG_LOSS_SCRATCH(links) (13 * (links) * sizeof(double))

/**
 * Minus the utility, as a mean over a batch of powers, and its gradient.
 *
 * @param y        [S][K]
 * @param dy       [S][K], out
 * @param scratch  MOG_LOSS_SCRATCH(K) bytes
 */
double mog_utility_loss(const mog_utility *utility, const mog_loss_batch *batch, const mog_real *y,
                        mog_real *dy, void *scratch);

#endif
