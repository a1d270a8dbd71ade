/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-traffic-helper.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/icmpv6-l4-protocol.h"
#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-generator.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/ipv4.h"
#include "ns3/ipv6-address-helper.h"
#include "ns3/log.h"
#include "ns3/mog-device-control.h"
#include "ns3/mog-saturated-source.h"
#include "ns3/node.h"
#include "ns3/on-off-helper.h"
#include "ns3/packet-sink-helper.h"
#include "ns3/pointer.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <functional>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("MogTrafficHelper");

namespace
{

/**
 * Get the number of a link's network, which no other link has.
 * @param link the link's devices
 * @return the number
 */
uint32_t
GetNetworkNumber(const NetDeviceContainer& link)
{
    const uint32_t node = link.Get(0)->GetNode()->GetId();
    const uint32_t device = link.Get(0)->GetIfIndex();
    NS_ABORT_MSG_UNLESS(node < 1 << 16 && device < 1 << 6,
                        "MogTrafficHelper: " << MogDescribeDevice(link.Get(0))
                                             << " has no network of its own: there are some for 64 "
                                                "devices of each of the first 65536 nodes");
    return node << 6 | device;
}

/**
 * Give a link a network of its own, in 10.0.0.0/8.
 * @param link the link's devices
 * @return address of the receiver
 */
Address
AssignIpv4(const NetDeviceContainer& link)
{
    const Ipv4Address network(10 << 24 | GetNetworkNumber(link) << 2);
    Ipv4AddressHelper addresses(network, "255.255.255.252");
    return InetSocketAddress(addresses.Assign(link).GetAddress(1), MogTrafficHelper::PORT);
}

/**
 * Give a link a network of its own, in 2001:db8::/32. Addresses are valid at once: nobody else can
 * have them.
 * @param link the link's devices
 * @return address of the receiver
 */
Address
AssignIpv6(const NetDeviceContainer& link)
{
    const uint32_t number = GetNetworkNumber(link);
    uint8_t network[16] = {0x20, 0x01, 0x0d, 0xb8};
    for (int byte = 0; byte < 4; byte++)
    {
        network[7 - byte] = number >> (8 * byte) & 0xff;
    }
    for (auto device = link.Begin(); device != link.End(); ++device)
    {
        auto icmp = (*device)->GetNode()->GetObject<Icmpv6L4Protocol>();
        icmp->SetAttribute("DAD", BooleanValue(false));
    }
    Ipv6AddressHelper addresses(Ipv6Address(network), Ipv6Prefix(64));
    return Inet6SocketAddress(addresses.Assign(link).GetAddress(1, 1), MogTrafficHelper::PORT);
}

/**
 * Give every link a network, a source and a sink.
 * @param devices transmitter and receiver of each link
 * @param ipv6 whether addresses are those of IPv6
 * @param install makes the source of a link whose packets go to an address
 * @return the sinks
 */
ApplicationContainer
Load(const NetDeviceContainer& devices,
     bool ipv6,
     const std::function<void(Ptr<NetDevice>, const Address&)>& install)
{
    NS_ABORT_MSG_UNLESS(devices.GetN() % 2 == 0,
                        "MogTrafficHelper: " << devices.GetN()
                                             << " devices; give transmitter and receiver of each "
                                                "link in turn");
    const uint16_t least = ipv6 ? 1280 : 68; // RFC 8200, section 5, and RFC 791, section 3.2
    for (auto device = devices.Begin(); device != devices.End(); ++device)
    {
        NS_ABORT_MSG_IF((*device)->GetMtu() < least,
                        "MogTrafficHelper: " << MogDescribeDevice(*device) << " has an MTU of "
                                             << (*device)->GetMtu() << " bytes, and IPv"
                                             << (ipv6 ? 6 : 4) << " needs " << least
                                             << "; raise attribute Mtu");
    }
    InternetStackHelper internet;
    for (uint32_t i = 0; i < devices.GetN(); i++)
    {
        if (!devices.Get(i)->GetNode()->GetObject<Ipv4>())
        {
            internet.Install(devices.Get(i)->GetNode());
        }
    }

    ApplicationContainer sinks;
    for (uint32_t i = 0; i < devices.GetN(); i += 2)
    {
        NetDeviceContainer link(devices.Get(i));
        link.Add(devices.Get(i + 1));
        const Address destination = ipv6 ? AssignIpv6(link) : AssignIpv4(link);
        install(link.Get(0), destination);
        PacketSinkHelper sink("ns3::UdpSocketFactory", destination);
        sinks.Add(sink.Install(link.Get(1)->GetNode()));
    }
    return sinks;
}

} // namespace

ApplicationContainer
MogTrafficHelper::Install(const NetDeviceContainer& devices, bool ipv6)
{
    NS_LOG_FUNCTION(devices.GetN() << ipv6);
    const uint32_t headers = (ipv6 ? 40 : 20) + 8; // IP and UDP
    return Load(devices, ipv6, [headers](Ptr<NetDevice> device, const Address& destination) {
        auto source = CreateObject<MogSaturatedSource>();
        source->SetAttribute("Remote", AddressValue(destination));
        source->SetAttribute("PacketSize", UintegerValue(device->GetMtu() - headers));
        source->SetAttribute("Device", PointerValue(device));
        device->GetNode()->AddApplication(source);
    });
}

ApplicationContainer
MogTrafficHelper::InstallOnOff(const NetDeviceContainer& devices,
                               DataRate load,
                               int64_t stream,
                               bool ipv6)
{
    NS_LOG_FUNCTION(devices.GetN() << load << stream << ipv6);
    return Load(devices, ipv6, [&](Ptr<NetDevice> device, const Address& destination) {
        OnOffHelper source("ns3::UdpSocketFactory", destination);
        source.SetConstantRate(DataRate(2 * load.GetBitRate()), 1000);
        for (const auto time : {"OnTime", "OffTime"})
        {
            source.SetAttribute(time, StringValue("ns3::ExponentialRandomVariable[Mean=0.5]"));
        }
        source.Install(device->GetNode());
        stream += source.AssignStreams(NodeContainer(device->GetNode()), stream);
    });
}

} // namespace ns3
