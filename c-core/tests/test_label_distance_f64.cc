// SPDX-License-Identifier: GPL-2.0-or-later
// Distances to labels: values worked out by hand, and gradients by finite differences.
#include "f64.h"

#include "gradient_check.h"

#include <tuple>

namespace {

double Distance(int loss, int output, size_t links, size_t width, const Reals &label,
                const Reals &y, Reals *dy = nullptr, double weight = 1) {
    Reals unused(y.size());
    const mog_label_term term = {loss, output, weight};
    return mog_label_distance(&term, label.size() / links, links, width, label.data(), y.data(),
                              dy != nullptr ? dy->data() : unused.data());
}

TEST(LabelDistance, RbsByHand) {
    // two links on RBs 0 and 1 of two; the network is sure of the first, and says 1/4, 3/4 of the
    // other
    const Reals label = {0, 1}, y = {1, 0, 0.25, 0.75};
    EXPECT_DOUBLE_EQ(Distance(MOG_LABEL_LOSS_SQUARE, MOG_OUTPUT_SOFTMAX, 2, 2, label, y), 0.125);
    EXPECT_NEAR(Distance(MOG_LABEL_LOSS_CROSS_ENTROPY, MOG_OUTPUT_SOFTMAX, 2, 2, label, y),
                -std::log(0.75), 1e-6); // but for the rounding of certainty
    // together with probability 1/4, and they should not be; both ordered pairs count
    EXPECT_DOUBLE_EQ(Distance(MOG_LABEL_LOSS_CO_MEMBERSHIP, MOG_OUTPUT_SOFTMAX, 2, 2, label, y),
                     2 * 0.0625);
}

TEST(LabelDistance, CoMembershipDoesNotSeeTheNumbersOfRbs) {
    const Reals y = {0.7, 0.2, 0.1, 0.1, 0.6, 0.3, 0.5, 0.25, 0.25};
    const Reals renumbered = {0.1, 0.7, 0.2, 0.3, 0.1, 0.6, 0.25, 0.5, 0.25};
    const auto distance = [&](const Reals &label, const Reals &of) {
        return Distance(MOG_LABEL_LOSS_CO_MEMBERSHIP, MOG_OUTPUT_SOFTMAX, 3, 3, label, of);
    };
    EXPECT_NEAR(distance({0, 1, 0}, y), distance({2, 0, 2}, renumbered), 1e-15);
}

TEST(LabelDistance, PowersByHand) {
    const Reals label = {1, 0}, y = {0.75, 0.5};
    EXPECT_DOUBLE_EQ(Distance(MOG_LABEL_LOSS_SQUARE, MOG_OUTPUT_BERNOULLI, 2, 1, label, y), 0.3125);
    EXPECT_DOUBLE_EQ(Distance(MOG_LABEL_LOSS_CROSS_ENTROPY, MOG_OUTPUT_SIGMOID, 2, 1, label, y),
                     -std::log(0.75) - std::log(0.5));
    // a beta distribution's power is its mean: 3 / 4 and 1 / 2
    const Reals shapes = {3, 1, 2, 2};
    EXPECT_DOUBLE_EQ(Distance(MOG_LABEL_LOSS_SQUARE, MOG_OUTPUT_BETA, 2, 2, label, shapes), 0.3125);
}

// loss, output, width
class LabelGradient : public testing::TestWithParam<std::tuple<int, int, size_t>> {};
INSTANTIATE_TEST_SUITE_P(
    LabelDistance, LabelGradient,
    testing::Values(std::tuple(MOG_LABEL_LOSS_SQUARE, MOG_OUTPUT_SIGMOID, 1),
                    std::tuple(MOG_LABEL_LOSS_CROSS_ENTROPY, MOG_OUTPUT_BERNOULLI, 1),
                    std::tuple(MOG_LABEL_LOSS_SQUARE, MOG_OUTPUT_BETA, 2),
                    std::tuple(MOG_LABEL_LOSS_CROSS_ENTROPY, MOG_OUTPUT_BETA, 2),
                    std::tuple(MOG_LABEL_LOSS_SQUARE, MOG_OUTPUT_SOFTMAX, 3),
                    std::tuple(MOG_LABEL_LOSS_CROSS_ENTROPY, MOG_OUTPUT_SOFTMAX, 3),
                    std::tuple(MOG_LABEL_LOSS_CO_MEMBERSHIP, MOG_OUTPUT_SOFTMAX, 3),
                    std::tuple(MOG_LABEL_LOSS_SQUARE, MOG_OUTPUT_SOFTMAX, 1)));

TEST_P(LabelGradient, FiniteDifferences) {
    const auto loss = std::get<0>(GetParam());
    const auto output = std::get<1>(GetParam());
    const auto width = std::get<2>(GetParam());
    const size_t batch = 2, links = 4;
    Reals label(batch * links), y(batch * links * width), dy(y.size(), 7);
    for (size_t i = 0; i < label.size(); i++)
        label[i] = output == MOG_OUTPUT_SOFTMAX ? double(i % width) : double(i % 3) / 2;
    for (size_t i = 0; i < y.size(); i++)
        y[i] = (output == MOG_OUTPUT_BETA ? 2 : 0.5) + 0.4 * std::sin(1.7 * double(i));
    Distance(loss, output, links, width, label, y, &dy, 2.5);
    for (double &d : dy)
        d -= 7; // it is added to what was there
    CheckGradient([&] { return Distance(loss, output, links, width, label, y, nullptr, 2.5); }, y,
                  dy);
}

TEST(LabelDistance, CertaintyIsFinite) {
    const Reals label = {1, 0}, powers = {0, 1}, rows = {1, 0, 0, 1};
    for (const int loss : {MOG_LABEL_LOSS_SQUARE, MOG_LABEL_LOSS_CROSS_ENTROPY}) {
        Reals dy(2), wide(4);
        EXPECT_TRUE(std::isfinite(Distance(loss, MOG_OUTPUT_SIGMOID, 2, 1, label, powers, &dy)));
        EXPECT_TRUE(std::isfinite(Distance(loss, MOG_OUTPUT_SOFTMAX, 2, 2, label, rows, &wide)));
        for (double d : {dy[0], dy[1], wide[0], wide[1], wide[2], wide[3]})
            EXPECT_TRUE(std::isfinite(d));
    }
}

} // namespace
