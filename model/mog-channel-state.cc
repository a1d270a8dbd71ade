/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-channel-state.h"

#include "mog/radio.h"

#include "ns3/abort.h"

#include <string>

namespace ns3
{

mog_problem
MogGetProblem(const MogChannelState& state)
{
    const std::size_t links = state.links;
    const std::size_t matrices = state.perRb ? state.rbs : 1;
    NS_ABORT_MSG_IF(state.gain.size() != matrices * links * links,
                    "MogChannelState: "
                        << state.gain.size() << " gains for " << links << " links"
                        << (state.perRb ? " on " + std::to_string(state.rbs) + " RBs" : "")
                        << "; there is one for each receiver and transmitter");
    for (const auto& position : {&state.txPosition, &state.rxPosition})
    {
        NS_ABORT_MSG_UNLESS(position->empty() || position->size() == 2 * links,
                            "MogChannelState: " << position->size() << " coordinates for " << links
                                                << " links; leave them empty, or give x and y");
    }
    mog_problem problem{};
    problem.samples = 1;
    problem.links = links;
    problem.noise_power = state.noise;
    problem.gain = state.gain.data();
    problem.tx_position = state.txPosition.empty() ? nullptr : state.txPosition.data();
    problem.n_rb = state.rbs;
    problem.per_rb = state.perRb;
    problem.rx_position = state.rxPosition.empty() ? nullptr : state.rxPosition.data();
    return problem;
}

std::vector<double>
MogGetLinkRates(const MogChannelState& state, const MogAllocation& allocation)
{
    const auto problem = MogGetProblem(state);
    std::vector<double> rate(state.links);
    mog_error error{};
    NS_ABORT_MSG_IF(mog_rates(&problem,
                              state.rbs > 1 ? allocation.rb.data() : nullptr,
                              allocation.power.data(),
                              rate.data(),
                              &error) != MOG_OK,
                    "MogGetLinkRates: " << error.message);
    return rate;
}

} // namespace ns3
