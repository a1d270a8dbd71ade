/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-d2d-layout.h"

#include "mog-drop-positions.h"
#include "mog/radio.h"

#include "ns3/log.h"

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
    return MogDropPositions(scenario, Vector(), m_transmitters, m_receivers);
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
