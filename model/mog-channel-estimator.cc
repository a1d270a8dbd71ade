/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-channel-estimator.h"

#include "mog-device-control.h"

#include "ns3/abort.h"
#include "ns3/log.h"
#include "ns3/mobility-model.h"
#include "ns3/net-device.h"
#include "ns3/node.h"
#include "ns3/propagation-loss-model.h"
#include "ns3/spectrum-channel.h"
#include "ns3/spectrum-propagation-loss-model.h"

#include <cmath>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("MogChannelEstimator");

NS_OBJECT_ENSURE_REGISTERED(MogChannelEstimator);
NS_OBJECT_ENSURE_REGISTERED(MogIdealChannelEstimator);

namespace
{

/**
 * Get where a device is.
 * @param device the device
 * @return its node's mobility model
 */
Ptr<MobilityModel>
GetMobility(Ptr<NetDevice> device)
{
    auto mobility = device->GetNode()->GetObject<MobilityModel>();
    NS_ABORT_MSG_UNLESS(mobility,
                        "MogIdealChannelEstimator: node "
                            << device->GetNode()->GetId()
                            << " has no mobility model; install one with MobilityHelper before the "
                               "simulation starts");
    return mobility;
}

/**
 * Append where somebody is on the ground.
 * @param mobility somebody
 * @param positions x and y in m, in turn
 */
void
AddPosition(Ptr<const MobilityModel> mobility, std::vector<double>& positions)
{
    const auto position = mobility->GetPosition();
    positions.push_back(position.x);
    positions.push_back(position.y);
}

} // namespace

TypeId
MogChannelEstimator::GetTypeId()
{
    static TypeId tid = TypeId("ns3::MogChannelEstimator").SetParent<Object>().SetGroupName("Mog");
    return tid;
}

MogChannelEstimator::MogChannelEstimator()
{
    NS_LOG_FUNCTION(this);
}

MogChannelEstimator::~MogChannelEstimator()
{
    NS_LOG_FUNCTION(this);
}

TypeId
MogIdealChannelEstimator::GetTypeId()
{
    static TypeId tid = TypeId("ns3::MogIdealChannelEstimator")
                            .SetParent<MogChannelEstimator>()
                            .SetGroupName("Mog")
                            .AddConstructor<MogIdealChannelEstimator>();
    return tid;
}

MogIdealChannelEstimator::MogIdealChannelEstimator()
{
    NS_LOG_FUNCTION(this);
}

MogIdealChannelEstimator::~MogIdealChannelEstimator()
{
    NS_LOG_FUNCTION(this);
}

MogChannelState
MogIdealChannelEstimator::Estimate(const std::vector<Ptr<MogDeviceControl>>& links)
{
    NS_LOG_FUNCTION(this << links.size());
    MogChannelState state;
    state.links = links.size();
    std::vector<Ptr<MobilityModel>> transmitters;
    std::vector<double> maxPower;
    for (const auto& link : links)
    {
        transmitters.push_back(GetMobility(link->GetTransmitter()));
        maxPower.push_back(link->GetMaxPower());
        AddPosition(transmitters.back(), state.txPosition);
    }

    state.gain.reserve(links.size() * links.size());
    for (const auto& link : links)
    {
        auto channel = link->GetChannel();
        auto loss = channel->GetPropagationLossModel();
        NS_ABORT_MSG_UNLESS(loss && !channel->GetSpectrumPropagationLossModel(),
                            "MogIdealChannelEstimator: the channel has "
                                << (loss ? "a frequency-dependent" : "no")
                                << " propagation loss model; give it a PropagationLossModel with "
                                   "AddPropagationLossModel(), or use another estimator");
        auto receiver = GetMobility(link->GetReceiver());
        AddPosition(receiver, state.rxPosition);
        const auto node = link->GetReceiver()->GetNode();
        for (std::size_t j = 0; j < links.size(); j++)
        {
            const bool sameNode = links[j]->GetTransmitter()->GetNode() == node;
            const double gainDb = sameNode ? 0 : loss->CalcRxPower(0, transmitters[j], receiver);
            const double gain = sameNode ? 0 : std::pow(10, gainDb / 10);
            state.gain.push_back(gain * maxPower[j] / link->GetNoisePower());
        }
    }
    return state;
}

} // namespace ns3
