// SPDX-License-Identifier: GPL-2.0-or-later
// What improves decisions: sweeps from any powers, moves between blocks.
extern "C" {
#include "radio/utility/utility.h"
}
#include "rb_fixture.h"

using namespace mogtest;

namespace {

Refiner Create(size_t sweeps, size_t links) {
    return CreateRefiner(0, sweeps, links, 1);
}

std::vector<double> Refine(mog_refiner *refiner, const Channels &channels,
                           std::vector<double> power) {
    mog_error error{};
    const mog_problem problem = channels.View();
    const mog_allocation out = {nullptr, power.data()};
    EXPECT_EQ(mog_refine(refiner, &problem, &out, &error), MOG_OK) << error.message;
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
    const mog_allocation out = {nullptr, power.data()};
    EXPECT_EQ(mog_refine(shared.get(), &problem, &out, &error), MOG_ERROR_ARGUMENT);
    EXPECT_STREQ(error.message, "a refiner for 12 links on 1 RBs cannot take a problem of 13 on 1");
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

namespace {

/** Values of a utility on RBs. */
std::vector<double> Values(const mog_utility &utility, const RbChannels &channels,
                           const std::vector<uint32_t> &rb, const std::vector<double> &power) {
    std::vector<double> scratch(2 * channels.links), value(channels.samples);
    const mog_problem problem = channels.View();
    mog_utility_values(&utility, &problem, rb.data(), power.data(), scratch.data(), value.data(),
                       nullptr);
    return value;
}

} // namespace

/** Of no utility, on one RB and on three, by sweeps and by moves. */
TEST(Refine, UtilityFallsInNoSample) {
    for (const mog_utility_kind kind :
         {MOG_UTILITY_SUM_RATE, MOG_UTILITY_PROPORTIONAL_FAIR, MOG_UTILITY_ALPHA_FAIR,
          MOG_UTILITY_MAX_MIN, MOG_UTILITY_MINIMUM_RATE, MOG_UTILITY_ENERGY_EFFICIENCY,
          MOG_UTILITY_LINK_ENERGY_EFFICIENCY})
        for (const size_t n_rb : {1, 3})
            for (const size_t moves : {0, 4}) {
                const mog_utility utility = Utility(kind);
                if (moves > 0 && !mog_utility_is_separable(&utility))
                    continue;
                const char *name = mog_utility_name(&utility);
                RbChannels channels = MakeRbChannels(20, 7, n_rb, n_rb > 1, true, 5);
                std::mt19937 engine(9);
                std::uniform_real_distribution<double> unit(0, 1);
                std::vector<uint32_t> rb(140);
                std::vector<double> power(140);
                for (size_t n = 0; n < 140; ++n) {
                    rb[n] = static_cast<uint32_t>(engine() % n_rb);
                    power[n] = unit(engine);
                    if (kind == MOG_UTILITY_SUM_RATE)
                        channels.price.push_back(3 * unit(engine));
                }
                const mog_problem problem = channels.View();
                const mog_allocation out = {rb.data(), power.data()};
                const Refiner refiner = CreateRefiner(moves, 3, 7, n_rb, &utility);
                std::vector<double> last = Values(utility, channels, rb, power);
                double gained = 0;
                for (int round = 0; round < 30; ++round) {
                    mog_error error{};
                    ASSERT_EQ(mog_refine(refiner.get(), &problem, &out, &error), MOG_OK)
                        << error.message;
                    const std::vector<double> value = Values(utility, channels, rb, power);
                    for (size_t s = 0; s < value.size(); ++s) {
                        ASSERT_GE(value[s], last[s]) << name << ", sample " << s;
                        gained += value[s] - last[s];
                    }
                    last = value;
                }
                // steps towards the weakest links may be too long for any to be taken
                const bool timid = kind == MOG_UTILITY_MAX_MIN || kind == MOG_UTILITY_ALPHA_FAIR;
                EXPECT_TRUE(timid || gained > 0)
                    << name << ", " << n_rb << " RBs, " << moves << " moves";
                for (const double p : power)
                    EXPECT_TRUE(p >= 0 && p <= 1) << p;
            }
}

/** On one RB it does not matter whether there is room for RBs. */
TEST(Refine, OneRbNeedsNoRoomForRbs) {
    const Channels channels = MakeChannels(11, 7, 0.1, 0, true, 6);
    const mog_problem problem = channels.View();
    for (const size_t moves : {0, 3}) {
        const Refiner refiner = CreateRefiner(moves, 10, 7, 1);
        std::vector<double> with = RandomPowers(channels, 9), without = with;
        std::vector<uint32_t> rb(77, 0);
        const mog_allocation both = {rb.data(), with.data()}, powers = {nullptr, without.data()};
        ASSERT_EQ(mog_refine(refiner.get(), &problem, &both, nullptr), MOG_OK);
        ASSERT_EQ(mog_refine(refiner.get(), &problem, &powers, nullptr), MOG_OK);
        EXPECT_EQ(with, without) << moves;
        EXPECT_EQ(rb, std::vector<uint32_t>(77, 0));
    }
}

/** Powers on RBs are those of the masked channels: links on other RBs do not matter. */
TEST(Refine, SweepsOnRbsAreSweepsOnTheirChannels) {
    for (const bool per_rb : {false, true}) {
        const RbChannels channels = MakeRbChannels(9, 8, 3, per_rb, true, 3);
        const mog_problem problem = channels.View();
        std::vector<uint32_t> rb(72);
        std::vector<double> power(72);
        for (size_t n = 0; n < 72; ++n) {
            rb[n] = static_cast<uint32_t>(n * 5 % 7 % 3);
            power[n] = double(n % 6) / 5;
        }
        Channels masked{9, 8, channels.noise, std::vector<double>(9 * 64), channels.weight};
        mog_rb_mask(&problem, rb.data(), masked.gain.data(), nullptr);
        const std::vector<double> expected = Refine(Create(20, 8).get(), masked, power);
        const mog_allocation out = {rb.data(), power.data()};
        ASSERT_EQ(mog_refine(CreateRefiner(0, 20, 8, 3).get(), &problem, &out, nullptr), MOG_OK);
        ExpectNear(power, expected, 1e-12, "powers");
    }
}

/** Several RBs are never taken for the first of them. */
TEST(Refine, SeveralRbsMustBeSaid) {
    for (const bool per_rb : {false, true}) {
        const RbChannels channels = MakeRbChannels(3, 4, 2, per_rb, false, 3);
        const mog_problem problem = channels.View();
        const Refiner refiner = CreateRefiner(2, 20, 4, 2);
        const std::vector<double> before(12, 0.5);
        std::vector<double> power = before;
        std::vector<uint32_t> rb(12, 0);
        rb[6] = 2;
        mog_allocation out = {nullptr, power.data()};
        mog_error error{};
        EXPECT_EQ(mog_refine(refiner.get(), &problem, &out, &error), MOG_ERROR_DATA);
        EXPECT_NE(std::string(error.message).find("which of 2 RBs"), std::string::npos);
        out.rb = rb.data();
        EXPECT_EQ(mog_refine(refiner.get(), &problem, &out, &error), MOG_ERROR_DATA);
        EXPECT_NE(std::string(error.message).find("rb[1][2] = 2"), std::string::npos);
        EXPECT_EQ(power, before);
    }
}

TEST(Refine, RefusalsSayWhyAndWhatInstead) {
    const mog_refinement how = {5, 10};
    for (const mog_utility_kind kind : {MOG_UTILITY_MAX_MIN, MOG_UTILITY_ENERGY_EFFICIENCY}) {
        const mog_utility utility = Utility(kind);
        mog_error error{};
        EXPECT_EQ(mogtest::Made<mog_refiner>(mog_refiner_create, &error, &how, &utility, 4, 2),
                  nullptr);
        EXPECT_EQ(error.status, MOG_ERROR_ARGUMENT);
        for (const char *part : {"5 moves", mog_utility_name(&utility), "0 moves"})
            EXPECT_NE(std::string(error.message).find(part), std::string::npos) << error.message;
    }
    const mog_utility fair = Utility(MOG_UTILITY_PROPORTIONAL_FAIR);
    const Refiner refiner = CreateRefiner(0, 3, 3, 1, &fair);
    Channels priced = MakeChannels(1, 3, 1, 0, false, 1);
    priced.price.assign(3, 1);
    const mog_problem problem = priced.View();
    std::vector<double> power(3, 0.5);
    const mog_allocation out = {nullptr, power.data()};
    mog_error error{};
    EXPECT_EQ(mog_refine(refiner.get(), &problem, &out, &error), MOG_ERROR_DATA);
    EXPECT_NE(std::string(error.message).find("proportional-fair"), std::string::npos)
        << error.message;
    EXPECT_EQ(power, std::vector<double>(3, 0.5));
}
