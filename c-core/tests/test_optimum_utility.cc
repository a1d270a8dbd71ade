// SPDX-License-Identifier: GPL-2.0-or-later
// The certified optimum of other utilities than the sum rate: with prices, and of energy
// efficiency.
#include "optimum_fixture.h"
#include "owned.h"
#include "reference.h"

using namespace mogtest;
using namespace mogtest::optimum;

TEST(OptimumUtility, AgreesWithTheReference) {
    const std::vector<double> gain = ReadArray("utility.h5", "efficiency/gain").value;
    const double gap = 1e-6;
    for (const auto &[utility, name] : {std::pair(network, "gee"), std::pair(ownEach, "wsee")}) {
        const std::vector<double> best =
            ReadArray("utility.h5", std::string("efficiency/") + name).value;
        const std::vector<double> power =
            ReadArray("utility.h5", std::string("efficiency/") + name + "_power").value;
        for (size_t n = 0; n < best.size(); ++n) {
            const auto sample = [n](const std::vector<double> &all, size_t size) {
                const auto begin = all.begin() + static_cast<std::ptrdiff_t>(n * size);
                return std::vector<double>(begin, begin + static_cast<std::ptrdiff_t>(size));
            };
            const Problem p{utility, 3, sample(gain, 9), {}, {}};
            EXPECT_NEAR(p.Worth(sample(power, 3)), best[n], 1e-12 * best[n]) << name;
            const Bracket b = Certify(p, gap);
            EXPECT_LE(best[n], b.upper) << name << ", sample " << n;
            EXPECT_GE(best[n], b.lower * (1 - 1e-8)) << name << ", sample " << n;
            ExpectClosed(b, gap, name);
        }
    }
}

TEST(OptimumUtility, TwoLinksAgainstAGrid) {
    std::mt19937 engine(1);
    for (const mog_utility &utility : {sumRate, network, ownEach}) {
        for (double snr : {1e-2, 1.0, 1e1, 1e3, 1e7}) {
            for (double cross : {1.0, 1e-2}) {
                for (int n = 0; n < 4; ++n) {
                    Problem p = MakeProblem(utility, 2, snr, cross, engine);
                    if (n % 2 == 1) {
                        p.weight = MakeNumbers(2, 2, engine);
                    }
                    if (mog_utility_is_linear(&utility)) {
                        p.price = MakeNumbers(2, std::log2(1 + snr) * 2, engine);
                    }
                    ExpectBest(p, 1e-5, 1e-9, mog_utility_name(&utility) + std::to_string(snr));
                }
            }
        }
    }
}

TEST(OptimumUtility, ThreeLinksAgainstAGrid) {
    std::mt19937 engine(2);
    for (const mog_utility &utility : {sumRate, network, ownEach}) {
        for (double snr : {1.0, 1e2, 1e5}) {
            for (double cross : {1.0, 1e-1}) {
                Problem p = MakeProblem(utility, 3, snr, cross, engine);
                p.weight = MakeNumbers(3, 2, engine);
                p.weight[1] = snr == 1 ? 0 : p.weight[1];
                if (mog_utility_is_linear(&utility)) {
                    p.price = MakeNumbers(3, 3, engine);
                    p.price[2] = 0;
                }
                ExpectBest(p, 1e-6, 1e-6, mog_utility_name(&utility) + std::to_string(snr));
            }
        }
    }
}

TEST(OptimumUtility, NothingClimbsAboveTheBound) {
    std::mt19937 engine(3);
    for (const mog_utility &utility : {sumRate, network, ownEach}) {
        for (size_t links : {4, 6, 8}) {
            Problem p = MakeProblem(utility, links, 10, 0.3, engine);
            p.weight = MakeNumbers(links, 2, engine);
            if (mog_utility_is_linear(&utility)) {
                p.price = MakeNumbers(links, 4, engine);
            }
            const Bracket b = Certify(p, 1e-3);
            ExpectClosed(b, 1e-3, mog_utility_name(&utility));
            for (int start = 0; start < 30; ++start) {
                EXPECT_LE(Climb(p, MakeNumbers(links, 1, engine)), b.upper);
            }
        }
    }
}

TEST(OptimumUtility, ClosesTheGapAtHighSnr) {
    for (const mog_utility &utility : {sumRate, network, ownEach}) {
        for (uint64_t n = 0; n < 3; ++n) {
            Problem p = MakeDrop(utility, 5, n);
            if (mog_utility_is_linear(&utility)) {
                p.price = {1, 0.1, 0, 10, 3};
            }
            const Bracket b = Certify(p, 1e-3);
            ExpectClosed(b, 1e-3, mog_utility_name(&utility));
            EXPECT_LE(Climb(p, b.power), b.upper);
        }
    }
}

