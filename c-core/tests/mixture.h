// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * A mixture of the sum rate and a square label term on powers, as training composes it, in the
 * precision that the including file asks for.
 */
#ifndef MOG_TESTS_MIXTURE_H
#define MOG_TESTS_MIXTURE_H

extern "C" {
#include "learn/objective/label_distance.h"
#include "learn/objective/utility_loss.h"
}

#include <algorithm>
#include <vector>

namespace {

struct Weights {
    double rate, label;
};

// -rate R(y) + label ||y - y*||^2, mean over the batch; dy is its gradient
double Mixture(Weights weights, size_t batch, size_t links, double noise_power,
               const mog_real *gain, const mog_real *weight, const mog_real *label,
               const mog_real *y, mog_real *dy) {
    std::fill(dy, dy + batch * links, mog_real(0));
    double loss = 0;
    mog_utility sum_rate;
    mog_utility_default(&sum_rate);
    const mog_loss_batch channels = {batch, links, noise_power, gain, weight, nullptr};
    std::vector<double> scratch(MOG_LOSS_SCRATCH(links) / sizeof(double));
    if (weights.rate > 0)
        loss = weights.rate * mog_utility_loss(&sum_rate, &channels, y, dy, scratch.data());
    for (size_t i = 0; i < batch * links; i++)
        dy[i] *= mog_real(weights.rate);
    const mog_label_term term = {MOG_LABEL_LOSS_SQUARE, MOG_OUTPUT_SIGMOID, weights.label};
    return loss + mog_label_distance(&term, batch, links, 1, label, y, dy);
}

} // namespace

#endif
