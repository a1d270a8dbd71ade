// SPDX-License-Identifier: GPL-2.0-or-later
// Values of actions in float64: a critic's error, and an actor's gradient through a critic.
#include "f64.h"

#include "gradient_check.h"

extern "C" {
#include "learn/rl/value.h"
}

namespace {

class ValueError : public testing::TestWithParam<bool> {};
INSTANTIATE_TEST_SUITE_P(Value, ValueError, testing::Bool());

TEST_P(ValueError, Gradient) {
    const bool per_link = GetParam();
    const size_t samples = 3, links = 4;
    const Reals reward = Numbers(samples * links, 0.3);
    Reals value = Numbers(samples * links, 0.7), gradient(value.size()), scratch(value.size());
    const mog_value_unit unit = {0.4, 1.7};
    mog_value_error(per_link, unit, samples, links, reward.data(), value.data(), gradient.data());
    const auto f = [&] {
        return mog_value_error(per_link, unit, samples, links, reward.data(), value.data(),
                               scratch.data());
    };
    CheckGradient(f, value, gradient);
}

TEST_P(ValueError, VanishesAtTheStandardisedReward) {
    const bool per_link = GetParam();
    const Reals reward = {3, 5, 1, 1};
    Reals gradient(4);
    const mog_value_unit unit = {per_link ? 2.0 : 4.0, 0.5};
    const Reals links = {2, 6, -2, -2}, sums = {1, 7, -3, -1};
    EXPECT_EQ(mog_value_error(per_link, unit, 2, 2, reward.data(), (per_link ? links : sums).data(),
                              gradient.data()),
              0);
}

// The parameters of an actor by way of its output, the critic's extra input.
class ThroughCritic : public testing::TestWithParam<std::tuple<mog_output, mog_network_kind>> {};
INSTANTIATE_TEST_SUITE_P(Value, ThroughCritic,
                         testing::Combine(testing::Values(MOG_OUTPUT_SIGMOID, MOG_OUTPUT_SOFTMAX),
                                          testing::Values(MOG_NETWORK_MLP, MOG_NETWORK_MPGNN)));

TEST_P(ThroughCritic, GradientOfTheActor) {
    const auto [output, kind] = GetParam();
    const size_t samples = 3, links = 4, width = output == MOG_OUTPUT_SOFTMAX ? 3 : 1;
    mog_network_settings settings = Settings({9, 7}, false, output);
    settings.n_rb = width;
    Net actor(settings, links, samples, 2);
    settings = Settings({11, 8}, false, MOG_OUTPUT_LINEAR);
    settings.kind = kind;
    settings.n_rb = width;
    settings.extra = width;
    settings.rounds = 2;
    Net critic(settings, links, samples, 3);

    const Reals x = Numbers(samples * links * links, 0.2);
    const mog_network_batch seen = actor.Batch(x);
    Reals y(samples * links * width), dy(y.size()), value(samples * links), scratch(value.size());
    const auto f = [&] {
        mog_network_forward_training(actor.network.get(), actor.parameter.data(),
                                     actor.buffer.data(), actor.workspace.get(), &seen, y.data());
        mog_network_batch judged = seen;
        judged.extra = y.data();
        mog_value_gradient(critic.network.get(), critic.parameter.data(), critic.buffer.data(),
                           critic.workspace.get(), &judged, value.data(), scratch.data(),
                           dy.data());
        double sum = 0;
        for (double v : value)
            sum += v;
        return sum;
    };
    f();
    mog_network_backward(actor.network.get(), actor.parameter.data(), actor.workspace.get(), &seen,
                         y.data(), dy.data(), actor.gradient.data(), nullptr);
    const Reals gradient = actor.gradient;
    CheckGradient(f, actor.parameter, gradient, 1e-6);
}

} // namespace
