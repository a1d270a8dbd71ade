// SPDX-License-Identifier: GPL-2.0-or-later
/** Weights that scenarios draw, and the SNR gap. */
#include "generated_fixture.h"
#include "mog/csi.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <limits>

extern "C" {
#include "radio/scenario.h"
}

namespace {

using mogtest::Dataset;

mog_scenario Scenario(int kind, int weights, size_t links = 5) {
    mog_scenario scenario;
    mog_scenario_default(&scenario);
    scenario.kind = kind;
    scenario.links = links;
    scenario.weights = weights;
    scenario.side = 2000;
    return scenario;
}

Dataset Generate(const mog_scenario &scenario, size_t samples, uint64_t first = 0) {
    return mogtest::GenerateSet(scenario, samples, first, 3);
}

std::vector<double> Gains(const Dataset &dataset) {
    const size_t entries = mog_scenario_matrices(&dataset->scenario) * dataset->links;
    return {dataset->gain, dataset->gain + dataset->samples * entries * dataset->links};
}

std::vector<double> Weights(const Dataset &dataset) {
    return {dataset->weight, dataset->weight + dataset->samples * dataset->links};
}

const int kinds[] = {MOG_SCENARIO_GIC, MOG_SCENARIO_D2D, MOG_SCENARIO_RB_PAIRWISE,
                     MOG_SCENARIO_UPLINK, MOG_SCENARIO_DUAL_SLOPE};

TEST(ScenarioWeights, OnesAreNotStored) {
    mog_scenario scenario = Scenario(MOG_SCENARIO_GIC, MOG_WEIGHTS_ONES);
    EXPECT_EQ(Generate(scenario, 2)->weight, nullptr);
    std::vector<double> weight(10, -1);
    EXPECT_EQ(mog_scenario_draw_weights(&scenario, 3, 0, 2, weight.data(), nullptr), MOG_OK);
    EXPECT_EQ(weight, std::vector<double>(10, 1));
}

TEST(ScenarioWeights, VariedOnesCoverAllSpreads) {
    const size_t samples = 400, links = 30;
    mog_scenario scenario = Scenario(MOG_SCENARIO_GIC, MOG_WEIGHTS_VARIED, links);
    scenario.weight_range = 1000;
    const std::vector<double> weight = Weights(Generate(scenario, samples));
    std::vector<double> share; // of the logarithm of the range
    for (size_t n = 0; n < samples; n++) {
        const auto [least, most] =
            std::minmax_element(weight.begin() + n * links, weight.begin() + (n + 1) * links);
        share.push_back(std::log(*most / *least) / std::log(1000));
    }
    std::sort(share.begin(), share.end());
    EXPECT_LT(share.back(), 1);
    EXPECT_GT(share.back(), 0.9);
    EXPECT_LT(share.front(), 0.02);
    EXPECT_NEAR(share[samples / 2], 0.5 * (links - 1.0) / (links + 1), 0.08); // range of 30 draws
}

// Only some samples fade; those are the same as where all do.
TEST(ScenarioWeights, FadingShareMixesSamplesWithAndWithout) {
    mog_scenario scenario = Scenario(MOG_SCENARIO_D2D, MOG_WEIGHTS_ONES);
    const auto gains = [&](double share, bool fades) {
        scenario.fading_share = share;
        scenario.rayleigh = fades;
        scenario.shadowing_db = fades ? 4 : 0;
        return Gains(Generate(scenario, 200));
    };
    const std::vector<double> plain = gains(1, false), faded = gains(1, true),
                              mixed = gains(0.3, true);
    EXPECT_EQ(gains(0, true), plain);
    size_t count = 0;
    for (size_t n = 0; n < 200; n++) {
        const auto same = [&](const std::vector<double> &other) {
            return std::equal(mixed.begin() + n * 25, mixed.begin() + (n + 1) * 25,
                              other.begin() + n * 25);
        };
        EXPECT_TRUE(same(plain) != same(faded)) << n;
        count += same(faded);
    }
    EXPECT_NEAR(count, 60, 26); // four deviations
}

TEST(ScenarioWeights, OfATrajectoryAreForTheSolverToSay) {
    EXPECT_EQ(Weights(Generate(Scenario(MOG_SCENARIO_GIC, MOG_WEIGHTS_TRAJECTORY), 3)),
              std::vector<double>(15, 1));
}

TEST(ScenarioWeights, LeaveTheGainsAsTheyAre) {
    for (const int kind : kinds) {
        mog_scenario scenario = Scenario(kind, MOG_WEIGHTS_ONES);
        scenario.rayleigh = true;
        scenario.shadowing_db = 7;
        const std::vector<double> gain = Gains(Generate(scenario, 20));
        for (const int weights : {MOG_WEIGHTS_LOG_UNIFORM, MOG_WEIGHTS_PARETO}) {
            scenario.weights = weights;
            EXPECT_EQ(Gains(Generate(scenario, 20)), gain) << kind;
        }
    }
}

TEST(ScenarioWeights, HaveAMeanOfOneAndDependOnTheSampleAlone) {
    for (const int weights : {MOG_WEIGHTS_LOG_UNIFORM, MOG_WEIGHTS_PARETO}) {
        const mog_scenario scenario = Scenario(MOG_SCENARIO_GIC, weights);
        const std::vector<double> all = Weights(Generate(scenario, 20)),
                                  tail = Weights(Generate(scenario, 6, 14));
        EXPECT_EQ(std::vector<double>(all.begin() + 70, all.end()), tail);
        for (size_t n = 0; n < 20; n++) {
            double sum = 0;
            for (size_t i = 0; i < 5; i++) {
                EXPECT_GT(all[n * 5 + i], 0);
                sum += all[n * 5 + i];
            }
            EXPECT_NEAR(sum, 5, 1e-14 * 5);
        }
        EXPECT_NE(std::vector<double>(all.begin(), all.begin() + 5),
                  std::vector<double>(all.begin() + 5, all.begin() + 10));
    }
}

/** Mean squares of ln(w_0 / w_1), which no common factor changes. */
double SpreadOfRatios(const mog_scenario &scenario, size_t samples) {
    const std::vector<double> weight = Weights(Generate(scenario, samples));
    double squares = 0;
    for (size_t n = 0; n < samples; n++)
        squares += std::pow(std::log(weight[n * 5] / weight[n * 5 + 1]), 2);
    return squares / static_cast<double>(samples);
}

/** The difference of two uniform numbers has the variance 1/6, and its square that of 7/180. */
TEST(ScenarioWeights, LogarithmsAreUniform) {
    const double samples = 20000;
    for (const double range : {10.0, 100.0}) {
        mog_scenario scenario = Scenario(MOG_SCENARIO_GIC, MOG_WEIGHTS_LOG_UNIFORM);
        scenario.weight_range = range;
        const double spread = SpreadOfRatios(scenario, size_t(samples));
        EXPECT_NEAR(spread / std::pow(std::log(range), 2), 1.0 / 6,
                    4 * std::sqrt(7.0 / 180 / samples));
        const std::vector<double> weight = Weights(Generate(scenario, 2000));
        for (size_t n = 0; n < weight.size(); n++)
            ASSERT_LE(weight[n], range * weight[n / 5 * 5] * (1 + 1e-12));
    }
}

/** ln w is exponential with the mean 1 / shape: a difference of two has the variance 2 / shape^2,
 * and its square that of 20 / shape^4. */
TEST(ScenarioWeights, ParetoHasItsTail) {
    const double samples = 20000;
    for (const double shape : {1.5, 3.0}) {
        mog_scenario scenario = Scenario(MOG_SCENARIO_GIC, MOG_WEIGHTS_PARETO);
        scenario.weight_shape = shape;
        EXPECT_NEAR(SpreadOfRatios(scenario, size_t(samples)) * shape * shape, 2,
                    4 * std::sqrt(20 / samples));
    }
}

TEST(ScenarioWeights, RefusesWhatIsOutOfRange) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const struct {
        double mog_scenario::*member;
        double value;
        const char *name;
    } cases[] = {{&mog_scenario::weight_range, 0.5, "scenario.weight_range = 0.5"},
                 {&mog_scenario::weight_range, nan, "scenario.weight_range"},
                 {&mog_scenario::weight_shape, 0.9, "scenario.weight_shape = 0.9"},
                 {&mog_scenario::gap_db, -1, "scenario.gap_db = -1"},
                 {&mog_scenario::transmitter_distance, -1, "scenario.transmitter_distance"}};
    for (const auto &c : cases) {
        mog_scenario scenario = Scenario(MOG_SCENARIO_GIC, MOG_WEIGHTS_PARETO);
        scenario.*c.member = c.value;
        std::vector<double> weight(5);
        mog_error error{};
        EXPECT_EQ(mog_scenario_draw_weights(&scenario, 1, 0, 1, weight.data(), &error),
                  MOG_ERROR_ARGUMENT);
        EXPECT_NE(std::string(error.message).find(c.name), std::string::npos) << error.message;
    }
}

