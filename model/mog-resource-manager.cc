/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-resource-manager.h"

#include "mog-allocator.h"
#include "mog-channel-estimator.h"
#include "mog-device-control.h"
#include "mog-ownership.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/channel.h"
#include "ns3/double.h"
#include "ns3/log.h"
#include "ns3/net-device.h"
#include "ns3/node.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"
#include "ns3/string.h"

#include <algorithm>
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

/**
 * Get those elements of a list that are chosen.
 * @tparam T type of the elements
 * @param all the list
 * @param chosen indices
 * @return the elements of those indices
 */
template <typename T>
std::vector<T>
Choose(const std::vector<T>& all, const std::vector<uint32_t>& chosen)
{
    std::vector<T> some;
    for (const auto index : chosen)
    {
        some.push_back(all[index]);
    }
    return some;
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
                          MakeTimeChecker())
            .AddAttribute("Margin",
                          "Rate of a link over its Shannon bound. Above 1 nothing gets through; "
                          "below, the distance from 1 has to cover what the receiver rounds off "
                          "and what the channel changes within a period.",
                          DoubleValue(0.95),
                          MakeDoubleAccessor(&MogResourceManager::m_margin),
                          MakeDoubleChecker<double>(0.001, 10))
            .AddAttribute("SkipIdle",
                          "Whether links that have nothing to send at the start of a period are "
                          "left out of its decision",
                          BooleanValue(false),
                          MakeBooleanAccessor(&MogResourceManager::m_skipIdle),
                          MakeBooleanChecker())
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
      m_totalSeconds(0),
      m_deciding(false)
{
    NS_LOG_FUNCTION(this);
}

MogResourceManager::~MogResourceManager()
{
    NS_LOG_FUNCTION(this);
    ReleaseLinks();
}

void
MogResourceManager::DoDispose()
{
    NS_LOG_FUNCTION(this);
    End();
    ReleaseLinks();
    m_allocator = nullptr;
    m_estimator = nullptr;
    Object::DoDispose();
}

void
MogResourceManager::ReleaseLinks()
{
    for (const auto& link : m_links)
    {
        if (auto transmitter = link->GetTransmitter()) // none: the link was disposed of before
        {
            MogOwnership::Of(transmitter)->owner = nullptr;
        }
    }
    m_links.clear();
}

void
MogResourceManager::AddLink(Ptr<MogDeviceControl> control)
{
    NS_LOG_FUNCTION(this << control);
    CheckIdle();
    NS_ABORT_MSG_UNLESS(control, "MogResourceManager::AddLink: there is no link; give a control");
    CheckAlive(control);
    if (!m_links.empty())
    {
        CheckAlive(m_links[0]);
    }
    NS_ABORT_MSG_UNLESS(control->GetChannel(),
                        "MogResourceManager: " << MogDescribeLink(control)
                                               << " has no channel; connect both devices with one "
                                                  "before the link is added");
    NS_ABORT_MSG_UNLESS(m_links.empty() || control->GetNRbs() == m_links[0]->GetNRbs(),
                        "MogResourceManager: "
                            << MogDescribeLink(control) << " has " << control->GetNRbs()
                            << " resource blocks, the links before it " << m_links[0]->GetNRbs()
                            << "; give all links of a manager the same");
    auto mark = MogOwnership::Of(control->GetTransmitter());
    NS_ABORT_MSG_IF(mark->owner,
                    "MogResourceManager: " << MogDescribeDevice(control->GetTransmitter())
                                           << " is managed already, by "
                                           << (mark->owner == this ? "this" : "another")
                                           << " manager; take it out there with RemoveLink(), or "
                                              "leave it to that one");
    mark->owner = this;
    m_links.push_back(control);
}

void
MogResourceManager::RemoveLink(Ptr<MogDeviceControl> control)
{
    NS_LOG_FUNCTION(this << control);
    CheckIdle();
    const auto link = std::find(m_links.begin(), m_links.end(), control);
    NS_ABORT_MSG_IF(link == m_links.end(),
                    "MogResourceManager: " << MogDescribeLink(control)
                                           << " cannot be removed: it is none of this manager's");
    control->Apply(0, 0, 0);
    MogOwnership::Of(control->GetTransmitter())->owner = nullptr;
    m_links.erase(link);
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
    End();
    NS_ABORT_MSG_UNLESS(m_allocator && m_estimator,
                        "MogResourceManager: it was disposed of; make another one");
    CheckPeriod();
    // The event owns a reference: the manager lives as long as it has something to do.
    const Ptr<MogResourceManager> self(this);
    m_event = Simulator::ScheduleNow(&MogResourceManager::BeginPeriod, self);
    m_end = Simulator::ScheduleDestroy(&MogResourceManager::End, self);
}

void
MogResourceManager::Stop()
{
    NS_LOG_FUNCTION(this);
    m_event.Cancel();
    m_event = EventId(); // which holds this object
}

void
MogResourceManager::End()
{
    NS_LOG_FUNCTION(this);
    Stop();
    m_decision.Cancel();
    Simulator::Remove(m_end);
    m_decision = m_end = EventId(); // which hold this object
}

void
MogResourceManager::CheckPeriod() const
{
    NS_ABORT_MSG_UNLESS(m_period >= MicroSeconds(10),
                        "MogResourceManager: attribute Period is "
                            << m_period.As(Time::US)
                            << "; give at least 10 us (devices adopt what is decided at their next "
                               "slot, of 10 ms by default)");
}

