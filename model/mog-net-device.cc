/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-net-device.h"

#include "mog-mac-header.h"
#include "mog-phy.h"

#include "ns3/abort.h"
#include "ns3/drop-tail-queue.h"
#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"
#include "ns3/spectrum-channel.h"
#include "ns3/uinteger.h"

#include <cmath>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("MogNetDevice");

NS_OBJECT_ENSURE_REGISTERED(MogNetDevice);

TypeId
MogNetDevice::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::MogNetDevice")
            .SetParent<NetDevice>()
            .SetGroupName("Mog")
            .AddConstructor<MogNetDevice>()
            .AddAttribute("Mtu",
                          "Largest packet of the upper layer, in bytes",
                          UintegerValue(1500),
                          MakeUintegerAccessor(&MogNetDevice::SetMtu, &MogNetDevice::GetMtu),
                          MakeUintegerChecker<uint16_t>(1))
            .AddAttribute("Tti",
                          "Length of a slot. Has to be the same for all links of a channel.",
                          TimeValue(MilliSeconds(10)),
                          MakeTimeAccessor(&MogNetDevice::m_tti),
                          MakeTimeChecker(MicroSeconds(10)))
            .AddAttribute("Guard",
                          "Silence at the end of a slot, for signals that travel different "
                          "distances. Shorter than Tti.",
                          TimeValue(MicroSeconds(1)),
                          MakeTimeAccessor(&MogNetDevice::m_guard),
                          MakeTimeChecker(NanoSeconds(1)))
            .AddAttribute(
                "MinPduSize",
                "A link whose rate gives less than this number of bytes per slot is "
                "silent: headers would take most of it, and the receiver counts whole "
                "bytes.",
                UintegerValue(32),
                MakeUintegerAccessor(&MogNetDevice::m_minPduSize),
                MakeUintegerChecker<uint32_t>(MogPduHeader::SIZE + MogSegmentHeader::SIZE + 1))
            .AddAttribute("TxQueue",
                          "Packets that wait for transmission; a DropTailQueue of 1000 packets "
                          "unless set",
                          PointerValue(),
                          MakePointerAccessor(&MogNetDevice::SetQueue, &MogNetDevice::GetQueue),
                          MakePointerChecker<Queue<Packet>>())
            .AddTraceSource("TxOpportunity",
                            "A slot starts that this device may send a number of bytes in; a sink "
                            "may still give the device packets for it",
                            MakeTraceSourceAccessor(&MogNetDevice::m_txOpportunity),
                            "ns3::MogNetDevice::TxOpportunityTracedCallback")
            .AddTraceSource("MacTx",
                            "A packet came from the upper layer for transmission",
                            MakeTraceSourceAccessor(&MogNetDevice::m_macTx),
                            "ns3::Packet::TracedCallback")
            .AddTraceSource("MacTxDrop",
                            "A packet of the upper layer was dropped: the queue is full, or this "
                            "device does not transmit to that address",
                            MakeTraceSourceAccessor(&MogNetDevice::m_macTxDrop),
                            "ns3::Packet::TracedCallback")
            .AddTraceSource("MacRx",
                            "A complete packet goes to the upper layer",
                            MakeTraceSourceAccessor(&MogNetDevice::m_macRx),
                            "ns3::Packet::TracedCallback")
            .AddTraceSource("PhyTx",
                            "A PDU, headers included, goes to the physical layer",
                            MakeTraceSourceAccessor(&MogNetDevice::m_phyTx),
                            "ns3::Packet::TracedCallback")
            .AddTraceSource("PhyRx",
                            "A PDU, headers included, was received without error",
                            MakeTraceSourceAccessor(&MogNetDevice::m_phyRx),
                            "ns3::Packet::TracedCallback");
    return tid;
}

MogNetDevice::MogNetDevice()
    : m_ifIndex(0),
      m_linkUp(false),
      m_power(0),
      m_rb(0),
      m_pduSize(0),
      m_lastSlot(-1),
      m_receivedBytes(0),
      m_lostPdus(0)
{
    NS_LOG_FUNCTION(this);
    auto queue = CreateObject<DropTailQueue<Packet>>();
    queue->SetMaxSize(QueueSize(QueueSizeUnit::PACKETS, 1000));
    SetQueue(queue);
}

MogNetDevice::~MogNetDevice()
{
    NS_LOG_FUNCTION(this);
}

void
MogNetDevice::DoDispose()
{
    NS_LOG_FUNCTION(this);
    m_slotEvent.Cancel();
    m_segmenter.Clear();
    m_reassembler.Clear();
    m_receiver = nullptr;
    if (m_phy)
    {
        m_phy->Disconnect();
        m_phy->Dispose();
    }
    m_phy = nullptr;
    m_channel = nullptr;
    m_node = nullptr;
    m_rxCallback = ReceiveCallback();
    m_promiscCallback = PromiscReceiveCallback();
    NetDevice::DoDispose();
}

