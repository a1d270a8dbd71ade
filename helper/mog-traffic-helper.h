/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_TRAFFIC_HELPER_H
#define MOG_TRAFFIC_HELPER_H

#include "ns3/application-container.h"
#include "ns3/net-device-container.h"

#include <cstdint>

namespace ns3
{

/**
 * @ingroup mog
 *
 * Loads links with UDP over IPv4 or IPv6: an internet stack on nodes that have none, a network per
 * link, a source that always has something to send, and a sink. For measuring what links can carry;
 * a scenario with traffic of its own does not need it.
 */
class MogTrafficHelper
{
  public:
    /**
     * Load links.
     *
     * @param devices transmitter and receiver of each link, as MogHelper::Install() returns them
     * @param ipv6 whether addresses and packets are those of IPv6
     * @return the sinks (PacketSink), one per link
     */
    static ApplicationContainer Install(const NetDeviceContainer& devices, bool ipv6 = false);

    static constexpr uint16_t PORT = 9; //!< UDP port of the sinks (discard)
};

} // namespace ns3

#endif /* MOG_TRAFFIC_HELPER_H */
