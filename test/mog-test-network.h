/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_TEST_NETWORK_H
#define MOG_TEST_NETWORK_H

#include "ns3/constant-position-mobility-model.h"
#include "ns3/mac48-address.h"
#include "ns3/mog-net-device.h"
#include "ns3/mog-phy.h"
#include "ns3/node.h"
#include "ns3/propagation-loss-model.h"
#include "ns3/single-model-spectrum-channel.h"
#include "ns3/spectrum-model.h"

#include <cmath>
#include <vector>

/**
 * @ingroup mog-tests
 *
 * Links with a given gain matrix and nothing else: no manager, no network layer.
 */
class MogTestNetwork
{
  public:
    /**
     * Constructor.
     * @param gain gain[rx][tx], linear
     */
    explicit MogTestNetwork(const std::vector<std::vector<double>>& gain)
        : m_gain(gain)
    {
        using namespace ns3;
        auto loss = CreateObject<MatrixPropagationLossModel>();
        auto channel = CreateObject<SingleModelSpectrumChannel>();
        channel->AddPropagationLossModel(loss);
        auto band =
            Create<SpectrumModel>(Bands{{2.4e9 - BANDWIDTH / 2, 2.4e9, 2.4e9 + BANDWIDTH / 2}});
        std::vector<Ptr<MobilityModel>> txMobility;
        std::vector<Ptr<MobilityModel>> rxMobility;
        for (std::size_t i = 0; i < gain.size(); i++)
        {
            transmitters.push_back(CreateDevice(channel, band));
            receivers.push_back(CreateDevice(channel, band));
            channel->AddRx(receivers[i]->GetPhy());
            transmitters[i]->ConnectTo(receivers[i]);
            txMobility.push_back(transmitters[i]->GetNode()->GetObject<MobilityModel>());
            rxMobility.push_back(receivers[i]->GetNode()->GetObject<MobilityModel>());
        }
        for (std::size_t i = 0; i < gain.size(); i++)
        {
            for (std::size_t j = 0; j < gain.size(); j++)
            {
                loss->SetLoss(txMobility[j], rxMobility[i], -10 * std::log10(gain[i][j]), false);
            }
        }
    }

    /**
     * Shannon capacity of a link when all transmit, in closed form.
     * @param link the link
     * @param power transmission powers in W
     * @return bit/s
     */
    double GetCapacity(std::size_t link, const std::vector<double>& power) const
    {
        double interference = NOISE_DENSITY * BANDWIDTH;
        for (std::size_t j = 0; j < power.size(); j++)
        {
            interference += j == link ? 0 : m_gain[link][j] * power[j];
        }
        return BANDWIDTH * std::log2(1 + m_gain[link][link] * power[link] / interference);
    }

    static constexpr double BANDWIDTH = 5e6;          //!< Hz
    static constexpr double NOISE_DENSITY = 1.26e-20; //!< W/Hz

    std::vector<ns3::Ptr<ns3::MogNetDevice>> transmitters; //!< one per link
    std::vector<ns3::Ptr<ns3::MogNetDevice>> receivers;    //!< one per link

  private:
    /**
     * Make a node with a device.
     * @param channel the channel
     * @param band the band
     * @return the device
     */
    static ns3::Ptr<ns3::MogNetDevice> CreateDevice(ns3::Ptr<ns3::SpectrumChannel> channel,
                                                    ns3::Ptr<ns3::SpectrumModel> band)
    {
        using namespace ns3;
        auto node = CreateObject<Node>();
        auto mobility = CreateObject<ConstantPositionMobilityModel>();
        node->AggregateObject(mobility);
        auto phy = CreateObject<MogPhy>();
        phy->SetBand(band, NOISE_DENSITY);
        phy->SetMobility(mobility);
        phy->SetChannel(channel);
        auto device = CreateObject<MogNetDevice>();
        device->SetAddress(Mac48Address::Allocate());
        device->SetPhy(phy);
        node->AddDevice(device);
        return device;
    }

    std::vector<std::vector<double>> m_gain; //!< gain[rx][tx]
};

#endif /* MOG_TEST_NETWORK_H */
