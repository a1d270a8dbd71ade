// SPDX-License-Identifier: GPL-2.0-or-later
// What must hold of all solvers: invariances, edges of the range, what they refuse.
#include "rb_fixture.h"

#include <cmath>
#include <limits>
#include <numeric>
#include <set>

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
        const Solver solver(mogtest::Made<mog_solver>(mog_solver_create, nullptr, name.c_str(),
                                                      &settings, nullptr, 4, 1));
        const mog_problem problem = channels.View();
        std::vector<double> a(40), b(40);
        for (std::vector<double> *power : {&a, &b}) {
            const mog_allocation out = {nullptr, power->data()};
            ASSERT_EQ(mog_solver_run(solver.get(), &problem, 3, &out, nullptr, nullptr), MOG_OK);
        }
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
            const Solver solver(mogtest::Made<mog_solver>(mog_solver_create, &error, name.c_str(),
                                                          nullptr, nullptr, 4, 1));
            const mog_problem problem = channels.View();
            std::vector<double> power(12);
            const mog_allocation out = {nullptr, power.data()};
            const mog_status status =
                mog_solver_run(solver.get(), &problem, 0, &out, nullptr, &error);
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
    const Solver solver(
        mogtest::Made<mog_solver>(mog_solver_create, nullptr, "fplinq", nullptr, nullptr, 3, 1));
    std::vector<double> power(6), bound(2);
    mog_error error{};
    const auto status = [&](const Channels &channels, double *b = nullptr) {
        const mog_problem problem = channels.View();
        error = {};
        const mog_allocation out = {nullptr, power.data()};
        return mog_solver_run(solver.get(), &problem, 0, &out, b, &error);
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
    EXPECT_EQ(
        mogtest::Made<mog_solver>(mog_solver_create, &error, "fplink", nullptr, nullptr, 3, 1),
        nullptr);
    EXPECT_EQ(error.status, MOG_ERROR_ARGUMENT);
    const std::string unknown = error.message;
    for (const std::string &name : Names()) {
        EXPECT_NE(unknown.find(name), std::string::npos) << unknown;
        EXPECT_NE(mog_solver_describe(name.c_str()).help, nullptr);
        EXPECT_EQ(mogtest::Made<mog_solver>(mog_solver_create, &error, name.c_str(), nullptr,
                                            nullptr, 0, 1),
                  nullptr)
            << name;
        EXPECT_EQ(error.status, MOG_ERROR_ARGUMENT);
    }
    EXPECT_EQ(mog_solver_describe("fplink").help, nullptr);
    EXPECT_EQ(
        mogtest::Made<mog_solver>(mog_solver_create, nullptr, nullptr, nullptr, nullptr, 3, 1),
        nullptr);
    mog_solver_settings settings = DefaultSettings("fplinq");
    settings.tolerance = -1;
    EXPECT_EQ(
        mogtest::Made<mog_solver>(mog_solver_create, &error, "fplinq", &settings, nullptr, 3, 1),
        nullptr);
    EXPECT_NE(std::string(error.message).find("tolerance"), std::string::npos) << error.message;
    settings = DefaultSettings("fplinq");
    settings.rounding = 4;
    EXPECT_EQ(
        mogtest::Made<mog_solver>(mog_solver_create, &error, "fplinq", &settings, nullptr, 3, 1),
        nullptr);
    mog_solver_free(nullptr);
}

TEST(Solvers, Defaults) {
    EXPECT_EQ(DefaultSettings("fplinq").sweeps, 100u);
    EXPECT_EQ(DefaultSettings("fplinq").tolerance, 0);
    EXPECT_EQ(DefaultSettings("fplinq-strong").sweeps, 500u);
    EXPECT_EQ(DefaultSettings("fplinq-strong").tolerance, 1e-6);
    EXPECT_EQ(DefaultSettings("fplinq-strong").starts, 20u);
}

/* ---- one table ----------------------------------------------------------------------------- */

