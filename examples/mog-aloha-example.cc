/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

/**
 * @file
 * @ingroup mog-examples
 *
 * mog plugged into devices that ns-3 ships: the scenario of ns-3's example
 * adhoc-aloha-ideal-phy-matrix-propagation-loss-model (AdhocAlohaNoackIdealPhyHelper, packet
 * sockets, a matrix of losses), with several pairs instead of one. It is simulated as it is, all
 * pairs with the same power and rate, and with mog, which gives each its own.
 *
 * Losses and the instants at which pairs start are drawn anew in each run.
 */

#include "mog-plug-in-report.h"

#include "ns3/adhoc-aloha-noack-ideal-phy-helper.h"
#include "ns3/data-rate.h"
#include "ns3/mobility-helper.h"
#include "ns3/mobility-model.h"
#include "ns3/mog-helper.h"
#include "ns3/packet-socket-client.h"
#include "ns3/packet-socket-helper.h"
#include "ns3/packet-socket-server.h"
#include "ns3/propagation-loss-model.h"
#include "ns3/random-variable-stream.h"
#include "ns3/simulator.h"
#include "ns3/spectrum-helper.h"
#include "ns3/spectrum-value.h"

#include <algorithm>
#include <cmath>
#include <vector>

using namespace ns3;

namespace
{

/// Options of the command line.
struct Options
{
    int32_t links{5};         //!< number of pairs
    double duration{1};       //!< length of the measurement in s
    double power{0.1};        //!< W
    double directLoss{110};   //!< mean loss between the ends of a pair in dB
    double crossLoss{120};    //!< mean loss between pairs in dB
    double spread{10};        //!< losses are up to so many dB higher or lower
    double maxLoss{1000};     //!< dB beyond which nothing is heard
    double load{100};         //!< offered to each pair in Mbit/s
    double rate{20};          //!< rate without mog in Mbit/s
    int32_t packetSize{1000}; //!< bytes
};

/**
 * End with one line of explanation if there is nothing sensible to simulate.
 * @param options options of the command line
 */
void
Check(const Options& options)
{
    const std::vector<std::pair<const char*, double>> positive = {
        {"links", options.links},
        {"duration", options.duration},
        {"power", options.power},
        {"load", options.load},
        {"rate", options.rate},
        {"packetSize", options.packetSize}};
    for (const auto& [name, value] : positive)
    {
        MogRequire(value > 0 && value < 1e6,
                   std::string("--") + name + ": give a number above 0, below 10^6");
    }
    MogRequire(options.rate >= 1e-6, "--rate: give at least 1e-6, which is 1 bit/s");
    for (const double loss : {options.directLoss, options.crossLoss, options.spread})
    {
        MogRequire(std::abs(loss) <= 1000,
                   "--directLoss, --crossLoss and --spread: give no more than 1000");
    }
    MogRequire(options.packetSize <= 1480, // MTU of 1500 with MAC and LLC headers
               "--packetSize: a packet holds 1480 bytes at most");
}

/**
 * Draw the losses of all paths that matter: from each transmitter to each receiver.
 *
 * @param options options of the command line
 * @param transmitters transmitting nodes
 * @param receivers receiving nodes
 * @param random a variable from -1 to 1
 * @return the loss model
 */
Ptr<MatrixPropagationLossModel>
DrawLosses(const Options& options,
           const NodeContainer& transmitters,
           const NodeContainer& receivers,
           Ptr<RandomVariableStream> random)
{
    auto losses = CreateObject<MatrixPropagationLossModel>();
    for (int32_t i = 0; i < options.links; i++)
    {
        for (int32_t j = 0; j < options.links; j++)
        {
            const double mean = i == j ? options.directLoss : options.crossLoss;
            losses->SetLoss(transmitters.Get(j)->GetObject<MobilityModel>(),
                            receivers.Get(i)->GetObject<MobilityModel>(),
                            mean + options.spread * random->GetValue(),
                            false);
        }
    }
    return losses;
}

/**
 * Make a power spectral density in bands of 5 MHz, as ns-3's example has it: 20 MHz of full density
 * with the skirts that 802.11's transmit mask allows.
 *
 * @param power power in the 20 MHz, in W
 * @return the density in W/Hz
 */
Ptr<SpectrumValue>
CreateTxPsd(double power)
{
    const double near = 0.0015849; // -28 dB
    const double far = 1e-4;       // -40 dB
    const std::vector<double> mask{far, far, near, near, 1, 1, 1, 1, near, near, far, far};
    Bands bands;
    for (std::size_t i = 0; i < mask.size(); i++)
    {
        const double low = 2387e6 + 5e6 * i;
        bands.push_back({low, low + 2.5e6, low + 5e6});
    }
    auto psd = Create<SpectrumValue>(Create<SpectrumModel>(bands));
    std::copy(mask.begin(), mask.end(), psd->ValuesBegin());
    *psd *= power / 20e6;
    return psd;
}

/**
 * Simulate a run.
 * @param options options of the command line
 * @param allocator type of allocator; empty for the scenario without mog
 * @return payload received by its destinations, over the time measured, in bit/s
 */
double
Simulate(const Options& options, const std::string& allocator)
{
    NodeContainer transmitters(options.links);
    NodeContainer receivers(options.links);
    NodeContainer nodes(transmitters, receivers);
    MobilityHelper mobility;
    mobility.SetMobilityModel("ns3::ConstantPositionMobilityModel");
    mobility.Install(nodes);
    PacketSocketHelper packetSocket;
    packetSocket.Install(nodes);

    auto random = CreateObjectWithAttributes<UniformRandomVariable>("Min", DoubleValue(-1));
    random->SetStream(1);
    SpectrumChannelHelper channel;
    channel.SetChannel("ns3::SingleModelSpectrumChannel",
                       "MaxLossDb",
                       DoubleValue(options.maxLoss));
    channel.SetPropagationDelay("ns3::ConstantSpeedPropagationDelayModel");
    channel.AddPropagationLoss(DrawLosses(options, transmitters, receivers, random));

    const auto txPsd = CreateTxPsd(options.power);
    auto noisePsd = Create<SpectrumValue>(txPsd->GetSpectrumModel());
    *noisePsd = 1.381e-23 * 290;
    AdhocAlohaNoackIdealPhyHelper helper;
    helper.SetChannel(channel.Create());
    helper.SetTxPowerSpectralDensity(txPsd);
    helper.SetNoisePowerSpectralDensity(noisePsd);
    helper.SetPhyAttribute("Rate", DataRateValue(DataRate(options.rate * 1e6)));
    const auto txDevices = helper.Install(transmitters);
    const auto rxDevices = helper.Install(receivers);

    MogHelper mog;
    if (!allocator.empty())
    {
        mog.SetAllocator(allocator);
        mog.Manage(txDevices, rxDevices);
    }

    uint64_t received = 0;
    const auto count = MakeBoundCallback(&MogPlugInReport::Count, &received);
    for (int32_t i = 0; i < options.links; i++)
    {
        PacketSocketAddress address;
        address.SetSingleDevice(txDevices.Get(i)->GetIfIndex());
        address.SetPhysicalAddress(rxDevices.Get(i)->GetAddress());
        address.SetProtocol(1);
        auto client = CreateObject<PacketSocketClient>();
        client->SetRemote(address);
        client->SetAttribute("PacketSize", UintegerValue(options.packetSize));
        client->SetAttribute("MaxPackets", UintegerValue(0));
        const double interval = 8 * options.packetSize / (options.load * 1e6);
        client->SetAttribute("Interval", TimeValue(Seconds(interval)));
        client->SetStartTime(Seconds(interval * (1 + random->GetValue())));
        transmitters.Get(i)->AddApplication(client);
        auto server = CreateObject<PacketSocketServer>();
        address.SetSingleDevice(rxDevices.Get(i)->GetIfIndex());
        server->SetLocal(address);
        server->TraceConnectWithoutContext("Rx", count);
        receivers.Get(i)->AddApplication(server);
    }
    Simulator::Stop(Seconds(options.duration));
    Simulator::Run();
    Simulator::Destroy();
    return 8 * received / options.duration;
}

} // namespace

int
main(int argc, char* argv[])
{
    Options options;
    CommandLine cmd(__FILE__);
    cmd.AddValue("links", "number of pairs", options.links);
    cmd.AddValue("duration", "length of the measurement, s", options.duration);
    cmd.AddValue("power", "power without mog, and maximum power with it, W", options.power);
    cmd.AddValue("directLoss", "mean loss between the ends of a pair, dB", options.directLoss);
    cmd.AddValue("crossLoss", "mean loss between pairs, dB", options.crossLoss);
    cmd.AddValue("spread", "how much losses differ from their mean at most, dB", options.spread);
    cmd.AddValue("maxLoss", "loss beyond which receivers hear nothing, dB", options.maxLoss);
    cmd.AddValue("load", "offered to each pair, Mbit/s", options.load);
    cmd.AddValue("rate", "rate without mog, Mbit/s", options.rate);
    cmd.AddValue("packetSize", "payload of a packet, bytes", options.packetSize);
    MogPlugInReport report(cmd);
    cmd.Parse(argc, argv);
    return report.Run("mog-aloha-example", [&](const std::string& allocator) {
        Check(options);
        return Simulate(options, allocator);
    });
}
