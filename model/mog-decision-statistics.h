/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_DECISION_STATISTICS_H
#define MOG_DECISION_STATISTICS_H

#include <cstdint>
#include <map>
#include <ostream>
#include <string>
#include <vector>

namespace ns3
{

struct MogAllocation;
struct MogNetworkState;

/**
 * @ingroup mog
 *
 * What a manager's decisions were like: the signs of having had an effect. Decisions without links
 * are none.
 */
class MogDecisionStatistics
{
  public:
    /**
     * Count a decision.
     * @param state what the allocator saw
     * @param allocation what it chose
     * @param rate bit/s that each link was given
     * @param seconds wall-clock time that it took
     */
    void AddDecision(const MogNetworkState& state,
                     const MogAllocation& allocation,
                     const std::vector<double>& rate,
                     double seconds);

    /**
     * Count time that the manager took.
     * @param seconds wall-clock time
     */
    void AddTime(double seconds);

    /**
     * Get the number of decisions.
     * @return the number of decisions
     */
    uint64_t GetDecisions() const;

    /**
     * Get the mean number of links in a decision.
     * @return links; 0 without decisions
     */
    double GetMeanLinks() const;

    /**
     * Get the share of links that were below full power.
     * @return mean over links and decisions, 0 to 1
     */
    double GetShareBelowFullPower() const;

    /**
     * Get the share of links that were given nothing.
     * @return mean over links and decisions, 0 to 1
     */
    double GetShareStarved() const;

    /**
     * Get the number of links that were given nothing in any decision.
     * @return number of links
     */
    uint32_t GetNeverServed() const;

    /**
     * Get how much power came from outside.
     * @return mean over links, resource blocks and decisions, over the receivers' own noise
     */
    double GetMeanOutside() const;

    /**
     * Get why decisions were not the allocator's own.
     * @return number of decisions by reason
     */
    const std::map<std::string, uint64_t>& GetFallbacks() const;

    /**
     * Get the number of decisions that were not the allocator's own.
     * @return the number, for whatever reason
     */
    uint64_t GetNFallbacks() const;

    /**
     * Get how long the allocator took.
     * @return wall-clock time of all decisions in seconds
     */
    double GetDecisionSeconds() const;

    /**
     * Get how long the manager took as a whole: sensing, deciding, predicting and applying.
     * @return wall-clock time in seconds, trace sinks included
     */
    double GetTotalSeconds() const;

    /**
     * Print everything for people: a line per fact.
     * @param os where
     */
    void Print(std::ostream& os) const;

  private:
    uint64_t m_decisions{0};                     //!< decisions
    uint64_t m_links{0};                         //!< links in them
    uint64_t m_belowFullPower{0};                //!< ... that were below full power
    uint64_t m_starved{0};                       //!< ... that were given nothing
    double m_outside{0};                         //!< sum over links of the mean over their RBs
    std::map<uint32_t, bool> m_served;           //!< links by identity: ever given something
    std::map<std::string, uint64_t> m_fallbacks; //!< decisions by reason
    double m_decisionSeconds{0};                 //!< wall clock, allocator
    double m_totalSeconds{0};                    //!< wall clock, everything
};

} // namespace ns3

#endif /* MOG_DECISION_STATISTICS_H */
