/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-resource-manager.h"

#include "mog-allocator.h"
#include "mog-channel-estimator.h"
#include "mog-device-control.h"
#include "mog-link.h"
#include "mog-ownership.h"
#include "mog-rate-adaptation.h"
#include "mog-utility.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/channel.h"
#include "ns3/log.h"
#include "ns3/net-device.h"
#include "ns3/node.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"
#include "ns3/spectrum-phy.h"
#include "ns3/string.h"

#include <algorithm>
#include <chrono>
#include <cmath>

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

/**
 * Get what comes from outside.
 * @param links whose receivers listen
 * @param rbs number of resource blocks
 * @return power over the receiver's noise, outside[rb * K + receiver]
 */
std::vector<double>
MeasureOutside(const std::vector<Ptr<MogDeviceControl>>& links, uint32_t rbs)
{
    std::vector<double> outside(rbs * links.size(), 0);
    for (std::size_t i = 0; i < links.size(); i++)
    {
        const auto power = links[i]->MeasureOutside();
        for (std::size_t rb = 0; rb < power.size(); rb++)
        {
            outside[rb * links.size() + i] = power[rb] / links[i]->GetNoisePower();
        }
    }
    return outside;
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
            .AddAttribute("SignalDelay",
                          "Time from sensing to obedience: computing, and control messages",
                          TimeValue(Time(0)),
                          MakeTimeAccessor(&MogResourceManager::m_signalDelay),
                          MakeTimeChecker(Time(0)))
            .AddAttribute("SkipIdle",
                          "Whether links that have nothing to send at the start of a period are "
                          "left out of its decision",
                          BooleanValue(false),
                          MakeBooleanAccessor(&MogResourceManager::m_skipIdle),
                          MakeBooleanChecker())
            .AddAttribute("Utility",
                          "The MogUtility that says what rates are worth",
                          StringValue("ns3::MogSumRateUtility"),
                          MakePointerAccessor(&MogResourceManager::m_utility),
                          MakePointerChecker<MogUtility>())
            .AddAttribute("Allocator",
                          "The MogAllocator that decides",
                          StringValue("ns3::MogFullPowerAllocator"),
                          MakePointerAccessor(&MogResourceManager::m_allocator),
                          MakePointerChecker<MogAllocator>())
            .AddAttribute("Estimator",
                          "The MogChannelEstimator that senses",
                          StringValue("ns3::MogIdealChannelEstimator"),
                          MakePointerAccessor(&MogResourceManager::SetEstimator,
                                              &MogResourceManager::GetEstimator),
                          MakePointerChecker<MogChannelEstimator>())
            .AddAttribute("RateAdaptation",
                          "The MogRateAdaptation that chooses rates",
                          StringValue("ns3::MogShannonRateAdaptation"),
                          MakePointerAccessor(&MogResourceManager::m_rateAdaptation),
                          MakePointerChecker<MogRateAdaptation>())
            .AddTraceSource("NetworkState",
                            "The network as it was known, before each decision",
                            MakeTraceSourceAccessor(&MogResourceManager::m_networkStateTrace),
                            "ns3::MogResourceManager::NetworkStateTracedCallback")
            .AddTraceSource("ChannelState",
                            "What version 0.1 called trace source NetworkState",
                            MakeTraceSourceAccessor(&MogResourceManager::m_networkStateTrace),
                            "ns3::MogResourceManager::NetworkStateTracedCallback",
                            TypeId::DEPRECATED,
                            "use NetworkState")
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
    : m_alive(std::make_shared<bool>(true)),
      m_nextId(0),
      m_deciding(false),
      m_warned(false),
      m_heardManager(false)
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
    m_utility = nullptr;
    m_estimator = nullptr;
    m_allocator = nullptr;
    m_rateAdaptation = nullptr;
    Object::DoDispose();
}

void
MogResourceManager::ReleaseLinks()
{
    for (const auto& link : m_links)
    {
        const auto control = link->GetControl(); // none: the link was disposed of before
        if (const auto transmitter = control ? control->GetTransmitter() : nullptr)
        {
            MogOwnership::Of(transmitter)->owner = nullptr;
        }
    }
    m_links.clear();
}

