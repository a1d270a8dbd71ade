/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Distances of a network's outputs to labels, and their gradients.
 */
#ifndef MOG_LEARN_LABEL_DISTANCE_H
#define MOG_LEARN_LABEL_DISTANCE_H

#include "base/real.h"
#include "mog/learn.h"

/** A label term: `weight` times the distance, summed over the outputs. */
typedef struct mog_label_term {
    int loss;   /**< mog_label_loss */
    int output; /**< mog_output of the network */
    double weight;
} mog_label_term;

/**
 * Mean label term of a batch; adds its gradient. NaN, and nothing added, for a loss that such
 * outputs do not have.
 *
 * @param label   [batch][K]: powers, or RBs 0, 1, ... for softmax
 * @param y       [batch][K][width]
 * @param dy      [batch][K][width], in and out
 */
double mog_label_distance(const mog_label_term *term, size_t batch, size_t links, size_t width,
                          const mog_real *label, const mog_real *y, mog_real *dy);

#endif