TEST(SolverTable, HoldsThoseOfPowersAndThoseOfRbs) {
    const std::vector<std::string> names = Names();
    EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), names.size());
    EXPECT_EQ(names[0], "fplinq");
    for (const std::string &name : names) {
        EXPECT_EQ(mog_solver_describe(name.c_str()).decides_rb, name.substr(0, 3) == "rb-") << name;
        EXPECT_NE(mog_solver_describe(name.c_str()).help, nullptr) << name;
        EXPECT_TRUE(mog_solver_takes(name.c_str(), nullptr, 4, 1)) << name;
        EXPECT_EQ(mog_solver_takes(name.c_str(), nullptr, 4, 3),
                  mog_solver_describe(name.c_str()).decides_rb)
            << name;
        EXPECT_FALSE(mog_solver_takes(name.c_str(), nullptr, 0, 1)) << name;
        EXPECT_FALSE(mog_solver_takes(name.c_str(), nullptr, 4, 0)) << name;
    }
    for (const char *unknown : {"fplink", "", static_cast<const char *>(nullptr)}) {
        EXPECT_FALSE(mog_solver_describe(unknown).decides_rb);
        EXPECT_FALSE(mog_solver_takes(unknown, nullptr, 4, 1));
        EXPECT_EQ(mog_solver_describe(unknown).help, nullptr);
    }
}

/** All links would be on one RB, which is hardly ever meant. */
TEST(SolverTable, PowersAloneAreForOneRb) {
    for (const std::string &name : Names()) {
        if (mog_solver_describe(name.c_str()).decides_rb)
            continue;
        mog_error error{};
        EXPECT_EQ(mogtest::Made<mog_solver>(mog_solver_create, &error, name.c_str(), nullptr,
                                            nullptr, 4, 3),
                  nullptr);
        EXPECT_EQ(error.status, MOG_ERROR_ARGUMENT);
        for (const std::string &part : {"'" + name + "'", std::string("there are 3"),
                                        std::string("rb-optimum"), std::string("rb-local-search")})
            EXPECT_NE(std::string(error.message).find(part), std::string::npos) << error.message;
        EXPECT_EQ(std::string(error.message).find(" greedy,"), std::string::npos)
            << "those that do not help are not named: " << error.message;
    }
}

/** Who refuses a utility says which, and who takes it. */
TEST(SolverTable, SaysWhoTakesWhichUtility) {
    const std::set<std::string> sums = {"rb-optimum", "rb-exhaustive", "rb-best-of",
                                        "rb-local-search", "rb-greedy"};
    for (const mog_utility_kind kind :
         {MOG_UTILITY_SUM_RATE, MOG_UTILITY_PROPORTIONAL_FAIR, MOG_UTILITY_ALPHA_FAIR,
          MOG_UTILITY_MAX_MIN, MOG_UTILITY_MINIMUM_RATE, MOG_UTILITY_ENERGY_EFFICIENCY,
          MOG_UTILITY_LINK_ENERGY_EFFICIENCY}) {
        const mog_utility utility = Utility(kind);
        const std::string what = mog_utility_name(&utility);
        std::vector<std::string> takers;
        for (const std::string &name : Names())
            if (mog_solver_takes(name.c_str(), &utility, 4, 1))
                takers.push_back(name);
        const auto takes = [&](const std::string &name) {
            return std::find(takers.begin(), takers.end(), name) != takers.end();
        };
        for (const char *any : {"fplinq", "fplinq-strong", "wmmse", "full-power", "random",
                                "rb-balanced", "rb-random"})
            EXPECT_TRUE(takes(any)) << any << ", " << what;
        const bool energy = what.find("energy-efficiency") != std::string::npos;
        EXPECT_EQ(takes("optimum"), mog_utility_is_linear(&utility) || energy) << what;
        EXPECT_EQ(takes("rb-colouring"), mog_utility_is_linear(&utility)) << what;
        EXPECT_EQ(takes("greedy"), kind != MOG_UTILITY_MAX_MIN);
        for (const std::string &name : sums)
            EXPECT_EQ(takes(name), kind != MOG_UTILITY_MAX_MIN) << name << ", " << what;
        for (const std::string &name : Names()) {
            mog_error error{};
            const Solver solver(mogtest::Made<mog_solver>(mog_solver_create, &error, name.c_str(),
                                                          nullptr, &utility, 4, 1));
            EXPECT_EQ(static_cast<bool>(solver), takes(name)) << name << ", " << what;
            if (solver)
                continue;
            EXPECT_EQ(error.status, MOG_ERROR_ARGUMENT);
            const std::string message = error.message;
            EXPECT_NE(message.find("'" + name + "'"), std::string::npos) << message;
            EXPECT_NE(message.find("utility.kind = " + what), std::string::npos) << message;
            for (const std::string &taker : takers)
                EXPECT_NE(message.find(taker), std::string::npos) << message;
        }
    }
}

