/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_LINK_MONITOR_H
#define MOG_LINK_MONITOR_H

#include "ns3/application-container.h"
#include "ns3/mog-resource-manager.h"
#include "ns3/nstime.h"

#include <vector>

namespace ns3
{

/**
 * @ingroup mog
 *
 * Measures the links of a manager in a window of time: what they carried, and what Shannon allows
 * for the powers they were given. The window should begin and end at starts of slots, so that no
 * PDU belongs to it in part. Has to live until the simulation is over.
 */
class MogLinkMonitor
{
  public:
    /// What was measured on one link; means over the window.
    struct Link
    {
        double power{0}; //!< fraction of the maximum power
        double bound{0}; //!< bandwidth x log2(1 + SINR) of the allocation, without margin, bit/s
        double linkThroughput{0}; //!< PDUs received without error, all headers counted, bit/s
        double applicationThroughput{0}; //!< payload that reached the sinks, bit/s
    };

    /**
     * Watch a manager's links.
     *
     * @param manager the manager, with all its links
     * @param sinks PacketSinks, one per link in the same order, or none
     * @param start start of the window
     * @param stop end of the window
     */
    MogLinkMonitor(Ptr<MogResourceManager> manager,
                   const ApplicationContainer& sinks,
                   Time start,
                   Time stop);
    ~MogLinkMonitor();

    // The manager's trace sources hold this object's address.
    MogLinkMonitor(const MogLinkMonitor&) = delete;
    MogLinkMonitor& operator=(const MogLinkMonitor&) = delete;

    /**
     * Get the results. The simulation has to have passed the end of the window.
     * @return one entry per link
     */
    const std::vector<Link>& GetLinks() const;

    /**
     * Compute Jain's fairness index of the link throughputs, (sum x)^2 / (K sum x^2).
     * @return 1 if all are the same, 1/K if one link has everything; 0 if nothing was received
     */
    double GetJainIndex() const;

  private:
    /**
     * Trace sink: remember the powers.
     * @param allocation the powers
     */
    void NotifyAllocation(const MogAllocation& allocation);

    /**
     * Trace sink: remember the bounds.
     * @param bound bounds in bit/s
     * @param rate rates in bit/s
     */
    void NotifyRates(const std::vector<double>& bound, const std::vector<double>& rate);

    /// Add what was valid up to now to the means.
    void Accumulate();

    /**
     * Add the counters of all devices and sinks to the throughputs.
     * @param sign -1 at the start of the window, 1 at its end
     */
    void Count(int sign);

    Ptr<MogResourceManager> m_manager; //!< the manager
    ApplicationContainer m_sinks;      //!< the sinks
    Time m_start;                      //!< start of the window
    Time m_stop;                       //!< end of the window
    Time m_since;                      //!< since when the powers and bounds below are valid
    std::vector<double> m_power;       //!< powers in force
    std::vector<double> m_bound;       //!< bounds in force
    std::vector<Link> m_links;         //!< results
};

} // namespace ns3

#endif /* MOG_LINK_MONITOR_H */