Ptr<MogLink>
MogResourceManager::AddLink(Ptr<MogDeviceControl> control)
{
    NS_LOG_FUNCTION(this << control);
    CheckIdle();
    NS_ABORT_MSG_UNLESS(control, "MogResourceManager::AddLink: there is no link; give a control");
    CheckAlive(control);
    NS_ABORT_MSG_UNLESS(control->GetChannel(),
                        "MogResourceManager: " << MogDescribeLink(control)
                                               << " has no channel; connect both devices with one "
                                                  "before the link is added");
    if (!m_links.empty())
    {
        const auto first = m_links[0]->GetControl();
        CheckAlive(first);
        NS_ABORT_MSG_UNLESS(control->GetNRbs() == first->GetNRbs(),
                            "MogResourceManager: "
                                << MogDescribeLink(control) << " has " << control->GetNRbs()
                                << " resource blocks, the links before it " << first->GetNRbs()
                                << "; give all links of a manager the same");
    }
    auto mark = MogOwnership::Of(control->GetTransmitter());
    NS_ABORT_MSG_IF(mark->owner,
                    "MogResourceManager: " << MogDescribeDevice(control->GetTransmitter())
                                           << " is managed already, by "
                                           << (mark->owner == this ? "this" : "another")
                                           << " manager; take it out there with RemoveLink(), or "
                                              "leave it to that one");
    mark->owner = this;
    control->Take();
    if (const auto phy = control->GetTransmitterPhy())
    {
        m_transmitters.insert(PeekPointer(phy));
    }
    // devices may outlive the manager
    control->Listen([this, alive = std::weak_ptr<bool>(m_alive)](Ptr<const SpectrumPhy> phy) {
        return alive.expired() || IsManaged(phy);
    });
    m_links.push_back(CreateObject<MogLink>(m_nextId++, control));
    return m_links.back();
}

void
MogResourceManager::RemoveLink(Ptr<MogLink> link)
{
    NS_LOG_FUNCTION(this << link);
    CheckIdle();
    NS_ABORT_MSG_UNLESS(HasLink(link),
                        "MogResourceManager: "
                            << (link && link->GetControl() ? MogDescribeLink(link->GetControl())
                                                           : "a link that is none")
                            << " cannot be removed: it is none of this manager's");
    m_links.erase(std::find(m_links.begin(), m_links.end(), link));
    m_utility->Forget(link->GetId());
    m_estimator->Forget(link->GetControl());
    MogOwnership::Of(link->GetControl()->GetTransmitter())->owner = nullptr;
    m_transmitters.erase(PeekPointer(link->GetControl()->GetTransmitterPhy()));
    link->GetControl()->StopListening();
    link->GetControl()->Release();
}

bool
MogResourceManager::HasLink(Ptr<MogLink> link) const
{
    // identities ascend, as links are added behind the others
    const auto isBefore = [](Ptr<MogLink> a, Ptr<MogLink> b) { return a->GetId() < b->GetId(); };
    const auto place =
        link ? std::lower_bound(m_links.begin(), m_links.end(), link, isBefore) : m_links.end();
    return place != m_links.end() && *place == link;
}

bool
MogResourceManager::IsManaged(Ptr<const SpectrumPhy> transmitter)
{
    if (m_transmitters.count(PeekPointer(transmitter)) > 0)
    {
        return true;
    }
    if (m_strangers.insert(PeekPointer(transmitter)).second && transmitter &&
        transmitter->GetDevice())
    {
        const auto device = transmitter->GetDevice();
        const auto mark = device->GetObject<MogOwnership>();
        NS_LOG_INFO("MogResourceManager: " << MogDescribeDevice(device)
                                           << " is heard, and not managed: it counts as noise");
        if (mark && mark->owner && !m_heardManager)
        {
            m_heardManager = true;
            NS_LOG_WARN("MogResourceManager: "
                        << MogDescribeDevice(device)
                        << " on this channel belongs to another manager; each "
                           "takes what the other one decides for noise. One "
                           "manager for both would know better");
        }
    }
    return false;
}

