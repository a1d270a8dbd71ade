// SPDX-License-Identifier: GPL-2.0-or-later
// Update rules against PyTorch's definitions.
#include "mog/learn.h"

extern "C" {
#include "learn/batch/optimizer.h"
}

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace {

mog_training_settings Default() {
    mog_recipe recipe;
    mog_recipe_default(&recipe);
    return recipe.training;
}

// Runs updates with a constant gradient; 37 numbers, so that vector loops have a rest.
struct Optimised {
    std::vector<float> parameter, first, second, gradient;

    Optimised(const mog_training_settings &s, size_t updates, double scale = 1)
        : parameter(37, 2), first(37), second(37), gradient(37) {
        for (size_t i = 0; i < 37; i++)
            gradient[i] = 0.5f - 0.1f * float(i);
        const mog_optimizer_state state = {37, parameter.data(), first.data(), second.data()};
        for (size_t u = 1; u <= updates; u++)
            mog_optimizer_step(&s, s.learning_rate, u, scale, gradient.data(), &state);
    }
};

TEST(Optimizer, Sgd) {
    mog_training_settings s = Default();
    s.optimizer = MOG_OPTIMIZER_SGD;
    s.learning_rate = 0.1;
    const Optimised after(s, 3);
    for (size_t i = 0; i < 37; i++)
        EXPECT_NEAR(after.parameter[i], 2 - 3 * 0.1 * double(after.gradient[i]), 1e-6);
}

// velocity g, (1 + m) g, (1 + m + m^2) g
TEST(Optimizer, Momentum) {
    mog_training_settings s = Default();
    s.optimizer = MOG_OPTIMIZER_MOMENTUM;
    s.learning_rate = 0.1;
    s.momentum = 0.9;
    const Optimised after(s, 3);
    for (size_t i = 0; i < 37; i++)
        EXPECT_NEAR(after.parameter[i], 2 - 0.1 * (1 + 1.9 + 2.71) * double(after.gradient[i]),
                    3e-6);
}

// squared averages (1 - d) g^2, (1 - d^2) g^2
TEST(Optimizer, RmsProp) {
    mog_training_settings s = Default();
    s.optimizer = MOG_OPTIMIZER_RMSPROP;
    s.learning_rate = 0.01;
    s.decay = 0.9;
    s.epsilon = 1e-3;
    const Optimised after(s, 2);
    for (size_t i = 0; i < 37; i++) {
        const double g = after.gradient[i], r = std::fabs(g);
        const double expected =
            2 - 0.01 * (g / (r * std::sqrt(0.1) + 1e-3) + g / (r * std::sqrt(0.19) + 1e-3));
        EXPECT_NEAR(after.parameter[i], expected, 1e-6);
    }
}

// with a constant gradient both corrected moments are exact: every update is rate g / (|g| + eps)
TEST(Optimizer, Adam) {
    mog_training_settings s = Default();
    s.learning_rate = 0.01;
    s.epsilon = 0.05;
    const Optimised after(s, 5);
    for (size_t i = 0; i < 37; i++) {
        const double g = after.gradient[i];
        EXPECT_NEAR(after.parameter[i], 2 - 5 * 0.01 * g / (std::fabs(g) + 0.05), 2e-6);
    }
}

TEST(Optimizer, AdamWithChangingGradient) {
    mog_training_settings s = Default();
    float p = 1, m = 0, v = 0;
    double pd = 1, md = 0, vd = 0;
    const mog_optimizer_state state = {1, &p, &m, &v};
    for (unsigned u = 1; u <= 50; u++) {
        const float g = float(std::sin(0.7 * u) * std::pow(10, std::cos(double(u))));
        mog_optimizer_step(&s, 0.02, u, 0.5, &g, &state);
        const double gd = 0.5 * double(g);
        md = 0.9 * md + 0.1 * gd;
        vd = 0.999 * vd + 0.001 * gd * gd;
        pd -= 0.02 / (1 - std::pow(0.9, u)) * md /
              (std::sqrt(vd) / std::sqrt(1 - std::pow(0.999, u)) + 1e-8);
    }
    EXPECT_NEAR(p, pd, 1e-5);
}

TEST(Optimizer, ZeroGradientMovesNothing) {
    for (int kind :
         {MOG_OPTIMIZER_SGD, MOG_OPTIMIZER_MOMENTUM, MOG_OPTIMIZER_RMSPROP, MOG_OPTIMIZER_ADAM}) {
        mog_training_settings s = Default();
        s.optimizer = kind;
        const Optimised after(s, 3, 0);
        EXPECT_EQ(after.parameter, std::vector<float>(37, 2)) << kind;
    }
}

TEST(Optimizer, AveragesFadeToZeroAndAreNeverSubnormal) {
    for (int kind : {MOG_OPTIMIZER_MOMENTUM, MOG_OPTIMIZER_RMSPROP, MOG_OPTIMIZER_ADAM}) {
        mog_training_settings s = Default();
        s.optimizer = kind;
        s.decay = 0.9;
        Optimised after(s, 10);
        const mog_optimizer_state state = {37, after.parameter.data(), after.first.data(),
                                           after.second.data()};
        for (size_t u = 11; u < 1000; u++) {
            mog_optimizer_step(&s, s.learning_rate, u, 0, after.gradient.data(), &state);
            for (const std::vector<float> &average : {after.first, after.second})
                for (float x : average)
                    ASSERT_TRUE(x == 0 || std::isnormal(x)) << kind << " after " << u << ": " << x;
        }
        const std::vector<float> zeros(37), last = after.parameter;
        EXPECT_EQ(after.first, zeros) << kind;
        EXPECT_EQ(after.second, zeros) << kind;
        mog_optimizer_step(&s, s.learning_rate, 1000, 0, after.gradient.data(), &state);
        EXPECT_EQ(after.parameter, last) << kind;
    }
}

// Infinities and what is no number are not lost on the way to the parameters.
TEST(Optimizer, AveragesKeepWhatIsNoNumber) {
    for (int kind : {MOG_OPTIMIZER_MOMENTUM, MOG_OPTIMIZER_RMSPROP, MOG_OPTIMIZER_ADAM}) {
        mog_training_settings s = Default();
        s.optimizer = kind;
        for (float p : Optimised(s, 1, NAN).parameter)
            EXPECT_TRUE(std::isnan(p)) << kind;
    }
}

TEST(Optimizer, WeightDecayIsDecoupled) {
    for (int kind :
         {MOG_OPTIMIZER_SGD, MOG_OPTIMIZER_MOMENTUM, MOG_OPTIMIZER_RMSPROP, MOG_OPTIMIZER_ADAM}) {
        mog_training_settings s = Default();
        s.optimizer = kind;
        s.learning_rate = 0.1;
        s.weight_decay = 0.5;
        const Optimised after(s, 2, 0);
        for (float p : after.parameter)
            EXPECT_NEAR(p, 2 * 0.95 * 0.95, 1e-6) << kind;
    }
}

TEST(Optimizer, ClippingCutsTheNorm) {
    std::vector<float> gradient(100000);
    double squares = 0;
    for (size_t i = 0; i < gradient.size(); i++) {
        gradient[i] = float(std::sin(double(i)));
        squares += double(gradient[i]) * double(gradient[i]);
    }
    const double norm = mog_gradient_norm(gradient.size(), gradient.data());
    EXPECT_NEAR(norm, std::sqrt(squares), 1e-6 * norm);
    mog_training_settings s = Default();
    EXPECT_EQ(mog_clip_factor(&s, norm), 1);
    s.clip_norm = 5;
    EXPECT_NEAR(mog_clip_factor(&s, norm) * norm, 5, 1e-6);
    EXPECT_EQ(mog_clip_factor(&s, 4.9), 1);
}

} // namespace
