// SPDX-License-Identifier: GPL-2.0-or-later
// Vector functions within a few units in the last place, over their whole range.
#include "vecmath.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <vector>

namespace {

using Function = void (*)(size_t, const float *, float *);

// Distance of y from the exact value in units of the last place of a float of that size.
double UlpError(float y, double exact) {
    const float rounded = static_cast<float>(exact);
    const double unit = std::max<double>(
        std::nextafter(std::fabs(rounded), std::numeric_limits<float>::infinity()) -
            std::fabs(rounded),
        std::numeric_limits<float>::min() * std::numeric_limits<float>::epsilon());
    return std::fabs(y - exact) / unit;
}

// Every float between two values in steps of `stride` bit patterns, both signs where `negative`.
std::vector<float> Floats(float low, float high, uint32_t stride, bool negative) {
    uint32_t first, last;
    std::memcpy(&first, &low, sizeof first);
    std::memcpy(&last, &high, sizeof last);
    std::vector<float> x;
    for (uint64_t bits = first; bits <= last; bits += stride) {
        const uint32_t pattern = static_cast<uint32_t>(bits);
        float value;
        std::memcpy(&value, &pattern, sizeof value);
        x.push_back(value);
        if (negative)
            x.push_back(-value);
    }
    return x;
}

double WorstUlp(Function function, double (*exact)(double), const std::vector<float> &x) {
    std::vector<float> y(x.size());
    function(x.size(), x.data(), y.data());
    double worst = 0;
    for (size_t i = 0; i < x.size(); i++)
        worst = std::max(worst, UlpError(y[i], exact(x[i])));
    return worst;
}

double Exp(double x) {
    return std::exp(x);
}
double Log(double x) {
    return std::log(x);
}
double Tanh(double x) {
    return std::tanh(x);
}
double Sigmoid(double x) {
    return 1 / (1 + std::exp(-x));
}

float One(Function function, float x) {
    float y;
    function(1, &x, &y);
    return y;
}

const float kInfinity = std::numeric_limits<float>::infinity();
const float kNan = std::numeric_limits<float>::quiet_NaN();

TEST(Vecmath, ExpIsWithinTwoUlp) {
    EXPECT_LT(WorstUlp(mog_vector_exp, Exp, Floats(1e-30f, 87.3f, 997, true)), 2);
    EXPECT_LT(WorstUlp(mog_vector_exp, Exp, Floats(87.3f, 88.72f, 3, false)), 2);
}

TEST(Vecmath, LogIsWithinTwoUlp) {
    EXPECT_LT(WorstUlp(mog_vector_log, Log, Floats(0x1p-149f, 3.4e38f, 997, false)), 2);
    EXPECT_LT(WorstUlp(mog_vector_log, Log, Floats(0.5f, 2.0f, 7, false)), 2);
}

TEST(Vecmath, TanhIsWithinThreeUlp) {
    EXPECT_LT(WorstUlp(mog_vector_tanh, Tanh, Floats(1e-30f, 100.0f, 997, true)), 3);
}

TEST(Vecmath, SigmoidIsWithinThreeUlp) {
    EXPECT_LT(WorstUlp(mog_vector_sigmoid, Sigmoid, Floats(1e-30f, 87.0f, 997, true)), 3);
}

TEST(Vecmath, EndsOfTheRange) {
    EXPECT_EQ(One(mog_vector_exp, 0.0f), 1.0f);
    EXPECT_EQ(One(mog_vector_exp, 89.0f), kInfinity);
    EXPECT_EQ(One(mog_vector_exp, kInfinity), kInfinity);
    EXPECT_EQ(One(mog_vector_exp, -88.0f), 0.0f);
    EXPECT_EQ(One(mog_vector_exp, -kInfinity), 0.0f);
    EXPECT_EQ(One(mog_vector_log, 1.0f), 0.0f);
    EXPECT_EQ(One(mog_vector_log, 0.0f), -kInfinity);
    EXPECT_EQ(One(mog_vector_log, kInfinity), kInfinity);
    EXPECT_EQ(One(mog_vector_tanh, 0.0f), 0.0f);
    EXPECT_TRUE(std::signbit(One(mog_vector_tanh, -0.0f)));
    EXPECT_EQ(One(mog_vector_tanh, kInfinity), 1.0f);
    EXPECT_EQ(One(mog_vector_tanh, -kInfinity), -1.0f);
    EXPECT_EQ(One(mog_vector_sigmoid, 0.0f), 0.5f);
    EXPECT_EQ(One(mog_vector_sigmoid, kInfinity), 1.0f);
    EXPECT_EQ(One(mog_vector_sigmoid, -kInfinity), 0.0f);
}

TEST(Vecmath, NotANumberStaysOne) {
    for (Function function : {mog_vector_exp, mog_vector_log, mog_vector_tanh, mog_vector_sigmoid})
        EXPECT_TRUE(std::isnan(One(function, kNan)));
    EXPECT_TRUE(std::isnan(One(mog_vector_log, -1.0f)));
}

// The vector loop and its scalar rest must give the same bits, at any length and in place.
TEST(Vecmath, SameBitsAtEveryLength) {
    std::vector<float> x(67), all(67), in_place;
    for (size_t i = 0; i < x.size(); i++)
        x[i] = 0.37f + 0.731f * static_cast<float>(i % 13);
    for (Function function :
         {mog_vector_exp, mog_vector_log, mog_vector_tanh, mog_vector_sigmoid}) {
        function(x.size(), x.data(), all.data());
        for (size_t i = 0; i < x.size(); i++)
            EXPECT_EQ(One(function, x[i]), all[i]);
        in_place = x;
        function(x.size(), in_place.data(), in_place.data());
        EXPECT_EQ(in_place, all);
    }
}

} // namespace