/** With one RB there may be room for it, or not; and 0 RBs are one. */
TEST(SolverTable, OneRbIsNoCaseOfItsOwn) {
    const Channels channels = MakeChannels(5, 4, 0.1, 10, true, 3);
    for (const std::string &name : Names()) {
        const Solver solver(mogtest::Made<mog_solver>(mog_solver_create, nullptr, name.c_str(),
                                                      nullptr, nullptr, 4, 1));
        mog_problem problem = channels.View();
        std::vector<uint32_t> rb(20, 9);
        std::vector<double> with(20, -1), without(20, -1), zero(20, -1);
        const mog_allocation both = {rb.data(), with.data()}, powers = {nullptr, without.data()},
                             other = {nullptr, zero.data()};
        ASSERT_EQ(mog_solver_run(solver.get(), &problem, 0, &both, nullptr, nullptr), MOG_OK);
        ASSERT_EQ(mog_solver_run(solver.get(), &problem, 0, &powers, nullptr, nullptr), MOG_OK);
        problem.n_rb = 0;
        ASSERT_EQ(mog_solver_run(solver.get(), &problem, 0, &other, nullptr, nullptr), MOG_OK);
        EXPECT_EQ(rb, std::vector<uint32_t>(20, 0)) << name;
        EXPECT_EQ(with, without) << name;
        EXPECT_EQ(with, zero) << name;
        EXPECT_EQ(mog_solver_describe(name.c_str()).has_bound, name == "optimum");
    }
}

/** Powers without their RBs would be nobody's. */
TEST(SolverTable, SeveralRbsNeedRoom) {
    Channels channels = MakeChannels(1, 3, 0.1, 10, true, 3);
    mog_problem problem = channels.View();
    problem.n_rb = 2;
    for (const std::string &name : Names()) {
        if (!mog_solver_describe(name.c_str()).decides_rb)
            continue;
        const auto solver =
            Made<mog_solver>(mog_solver_create, nullptr, name.c_str(), nullptr, nullptr, 3, 2);
        ASSERT_TRUE(solver) << name;
        std::vector<double> power(3, -1);
        const mog_allocation out = {nullptr, power.data()};
        mog_error error{};
        EXPECT_EQ(mog_solver_run(solver.get(), &problem, 0, &out, nullptr, &error),
                  MOG_ERROR_ARGUMENT);
        EXPECT_NE(std::string(error.message).find("which of 2 RBs"), std::string::npos);
        EXPECT_EQ(power, std::vector<double>(3, -1));
    }
}

TEST(SolverTable, PricesNeedAUtilityThatHasThem) {
    Channels channels = MakeChannels(2, 3, 1, 0, true, 5);
    channels.price.assign(6, 0.25);
    const mog_problem problem = channels.View();
    const mog_utility fair = Utility(MOG_UTILITY_PROPORTIONAL_FAIR);
    const Solver solver(
        mogtest::Made<mog_solver>(mog_solver_create, nullptr, "fplinq", nullptr, &fair, 3, 1));
    std::vector<double> power(6);
    const mog_allocation out = {nullptr, power.data()};
    mog_error error{};
    EXPECT_EQ(mog_solver_run(solver.get(), &problem, 0, &out, nullptr, &error), MOG_ERROR_DATA);
    for (const char *part : {"utility.kind = proportional-fair", "sum-rate", "without prices"})
        EXPECT_NE(std::string(error.message).find(part), std::string::npos) << error.message;
    channels.price[4] = -1;
    const Solver plain(
        mogtest::Made<mog_solver>(mog_solver_create, nullptr, "fplinq", nullptr, nullptr, 3, 1));
    EXPECT_EQ(mog_solver_run(plain.get(), &problem, 0, &out, nullptr, &error), MOG_ERROR_DATA);
    EXPECT_NE(std::string(error.message).find("price[1][1]"), std::string::npos) << error.message;
}

