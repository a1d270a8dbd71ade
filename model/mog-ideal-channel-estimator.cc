/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-ideal-channel-estimator.h"

#include "mog-device-control.h"
#include "mog-path-gain.h"

#include "ns3/abort.h"
#include "ns3/channel.h"
#include "ns3/log.h"
#include "ns3/mobility-model.h"
#include "ns3/net-device.h"
#include "ns3/node.h"
#include "ns3/spectrum-phy.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("MogIdealChannelEstimator");

NS_OBJECT_ENSURE_REGISTERED(MogIdealChannelEstimator);

namespace
{

/**
 * Find where an end of a link is. Aborts if nobody knows.
 * @param device its device
 * @param phy its physical layer; may be null
 * @return its mobility model
 */
Ptr<MobilityModel>
FindMobility(Ptr<NetDevice> device, Ptr<SpectrumPhy> phy)
{
    const auto mobility = MogFindMobility(device, phy);
    NS_ABORT_MSG_UNLESS(mobility,
                        "MogIdealChannelEstimator: "
                            << MogDescribeDevice(device)
                            << " has no mobility model; install one on its node with "
                               "MobilityHelper before the simulation starts");
    return mobility;
}

/**
 * Append where somebody is on the ground.
 * @param mobility somebody's
 * @param positions x and y in m, in turn
 */
void
AddPosition(Ptr<MobilityModel> mobility, std::vector<double>& positions)
{
    const auto position = mobility->GetPosition();
    positions.push_back(position.x);
    positions.push_back(position.y);
}

/**
 * Tell whether a link's receiver is within reach of another one's transmitter at all.
 * @param to the link
 * @param from the other one
 * @return whether they are on different nodes and on one channel
 */
bool
CanHear(Ptr<const MogDeviceControl> to, Ptr<const MogDeviceControl> from)
{
    return to->GetReceiver()->GetNode() != from->GetTransmitter()->GetNode() &&
           to->GetChannel() == from->GetChannel();
}

} // namespace

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

MogNetworkState
MogIdealChannelEstimator::Estimate(const std::vector<Ptr<MogDeviceControl>>& links)
{
    NS_LOG_FUNCTION(this << links.size());
    const std::size_t k = links.size();
    MogNetworkState state;
    state.links = k;
    std::vector<MogPathGain> paths; // to each receiver
    std::vector<double> maxPower;
    for (const auto& link : links)
    {
        AddPosition(FindMobility(link->GetReceiver(), link->GetReceiverPhy()), state.rxPosition);
        AddPosition(FindMobility(link->GetTransmitter(), link->GetTransmitterPhy()),
                    state.txPosition);
        paths.emplace_back(link);
        const auto objection = paths.back().GetObjection();
        NS_ABORT_MSG_UNLESS(objection.empty(),
                            "MogIdealChannelEstimator: " << objection
                                                         << ", or use another estimator");
        maxPower.push_back(link->GetMaxPower());
        state.rbs = link->GetNRbs();
        state.perRb |= state.rbs > 1 && !paths.back().IsFlat();
    }

    const std::size_t matrices = state.perRb ? state.rbs : 1;
    state.gain.resize(matrices * k * k);
    std::vector<double> gain;
    for (std::size_t i = 0; i < k; i++)
    {
        const double noise = links[i]->GetNoisePower();
        for (std::size_t j = 0; j < k; j++)
        {
            gain.assign(matrices, 0);
            // what nobody has told the channel is no gain between links, but a mistake within one
            const bool known = !CanHear(links[i], links[j]) || paths[i].Get(paths[j], gain);
            NS_ABORT_MSG_UNLESS(known || i != j,
                                "MogIdealChannelEstimator: the channel does not know the loss from "
                                    << MogDescribeDevice(links[j]->GetTransmitter()) << " to "
                                    << MogDescribeDevice(links[i]->GetReceiver())
                                    << "; set it in the channel's loss model before the link is "
                                       "added");
            for (std::size_t n = 0; n < matrices; n++)
            {
                state.gain[(n * k + i) * k + j] = gain[n] * maxPower[j] / noise;
            }
        }
    }
    return state;
}

std::string
MogIdealChannelEstimator::GetObjection(Ptr<const MogDeviceControl> link)
{
    return MogPathGain(link).GetObjection();
}

} // namespace ns3
