// SPDX-License-Identifier: GPL-2.0-or-later
/** The scenario dual_slope: layout, path loss, fading. */
#include "generated_fixture.h"

#include <cmath>
#include <gtest/gtest.h>

extern "C" {
#include "radio/scenario.h"
}

namespace {

using mogtest::Dataset;

/** The numbers of Naderializadeh et al. */
mog_scenario DualSlope() {
    mog_scenario scenario;
    mog_scenario_default(&scenario);
    scenario.kind = MOG_SCENARIO_DUAL_SLOPE;
    scenario.links = 6;
    scenario.side = 500;
    scenario.distance_min = 10;
    scenario.distance_max = 50;
    scenario.shadowing_db = 7;
    scenario.rayleigh = true;
    scenario.max_power_dbm = 10;
    scenario.noise_density_dbm = -174;
    scenario.bandwidth = 10e6;
    return scenario;
}

Dataset Generate(const mog_scenario &scenario, size_t samples, uint64_t first = 0) {
    return mogtest::GenerateSet(scenario, samples, first, 9);
}

std::vector<double> MeanGains(const mog_scenario &scenario, size_t samples) {
    std::vector<double> gain(samples * scenario.links * scenario.links);
    mog_error error{};
    EXPECT_EQ(mog_scenario_mean_gain(&scenario, 9, 0, samples, gain.data(), &error), MOG_OK)
        << error.message;
    return gain;
}

double Distance(const double *a, const double *b) {
    return std::hypot(a[0] - b[0], a[1] - b[1]);
}

TEST(DualSlope, PathLoss) {
    EXPECT_DOUBLE_EQ(mog_dual_slope_loss_db(1), 39);
    EXPECT_DOUBLE_EQ(mog_dual_slope_loss_db(10), 59);
    EXPECT_DOUBLE_EQ(mog_dual_slope_loss_db(100), 79);
    EXPECT_DOUBLE_EQ(mog_dual_slope_loss_db(1000), 119);
    EXPECT_NEAR(mog_dual_slope_loss_db(100.001), mog_dual_slope_loss_db(99.999), 1e-3);
    EXPECT_EQ(mog_dual_slope_loss_db(0), 39) << "nothing is nearer than 1 m";
}

TEST(DualSlope, LayoutIsWhatItSays) {
    const mog_scenario scenario = DualSlope();
    const size_t samples = 300, k = 6;
    const Dataset dataset = Generate(scenario, samples);
    const std::vector<double> mean = MeanGains(scenario, samples);
    EXPECT_EQ(dataset->noise_power, 1);
    for (size_t n = 0; n < samples; n++) {
        const double *tx = dataset->tx_position + n * 2 * k, *rx = dataset->rx_position + n * 2 * k;
        for (size_t x = 0; x < 2 * k; x++) {
            ASSERT_TRUE(tx[x] >= 0 && tx[x] <= scenario.side);
            ASSERT_TRUE(rx[x] >= 0 && rx[x] <= scenario.side);
        }
        for (size_t i = 0; i < k; i++) {
            const double own = Distance(tx + 2 * i, rx + 2 * i);
            ASSERT_TRUE(own >= 10 - 1e-9 && own <= 50 + 1e-9) << own;
            for (size_t j = 0; j < k; j++) {
                ASSERT_GE(Distance(rx + 2 * i, tx + 2 * j), 10 - 1e-9);
                ASSERT_LE(mean[(n * k + i) * k + j], mean[(n * k + i) * k + i]) << "best server";
                if (i != j) {
                    ASSERT_GE(Distance(tx + 2 * i, tx + 2 * j), 35);
                }
            }
        }
    }
}

/** Without shadowing and fading, gains are path loss over noise: 10 dBm less -104 dBm. */
TEST(DualSlope, GainsAreOverNoise) {
    mog_scenario scenario = DualSlope();
    scenario.shadowing_db = 0;
    scenario.rayleigh = false;
    const Dataset dataset = Generate(scenario, 5);
    EXPECT_FALSE(mog_scenario_fades(&scenario));
    for (size_t n = 0; n < 5 * 36; n++) {
        const size_t i = n / 6, j = n / 36 * 6 + n % 6;
        const double d = Distance(dataset->rx_position + 2 * i, dataset->tx_position + 2 * j);
        const double expected = std::pow(10, (114 - mog_dual_slope_loss_db(d)) / 10);
        EXPECT_NEAR(dataset->gain[n], expected, 1e-9 * expected);
    }
}

/** One pair far from any border is always taken: the distance is uniform in area. */
TEST(DualSlope, ReceiversAreUniformInArea) {
    mog_scenario scenario = DualSlope();
    scenario.links = 1;
    scenario.side = 1e6;
    const size_t samples = 4000;
    const Dataset dataset = Generate(scenario, samples);
    double sum = 0, squares = 0;
    for (size_t n = 0; n < samples; n++) {
        const double d = Distance(dataset->tx_position + 2 * n, dataset->rx_position + 2 * n);
        const double share = (d * d - 100) / (2500 - 100);
        sum += share;
        squares += share * share;
    }
    EXPECT_NEAR(sum / samples, 0.5, 4 / std::sqrt(12.0 * samples));
    EXPECT_NEAR(squares / samples, 1.0 / 3, 4 * std::sqrt(4.0 / 45 / samples));
}

/** Fading comes on top of a layout and its shadowing, with a mean of 1. */
TEST(DualSlope, FadingLeavesTheLayout) {
    mog_scenario scenario = DualSlope();
    const size_t samples = 300, entries = samples * 36;
    const Dataset faded = Generate(scenario, samples);
    const std::vector<double> mean = MeanGains(scenario, samples);
    double sum = 0, squares = 0;
    for (size_t n = 0; n < entries; n++) {
        const double fading = faded->gain[n] / mean[n];
        sum += fading;
        squares += fading * fading;
    }
    EXPECT_NEAR(sum / double(entries), 1, 4 / std::sqrt(double(entries)));
    EXPECT_NEAR(squares / double(entries), 2, 4 * std::sqrt(20 / double(entries)));
    scenario.rayleigh = false;
    const Dataset still = Generate(scenario, samples);
    EXPECT_EQ(mean, std::vector<double>(still->gain, still->gain + entries));
    EXPECT_TRUE(
        std::equal(still->rx_position, still->rx_position + samples * 12, faded->rx_position));
}

TEST(DualSlope, SampleDependsOnItsIndexAlone) {
    const mog_scenario scenario = DualSlope();
    const Dataset all = Generate(scenario, 20), tail = Generate(scenario, 6, 14);
    EXPECT_TRUE(std::equal(tail->gain, tail->gain + 6 * 36, all->gain + 14 * 36));
    EXPECT_TRUE(std::equal(tail->rx_position, tail->rx_position + 72, all->rx_position + 14 * 12));
}

TEST(DualSlope, SaysWhatDoesNotFit) {
    const auto refusal = [](auto change) {
        mog_scenario scenario = DualSlope();
        change(scenario);
        mog_error error{};
        EXPECT_EQ(mogtest::Made<mog_dataset>(mog_dataset_generate, &error, &scenario, 1, 0, 1),
                  nullptr);
        EXPECT_EQ(error.status, MOG_ERROR_ARGUMENT);
        return std::string(error.message);
    };
    std::string message = refusal([](mog_scenario &s) { s.transmitter_distance = 400; });
    EXPECT_NE(message.find("scenario.transmitter_distance"), std::string::npos) << message;
    message = refusal([](mog_scenario &s) {
        s.links = 60, s.side = 100, s.transmitter_distance = 0, s.distance_min = 45;
    });
    EXPECT_NE(message.find("scenario.distance_max"), std::string::npos) << message;
    message = refusal([](mog_scenario &s) { s.distance_min = 60; });
    EXPECT_NE(message.find("scenario.distance_min = 60"), std::string::npos) << message;
    message = refusal([](mog_scenario &s) { s.rb_fading = true; });
    EXPECT_NE(message.find("scenario.rb_fading"), std::string::npos) << message;
}

} // namespace
