// SPDX-License-Identifier: GPL-2.0-or-later
// From what a network says to powers and resource blocks.
#include "mog/solve.h"
#include "rb_fixture.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace {

using Decision = mogtest::Owned<mog_decision>;

Decision Make(mog_output output, size_t links, size_t n_rb = 1, size_t refine = 0) {
    mog_network_settings settings;
    mog_network_default(&settings);
    settings.output = output;
    settings.n_rb = n_rb;
    settings.refine = refine;
    mog_error error{};
    Decision decision(
        mogtest::Made<mog_decision>(mog_decision_create, &error, &settings, nullptr, links));
    EXPECT_TRUE(decision) << error.message;
    return decision;
}

/** What powers a decision takes of one sample. */
std::vector<double> Powers(mog_output output, const std::vector<float> &y, size_t links) {
    const Decision decision = Make(output, links);
    mog_problem known{};
    known.samples = 1;
    known.links = links;
    std::vector<double> power(links, -1);
    const mog_allocation out = {nullptr, power.data()};
    EXPECT_EQ(mog_decide(decision.get(), &known, y.data(), &out, nullptr), MOG_OK);
    // where there is room for RBs they are all the first
    std::vector<uint32_t> rb(links, 9);
    const mog_allocation both = {rb.data(), power.data()};
    EXPECT_EQ(mog_decide(decision.get(), &known, y.data(), &both, nullptr), MOG_OK);
    EXPECT_EQ(rb, std::vector<uint32_t>(links, 0));
    return power;
}

TEST(Decision, PowersFollowTheirRule) {
    const std::vector<float> y = {0, 0.25f, 0.5f, std::nextafterf(0.5f, 1), 1, 0.75f};
    const std::vector<double> same(y.begin(), y.end());
    EXPECT_EQ(Powers(MOG_OUTPUT_SIGMOID, y, 6), same);
    EXPECT_EQ(Powers(MOG_OUTPUT_RELU6, y, 6), same);
    EXPECT_EQ(Powers(MOG_OUTPUT_BERNOULLI, y, 6), (std::vector<double>{0, 0, 0, 1, 1, 1}));
    EXPECT_EQ(Powers(MOG_OUTPUT_BETA, {1, 1, 3, 1, 1, 7}, 3),
              (std::vector<double>{0.5, 0.75, 0.125}));
}

TEST(Decision, LikeliestBlockAndOfEqualOnesTheFirst) {
    const mogtest::RbChannels channels = mogtest::MakeRbChannels(1, 4, 3, false, false, 1);
    const Decision decision = Make(MOG_OUTPUT_SOFTMAX, 4, 3);
    const std::vector<float> y = {.2f, .5f, .3f, .4f, .4f, .2f, .1f, .45f, .45f, .1f, .2f, .7f};
    std::vector<uint32_t> rb(4, 9);
    std::vector<double> power(4, -1);
    const mog_problem problem = channels.View();
    const mog_allocation out = {rb.data(), power.data()};
    ASSERT_EQ(mog_decide(decision.get(), &problem, y.data(), &out, nullptr), MOG_OK);
    EXPECT_EQ(rb, (std::vector<uint32_t>{1, 0, 1, 2}));
    // powers are those of 100 sweeps of FPLinQ on the channels that are left
    std::vector<double> gain(16), expected(4);
    mog_rb_mask(&problem, rb.data(), gain.data(), nullptr);
    mog_problem masked{};
    masked.samples = 1;
    masked.links = 4;
    masked.noise_power = problem.noise_power;
    masked.gain = gain.data();
    mog_solver_settings settings;
    ASSERT_EQ(mog_solver_default("fplinq", &settings, nullptr), MOG_OK);
    settings.sweeps = 100;
    settings.rounding = MOG_ROUNDING_NONE;
    const auto solver =
        mogtest::Made<mog_solver>(mog_solver_create, nullptr, "fplinq", &settings, nullptr, 4, 1);
    ASSERT_NE(solver.get(), nullptr);
    const mog_allocation wanted = {nullptr, expected.data()};
    EXPECT_EQ(mog_solver_run(solver.get(), &masked, 0, &wanted, nullptr, nullptr), MOG_OK);
    EXPECT_EQ(power, expected);
}

