/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_RESOURCE_MANAGER_H
#define MOG_RESOURCE_MANAGER_H

#include "mog-decision-statistics.h"
#include "mog-network-state.h"

#include "ns3/event-id.h"
#include "ns3/nstime.h"
#include "ns3/object.h"
#include "ns3/traced-callback.h"

#include <memory>
#include <unordered_set>

/**
 * @defgroup mog Radio resource management by neural networks
 *
 * Links whose powers, resource blocks and rates a central manager sets once per period, as an
 * allocator decides that may be a trained network.
 */

namespace ns3
{

class MogAllocator;
class MogChannelEstimator;
class MogDeviceControl;
class MogLink;
class MogRateAdaptation;
class MogUtility;
class SpectrumPhy;

/**
 * @ingroup mog
 *
 * Holds the links of a network and sets their powers, resource blocks and rates, once per period,
 * in stages:
 *
 * - settle: its MogUtility hears what every link has carried since the period before;
 * - sense: its MogChannelEstimator tells the gains between the links, which may take time (see
 *   MogChannelEstimator::Prepare()), during which all links are silent;
 * - decide: the utility says what links are worth, and its MogAllocator chooses powers and RBs;
 *   its MogRateAdaptation turns each link's predicted signal-to-interference ratio into a rate;
 * - signal: attribute SignalDelay passes, as computing and control messages take time;
 * - apply: each link's MogDeviceControl tells the devices.
 *
 * All links are served at one instant, and devices with slots adopt power and rate at their next
 * slot, so that the prediction holds for every PDU as long as gains do not change. When they do,
 * because nodes move or channels fade, the rate adaptation's margin has to cover the change within
 * a period.
 *
 * The prediction assumes that every link with power transmits. With less traffic than that it errs
 * on the safe side. With attribute SkipIdle, links that have nothing to send when a period begins
 * are no links in it: the others are served as if they were not there, and what they get to send
 * meanwhile waits for the next period.
 *
 * Links may be added and removed while the simulation runs; both hold from the next decision on,
 * but a removed link's device is given back as it was found at once. Sinks of the traces
 * NetworkState and Allocation cannot do it, as a decision is being made. A transmitter can be in
 * one link of one manager only.
 *
 * A simulation without Simulator::Stop() ends when nothing is left to happen but a manager's next
 * period. (Several managers keep each other going: such a simulation needs Simulator::Stop().)
 */
class MogResourceManager : public Object
{
  public:
    /**
     * Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    MogResourceManager();
    ~MogResourceManager() override;

    /**
     * Add a link behind the others. Aborts if it has no channel, another number of resource blocks
     * than the others, or a transmitter that is in a link already.
     * @param control the link's devices
     * @return the link
     */
    Ptr<MogLink> AddLink(Ptr<MogDeviceControl> control);

    /**
     * Give a link's device back as it was found, and forget the link. Links behind it move up by
     * one index.
     * @param link the link
     */
    void RemoveLink(Ptr<MogLink> link);

    /**
     * Get the number of links.
     * @return the number of links
     */
    uint32_t GetNLinks() const;

    /**
     * Get a link.
     * @param index its place among the links
     * @return the link
     */
    Ptr<MogLink> GetLink(uint32_t index) const;

    /// Decide now and once per period from now on. Called before the simulation runs or during it.
    void Start();

    /**
     * Begin no more periods; powers and rates stay as they are. What is being sensed is still
     * decided on, as links are silent until then.
     */
    void Stop();

    /**
     * Get what the decisions were like.
     * @return statistics of all decisions so far
     */
    const MogDecisionStatistics& GetStatistics() const;

    /**
     * Assign fixed streams to the random variables that allocator and estimator use.
     *
     * @param stream first stream index to use
     * @return the number of streams assigned
     */
    int64_t AssignStreams(int64_t stream);

    /**
     * Callback for what the manager saw.
     * @param [in] state the channel between the links that take part in the decision
     */
    typedef void (*NetworkStateTracedCallback)(const MogNetworkState& state);

    /**
     * Callback for what the allocator chose.
     * @param [in] allocation powers and resource blocks of all links; links that took no part have
     * power 0
     */
    typedef void (*AllocationTracedCallback)(const MogAllocation& allocation);

    /**
     * Callback for what each link gets.
     * @param [in] bound bandwidth x log2(1 + SINR) of each link in bit/s
     * @param [in] rate rate set on each link in bit/s
     */
    typedef void (*RatesTracedCallback)(const std::vector<double>& bound,
                                        const std::vector<double>& rate);

    /**
     * Callback for how long a decision took.
     * @param [in] seconds wall-clock time in the allocator
     */
    typedef void (*DecisionTimeTracedCallback)(double seconds);

