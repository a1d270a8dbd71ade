// SPDX-License-Identifier: GPL-2.0-or-later
// The loss of every utility in float64: its value, and its gradient by finite differences.
#include "f64.h"

#include "gradient_check.h"

#include "mog/learn.h"
#include "mog/utility.h"

namespace {

// 19 links: more than a vector, and not a multiple of one.
constexpr size_t batch = 2, links = 19;

struct UtilityCase {
    const char *name;
    mog_utility_kind kind;
    double alpha;
    bool priced;
};

const UtilityCase cases[] = {
    {"SumRate", MOG_UTILITY_SUM_RATE, 0, false},
    {"PricedSumRate", MOG_UTILITY_SUM_RATE, 0, true},
    {"ProportionalFair", MOG_UTILITY_PROPORTIONAL_FAIR, 0, false},
    {"AlphaFair", MOG_UTILITY_ALPHA_FAIR, 2.5, false},
    {"AlphaFairBelowOne", MOG_UTILITY_ALPHA_FAIR, 0.5, false},
    {"AlphaFairOfOne", MOG_UTILITY_ALPHA_FAIR, 1, false},
    {"MaxMin", MOG_UTILITY_MAX_MIN, 0, false},
    {"MinimumRate", MOG_UTILITY_MINIMUM_RATE, 0, true},
    {"EnergyEfficiency", MOG_UTILITY_ENERGY_EFFICIENCY, 0, false},
    {"LinkEnergyEfficiency", MOG_UTILITY_LINK_ENERGY_EFFICIENCY, 0, false},
    {"Satisfaction", MOG_UTILITY_SATISFACTION, 0, false},
};

class UtilityLoss : public testing::TestWithParam<UtilityCase> {
  protected:
    Reals gain = Numbers(batch * links * links, 0.3), y = Numbers(batch * links, 0.5);
    Reals weight = Reals(batch * links), price = Reals(batch * links);
    std::vector<double> scratch = std::vector<double>(MOG_LOSS_SCRATCH(links) / sizeof(double));
    mog_utility utility;

    void SetUp() override {
        mog_utility_default(&utility);
        utility.kind = GetParam().kind;
        utility.alpha = GetParam().alpha;
        for (double &g : gain)
            g *= g;
        for (size_t i = 0; i < y.size(); i++) {
            gain[(i / links * links + i % links) * links + i % links] += 4; // links of some worth
            y[i] = 0.5 + 0.25 * y[i];
            weight[i] = 0.2 + 0.1 * static_cast<double>(i % 7);
            price[i] = 0.3 * static_cast<double>(i % 3);
        }
    }

    double Loss(const double *w, Reals &dy) {
        const mog_loss_batch b = {batch,       links, 0.3,
                                  gain.data(), w,     GetParam().priced ? price.data() : nullptr};
        return mog_utility_loss(&utility, &b, y.data(), dy.data(), scratch.data());
    }
};
INSTANTIATE_TEST_SUITE_P(UtilityLossF64, UtilityLoss, testing::ValuesIn(cases),
                         [](const testing::TestParamInfo<UtilityCase> &p) { return p.param.name; });

TEST_P(UtilityLoss, GradientByFiniteDifferences) {
    Reals dy(y.size()), unused(y.size());
    for (const double *w : std::vector<const double *>{nullptr, weight.data()}) {
        Loss(w, dy);
        CheckGradient([&] { return Loss(w, unused); }, y, dy, 1e-6);
    }
}

TEST_P(UtilityLoss, ValueIsMinusTheUtility) {
    Reals unused(y.size());
    const double loss = Loss(weight.data(), unused);
    mog_problem problem = {};
    problem.samples = batch;
    problem.links = links;
    problem.noise_power = 0.3;
    problem.gain = gain.data();
    problem.weight = weight.data();
    problem.price = GetParam().priced ? price.data() : nullptr;
    double value[batch], room[2 * links];
    mog_utility_values(&utility, &problem, nullptr, y.data(), room, value, nullptr);
    EXPECT_NEAR(-loss, (value[0] + value[1]) / batch, 1e-12 * std::fabs(loss));
}

// A silent link: no logarithm of 0, no division by it.
TEST_P(UtilityLoss, IsFiniteWhereLinksAreSilent) {
    Reals dy(y.size());
    y[3] = y[links] = 0;
    EXPECT_TRUE(std::isfinite(Loss(weight.data(), dy)));
    for (double d : dy)
        EXPECT_TRUE(std::isfinite(d));
}

} // namespace
