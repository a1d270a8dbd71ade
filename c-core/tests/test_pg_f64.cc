// SPDX-License-Identifier: GPL-2.0-or-later
// Policy gradients in float64 on an environment whose expected reward is known.
#include "f64.h"

#include "gradient_check.h"
#include "toy_environment.h"

extern "C" {
#include "learn/rl/pg.h"
#include "learn/rl/rl_settings.h"
}

#include <numeric>

namespace {

struct FreePg {
    void operator()(mog_pg *pg) const {
        mog_pg_free(pg);
    }
};
using Pg = std::unique_ptr<mog_pg, FreePg>;

mog_rl_settings Plain(size_t draws, mog_baseline baseline) {
    mog_rl_settings settings;
    mog_rl_default(&settings);
    settings.draws = draws;
    settings.baseline = baseline;
    settings.normalize = false;
    settings.entropy = 0;
    return settings;
}

// A policy for an even and an odd state.
struct Policy {
    const mog_distribution *distribution;
    size_t links, width, choices;
    Reals y; // [2][links][width]

    size_t Outputs() const {
        return links * width;
    }
    Pg Make(const mog_rl_settings &settings, size_t most) const {
        mog_error error;
        Pg pg(mog_pg_create(&settings, distribution, links, width, most, 5, &error));
        if (!pg)
            throw std::runtime_error(error.message);
        return pg;
    }
    // What a gradient with respect to the outputs is in front of the activation: that to the
    // outputs of a categorical policy may have any multiple of ones added, which a softmax takes
    // away.
    Reals BeforeActivation(Reals dy) const {
        for (size_t k = 0; width > 1 && k < y.size(); k += width) {
            mog_real mean = 0;
            for (size_t n = k; n < k + width; n++)
                mean += y[n] * dy[n];
            for (size_t n = k; n < k + width; n++)
                dy[n] = y[n] * (dy[n] - mean);
        }
        return dy;
    }
    // The gradient of minus the mean of both states' expected rewards, over all actions.
    Reals ExactGradient(const ToyEnvironment &toy) const {
        Reals gradient(y.size());
        const size_t actions = static_cast<size_t>(std::pow(choices, links));
        for (size_t state = 0; state < 2; state++)
            for (size_t n = 0; n < actions; n++) {
                Reals action(links);
                for (size_t i = 0, left = n; i < links; i++, left /= choices)
                    action[i] = static_cast<double>(left % choices);
                const mog_real *p = y.data() + state * Outputs();
                const double probability =
                    std::exp(distribution->log_probability(links, width, p, action.data()));
                distribution->add_score(links, width, p, action.data(),
                                        -0.5 * probability * toy.Reward(state == 1, action),
                                        gradient.data() + state * Outputs());
            }
        return gradient;
    }
};

Policy Bernoulli() {
    return {&mog_bernoulli, 3, 1, 2, {0.3, 0.8, 0.55, 0.1, 0.6, 0.4}};
}
Policy Categorical() {
    return {
        &mog_categorical, 2, 3, 3, {0.2, 0.5, 0.3, 0.6, 0.1, 0.3, 0.3, 0.3, 0.4, 0.05, 0.15, 0.8}};
}

class PgGradient
    : public testing::TestWithParam<std::tuple<Policy, std::pair<size_t, mog_baseline>>> {};
INSTANTIATE_TEST_SUITE_P(
    All, PgGradient,
    testing::Combine(testing::Values(Bernoulli(), Categorical()),
                     testing::Values(std::make_pair(1, MOG_BASELINE_NONE),
                                     std::make_pair(4, MOG_BASELINE_NONE),
                                     std::make_pair(2, MOG_BASELINE_LEAVE_ONE_OUT),
                                     std::make_pair(8, MOG_BASELINE_LEAVE_ONE_OUT))));

// within five standard errors, entry by entry
TEST_P(PgGradient, IsOnAverageThatOfTheExpectedReward) {
    const auto &[policy, variant] = GetParam();
    ToyEnvironment toy(policy.links);
    const Pg pg = policy.Make(Plain(variant.first, variant.second), 2);
    const size_t batches = 20000;
    Reals dy(policy.y.size()), sum(dy.size()), squares(dy.size());
    for (size_t n = 0; n < batches; n++) {
        mog_pg_outcome outcome;
        toy.interface.reset(&toy.interface, 2 * n, 2, nullptr);
        ASSERT_EQ(mog_pg_gradient(pg.get(), &toy.interface, 2 * n, 2, policy.y.data(), dy.data(),
                                  &outcome, nullptr),
                  MOG_OK);
        const Reals passed = policy.BeforeActivation(dy);
        for (size_t i = 0; i < dy.size(); i++) {
            sum[i] += passed[i];
            squares[i] += passed[i] * passed[i];
        }
    }
    const Reals exact = policy.BeforeActivation(policy.ExactGradient(toy));
    for (size_t i = 0; i < dy.size(); i++) {
        const double mean = sum[i] / batches, variance = squares[i] / batches - mean * mean;
        EXPECT_NEAR(mean, exact[i], 5 * std::sqrt(variance / batches)) << "entry " << i;
    }
}

// Where all rewards are large and about the same, hardly anything else is left of the plain
// estimate.
TEST(Pg, BaselineLowersTheVariance) {
    const Policy policy = Categorical();
    ToyEnvironment toy(policy.links);
    toy.offset = 30;
    double squares[2] = {};
    for (const mog_baseline baseline : {MOG_BASELINE_NONE, MOG_BASELINE_LEAVE_ONE_OUT}) {
        const Pg pg = policy.Make(Plain(8, baseline), 2);
        Reals dy(policy.y.size());
        for (size_t n = 0; n < 1000; n++) {
            mog_pg_outcome outcome;
            toy.interface.reset(&toy.interface, 2 * n, 2, nullptr);
            mog_pg_gradient(pg.get(), &toy.interface, 2 * n, 2, policy.y.data(), dy.data(),
                            &outcome, nullptr);
            for (mog_real d : policy.BeforeActivation(dy))
                squares[baseline] += d * d;
        }
    }
    EXPECT_LT(squares[MOG_BASELINE_LEAVE_ONE_OUT], 0.1 * squares[MOG_BASELINE_NONE]);
}

TEST(Pg, NormalisedGradientIsThatOverTheDeviationOfTheAdvantages) {
    const Policy policy = Bernoulli();
    ToyEnvironment toy(policy.links);
    mog_rl_settings settings = Plain(3, MOG_BASELINE_NONE);
    const Pg plain = policy.Make(settings, 2);
    settings.normalize = true;
    const Pg normal = policy.Make(settings, 2);
    Reals dy(policy.y.size()), over(dy.size());
    mog_pg_outcome outcome;
    toy.interface.reset(&toy.interface, 6, 2, nullptr);
    mog_pg_gradient(plain.get(), &toy.interface, 6, 2, policy.y.data(), dy.data(), &outcome,
                    nullptr);
    const size_t n = toy.seen.size();
    ASSERT_EQ(n, 6u);
    const double mean = std::accumulate(toy.seen.begin(), toy.seen.end(), 0.0) / double(n);
    EXPECT_NEAR(outcome.reward, mean, 1e-12);
    double variance = 0;
    for (double r : toy.seen)
        variance += (r - mean) * (r - mean) / double(n);
    mog_pg_gradient(normal.get(), &toy.interface, 6, 2, policy.y.data(), over.data(), &outcome,
                    nullptr);
    for (size_t i = 0; i < dy.size(); i++)
        EXPECT_NEAR(over[i], dy[i] / std::sqrt(variance), 1e-12);
}

TEST(Pg, EqualRewardsTeachNothing) {
    const Policy policy = Bernoulli();
    ToyEnvironment toy(policy.links);
    toy.scale = 0;
    mog_rl_settings settings = Plain(4, MOG_BASELINE_LEAVE_ONE_OUT);
    settings.normalize = true;
    const Pg pg = policy.Make(settings, 2);
    Reals dy(policy.y.size(), NAN);
    mog_pg_outcome outcome;
    toy.interface.reset(&toy.interface, 0, 2, nullptr);
    mog_pg_gradient(pg.get(), &toy.interface, 0, 2, policy.y.data(), dy.data(), &outcome, nullptr);
    for (double d : dy)
        EXPECT_EQ(d, 0);
}

// With rewards of 0 nothing but the entropy is left of the objective.
TEST(Pg, EntropyGradient) {
    for (Policy policy : {Bernoulli(), Categorical()}) {
        ToyEnvironment toy(policy.links);
        toy.scale = 0;
        mog_rl_settings settings = Plain(2, MOG_BASELINE_LEAVE_ONE_OUT);
        settings.entropy = 0.3;
        settings.entropy_factor = 0.5;
        settings.entropy_every = 10;
        const Pg pg = policy.Make(settings, 2);
        Reals dy(policy.y.size());
        mog_pg_outcome outcome;
        const auto run = [&] {
            toy.interface.reset(&toy.interface, 24, 2, nullptr);
            Reals out(policy.y.size());
            mog_pg_gradient(pg.get(), &toy.interface, 24, 2, policy.y.data(), out.data(), &outcome,
                            nullptr);
            return out;
        };
        const Reals gradient = run();
        // 0.3 0.5^2, times the entropy of all links together
        CheckGradient([&] { return run(), -0.075 * outcome.entropy * double(policy.links); },
                      policy.y, gradient, 1e-7, 1e-6);
    }
}

TEST(Pg, DrawsDoNotDependOnTheBatch) {
    const Policy policy = Categorical();
    ToyEnvironment toy(policy.links);
    const Pg pg = policy.Make(Plain(4, MOG_BASELINE_LEAVE_ONE_OUT), 2);
    Reals both(policy.y.size()), one(policy.Outputs());
    mog_pg_outcome outcome;
    toy.interface.reset(&toy.interface, 8, 2, nullptr);
    mog_pg_gradient(pg.get(), &toy.interface, 8, 2, policy.y.data(), both.data(), &outcome,
                    nullptr);
    for (size_t b = 0; b < 2; b++) {
        toy.interface.reset(&toy.interface, 8 + b, 1, nullptr);
        mog_pg_gradient(pg.get(), &toy.interface, 8 + b, 1, policy.y.data() + b * policy.Outputs(),
                        one.data(), &outcome, nullptr);
        for (size_t i = 0; i < one.size(); i++)
            EXPECT_NEAR(both[b * one.size() + i], one[i] / 2, 1e-14);
    }
}

TEST(Pg, RefusesOutputsThatAreNoNumbers) {
    Policy policy = Bernoulli();
    policy.y[2] = NAN;
    ToyEnvironment toy(policy.links);
    const Pg pg = policy.Make(Plain(4, MOG_BASELINE_LEAVE_ONE_OUT), 2);
    Reals dy(policy.y.size());
    mog_pg_outcome outcome;
    mog_error error;
    toy.interface.reset(&toy.interface, 0, 2, nullptr);
    EXPECT_EQ(mog_pg_gradient(pg.get(), &toy.interface, 0, 2, policy.y.data(), dy.data(), &outcome,
                              &error),
              MOG_ERROR_NUMERIC);
    EXPECT_NE(std::string(error.message).find("output 2 is nan"), std::string::npos);
}

} // namespace
