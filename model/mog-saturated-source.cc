/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-saturated-source.h"

#include "mog-net-device.h"

#include "ns3/abort.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/packet.h"
#include "ns3/pointer.h"
#include "ns3/socket.h"
#include "ns3/udp-socket-factory.h"
#include "ns3/uinteger.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("MogSaturatedSource");

NS_OBJECT_ENSURE_REGISTERED(MogSaturatedSource);

TypeId
MogSaturatedSource::GetTypeId()
{
    static TypeId tid = TypeId("ns3::MogSaturatedSource")
                            .SetParent<Application>()
                            .SetGroupName("Mog")
                            .AddConstructor<MogSaturatedSource>()
                            .AddAttribute("Remote",
                                          "Address and port of the destination",
                                          AddressValue(),
                                          MakeAddressAccessor(&MogSaturatedSource::m_remote),
                                          MakeAddressChecker())
                            .AddAttribute("PacketSize",
                                          "Bytes of payload in a packet",
                                          UintegerValue(1472),
                                          MakeUintegerAccessor(&MogSaturatedSource::m_packetSize),
                                          MakeUintegerChecker<uint32_t>(1))
                            .AddAttribute("Device",
                                          "The MogNetDevice whose queue is kept filled",
                                          PointerValue(),
                                          MakePointerAccessor(&MogSaturatedSource::m_device),
                                          MakePointerChecker<MogNetDevice>());
    return tid;
}

MogSaturatedSource::MogSaturatedSource()
{
    NS_LOG_FUNCTION(this);
}

MogSaturatedSource::~MogSaturatedSource()
{
    NS_LOG_FUNCTION(this);
}

void
MogSaturatedSource::DoDispose()
{
    NS_LOG_FUNCTION(this);
    m_socket = nullptr;
    m_device = nullptr;
    Application::DoDispose();
}

void
MogSaturatedSource::StartApplication()
{
    NS_LOG_FUNCTION(this);
    NS_ABORT_MSG_UNLESS(m_device, "MogSaturatedSource: set attribute Device to a MogNetDevice");
    m_socket = Socket::CreateSocket(GetNode(), UdpSocketFactory::GetTypeId());
    const bool ipv6 = Inet6SocketAddress::IsMatchingType(m_remote);
    const int bound = ipv6 ? m_socket->Bind6() : m_socket->Bind();
    NS_ABORT_MSG_IF(bound != 0 || m_socket->Connect(m_remote) != 0,
                    "MogSaturatedSource: cannot connect to '"
                        << m_remote
                        << "'; set attribute Remote to an "
                           "InetSocketAddress or Inet6SocketAddress");
    m_device->TraceConnectWithoutContext("TxOpportunity",
                                         MakeCallback(&MogSaturatedSource::Fill, this));
    Fill(0);
}

void
MogSaturatedSource::StopApplication()
{
    NS_LOG_FUNCTION(this);
    if (m_socket)
    {
        m_device->TraceDisconnectWithoutContext("TxOpportunity",
                                                MakeCallback(&MogSaturatedSource::Fill, this));
        m_socket->Close();
        m_socket = nullptr;
    }
}

void
MogSaturatedSource::Fill(uint32_t bytes)
{
    NS_LOG_FUNCTION(this << bytes);
    while (m_device->GetBacklog() <= bytes)
    {
        const uint32_t before = m_device->GetBacklog();
        m_socket->Send(Create<Packet>(m_packetSize));
        if (m_device->GetBacklog() <= before)
        {
            break; // the queue is shorter than a slot, or the packet takes another way
        }
    }
}

} // namespace ns3
