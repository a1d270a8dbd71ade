// SPDX-License-Identifier: GPL-2.0-or-later
#include "radio_fixture.h"

#include <cmath>
#include <limits>
#include <numeric>

using namespace mogtest;

namespace {

std::vector<std::string> Names() {
    std::vector<std::string> names;
    for (const char *const *name = mog_solver_names(); *name; ++name) {
        names.push_back(*name);
    }
    return names;
}

} // namespace

/** The same bits for a sample whatever its lane, its batch, and its place in a larger set. */
TEST(Solvers, BatchIndependent) {
    for (const std::string &name : Names()) {
        const Channels channels = MakeChannels(21, 5, 0.1, 20, true, 13);
        const mog_solver_settings settings = DefaultSettings(name);
        const std::vector<double> whole = Solve(name, settings, channels);
        for (size_t n = 0; n < channels.samples; ++n) {
            const std::vector<double> one = Solve(name, settings, channels.Sample(n), nullptr, n);
            for (size_t i = 0; i < channels.links; ++i) {
                ASSERT_EQ(one[i], whole[n * channels.links + i]) << name << ", sample " << n;
            }
        }
    }
}

TEST(Solvers, RunTwiceIsTheSame) {
    for (const std::string &name : Names()) {
        const Channels channels = MakeChannels(10, 4, 0.1, 0, false, 17);
        const mog_solver_settings settings = DefaultSettings(name);
        const Solver solver(mog_solver_create(name.c_str(), &settings, 4, nullptr));
        const mog_problem problem = channels.View();
        std::vector<double> a(40), b(40);
        ASSERT_EQ(mog_solver_run(solver.get(), &problem, 3, a.data(), nullptr, nullptr), MOG_OK);
        ASSERT_EQ(mog_solver_run(solver.get(), &problem, 3, b.data(), nullptr, nullptr), MOG_OK);
        EXPECT_EQ(a, b) << name;
    }
}

TEST(Solvers, PermutationEquivariant) {
    for (const std::string name : {"fplinq", "greedy", "strongest"}) {
        const size_t k = 7;
        const Channels channels = MakeChannels(8, k, 0.1, 10, true, 19);
        std::vector<size_t> order(k);
        std::iota(order.begin(), order.end(), 0);
        std::shuffle(order.begin(), order.end(), std::mt19937(23));
        Channels shuffled = channels;
        for (size_t n = 0; n < channels.samples; ++n) {
            for (size_t i = 0; i < k; ++i) {
                shuffled.weight[n * k + i] = channels.weight[n * k + order[i]];
                for (size_t j = 0; j < k; ++j) {
                    shuffled.gain[(n * k + i) * k + j] =
                        channels.gain[(n * k + order[i]) * k + order[j]];
                }
            }
        }
        const std::vector<double> power = Solve(name, channels);
        const std::vector<double> other = Solve(name, shuffled);
        for (size_t n = 0; n < channels.samples; ++n) {
            for (size_t i = 0; i < k; ++i) {
                ASSERT_NEAR(other[n * k + i], power[n * k + order[i]], 1e-9) << name;
            }
        }
    }
}

TEST(Solvers, UnitsDoNotMatter) {
    const Channels channels = MakeChannels(8, 6, 0.1, 10, true, 29);
    Channels scaled = channels;
    const double unit = std::ldexp(1, -300);
    scaled.noise *= unit;
    for (double &g : scaled.gain) {
        g *= unit;
    }
    for (double &w : scaled.weight) {
        w *= 1024;
    }
    EXPECT_EQ(Solve("fplinq", scaled), Solve("fplinq", channels));
}

TEST(Solvers, OneLink) {
    for (const std::string &name : Names()) {
        const Channels one{2, 1, 1e-12, {1e-9, 3e-9}, {}};
        const std::vector<double> power = Solve(name, one);
        if (name == "random") {
            EXPECT_TRUE(power[0] >= 0 && power[0] < 1);
        } else {
            EXPECT_EQ(power, std::vector<double>({1, 1})) << name;
        }
    }
}

