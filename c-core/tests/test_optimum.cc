// SPDX-License-Identifier: GPL-2.0-or-later
#include "radio_fixture.h"

using namespace mogtest;

namespace {

/** Sum rate of the powers and upper bound, sample by sample. */
struct Bracket {
    std::vector<double> lower, upper;
};

Bracket Certify(const Channels &channels, double gap, size_t nodes = 200000) {
    mog_solver_settings settings = DefaultSettings("optimum");
    settings.gap = gap;
    settings.nodes = nodes;
    Bracket b;
    b.lower = channels.SumRate(Solve("optimum", settings, channels, &b.upper));
    return b;
}

/** The best of a regular grid of powers: below any valid upper bound. */
double GridSearch(const Channels &one, size_t steps) {
    std::vector<size_t> index(one.links, 0);
    std::vector<double> power(one.links, 0);
    double best = 0;
    for (;;) {
        best = std::max(best, one.SumRate(power)[0]);
        size_t i = 0;
        while (i < one.links && index[i] == steps) {
            index[i] = 0;
            power[i++] = 0;
        }
        if (i == one.links) {
            return best;
        }
        power[i] = double(++index[i]) / double(steps);
    }
}

} // namespace

TEST(Optimum, AgreesWithTheReference) {
    const std::string file = "power_control_optimum.h5";
    const double gap = 1e-6, reference_gap = 1e-3;
    for (const std::string &group : ListGroup(file, "/")) {
        const std::vector<double> lower = ReadArray(file, group + "/lower_bound").value;
        const std::vector<double> upper = ReadArray(file, group + "/upper_bound").value;
        const Bracket b = Certify(ReadChannels(file, group, false), gap);
        for (size_t n = 0; n < lower.size(); ++n) {
            // both intervals hold the optimum, so they overlap; the reference drops boxes within
            // its gap and does not add it to the upper bound that it writes
            EXPECT_GE(b.upper[n], lower[n] * (1 - 1e-12)) << group << ", sample " << n;
            EXPECT_LE(b.lower[n], upper[n] * (1 + reference_gap)) << group << ", sample " << n;
            EXPECT_GE(b.lower[n], lower[n] * (1 - reference_gap)) << group << ", sample " << n;
            EXPECT_LE(b.upper[n] - b.lower[n], 1.000001 * gap * b.lower[n]) << group;
        }
    }
}

TEST(Optimum, BoundHoldsOnAGrid) {
    for (bool weights : {false, true}) {
        for (double spread : {0.0, 30.0}) {
            for (double noise : {1.0, 1e-3}) {
                const Channels channels = MakeChannels(6, 3, noise, spread, weights, 3);
                const Bracket b = Certify(channels, 1e-9);
                for (size_t n = 0; n < channels.samples; ++n) {
                    const double grid = GridSearch(channels.Sample(n), 24);
                    EXPECT_GE(b.upper[n], grid);
                    EXPECT_GE(b.lower[n], grid * (1 - 1e-8));
                }
            }
        }
    }
}

TEST(Optimum, AboveEverySolver) {
    const double gap = 1e-4;
    for (size_t links : {2, 4, 6, 8}) {
        for (double spread : {0.0, 40.0}) {
            const Channels channels = MakeChannels(10, links, 0.1, spread, true, 5);
            const Bracket b = Certify(channels, gap);
            for (const char *name :
                 {"fplinq", "fplinq-strong", "greedy", "strongest", "full-power", "random"}) {
                const std::vector<double> rate = channels.SumRate(Solve(name, channels));
                for (size_t n = 0; n < rate.size(); ++n) {
                    EXPECT_LE(rate[n], b.upper[n]) << name;
                    EXPECT_LE(rate[n], b.lower[n] * (1 + gap)) << name;
                }
            }
            const auto strong = channels.SumRate(Solve("fplinq-strong", channels));
            for (size_t n = 0; n < strong.size(); ++n) {
                EXPECT_GE(b.lower[n], strong[n] * (1 - 1e-12));
                EXPECT_LE(b.upper[n] - b.lower[n], 1.000001 * gap * b.lower[n]);
            }
        }
    }
}

