/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-channel-state.h"

#include "mog/radio.h"

namespace ns3
{

std::vector<double>
MogGetLinkRates(const MogChannelState& state, const MogAllocation& allocation)
{
    const mog_problem problem{1, state.links, state.noise, state.gain.data(), nullptr, nullptr, nullptr};
    std::vector<double> rate(state.links);
    mog_link_rates(&problem, allocation.power.data(), rate.data());
    return rate;
}

} // namespace ns3