void
MogNetDevice::SetPhy(Ptr<MogPhy> phy)
{
    NS_LOG_FUNCTION(this << phy);
    m_phy = phy;
    phy->SetDevice(this);
    phy->SetGenericPhyRxEndOkCallback(MakeCallback(&MogNetDevice::Receive, this));
    phy->SetGenericPhyRxEndErrorCallback(MakeCallback(&MogNetDevice::ReceiveError, this));
}

Ptr<MogPhy>
MogNetDevice::GetPhy() const
{
    return m_phy;
}

void
MogNetDevice::SetChannel(Ptr<SpectrumChannel> channel)
{
    NS_LOG_FUNCTION(this << channel);
    m_channel = channel;
}

void
MogNetDevice::ConnectTo(Ptr<MogNetDevice> receiver)
{
    NS_LOG_FUNCTION(this << receiver);
    if (m_receiver && m_receiver != receiver)
    {
        m_receiver->m_peer = Mac48Address();
        m_receiver->m_phy->SetPeer(nullptr);
        m_receiver->m_linkUp = false;
        m_receiver->m_linkChange();
    }
    m_receiver = receiver;
    m_peer = receiver->m_address;
    receiver->m_peer = m_address;
    receiver->m_phy->SetPeer(m_phy);
    m_linkUp = true;
    receiver->m_linkUp = true;
    m_linkChange();
    receiver->m_linkChange();
}

bool
MogNetDevice::IsConnectedTo(Ptr<const MogNetDevice> receiver) const
{
    return m_receiver && m_peer == receiver->m_address && receiver->m_peer == m_address;
}

void
MogNetDevice::SetTransmission(double power, DataRate rate, uint32_t rb)
{
    NS_LOG_FUNCTION(this << power << rate << rb);
    NS_ABORT_MSG_UNLESS(power >= 0 && std::isfinite(power),
                        "MogNetDevice: a transmission power of "
                            << power << " W was set; it has to be finite and not negative");
    NS_ABORT_MSG_UNLESS(m_guard < m_tti,
                        "MogNetDevice: attribute Guard is " << m_guard.As(Time::US)
                                                            << ", but has to be shorter than Tti, "
                                                            << m_tti.As(Time::US));
    const double bits = static_cast<double>(rate.GetBitRate()) * (m_tti - m_guard).GetSeconds();
    m_power = power;
    m_rate = rate;
    m_rb = rb;
    m_pduSize = static_cast<uint32_t>(bits / 8);
    if (power == 0 || m_pduSize < m_minPduSize)
    {
        m_pduSize = 0;
    }
    ScheduleSlot();
}

double
MogNetDevice::GetTxPower() const
{
    return m_power;
}

DataRate
MogNetDevice::GetTxRate() const
{
    return m_rate;
}

uint32_t
MogNetDevice::GetTxRb() const
{
    return m_rb;
}

uint32_t
MogNetDevice::GetPduSize() const
{
    return m_pduSize;
}

uint32_t
MogNetDevice::GetBacklog() const
{
    return m_segmenter.GetBacklog();
}

Time
MogNetDevice::GetHeadOfLineDelay() const
{
    return m_segmenter.GetHeadOfLineDelay();
}

uint64_t
MogNetDevice::GetReceivedBytes() const
{
    return m_receivedBytes;
}

uint64_t
MogNetDevice::GetLostPdus() const
{
    return m_lostPdus;
}

Time
MogNetDevice::GetTti() const
{
    return m_tti;
}

void
MogNetDevice::SetQueue(Ptr<Queue<Packet>> queue)
{
    NS_LOG_FUNCTION(this << queue);
    m_segmenter.SetQueue(queue);
}

Ptr<Queue<Packet>>
MogNetDevice::GetQueue() const
{
    return m_segmenter.GetQueue();
}

void
MogNetDevice::ScheduleSlot()
{
    NS_LOG_FUNCTION(this);
    if (m_pduSize == 0 || !m_slotEvent.IsExpired() || m_segmenter.GetBacklog() == 0)
    {
        return;
    }
    const int64_t tti = m_tti.GetTimeStep();
    const int64_t now = Simulator::Now().GetTimeStep();
    int64_t slot = (now + tti - 1) / tti;
    if (slot == m_lastSlot)
    {
        slot++;
    }
    m_slotEvent = Simulator::Schedule(TimeStep(slot * tti - now), &MogNetDevice::StartSlot, this);
}

void
MogNetDevice::StartSlot()
{
    NS_LOG_FUNCTION(this);
    // Whatever else is due at this instant goes first: power and rate that are set at the start of
    // a slot hold in that slot, for all devices, whichever order their events are in.
    m_lastSlot = Simulator::Now().GetTimeStep() / m_tti.GetTimeStep();
    m_slotEvent = Simulator::ScheduleNow(&MogNetDevice::Transmit, this);
}

