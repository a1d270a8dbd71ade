/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_MAC_HEADER_H
#define MOG_MAC_HEADER_H

#include "ns3/header.h"

namespace ns3
{

/**
 * @ingroup mog
 *
 * First bytes of a protocol data unit (PDU), which is what one slot carries: its sequence number,
 * by which the receiver sees that a PDU was lost. Segments follow up to the end of the PDU, each
 * with a MogSegmentHeader.
 */
class MogPduHeader : public Header
{
  public:
    /**
     * Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    /**
     * Constructor.
     * @param sequence the sequence number, modulo 2^16
     */
    explicit MogPduHeader(uint16_t sequence = 0);

    TypeId GetInstanceTypeId() const override;
    void Print(std::ostream& os) const override;
    uint32_t GetSerializedSize() const override;
    void Serialize(Buffer::Iterator start) const override;
    uint32_t Deserialize(Buffer::Iterator start) override;

    /**
     * Get the sequence number.
     * @return the sequence number
     */
    uint16_t GetSequence() const;

    static constexpr uint32_t SIZE = 2; //!< bytes on the air

  private:
    uint16_t m_sequence; //!< the sequence number
};

/**
 * @ingroup mog
 *
 * Stands before each segment in a PDU: how many bytes of a packet follow, and whether they are its
 * first or last ones.
 */
class MogSegmentHeader : public Header
{
  public:
    /**
     * Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    MogSegmentHeader();

    /**
     * Constructor.
     * @param length number of bytes in the segment
     * @param first whether it starts a packet
     * @param last whether it ends a packet
     */
    MogSegmentHeader(uint16_t length, bool first, bool last);

    TypeId GetInstanceTypeId() const override;
    void Print(std::ostream& os) const override;
    uint32_t GetSerializedSize() const override;
    void Serialize(Buffer::Iterator start) const override;
    uint32_t Deserialize(Buffer::Iterator start) override;

    /**
     * Get the length of the segment.
     * @return the number of bytes that follow this header
     */
    uint16_t GetLength() const;

    /**
     * Check whether the segment starts a packet.
     * @return true if it does
     */
    bool IsFirst() const;

    /**
     * Check whether the segment ends a packet.
     * @return true if it does
     */
    bool IsLast() const;

    static constexpr uint32_t SIZE = 3; //!< bytes on the air

  private:
    uint16_t m_length; //!< bytes in the segment
    bool m_first;      //!< the segment starts a packet
    bool m_last;       //!< the segment ends a packet
};

/**
 * @ingroup mog
 *
 * Stands before each packet of the upper layer, in its first segment: the protocol number that the
 * receiving device hands the packet up with.
 */
class MogProtocolHeader : public Header
{
  public:
    /**
     * Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    /**
     * Constructor.
     * @param protocol an EtherType
     */
    explicit MogProtocolHeader(uint16_t protocol = 0);

    TypeId GetInstanceTypeId() const override;
    void Print(std::ostream& os) const override;
    uint32_t GetSerializedSize() const override;
    void Serialize(Buffer::Iterator start) const override;
    uint32_t Deserialize(Buffer::Iterator start) override;

    /**
     * Get the protocol number.
     * @return the EtherType
     */
    uint16_t GetProtocol() const;

    static constexpr uint32_t SIZE = 2; //!< bytes on the air

  private:
    uint16_t m_protocol; //!< the EtherType
};

} // namespace ns3

#endif /* MOG_MAC_HEADER_H */
