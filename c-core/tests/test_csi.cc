// SPDX-License-Identifier: GPL-2.0-or-later
// Knowledge of channels: noisy, missing and delayed, and what stays true of it.
#include "mog/csi.h"
#include "owned.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <memory>
#include <string>
#include <vector>

extern "C" {
#include "radio/scenario.h"
}

namespace {

using Dataset = mogtest::Owned<mog_dataset>;
using Gains = std::vector<double>;

mog_scenario Gic(int gain_mode = MOG_GAIN_POWER) {
    mog_scenario scenario;
    mog_scenario_default(&scenario);
    scenario.links = 10;
    scenario.gain_mode = gain_mode;
    return scenario;
}

mog_scenario D2d(double shadowing_db, bool rayleigh) {
    mog_scenario scenario = Gic();
    scenario.kind = MOG_SCENARIO_D2D;
    scenario.shadowing_db = shadowing_db;
    scenario.rayleigh = rayleigh;
    return scenario;
}

Dataset Generate(const mog_scenario &scenario, size_t samples = 500, uint64_t first = 0) {
    mog_error error{};
    Dataset dataset =
        mogtest::Made<mog_dataset>(mog_dataset_generate, &error, &scenario, 3, first, samples);
    EXPECT_TRUE(dataset) << error.message;
    return dataset;
}

mog_csi_settings Csi(mog_csi_kind kind) {
    mog_csi_settings settings;
    mog_csi_default(&settings);
    settings.kind = kind;
    return settings;
}

size_t Count(const mog_dataset *dataset) {
    return dataset->samples * (dataset->per_rb ? dataset->n_rb : 1) * dataset->links *
           dataset->links;
}

Gains TrueGains(const Dataset &dataset) {
    return Gains(dataset->gain, dataset->gain + Count(dataset.get()));
}

Gains Known(const mog_csi_settings &settings, const Dataset &dataset) {
    mog_error error{};
    EXPECT_EQ(mog_csi_apply(&settings, 0, dataset.get(), &error), MOG_OK) << error.message;
    const double *known = mog_dataset_known_problem(dataset.get()).gain;
    return Gains(known, known + Count(dataset.get()));
}

Gains MeanGains(const Dataset &dataset) {
    Gains mean(Count(dataset.get()));
    mog_error error{};
    EXPECT_EQ(mog_scenario_mean_gain(&dataset->scenario, dataset->seed, dataset->first,
                                     dataset->samples, mean.data(), &error),
              MOG_OK)
        << error.message;
    return mean;
}

double Mean(const Gains &values) {
    double sum = 0;
    for (double v : values)
        sum += v;
    return sum / double(values.size());
}

double Covariance(const Gains &a, const Gains &b) {
    const double mean_a = Mean(a), mean_b = Mean(b);
    double sum = 0;
    for (size_t n = 0; n < a.size(); ++n)
        sum += (a[n] - mean_a) * (b[n] - mean_b);
    return sum / double(a.size());
}

double Correlation(const Gains &a, const Gains &b) {
    return Covariance(a, b) / std::sqrt(Covariance(a, a) * Covariance(b, b));
}

Gains Ratio(Gains a, const Gains &b) {
    for (size_t n = 0; n < a.size(); ++n)
        a[n] /= b[n];
    return a;
}

Gains Difference(Gains a, const Gains &b) {
    for (size_t n = 0; n < a.size(); ++n)
        a[n] -= b[n];
    return a;
}

TEST(Csi, IdealIsTheTruth) {
    const Dataset dataset = Generate(Gic(), 5);
    Known(Csi(MOG_CSI_NOISY), dataset);
    EXPECT_NE(dataset->known_gain, nullptr);
    EXPECT_EQ(Known(Csi(MOG_CSI_IDEAL), dataset), TrueGains(dataset));
    EXPECT_EQ(dataset->known_gain, nullptr) << "nothing of an earlier kind is left";
}

TEST(Csi, NoErrorIsTheTruth) {
    const Dataset dataset = Generate(Gic(), 5);
    mog_csi_settings settings = Csi(MOG_CSI_MISSING);
    settings.probability = 0;
    EXPECT_EQ(Known(settings, dataset), TrueGains(dataset));
    settings = Csi(MOG_CSI_DELAYED);
    settings.correlation = 1;
    const Gains same = Ratio(Known(settings, dataset), TrueGains(dataset));
    for (double ratio : same)
        ASSERT_NEAR(ratio, 1, 1e-14);
}

/** |h + e|^2 - |h|^2 = 2 Re(h e*) + |e|^2 has the mean s and the variance 2 s + s^2, s = E|e|^2. */
TEST(Csi, NoiseHasTheVarianceAskedFor) {
    const Dataset dataset = Generate(Gic(), 1000);
    const double sample_error = 4 / std::sqrt(double(Count(dataset.get())));
    for (const double error_db : {-20.0, -3.0, 3.0}) {
        mog_csi_settings settings = Csi(MOG_CSI_NOISY);
        settings.error_db = error_db;
        const Gains difference = Difference(Known(settings, dataset), TrueGains(dataset));
        const double s = std::pow(10, error_db / 10), variance = 2 * s + s * s;
        EXPECT_NEAR(Mean(difference), s, sample_error * std::sqrt(variance)) << error_db;
        EXPECT_NEAR(Covariance(difference, difference), variance, 4 * sample_error * variance)
            << error_db;
        EXPECT_NEAR(Covariance(difference, TrueGains(dataset)), 0,
                    2 * sample_error * std::sqrt(variance))
            << error_db;
    }
}

/** Gauss-Markov coefficients with correlation rho: their gains correlate with rho^2, and are
 * exponential with mean 1 before and after. */
TEST(Csi, DelayKeepsTheLawOfTheChannels) {
    const Dataset dataset = Generate(Gic(), 1000);
    const double sample_error = 4 / std::sqrt(double(Count(dataset.get())));
    for (const double rho : {0.0, 0.5, 0.9, 0.99}) {
        mog_csi_settings settings = Csi(MOG_CSI_DELAYED);
        settings.correlation = rho;
        const Gains known = Known(settings, dataset);
        EXPECT_NEAR(Mean(known), 1, sample_error) << rho;
        EXPECT_NEAR(Covariance(known, known), 1, 4 * sample_error) << rho;
        EXPECT_NEAR(Correlation(known, TrueGains(dataset)), rho * rho, 3 * sample_error) << rho;
    }
}

TEST(Csi, AmplitudesKnowTheSameChannels) {
    const Dataset powers = Generate(Gic()), amplitudes = Generate(Gic(MOG_GAIN_AMPLITUDE));
    for (const mog_csi_kind kind : {MOG_CSI_NOISY, MOG_CSI_MISSING, MOG_CSI_DELAYED}) {
        const Gains power = Known(Csi(kind), powers), amplitude = Known(Csi(kind), amplitudes);
        for (size_t n = 0; n < power.size(); ++n)
            ASSERT_NEAR(amplitude[n] * amplitude[n], power[n], 1e-12 * power[n]) << kind;
    }
}

TEST(Csi, MissingEntriesAreZero) {
    const Dataset dataset = Generate(Gic());
    const Gains gain = TrueGains(dataset);
    for (const bool direct_known : {true, false}) {
        mog_csi_settings settings = Csi(MOG_CSI_MISSING);
        settings.probability = 0.3;
        settings.direct_known = direct_known;
        const Gains known = Known(settings, dataset);
        double direct = 0, cross = 0;
        for (size_t n = 0; n < gain.size(); ++n) {
            ASSERT_TRUE(known[n] == 0 || known[n] == gain[n]) << n;
            (n % 100 % 11 == 0 ? direct : cross) += known[n] == 0;
        }
        const double rest = 500 * 90, deviation = std::sqrt(0.3 * 0.7);
        EXPECT_NEAR(cross / rest, 0.3, 4 * deviation / std::sqrt(rest));
        EXPECT_NEAR(direct / 5000, direct_known ? 0 : 0.3, 4 * deviation / std::sqrt(5000));
        settings.probability = 1;
        for (double g : Known(settings, dataset))
            ASSERT_TRUE(direct_known || g == 0);
    }
}

TEST(Csi, TheMeanGainIsWithoutFadingAlone) {
    const Dataset bare = Generate(D2d(0, true), 50);
    const Gains mean = MeanGains(bare);
    Gains median(100);
    for (size_t n = 0; n < 50; ++n) {
        mog_d2d_gain(&bare->scenario, bare->tx_position + n * 20, bare->rx_position + n * 20,
                     median.data());
        for (size_t m = 0; m < 100; ++m)
            ASSERT_EQ(mean[n * 100 + m], median[m]);
    }
    EXPECT_EQ(MeanGains(Generate(Gic(), 2)), Gains(200, 1.0));
    const Dataset still = Generate(D2d(8, false), 50);
    EXPECT_EQ(MeanGains(still), TrueGains(still)) << "nothing fades";
}

/** Shadowing is part of the mean: what is left is exponential, whatever the shadowing's spread. */
TEST(Csi, ShadowingIsPartOfTheMeanGain) {
    const Dataset shadowed = Generate(D2d(8, true), 1000);
    const Gains fading = Ratio(TrueGains(shadowed), MeanGains(shadowed));
    const double sample_error = 4 / std::sqrt(double(fading.size()));
    EXPECT_NEAR(Mean(fading), 1, sample_error);
    EXPECT_NEAR(Covariance(fading, fading), 1, 4 * sample_error);
    for (const mog_csi_kind kind : {MOG_CSI_NOISY, MOG_CSI_DELAYED}) {
        const Gains known = Ratio(Known(Csi(kind), shadowed), MeanGains(shadowed));
        EXPECT_NEAR(Mean(known), kind == MOG_CSI_NOISY ? 1.1 : 1, 2 * sample_error);
        EXPECT_NEAR(Correlation(known, fading), kind == MOG_CSI_NOISY ? 1 / 1.1 : 0.81,
                    3 * sample_error);
    }
}

TEST(Csi, WithoutAScenarioTheEntryStandsForItsMean) {
    const Dataset dataset = Generate(Gic(), 1000);
    dataset->has_scenario = false;
    const Gains ratio = Ratio(Known(Csi(MOG_CSI_NOISY), dataset), TrueGains(dataset));
    EXPECT_NEAR(Mean(ratio), 1.1, 4 * std::sqrt(0.21 / double(ratio.size())));
    EXPECT_NEAR(Covariance(ratio, ratio), 0.21, 0.01);
}

TEST(Csi, ErrorsDependOnSeedAndSampleAlone) {
    const Dataset all = Generate(Gic(), 20), tail = Generate(Gic(), 6, 14);
    for (const mog_csi_kind kind : {MOG_CSI_NOISY, MOG_CSI_MISSING, MOG_CSI_DELAYED}) {
        mog_csi_settings settings = Csi(kind);
        const Gains once = Known(settings, all), end = Known(settings, tail);
        EXPECT_EQ(Known(settings, all), once);
        EXPECT_EQ(Gains(once.begin() + 14 * 100, once.end()), end);
        settings.seed = 2;
        EXPECT_NE(Known(settings, all), once);
        settings.seed = 1;
        ASSERT_EQ(mog_csi_apply(&settings, 1, all.get(), nullptr), MOG_OK);
        EXPECT_NE(Gains(all->known_gain, all->known_gain + once.size()), once) << "another round";
    }
}

/** The message of a refusal, which leaves the data set as it was. */
std::string Refusal(const mog_csi_settings &settings, const Dataset &dataset, mog_status status) {
    const Gains before = Known(Csi(MOG_CSI_MISSING), dataset);
    mog_error error{};
    EXPECT_EQ(mog_csi_apply(&settings, 0, dataset.get(), &error), status);
    EXPECT_EQ(Gains(dataset->known_gain, dataset->known_gain + before.size()), before);
    return error.message;
}

TEST(Csi, BadSettingsAreRefused) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const Dataset dataset = Generate(Gic(), 2);
    const auto refusal = [&](auto change) {
        mog_csi_settings settings = Csi(MOG_CSI_NOISY);
        change(settings);
        return Refusal(settings, dataset, MOG_ERROR_ARGUMENT);
    };
    const struct {
        std::string message, part;
    } cases[] = {
        {refusal([](mog_csi_settings &s) { s.kind = 4; }), "csi.kind"},
        {refusal([](mog_csi_settings &s) { s.kind = -1; }), "csi.kind"},
        {refusal([](mog_csi_settings &s) { s.probability = 2; }), "csi.probability = 2"},
        {refusal([](mog_csi_settings &s) { s.probability = -0.1; }), "csi.probability"},
        {refusal([](mog_csi_settings &s) { s.correlation = 1.01; }), "csi.correlation = 1.01"},
        {refusal([&](mog_csi_settings &s) { s.correlation = nan; }), "csi.correlation"},
        {refusal([&](mog_csi_settings &s) { s.error_db = nan; }), "csi.error_db"},
        {refusal([](mog_csi_settings &s) { s.error_db = 1e9; }), "csi.error_db"},
    };
    for (const auto &c : cases)
        EXPECT_NE(c.message.find(c.part), std::string::npos) << c.message;
}

