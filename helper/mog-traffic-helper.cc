/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-traffic-helper.h"

#include "ns3/inet-socket-address.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/ipv4.h"
#include "ns3/log.h"
#include "ns3/mog-saturated-source.h"
#include "ns3/node.h"
#include "ns3/packet-sink-helper.h"
#include "ns3/pointer.h"
#include "ns3/uinteger.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("MogTrafficHelper");

ApplicationContainer
MogTrafficHelper::Install(const NetDeviceContainer& devices)
{
    NS_LOG_FUNCTION(devices.GetN());
    const uint32_t headers = 28; // IPv4 and UDP
    InternetStackHelper internet;
    for (uint32_t i = 0; i < devices.GetN(); i++)
    {
        if (!devices.Get(i)->GetNode()->GetObject<Ipv4>())
        {
            internet.Install(devices.Get(i)->GetNode());
        }
    }

    Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.252");
    ApplicationContainer sinks;
    for (uint32_t i = 0; i < devices.GetN(); i += 2)
    {
        NetDeviceContainer link(devices.Get(i));
        link.Add(devices.Get(i + 1));
        const auto destination = addresses.Assign(link).GetAddress(1);
        addresses.NewNetwork();

        auto source = CreateObject<MogSaturatedSource>();
        source->SetAttribute("Remote", AddressValue(InetSocketAddress(destination, PORT)));
        source->SetAttribute("PacketSize", UintegerValue(link.Get(0)->GetMtu() - headers));
        source->SetAttribute("Device", PointerValue(link.Get(0)));
        link.Get(0)->GetNode()->AddApplication(source);

        PacketSinkHelper sink("ns3::UdpSocketFactory", InetSocketAddress(destination, PORT));
        sinks.Add(sink.Install(link.Get(1)->GetNode()));
    }
    return sinks;
}

} // namespace ns3
