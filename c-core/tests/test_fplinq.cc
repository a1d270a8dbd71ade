// SPDX-License-Identifier: GPL-2.0-or-later
// FPLinQ against independent numbers, and what must hold of every sweep.
#include "radio_fixture.h"

#include <cmath>

using namespace mogtest;

namespace {

const std::string gic = "power_control_gic.h5";

mog_solver_settings Sweeps(size_t sweeps, double tolerance = 0) {
    mog_solver_settings settings = DefaultSettings("fplinq");
    settings.sweeps = sweeps;
    settings.tolerance = tolerance;
    return settings;
}

} // namespace

TEST(Fplinq, ReferenceAfterSweeps) {
    for (const std::string &group : ListGroup(gic, "/")) {
        const Channels channels = ReadChannels(gic, group, false);
        for (size_t sweeps : {1, 10, 100}) {
            const std::string path = group + "/fplinq_" + std::to_string(sweeps);
            const std::vector<double> power = Solve("fplinq", Sweeps(sweeps), channels);
            ExpectNear(power, ReadArray(gic, path + "/power").value, 1e-9, path);
            ExpectNear(channels.SumRate(power), ReadArray(gic, path + "/sum_rate").value, 1e-9,
                       path);
        }
    }
}

TEST(Fplinq, ReferenceWeighted) {
    for (const std::string &group : ListGroup(gic, "/")) {
        const std::string path = group + "/fplinq_100_weighted/power";
        ExpectNear(Solve("fplinq", ReadChannels(gic, group, true)), ReadArray(gic, path).value,
                   1e-9, path);
    }
}

/** Weights and prices of power. */
TEST(Fplinq, ReferencePriced) {
    const std::string file = "utility.h5";
    const Array gain = ReadArray(file, "priced/gain");
    Channels channels{gain.shape[0], gain.shape[1], ReadAttribute(file, "/", "noise_power"),
                      gain.value, ReadArray(file, "priced/weight").value};
    channels.price = ReadArray(file, "priced/price").value;
    for (size_t sweeps : {1, 10, 100}) {
        const std::string path = "priced/power_" + std::to_string(sweeps);
        const std::vector<double> power = Solve("fplinq", Sweeps(sweeps), channels);
        const std::vector<double> expected = ReadArray(file, path).value;
        ASSERT_EQ(power.size(), expected.size());
        for (size_t n = 0; n < power.size(); ++n)
            ASSERT_NEAR(power[n], expected[n], 1e-9) << path << ", entry " << n;
    }
}

TEST(Fplinq, ObjectiveNeverFallsUnderPrices) {
    Channels channels = MakeChannels(20, 9, 0.01, 30, true, 7);
    for (size_t n = 0; n < channels.weight.size(); ++n)
        channels.price.push_back(double(n % 5));
    std::vector<double> last = channels.Objective(std::vector<double>(180, 1));
    for (size_t sweeps = 1; sweeps <= 60; ++sweeps) {
        const auto value = channels.Objective(Solve("fplinq", Sweeps(sweeps), channels));
        for (size_t n = 0; n < value.size(); ++n)
            ASSERT_GE(value[n], last[n] - 1e-12 * std::abs(last[n])) << "sweep " << sweeps;
        last = value;
    }
}

TEST(Fplinq, ReferenceAtHighSnr) {
    const std::string d2d = "power_control_d2d1km.h5";
    for (const std::string &group : ListGroup(d2d, "/")) {
        const Channels channels = ReadChannels(d2d, group, false);
        const std::vector<double> power = Solve("fplinq", channels);
        ExpectNear(power, ReadArray(d2d, group + "/fplinq_100/power").value, 1e-9, group);
        ExpectNear(channels.SumRate(power), ReadArray(d2d, group + "/fplinq_100/sum_rate").value,
                   1e-9, group);
    }
}

TEST(Fplinq, SumRateNeverFalls) {
    for (bool weights : {false, true}) {
        for (double spread : {0.0, 60.0}) {
            const Channels channels = MakeChannels(20, 9, 0.01, spread, weights, 7);
            std::vector<double> last =
                channels.SumRate(std::vector<double>(channels.samples * channels.links, 1));
            for (size_t sweeps = 1; sweeps <= 60; ++sweeps) {
                const auto rate = channels.SumRate(Solve("fplinq", Sweeps(sweeps), channels));
                for (size_t n = 0; n < rate.size(); ++n) {
                    ASSERT_GE(rate[n], last[n] * (1 - 1e-13)) << "sweep " << sweeps;
                }
                last = rate;
            }
        }
    }
}

