/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-segmentation.h"

#include "mog-mac-header.h"

#include "ns3/log.h"
#include "ns3/simulator.h"

#include <algorithm>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("MogSegmentation");

void
MogSegmenter::SetQueue(Ptr<Queue<Packet>> queue)
{
    NS_LOG_FUNCTION(this << queue);
    m_queue = queue;
}

Ptr<Queue<Packet>>
MogSegmenter::GetQueue() const
{
    return m_queue;
}

bool
MogSegmenter::Enqueue(Ptr<Packet> packet)
{
    NS_LOG_FUNCTION(this << packet);
    if (!m_queue->Enqueue(packet))
    {
        return false;
    }
    m_arrivals.push_back(Simulator::Now());
    return true;
}

Ptr<Packet>
MogSegmenter::BuildPdu(uint32_t size)
{
    NS_LOG_FUNCTION(this << size);
    auto pdu = Create<Packet>();
    uint32_t used = MogPduHeader::SIZE;
    while (used + MogSegmentHeader::SIZE < size)
    {
        if (!m_packet)
        {
            m_packet = m_queue->Dequeue();
            m_sent = 0;
        }
        if (!m_packet)
        {
            break;
        }
        const uint32_t room = size - used - MogSegmentHeader::SIZE;
        const uint32_t length = std::min({room, m_packet->GetSize() - m_sent, 65535U});
        const bool last = m_sent + length == m_packet->GetSize();
        auto segment = m_packet->CreateFragment(m_sent, length);
        segment->AddHeader(MogSegmentHeader(static_cast<uint16_t>(length), m_sent == 0, last));
        pdu->AddAtEnd(segment);
        used += segment->GetSize();
        m_sent += length;
        if (last)
        {
            m_packet = nullptr;
            if (!m_arrivals.empty()) // else somebody else has put it into the queue
            {
                m_arrivals.pop_front();
            }
        }
    }
    if (pdu->GetSize() == 0)
    {
        return nullptr;
    }
    pdu->AddHeader(MogPduHeader(m_sequence++));
    return pdu;
}

uint32_t
MogSegmenter::GetBacklog() const
{
    return m_queue->GetNBytes() + (m_packet ? m_packet->GetSize() - m_sent : 0);
}

Time
MogSegmenter::GetHeadOfLineDelay() const
{
    return m_arrivals.empty() ? Time(0) : Simulator::Now() - m_arrivals.front();
}

void
MogSegmenter::Clear()
{
    NS_LOG_FUNCTION(this);
    m_queue = nullptr;
    m_arrivals.clear();
    m_packet = nullptr;
}

std::vector<Ptr<Packet>>
MogReassembler::Receive(Ptr<const Packet> pdu)
{
    NS_LOG_FUNCTION(this << pdu);
    std::vector<Ptr<Packet>> complete;
    auto rest = pdu->Copy();
    MogPduHeader pduHeader;
    rest->RemoveHeader(pduHeader);
    if (pduHeader.GetSequence() != m_expected)
    {
        NS_LOG_LOGIC("PDU " << m_expected << " expected, got " << pduHeader.GetSequence());
        m_packet = nullptr;
    }
    m_expected = pduHeader.GetSequence() + 1;

    while (rest->GetSize() > 0)
    {
        MogSegmentHeader header;
        rest->RemoveHeader(header);
        auto segment = rest->CreateFragment(0, header.GetLength());
        rest->RemoveAtStart(header.GetLength());
        if (header.IsFirst())
        {
            m_packet = segment;
        }
        else if (m_packet)
        {
            m_packet->AddAtEnd(segment);
        }
        if (header.IsLast() && m_packet)
        {
            complete.push_back(m_packet);
            m_packet = nullptr;
        }
    }
    return complete;
}

void
MogReassembler::Clear()
{
    NS_LOG_FUNCTION(this);
    m_packet = nullptr;
}

} // namespace ns3
