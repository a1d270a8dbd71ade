/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-delayed-channel-estimator.h"

#include "mog-device-control.h"

#include "ns3/log.h"
#include "ns3/simulator.h"

#include <algorithm>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("MogDelayedChannelEstimator");

NS_OBJECT_ENSURE_REGISTERED(MogDelayedChannelEstimator);

namespace
{

/// Index of a link that is not there.
constexpr std::size_t NONE = SIZE_MAX;

/**
 * Find links among others.
 * @param links the links
 * @param others the others
 * @return for each link, its index among the others, or NONE
 */
std::vector<std::size_t>
FindAmong(const std::vector<Ptr<MogDeviceControl>>& links,
          const std::vector<Ptr<MogDeviceControl>>& others)
{
    std::vector<std::size_t> index;
    for (const auto& link : links)
    {
        const auto found = std::find(others.begin(), others.end(), link);
        index.push_back(found == others.end() ? NONE : found - others.begin());
    }
    return index;
}

/**
 * Copy gains of all paths that both channels have.
 * @param from a channel
 * @param index for each link of the other channel, its index in this one, or NONE
 * @param to the other channel
 */
void
CopyGains(const MogNetworkState& from, const std::vector<std::size_t>& index, MogNetworkState& to)
{
    const std::size_t k = index.size();
    // The older channel may have been the same on all resource blocks, or the other way round.
    const std::size_t last = from.perRb ? from.rbs - 1 : 0;
    for (std::size_t entry = 0; entry < to.gain.size(); entry++)
    {
        const std::size_t n = std::min(entry / (k * k), last);
        const std::size_t rx = index[entry / k % k];
        const std::size_t tx = index[entry % k];
        if (rx != NONE && tx != NONE)
        {
            to.gain[entry] = from.gain[(n * from.links + rx) * from.links + tx];
        }
    }
}

/**
 * Copy positions of all links that both channels have.
 * @param from positions of one channel
 * @param index for each link of the other channel, its index in this one, or NONE
 * @param to positions of the other channel
 */
void
CopyPositions(const std::vector<double>& from,
              const std::vector<std::size_t>& index,
              std::vector<double>& to)
{
    for (std::size_t entry = 0; entry < to.size(); entry++)
    {
        if (index[entry / 2] != NONE)
        {
            to[entry] = from[2 * index[entry / 2] + entry % 2];
        }
    }
}

} // namespace

TypeId
MogDelayedChannelEstimator::GetTypeId()
{
    static TypeId tid = TypeId("ns3::MogDelayedChannelEstimator")
                            .SetParent<MogChannelEstimatorDecorator>()
                            .SetGroupName("Mog")
                            .AddConstructor<MogDelayedChannelEstimator>()
                            .AddAttribute("Delay",
                                          "Age of what is known",
                                          TimeValue(MilliSeconds(100)),
                                          MakeTimeAccessor(&MogDelayedChannelEstimator::m_delay),
                                          MakeTimeChecker(Time(0)));
    return tid;
}

MogDelayedChannelEstimator::MogDelayedChannelEstimator()
{
    NS_LOG_FUNCTION(this);
}

MogDelayedChannelEstimator::~MogDelayedChannelEstimator()
{
    NS_LOG_FUNCTION(this);
}

void
MogDelayedChannelEstimator::DoDispose()
{
    NS_LOG_FUNCTION(this);
    m_history.clear();
    MogChannelEstimatorDecorator::DoDispose();
}

void
MogDelayedChannelEstimator::Distort(const std::vector<Ptr<MogDeviceControl>>& links,
                                    MogNetworkState& state)
{
    NS_LOG_FUNCTION(this << links.size());
    const Time horizon = Simulator::Now() - m_delay;
    m_history.push_back({Simulator::Now(), links, state});
    while (m_history.size() > 1 && m_history[1].time <= horizon)
    {
        m_history.pop_front();
    }
    // From the newest to the oldest: what is left in the end is the oldest that is known.
    for (auto record = m_history.rbegin(); record != m_history.rend(); ++record)
    {
        const auto index = FindAmong(links, record->links);
        CopyGains(record->state, index, state);
        CopyPositions(record->state.txPosition, index, state.txPosition);
        CopyPositions(record->state.rxPosition, index, state.rxPosition);
    }
}

} // namespace ns3
