// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * Problems of any utility for tests of the certified optimum, and searches to compare it with.
 */
#ifndef MOG_TESTS_OPTIMUM_FIXTURE_H
#define MOG_TESTS_OPTIMUM_FIXTURE_H

extern "C" {
#include "radio/scenario.h"
}
#include "owned.h"

#include "mog/solve.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace mogtest::optimum {

using Powers = std::vector<double>;

inline mog_utility MakeUtility(mog_utility_kind kind, double amplifier = 4,
                               double circuit_power = 1) {
    mog_utility utility;
    mog_utility_default(&utility);
    utility.kind = kind;
    utility.amplifier = amplifier;
    utility.circuit_power = circuit_power;
    return utility;
}

inline const mog_utility sumRate = MakeUtility(MOG_UTILITY_SUM_RATE);
inline const mog_utility network = MakeUtility(MOG_UTILITY_ENERGY_EFFICIENCY);
inline const mog_utility ownEach = MakeUtility(MOG_UTILITY_LINK_ENERGY_EFFICIENCY);

/** One sample, and what its powers are worth. */
struct Problem {
    mog_utility utility;
    size_t links;
    std::vector<double> gain;
    std::vector<double> weight; ///< empty: all ones
    std::vector<double> price;  ///< empty: none

    mog_problem View() const {
        mog_problem view{};
        view.samples = 1;
        view.links = links;
        view.noise_power = 1;
        view.gain = gain.data();
        view.weight = weight.empty() ? nullptr : weight.data();
        view.price = price.empty() ? nullptr : price.data();
        return view;
    }
    double Worth(const Powers &power) const {
        const mog_problem view = View();
        std::vector<double> scratch(2 * links);
        double value;
        mog_utility_values(&utility, &view, nullptr, power.data(), scratch.data(), &value, nullptr);
        return value;
    }
};

/** Exponential gains of mean `snr`, those of cross paths times `cross`. */
inline Problem MakeProblem(const mog_utility &utility, size_t links, double snr, double cross,
                           std::mt19937 &engine) {
    std::exponential_distribution<double> fading(1);
    Problem p{utility, links, {}, {}, {}};
    for (size_t n = 0; n < links * links; ++n) {
        p.gain.push_back(fading(engine) * snr * (n / links == n % links ? 1 : cross));
    }
    return p;
}

inline std::vector<double> MakeNumbers(size_t count, double most, std::mt19937 &engine) {
    std::uniform_real_distribution<double> uniform(0, most);
    std::vector<double> numbers(count);
    for (double &x : numbers) {
        x = uniform(engine);
    }
    return numbers;
}

/** A device-to-device drop: direct paths up to 100 dB above the noise. */
inline Problem MakeDrop(const mog_utility &utility, size_t links, uint64_t sample) {
    mog_scenario scenario;
    mog_scenario_default(&scenario);
    scenario.kind = MOG_SCENARIO_D2D;
    scenario.links = links;
    Problem p{utility, links, std::vector<double>(links * links), {}, {}};
    mog_error error{};
    EXPECT_EQ(
        mog_scenario_generate(&scenario, 5, sample, 1, p.gain.data(), nullptr, nullptr, &error),
        MOG_OK)
        << error.message;
    return p;
}

struct Bracket {
    double lower, upper;
    Powers power;
};

inline Bracket Certify(const Problem &p, double gap, size_t nodes = 200000) {
    mog_error error{};
    mog_solver_settings settings;
    mog_solver_default("optimum", &settings, &error);
    settings.gap = gap;
    settings.nodes = nodes;
    const auto solver = mogtest::Made<mog_solver>(mog_solver_create, &error, "optimum", &settings,
                                                  &p.utility, p.links, 1);
    EXPECT_TRUE(solver) << error.message;
    Bracket b{-1, -1, Powers(p.links, -1)};
    const mog_problem view = p.View();
    const mog_allocation out{nullptr, b.power.data()};
    EXPECT_EQ(mog_solver_run(solver.get(), &view, 0, &out, &b.upper, &error), MOG_OK)
        << error.message;
    b.lower = p.Worth(b.power);
    for (double power : b.power) {
        EXPECT_TRUE(power >= 0 && power <= 1) << power;
    }
    return b;
}

inline void ExpectClosed(const Bracket &b, double gap, const std::string &what) {
    EXPECT_LE(b.lower, b.upper) << what;
    EXPECT_LE(b.upper - b.lower, 1.000001 * gap * b.lower + 1e-9 * b.lower) << what;
}

/** The best of a grid: 0, and powers between `least` and 1 whose decibels are evenly spaced. */
inline Powers GridSearch(const Problem &p, size_t steps, double least) {
    Powers axis{0}, power(p.links, 0), best = power;
    for (size_t n = 0; n <= steps; ++n) {
        axis.push_back(std::pow(least, 1 - double(n) / double(steps)));
    }
    std::vector<size_t> index(p.links, 0);
    double most = p.Worth(best);
    for (;;) {
        size_t i = 0;
        while (i < p.links && index[i] + 1 == axis.size()) {
            power[i] = axis[index[i] = 0];
            ++i;
        }
        if (i == p.links) {
            return best;
        }
        power[i] = axis[++index[i]];
        const double value = p.Worth(power);
        if (value > most) {
            most = value;
            best = power;
        }
    }
}

/** Climbs link by link with shrinking steps, by factors and by differences. */
inline double Climb(const Problem &p, Powers power) {
    double value = p.Worth(power);
    for (double step = 0.5; step > 1e-9; step /= 2) {
        for (bool better = true; better;) {
            better = false;
            for (size_t i = 0; i < p.links; ++i) {
                const double present = power[i];
                for (double next :
                     {present * (1 + step), present / (1 + step), present + step, present - step}) {
                    Powers trial = power;
                    trial[i] = std::clamp(next, 0.0, 1.0);
                    const double worth = p.Worth(trial);
                    if (worth > value + 1e-15 * std::abs(value)) {
                        value = worth;
                        power = trial;
                        better = true;
                    }
                }
            }
        }
    }
    return value;
}

/** A grid and climbing from its best powers find no more than the bound, and no more than the
 * solver. */
inline void ExpectBest(const Problem &p, double gap, double least, const std::string &what) {
    const Bracket b = Certify(p, gap);
    const double found = Climb(p, GridSearch(p, p.links == 2 ? 100 : 20, least));
    EXPECT_LE(found, b.upper) << what;
    EXPECT_GE(b.lower, found * (1 - gap) - 1e-12) << what;
    ExpectClosed(b, gap, what);
}

} // namespace mogtest::optimum

#endif