/** A link that can carry nothing is off, and the others do as if it were not there. */
TEST(Solvers, ZeroGainAndZeroWeight) {
    for (const std::string name : {"fplinq", "fplinq-strong", "greedy", "strongest", "optimum"}) {
        Channels channels = MakeChannels(4, 5, 0.5, 0, true, 31);
        for (size_t n = 0; n < channels.samples; ++n) {
            channels.gain[n * 25] = 0;
            channels.weight[n * 5 + 3] = 0;
        }
        const std::vector<double> power = Solve(name, channels);
        for (size_t n = 0; n < channels.samples; ++n) {
            EXPECT_EQ(power[n * 5], 0) << name;
            EXPECT_EQ(power[n * 5 + 3], 0) << name;
        }
        Channels silent{1, 3, 1, std::vector<double>(9, 0.0), {}};
        EXPECT_EQ(Solve(name, silent), std::vector<double>(3, 0.0)) << name;
    }
}

TEST(Solvers, ExtremeGainsStayInRange) {
    for (const std::string &name : Names()) {
        for (double huge : {1e-300, 1e40, 1e300}) {
            Channels channels = MakeChannels(3, 4, 1, 0, false, 37);
            for (size_t n = 0; n < channels.gain.size(); n += 3) {
                channels.gain[n] = huge;
            }
            mog_error error{};
            const Solver solver(mog_solver_create(name.c_str(), nullptr, 4, &error));
            const mog_problem problem = channels.View();
            std::vector<double> power(12);
            const mog_status status =
                mog_solver_run(solver.get(), &problem, 0, power.data(), nullptr, &error);
            EXPECT_TRUE(status == MOG_OK || status == MOG_ERROR_NUMERIC) << name;
            for (double p : power) {
                EXPECT_TRUE(p >= 0 && p <= 1) << name << ", gain " << huge << ": " << p;
            }
        }
    }
}

TEST(Solvers, Ordering) {
    for (double noise : {1.0, 0.1}) {
        const Channels channels = MakeChannels(100, 10, noise, 0, false, 41);
        const auto rate = [&](const char *name) { return channels.SumRate(Solve(name, channels)); };
        const auto single = rate("fplinq"), strong = rate("fplinq-strong"),
                   full = rate("full-power"), greedy = rate("greedy"), best = rate("strongest");
        double sum_single = 0, sum_strong = 0;
        for (size_t n = 0; n < channels.samples; ++n) {
            // to convergence within 1e-6 a sweep, 100 sweeps may be slightly further
            EXPECT_GE(strong[n], single[n] * (1 - 1e-3));
            EXPECT_GE(single[n], full[n] * (1 - 1e-12));
            EXPECT_GE(greedy[n], best[n] * (1 - 1e-12));
            sum_single += single[n];
            sum_strong += strong[n];
        }
        EXPECT_GT(sum_strong, 1.01 * sum_single);
    }
}

TEST(Greedy, IsLocallySensible) {
    const Channels channels = MakeChannels(50, 6, 0.1, 10, true, 43);
    const std::vector<double> power = Solve("greedy", channels);
    const std::vector<double> rate = channels.SumRate(power);
    for (size_t n = 0; n < channels.samples; ++n) {
        const Channels one = channels.Sample(n);
        // the links in the order of their own worth, by a plain rewrite of the rule
        std::vector<size_t> order(one.links);
        std::iota(order.begin(), order.end(), 0);
        const auto worth = [&](size_t i) {
            return one.weight[i] * std::log2(1 + one.gain[i * one.links + i] / one.noise);
        };
        std::sort(order.begin(), order.end(),
                  [&](size_t a, size_t b) { return worth(a) > worth(b); });
        std::vector<double> on(one.links, 0);
        double best = 0;
        for (size_t i : order) {
            on[i] = 1;
            const double with = one.SumRate(on)[0];
            on[i] = with > best ? 1 : 0;
            best = std::max(best, with);
        }
        EXPECT_NEAR(rate[n], best, 1e-12 * best);
    }
}