/** Stopped early, the bound is worse but still one. */
TEST(OptimumUtility, NodeLimitKeepsTheBoundValid) {
    std::mt19937 engine(4);
    for (const mog_utility &utility : {sumRate, network, ownEach}) {
        double wider = 0;
        for (int n = 0; n < 5; ++n) {
            Problem p = MakeProblem(utility, 5, 30, 0.2, engine);
            if (mog_utility_is_linear(&utility)) {
                p.price = MakeNumbers(5, 2, engine);
            }
            const Bracket full = Certify(p, 1e-5);
            for (size_t nodes : {1, 2, 10, 50}) {
                const Bracket cut = Certify(p, 1e-5, nodes);
                EXPECT_GE(cut.upper, full.lower) << nodes << " nodes";
                EXPECT_LE(cut.lower, full.upper) << nodes << " nodes";
                wider = std::max(wider, cut.upper / full.upper);
            }
        }
        EXPECT_GT(wider, 1.01) << mog_utility_name(&utility);
    }
}

/** Of w log2(1 + G p) - c p the best p is w / (c ln 2) - 1 / G. */
TEST(OptimumUtility, OneLinkWithAPrice) {
    const Problem p{sumRate, 1, {50}, {2}, {5}};
    const Bracket b = Certify(p, 1e-9);
    const double best = 2 / (5 * std::log(2)) - 1.0 / 50;
    EXPECT_NEAR(b.power[0], best, 1e-4);
    EXPECT_NEAR(b.lower, p.Worth({best}), 1e-8);
    ExpectClosed(b, 1e-9, "one link");
}

TEST(OptimumUtility, OneLinkHasOneEfficiency) {
    for (double circuit_power : {1e-9, 1e-3, 1.0, 1e6}) {
        for (double gain : {1e-8, 1.0, 1e7}) {
            double lower[2];
            for (int own : {0, 1}) {
                const auto kind =
                    own ? MOG_UTILITY_LINK_ENERGY_EFFICIENCY : MOG_UTILITY_ENERGY_EFFICIENCY;
                const Problem p{MakeUtility(kind, 4, circuit_power), 1, {gain}, {}, {}};
                const Bracket b = Certify(p, 1e-6);
                ExpectClosed(b, 1e-6, std::to_string(gain));
                EXPECT_LE(Climb(p, b.power), b.upper);
                lower[own] = b.lower;
            }
            EXPECT_NEAR(lower[0], lower[1], 1e-6 * lower[0]);
        }
    }
}

/** With links that do not hear each other, only prices say where to split. */
TEST(OptimumUtility, WithoutInterference) {
    for (const mog_utility &utility : {sumRate, network, ownEach}) {
        Problem p{utility, 3, {9, 0, 0, 0, 1, 0, 0, 0, 1e4}, {1, 2, 3}, {}};
        if (mog_utility_is_linear(&utility)) {
            p.price = {2, 1, 30};
        }
        ExpectBest(p, 1e-7, 1e-5, mog_utility_name(&utility));
    }
}

TEST(OptimumUtility, TooDearIsSilent) {
    std::mt19937 engine(5);
    for (double dear : {1.0001, 100.0, 1e30}) {
        Problem p = MakeProblem(sumRate, 4, 10, 1, engine);
        for (size_t i = 0; i < 4; ++i) {
            p.price.push_back(dear * p.gain[5 * i] / std::log(2));
        }
        const Bracket b = Certify(p, 1e-3);
        EXPECT_EQ(b.power, Powers(4, 0));
        EXPECT_EQ(b.lower, 0);
        EXPECT_EQ(b.upper, 0);
    }
}

/** Hardly worth the power: what is left is far below what the rates alone are worth. */
TEST(OptimumUtility, NearlyTooDear) {
    std::mt19937 engine(6);
    for (double dear : {0.9, 0.999, 0.999999, 1.0}) {
        Problem p = MakeProblem(sumRate, 3, 10, 1, engine);
        for (size_t i = 0; i < 3; ++i) {
            p.price.push_back(dear * p.gain[4 * i] / std::log(2));
        }
        const Bracket b = Certify(p, 1e-3, 20000);
        EXPECT_GE(b.lower, 0);
        EXPECT_LE(Climb(p, Powers(3, 1e-3)), b.upper);
        EXPECT_LE(b.upper - b.lower, 1.1e-3 * b.lower + 1e-9);
    }
}

