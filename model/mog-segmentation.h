/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_SEGMENTATION_H
#define MOG_SEGMENTATION_H

#include "ns3/nstime.h"
#include "ns3/packet.h"
#include "ns3/queue.h"

#include <deque>
#include <vector>

namespace ns3
{

/**
 * @ingroup mog
 *
 * Cuts the packets of a queue into PDUs of any size: a PDU is filled with the rest of the packet
 * that was begun in the PDU before, then with packets from the queue, the last of which may be cut
 * again.
 */
class MogSegmenter
{
  public:
    /**
     * Set the queue that packets are taken from.
     * @param queue the queue
     */
    void SetQueue(Ptr<Queue<Packet>> queue);

    /**
     * Get the queue that packets are taken from.
     * @return the queue
     */
    Ptr<Queue<Packet>> GetQueue() const;

    /**
     * Put a packet into the queue.
     * @param packet the packet
     * @return whether the queue took it
     */
    bool Enqueue(Ptr<Packet> packet);

    /**
     * Build the next PDU.
     *
     * @param size most bytes in the PDU, headers included
     * @return the PDU, or nullptr if there is nothing to send or \p size has no room for a segment
     */
    Ptr<Packet> BuildPdu(uint32_t size);

    /**
     * Get the number of bytes that wait, without the headers they will get.
     * @return bytes in the queue and in the packet that was begun
     */
    uint32_t GetBacklog() const;

    /**
     * Get how long the packet that is sent next, or was begun, has waited.
     * @return time since it was put into the queue; 0 if there is none
     */
    Time GetHeadOfLineDelay() const;

    /// Forget the queue and the packet that was begun.
    void Clear();

  private:
    Ptr<Queue<Packet>> m_queue;  //!< packets to come
    std::deque<Time> m_arrivals; //!< when what is not sent whole was put into the queue
    Ptr<Packet> m_packet;        //!< the packet that was begun, whole
    uint32_t m_sent{0};          //!< bytes of it that were sent
    uint16_t m_sequence{0};      //!< sequence number of the next PDU
};

/**
 * @ingroup mog
 *
 * Puts packets together again from the PDUs that arrive. A lost PDU (a gap in the sequence numbers)
 * takes with it the packet that was under way and every packet of which it held a part.
 */
class MogReassembler
{
  public:
    /**
     * Take a PDU.
     *
     * @param pdu the PDU as MogSegmenter built it
     * @return the packets that are complete now, in order
     */
    std::vector<Ptr<Packet>> Receive(Ptr<const Packet> pdu);

    /// Forget the packet that is under way.
    void Clear();

  private:
    Ptr<Packet> m_packet;   //!< the packet under way, or nullptr
    uint16_t m_expected{0}; //!< sequence number that comes next if nothing is lost
};

} // namespace ns3

#endif /* MOG_SEGMENTATION_H */