TEST(RandomPowers, UniformAndNamedBySeedAndSample) {
    const Channels channels = MakeChannels(500, 8, 1, 0, false, 47);
    mog_solver_settings settings = DefaultSettings("random");
    const std::vector<double> power = Solve("random", settings, channels);
    const double mean = std::accumulate(power.begin(), power.end(), 0.0) / double(power.size());
    EXPECT_NEAR(mean, 0.5, 4 / std::sqrt(12.0 * double(power.size())));
    settings.seed += 1;
    EXPECT_NE(Solve("random", settings, channels), power);
}

TEST(Solvers, MalformedInputIsRefused) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const Channels good = MakeChannels(2, 3, 1, 0, true, 53);
    const Solver solver(mog_solver_create("fplinq", nullptr, 3, nullptr));
    std::vector<double> power(6), bound(2);
    mog_error error{};
    const auto status = [&](const Channels &channels, double *b = nullptr) {
        const mog_problem problem = channels.View();
        error = {};
        return mog_solver_run(solver.get(), &problem, 0, power.data(), b, &error);
    };
    Channels bad = good;
    bad.gain[13] = nan;
    EXPECT_EQ(status(bad), MOG_ERROR_DATA);
    EXPECT_NE(std::string(error.message).find("gain[1][1][1]"), std::string::npos) << error.message;
    bad = good;
    bad.weight[4] = -1;
    EXPECT_EQ(status(bad), MOG_ERROR_DATA);
    EXPECT_NE(std::string(error.message).find("weight[1][1]"), std::string::npos) << error.message;
    bad = good;
    bad.noise = 0;
    EXPECT_EQ(status(bad), MOG_ERROR_DATA);
    EXPECT_EQ(status(MakeChannels(1, 2, 1, 0, false, 1)), MOG_ERROR_ARGUMENT);
    EXPECT_EQ(status(good, bound.data()), MOG_ERROR_ARGUMENT) << "fplinq has no bounds";
    EXPECT_EQ(status(good), MOG_OK);
    bad = good;
    bad.samples = 0;
    EXPECT_EQ(status(bad), MOG_OK) << "no samples, nothing to do";
}

TEST(Solvers, BadCreationIsRefused) {
    mog_error error{};
    EXPECT_EQ(mog_solver_create("fplink", nullptr, 3, &error), nullptr);
    EXPECT_EQ(error.status, MOG_ERROR_ARGUMENT);
    const std::string unknown = error.message;
    for (const std::string &name : Names()) {
        EXPECT_NE(unknown.find(name), std::string::npos) << unknown;
        EXPECT_NE(mog_solver_help(name.c_str()), nullptr);
        EXPECT_EQ(mog_solver_create(name.c_str(), nullptr, 0, &error), nullptr) << name;
        EXPECT_EQ(error.status, MOG_ERROR_ARGUMENT);
    }
    EXPECT_EQ(mog_solver_help("fplink"), nullptr);
    EXPECT_EQ(mog_solver_create(nullptr, nullptr, 3, nullptr), nullptr);
    mog_solver_settings settings = DefaultSettings("fplinq");
    settings.tolerance = -1;
    EXPECT_EQ(mog_solver_create("fplinq", &settings, 3, &error), nullptr);
    EXPECT_NE(std::string(error.message).find("tolerance"), std::string::npos) << error.message;
    settings = DefaultSettings("fplinq");
    settings.rounding = 4;
    EXPECT_EQ(mog_solver_create("fplinq", &settings, 3, &error), nullptr);
    mog_solver_free(nullptr);
}

TEST(Solvers, Defaults) {
    EXPECT_EQ(DefaultSettings("fplinq").sweeps, 100u);
    EXPECT_EQ(DefaultSettings("fplinq").tolerance, 0);
    EXPECT_EQ(DefaultSettings("fplinq-strong").sweeps, 500u);
    EXPECT_EQ(DefaultSettings("fplinq-strong").tolerance, 1e-6);
    EXPECT_EQ(DefaultSettings("fplinq-strong").starts, 20u);
}