TEST(OptimumUtility, PricesOfNothing) {
    std::mt19937 engine(7);
    for (int n = 0; n < 5; ++n) {
        Problem p = MakeProblem(sumRate, 5, 10, 1, engine);
        const Bracket without = Certify(p, 1e-6);
        p.price = std::vector<double>(5, 0);
        const Bracket with = Certify(p, 1e-6);
        EXPECT_NEAR(with.lower, without.lower, 1e-6 * without.lower);
        EXPECT_LE(with.lower, without.upper);
        EXPECT_LE(without.lower, with.upper);
    }
}

/** If sending costs nothing, either efficiency is the sum rate over what the circuits take. */
TEST(OptimumUtility, AmplifierOfNothing) {
    std::mt19937 engine(8);
    for (int n = 0; n < 5; ++n) {
        Problem p = MakeProblem(sumRate, 4, 20, 0.5, engine);
        const Bracket rate = Certify(p, 1e-6);
        p.utility = MakeUtility(MOG_UTILITY_ENERGY_EFFICIENCY, 0, 0.5);
        const Bracket whole = Certify(p, 1e-6);
        EXPECT_NEAR(whole.lower * 4 * 0.5, rate.lower, 2e-6 * rate.lower);
        ExpectClosed(whole, 1e-6, "network");
        p.utility = MakeUtility(MOG_UTILITY_LINK_ENERGY_EFFICIENCY, 0, 0.5);
        const Bracket each = Certify(p, 1e-6);
        EXPECT_NEAR(each.lower * 0.5, rate.lower, 2e-6 * rate.lower);
        ExpectClosed(each, 1e-6, "links");
    }
}

/** Circuits of next to no power: the best powers are tiny, and bits per power large. */
TEST(OptimumUtility, TinyCircuitPower) {
    std::mt19937 engine(9);
    for (auto kind : {MOG_UTILITY_ENERGY_EFFICIENCY, MOG_UTILITY_LINK_ENERGY_EFFICIENCY}) {
        for (double circuit_power : {1e-9, 1e-4}) {
            for (int n = 0; n < 3; ++n) {
                const Problem p =
                    MakeProblem(MakeUtility(kind, 4, circuit_power), 2, 10, 1, engine);
                ExpectBest(p, 1e-4, 1e-8, "circuits " + std::to_string(circuit_power));
            }
        }
    }
}

TEST(OptimumUtility, NothingToGain) {
    for (const mog_utility &utility : {sumRate, network, ownEach}) {
        const Problem deaf{utility, 3, std::vector<double>(9, 0), {}, {}};
        const Problem worthless{utility, 3, std::vector<double>(9, 2), {0, 0, 0}, {}};
        for (const Problem &p : {deaf, worthless}) {
            const Bracket b = Certify(p, 1e-3);
            EXPECT_EQ(b.lower, 0);
            EXPECT_EQ(b.upper, 0);
        }
        // a link without a path of its own, which harms the others
        const Problem mute{utility, 2, {4, 1, 3, 0}, {}, {}};
        const Bracket b = Certify(mute, 1e-6);
        EXPECT_EQ(b.power[1], 0);
        ExpectClosed(b, 1e-6, mog_utility_name(&utility));
    }
}

TEST(OptimumUtility, RefusesOtherUtilities) {
    for (auto kind : {MOG_UTILITY_PROPORTIONAL_FAIR, MOG_UTILITY_ALPHA_FAIR, MOG_UTILITY_MAX_MIN}) {
        const mog_utility utility = MakeUtility(kind);
        mog_error error{};
        EXPECT_EQ(mogtest::Made<mog_solver>(mog_solver_create, &error, "optimum", nullptr, &utility,
                                            3, 1),
                  nullptr);
        EXPECT_EQ(error.status, MOG_ERROR_ARGUMENT);
        EXPECT_NE(std::string(error.message).find(mog_utility_name(&utility)), std::string::npos);
        EXPECT_FALSE(mog_solver_takes("optimum", &utility, 3, 1));
    }
    for (const mog_utility &utility :
         {sumRate, network, ownEach, MakeUtility(MOG_UTILITY_MINIMUM_RATE)}) {
        EXPECT_TRUE(mog_solver_takes("optimum", &utility, 8, 1));
    }
}

TEST(OptimumUtility, RefusesPricesThatItCannotCertify) {
    mog_error error{};
    const auto solver =
        mogtest::Made<mog_solver>(mog_solver_create, &error, "optimum", nullptr, nullptr, 2, 1);
    const Problem p{sumRate, 2, {1, 1, 1, 1}, {}, {1e70, 1}};
    const mog_problem view = p.View();
    Powers power(2);
    const mog_allocation out{nullptr, power.data()};
    EXPECT_EQ(mog_solver_run(solver.get(), &view, 0, &out, nullptr, &error), MOG_ERROR_NUMERIC);
    EXPECT_NE(std::string(error.message).find("price"), std::string::npos) << error.message;
}