// Everybody on one block is a bad start: moves make it better, and no more of them than allowed.
TEST(Decision, MovesImproveTheChoice) {
    const mogtest::RbChannels channels = mogtest::MakeRbChannels(20, 6, 3, true, true, 2);
    const mog_problem problem = channels.View();
    std::vector<float> y(20 * 6 * 3, 0);
    for (size_t i = 0; i < y.size(); i += 3)
        y[i] = 1;
    std::vector<double> before(20, 0);
    for (size_t moves : {0, 1, 3, 100}) {
        const Decision decision = Make(MOG_OUTPUT_SOFTMAX, 6, 3, moves);
        std::vector<uint32_t> rb(120, 9);
        std::vector<double> power(120, -1);
        const mog_allocation out = {rb.data(), power.data()};
        ASSERT_EQ(mog_decide(decision.get(), &problem, y.data(), &out, nullptr), MOG_OK);
        const std::vector<double> rate = channels.SumRate(rb, power);
        for (size_t s = 0; s < 20; s++) {
            EXPECT_GT(rate[s], before[s] * (1 - 1e-12));
            EXPECT_LE(6u - std::count(rb.begin() + s * 6, rb.begin() + (s + 1) * 6, 0u), moves);
        }
        before = rate;
    }
}

TEST(Decision, OneBlockIsOneBand) {
    const mogtest::RbChannels channels = mogtest::MakeRbChannels(3, 2, 1, false, false, 3);
    const mog_problem problem = channels.View();
    const Decision decision = Make(MOG_OUTPUT_SOFTMAX, 5);
    const std::vector<float> y(6, 1);
    std::vector<uint32_t> rb(6, 9);
    std::vector<double> power(6, -1);
    const mog_allocation out = {rb.data(), power.data()};
    ASSERT_EQ(mog_decide(decision.get(), &problem, y.data(), &out, nullptr), MOG_OK);
    EXPECT_EQ(rb, std::vector<uint32_t>(6, 0));
    for (double p : power)
        EXPECT_TRUE(p >= 0 && p <= 1) << p;
}

TEST(Decision, RefusesMoreLinksThanItWasMadeFor) {
    const mogtest::RbChannels channels = mogtest::MakeRbChannels(1, 4, 2, false, false, 1);
    const mog_problem problem = channels.View();
    const std::vector<float> y(8, 0.5f);
    std::vector<uint32_t> rb(4);
    std::vector<double> power(4);
    const mog_allocation out = {rb.data(), power.data()};
    for (const Decision &decision :
         {Make(MOG_OUTPUT_SOFTMAX, 3, 2), Make(MOG_OUTPUT_SIGMOID, 3, 1, 2)})
        EXPECT_EQ(mog_decide(decision.get(), &problem, y.data(), &out, nullptr),
                  MOG_ERROR_ARGUMENT);
}

TEST(Decision, ChecksWhatTheNetworkGave) {
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const float infinite = std::numeric_limits<float>::infinity();
    struct Case {
        mog_output output;
        size_t width;
        float good;
        std::vector<float> bad;
        const char *what;
    };
    for (const Case &c : {Case{MOG_OUTPUT_SIGMOID, 1, 1, {nan, -0.1f, 1.1f}, "as power"},
                          Case{MOG_OUTPUT_BERNOULLI, 1, 0, {nan, 2}, "probability of full power"},
                          Case{MOG_OUTPUT_BETA, 2, 5, {nan, 0.5f, infinite}, "Beta distribution"},
                          Case{MOG_OUTPUT_SOFTMAX, 3, 0.5f, {nan, 2}, "a resource block"}}) {
        const Decision decision = Make(c.output, 2, c.output == MOG_OUTPUT_SOFTMAX ? 3 : 1);
        std::vector<float> y(2 * 2 * c.width, c.good);
        EXPECT_EQ(mog_decision_check(decision.get(), 40, 2, 2, y.data(), nullptr), MOG_OK);
        for (float bad : c.bad) {
            y[y.size() - 1] = bad;
            mog_error error{};
            EXPECT_EQ(mog_decision_check(decision.get(), 40, 2, 2, y.data(), &error),
                      MOG_ERROR_NUMERIC);
            EXPECT_NE(std::string(error.message).find(c.what), std::string::npos) << error.message;
            EXPECT_NE(std::string(error.message).find("link 1 in sample 41"), std::string::npos)
                << error.message;
        }
    }
}

TEST(Decision, CriticsDecideNothing) {
    mog_network_settings settings;
    mog_network_default(&settings);
    settings.output = MOG_OUTPUT_LINEAR;
    mog_error error{};
    EXPECT_EQ(mogtest::Made<mog_decision>(mog_decision_create, &error, &settings, nullptr, 3),
              nullptr);
    EXPECT_NE(std::string(error.message).find("linear decides nothing"), std::string::npos);
}

} // namespace
