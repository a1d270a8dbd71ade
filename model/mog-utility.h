/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef NS3_MOG_UTILITY_H
#define NS3_MOG_UTILITY_H

#include "mog-network-state.h"

#include "ns3/data-rate.h"
#include "ns3/object.h"

#include <map>
#include <memory>

/// What c-core remembers of a link, and a utility's parameters; opaque here.
struct mog_link_history;
struct mog_utility;

namespace ns3
{

/**
 * @ingroup mog
 *
 * What rates are worth over time. Whatever it is, for each decision it comes down to a weight w and
 * a price c of each link, and the decision is to maximise the sum of w R - c p; weights follow from
 * what links have had so far. Links that had nothing to send have not been refused anything: the
 * time does not count for them.
 *
 * The subclasses here are c-core's utilities, which `mog` trains and evaluates policies by. For
 * another one, derive from this class and give MogHelper::SetUtility() the type's name.
 */
class MogUtility : public Object
{
  public:
    /**
     * Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    MogUtility();
    ~MogUtility() override;

    /**
     * Say what links are worth in the next decision.
     * @param state all but weight, price and the links' mean rates, which are filled in
     */
    virtual void Weigh(MogNetworkState& state) = 0;

    /**
     * Take note of what links have had.
     * @param service an entry for each link that had something to send
     */
    virtual void Observe(const std::vector<MogService>& service) = 0;

    /**
     * Forget a link that is managed no more.
     * @param id which link
     */
    virtual void Forget(uint32_t id) = 0;
};

/**
 * @ingroup mog
 *
 * The sum of the links' rates, each times the link's attribute Weight. Also the base class of
 * c-core's other utilities (mog/utility.h), whose histories it keeps.
 *
 * A link's history begins with the rate that it would have with all links at full power.
 */
class MogSumRateUtility : public MogUtility
{
  public:
    /**
     * Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    MogSumRateUtility();
    ~MogSumRateUtility() override;

    void Weigh(MogNetworkState& state) override;
    void Observe(const std::vector<MogService>& service) override;
    void Forget(uint32_t id) override;

  protected:
    /**
     * Get the utility of a link as c-core has it.
     * @param bandwidth of its resource block in Hz
     * @param targetRate rate that it should have in the mean, bit/s; 0: nothing in particular
     * @return kind and parameters; the sum rate in this class
     */
    virtual mog_utility GetParameters(double bandwidth, double targetRate) const;

  private:
    void DoDispose() override;

    /**
     * Let those links have a history that have none yet.
     * @param state the links
     */
    void BeginHistories(const MogNetworkState& state);

    double m_memory; //!< share of the last decision's time in a link's mean rate

    /// What each link has had, by identity.
    std::map<uint32_t, std::unique_ptr<mog_link_history>> m_history;
};

/**
 * @ingroup mog
 *
 * The sum of the logarithms of the links' mean rates: nobody is left out, and links share in
 * proportion to what they could have. A link's weight is one over the mean of its rates, which is
 * exponential: the last decision counts for Memory.
 */
class MogProportionalFairUtility : public MogSumRateUtility
{
  public:
    /**
     * Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    MogProportionalFairUtility();
    ~MogProportionalFairUtility() override;

  private:
    mog_utility GetParameters(double bandwidth, double targetRate) const override;
};

/**
 * @ingroup mog
 *
 * The sum rate, and every link's mean rate above a minimum: MogLink's attribute TargetRate, or
 * MinimumRate for links without one. A link that has less gets more weight from update to update,
 * up to a limit: one that cannot have its minimum must not starve all others.
 */
class MogMinimumRateUtility : public MogSumRateUtility
{
  public:
    /**
     * Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    MogMinimumRateUtility();
    ~MogMinimumRateUtility() override;

  private:
    mog_utility GetParameters(double bandwidth, double targetRate) const override;

    DataRate m_minimum;  //!< of links without a target
    double m_step;       //!< what a missing bit/s/Hz adds to the weight
    uint32_t m_period;   //!< decisions between two updates
    double m_multiplier; //!< most that is added to the weight
};

} // namespace ns3

#endif /* NS3_MOG_UTILITY_H */
