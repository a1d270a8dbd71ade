/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-pilot-channel-estimator.h"

#include "mog-device-control.h"
#include "mog-net-device.h"
#include "mog-phy.h"
#include "mog-pilot-receiver.h"

#include "ns3/abort.h"
#include "ns3/log.h"
#include "ns3/random-variable-stream.h"
#include "ns3/simulator.h"
#include "ns3/spectrum-channel.h"
#include "ns3/spectrum-propagation-loss-model.h"

#include <algorithm>
#include <cmath>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("MogPilotChannelEstimator");

NS_OBJECT_ENSURE_REGISTERED(MogPilotChannelEstimator);

namespace
{

/**
 * Tell how long a device's last PDU may still be on the channel.
 * @param device the device
 * @return time until the next slot begins; 0 at the beginning of one
 */
Time
GetTimeToSlot(Ptr<NetDevice> device)
{
    const int64_t tti = DynamicCast<MogNetDevice>(device)->GetTti().GetTimeStep();
    const int64_t since = Simulator::Now().GetTimeStep() % tti;
    return TimeStep(since == 0 ? 0 : tti - since);
}

/**
 * Tell whether the resource blocks of a link have gains of their own.
 * @param link the link
 * @return whether they have
 */
bool
IsPerRb(Ptr<MogDeviceControl> link)
{
    const auto channel = DynamicCast<SpectrumChannel>(link->GetChannel());
    return link->GetNRbs() > 1 && channel && channel->GetSpectrumPropagationLossModel();
}

} // namespace

TypeId
MogPilotChannelEstimator::GetTypeId()
{
    static TypeId tid = TypeId("ns3::MogPilotChannelEstimator")
                            .SetParent<MogChannelEstimator>()
                            .SetGroupName("Mog")
                            .AddConstructor<MogPilotChannelEstimator>()
                            .AddAttribute("PilotDuration",
                                          "Duration of each link's pilot",
                                          TimeValue(MicroSeconds(20)),
                                          MakeTimeAccessor(&MogPilotChannelEstimator::m_duration),
                                          MakeTimeChecker(NanoSeconds(1)))
                            .AddAttribute("Guard",
                                          "Silence before the first and after every pilot: the "
                                          "longest time that a signal travels",
                                          TimeValue(MicroSeconds(5)),
                                          MakeTimeAccessor(&MogPilotChannelEstimator::m_guard),
                                          MakeTimeChecker(Time(0)));
    return tid;
}

MogPilotChannelEstimator::MogPilotChannelEstimator()
    : m_random(CreateObject<NormalRandomVariable>())
{
    NS_LOG_FUNCTION(this);
}

MogPilotChannelEstimator::~MogPilotChannelEstimator()
{
    NS_LOG_FUNCTION(this);
}

void
MogPilotChannelEstimator::DoDispose()
{
    NS_LOG_FUNCTION(this);
    ForgetAll();
    m_random = nullptr;
    MogChannelEstimator::DoDispose();
}

MogPilotChannelEstimator::Ends
MogPilotChannelEstimator::FindEnds(Ptr<MogDeviceControl> link)
{
    const auto transmitter = DynamicCast<MogNetDevice>(link->GetTransmitter());
    const auto receiver = DynamicCast<MogNetDevice>(link->GetReceiver());
    NS_ABORT_MSG_UNLESS(transmitter && receiver,
                        "MogPilotChannelEstimator: "
                            << MogDescribeLink(link)
                            << " cannot send and measure pilots, which ns3::MogNetDevice alone can;"
                               " use another estimator, such as ns3::MogIdealChannelEstimator");
    return {EventId(), transmitter->GetPhy(), receiver->GetPhy(), Create<MogPilotReceiver>()};
}

Time
MogPilotChannelEstimator::Prepare(const std::vector<Ptr<MogDeviceControl>>& links)
{
    NS_LOG_FUNCTION(this << links.size());
    std::map<Ptr<MogDeviceControl>, Ends> ends;
    Time wait(0);
    for (const auto& link : links)
    {
        const auto known = m_ends.find(link);
        ends[link] = known == m_ends.end() ? FindEnds(link) : known->second;
        wait = std::max(wait, GetTimeToSlot(link->GetTransmitter()));
    }
    ForgetAll();
    m_ends = ends;

    wait += m_guard;
    for (const auto& link : links)
    {
        auto& [pilot, transmitter, receiver, measurement] = m_ends.at(link);
        receiver->SetSignalCallback(MakeCallback(&MogPilotReceiver::Receive, measurement));
        measurement->Begin();
        pilot = Simulator::Schedule(wait,
                                    &MogPhy::SendPilot,
                                    transmitter,
                                    link->GetMaxPower(),
                                    m_duration);
        wait += m_duration + m_guard;
    }
    return wait;
}

MogNetworkState
MogPilotChannelEstimator::Estimate(const std::vector<Ptr<MogDeviceControl>>& links)
{
    NS_LOG_FUNCTION(this << links.size());
    const std::size_t k = links.size();
    MogNetworkState state;
    state.links = k;
    state.rbs = links.empty() ? 1 : links[0]->GetNRbs();
    state.perRb = std::any_of(links.begin(), links.end(), IsPerRb);
    const std::size_t parts = state.perRb ? state.rbs : 1;
    state.gain.resize(parts * k * k, 0);
    for (std::size_t i = 0; i < k; i++)
    {
        const auto receiver = m_ends.find(links[i]);
        for (std::size_t j = 0; receiver != m_ends.end() && j < k; j++)
        {
            const auto transmitter = m_ends.find(links[j]);
            if (transmitter == m_ends.end())
            {
                continue;
            }
            const auto measured =
                receiver->second.measurement->Measure(transmitter->second.transmitter, parts);
            const double maxPower = links[j]->GetMaxPower();
            const double noise = links[i]->GetNoisePower();
            const double band = links[i]->GetBandwidth() * state.rbs;
            const double energy = maxPower / parts * m_duration.GetSeconds(); // of a part, sent
            for (std::size_t n = 0; n < measured.size(); n++)
            {
                const double density = noise / links[i]->GetBandwidth() + measured[n].interference;
                state.gain[(n * k + i) * k + j] =
                    DrawEstimate(measured[n].signal * band / maxPower, density / energy) *
                    maxPower / noise;
            }
        }
    }
    for (const auto& link : m_ends)
    {
        link.second.measurement->End();
    }
    return state;
}

double
MogPilotChannelEstimator::DrawEstimate(double gain, double variance)
{
    const double deviation = std::sqrt(variance / 2);
    const double re = std::sqrt(gain) + deviation * m_random->GetValue();
    const double im = deviation * m_random->GetValue();
    return std::max(re * re + im * im - variance, 0.0);
}

void
MogPilotChannelEstimator::Forget(Ptr<MogDeviceControl> link)
{
    NS_LOG_FUNCTION(this << link);
    const auto ends = m_ends.find(link);
    if (ends != m_ends.end())
    {
        ends->second.pilot.Cancel();
        ends->second.receiver->SetSignalCallback(MogPhy::SignalCallback());
        m_ends.erase(ends);
    }
}

void
MogPilotChannelEstimator::ForgetAll()
{
    while (!m_ends.empty())
    {
        Forget(m_ends.begin()->first);
    }
}

int64_t
MogPilotChannelEstimator::AssignStreams(int64_t stream)
{
    NS_LOG_FUNCTION(this << stream);
    m_random->SetStream(stream);
    return 1;
}

} // namespace ns3
