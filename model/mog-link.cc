/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-link.h"

#include "mog-device-control.h"

#include "ns3/double.h"
#include "ns3/log.h"
#include "ns3/simulator.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("MogLink");

NS_OBJECT_ENSURE_REGISTERED(MogLink);

TypeId
MogLink::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::MogLink")
            .SetParent<Object>()
            .SetGroupName("Mog")
            .AddAttribute("Weight",
                          "What a bit of this link is worth against one of another link",
                          DoubleValue(1),
                          MakeDoubleAccessor(&MogLink::m_weight),
                          MakeDoubleChecker<double>(0, 1e12))
            .AddAttribute("TargetRate",
                          "Rate that this link should have in the mean, for utilities that look at "
                          "it, such as ns3::MogMinimumRateUtility; 0 for what the utility says of "
                          "all links",
                          DataRateValue(DataRate(0)),
                          MakeDataRateAccessor(&MogLink::m_targetRate),
                          MakeDataRateChecker());
    return tid;
}

MogLink::MogLink(uint32_t id, Ptr<MogDeviceControl> control)
    : m_id(id),
      m_control(control),
      m_since(Simulator::Now()),
      m_delivered(control->GetDeliveredBytes().value_or(0)),
      m_hadTraffic(control->HasTraffic()),
      m_granted(0),
      m_power(0)
{
    NS_LOG_FUNCTION(this << id << control);
}

MogLink::~MogLink()
{
    NS_LOG_FUNCTION(this);
}

void
MogLink::DoDispose()
{
    NS_LOG_FUNCTION(this);
    m_control = nullptr;
    Object::DoDispose();
}

uint32_t
MogLink::GetId() const
{
    return m_id;
}

Ptr<MogDeviceControl>
MogLink::GetControl() const
{
    return m_control;
}

MogLinkState
MogLink::Describe() const
{
    MogLinkState state;
    state.id = m_id;
    state.bandwidth = m_control->GetBandwidth();
    state.priority = m_weight;
    state.targetRate = m_targetRate.GetBitRate();
    if (const auto backlog = m_control->GetBacklog())
    {
        state.backlog = static_cast<double>(*backlog);
    }
    if (const auto delay = m_control->GetHeadOfLineDelay())
    {
        state.delay = delay->GetSeconds();
    }
    return state;
}

void
MogLink::Grant(double rate, double power)
{
    NS_LOG_FUNCTION(this << rate << power);
    m_granted = rate;
    m_power = power;
}

std::optional<MogService>
MogLink::Settle()
{
    NS_LOG_FUNCTION(this);
    const double seconds = (Simulator::Now() - m_since).GetSeconds();
    const auto delivered = m_control->GetDeliveredBytes();
    const auto bytes = static_cast<double>(delivered.value_or(0) - m_delivered);
    const bool counts = seconds > 0 && (m_hadTraffic || bytes > 0);
    m_since = Simulator::Now();
    m_delivered = delivered.value_or(0);
    m_hadTraffic = m_control->HasTraffic();
    if (!counts)
    {
        return std::nullopt;
    }
    return MogService{m_id,
                      m_control->GetBandwidth(),
                      static_cast<double>(m_targetRate.GetBitRate()),
                      delivered ? 8 * bytes / seconds : m_granted,
                      m_power};
}

} // namespace ns3
