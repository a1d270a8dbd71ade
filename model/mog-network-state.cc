/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-network-state.h"

#include "mog/utility.h"

#include "ns3/abort.h"

#include <algorithm>
#include <limits>
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
    const auto problem = MogGetProblem(state);
    mog_utility sumRate;
    mog_utility_default(&sumRate);
    std::vector<double> scratch(2 * state.links);
    double worth;
    mog_error error{};
    NS_ABORT_MSG_IF(mog_utility_values(&sumRate,
                                       &problem,
                                       state.rbs > 1 ? allocation.rb.data() : nullptr,
                                       allocation.power.data(),
                                       scratch.data(),
                                       &worth,
                                       &error) != MOG_OK,
                    "MogGetWorth: " << error.message);
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

void
MogRepeatGains(MogNetworkState& state)
{
    const auto flat = state.gain;
    for (uint32_t rb = 1; rb < state.rbs && !state.perRb; rb++)
    {
        state.gain.insert(state.gain.end(), flat.begin(), flat.end());
    }
    state.perRb = true;
}

void
MogCountOutside(const std::vector<double>& outside, MogNetworkState& state)
{
    if (std::none_of(outside.begin(), outside.end(), [](double power) { return power > 0; }))
    {
        return;
    }
    state.outside = outside;
    if (state.rbs > 1)
    {
        MogRepeatGains(state); // noise makes RBs differ that were alike
    }
    for (std::size_t entry = 0; entry < state.gain.size(); entry++)
    {
        state.gain[entry] /= 1 + outside[entry / state.links];
    }
}

void
MogLimitPowers(double sinr, MogNetworkState& state)
{
    constexpr double HEADROOM = 4;
    const std::size_t k = state.links;
    for (std::size_t j = 0; j < k; j++)
    {
        double least = std::numeric_limits<double>::infinity(); // of its gains on all RBs
        for (std::size_t entry = j * k + j; entry < state.gain.size(); entry += k * k)
        {
            least = std::min(least, state.gain[entry]);
        }
        const double limit = HEADROOM * sinr * state.noise / least;
        if (!(limit < 1))
        {
            continue;
        }
        state.link[j].powerLimit = limit;
        for (std::size_t entry = j; entry < state.gain.size(); entry += k)
        {
            state.gain[entry] *= limit;
        }
    }
}

} // namespace ns3
