// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * Networks with unrolled layers and channels for them, in the precision that the including file
 * asks for (f64.h). Everything is local to that file.
 */
#ifndef MOG_TESTS_UNROLL_FIXTURE_H
#define MOG_TESTS_UNROLL_FIXTURE_H

#include "network_fixture.h"
#include "radio_fixture.h"

#include <limits>

namespace {

using mogtest::Channels;

mog_network_settings Unrolled(size_t layers, mog_network_kind kind = MOG_NETWORK_UNROLLED) {
    mog_network_settings settings = Settings({6, 5}, false, MOG_OUTPUT_SIGMOID);
    settings.kind = kind;
    settings.rounds = 2;
    settings.message = settings.update = {1, {settings.hidden}};
    settings.unroll = layers;
    settings.unroll_hidden = 4;
    return settings;
}

/** Channels as a network sees them. */
struct Batch {
    size_t samples, links;
    Reals x, gain, weight;

    Batch(const Net &net, const Channels &c)
        : samples(c.samples), links(c.links), x(c.gain.size()), weight(ToReals(c.weight)) {
        const mog_problem problem = c.View();
        mog_network_input(net.network.get(), net.buffer.data(), &problem, x.data());
        for (double g : c.gain)
            gain.push_back(static_cast<mog_real>(g / c.noise));
    }

    /** Takes the edges between links i and j where (i + j) % n is 0. */
    void DropEdges(size_t n) {
        for (size_t s = 0; s < samples; s++)
            for (size_t i = 0; i < links; i++)
                for (size_t j = 0; j < links; j++)
                    if (i != j && (i + j) % n == 0)
                        x[(s * links + i) * links + j] = MOG_NO_NEIGHBOUR;
    }

    mog_network_batch View() const {
        return {samples, links,   x.data(), gain.data(), weight.empty() ? nullptr : weight.data(),
                nullptr, nullptr, nullptr};
    }
};

/** Parameters that are not neutral. */
void Disturb(Net *net) {
    const Reals noise = Numbers(net->parameter.size(), 0.7);
    for (size_t i = 0; i < noise.size(); i++)
        net->parameter[i] += static_cast<mog_real>(0.25) * noise[i];
}

inline std::vector<double> ToDoubles(const Reals &values) {
    return {values.begin(), values.end()};
}

std::vector<double> Sweeps(size_t sweeps, const Channels &channels) {
    mog_solver_settings settings = mogtest::DefaultSettings("fplinq");
    settings.sweeps = sweeps;
    return mogtest::Solve("fplinq", settings, channels);
}

} // namespace

#endif
