/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

/**
 * @file
 * @ingroup mog-examples
 *
 * mog plugged into Wi-Fi: the scenario of ns-3's example wifi-power-adaptation-interference. Two
 * access points send as much UDP as they can to a station each, on one channel of IEEE 802.11a. As
 * it is, a station manager adapts rate and power; with mog, the manager keeps the rate and mog sets
 * the powers.
 *
 * Stations are somewhere around their access points, elsewhere in each run.
 */

#include "mog-plug-in-report.h"

#include "ns3/constant-position-mobility-model.h"
#include "ns3/double.h"
#include "ns3/inet-socket-address.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/mog-helper.h"
#include "ns3/mog-ns3-compat.h"
#include "ns3/on-off-helper.h"
#include "ns3/packet-sink-helper.h"
#include "ns3/packet-sink.h"
#include "ns3/random-variable-stream.h"
#include "ns3/simulator.h"
#include "ns3/ssid.h"
#include "ns3/uinteger.h"
#include "ns3/wifi-remote-station-manager.h"
#include "ns3/yans-wifi-helper.h"

using namespace ns3;

namespace
{

/// Options of the command line.
struct Options
{
    double distance{100};                        //!< between the access points in m
    double range{30};                            //!< of a station to its access point in m
    double duration{2};                          //!< length of the measurement in s
    double maxPower{17};                         //!< dBm
    double minPower{0};                          //!< dBm
    int32_t levels{18};                          //!< powers that a station manager knows
    std::string manager{"ns3::ParfWifiManager"}; //!< station manager of the access points
};

/// When packets begin: stations have associated by then, in s.
constexpr double TRAFFIC_START = 0.3;

/// When the measurement begins: the station managers have found their rates by then, in s.
constexpr double WARM_UP = 0.5;

/**
 * End with one line of explanation if there is nothing sensible to simulate.
 * @param options options of the command line
 */
void
Check(const Options& options)
{
    TypeId manager;
    MogRequire(options.distance > 0 && options.range > 0 && options.duration > 0,
               "--distance, --range and --duration: give numbers above 0");
    MogRequire(options.minPower <= options.maxPower, "--minPower: give no more than --maxPower");
    MogRequire(options.levels >= 2 && options.levels <= 255,
               "--levels: give a number from 2 to 255");
    MogRequire(TypeId::LookupByNameFailSafe(options.manager, &manager) &&
                   manager.IsChildOf(WifiRemoteStationManager::GetTypeId()),
               "--manager=" + options.manager + ": ns-3 has no such station manager");
}

/**
 * Put two access points on a line and a station somewhere around each.
 *
 * @param options options of the command line
 * @param accessPoints the access points
 * @param stations the stations
 */
void
InstallMobility(const Options& options,
                const NodeContainer& accessPoints,
                const NodeContainer& stations)
{
    auto random = CreateObject<UniformRandomVariable>();
    random->SetStream(1);
    for (uint32_t i = 0; i < 2; i++)
    {
        const double radius = options.range * std::sqrt(random->GetValue(0.01, 1));
        const double angle = random->GetValue(0, 2 * M_PI);
        const Vector center(i * options.distance, 0, 0);
        const Vector offset(radius * std::cos(angle), radius * std::sin(angle), 0);
        accessPoints.Get(i)->AggregateObject(CreateObject<ConstantPositionMobilityModel>());
        accessPoints.Get(i)->GetObject<MobilityModel>()->SetPosition(center);
        stations.Get(i)->AggregateObject(CreateObject<ConstantPositionMobilityModel>());
        stations.Get(i)->GetObject<MobilityModel>()->SetPosition(center + offset);
    }
}

/**
 * Simulate a run.
 * @param options options of the command line
 * @param allocator type of allocator; empty for the scenario without mog
 * @return UDP payload received by both stations, over the time measured, in bit/s
 */
double
Simulate(const Options& options, const std::string& allocator)
{
    NodeContainer accessPoints(2);
    NodeContainer stations(2);
    InstallMobility(options, accessPoints, stations);

    YansWifiPhyHelper phy;
    phy.SetChannel(YansWifiChannelHelper::Default().Create());
    phy.Set("TxPowerEnd", DoubleValue(options.maxPower));
    WifiHelper wifi;
    wifi.SetStandard(WIFI_STANDARD_80211a);
    WifiMacHelper mac;
    NetDeviceContainer apDevices;
    NetDeviceContainer staDevices;
    for (uint32_t i = 0; i < 2; i++)
    {
        const SsidValue ssid(Ssid("AP" + std::to_string(i)));
        wifi.SetRemoteStationManager("ns3::AarfWifiManager");
        phy.Set("TxPowerStart", DoubleValue(options.maxPower));
        phy.Set("TxPowerLevels", UintegerValue(1));
        mac.SetType("ns3::StaWifiMac", "Ssid", ssid, "MaxMissedBeacons", UintegerValue(1000));
        staDevices.Add(wifi.Install(phy, mac, stations.Get(i)));
        wifi.SetRemoteStationManager(options.manager,
                                     "DefaultTxPowerLevel",
                                     UintegerValue(options.levels - 1));
        phy.Set("TxPowerStart", DoubleValue(options.minPower));
        phy.Set("TxPowerLevels", UintegerValue(options.levels));
        // different intervals, lest beacons of one always collide with the other's
        mac.SetType("ns3::ApWifiMac",
                    "Ssid",
                    ssid,
                    "BeaconInterval",
                    TimeValue(MicroSeconds(102400 + 1024 * i)));
        apDevices.Add(wifi.Install(phy, mac, accessPoints.Get(i)));
    }
    const NetDeviceContainer devices(staDevices, apDevices);
    wifi.AssignStreams(devices, 100);

    MogHelper mog;
    if (!allocator.empty())
    {
        mog.SetAllocator(allocator);
        mog.Manage(apDevices, staDevices);
    }

    InternetStackHelper internet;
    internet.Install(NodeContainer(accessPoints, stations));
    internet.AssignStreams(NodeContainer(accessPoints, stations), 1000);
    Ipv4AddressHelper addresses;
    addresses.SetBase("10.1.1.0", "255.255.255.0");
    const auto interfaces = addresses.Assign(devices);
    uint64_t received = 0;
    const auto count = MakeBoundCallback(&MogPlugInReport::Count, &received);
    for (uint32_t i = 0; i < 2; i++)
    {
        const InetSocketAddress remote(interfaces.GetAddress(i), 9);
        OnOffHelper source("ns3::UdpSocketFactory", remote);
        source.SetConstantRate(DataRate("54Mb/s"), 1420);
        source.SetAttribute("StartTime", TimeValue(Seconds(TRAFFIC_START)));
        source.Install(accessPoints.Get(i));
        PacketSinkHelper sink("ns3::UdpSocketFactory", remote);
        sink.Install(stations.Get(i)).Get(0)->TraceConnectWithoutContext("Rx", count);
    }
    Simulator::Schedule(Seconds(WARM_UP), MogCall, [&received] { received = 0; });
    Simulator::Stop(Seconds(WARM_UP + options.duration));
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
    cmd.AddValue("distance", "between the access points, m", options.distance);
    cmd.AddValue("range",
                 "how far stations are from their access points at most, m",
                 options.range);
    cmd.AddValue("duration", "length of the measurement, s", options.duration);
    cmd.AddValue("maxPower", "highest power, dBm", options.maxPower);
    cmd.AddValue("minPower", "lowest power that the station manager knows, dBm", options.minPower);
    cmd.AddValue("levels", "number of powers that the station manager knows", options.levels);
    cmd.AddValue("manager", "station manager of the access points", options.manager);
    MogPlugInReport report(cmd);
    cmd.Parse(argc, argv);
    return report.Run("mog-wifi-example", [&](const std::string& allocator) {
        Check(options);
        return Simulate(options, allocator);
    });
}
