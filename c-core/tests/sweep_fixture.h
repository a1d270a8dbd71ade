// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * Sweeps on channels, in the precision that the including file asks for (f64.h), against the
 * solver's. Everything is local to that file.
 */
#ifndef MOG_TESTS_SWEEP_FIXTURE_H
#define MOG_TESTS_SWEEP_FIXTURE_H

#include "radio_fixture.h"

extern "C" {
#include "nn/unroll/sweep.h"
}

namespace {

using mogtest::Channels;
using Reals = std::vector<mog_real>;

/** A sweep that owns its arrays, with FPLinQ's parameters and full power. */
struct Sweep {
    size_t batch, links;
    Reals gain, weight, factor, power, next, heard, leak, scratch;
    mog_real damping = 0;

    explicit Sweep(const Channels &c)
        : batch(c.samples), links(c.links), weight(c.weight.begin(), c.weight.end()),
          factor(2 * batch * links, 1), power(batch * links), next(power), heard(power),
          leak(power), scratch(MOG_SWEEP_SCRATCH(links)) {
        for (double g : c.gain)
            gain.push_back(static_cast<mog_real>(g / c.noise));
        Start(Reals(batch * links, 1));
    }

    mog_sweep View() {
        return {
            batch,        links,         gain.data(),   weight.empty() ? nullptr : weight.data(),
            nullptr,      factor.data(), damping,       power.data(),
            heard.data(), leak.data(),   scratch.data()};
    }
    void Start(const Reals &given) {
        mog_sweep_start(power.data(), given.data(), gain.data(),
                        weight.empty() ? nullptr : weight.data(), batch, links);
    }
    void Forward() {
        const mog_sweep view = View();
        mog_sweep_forward(&view, next.data());
    }
    void Run(size_t sweeps) {
        for (size_t n = 0; n < sweeps; n++) {
            Forward();
            power = next;
        }
    }
};

/** With neutral parameters, sweeps are the solver's, to a tolerance for each number of sweeps. */
void CheckAgainstSolver(const std::vector<std::pair<size_t, double>> &tolerances) {
    for (mog_scenario_kind kind : {MOG_SCENARIO_GIC, MOG_SCENARIO_D2D}) {
        for (size_t links = 1; links <= 20; links++) {
            Channels channels = mogtest::GenerateChannels(kind, 10, links);
            for (bool weighted : {false, true}) {
                if (weighted)
                    channels.weight = mogtest::MakeChannels(10, links, 1, 0, true, 3).weight;
                for (const auto &[sweeps, tolerance] : tolerances) {
                    mog_solver_settings settings = mogtest::DefaultSettings("fplinq");
                    settings.sweeps = sweeps;
                    const std::vector<double> expected =
                        mogtest::Solve("fplinq", settings, channels);
                    Sweep sweep(channels);
                    sweep.Run(sweeps);
                    mogtest::ExpectNear(
                        {sweep.power.begin(), sweep.power.end()}, expected, tolerance,
                        std::to_string(links) + " links, kind " + std::to_string(kind) + ", " +
                            std::to_string(sweeps) + " sweeps");
                }
            }
        }
    }
}

} // namespace

#endif