/** Power that costs more than it brings is not spent; the certified optimum agrees. */
TEST(SolverTable, PricesAreMaximisedUnder) {
    Channels channels = MakeChannels(20, 4, 0.1, 10, true, 11);
    for (size_t n = 0; n < 80; ++n)
        channels.price.push_back(0.5 * double(n % 7));
    std::vector<double> bound;
    const std::vector<double> best =
        channels.Objective(Solve("optimum", DefaultSettings("optimum"), channels, &bound));
    for (const std::string &name : Names()) {
        const std::vector<double> value = channels.Objective(Solve(name, channels));
        for (size_t s = 0; s < 20; ++s) {
            EXPECT_LE(value[s], bound[s] + 1e-12) << name;
            EXPECT_LE(value[s], best[s] + 1.1e-3 * std::abs(bound[s])) << name;
        }
    }
    channels.price.assign(80, 1e3);
    for (const char *name : {"fplinq", "fplinq-strong", "optimum", "rb-optimum"})
        for (const double p : Solve(name, channels))
            EXPECT_LT(p, 0.02) << name;
}

/* ---- ITLinQ -------------------------------------------------------------------------------- */

/** By a plain rewrite of the rule. */
TEST(Itlinq, FollowsItsRule) {
    for (const bool weights : {false, true})
        for (const double spread : {0.0, 40.0, 80.0}) {
            const Channels channels = MakeChannels(30, 8, 1e-3, spread, weights, 61);
            mog_solver_settings settings = DefaultSettings("itlinq");
            for (const double margin : {0.0, 25.0})
                for (const double exponent : {0.0, 0.5, 0.7}) {
                    settings.margin_db = margin;
                    settings.exponent = exponent;
                    const std::vector<double> power = Solve("itlinq", settings, channels);
                    for (size_t s = 0; s < channels.samples; ++s) {
                        const Channels one = channels.Sample(s);
                        const auto snr = [&](size_t i) { return one.gain[i * 9] / one.noise; };
                        const auto inr = [&](size_t i, size_t j) {
                            return one.gain[i * 8 + j] / one.noise;
                        };
                        const auto most = [&](size_t i) {
                            return std::pow(10, margin / 10) * std::pow(snr(i), exponent);
                        };
                        std::vector<size_t> order(8), on;
                        std::iota(order.begin(), order.end(), 0);
                        const auto worth = [&](size_t i) {
                            return (weights ? one.weight[i] : 1) * std::log2(1 + snr(i));
                        };
                        std::stable_sort(order.begin(), order.end(),
                                         [&](size_t a, size_t b) { return worth(a) > worth(b); });
                        for (const size_t j : order)
                            if (std::all_of(on.begin(), on.end(), [&](size_t i) {
                                    return inr(i, j) <= most(j) && inr(j, i) <= most(i);
                                }))
                                on.push_back(j);
                        for (size_t i = 0; i < 8; ++i)
                            ASSERT_EQ(power[s * 8 + i],
                                      std::find(on.begin(), on.end(), i) != on.end() ? 1 : 0)
                                << "sample " << s << ", link " << i;
                    }
                }
        }
}

/** The margin goes from the strongest link alone to all of them. */
TEST(Itlinq, MarginDecidesHowManyAreOn) {
    const Channels channels = MakeChannels(20, 6, 0.1, 0, true, 67);
    mog_solver_settings settings = DefaultSettings("itlinq");
    settings.margin_db = -300;
    EXPECT_EQ(Solve("itlinq", settings, channels), Solve("strongest", channels));
    settings.margin_db = 300;
    EXPECT_EQ(Solve("itlinq", settings, channels), Solve("full-power", channels));
}