TEST(Csi, ChannelsThatNeverChangeHaveNoDelay) {
    const Dataset still = Generate(D2d(8, false), 2);
    const std::string message = Refusal(Csi(MOG_CSI_DELAYED), still, MOG_ERROR_ARGUMENT);
    EXPECT_NE(message.find("scenario.rayleigh"), std::string::npos) << message;
    Known(Csi(MOG_CSI_NOISY), still);
}

/** Every RB's gains have errors of their own, of the size that was asked for. */
TEST(Csi, GainsOfEveryResourceBlock) {
    mog_scenario scenario = Gic();
    scenario.kind = MOG_SCENARIO_RB_PAIRWISE;
    scenario.n_rb = 3;
    scenario.rb_fading = true;
    const Dataset dataset = Generate(scenario, 200);
    const Gains gain = TrueGains(dataset);
    ASSERT_EQ(gain.size(), 200u * 3 * 100);

    const Gains missing = Known(Csi(MOG_CSI_MISSING), dataset);
    std::vector<size_t> lost(3);
    for (size_t n = 0; n < gain.size(); ++n) {
        EXPECT_TRUE(missing[n] == gain[n] || missing[n] == 0);
        lost[n / 100 % 3] += missing[n] != gain[n];
        EXPECT_TRUE(n % 100 % 11 != 0 || missing[n] == gain[n]) << "direct gains are known";
    }
    for (const size_t count : lost) // of 18000 cross gains, with probability 1/10
        EXPECT_NEAR(double(count), 1800, 5 * std::sqrt(1620));

    for (const mog_csi_kind kind : {MOG_CSI_NOISY, MOG_CSI_DELAYED}) {
        const Gains known = Known(Csi(kind), dataset);
        const double expected = kind == MOG_CSI_NOISY ? 1.1 : 1; // mean gain, with its error
        EXPECT_NEAR(Mean(known), expected, 5 * 1.1 / std::sqrt(double(known.size())));
        EXPECT_NE(known[0] / gain[0], known[100] / gain[100]);
    }

    dataset->gain[112] *= 2; // of RB 1
    EXPECT_NE(Refusal(Csi(MOG_CSI_NOISY), dataset, MOG_ERROR_DATA).find("gain[0][1][1][2]"),
              std::string::npos);
    dataset->scenario.rb_fading = false;
    EXPECT_NE(Refusal(Csi(MOG_CSI_NOISY), dataset, MOG_ERROR_DATA).find("gains for 3"),
              std::string::npos);
}

