// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * A mixture of the sum rate and a square label term on powers, as training composes it, in the
 * precision that the including file asks for.
 */
#ifndef MOG_TESTS_MIXTURE_H
#define MOG_TESTS_MIXTURE_H

#include "mog/learn.h"

#include <algorithm>

namespace {

struct Weights {
    double rate, label;
};

// -rate R(y) + label ||y - y*||^2, mean over the batch; dy is its gradient
double Mixture(Weights weights, size_t batch, size_t links, double noise_power,
               const mog_real *gain, const mog_real *weight, const mog_real *label,
               const mog_real *y, mog_real *dy, mog_real *scratch) {
    std::fill(dy, dy + batch * links, mog_real(0));
    double loss = 0;
    if (weights.rate > 0)
        loss =
            weights.rate * mog_rate_loss(batch, links, noise_power, gain, weight, y, dy, scratch);
    for (size_t i = 0; i < batch * links; i++)
        dy[i] *= mog_real(weights.rate);
    const mog_label_term term = {MOG_LABEL_LOSS_SQUARE, MOG_OUTPUT_SIGMOID, weights.label};
    return loss + mog_label_distance(&term, batch, links, 1, label, y, dy);
}

} // namespace

#endif