void
MogResourceManager::SetEstimator(Ptr<MogChannelEstimator> estimator)
{
    NS_LOG_FUNCTION(this << estimator);
    for (const auto& link : m_links)
    {
        m_estimator->Forget(link->GetControl()); // nothing more comes of what it has begun
    }
    m_estimator = estimator;
}

Ptr<MogChannelEstimator>
MogResourceManager::GetEstimator() const
{
    return m_estimator;
}

uint32_t
MogResourceManager::GetNLinks() const
{
    return m_links.size();
}

Ptr<MogLink>
MogResourceManager::GetLink(uint32_t index) const
{
    return m_links.at(index);
}

void
MogResourceManager::Start()
{
    NS_LOG_FUNCTION(this);
    End();
    NS_ABORT_MSG_UNLESS(m_allocator && m_estimator && m_utility && m_rateAdaptation,
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
    for (auto& order : m_orders)
    {
        order.Cancel();
    }
    m_orders.clear();
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
                    "all links, by a sink of trace NetworkState or Allocation; let the sink do it "
                    "with Simulator::ScheduleNow()");
}

void
MogResourceManager::CheckAlive(Ptr<MogDeviceControl> control)
{
    const auto isThere = [](Ptr<NetDevice> device) { return device && device->GetNode(); };
    NS_ABORT_MSG_UNLESS(control && isThere(control->GetTransmitter()) &&
                            isThere(control->GetReceiver()),
                        "MogResourceManager: "
                            << (control ? MogDescribeLink(control) : "a link")
                            << " was disposed of, or a device of it has no node; take links out "
                               "with RemoveLink() before their devices go, and make a new manager "
                               "after Simulator::Destroy()");
}

void
MogResourceManager::BeginPeriod()
{
    NS_LOG_FUNCTION(this);
    CheckPeriod();
    std::vector<Ptr<MogDeviceControl>> controls;
    for (const auto& link : m_links)
    {
        CheckAlive(link->GetControl());
        controls.push_back(link->GetControl());
    }
    const auto start = Clock::now();
    const Ptr<MogResourceManager> self(this);
    if (Simulator::IsFinished())
    {
        NS_LOG_INFO("MogResourceManager: nothing else is going to happen; this is the last period");
        m_event = EventId(); // which holds this object
        return;
    }
    m_event = Simulator::Schedule(m_period, &MogResourceManager::BeginPeriod, self);
    Settle();
    const Time wait = m_estimator->Prepare(controls);
    m_statistics.AddTime(GetSecondsSince(start));
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
    for (const auto& control : controls)
    {
        control->Apply(0, 0, 0);
    }
    m_decision = Simulator::Schedule(wait, &MogResourceManager::Decide, self);
}

void
MogResourceManager::Settle()
{
    std::vector<MogService> service;
    for (const auto& link : m_links)
    {
        if (const auto had = link->Settle())
        {
            service.push_back(*had);
        }
    }
    m_utility->Observe(service);
}

std::vector<uint32_t>
MogResourceManager::ChooseLinks() const
{
    std::vector<uint32_t> chosen;
    for (uint32_t i = 0; i < m_links.size(); i++)
    {
        if (!m_skipIdle || m_links[i]->GetControl()->HasTraffic())
        {
            chosen.push_back(i);
        }
    }
    return chosen;
}

MogNetworkState
MogResourceManager::Sense(const std::vector<uint32_t>& chosen)
{
    std::vector<Ptr<MogDeviceControl>> controls;
    for (const auto index : chosen)
    {
        CheckAlive(m_links[index]->GetControl());
        controls.push_back(m_links[index]->GetControl());
    }
    auto state = m_estimator->Estimate(controls);
    for (const auto index : chosen)
    {
        state.link.push_back(m_links[index]->Describe());
        state.link.back().index = index;
    }
    MogCountOutside(MeasureOutside(controls, state.rbs), state);
    MogLimitPowers(m_rateAdaptation->GetUsefulSinr(), state);
    m_utility->Weigh(state);
    return state;
}

