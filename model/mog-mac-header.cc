/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-mac-header.h"

#include "ns3/log.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("MogMacHeader");

NS_OBJECT_ENSURE_REGISTERED(MogPduHeader);
NS_OBJECT_ENSURE_REGISTERED(MogSegmentHeader);
NS_OBJECT_ENSURE_REGISTERED(MogProtocolHeader);

namespace
{
constexpr uint8_t FIRST = 1; //!< flag of a segment that starts a packet
constexpr uint8_t LAST = 2;  //!< flag of a segment that ends a packet
} // namespace

TypeId
MogPduHeader::GetTypeId()
{
    static TypeId tid = TypeId("ns3::MogPduHeader")
                            .SetParent<Header>()
                            .SetGroupName("Mog")
                            .AddConstructor<MogPduHeader>();
    return tid;
}

MogPduHeader::MogPduHeader(uint16_t sequence)
    : m_sequence(sequence)
{
}

TypeId
MogPduHeader::GetInstanceTypeId() const
{
    return GetTypeId();
}

void
MogPduHeader::Print(std::ostream& os) const
{
    os << "sequence=" << m_sequence;
}

uint32_t
MogPduHeader::GetSerializedSize() const
{
    return SIZE;
}

void
MogPduHeader::Serialize(Buffer::Iterator start) const
{
    NS_LOG_FUNCTION(this);
    start.WriteHtonU16(m_sequence);
}

uint32_t
MogPduHeader::Deserialize(Buffer::Iterator start)
{
    NS_LOG_FUNCTION(this);
    m_sequence = start.ReadNtohU16();
    return SIZE;
}

uint16_t
MogPduHeader::GetSequence() const
{
    return m_sequence;
}

TypeId
MogSegmentHeader::GetTypeId()
{
    static TypeId tid = TypeId("ns3::MogSegmentHeader")
                            .SetParent<Header>()
                            .SetGroupName("Mog")
                            .AddConstructor<MogSegmentHeader>();
    return tid;
}

MogSegmentHeader::MogSegmentHeader()
    : MogSegmentHeader(0, false, false)
{
}

MogSegmentHeader::MogSegmentHeader(uint16_t length, bool first, bool last)
    : m_length(length),
      m_first(first),
      m_last(last)
{
}

TypeId
MogSegmentHeader::GetInstanceTypeId() const
{
    return GetTypeId();
}

void
MogSegmentHeader::Print(std::ostream& os) const
{
    os << "length=" << m_length << (m_first ? " first" : "") << (m_last ? " last" : "");
}

uint32_t
MogSegmentHeader::GetSerializedSize() const
{
    return SIZE;
}

void
MogSegmentHeader::Serialize(Buffer::Iterator start) const
{
    NS_LOG_FUNCTION(this);
    start.WriteU8((m_first ? FIRST : 0) | (m_last ? LAST : 0));
    start.WriteHtonU16(m_length);
}

uint32_t
MogSegmentHeader::Deserialize(Buffer::Iterator start)
{
    NS_LOG_FUNCTION(this);
    const uint8_t flags = start.ReadU8();
    m_first = flags & FIRST;
    m_last = flags & LAST;
    m_length = start.ReadNtohU16();
    return SIZE;
}

uint16_t
MogSegmentHeader::GetLength() const
{
    return m_length;
}

bool
MogSegmentHeader::IsFirst() const
{
    return m_first;
}

bool
MogSegmentHeader::IsLast() const
{
    return m_last;
}

TypeId
MogProtocolHeader::GetTypeId()
{
    static TypeId tid = TypeId("ns3::MogProtocolHeader")
                            .SetParent<Header>()
                            .SetGroupName("Mog")
                            .AddConstructor<MogProtocolHeader>();
    return tid;
}

MogProtocolHeader::MogProtocolHeader(uint16_t protocol)
    : m_protocol(protocol)
{
}

TypeId
MogProtocolHeader::GetInstanceTypeId() const
{
    return GetTypeId();
}

void
MogProtocolHeader::Print(std::ostream& os) const
{
    os << "protocol=0x" << std::hex << m_protocol << std::dec;
}

uint32_t
MogProtocolHeader::GetSerializedSize() const
{
    return SIZE;
}

void
MogProtocolHeader::Serialize(Buffer::Iterator start) const
{
    NS_LOG_FUNCTION(this);
    start.WriteHtonU16(m_protocol);
}

uint32_t
MogProtocolHeader::Deserialize(Buffer::Iterator start)
{
    NS_LOG_FUNCTION(this);
    m_protocol = start.ReadNtohU16();
    return SIZE;
}

uint16_t
MogProtocolHeader::GetProtocol() const
{
    return m_protocol;
}

} // namespace ns3
