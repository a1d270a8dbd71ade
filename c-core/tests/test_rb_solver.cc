// SPDX-License-Identifier: GPL-2.0-or-later
// Solvers on resource blocks: certified optima, search, baselines.
#include "rb_fixture.h"

extern "C" {
#include "radio/blocks.h"
#include "radio/problem.h"
#include "solve/rb/local.h"
#include "solve/rb/table.h"
}

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

using namespace mogtest;

namespace {

std::vector<uint32_t> Slice(const std::vector<uint32_t> &values, size_t n, size_t size) {
    const auto begin = values.begin() + static_cast<std::ptrdiff_t>(n * size);
    return {begin, begin + static_cast<std::ptrdiff_t>(size)};
}

TEST(RbReference, OptimumLabelPowersAndTies) {
    for (const std::string &group : ListGroup("rb_pairwise.h5", "/")) {
        const RbChannels channels = ReadRbChannels(group);
        const auto read = [&](const char *name) {
            return ReadArray("rb_pairwise.h5", group + "/" + name).value;
        };
        const std::vector<double> rb = read("optimum/rb"), power = read("optimum/power"),
                                  rate = read("optimum/sum_rate"), tied = read("tied_partitions");
        for (const char *name : {"rb-optimum", "rb-exhaustive"}) {
            const RbSolution solution = SolveRb(name, channels);
            for (size_t n = 0; n < rb.size(); ++n) {
                ASSERT_EQ(solution.rb[n], rb[n]) << name << ", " << group << ", entry " << n;
                ASSERT_NEAR(solution.power[n], power[n], 1e-9) << name << ", " << group;
            }
            for (size_t s = 0; s < channels.samples; ++s)
                // the label is one of the tied optima, not the very best
                ASSERT_NEAR(solution.rate[s], rate[s], 1e-6 * rate[s]) << name << ", " << group;
        }
        mog_rb_value *values = mog_rb_value_create(100, nullptr, channels.links, nullptr);
        const mog_problem problem = channels.View();
        std::vector<double> room(mog_rb_table_size(channels.links, 1)), layers(2 * room.size());
        for (size_t s = 0; s < channels.samples; ++s) {
            const mog_problem sample = mog_problem_sample(&problem, s);
            const mog_rb_table table = mog_rb_table_fill(values, &sample, room.data());
            std::vector<uint32_t> label(channels.links);
            size_t ties = 0;
            EXPECT_NEAR(mog_rb_table_exhaustive(&table, label.data(), &ties), rate[s],
                        1e-12 * rate[s]);
            EXPECT_EQ(static_cast<double>(ties), tied[s]) << group << ", sample " << s;
            EXPECT_NEAR(mog_rb_table_optimum(&table, layers.data(), label.data()), rate[s],
                        1e-12 * rate[s]);
        }
        mog_rb_value_free(values);
    }
}

/** The mean over all assignments is what random ones approach. */
TEST(RbReference, RandomAssignments) {
    const RbChannels channels = ReadRbChannels("K6_N3");
    const double expected =
        Mean(ReadArray("rb_pairwise.h5", "K6_N3/random_assignment/mean_sum_rate").value);
    const mog_solver_settings settings = DefaultSettings("rb-random");
    double sum = 0, squares = 0;
    const size_t rounds = 200;
    for (size_t n = 0; n < rounds; ++n) {
        const double rate =
            Mean(SolveRb("rb-random", channels, settings, n * channels.samples).rate);
        sum += rate;
        squares += rate * rate;
    }
    const double mean = sum / rounds, deviation = std::sqrt(squares / rounds - mean * mean);
    EXPECT_NEAR(mean, expected, 4 * deviation / std::sqrt(double(rounds)));
}

TEST(RbOptimum, EqualsExhaustiveSearch) {
    unsigned seed = 100;
    size_t instances = 0;
    for (const bool per_rb : {false, true})
        for (const bool weights : {false, true})
            for (const size_t n_rb : {1, 2, 3, 5})
                for (const size_t links : {1, 2, 4, 5, 6}) {
                    const RbChannels channels =
                        MakeRbChannels(15, links, n_rb, per_rb, weights, seed++);
                    const RbSolution optimum = SolveRb("rb-optimum", channels);
                    const RbSolution exhaustive = SolveRb("rb-exhaustive", channels);
                    ASSERT_EQ(optimum.rb, exhaustive.rb) << links << " links on " << n_rb;
                    ASSERT_EQ(optimum.power, exhaustive.power);
                    instances += channels.samples;
                }
    EXPECT_GE(instances, 1000u);
}

/** No other assignment is better, and none before the label is as good: by the plain definition. */
TEST(RbOptimum, IsTheFirstOfTheBest) {
    const size_t links = 5, n_rb = 3;
    for (const bool per_rb : {false, true}) {
        const RbChannels channels = MakeRbChannels(20, links, n_rb, per_rb, true, 23);
        const RbSolution label = SolveRb("rb-optimum", channels);
        const mog_problem problem = channels.View();
        const Refiner powers = CreateRefiner(0, 100, links, n_rb);
        for (size_t s = 0; s < channels.samples; ++s) {
            const mog_problem sample = mog_problem_sample(&problem, s);
            double best = 0;
            std::vector<std::pair<std::vector<uint32_t>, double>> all;
            for (size_t n = 0; n < 243; ++n) {
                std::vector<uint32_t> rb(links);
                for (size_t i = 0, rest = n; i < links; ++i, rest /= n_rb)
                    rb[links - 1 - i] = static_cast<uint32_t>(rest % n_rb);
                std::vector<double> power(links, 1);
                const mog_allocation out = {rb.data(), power.data()};
                ASSERT_EQ(mog_refine(powers.get(), &sample, &out, nullptr), MOG_OK);
                double rate;
                mog_sum_rate(&sample, rb.data(), power.data(), &rate, nullptr);
                all.emplace_back(rb, rate);
                best = std::max(best, rate);
            }
            const auto first = std::find_if(all.begin(), all.end(), [&](const auto &one) {
                return one.second >= best * (1 - 1e-6);
            });
            EXPECT_EQ(Slice(label.rb, s, links), first->first);
            EXPECT_NEAR(label.rate[s], best, 1.1e-6 * best);
        }
    }
}

/** Up to ties, which of them is the label depends on the order. */
TEST(RbOptimum, ValueDoesNotDependOnTheOrderOfLinks) {
    const size_t k = 7;
    for (const bool per_rb : {false, true}) {
        const RbChannels channels = MakeRbChannels(10, k, 3, per_rb, true, 29);
        std::vector<size_t> order(k);
        std::iota(order.begin(), order.end(), 0);
        std::shuffle(order.begin(), order.end(), std::mt19937(31));
        RbChannels shuffled = channels;
        for (size_t n = 0; n < channels.gain.size(); ++n)
            shuffled.gain[n] =
                channels.gain[n / (k * k) * k * k + order[n / k % k] * k + order[n % k]];
        for (size_t n = 0; n < channels.weight.size(); ++n)
            shuffled.weight[n] = channels.weight[n / k * k + order[n % k]];
        const RbSolution one = SolveRb("rb-optimum", channels),
                         other = SolveRb("rb-optimum", shuffled);
        for (size_t s = 0; s < channels.samples; ++s)
            EXPECT_NEAR(one.rate[s], other.rate[s], 2.1e-6 * one.rate[s]);
    }
}

/**
 * One base station, flat gains: a link that is on makes those of lower gain on its RB nearly
 * worthless, so the best sets are the N strongest links on an RB each.
 */
TEST(RbOptimum, SingleBaseStationSpreadsTheStrongest) {
    const size_t k = 6, n_rb = 3;
    RbChannels channels = MakeRbChannels(30, k, n_rb, false, false, 37);
    for (size_t n = 0; n < channels.gain.size(); ++n)
        channels.gain[n] = channels.gain[n / (k * k) * k * k + n % k]; // G_ij = g_j
    const RbSolution label = SolveRb("rb-optimum", channels);
    for (size_t s = 0; s < channels.samples; ++s) {
        const double *g = &channels.gain[s * k * k];
        std::vector<size_t> order(k);
        std::iota(order.begin(), order.end(), 0);
        std::sort(order.begin(), order.end(), [&](size_t a, size_t b) { return g[a] > g[b]; });
        double strongest = 0;
        for (size_t n = 0; n < n_rb; ++n)
            strongest += std::log2(1 + g[order[n]] / channels.noise);
        EXPECT_GE(label.rate[s], strongest * (1 - 1e-6));
        const std::vector<uint32_t> rb = Slice(label.rb, s, k);
        EXPECT_NE(rb[order[0]], rb[order[1]]);
        EXPECT_NE(rb[order[1]], rb[order[2]]);
        EXPECT_NE(rb[order[0]], rb[order[2]]);
    }
}

TEST(RbSolvers, ObviousAnswers) {
    const auto names = RbSolverNames();
    for (const std::string &name : names) {
        // one RB: FPLinQ on all links
        const RbChannels one = MakeRbChannels(4, 5, 1, false, true, 41);
        const RbSolution solution = SolveRb(name, one);
        EXPECT_EQ(solution.rb, std::vector<uint32_t>(20, 0)) << name;
        EXPECT_EQ(solution.power, SolveRb("rb-balanced", one).power) << name;
        // one link
        const RbSolution single = SolveRb(name, MakeRbChannels(3, 1, 4, false, false, 43));
        EXPECT_EQ(single.power, std::vector<double>(3, 1)) << name;
    }
    // more RBs than links: each has its own
    for (const size_t n_rb : {4, 5, 9})
        for (const std::string name : {"rb-optimum", "rb-exhaustive", "rb-local-search",
                                       "rb-greedy", "rb-colouring", "rb-balanced"}) {
            const RbSolution apart = SolveRb(name, MakeRbChannels(3, 4, n_rb, false, true, 47));
            EXPECT_EQ(apart.power, std::vector<double>(12, 1)) << name;
            EXPECT_EQ(apart.rb, std::vector<uint32_t>({0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3}))
                << name;
        }
}

TEST(RbSolvers, NamedSolversAreOrdered) {
    for (const bool per_rb : {false, true}) {
        const RbChannels channels = MakeRbChannels(200, 6, 3, per_rb, false, 53);
        std::vector<double> best = SolveRb("rb-optimum", channels).rate;
        const auto ratio = [&](const char *name) {
            const RbSolution solution = SolveRb(name, channels);
            for (size_t s = 0; s < best.size(); ++s)
                EXPECT_LE(solution.rate[s], best[s] * (1 + 1.1e-6)) << name;
            return Mean(solution.rate) / Mean(best);
        };
        const double random = ratio("rb-random"), balanced = ratio("rb-balanced"),
                     colouring = ratio("rb-colouring"), greedy = ratio("rb-greedy"),
                     local = ratio("rb-local-search"), drawn = ratio("rb-best-of");
        EXPECT_LT(random, balanced);
        EXPECT_LT(balanced, colouring);
        EXPECT_LT(balanced, greedy);
        EXPECT_GT(local, per_rb ? 0.98 : 0.995);
        EXPECT_GT(drawn, 0.96);
    }
}

TEST(RbSolvers, SamplesDoNotDependOnTheBatch) {
    for (const bool per_rb : {false, true})
        for (const std::string &name : RbSolverNames()) {
            const RbChannels channels = MakeRbChannels(9, 5, 3, per_rb, true, 59);
            const RbSolution all = SolveRb(name, channels);
            for (const size_t s : {0, 4, 8}) {
                RbChannels one = channels;
                const size_t size = channels.gain.size() / 9;
                one.samples = 1;
                one.gain.assign(&channels.gain[s * size], &channels.gain[s * size] + size);
                one.weight.assign(&channels.weight[s * 5], &channels.weight[s * 5] + 5);
                const RbSolution alone = SolveRb(name, one, DefaultSettings(name), s);
                EXPECT_EQ(alone.rb, Slice(all.rb, s, 5)) << name;
                EXPECT_EQ(alone.rate[0], all.rate[s]) << name;
            }
        }
}

TEST(RbBestOf, RawAndCanonical) {
    const RbChannels channels = MakeRbChannels(50, 6, 3, false, false, 61);
    mog_solver_settings settings = DefaultSettings("rb-best-of");
    settings.draws = 100;
    const RbSolution canonical = SolveRb("rb-best-of", channels, settings);
    settings.canonical = false;
    const RbSolution raw = SolveRb("rb-best-of", channels, settings);
    EXPECT_NE(raw.rb, canonical.rb);
    // as good, and of what is as good the smaller one
    for (size_t s = 0; s < channels.samples; ++s) {
        std::vector<uint32_t> renamed = Slice(raw.rb, s, 6), chosen = Slice(canonical.rb, s, 6);
        mog_rb_canonical(6, renamed.data());
        EXPECT_LE(chosen, renamed);
        EXPECT_NEAR(canonical.rate[s], raw.rate[s], 2e-6 * raw.rate[s]);
        std::vector<uint32_t> again = chosen;
        mog_rb_canonical(6, again.data());
        EXPECT_EQ(again, chosen);
    }
    // more draws of the same stream are never worse, and a single one is rb-random's
    settings.draws = 1;
    const RbSolution single = SolveRb("rb-best-of", channels, settings);
    EXPECT_EQ(single.rb, SolveRb("rb-random", channels, settings).rb);
    for (size_t s = 0; s < channels.samples; ++s)
        EXPECT_GE(raw.rate[s], single.rate[s]);
    settings.seed = 2;
    EXPECT_NE(SolveRb("rb-best-of", channels, settings).rb, single.rb);
}

/** Every step improves the sum rate, none is left at the end, and the values kept are the true
 * ones.
 */
TEST(RbLocalSearch, IsMonotoneAndEndsInALocalOptimum) {
    const size_t k = 9, n_rb = 3;
    for (const bool per_rb : {false, true}) {
        const RbChannels channels = MakeRbChannels(10, k, n_rb, per_rb, true, 67);
        const mog_problem problem = channels.View();
        mog_rb_value *values = mog_rb_value_create(100, nullptr, k, nullptr);
        std::vector<double> workspace(mog_rb_local_workspace(k, n_rb)), blocks(n_rb);
        const auto value = [&](const mog_problem &sample, const std::vector<uint32_t> &rb) {
            const mog_rb_results results = {nullptr, blocks.data(), nullptr, nullptr};
            mog_rb_value_put_assignment(values, &sample, rb.data(), n_rb, &results);
            mog_rb_value_flush(values);
            return std::accumulate(blocks.begin(), blocks.end(), 0.0);
        };
        for (size_t s = 0; s < channels.samples; ++s) {
            const mog_problem sample = mog_problem_sample(&problem, s);
            std::vector<uint32_t> rb(k, 0);
            mog_rb_local search =
                mog_rb_local_start(workspace.data(), values, &sample, n_rb, rb.data());
            double before = value(sample, rb);
            size_t steps = 0;
            while (mog_rb_local_move(&search) || mog_rb_local_swap(&search)) {
                const double after = value(sample, rb);
                ASSERT_GT(after, before);
                ASSERT_EQ(std::accumulate(search.value, search.value + n_rb, 0.0), after);
                before = after;
                ASSERT_LT(++steps, 200u);
            }
            EXPECT_GT(steps, 0u);
            for (size_t i = 0; i < k; ++i)
                for (uint32_t n = 0; n < n_rb; ++n) {
                    std::vector<uint32_t> other = rb;
                    other[i] = n;
                    EXPECT_LE(value(sample, other), before * (1 + 2e-9));
                }
            for (size_t i = 0; i < k; ++i)
                for (size_t j = 0; j < i; ++j) {
                    std::vector<uint32_t> other = rb;
                    std::swap(other[i], other[j]);
                    EXPECT_LE(value(sample, other), before * (1 + 2e-9));
                }
        }
        mog_rb_value_free(values);
    }
}

TEST(RbRefiner, SetsPowersAndMovesLinks) {
    const size_t k = 6, n_rb = 3;
    for (const bool per_rb : {false, true}) {
        const RbChannels channels = MakeRbChannels(60, k, n_rb, per_rb, true, 71);
        const mog_problem problem = channels.View();
        const RbSolution random = SolveRb("rb-random", channels);
        std::vector<double> before = random.rate;
        std::vector<uint32_t> last;
        for (const size_t moves : {0, 1, 2, 50}) {
            const Refiner refiner = CreateRefiner(moves, 100, k, n_rb);
            std::vector<uint32_t> rb = random.rb;
            std::vector<double> power(rb.size(), 1);
            const mog_allocation out = {rb.data(), power.data()};
            ASSERT_EQ(mog_refine(refiner.get(), &problem, &out, nullptr), MOG_OK);
            const std::vector<double> rate = channels.SumRate(rb, power);
            if (moves == 0) {
                EXPECT_EQ(rb, random.rb);
                EXPECT_EQ(power, random.power);
            }
            for (size_t s = 0; s < channels.samples; ++s) {
                EXPECT_GE(rate[s], before[s] * (1 - 1e-14));
                size_t moved = 0;
                for (size_t i = 0; i < k; ++i)
                    moved += rb[s * k + i] != random.rb[s * k + i];
                EXPECT_LE(moved, moves);
            }
            before = rate;
            last = rb;
        }
        // with moves to spare, no other RB of any one link is better in the end
        const Refiner powers = CreateRefiner(0, 100, k, n_rb);
        for (size_t i = 0; i < k; ++i)
            for (uint32_t n = 0; n < n_rb; ++n) {
                std::vector<uint32_t> other = last;
                std::vector<double> power(other.size(), 1);
                for (size_t s = 0; s < channels.samples; ++s)
                    other[s * k + i] = n;
                const mog_allocation out = {other.data(), power.data()};
                ASSERT_EQ(mog_refine(powers.get(), &problem, &out, nullptr), MOG_OK);
                const std::vector<double> rate = channels.SumRate(other, power);
                for (size_t s = 0; s < channels.samples; ++s)
                    EXPECT_LE(rate[s], before[s] * (1 + 2e-9));
            }
    }
}

TEST(RbSolvers, ExtremeAndSilentChannelsStayInRange) {
    for (const bool per_rb : {false, true})
        for (const std::string &name : RbSolverNames())
            for (const double odd : {0.0, 1e-300, 1e300}) {
                RbChannels channels = MakeRbChannels(3, 4, 3, per_rb, true, 73);
                for (size_t n = 0; n < channels.gain.size(); n += odd == 0 ? 1 : 3)
                    channels.gain[n] = odd;
                const RbSolution solution = SolveRb(name, channels);
                for (size_t n = 0; n < 12; ++n) {
                    EXPECT_LT(solution.rb[n], 3u) << name;
                    EXPECT_TRUE(solution.power[n] >= 0 && solution.power[n] <= 1) << name;
                    EXPECT_TRUE(odd != 0 || solution.power[n] == 0) << name;
                }
                if (odd == 0 && name == "rb-optimum") {
                    EXPECT_EQ(solution.rb, std::vector<uint32_t>(12, 0));
                }
            }
}

// the greatest gains over the noise that a problem may have: nothing may overflow
TEST(RbSolvers, TheGreatestRatesStayInRange) {
    for (const bool per_rb : {false, true})
        for (const bool canonical : {false, true})
            for (const std::string &name : RbSolverNames()) {
                RbChannels channels = MakeRbChannels(4, 4, 3, per_rb, true, 79);
                channels.noise = 1e-5;
                std::fill(channels.gain.begin(), channels.gain.end(), 4e302);
                for (size_t n = 0; n < channels.weight.size(); ++n)
                    channels.weight[n] = n / 4 < 2 && n % 2 ? 0 : 1;
                mog_solver_settings settings = DefaultSettings(name);
                settings.canonical = canonical;
                const RbSolution solution = SolveRb(name, channels, settings);
                for (size_t n = 0; n < solution.rb.size(); ++n) {
                    EXPECT_LT(solution.rb[n], 3u) << name;
                    EXPECT_TRUE(solution.power[n] >= 0 && solution.power[n] <= 1) << name;
                }
            }
}

TEST(RbSolvers, BadCreationIsRefused) {
    mog_error error{};
    EXPECT_EQ(
        mogtest::Made<mog_solver>(mog_solver_create, &error, "rb-optimal", nullptr, nullptr, 3, 2),
        nullptr);
    EXPECT_EQ(error.status, MOG_ERROR_ARGUMENT);
    const std::string unknown = error.message;
    for (const std::string &name : RbSolverNames()) {
        EXPECT_NE(unknown.find(name), std::string::npos) << unknown;
        EXPECT_NE(mog_solver_describe(name.c_str()).help, nullptr);
        EXPECT_TRUE(mog_solver_takes(name.c_str(), nullptr, 6, 3));
        for (const auto &[links, n_rb] : {std::pair<size_t, size_t>{0, 2}, {3, 0}}) {
            EXPECT_FALSE(mog_solver_takes(name.c_str(), nullptr, links, n_rb));
            EXPECT_EQ(mogtest::Made<mog_solver>(mog_solver_create, &error, name.c_str(), nullptr,
                                                nullptr, links, n_rb),
                      nullptr);
            EXPECT_EQ(error.status, MOG_ERROR_ARGUMENT);
            EXPECT_NE(std::string(error.message).find("at least 1"), std::string::npos);
        }
    }
    EXPECT_FALSE(mog_solver_describe("fplinq").decides_rb);
    EXPECT_FALSE(mog_solver_takes("fplinq", nullptr, 6, 3));
    EXPECT_EQ(
        mogtest::Made<mog_solver>(mog_solver_create, nullptr, nullptr, nullptr, nullptr, 3, 2),
        nullptr);
    mog_solver_settings settings = DefaultSettings("rb-optimum");
    settings.sweeps = 0;
    EXPECT_EQ(mogtest::Made<mog_solver>(mog_solver_create, &error, "rb-optimum", &settings, nullptr,
                                        3, 2),
              nullptr);
    EXPECT_NE(std::string(error.message).find("sweeps"), std::string::npos) << error.message;
    mog_solver_free(nullptr);
    mog_refiner_free(nullptr);
}

TEST(RbSolvers, ExactSearchSaysHowLargeAProblemMayBe) {
    const struct {
        const char *name;
        size_t links, n_rb;
        const char *limit;
    } cases[] = {
        {"rb-optimum", 17, 2, "at most 16 links"},      {"rb-optimum", 16, 22, "N^2 3^K"},
        {"rb-optimum", 1000000, 2, "at most 16 links"}, {"rb-exhaustive", 13, 4, "N^K up to 2^24"},
        {"rb-exhaustive", 17, 1, "at most 16 links"},
    };
    for (const auto &c : cases) {
        mog_error error{};
        EXPECT_FALSE(mog_solver_takes(c.name, nullptr, c.links, c.n_rb));
        EXPECT_EQ(mogtest::Made<mog_solver>(mog_solver_create, &error, c.name, nullptr, nullptr,
                                            c.links, c.n_rb),
                  nullptr);
        EXPECT_EQ(error.status, MOG_ERROR_ARGUMENT);
        for (const char *part : {c.name, c.limit, "'rb-local-search'"})
            EXPECT_NE(std::string(error.message).find(part), std::string::npos) << error.message;
    }
    EXPECT_TRUE(mog_solver_takes("rb-optimum", nullptr, 16, 21));
    EXPECT_TRUE(mog_solver_takes("rb-exhaustive", nullptr, 12, 4));
    EXPECT_TRUE(mog_solver_takes("rb-local-search", nullptr, 200, 8));
}

TEST(RbSolvers, BadProblemsAreRefused) {
    const Solver solver(mogtest::Made<mog_solver>(mog_solver_create, nullptr, "rb-optimum", nullptr,
                                                  nullptr, 3, 2));
    const Refiner refiner = CreateRefiner(1, 100, 3, 2);
    std::vector<uint32_t> rb(6);
    std::vector<double> power(6);
    const mog_allocation out = {rb.data(), power.data()};
    mog_error error{};
    const auto status = [&](const RbChannels &channels) {
        const mog_problem problem = channels.View();
        return mog_solver_run(solver.get(), &problem, 0, &out, nullptr, &error);
    };
    EXPECT_EQ(status(MakeRbChannels(2, 3, 2, true, false, 1)), MOG_OK);
    EXPECT_EQ(status(MakeRbChannels(2, 3, 3, false, false, 1)), MOG_ERROR_ARGUMENT);
    EXPECT_NE(std::string(error.message).find("3 links on 2 RBs"), std::string::npos);
    EXPECT_EQ(status(MakeRbChannels(2, 2, 2, false, false, 1)), MOG_ERROR_ARGUMENT);
    RbChannels bad = MakeRbChannels(2, 3, 2, true, false, 1);
    bad.gain[9 + 5] = std::numeric_limits<double>::quiet_NaN();
    EXPECT_EQ(status(bad), MOG_ERROR_DATA);
    EXPECT_NE(std::string(error.message).find("gain[0][1][1][2]"), std::string::npos)
        << error.message;
    const RbChannels other = MakeRbChannels(2, 3, 4, false, false, 1);
    const mog_problem problem = other.View();
    EXPECT_EQ(mog_refine(refiner.get(), &problem, &out, &error), MOG_ERROR_ARGUMENT);
    bad.samples = 0;
    EXPECT_EQ(status(bad), MOG_OK) << "no samples, nothing to do";
}

} // namespace
