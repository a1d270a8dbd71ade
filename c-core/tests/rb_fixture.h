// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * Channels with resource blocks for tests, and what RB solvers say about them.
 */
#ifndef MOG_TESTS_RB_FIXTURE_H
#define MOG_TESTS_RB_FIXTURE_H

#include "radio_fixture.h"

#include <cstddef>
#include <gtest/gtest.h>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace mogtest {

/** A problem with RBs that owns its arrays. */
struct RbChannels {
    size_t samples = 0, links = 0, n_rb = 1;
    bool per_rb = false;
    double noise = 0.1;
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
        problem.n_rb = n_rb;
        problem.per_rb = per_rb;
        return problem;
    }
    std::vector<double> SumRate(const std::vector<uint32_t> &rb,
                                const std::vector<double> &power) const {
        std::vector<double> rate(samples);
        const mog_problem problem = View();
        mog_sum_rate(&problem, rb.data(), power.data(), rate.data(), nullptr);
        return rate;
    }
};

/** Rayleigh channels; gains of their own for every RB, and weights, if asked for. */
inline RbChannels MakeRbChannels(size_t samples, size_t links, size_t n_rb, bool per_rb,
                                 bool weights, unsigned seed) {
    std::mt19937 engine(seed);
    std::exponential_distribution<double> fading(1);
    std::uniform_real_distribution<double> unit(0.1, 2);
    RbChannels c{samples, links, n_rb, per_rb, 0.1, {}, {}};
    c.gain.resize(samples * (per_rb ? n_rb : 1) * links * links);
    for (double &g : c.gain)
        g = fading(engine);
    c.weight.resize(weights ? samples * links : 0);
    for (double &w : c.weight)
        w = unit(engine);
    return c;
}

/** The channels of a group of rb_pairwise.h5. */
inline RbChannels ReadRbChannels(const std::string &group) {
    const std::string file = "rb_pairwise.h5";
    const Array gain = ReadArray(file, group + "/gain");
    return {gain.shape[0],
            gain.shape[1],
            static_cast<size_t>(ReadAttribute(file, group, "n_rb")),
            false,
            ReadAttribute(file, group, "noise_power"),
            gain.value,
            {}};
}

/** RBs and powers, and what they are worth. */
struct RbSolution {
    std::vector<uint32_t> rb;
    std::vector<double> power;
    std::vector<double> rate;
};

inline RbSolution SolveRb(const std::string &name, const RbChannels &channels,
                          const mog_solver_settings &settings, uint64_t first = 0,
                          const mog_utility *utility = nullptr) {
    mog_error error{};
    const Solver solver(mogtest::Made<mog_solver>(mog_solver_create, &error, name.c_str(),
                                                  &settings, utility, channels.links,
                                                  channels.n_rb));
    EXPECT_TRUE(solver) << error.message;
    const size_t count = channels.samples * channels.links;
    RbSolution solution{std::vector<uint32_t>(count, 99), std::vector<double>(count, -1), {}};
    if (!solver)
        return solution;
    const mog_problem problem = channels.View();
    const mog_allocation out = {solution.rb.data(), solution.power.data()};
    EXPECT_EQ(mog_solver_run(solver.get(), &problem, first, &out, nullptr, &error), MOG_OK)
        << error.message;
    solution.rate = channels.SumRate(solution.rb, solution.power);
    return solution;
}

inline RbSolution SolveRb(const std::string &name, const RbChannels &channels) {
    return SolveRb(name, channels, DefaultSettings(name));
}

inline std::vector<std::string> RbSolverNames() {
    std::vector<std::string> names;
    for (const char *const *name = mog_solver_names(); *name; ++name)
        if (mog_solver_describe(*name).decides_rb)
            names.emplace_back(*name);
    return names;
}

inline double Mean(const std::vector<double> &values) {
    double sum = 0;
    for (const double value : values)
        sum += value;
    return sum / static_cast<double>(values.size());
}

} // namespace mogtest

#endif
