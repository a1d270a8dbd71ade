/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_TRAFFIC_HELPER_H
#define MOG_TRAFFIC_HELPER_H

#include "ns3/application-container.h"
#include "ns3/data-rate.h"
#include "ns3/net-device-container.h"

#include <cstdint>

namespace ns3
{

/**
 * @ingroup mog
 *
 * Loads links with UDP over IPv4 or IPv6: an internet stack on nodes that have none, a network per
 * link, a source and a sink. For measuring what links can carry; a scenario with traffic of its own
 * does not need it.
 */
class MogTrafficHelper
{
  public:
    /**
     * Load links with sources that always have something to send.
     *
     * @param devices transmitter and receiver of each link, as MogHelper::Install() returns them
     * @param ipv6 whether addresses and packets are those of IPv6
     * @return the sinks (PacketSink), one per link
     */
    static ApplicationContainer Install(const NetDeviceContainer& devices, bool ipv6 = false);

    /**
     * Load links with sources that are silent half of the time: OnOffApplications whose times are
     * exponentially distributed, with a mean of half a second.
     *
     * @param devices transmitter and receiver of each link, as MogHelper::Install() returns them
     * @param load mean rate of each source, payload alone
     * @param stream first random stream to use; each link takes two
     * @param ipv6 whether addresses and packets are those of IPv6
     * @return the sinks (PacketSink), one per link
     */
    static ApplicationContainer InstallOnOff(const NetDeviceContainer& devices,
                                             DataRate load,
                                             int64_t stream,
                                             bool ipv6 = false);

    static constexpr uint16_t PORT = 9; //!< UDP port of the sinks (discard)
};

} // namespace ns3

#endif /* MOG_TRAFFIC_HELPER_H */
