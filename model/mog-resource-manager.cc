/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-resource-manager.h"

#include "mog-allocator.h"
#include "mog-channel-estimator.h"
#include "mog-device-control.h"

#include "ns3/abort.h"
#include "ns3/double.h"
#include "ns3/log.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"
#include "ns3/string.h"

#include <chrono>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("MogResourceManager");

NS_OBJECT_ENSURE_REGISTERED(MogResourceManager);

namespace
{

/// The wall clock.
using Clock = std::chrono::steady_clock;

/**
 * Get the time that has passed.
 * @param start since when
 * @return seconds
 */
double
GetSecondsSince(Clock::time_point start)
{
    return std::chrono::duration<double>(Clock::now() - start).count();
}

} // namespace

TypeId
MogResourceManager::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::MogResourceManager")
            .SetParent<Object>()
            .SetGroupName("Mog")
            .AddConstructor<MogResourceManager>()
            .AddAttribute("Period",
                          "Time between two decisions",
                          TimeValue(MilliSeconds(100)),
                          MakeTimeAccessor(&MogResourceManager::m_period),
                          MakeTimeChecker(MicroSeconds(10)))
            .AddAttribute("Margin",
                          "Rate of a link over its Shannon bound. Above 1 nothing gets through; "
                          "below, the distance from 1 has to cover what the receiver rounds off "
                          "and what the channel changes within a period.",
                          DoubleValue(0.95),
                          MakeDoubleAccessor(&MogResourceManager::m_margin),
                          MakeDoubleChecker<double>(0.001, 10))
            .AddAttribute("Allocator",
                          "The MogAllocator that decides",
                          StringValue("ns3::MogFullPowerAllocator"),
                          MakePointerAccessor(&MogResourceManager::m_allocator),
                          MakePointerChecker<MogAllocator>())
            .AddAttribute("Estimator",
                          "The MogChannelEstimator that senses",
                          StringValue("ns3::MogIdealChannelEstimator"),
                          MakePointerAccessor(&MogResourceManager::m_estimator),
                          MakePointerChecker<MogChannelEstimator>())
            .AddTraceSource("ChannelState",
                            "The channel as the estimator saw it, before each decision",
                            MakeTraceSourceAccessor(&MogResourceManager::m_channelStateTrace),
                            "ns3::MogResourceManager::ChannelStateTracedCallback")
            .AddTraceSource("Allocation",
                            "What the allocator chose",
                            MakeTraceSourceAccessor(&MogResourceManager::m_allocationTrace),
                            "ns3::MogResourceManager::AllocationTracedCallback")
            .AddTraceSource("Rates",
                            "Shannon bound and rate of each link, after each decision",
                            MakeTraceSourceAccessor(&MogResourceManager::m_ratesTrace),
                            "ns3::MogResourceManager::RatesTracedCallback")
            .AddTraceSource("DecisionTime",
                            "Wall-clock time that the allocator took",
                            MakeTraceSourceAccessor(&MogResourceManager::m_decisionTimeTrace),
                            "ns3::MogResourceManager::DecisionTimeTracedCallback");
    return tid;
}

MogResourceManager::MogResourceManager()
    : m_decisions(0),
      m_decisionSeconds(0),
      m_totalSeconds(0)
{
    NS_LOG_FUNCTION(this);
}

MogResourceManager::~MogResourceManager()
{
    NS_LOG_FUNCTION(this);
}

void
MogResourceManager::DoDispose()
{
    NS_LOG_FUNCTION(this);
    m_event.Cancel();
    m_links.clear();
    m_allocator = nullptr;
    m_estimator = nullptr;
    Object::DoDispose();
}

void
MogResourceManager::AddLink(Ptr<MogDeviceControl> control)
{
    NS_LOG_FUNCTION(this << control);
    m_links.push_back(control);
}

uint32_t
MogResourceManager::GetNLinks() const
{
    return m_links.size();
}

Ptr<MogDeviceControl>
MogResourceManager::GetLink(uint32_t link) const
{
    return m_links.at(link);
}

void
MogResourceManager::Start()
{
    NS_LOG_FUNCTION(this);
    m_event.Cancel();
    // The event owns a reference: the manager lives as long as it has something to do.
    m_event = Simulator::ScheduleNow(&MogResourceManager::Decide, Ptr<MogResourceManager>(this));
}

void
MogResourceManager::Stop()
{
    NS_LOG_FUNCTION(this);
    m_event.Cancel();
}

void
MogResourceManager::Decide()
{
    NS_LOG_FUNCTION(this);
    const auto start = Clock::now();
    m_event =
        Simulator::Schedule(m_period, &MogResourceManager::Decide, Ptr<MogResourceManager>(this));

    const auto state = m_estimator->Estimate(m_links);
    m_channelStateTrace(state);

    const auto decisionStart = Clock::now();
    const auto allocation = m_allocator->Allocate(state);
    const double decisionSeconds = GetSecondsSince(decisionStart);
    CheckAllocation(allocation);
    m_allocationTrace(allocation);
    m_decisionTimeTrace(decisionSeconds);

    auto bound = MogGetLinkRates(state, allocation);
    std::vector<double> rate(bound.size());
    for (std::size_t i = 0; i < m_links.size(); i++)
    {
        bound[i] *= m_links[i]->GetBandwidth();
        rate[i] = m_margin * bound[i];
        m_links[i]->Apply(allocation.power[i], rate[i]);
    }
    m_ratesTrace(bound, rate);

    m_decisions++;
    m_decisionSeconds += decisionSeconds;
    m_totalSeconds += GetSecondsSince(start);
}

void
MogResourceManager::CheckAllocation(const MogAllocation& allocation) const
{
    const auto name = m_allocator->GetInstanceTypeId().GetName();
    NS_ABORT_MSG_IF(allocation.power.size() != m_links.size(),
                    "MogResourceManager: " << name << " returned " << allocation.power.size()
                                           << " powers for " << m_links.size() << " links");
    for (std::size_t i = 0; i < m_links.size(); i++)
    {
        NS_ABORT_MSG_UNLESS(allocation.power[i] >= 0 && allocation.power[i] <= 1,
                            "MogResourceManager: " << name << " returned power "
                                                   << allocation.power[i] << " for link " << i
                                                   << "; powers are fractions from 0 to 1");
    }
}

uint64_t
MogResourceManager::GetDecisions() const
{
    return m_decisions;
}

double
MogResourceManager::GetDecisionSeconds() const
{
    return m_decisionSeconds;
}

double
MogResourceManager::GetTotalSeconds() const
{
    return m_totalSeconds;
}

int64_t
MogResourceManager::AssignStreams(int64_t stream)
{
    NS_LOG_FUNCTION(this << stream);
    return m_allocator->AssignStreams(stream);
}

} // namespace ns3
