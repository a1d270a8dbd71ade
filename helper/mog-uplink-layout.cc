/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-uplink-layout.h"

#include "mog-drop-positions.h"
#include "mog/radio.h"

#include "ns3/log.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("MogUplinkLayout");

std::string
MogUplinkLayout::Drop(uint32_t users, double radius, const Vector& center)
{
    NS_LOG_FUNCTION(this << users << radius << center);
    mog_scenario scenario;
    mog_scenario_default(&scenario);
    scenario.kind = MOG_SCENARIO_UPLINK;
    scenario.links = users;
    scenario.radius = radius;
    std::vector<Vector> receivers; // for each user, the base station at the center
    const auto reason = MogDropPositions(scenario, center, m_users, receivers);
    if (reason.empty())
    {
        m_baseStation = center;
    }
    return reason;
}

const std::vector<Vector>&
MogUplinkLayout::GetUsers() const
{
    return m_users;
}

const Vector&
MogUplinkLayout::GetBaseStation() const
{
    return m_baseStation;
}

} // namespace ns3