void
MogNetDevice::Transmit()
{
    NS_LOG_FUNCTION(this);
    if (m_pduSize > 0)
    {
        m_txOpportunity(m_pduSize);
    }
    auto pdu = m_pduSize > 0 ? m_segmenter.BuildPdu(m_pduSize) : nullptr;
    if (pdu)
    {
        // Bits per second such that the PDU fills the slot up to the guard: rounded up, as a PDU
        // that is a nanosecond too long would reach into the next slot.
        const double bits = 8.0 * pdu->GetSize();
        const double rate = std::ceil(bits / (m_tti - m_guard).GetSeconds());
        m_phy->SetTxPower(m_power, m_rb);
        m_phy->SetRate(DataRate(static_cast<uint64_t>(rate)));
        m_phyTx(pdu);
        m_phy->StartTx(pdu);
    }
    ScheduleSlot();
}

void
MogNetDevice::Receive(Ptr<Packet> pdu)
{
    NS_LOG_FUNCTION(this << pdu);
    m_receivedBytes += pdu->GetSize();
    m_phyRx(pdu);
    for (const auto& packet : m_reassembler.Receive(pdu))
    {
        MogProtocolHeader header;
        packet->RemoveHeader(header);
        m_macRx(packet);
        if (!m_promiscCallback.IsNull())
        {
            m_promiscCallback(this,
                              packet->Copy(),
                              header.GetProtocol(),
                              m_peer,
                              m_address,
                              PACKET_HOST);
        }
        if (!m_rxCallback.IsNull())
        {
            m_rxCallback(this, packet, header.GetProtocol(), m_peer);
        }
    }
}

void
MogNetDevice::ReceiveError()
{
    NS_LOG_FUNCTION(this);
    m_lostPdus++;
}

bool
MogNetDevice::Send(Ptr<Packet> packet, const Address& dest, uint16_t protocolNumber)
{
    NS_LOG_FUNCTION(this << packet << dest << protocolNumber);
    m_macTx(packet);
    const auto to = Mac48Address::ConvertFrom(dest);
    const bool forPeer = to == m_peer || to.IsBroadcast() || to.IsGroup();
    auto sdu = packet->Copy();
    sdu->AddHeader(MogProtocolHeader(protocolNumber));
    if (!m_receiver || !forPeer || packet->GetSize() > m_mtu || !m_segmenter.Enqueue(sdu))
    {
        m_macTxDrop(packet);
        return false;
    }
    ScheduleSlot();
    return true;
}

bool
MogNetDevice::SendFrom(Ptr<Packet> packet,
                       const Address& source,
                       const Address& dest,
                       uint16_t protocolNumber)
{
    NS_LOG_FUNCTION(this << packet << source << dest << protocolNumber);
    return false;
}

void
MogNetDevice::SetIfIndex(const uint32_t index)
{
    m_ifIndex = index;
}

uint32_t
MogNetDevice::GetIfIndex() const
{
    return m_ifIndex;
}

Ptr<Channel>
MogNetDevice::GetChannel() const
{
    return m_channel;
}

void
MogNetDevice::SetAddress(Address address)
{
    NS_LOG_FUNCTION(this << address);
    m_address = Mac48Address::ConvertFrom(address);
}

Address
MogNetDevice::GetAddress() const
{
    return m_address;
}

bool
MogNetDevice::SetMtu(const uint16_t mtu)
{
    NS_LOG_FUNCTION(this << mtu);
    m_mtu = mtu;
    return true;
}

uint16_t
MogNetDevice::GetMtu() const
{
    return m_mtu;
}

bool
MogNetDevice::IsLinkUp() const
{
    return m_linkUp;
}

void
MogNetDevice::AddLinkChangeCallback(Callback<void> callback)
{
    m_linkChange.ConnectWithoutContext(callback);
}

bool
MogNetDevice::IsBroadcast() const
{
    return true;
}

Address
MogNetDevice::GetBroadcast() const
{
    return Mac48Address::GetBroadcast();
}

bool
MogNetDevice::IsMulticast() const
{
    return true;
}

Address
MogNetDevice::GetMulticast(Ipv4Address multicastGroup) const
{
    return Mac48Address::GetMulticast(multicastGroup);
}

Address
MogNetDevice::GetMulticast(Ipv6Address addr) const
{
    return Mac48Address::GetMulticast(addr);
}

bool
MogNetDevice::IsBridge() const
{
    return false;
}

bool
MogNetDevice::IsPointToPoint() const
{
    return true;
}

Ptr<Node>
MogNetDevice::GetNode() const
{
    return m_node;
}

void
MogNetDevice::SetNode(Ptr<Node> node)
{
    m_node = node;
}

bool
MogNetDevice::NeedsArp() const
{
    return false;
}

void
MogNetDevice::SetReceiveCallback(ReceiveCallback cb)
{
    m_rxCallback = cb;
}

void
MogNetDevice::SetPromiscReceiveCallback(PromiscReceiveCallback cb)
{
    m_promiscCallback = cb;
}

bool
MogNetDevice::SupportsSendFrom() const
{
    return false;
}

} // namespace ns3
