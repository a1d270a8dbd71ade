/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-network-state.h"

#include "mog/radio.h"

#include "ns3/abort.h"

#include <string>

namespace ns3
{

mog_problem
MogGetProblem(const MogNetworkState& state)
{
    const std::size_t links = state.links;
    const std::size_t matrices = state.perRb ? state.rbs : 1;
    NS_ABORT_MSG_IF(state.gain.size() != matrices * links * links,
                    "MogNetworkState: "
                        << state.gain.size() << " gains for " << links << " links"
                        << (state.perRb ? " on " + std::to_string(state.rbs) + " RBs" : "")
                        << "; there is one for each receiver and transmitter");
    for (const auto& position : {&state.txPosition, &state.rxPosition})
    {
        NS_ABORT_MSG_UNLESS(position->empty() || position->size() == 2 * links,
                            "MogNetworkState: " << position->size() << " coordinates for " << links
                                                << " links; leave them empty, or give x and y");
    }
    for (const auto& numbers : {&state.weight, &state.price})
    {
        NS_ABORT_MSG_UNLESS(numbers->empty() || numbers->size() == links,
                            "MogNetworkState: " << numbers->size() << " weights or prices for "
                                                << links
                                                << " links; leave them empty, or give one each");
    }
    mog_problem problem{};
    problem.samples = 1;
    problem.links = links;
    problem.noise_power = state.noise;
    problem.gain = state.gain.data();
    problem.weight = state.weight.empty() ? nullptr : state.weight.data();
    problem.price = state.price.empty() ? nullptr : state.price.data();
    problem.tx_position = state.txPosition.empty() ? nullptr : state.txPosition.data();
    problem.n_rb = state.rbs;
    problem.per_rb = state.perRb;
    problem.rx_position = state.rxPosition.empty() ? nullptr : state.rxPosition.data();
    return problem;
}

std::vector<double>
MogGetLinkRates(const MogNetworkState& state, const MogAllocation& allocation)
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

double
MogGetWorth(const MogNetworkState& state, const MogAllocation& allocation)
{
    const auto rate = MogGetLinkRates(state, allocation);
    double worth = 0;
    for (std::size_t i = 0; i < state.links; i++)
    {
        worth += (state.weight.empty() ? 1 : state.weight[i]) * rate[i];
        worth -= state.price.empty() ? 0 : state.price[i] * allocation.power[i];
    }
    return worth;
}

MogAllocation
MogGetFullPower(const MogNetworkState& state)
{
    MogAllocation allocation{std::vector<double>(state.links, 1)};
    for (uint32_t i = 0; i < state.links; i++)
    {
        allocation.rb.push_back(i % state.rbs);
    }
    return allocation;
}

} // namespace ns3
