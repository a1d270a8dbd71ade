/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_TEST_ALOHA_H
#define MOG_TEST_ALOHA_H

#include "ns3/adhoc-aloha-noack-ideal-phy-helper.h"
#include "ns3/mobility-helper.h"
#include "ns3/mobility-model.h"
#include "ns3/mog-device-control.h"
#include "ns3/net-device-container.h"
#include "ns3/packet.h"
#include "ns3/propagation-loss-model.h"
#include "ns3/single-model-spectrum-channel.h"
#include "ns3/spectrum-value.h"

#include <cmath>
#include <vector>

/**
 * @ingroup mog-tests
 *
 * Pairs of devices as AdhocAlohaNoackIdealPhyHelper makes them, which give all of them the same
 * object as their transmit density.
 */
struct MogTestAloha
{
    static constexpr double BANDWIDTH = 1e6;    //!< of the test network's band in Hz
    static constexpr double NOISE = 4e-21;      //!< W/Hz
    static constexpr double POWER = 0.1;        //!< with which transmitters are found in W
    static constexpr double DIRECT_LOSS = 110;  //!< between the ends of a pair in dB
    static constexpr double CROSS_LOSS = 113;   //!< between pairs in dB
    static constexpr uint32_t PACKET = 1000;    //!< bytes with all headers
    static constexpr uint32_t HEADERS = 12 + 8; //!< bytes that a device adds: MAC and LLC

    /**
     * Get a power gain.
     * @param loss the loss in dB
     * @return the gain
     */
    static double GetGain(double loss)
    {
        return std::pow(10, -loss / 10);
    }

    /**
     * Make pairs.
     * @param pairs how many
     */
    explicit MogTestAloha(uint32_t pairs)
        : MogTestAloha(pairs, MakeBand(), POWER / BANDWIDTH)
    {
    }

    /**
     * Make pairs.
     * @param pairs how many
     * @param band where they transmit
     * @param density with how much, in W/Hz
     */
    MogTestAloha(uint32_t pairs, ns3::Ptr<ns3::SpectrumModel> band, double density)
        : received(pairs, 0)
    {
        ns3::NodeContainer txNodes(pairs);
        ns3::NodeContainer rxNodes(pairs);
        ns3::MobilityHelper mobility;
        mobility.Install(txNodes);
        mobility.Install(rxNodes);
        auto loss = ns3::CreateObject<ns3::MatrixPropagationLossModel>();
        for (uint32_t i = 0; i < pairs; i++)
        {
            for (uint32_t j = 0; j < pairs; j++)
            {
                loss->SetLoss(txNodes.Get(j)->GetObject<ns3::MobilityModel>(),
                              rxNodes.Get(i)->GetObject<ns3::MobilityModel>(),
                              i == j ? DIRECT_LOSS : CROSS_LOSS,
                              false);
            }
        }
        channel = ns3::CreateObject<ns3::SingleModelSpectrumChannel>();
        channel->AddPropagationLossModel(loss);
        psd = ns3::Create<ns3::SpectrumValue>(band);
        *psd = density;
        auto noise = ns3::Create<ns3::SpectrumValue>(band);
        *noise = NOISE;
        ns3::AdhocAlohaNoackIdealPhyHelper helper;
        helper.SetChannel(channel);
        helper.SetTxPowerSpectralDensity(psd);
        helper.SetNoisePowerSpectralDensity(noise);
        transmitters = helper.Install(txNodes);
        receivers = helper.Install(rxNodes);
        for (uint32_t i = 0; i < pairs; i++)
        {
            receivers.Get(i)->SetReceiveCallback(ns3::MakeCallback(&MogTestAloha::Receive, this));
        }
    }

    /**
     * Make the band.
     * @return a band of BANDWIDTH
     */
    static ns3::Ptr<ns3::SpectrumModel> MakeBand()
    {
        return ns3::Create<ns3::SpectrumModel>(
            ns3::Bands{{2.4e9, 2.4e9 + BANDWIDTH / 2, 2.4e9 + BANDWIDTH}});
    }

    /**
     * Take the link of a pair.
     * @param pair the pair
     * @return its control
     */
    ns3::Ptr<ns3::MogDeviceControl> Take(uint32_t pair) const
    {
        return ns3::MogDeviceControl::Create(transmitters.Get(pair), receivers.Get(pair));
    }

    /**
     * Send a packet through a link.
     * @param pair the link
     */
    void Send(uint32_t pair)
    {
        transmitters.Get(pair)->Send(ns3::Create<ns3::Packet>(PACKET - HEADERS),
                                     receivers.Get(pair)->GetAddress(),
                                     1);
    }

    /**
     * Count a packet.
     * @param device who received it
     * @param packet the packet
     * @param protocol its protocol
     * @param from its sender
     * @return true
     */
    bool Receive(ns3::Ptr<ns3::NetDevice> device,
                 ns3::Ptr<const ns3::Packet> packet,
                 uint16_t protocol,
                 const ns3::Address& from)
    {
        for (uint32_t i = 0; i < received.size(); i++)
        {
            received[i] += receivers.Get(i) == device;
        }
        return true;
    }

    ns3::Ptr<ns3::SingleModelSpectrumChannel> channel; //!< the channel
    ns3::Ptr<ns3::SpectrumValue> psd;                  //!< what all transmitters share
    ns3::NetDeviceContainer transmitters;              //!< one per pair
    ns3::NetDeviceContainer receivers;                 //!< one per pair
    std::vector<uint32_t> received; //!< packets that each receiver got for itself
};

#endif /* MOG_TEST_ALOHA_H */