void
MogResourceManager::CheckIdle() const
{
    NS_ABORT_MSG_IF(m_deciding,
                    "MogResourceManager: a link is added or removed while a decision is made for "
                    "all links, by a sink of trace ChannelState or Allocation; let the sink do it "
                    "with Simulator::ScheduleNow()");
}

void
MogResourceManager::CheckAlive(Ptr<MogDeviceControl> link)
{
    for (const auto& device : {link->GetTransmitter(), link->GetReceiver()})
    {
        NS_ABORT_MSG_UNLESS(device && device->GetNode(),
                            "MogResourceManager: "
                                << MogDescribeLink(link)
                                << " was disposed of, or a device of it has no node; take links "
                                   "out with RemoveLink() before their devices go, and make a new "
                                   "manager after Simulator::Destroy()");
    }
}

void
MogResourceManager::BeginPeriod()
{
    NS_LOG_FUNCTION(this);
    CheckPeriod();
    std::for_each(m_links.begin(), m_links.end(), CheckAlive);
    const auto start = Clock::now();
    const Ptr<MogResourceManager> self(this);
    m_event = Simulator::Schedule(m_period, &MogResourceManager::BeginPeriod, self);
    const Time wait = m_estimator->Prepare(m_links);
    m_totalSeconds += GetSecondsSince(start);
    if (wait.IsZero())
    {
        Decide();
        return;
    }
    NS_ABORT_MSG_UNLESS(wait < m_period,
                        "MogResourceManager: " << m_estimator->GetInstanceTypeId().GetName()
                                               << " takes " << wait.As(Time::MS) << " to sense "
                                               << m_links.size()
                                               << " links, and attribute Period is "
                                               << m_period.As(Time::MS) << ": make it longer");
    for (const auto& link : m_links)
    {
        link->Apply(0, 0, 0);
    }
    m_decision = Simulator::Schedule(wait, &MogResourceManager::Decide, self);
}

std::vector<uint32_t>
MogResourceManager::ChooseLinks() const
{
    std::vector<uint32_t> chosen;
    for (uint32_t i = 0; i < m_links.size(); i++)
    {
        if (!m_skipIdle || m_links[i]->HasTraffic())
        {
            chosen.push_back(i);
        }
    }
    return chosen;
}

void
MogResourceManager::Decide()
{
    NS_LOG_FUNCTION(this);
    const auto start = Clock::now();
    m_deciding = true;
    std::vector<double> bound(m_links.size(), 0);
    const auto allocation = Allocate(ChooseLinks(), bound);
    m_allocationTrace(allocation);

    std::vector<double> rate(m_links.size());
    for (std::size_t i = 0; i < m_links.size(); i++)
    {
        rate[i] = m_margin * bound[i];
        m_links[i]->Apply(allocation.power[i], allocation.rb[i], rate[i]);
    }
    m_deciding = false;
    m_ratesTrace(bound, rate);

    m_decisions++;
    m_totalSeconds += GetSecondsSince(start);
}

MogAllocation
MogResourceManager::Allocate(const std::vector<uint32_t>& chosen, std::vector<double>& bound)
{
    MogAllocation all{std::vector<double>(m_links.size(), 0),
                      std::vector<uint32_t>(m_links.size(), 0)};
    if (chosen.empty())
    {
        return all;
    }
    auto state = m_estimator->Estimate(Choose(m_links, chosen));
    state.index = chosen;
    m_channelStateTrace(state);

    const auto start = Clock::now();
    auto allocation = m_allocator->Allocate(state);
    const double seconds = GetSecondsSince(start);
    CheckAllocation(state, allocation);
    m_decisionTimeTrace(seconds);
    m_decisionSeconds += seconds;

    const auto efficiency = MogGetLinkRates(state, allocation);
    for (std::size_t i = 0; i < chosen.size(); i++)
    {
        all.power[chosen[i]] = allocation.power[i];
        all.rb[chosen[i]] = allocation.rb.empty() ? 0 : allocation.rb[i];
        bound[chosen[i]] = m_links[chosen[i]]->GetBandwidth() * efficiency[i];
    }
    return all;
}

void
MogResourceManager::CheckAllocation(const MogChannelState& state,
                                    const MogAllocation& allocation) const
{
    const auto name = m_allocator->GetInstanceTypeId().GetName();
    NS_ABORT_MSG_IF(allocation.power.size() != state.links,
                    "MogResourceManager: " << name << " returned " << allocation.power.size()
                                           << " powers for " << state.links << " links");
    NS_ABORT_MSG_IF(allocation.rb.size() != state.links &&
                        (state.rbs > 1 || !allocation.rb.empty()),
                    "MogResourceManager: "
                        << name << " returned " << allocation.rb.size() << " resource blocks for "
                        << state.links << " links that have " << state.rbs
                        << " to choose from; use an allocator that decides on resource blocks, "
                           "such as ns3::MogRbAllocator");
    for (std::size_t i = 0; i < state.links; i++)
    {
        NS_ABORT_MSG_UNLESS(allocation.power[i] >= 0 && allocation.power[i] <= 1,
                            "MogResourceManager: " << name << " returned power "
                                                   << allocation.power[i] << " for link " << i
                                                   << "; powers are fractions from 0 to 1");
        NS_ABORT_MSG_UNLESS(allocation.rb.empty() || allocation.rb[i] < state.rbs,
                            "MogResourceManager: " << name << " returned resource block "
                                                   << allocation.rb[i] << " for link " << i
                                                   << "; there are " << state.rbs
                                                   << ", which count from 0");
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
    const int64_t assigned = m_allocator->AssignStreams(stream);
    return assigned + m_estimator->AssignStreams(stream + assigned);
}

} // namespace ns3
