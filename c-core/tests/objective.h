// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * The weighted sum rate less the price of the powers, and its gradient by the plain formula: what
 * gradients of losses are compared with.
 */
#ifndef MOG_TESTS_OBJECTIVE_H
#define MOG_TESTS_OBJECTIVE_H

#include "mog/utility.h"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <vector>

namespace mogtest {

/** sum_i w_i R_i - c_i p_i of every sample; `rb` may be null where there is one RB. */
inline std::vector<double> Objective(const mog_problem &problem, const uint32_t *rb,
                                     const std::vector<double> &power) {
    mog_utility sum_rate;
    mog_utility_default(&sum_rate);
    std::vector<double> scratch(2 * problem.links), value(problem.samples);
    mog_error error{};
    EXPECT_EQ(mog_utility_values(&sum_rate, &problem, rb, power.data(), scratch.data(),
                                 value.data(), &error),
              MOG_OK)
        << error.message;
    return value;
}

/**
 * How Objective() changes with each power,
 * (1/ln 2) [ w_k G_kk / S_k + sum_{i != k} w_i G_ik (1/S_i - 1/I_i) ] - c_k
 * with I_i the interference and noise at receiver i, S_i = I_i + G_ii p_i, and i on k's RB.
 */
inline std::vector<double> ObjectiveGradient(const mog_problem &problem, const uint32_t *rb,
                                             const std::vector<double> &power) {
    const size_t links = problem.links, blocks = problem.per_rb ? problem.n_rb : 1;
    std::vector<double> gradient(power.size());
    for (size_t n = 0; n < power.size(); ++n) {
        const size_t sample = n / links, k = n % links, first = sample * links;
        const auto on = [&](size_t i) { return rb == nullptr ? 0 : rb[first + i]; };
        const double *gain =
            problem.gain + (sample * blocks + (problem.per_rb ? on(k) : 0)) * links * links;
        double sum = 0;
        for (size_t i = 0; i < links; ++i) {
            if (on(i) != on(k))
                continue;
            const double *to = gain + i * links;
            double interference = problem.noise_power;
            for (size_t j = 0; j < links; ++j)
                if (j != i && on(j) == on(i))
                    interference += to[j] * power[first + j];
            const double signal = to[i] * power[first + i], total = interference + signal;
            // 1/S - 1/I, without the cancellation
            const double worth = i == k ? 1 / total : -signal / (total * interference);
            sum += (problem.weight == nullptr ? 1 : problem.weight[first + i]) * to[k] * worth;
        }
        gradient[n] = sum / std::log(2.0) - (problem.price == nullptr ? 0 : problem.price[n]);
    }
    return gradient;
}

} // namespace mogtest

#endif
