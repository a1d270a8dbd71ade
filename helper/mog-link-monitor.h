/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_LINK_MONITOR_H
#define MOG_LINK_MONITOR_H

#include "ns3/application-container.h"
#include "ns3/mog-ideal-channel-estimator.h"
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
 *
 * Links may come and go. One that is added during the window is seen at the next decision, and
 * what it is not there for counts as nothing; one that is removed counts for what it was there for,
 * its power and bound until the next decision.
 *
 * Bounds are those of MogIdealChannelEstimator, whatever estimator the manager has: the links'
 * channels need loss models that can be asked. Aborts at the first decision if there are none.
 */
class MogLinkMonitor
{
  public:
    /// What was measured on one link; means over the window.
    struct Link
    {
        double power{0}; //!< fraction of the maximum power
        uint32_t rb{0};  //!< resource block of the last decision
        double bound{0}; //!< bandwidth x log2(1 + SINR) of the allocation on the channel as it is
                         //!< at the decision, whatever the manager believes, without margin, bit/s
        double linkThroughput{0}; //!< PDUs received without error, all headers counted, bit/s
        double applicationThroughput{0}; //!< payload that reached the sinks, bit/s
    };

    /// What the links' throughputs come to together, in bit/s.
    struct Statistics
    {
        double mean{0};          //!< mean
        double percentile5{0};   //!< 5th percentile, linear between two ranks
        double minimum{0};       //!< smallest
        double geometricMean{0}; //!< geometric mean; 0 if a link carried nothing
        double jain{0};          //!< Jain's index, (sum x)^2 / (K sum x^2): 1 if all are the same,
                                 //!< 1/K if one link has everything; 0 if nothing was received
        uint32_t neverServed{0}; //!< number of links that carried nothing
    };

    /**
     * Watch a manager's links.
     *
     * @param manager the manager
     * @param sinks PacketSinks of the links in the order in which they are seen, or none
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
     * @return one entry per link that the manager has had, in the order in which they were seen
     */
    const std::vector<Link>& GetLinks() const;

    /**
     * Compute statistics of the link throughputs, with c-core's mog_link_statistics_of().
     * @return the statistics; all 0 without links
     */
    Statistics GetStatistics() const;

  private:
    /// What a link was given by the last decision.
    struct Grant
    {
        std::size_t link; //!< index of the link in the results
        double power;     //!< fraction of the maximum power
        uint32_t rb;      //!< resource block
        double bound;     //!< bit/s
    };

    /**
     * Trace sink: remember what was decided.
     * @param allocation powers and resource blocks
     */
    void NotifyAllocation(const MogAllocation& allocation);

    /**
     * Trace sink: remember the bounds, if the manager knows the channel as it is.
     * @param bound bounds in bit/s
     * @param rate rates in bit/s
     */
    void NotifyRates(const std::vector<double>& bound, const std::vector<double>& rate);

    /**
     * Find a link among the results, where it is put if it is new.
     * @param control the link
     * @return its index
     */
    std::size_t Find(Ptr<MogDeviceControl> control);

    /**
     * Tell whether the manager knows the channel as it is.
     * @return whether it does
     */
    bool IsIdeal() const;

    /// Add what was valid up to now to the means.
    void Accumulate();

    /**
     * Add the counters of a link's device and sink to its throughputs.
     * @param link index of the link in the results
     * @param sign -1 when it is seen first, but not before the window, and 1 at the window's end
     */
    void Count(std::size_t link, int sign);

    /// Begin the window.
    void Start();

    /// End the window.
    void Stop();

    Ptr<MogResourceManager> m_manager;             //!< the manager
    Ptr<MogIdealChannelEstimator> m_ideal;         //!< knows the channel
    ApplicationContainer m_sinks;                  //!< the sinks
    Time m_start;                                  //!< start of the window
    Time m_stop;                                   //!< end of the window
    Time m_since;                                  //!< since when what is below is in force
    bool m_counting;                               //!< whether the window has begun and not ended
    std::vector<Grant> m_grants;                   //!< in force, in the manager's order
    std::vector<Ptr<MogDeviceControl>> m_controls; //!< the links
    std::vector<Link> m_links;                     //!< results
};

} // namespace ns3

#endif /* MOG_LINK_MONITOR_H */
