// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * Channels for tests: from the reference files, or made up.
 */
#ifndef MOG_TESTS_RADIO_FIXTURE_H
#define MOG_TESTS_RADIO_FIXTURE_H

extern "C" {
#include "radio/scenario.h"
}
#include "mog/solve.h"
#include "objective.h"
#include "owned.h"
#include "reference.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <gtest/gtest.h>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace mogtest {

/** A problem that owns its arrays. */
struct Channels {
    size_t samples = 0;
    size_t links = 0;
    double noise = 1;
    std::vector<double> gain;
    std::vector<double> weight;     ///< empty: all ones
    std::vector<double> price = {}; ///< empty: none

    mog_problem View() const {
        mog_problem problem{};
        problem.samples = samples;
        problem.links = links;
        problem.noise_power = noise;
        problem.gain = gain.data();
        problem.weight = weight.empty() ? nullptr : weight.data();
        problem.price = price.empty() ? nullptr : price.data();
        problem.n_rb = 1;
        return problem;
    }
    Channels Sample(size_t n) const {
        const auto slice = [n](const std::vector<double> &values, size_t size) {
            const auto begin = values.begin() + static_cast<std::ptrdiff_t>(n * size);
            return std::vector<double>(begin, begin + static_cast<std::ptrdiff_t>(size));
        };
        const std::vector<double> none;
        return {1,
                links,
                noise,
                slice(gain, links * links),
                weight.empty() ? none : slice(weight, links),
                price.empty() ? none : slice(price, links)};
    }
    std::vector<double> SumRate(const std::vector<double> &power) const {
        std::vector<double> rate(samples);
        const mog_problem problem = View();
        mog_sum_rate(&problem, nullptr, power.data(), rate.data(), nullptr);
        return rate;
    }
    /** Sum rates less the price of the powers. */
    std::vector<double> Objective(const std::vector<double> &power) const {
        return mogtest::Objective(View(), nullptr, power);
    }
};

/** The channels of a group of a reference file; weights only if asked for. */
inline Channels ReadChannels(const std::string &file, const std::string &group, bool weights) {
    const Array gain = ReadArray(file, group + "/gain");
    Channels c;
    c.samples = gain.shape[0];
    c.links = gain.shape[1];
    c.noise = ReadAttribute(file, group, "noise_power");
    c.gain = gain.value;
    if (weights) {
        c.weight = ReadArray(file, group + "/weight").value;
    }
    return c;
}

/** Exponential gains whose cross paths are weakened by 0..`spread_db` dB, and weights if asked for.
 */
inline Channels MakeChannels(size_t samples, size_t links, double noise, double spread_db,
                             bool weights, unsigned seed) {
    std::mt19937 engine(seed);
    std::exponential_distribution<double> fading(1);
    std::uniform_real_distribution<double> unit(0, 1);
    Channels c{samples, links, noise, {}, {}};
    for (size_t n = 0; n < samples * links * links; ++n) {
        const bool direct = n / links % links == n % links;
        const double loss = direct ? 1 : std::pow(10, -spread_db * unit(engine) / 10);
        c.gain.push_back(fading(engine) * loss);
    }
    for (size_t n = 0; weights && n < samples * links; ++n) {
        c.weight.push_back(0.1 + 1.9 * unit(engine));
    }
    return c;
}

/** Channels of a scenario; geometric ones with shadowing and fading. */
inline Channels GenerateChannels(mog_scenario_kind kind, size_t samples, size_t links) {
    mog_scenario scenario;
    mog_scenario_default(&scenario);
    scenario.kind = kind;
    scenario.links = links;
    scenario.rayleigh = true;
    scenario.shadowing_db = 8;
    Channels c{samples, links, mog_scenario_noise_power(&scenario), {}, {}};
    c.gain.resize(samples * links * links);
    mog_error error{};
    EXPECT_EQ(
        mog_scenario_generate(&scenario, 5, 0, samples, c.gain.data(), nullptr, nullptr, &error),
        MOG_OK)
        << error.message;
    return c;
}

using Solver = Owned<mog_solver>;
using Refiner = Owned<mog_refiner>;

inline Refiner CreateRefiner(size_t moves, size_t sweeps, size_t links, size_t n_rb,
                             const mog_utility *utility = nullptr) {
    mog_error error{};
    const mog_refinement how = {moves, sweeps};
    Refiner refiner(
        mogtest::Made<mog_refiner>(mog_refiner_create, &error, &how, utility, links, n_rb));
    EXPECT_TRUE(refiner) << error.message;
    return refiner;
}

inline mog_utility Utility(int kind) {
    mog_utility utility;
    mog_utility_default(&utility);
    utility.kind = kind;
    return utility;
}

inline mog_solver_settings DefaultSettings(const std::string &name) {
    mog_solver_settings settings;
    mog_error error{};
    EXPECT_EQ(mog_solver_default(name.c_str(), &settings, &error), MOG_OK) << error.message;
    return settings;
}

/** Powers of a solver; `bound` and `utility` may be null. */
inline std::vector<double> Solve(const std::string &name, const mog_solver_settings &settings,
                                 const Channels &channels, std::vector<double> *bound = nullptr,
                                 uint64_t first = 0, const mog_utility *utility = nullptr) {
    mog_error error{};
    const Solver solver(mogtest::Made<mog_solver>(mog_solver_create, &error, name.c_str(),
                                                  &settings, utility, channels.links, 1));
    std::vector<double> power(channels.samples * channels.links, -1);
    EXPECT_TRUE(solver) << error.message;
    if (!solver) {
        return power;
    }
    if (bound) {
        bound->assign(channels.samples, -1);
    }
    const mog_problem problem = channels.View();
    const mog_allocation out = {nullptr, power.data()};
    EXPECT_EQ(mog_solver_run(solver.get(), &problem, first, &out, bound ? bound->data() : nullptr,
                             &error),
              MOG_OK)
        << error.message;
    return power;
}

inline std::vector<double> Solve(const std::string &name, const Channels &channels) {
    return Solve(name, DefaultSettings(name), channels);
}

inline void ExpectNear(const std::vector<double> &actual, const std::vector<double> &expected,
                       double tolerance, const std::string &what) {
    ASSERT_EQ(actual.size(), expected.size()) << what;
    for (size_t n = 0; n < actual.size(); ++n) {
        ASSERT_NEAR(actual[n], expected[n], tolerance * std::max(1.0, std::abs(expected[n])))
            << what << ", entry " << n;
    }
}

} // namespace mogtest

#endif
