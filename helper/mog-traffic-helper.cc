/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-traffic-helper.h"

#include "ns3/boolean.h"
#include "ns3/icmpv6-l4-protocol.h"
#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/ipv4.h"
#include "ns3/ipv6-address-helper.h"
#include "ns3/log.h"
#include "ns3/mog-saturated-source.h"
#include "ns3/node.h"
#include "ns3/packet-sink-helper.h"
#include "ns3/pointer.h"
#include "ns3/uinteger.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("MogTrafficHelper");

namespace
{

/**
 * Give a link a network of its own.
 * @param addresses gives the addresses
 * @param link the link's devices
 * @return address and port of the receiver's sink
 */
Address
Assign(Ipv4AddressHelper& addresses, const NetDeviceContainer& link)
{
    const auto destination = addresses.Assign(link).GetAddress(1);
    addresses.NewNetwork();
    return InetSocketAddress(destination, MogTrafficHelper::PORT);
}

/**
 * Give a link a network of its own. Its addresses are valid at once: they can be nobody else's.
 * @param addresses gives the addresses
 * @param link the link's devices
 * @return address and port of the receiver's sink
 */
Address
Assign(Ipv6AddressHelper& addresses, const NetDeviceContainer& link)
{
    for (auto device = link.Begin(); device != link.End(); ++device)
    {
        auto icmp = (*device)->GetNode()->GetObject<Icmpv6L4Protocol>();
        icmp->SetAttribute("DAD", BooleanValue(false));
    }
    const auto destination = addresses.Assign(link).GetAddress(1, 1);
    addresses.NewNetwork();
    return Inet6SocketAddress(destination, MogTrafficHelper::PORT);
}

} // namespace

ApplicationContainer
MogTrafficHelper::Install(const NetDeviceContainer& devices, bool ipv6)
{
    NS_LOG_FUNCTION(devices.GetN() << ipv6);
    const uint32_t headers = (ipv6 ? 40 : 20) + 8; // IP and UDP
    InternetStackHelper internet;
    for (uint32_t i = 0; i < devices.GetN(); i++)
    {
        if (!devices.Get(i)->GetNode()->GetObject<Ipv4>())
        {
            internet.Install(devices.Get(i)->GetNode());
        }
    }

    Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.252");
    Ipv6AddressHelper addresses6("2001:db8::", Ipv6Prefix(64));
    ApplicationContainer sinks;
    for (uint32_t i = 0; i < devices.GetN(); i += 2)
    {
        NetDeviceContainer link(devices.Get(i));
        link.Add(devices.Get(i + 1));
        const Address destination = ipv6 ? Assign(addresses6, link) : Assign(addresses, link);

        auto source = CreateObject<MogSaturatedSource>();
        source->SetAttribute("Remote", AddressValue(destination));
        source->SetAttribute("PacketSize", UintegerValue(link.Get(0)->GetMtu() - headers));
        source->SetAttribute("Device", PointerValue(link.Get(0)));
        link.Get(0)->GetNode()->AddApplication(source);

        PacketSinkHelper sink("ns3::UdpSocketFactory", destination);
        sinks.Add(sink.Install(link.Get(1)->GetNode()));
    }
    return sinks;
}

} // namespace ns3
