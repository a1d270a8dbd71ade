/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-d2d-layout.h"

#include "mog/radio.h"

#include "ns3/log.h"
#include "ns3/rng-seed-manager.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("MogD2dLayout");

std::string
MogD2dLayout::Drop(uint32_t links, double side)
{
    NS_LOG_FUNCTION(this << links << side);
    mog_scenario scenario;
    mog_scenario_default(&scenario);
    scenario.kind = MOG_SCENARIO_D2D;
    scenario.links = links;
    scenario.side = side;
    mog_error error{};
    if (mog_scenario_check(&scenario, &error) != MOG_OK)
    {
        return error.message;
    }
    std::vector<double> gain(static_cast<std::size_t>(links) * links);
    std::vector<double> tx(2 * links);
    std::vector<double> rx(2 * links);
    if (mog_scenario_generate(&scenario,
                              SEED_OFFSET + RngSeedManager::GetSeed(),
                              RngSeedManager::GetRun(),
                              1,
                              gain.data(),
                              tx.data(),
                              rx.data(),
                              &error) != MOG_OK)
    {
        return error.message;
    }
    m_transmitters.clear();
    m_receivers.clear();
    for (uint32_t i = 0; i < links; i++)
    {
        m_transmitters.emplace_back(tx[2 * i], tx[2 * i + 1], 0);
        m_receivers.emplace_back(rx[2 * i], rx[2 * i + 1], 0);
    }
    return "";
}

const std::vector<Vector>&
MogD2dLayout::GetTransmitters() const
{
    return m_transmitters;
}

const std::vector<Vector>&
MogD2dLayout::GetReceivers() const
{
    return m_receivers;
}

} // namespace ns3
