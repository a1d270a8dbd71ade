/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-link-monitor.h"

#include "mog/statistics.h"

#include "ns3/abort.h"
#include "ns3/log.h"
#include "ns3/mog-device-control.h"
#include "ns3/mog-link.h"
#include "ns3/mog-net-device.h"
#include "ns3/packet-sink.h"
#include "ns3/pointer.h"
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
      m_ideal(CreateObject<MogIdealChannelEstimator>()),
      m_sinks(sinks),
      m_start(start),
      m_stop(stop),
      m_since(start),
      m_counting(false)
{
    NS_LOG_FUNCTION(this << manager << sinks.GetN() << start << stop);
    NS_ABORT_MSG_UNLESS(start >= Simulator::Now() && stop > start,
                        "MogLinkMonitor: the window is from "
                            << start.As(Time::S) << " to " << stop.As(Time::S) << ", and it is "
                            << Simulator::Now().As(Time::S)
                            << "; give a window that begins later, and ends after it begins");
    for (uint32_t i = 0; i < manager->GetNLinks(); i++)
    {
        Find(manager->GetLink(i)->GetControl());
    }
    manager->TraceConnectWithoutContext("Allocation",
                                        MakeCallback(&MogLinkMonitor::NotifyAllocation, this));
    manager->TraceConnectWithoutContext("Rates", MakeCallback(&MogLinkMonitor::NotifyRates, this));
    Simulator::Schedule(start - Simulator::Now(), &MogLinkMonitor::Start, this);
    Simulator::Schedule(stop - Simulator::Now(), &MogLinkMonitor::Stop, this);
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

MogLinkMonitor::Statistics
MogLinkMonitor::GetStatistics() const
{
    if (m_links.empty())
    {
        return {};
    }
    std::vector<double> rate;
    std::vector<double> power;
    uint32_t neverServed = 0;
    for (const auto& link : m_links)
    {
        rate.push_back(link.linkThroughput);
        power.push_back(link.power);
        neverServed += link.linkThroughput <= 0;
    }
    mog_utility utility;
    mog_utility_default(&utility);
    const mog_link_means
        means{1, rate.size(), rate.data(), power.data(), nullptr, nullptr, nullptr};
    mog_link_statistics of{};
    mog_error error{};
    NS_ABORT_MSG_IF(mog_link_statistics_of(&utility, &means, &of, &error) != MOG_OK,
                    "MogLinkMonitor: " << error.message);
    return {of.mean_rate, of.percentile_5, of.minimum, of.geometric_mean, of.jain, neverServed};
}

std::size_t
MogLinkMonitor::Find(Ptr<MogDeviceControl> control)
{
    const auto found = std::find(m_controls.begin(), m_controls.end(), control);
    const std::size_t link = found - m_controls.begin();
    if (found == m_controls.end())
    {
        m_controls.push_back(control);
        m_links.emplace_back();
        if (m_counting)
        {
            Count(link, -1);
        }
    }
    return link;
}

bool
MogLinkMonitor::IsIdeal() const
{
    PointerValue estimator;
    m_manager->GetAttribute("Estimator", estimator);
    return estimator.GetObject()->GetInstanceTypeId() == MogIdealChannelEstimator::GetTypeId();
}

void
MogLinkMonitor::NotifyAllocation(const MogAllocation& allocation)
{
    NS_LOG_FUNCTION(this);
    Accumulate();
    m_grants.clear();
    std::vector<Ptr<MogDeviceControl>> links;
    for (uint32_t i = 0; i < m_manager->GetNLinks(); i++)
    {
        links.push_back(m_manager->GetLink(i)->GetControl());
        m_grants.push_back({Find(links[i]), allocation.power[i], allocation.rb[i], 0});
    }
    if (!links.empty() && !IsIdeal())
    {
        for (const auto& link : links)
        {
            const auto objection = MogIdealChannelEstimator::GetObjection(link);
            NS_ABORT_MSG_UNLESS(
                objection.empty(),
                "MogLinkMonitor: it asks the channel for the gains that bounds follow "
                "from, whatever the manager's estimator, but "
                    << objection);
        }
        const auto efficiency = MogGetLinkRates(m_ideal->Estimate(links), allocation);
        for (std::size_t i = 0; i < links.size(); i++)
        {
            m_grants[i].bound = links[i]->GetBandwidth() * efficiency[i];
        }
    }
}

void
MogLinkMonitor::NotifyRates(const std::vector<double>& bound, const std::vector<double>&)
{
    NS_LOG_FUNCTION(this);
    if (IsIdeal())
    {
        for (std::size_t i = 0; i < m_grants.size(); i++)
        {
            m_grants[i].bound = bound[i];
        }
    }
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
    for (const auto& grant : m_grants)
    {
        auto& link = m_links[grant.link];
        link.power += share * grant.power;
        link.rb = grant.rb;
        link.bound += share * grant.bound;
    }
    m_since = now;
}

void
MogLinkMonitor::Count(std::size_t link, int sign)
{
    NS_LOG_FUNCTION(this << link << sign);
    const double perSecond = sign * 8 / (m_stop - m_start).GetSeconds();
    if (auto device = DynamicCast<MogNetDevice>(m_controls[link]->GetReceiver()))
    {
        m_links[link].linkThroughput += perSecond * device->GetReceivedBytes();
    }
    if (link < m_sinks.GetN())
    {
        auto sink = DynamicCast<PacketSink>(m_sinks.Get(link));
        m_links[link].applicationThroughput += perSecond * sink->GetTotalRx();
    }
}

void
MogLinkMonitor::Start()
{
    NS_LOG_FUNCTION(this);
    m_counting = true;
    for (std::size_t link = 0; link < m_links.size(); link++)
    {
        Count(link, -1);
    }
}

void
MogLinkMonitor::Stop()
{
    NS_LOG_FUNCTION(this);
    m_counting = false;
    Accumulate();
    for (std::size_t link = 0; link < m_links.size(); link++)
    {
        Count(link, 1);
    }
}

} // namespace ns3