  private:
    /// What a decision says of all links.
    struct Decision
    {
        MogAllocation allocation;        //!< powers and resource blocks
        std::vector<double> bound;       //!< bandwidth x log2(1 + SINR) in bit/s
        std::vector<double> rate;        //!< bit/s
        std::vector<Ptr<MogLink>> links; //!< whom it concerns
    };

    void DoDispose() override;

    /**
     * Set what senses.
     * @param estimator the estimator
     */
    void SetEstimator(Ptr<MogChannelEstimator> estimator);

    /**
     * Get what senses.
     * @return the estimator
     */
    Ptr<MogChannelEstimator> GetEstimator() const;

    /// Stop for good: decide on nothing any more.
    void End();

    /// Give up all links.
    void ReleaseLinks();

    /// Abort if the period is too short.
    void CheckPeriod() const;

    /// Abort if a decision is being made.
    void CheckIdle() const;

    /**
     * Abort if a link or a device of it has been disposed of.
     * @param control the link's devices
     */
    static void CheckAlive(Ptr<MogDeviceControl> control);

    /// Settle, begin to sense, let Decide() follow, and schedule the next period.
    void BeginPeriod();

    /// Tell the utility what links have carried.
    void Settle();

    /// Sense what is there, decide, and let Apply() follow.
    void Decide();

    /**
     * Tell the devices.
     * @param decision what was decided
     */
    void Apply(const Decision& decision);

    /**
     * Choose the links that take part in decisions.
     * @return their indices
     */
    std::vector<uint32_t> ChooseLinks() const;

    /**
     * Get the network as it is known now.
     * @param chosen indices of the links that take part
     * @return gains, and what links are worth
     */
    MogNetworkState Sense(const std::vector<uint32_t>& chosen);

    /**
     * Ask the allocator.
     * @param state the network
     * @param seconds how long it took; out
     * @return the allocation
     */
    MogAllocation Allocate(const MogNetworkState& state, double& seconds);

    /**
     * Predict what links get.
     * @param state the network
     * @param allocation powers and resource blocks of the links in it
     * @param decision bounds and rates of all links; out
     */
    void Predict(const MogNetworkState& state,
                 const MogAllocation& allocation,
                 Decision& decision) const;

    /**
     * Abort unless an allocation is a power from 0 to 1 and a resource block per link.
     * @param state what the allocator saw
     * @param allocation what the allocator returned
     */
    void CheckAllocation(const MogNetworkState& state, const MogAllocation& allocation) const;

    /**
     * Tell whether a link is one of these.
     * @param link the link; may be null
     * @return whether it is
     */
    bool HasLink(Ptr<MogLink> link) const;

    /**
     * Tell whether a transmitter is in a link, and take note of it if it is not.
     * @param transmitter its physical layer; may be null
     * @return whether it is
     */
    bool IsManaged(Ptr<const SpectrumPhy> transmitter);

    /// Say so, once, if many decisions fell back.
    void WarnOfFallbacks();

    std::vector<Ptr<MogLink>> m_links;                          //!< the links
    std::unordered_set<const SpectrumPhy*> m_transmitters;      //!< theirs
    std::unordered_set<const SpectrumPhy*> m_strangers;         //!< heard, but not in a link
    std::shared_ptr<bool> m_alive;                              //!< as long as this is
    uint32_t m_nextId;                                          //!< identity of the next link
    Ptr<MogUtility> m_utility;                                  //!< what rates are worth
    Ptr<MogChannelEstimator> m_estimator;                       //!< senses
    Ptr<MogAllocator> m_allocator;                              //!< decides
    Ptr<MogRateAdaptation> m_rateAdaptation;                    //!< chooses rates
    Time m_period;                                              //!< time between decisions
    Time m_signalDelay;                                         //!< from decision to obedience
    bool m_skipIdle;                                            //!< whether idle links are none
    EventId m_event;                                            //!< next period
    EventId m_decision;                                         //!< decision that is due in it
    std::vector<EventId> m_orders;                              //!< decisions on their way
    EventId m_end;                                              //!< Simulator::Destroy()
    MogDecisionStatistics m_statistics;                         //!< of all decisions
    bool m_deciding;                                            //!< whether a decision is made now
    bool m_warned;                                              //!< of fallbacks
    bool m_heardManager;                                        //!< ... of another manager
    TracedCallback<const MogNetworkState&> m_networkStateTrace; //!< what was seen
    TracedCallback<const MogAllocation&> m_allocationTrace;     //!< what was chosen
    TracedCallback<const std::vector<double>&, const std::vector<double>&>
        m_ratesTrace;                           //!< what follows
    TracedCallback<double> m_decisionTimeTrace; //!< how long it took
};

} // namespace ns3

#endif /* MOG_RESOURCE_MANAGER_H */
