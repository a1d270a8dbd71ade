// SPDX-License-Identifier: GPL-2.0-or-later
// Distributions of actions in float64: gradients against finite differences, draws against their
// probabilities.
#include "f64.h"

#include "gradient_check.h"

extern "C" {
#include "base/polygamma.h"
#include "base/random.h"
#include "learn/rl/distribution.h"
}

#include <gsl/gsl_sf_psi.h>

namespace {

TEST(Polygamma, AsGsl) {
    for (double x : {1e-3, 0.3, 1.0, 1.7, 4.2, 11.99, 12.0, 37.5, 1e6}) {
        EXPECT_NEAR(mog_digamma(x), gsl_sf_psi(x), 1e-14 * std::fmax(1, std::fabs(gsl_sf_psi(x))));
        EXPECT_NEAR(mog_trigamma(x) / gsl_sf_psi_1(x), 1, 1e-13) << x;
    }
    EXPECT_NEAR(mog_digamma(1), -0.57721566490153286, 1e-15);
    EXPECT_EQ(mog_trigamma(1e300), 1e-300);
}

struct Policy {
    std::string name;
    const mog_distribution *distribution;
    size_t links, width;
    Reals y;

    double LogProbability(const Reals &action) const {
        return distribution->log_probability(links, width, y.data(), action.data());
    }
    double Entropy() const {
        return distribution->entropy(links, width, y.data());
    }
    Reals Score(const Reals &action, double scale) const {
        Reals dy(y.size());
        distribution->add_score(links, width, y.data(), action.data(), scale, dy.data());
        return dy;
    }
    // Draws of all links, [draws][K]
    std::vector<Reals> Draw(size_t draws) const {
        mog_random random;
        gsl_rng *rng = mog_random_init(&random);
        mog_random_select(rng, 7, 0, MOG_PURPOSE_ACTION);
        std::vector<Reals> actions(draws, Reals(links));
        for (Reals &action : actions)
            distribution->sample(rng, links, width, y.data(), action.data());
        return actions;
    }
};

Policy Bernoulli() {
    return {"Bernoulli", &mog_bernoulli, 4, 1, {0.11, 0.5, 0.93, 0.004}};
}
Policy Beta() {
    return {"Beta", &mog_beta_density, 3, 2, {1.3, 2.7, 5.1, 1.01, 14, 22}};
}
Policy Categorical() {
    return {"Categorical", &mog_categorical, 2, 3, {0.2, 0.7, 0.1, 0.01, 0.29, 0.7}};
}

class Distribution : public testing::TestWithParam<Policy> {};
INSTANTIATE_TEST_SUITE_P(All, Distribution, testing::Values(Bernoulli(), Beta(), Categorical()),
                         [](const auto &info) { return info.param.name; });

TEST_P(Distribution, ScoreIsTheGradientOfTheLogProbability) {
    Policy policy = GetParam();
    for (const Reals &action : policy.Draw(5)) {
        const Reals score = policy.Score(action, 1);
        CheckGradient([&] { return policy.LogProbability(action); }, policy.y, score, 1e-7, 1e-6);
    }
}

TEST_P(Distribution, EntropyGradient) {
    Policy policy = GetParam();
    Reals gradient(policy.y.size());
    policy.distribution->add_entropy_gradient(policy.links, policy.width, policy.y.data(), 1,
                                              gradient.data());
    CheckGradient([&] { return policy.Entropy(); }, policy.y, gradient, 1e-7, 1e-6);
}

TEST_P(Distribution, GradientsAreScaledAndAdded) {
    const Policy policy = GetParam();
    const Reals action = policy.Draw(1)[0], once = policy.Score(action, 1);
    Reals dy(policy.y.size(), 100);
    policy.distribution->add_score(policy.links, policy.width, policy.y.data(), action.data(), -2.5,
                                   dy.data());
    for (size_t i = 0; i < dy.size(); i++)
        EXPECT_NEAR(dy[i], 100 - 2.5 * once[i], 1e-10);
}

// -E[ln pi] within five standard errors
TEST_P(Distribution, EntropyIsTheMeanOfMinusTheLogProbability) {
    const Policy policy = GetParam();
    const size_t draws = 100000;
    double sum = 0, squares = 0;
    for (const Reals &action : policy.Draw(draws)) {
        const double information = -policy.LogProbability(action);
        sum += information;
        squares += information * information;
    }
    const double mean = sum / draws, variance = squares / draws - mean * mean;
    EXPECT_NEAR(policy.Entropy(), mean, 5 * std::sqrt(variance / draws));
}

TEST(Distribution, BernoulliFrequencies) {
    const Policy policy = Bernoulli();
    const size_t draws = 100000;
    Reals ones(policy.links);
    for (const Reals &action : policy.Draw(draws))
        for (size_t k = 0; k < policy.links; k++) {
            ASSERT_TRUE(action[k] == 0 || action[k] == 1);
            ones[k] += action[k];
        }
    for (size_t k = 0; k < policy.links; k++) {
        const double p = policy.y[k];
        EXPECT_NEAR(ones[k] / draws, p, 5 * std::sqrt(p * (1 - p) / draws));
    }
}

TEST(Distribution, CategoricalFrequencies) {
    const Policy policy = Categorical();
    const size_t draws = 100000;
    Reals count(policy.y.size());
    for (const Reals &action : policy.Draw(draws))
        for (size_t k = 0; k < policy.links; k++)
            count[k * policy.width + static_cast<size_t>(action[k])]++;
    for (size_t n = 0; n < count.size(); n++) {
        const double p = policy.y[n];
        EXPECT_NEAR(count[n] / draws, p, 5 * std::sqrt(p * (1 - p) / draws));
    }
}

TEST(Distribution, BetaMoments) {
    const Policy policy = Beta();
    const size_t draws = 100000;
    Reals sum(policy.links), squares(policy.links);
    for (const Reals &action : policy.Draw(draws))
        for (size_t k = 0; k < policy.links; k++) {
            ASSERT_GT(action[k], 0);
            ASSERT_LT(action[k], 1);
            sum[k] += action[k];
            squares[k] += action[k] * action[k];
        }
    for (size_t k = 0; k < policy.links; k++) {
        const double a = policy.y[2 * k], b = policy.y[2 * k + 1], mean = a / (a + b);
        const double variance = mean * (1 - mean) / (a + b + 1), drawn = sum[k] / draws;
        EXPECT_NEAR(drawn, mean, 5 * std::sqrt(variance / draws));
        EXPECT_NEAR(squares[k] / draws - drawn * drawn, variance, 0.03 * variance);
    }
}

TEST(Distribution, UniformBetaHasNoEntropy) {
    const Reals y = {1, 1}, action = {0.3};
    EXPECT_NEAR(mog_beta_density.entropy(1, 2, y.data()), 0, 1e-15);
    EXPECT_NEAR(mog_beta_density.log_probability(1, 2, y.data(), action.data()), 0, 1e-15);
}

TEST(Distribution, UniformCategoricalHasTheEntropyOfItsChoices) {
    const Reals y(12, 0.25);
    EXPECT_NEAR(mog_categorical.entropy(3, 4, y.data()), 3 * std::log(4), 1e-14);
}

TEST(Distribution, BelongsToAnOutput) {
    EXPECT_EQ(mog_distribution_of(MOG_OUTPUT_BERNOULLI), &mog_bernoulli);
    EXPECT_EQ(mog_distribution_of(MOG_OUTPUT_BETA), &mog_beta_density);
    EXPECT_EQ(mog_distribution_of(MOG_OUTPUT_SOFTMAX), &mog_categorical);
    EXPECT_EQ(mog_distribution_of(MOG_OUTPUT_SIGMOID), nullptr);
    EXPECT_EQ(mog_distribution_of(MOG_OUTPUT_LINEAR), nullptr);
}

// Rounded probabilities: nothing is infinite, and what cannot happen is not drawn.
TEST(Distribution, CertaintyIsHarmless) {
    for (const Policy &policy : {Policy{"", &mog_bernoulli, 3, 1, {0, 1, 0.5}},
                                 Policy{"", &mog_categorical, 2, 3, {0, 1, 0, 0.5, 0.4999999, 0}},
                                 Policy{"", &mog_beta_density, 2, 2, {1e12, 1, 1, 1e12}}}) {
        for (const Reals &action : policy.Draw(1000)) {
            EXPECT_TRUE(std::isfinite(policy.LogProbability(action)));
            for (double d : policy.Score(action, 1))
                EXPECT_TRUE(std::isfinite(d));
            if (policy.distribution == &mog_categorical) {
                EXPECT_EQ(action[0], 1);
                EXPECT_LT(action[1], 2);
            }
        }
        Reals gradient(policy.y.size());
        policy.distribution->add_entropy_gradient(policy.links, policy.width, policy.y.data(), 1,
                                                  gradient.data());
        EXPECT_TRUE(std::isfinite(policy.Entropy()));
        for (double d : gradient)
            EXPECT_TRUE(std::isfinite(d));
    }
}

// a score at an action that has become impossible must not overflow when the softmax takes it back
TEST(Distribution, ScoresOfImpossibleActionsAreFinite) {
    const Policy bernoulli = {"", &mog_bernoulli, 2, 1, {0, 1}};
    const Policy categorical = {"", &mog_categorical, 1, 3, {1, 0, 0}};
    for (double d : bernoulli.Score({1, 0}, 1))
        EXPECT_TRUE(std::isfinite(d));
    for (double d : categorical.Score({2}, 1))
        EXPECT_TRUE(std::isfinite(d));
}

} // namespace