TEST(Optimum, ClosesTheGapAtHighSnr) {
    const std::string file = "power_control_d2d1km.h5";
    Channels channels = ReadChannels(file, "K10", false);
    // six of the ten pairs of each drop; their best powers lie inside
    Channels part{channels.samples, 6, channels.noise, {}, {}};
    for (size_t n = 0; n < part.samples; ++n) {
        for (size_t i = 0; i < 6; ++i) {
            for (size_t j = 0; j < 6; ++j) {
                part.gain.push_back(channels.gain[(n * 10 + i) * 10 + j]);
            }
        }
    }
    const double gap = 1e-3;
    const Bracket b = Certify(part, gap);
    for (size_t n = 0; n < part.samples; ++n) {
        EXPECT_LE(b.upper[n] - b.lower[n], 1.000001 * gap * b.lower[n]) << "sample " << n;
    }
}

/** Stopped early, the bound is worse but still one. */
TEST(Optimum, NodeLimitKeepsTheBoundValid) {
    const Channels channels = MakeChannels(20, 7, 0.1, 0, true, 7);
    const Bracket full = Certify(channels, 1e-4);
    double wider = 0;
    for (size_t nodes : {1, 2, 10, 50}) {
        const Bracket cut = Certify(channels, 1e-4, nodes);
        for (size_t n = 0; n < channels.samples; ++n) {
            EXPECT_GE(cut.upper[n], full.lower[n]) << nodes << " nodes";
            EXPECT_LE(cut.lower[n], full.upper[n]) << nodes << " nodes";
            EXPECT_GE(cut.upper[n], cut.lower[n]);
            wider = std::max(wider, cut.upper[n] / full.upper[n]);
        }
    }
    EXPECT_GT(wider, 1.01);
}

TEST(Optimum, OneLinkIsExact) {
    const Channels one{2, 1, 1, {3, 1e7}, {}};
    const Bracket b = Certify(one, 1e-3);
    EXPECT_NEAR(b.lower[0], 2, 1e-12);
    EXPECT_NEAR(b.upper[0], 2, 1e-10);
    EXPECT_NEAR(b.upper[1], b.lower[1], 1e-10);
}

TEST(Optimum, BinaryForTwoLinks) {
    const Channels channels = MakeChannels(200, 2, 0.3, 0, false, 11);
    for (double p : Solve("optimum", channels)) {
        EXPECT_TRUE(p < 1e-3 || p > 1 - 1e-3) << p;
    }
}

TEST(Optimum, TooManyLinksNamesTheAlternative) {
    mog_error error{};
    EXPECT_EQ(
        mogtest::Made<mog_solver>(mog_solver_create, &error, "optimum", nullptr, nullptr, 9, 1),
        nullptr);
    EXPECT_EQ(error.status, MOG_ERROR_ARGUMENT);
    EXPECT_NE(std::string(error.message).find("fplinq-strong"), std::string::npos);
    EXPECT_NE(std::string(error.message).find("at most 8"), std::string::npos) << error.message;
    const Solver solver(
        mogtest::Made<mog_solver>(mog_solver_create, &error, "optimum", nullptr, nullptr, 8, 1));
    ASSERT_TRUE(solver);
    EXPECT_TRUE(mog_solver_describe("optimum").has_bound);
}

TEST(Optimum, RefusesWhatItCannotCertify) {
    const Channels absurd{1, 2, 1e-30, {1e50, 1, 1, 1}, {}};
    mog_error error{};
    const Solver solver(
        mogtest::Made<mog_solver>(mog_solver_create, &error, "optimum", nullptr, nullptr, 2, 1));
    const mog_problem problem = absurd.View();
    std::vector<double> power(2), bound(1);
    const mog_allocation out = {nullptr, power.data()};
    EXPECT_EQ(mog_solver_run(solver.get(), &problem, 0, &out, bound.data(), &error),
              MOG_ERROR_NUMERIC);
}