// Whatever the number of links is divided into: silent ones beside them change no bit, also where
// the noise is so far below the gains that its square is 0.
TEST(Fplinq, SilentLinksBesideChangeNothing) {
    for (size_t links = 1; links <= 9; ++links) {
        Channels channels = MakeChannels(11, links, 0.1, 30, true, links);
        if (links % 2 == 0)
            channels.noise = 1e-200;
        const std::vector<double> power = Solve("fplinq", channels);
        for (size_t all = links + 1; all <= 13; ++all) {
            Channels padded = channels;
            padded.links = all;
            padded.gain.assign(channels.samples * all * all, 0);
            padded.weight.assign(channels.samples * all, 0);
            for (size_t s = 0; s < channels.samples; ++s)
                for (size_t i = 0; i < links; ++i) {
                    padded.weight[s * all + i] = channels.weight[s * links + i];
                    for (size_t j = 0; j < links; ++j)
                        padded.gain[(s * all + i) * all + j] =
                            channels.gain[(s * links + i) * links + j];
                }
            const std::vector<double> beside = Solve("fplinq", padded);
            for (size_t n = 0; n < channels.samples * all; ++n) {
                const size_t s = n / all, i = n % all;
                ASSERT_EQ(beside[n], i < links ? power[s * links + i] : 0) << all << ", " << i;
            }
        }
    }
}

TEST(Fplinq, ToleranceStopsAtTheSweepItNames) {
    const double tolerance = 1e-3;
    const Channels channels = MakeChannels(30, 10, 0.1, 0, true, 11);
    const std::vector<double> stopped = Solve("fplinq", Sweeps(500, tolerance), channels);
    for (size_t n = 0; n < channels.samples; ++n) {
        const Channels one = channels.Sample(n);
        double last = one.SumRate(std::vector<double>(one.links, 1))[0];
        std::vector<double> power;
        for (size_t sweeps = 1; sweeps <= 500; ++sweeps) {
            power = Solve("fplinq", Sweeps(sweeps), one);
            const double rate = one.SumRate(power)[0];
            if (rate - last <= tolerance * rate) {
                break;
            }
            last = rate;
        }
        for (size_t i = 0; i < one.links; ++i) {
            ASSERT_EQ(stopped[n * one.links + i], power[i]) << "sample " << n;
        }
    }
}

TEST(Fplinq, RoundingRules) {
    const Channels channels = MakeChannels(40, 10, 0.001, 40, false, 3);
    mog_solver_settings settings = DefaultSettings("fplinq");
    const std::vector<double> soft = Solve("fplinq", settings, channels);
    settings.rounding = MOG_ROUNDING_HALF;
    const std::vector<double> half = Solve("fplinq", settings, channels);
    settings.rounding = MOG_ROUNDING_ROOT;
    const std::vector<double> root = Solve("fplinq", settings, channels);
    settings.rounding = MOG_ROUNDING_GAIN;
    const std::vector<double> grown = Solve("fplinq", settings, channels);
    size_t interior = 0;
    for (size_t n = 0; n < soft.size(); ++n) {
        interior += soft[n] > 0.01 && soft[n] < 0.99;
        EXPECT_EQ(half[n], soft[n] > 0.5 ? 1 : 0);
        EXPECT_EQ(root[n], std::sqrt(soft[n]) > 0.5 ? 1 : 0);
        EXPECT_TRUE(grown[n] == 0 || grown[n] == 1);
        // a link that the surrogate wants at full power is one that it wants to be on
        if (soft[n] == 1) {
            EXPECT_EQ(grown[n], 1);
        }
    }
    EXPECT_GT(interior, 0u);
}

/** Links that do not hear each other are all on; two that drown each other are not. */
TEST(Fplinq, ObviousCases) {
    const Channels apart{1, 3, 1, {1, 0, 0, 0, 2, 0, 0, 0, 3}, {}};
    EXPECT_EQ(Solve("fplinq", apart), std::vector<double>({1, 1, 1}));
    const Channels close{1, 2, 1e-6, {1, 1, 2, 1}, {}};
    const std::vector<double> power = Solve("fplinq-strong", close);
    EXPECT_NEAR(std::min(power[0], power[1]), 0, 1e-6);
    EXPECT_NEAR(std::max(power[0], power[1]), 1, 1e-6);
}

TEST(Fplinq, WmmseIsTheSameIteration) {
    const Channels channels = MakeChannels(9, 6, 0.1, 10, true, 5);
    EXPECT_EQ(Solve("wmmse", channels), Solve("fplinq", channels));
    EXPECT_NE(std::string(mog_solver_describe("wmmse").help).find("same iteration"),
              std::string::npos);
}