TEST(Csi, NothingIsKnownOfNoSamples) {
    const Dataset empty = Generate(Gic(), 0);
    for (mog_csi_kind kind : {MOG_CSI_NOISY, MOG_CSI_MISSING, MOG_CSI_DELAYED})
        EXPECT_TRUE(Known(Csi(kind), empty).empty());
}

TEST(Csi, GainsThatAreNotTheirScenariosAreRefused) {
    const Dataset dataset = Generate(Gic(), 2);
    dataset->gain[12] *= 1.01;
    std::string message = Refusal(Csi(MOG_CSI_NOISY), dataset, MOG_ERROR_DATA);
    EXPECT_NE(message.find("gain[0][1][2]"), std::string::npos) << message;
    dataset->gain[12] = std::numeric_limits<double>::quiet_NaN();
    mog_error error{};
    const mog_csi_settings noisy = Csi(MOG_CSI_NOISY);
    EXPECT_EQ(mog_csi_apply(&noisy, 0, dataset.get(), &error), MOG_ERROR_DATA);
    dataset->scenario.links = 7;
    EXPECT_EQ(mog_csi_apply(&noisy, 0, dataset.get(), &error), MOG_ERROR_DATA);
    EXPECT_NE(std::string(error.message).find("scenario of 7"), std::string::npos) << error.message;
    dataset->scenario.kind = 9;
    EXPECT_EQ(mog_csi_apply(&noisy, 0, dataset.get(), &error), MOG_ERROR_ARGUMENT);
}

} // namespace