void
MogResourceManager::Decide()
{
    NS_LOG_FUNCTION(this);
    const auto start = Clock::now();
    const auto all = m_links.size();
    const std::vector<double> nothing(all, 0);
    Decision decision{{nothing, std::vector<uint32_t>(all, 0)}, nothing, nothing, m_links};
    const auto chosen = ChooseLinks();
    m_deciding = true;
    if (!chosen.empty())
    {
        const auto state = Sense(chosen);
        m_networkStateTrace(state);
        double seconds;
        const auto allocation = Allocate(state, seconds);
        Predict(state, allocation, decision);
        m_statistics.AddDecision(state, allocation, Choose(decision.rate, chosen), seconds);
        WarnOfFallbacks();
    }
    m_allocationTrace(decision.allocation);
    m_deciding = false;
    m_ratesTrace(decision.bound, decision.rate);
    if (m_signalDelay.IsZero())
    {
        Apply(decision);
    }
    else
    {
        const auto isOver = [](const EventId& order) { return order.IsExpired(); };
        m_orders.erase(std::remove_if(m_orders.begin(), m_orders.end(), isOver), m_orders.end());
        const Ptr<MogResourceManager> self(this);
        m_orders.push_back(
            Simulator::Schedule(m_signalDelay, &MogResourceManager::Apply, self, decision));
    }
    m_statistics.AddTime(GetSecondsSince(start));
}

MogAllocation
MogResourceManager::Allocate(const MogNetworkState& state, double& seconds)
{
    m_allocator->Prepare(state);
    const auto start = Clock::now();
    auto allocation = m_allocator->Allocate(state);
    seconds = GetSecondsSince(start);
    CheckAllocation(state, allocation);
    m_decisionTimeTrace(seconds);
    return allocation;
}

void
MogResourceManager::Predict(const MogNetworkState& state,
                            const MogAllocation& allocation,
                            Decision& decision) const
{
    const auto efficiency = MogGetLinkRates(state, allocation);
    for (std::size_t i = 0; i < state.links; i++)
    {
        const auto& link = state.link[i];
        decision.allocation.power[link.index] = allocation.power[i] * link.powerLimit;
        decision.allocation.rb[link.index] = allocation.rb.empty() ? 0 : allocation.rb[i];
        decision.bound[link.index] = link.bandwidth * efficiency[i];
        const double sinr = std::expm1(efficiency[i] * M_LN2);
        decision.rate[link.index] = link.bandwidth * m_rateAdaptation->GetRate(sinr);
    }
    decision.allocation.fallback = allocation.fallback;
}

void
MogResourceManager::Apply(const Decision& decision)
{
    NS_LOG_FUNCTION(this);
    for (std::size_t i = 0; i < decision.links.size(); i++)
    {
        const auto& link = decision.links[i];
        if (HasLink(link))
        {
            const auto& [power, rb, fallback] = decision.allocation;
            CheckAlive(link->GetControl());
            link->GetControl()->Apply(power[i], rb[i], decision.rate[i]);
            link->Grant(decision.rate[i], power[i]);
        }
    }
}

void
MogResourceManager::WarnOfFallbacks()
{
    // Now and then is what the comparison is there for; more than that is a policy out of place.
    constexpr uint64_t FEW = 10;
    constexpr double OFTEN = 0.2;
    const auto fallbacks = m_statistics.GetNFallbacks();
    if (m_warned || fallbacks < FEW || fallbacks < OFTEN * m_statistics.GetDecisions())
    {
        return;
    }
    m_warned = true;
    for (const auto& [reason, number] : m_statistics.GetFallbacks())
    {
        NS_LOG_WARN("MogResourceManager: " << number << " of " << m_statistics.GetDecisions()
                                           << " decisions fell back, as " << reason);
    }
}

void
MogResourceManager::CheckAllocation(const MogNetworkState& state,
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

const MogDecisionStatistics&
MogResourceManager::GetStatistics() const
{
    return m_statistics;
}

int64_t
MogResourceManager::AssignStreams(int64_t stream)
{
    NS_LOG_FUNCTION(this << stream);
    const int64_t assigned = m_allocator->AssignStreams(stream);
    return assigned + m_estimator->AssignStreams(stream + assigned);
}

} // namespace ns3
