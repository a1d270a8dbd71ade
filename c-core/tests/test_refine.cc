// SPDX-License-Identifier: GPL-2.0-or-later
#include "radio_fixture.h"

using namespace mogtest;

namespace {

struct FreeRefiner {
    void operator()(mog_refiner *refiner) const {
        mog_refiner_free(refiner);
    }
};
using Refiner = std::unique_ptr<mog_refiner, FreeRefiner>;

Refiner Create(size_t sweeps, size_t links) {
    mog_error error{};
    Refiner refiner(mog_refiner_create(sweeps, links, &error));
    EXPECT_TRUE(refiner) << error.message;
    return refiner;
}

std::vector<double> Refine(mog_refiner *refiner, const Channels &channels,
                           std::vector<double> power) {
    mog_error error{};
    const mog_problem problem = channels.View();
    EXPECT_EQ(mog_refine(refiner, &problem, power.data(), &error), MOG_OK) << error.message;
    return power;
}

/** Powers 0..1, about one in five of them exactly 0 and one in five exactly 1. */
std::vector<double> RandomPowers(const Channels &channels, unsigned seed) {
    std::mt19937 engine(seed);
    std::uniform_real_distribution<double> unit(-0.3, 1.3);
    std::vector<double> power(channels.samples * channels.links);
    for (double &p : power) {
        p = std::min(std::max(unit(engine), 0.0), 1.0);
    }
    return power;
}

} // namespace

TEST(Refine, SumRateFallsInNoSample) {
    const std::vector<Channels> sets = {
        MakeChannels(20, 9, 0.01, 0, false, 7),
        MakeChannels(20, 9, 1, 60, true, 8),
        GenerateChannels(MOG_SCENARIO_D2D, 20, 20),
    };
    for (const Channels &channels : sets) {
        for (size_t sweeps : {1, 3, 50}) {
            const Refiner refiner = Create(sweeps, channels.links);
            std::vector<double> power = RandomPowers(channels, 3);
            std::vector<double> last = channels.SumRate(power);
            // long after convergence, when rounding errors are all that moves
            for (size_t round = 0; round < 200; ++round) {
                power = Refine(refiner.get(), channels, power);
                const std::vector<double> rate = channels.SumRate(power);
                for (size_t n = 0; n < rate.size(); ++n) {
                    ASSERT_GE(rate[n], last[n]) << "sample " << n << ", round " << round;
                }
                last = rate;
            }
        }
    }
}

TEST(Refine, FromFullPowerItIsFplinq) {
    for (const Channels &channels :
         {MakeChannels(19, 10, 0.1, 10, true, 5), GenerateChannels(MOG_SCENARIO_D2D, 9, 13),
          MakeChannels(1, 1, 1, 0, false, 2)}) {
        const std::vector<double> full(channels.samples * channels.links, 1);
        for (size_t sweeps : {1, 2, 10, 100}) {
            mog_solver_settings settings = DefaultSettings("fplinq");
            settings.sweeps = sweeps;
            const Refiner refiner = Create(sweeps, channels.links);
            EXPECT_EQ(Refine(refiner.get(), channels, full), Solve("fplinq", settings, channels));
        }
    }
}

TEST(Refine, WeightsCount) {
    Channels channels = MakeChannels(12, 6, 0.01, 0, true, 4);
    const Refiner refiner = Create(100, 6);
    const std::vector<double> start(channels.samples * channels.links, 0.5);
    const std::vector<double> weighted = Refine(refiner.get(), channels, start);
    Channels plain = channels;
    plain.weight.clear();
    const std::vector<double> unweighted = Refine(refiner.get(), plain, start);
    double with = 0, without = 0;
    for (size_t n = 0; n < channels.samples; ++n) {
        with += channels.SumRate(weighted)[n];
        without += channels.SumRate(unweighted)[n];
    }
    EXPECT_GT(with, without);
}

TEST(Refine, ResultDoesNotDependOnTheOtherSamples) {
    const Channels channels = MakeChannels(11, 7, 0.1, 0, true, 6);
    const std::vector<double> start = RandomPowers(channels, 9);
    const Refiner refiner = Create(10, 7);
    const std::vector<double> all = Refine(refiner.get(), channels, start);
    for (size_t n = 0; n < channels.samples; ++n) {
        const auto begin = start.begin() + static_cast<std::ptrdiff_t>(n * 7);
        const std::vector<double> one =
            Refine(refiner.get(), channels.Sample(n), std::vector<double>(begin, begin + 7));
        for (size_t i = 0; i < 7; ++i) {
            EXPECT_EQ(one[i], all[n * 7 + i]);
        }
    }
}

TEST(Refine, TakesFewerLinksThanItWasMadeFor) {
    const Refiner shared = Create(10, 12);
    for (size_t links : {12, 5, 1, 6, 12}) {
        const Channels channels = MakeChannels(9, links, 0.1, 0, true, 6);
        const std::vector<double> start = RandomPowers(channels, 9);
        EXPECT_EQ(Refine(shared.get(), channels, start),
                  Refine(Create(10, links).get(), channels, start));
    }
    const Channels channels = MakeChannels(1, 13, 0.1, 0, false, 6);
    const mog_problem problem = channels.View();
    std::vector<double> power(13, 1);
    mog_error error{};
    EXPECT_EQ(mog_refine(shared.get(), &problem, power.data(), &error), MOG_ERROR_ARGUMENT);
    EXPECT_STREQ(error.message, "a refiner for 12 links cannot take a problem of 13");
}

TEST(Refine, LinksThatCarryNothing) {
    // the second link has no gain, the third no weight, the fourth starts switched off
    Channels channels = MakeChannels(1, 5, 0.1, 0, true, 6);
    channels.gain[1 * 5 + 1] = 0;
    channels.weight[2] = 0;
    const std::vector<double> start = {0.5, 0.5, 0.5, 0, 0.5};
    const Refiner refiner = Create(10, 5);
    const std::vector<double> power = Refine(refiner.get(), channels, start);
    EXPECT_EQ(power[1], 0);
    EXPECT_EQ(power[2], 0);
    EXPECT_EQ(power[3], 0);
    EXPECT_GT(channels.SumRate(power)[0], channels.SumRate(start)[0]);
    const std::vector<double> off(5, 0);
    EXPECT_EQ(Refine(refiner.get(), channels, off), off);
    std::fill(channels.gain.begin(), channels.gain.end(), 0);
    EXPECT_EQ(Refine(refiner.get(), channels, start), off);
}

TEST(Refine, NoSweepsChangeNothing) {
    const Channels channels = MakeChannels(3, 4, 0.1, 0, false, 6);
    const std::vector<double> start = RandomPowers(channels, 9);
    EXPECT_EQ(Refine(Create(0, 4).get(), channels, start), start);
}