/** A rate with a gap is log2(1 + SINR / gap). */
TEST(SnrGap, DividesTheSinr) {
    const double gap = std::pow(10, 0.6);
    for (const int kind : kinds) {
        mog_scenario scenario = Scenario(kind, MOG_WEIGHTS_ONES);
        scenario.shadowing_db = 3;
        const Dataset plain = Generate(scenario, 10);
        scenario.gap_db = 6;
        const Dataset gapped = Generate(scenario, 10);
        const std::vector<double> power(50, 0.7);
        std::vector<double> without(50), with(50);
        const mog_problem before = mog_dataset_problem(plain.get()),
                          after = mog_dataset_problem(gapped.get());
        mog_rates(&before, nullptr, power.data(), without.data(), nullptr);
        mog_rates(&after, nullptr, power.data(), with.data(), nullptr);
        for (size_t n = 0; n < 50; n++) {
            const double expected = std::log2(1 + (std::exp2(without[n]) - 1) / gap);
            EXPECT_NEAR(with[n], expected, 1e-9 * (1 + expected)) << kind;
        }
    }
}

TEST(SnrGap, IsInEveryMatrixAndInTheMeanGains) {
    for (const int kind : {MOG_SCENARIO_RB_PAIRWISE, MOG_SCENARIO_UPLINK}) {
        mog_scenario scenario = Scenario(kind, MOG_WEIGHTS_ONES);
        scenario.n_rb = 3;
        scenario.rb_fading = true;
        std::vector<double> plain(75 * 4), gapped(75 * 4);
        for (const auto generate : {false, true}) {
            for (double gap_db : {0.0, 6.0}) {
                scenario.gap_db = gap_db;
                double *gain = gap_db > 0 ? gapped.data() : plain.data();
                const mog_status status =
                    generate
                        ? mog_scenario_generate(&scenario, 1, 0, 4, gain, nullptr, nullptr, nullptr)
                        : mog_scenario_mean_gain(&scenario, 1, 0, 4, gain, nullptr);
                ASSERT_EQ(status, MOG_OK);
            }
            for (size_t n = 0; n < plain.size(); n++) {
                const bool direct = n % 25 % 6 == 0;
                EXPECT_DOUBLE_EQ(gapped[n], direct ? plain[n] / std::pow(10, 0.6) : plain[n]);
            }
        }
    }
}

/** Amplitudes and powers know the same channel, gap or not: G_amplitude gap = sqrt(G_power gap). */
TEST(SnrGap, GoesWithBadKnowledge) {
    mog_scenario scenario = Scenario(MOG_SCENARIO_GIC, MOG_WEIGHTS_ONES);
    scenario.gap_db = 6;
    const Dataset power = Generate(scenario, 20);
    scenario.gain_mode = MOG_GAIN_AMPLITUDE;
    const Dataset amplitude = Generate(scenario, 20);
    mog_csi_settings csi;
    mog_csi_default(&csi);
    csi.kind = MOG_CSI_NOISY;
    ASSERT_EQ(mog_csi_apply(&csi, 0, power.get(), nullptr), MOG_OK);
    ASSERT_EQ(mog_csi_apply(&csi, 0, amplitude.get(), nullptr), MOG_OK);
    for (size_t n = 0; n < 20 * 25; n++) {
        const double gap = n % 25 % 6 == 0 ? std::pow(10, 0.6) : 1;
        const double a = amplitude->known_gain[n] * gap, p = power->known_gain[n] * gap;
        ASSERT_NEAR(a * a, p, 1e-12 * p);
    }
}

} // namespace
