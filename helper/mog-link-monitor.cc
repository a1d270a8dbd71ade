/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-link-monitor.h"

#include "ns3/log.h"
#include "ns3/mog-device-control.h"
#include "ns3/mog-net-device.h"
#include "ns3/packet-sink.h"
#include "ns3/simulator.h"

#include <algorithm>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("MogLinkMonitor");

MogLinkMonitor::MogLinkMonitor(Ptr<MogResourceManager> manager,
                               const ApplicationContainer& sinks,
                               Time start,
                               Time stop)
    : m_manager(manager),
      m_sinks(sinks),
      m_start(start),
      m_stop(stop),
      m_since(start),
      m_power(manager->GetNLinks()),
      m_bound(manager->GetNLinks()),
      m_links(manager->GetNLinks())
{
    NS_LOG_FUNCTION(this << manager << sinks.GetN() << start << stop);
    manager->TraceConnectWithoutContext("Allocation",
                                        MakeCallback(&MogLinkMonitor::NotifyAllocation, this));
    manager->TraceConnectWithoutContext("Rates", MakeCallback(&MogLinkMonitor::NotifyRates, this));
    Simulator::Schedule(start - Simulator::Now(), &MogLinkMonitor::Count, this, -1);
    Simulator::Schedule(stop - Simulator::Now(), &MogLinkMonitor::Count, this, 1);
}

MogLinkMonitor::~MogLinkMonitor()
{
    NS_LOG_FUNCTION(this);
    m_manager->TraceDisconnectWithoutContext("Allocation",
                                             MakeCallback(&MogLinkMonitor::NotifyAllocation, this));
    m_manager->TraceDisconnectWithoutContext("Rates",
                                             MakeCallback(&MogLinkMonitor::NotifyRates, this));
}

const std::vector<MogLinkMonitor::Link>&
MogLinkMonitor::GetLinks() const
{
    return m_links;
}

double
MogLinkMonitor::GetJainIndex() const
{
    double sum = 0;
    double squares = 0;
    for (const auto& link : m_links)
    {
        sum += link.linkThroughput;
        squares += link.linkThroughput * link.linkThroughput;
    }
    return squares > 0 ? sum * sum / (static_cast<double>(m_links.size()) * squares) : 0;
}

void
MogLinkMonitor::NotifyAllocation(const MogAllocation& allocation)
{
    NS_LOG_FUNCTION(this);
    Accumulate();
    m_power = allocation.power;
}

void
MogLinkMonitor::NotifyRates(const std::vector<double>& bound, const std::vector<double>&)
{
    NS_LOG_FUNCTION(this);
    m_bound = bound;
}

void
MogLinkMonitor::Accumulate()
{
    const auto now = std::min(Simulator::Now(), m_stop);
    if (now <= m_since)
    {
        return;
    }
    const double share = (now - m_since).GetSeconds() / (m_stop - m_start).GetSeconds();
    for (std::size_t i = 0; i < m_links.size(); i++)
    {
        m_links[i].power += share * m_power[i];
        m_links[i].bound += share * m_bound[i];
    }
    m_since = now;
}

void
MogLinkMonitor::Count(int sign)
{
    NS_LOG_FUNCTION(this << sign);
    Accumulate();
    const double perSecond = sign * 8 / (m_stop - m_start).GetSeconds();
    for (uint32_t i = 0; i < m_links.size(); i++)
    {
        auto device = DynamicCast<MogNetDevice>(m_manager->GetLink(i)->GetReceiver());
        if (device)
        {
            m_links[i].linkThroughput += perSecond * device->GetReceivedBytes();
        }
        if (i < m_sinks.GetN())
        {
            auto sink = DynamicCast<PacketSink>(m_sinks.Get(i));
            m_links[i].applicationThroughput += perSecond * sink->GetTotalRx();
        }
    }
}

} // namespace ns3
