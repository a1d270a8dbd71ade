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

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("MogIdealChannelEstimator");

NS_OBJECT_ENSURE_REGISTERED(MogIdealChannelEstimator);

namespace
{

/// One end of a link.
struct End
{
    Ptr<NetDevice> device;       //!< the device
    Ptr<MobilityModel> mobility; //!< where it is
    Ptr<Channel> channel;        //!< the channel it uses
};

/**
 * Look up an end of a link.
 * @param device the device
 * @param channel its channel
 * @return the end
 */
End
FindEnd(Ptr<NetDevice> device, Ptr<Channel> channel)
{
    auto mobility = device->GetNode()->GetObject<MobilityModel>();
    NS_ABORT_MSG_UNLESS(mobility,
                        "MogIdealChannelEstimator: "
                            << MogDescribeDevice(device)
                            << " has no mobility model; install one on its node with "
                               "MobilityHelper before the simulation starts");
    return {device, mobility, channel};
}

/**
 * Append where somebody is on the ground.
 * @param end somebody
 * @param positions x and y in m, in turn
 */
void
AddPosition(const End& end, std::vector<double>& positions)
{
    const auto position = end.mobility->GetPosition();
    positions.push_back(position.x);
    positions.push_back(position.y);
}

/**
 * Tell whether a receiver is within reach of a transmitter at all.
 * @param receiver a receiving end
 * @param transmitter a transmitting end
 * @return whether they are on different nodes and on one channel
 */
bool
CanHear(const End& receiver, const End& transmitter)
{
    return receiver.device->GetNode() != transmitter.device->GetNode() &&
           receiver.channel == transmitter.channel;
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
    std::vector<End> transmitters;
    std::vector<End> receivers;
    std::vector<MogPathGain> paths; // to each receiver
    std::vector<double> maxPower;
    for (const auto& link : links)
    {
        receivers.push_back(FindEnd(link->GetReceiver(), link->GetChannel()));
        paths.emplace_back(link);
        const auto objection = paths.back().GetObjection();
        NS_ABORT_MSG_UNLESS(objection.empty(),
                            "MogIdealChannelEstimator: " << objection
                                                         << ", or use another estimator");
        transmitters.push_back(FindEnd(link->GetTransmitter(), link->GetChannel()));
        maxPower.push_back(link->GetMaxPower());
        AddPosition(transmitters.back(), state.txPosition);
        AddPosition(receivers.back(), state.rxPosition);
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
            const bool known = !CanHear(receivers[i], transmitters[j]) ||
                               paths[i].Get(transmitters[j].mobility, gain);
            NS_ABORT_MSG_UNLESS(known || i != j,
                                "MogIdealChannelEstimator: the channel does not know the loss from "
                                    << MogDescribeDevice(transmitters[j].device) << " to "
                                    << MogDescribeDevice(receivers[i].device)
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
