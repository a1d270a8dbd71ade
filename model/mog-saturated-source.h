/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_SATURATED_SOURCE_H
#define MOG_SATURATED_SOURCE_H

#include "ns3/address.h"
#include "ns3/application.h"
#include "ns3/ptr.h"

namespace ns3
{

class MogNetDevice;
class Socket;

/**
 * @ingroup mog
 *
 * A UDP source that always has something to send and never sends in vain: whenever a slot of its
 * device starts, it gives the device as many packets as fit into the slot and one more. A link is
 * thus busy in every slot, at whatever rate, and no work is spent on packets that a full queue
 * would drop.
 */
class MogSaturatedSource : public Application
{
  public:
    /**
     * Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    MogSaturatedSource();
    ~MogSaturatedSource() override;

  private:
    void DoDispose() override;
    void StartApplication() override;
    void StopApplication() override;

    /**
     * Give the device more packets than a slot takes.
     * @param bytes how many bytes the slot takes
     */
    void Fill(uint32_t bytes);

    Address m_remote;           //!< where to
    uint32_t m_packetSize;      //!< bytes of payload
    Ptr<MogNetDevice> m_device; //!< whose queue to fill
    Ptr<Socket> m_socket;       //!< the socket
};

} // namespace ns3

#endif /* MOG_SATURATED_SOURCE_H */
