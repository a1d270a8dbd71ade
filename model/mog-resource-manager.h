/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_RESOURCE_MANAGER_H
#define MOG_RESOURCE_MANAGER_H

#include "mog-channel-state.h"

#include "ns3/event-id.h"
#include "ns3/nstime.h"
#include "ns3/object.h"
#include "ns3/traced-callback.h"

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

/**
 * @ingroup mog
 *
 * Holds the links of a network and sets their powers, resource blocks and rates, once per period:
 * senses the channel with its MogChannelEstimator, asks its MogAllocator, predicts each link's
 * signal-to-interference ratio, gives it the rate margin x bandwidth x log2(1 + SINR), and applies
 * all that with the link's MogDeviceControl.
 *
 * All links are served at one instant, and devices with slots adopt power and rate at their next
 * slot, so that the prediction holds for every PDU as long as gains do not change. When they do,
 * because nodes move or channels fade, the margin has to cover the change within a period.
 *
 * The prediction assumes that every link with power transmits. With less traffic than that it errs
 * on the safe side. With attribute SkipIdle, links that have nothing to send when a period begins
 * are no links in it: the others are served as if they were not there, and what they get to send
 * meanwhile waits for the next period.
 *
 * Links may be added and removed while the simulation runs; both hold from the next decision on,
 * but a removed link is silenced at once. Sinks of the traces ChannelState and Allocation cannot do
 * it, as a decision is being made. A transmitter can be in one link of one manager only.
 *
 * An estimator that takes time (see MogChannelEstimator::Prepare()) begins at the start of every
 * period. Until it is done, all links are silent.
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
     */
    void AddLink(Ptr<MogDeviceControl> control);

    /**
     * Silence a link and forget it. Links behind it move up by one index.
     * @param control the link's devices
     */
    void RemoveLink(Ptr<MogDeviceControl> control);

    /**
     * Get the number of links.
     * @return the number of links
     */
    uint32_t GetNLinks() const;

    /**
     * Get the control of a link.
     * @param link index of the link
     * @return its control
     */
    Ptr<MogDeviceControl> GetLink(uint32_t link) const;

    /// Decide now and once per period from now on. Called before the simulation runs or during it.
    void Start();

    /**
     * Begin no more periods; powers and rates stay as they are. What is being sensed is still
     * decided on, as links are silent until then.
     */
    void Stop();

    /**
     * Get the number of decisions so far.
     * @return the number of decisions
     */
    uint64_t GetDecisions() const;

    /**
     * Get how long the allocator took.
     * @return wall-clock time of all decisions in seconds
     */
    double GetDecisionSeconds() const;

    /**
     * Get how long the manager took as a whole: sensing, deciding, predicting and applying.
     * @return wall-clock time of all periods in seconds, trace sinks included
     */
    double GetTotalSeconds() const;

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
    typedef void (*ChannelStateTracedCallback)(const MogChannelState& state);

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
    void DoDispose() override;

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
     * @param link the link
     */
    static void CheckAlive(Ptr<MogDeviceControl> link);

    /// Begin to sense, let Decide() follow, and schedule the next period.
    void BeginPeriod();

    /// Decide and apply.
    void Decide();

    /**
     * Choose the links that take part in decisions.
     * @return their indices
     */
    std::vector<uint32_t> ChooseLinks() const;

    /**
     * Ask the allocator.
     * @param chosen indices of the links that take part
     * @param bound bandwidth x log2(1 + SINR) of all links in bit/s; out
     * @return the allocation of all links
     */
    MogAllocation Allocate(const std::vector<uint32_t>& chosen, std::vector<double>& bound);

    /**
     * Abort unless an allocation is a power from 0 to 1 and a resource block per link.
     * @param state what the allocator saw
     * @param allocation what the allocator returned
     */
    void CheckAllocation(const MogChannelState& state, const MogAllocation& allocation) const;

    std::vector<Ptr<MogDeviceControl>> m_links;                 //!< the links
    Ptr<MogAllocator> m_allocator;                              //!< decides
    Ptr<MogChannelEstimator> m_estimator;                       //!< senses
    Time m_period;                                              //!< time between decisions
    double m_margin;                                            //!< rate over Shannon bound
    bool m_skipIdle;                                            //!< whether idle links are none
    EventId m_event;                                            //!< next period
    EventId m_decision;                                         //!< decision that is due in it
    EventId m_end;                                              //!< Simulator::Destroy()
    uint64_t m_decisions;                                       //!< decisions so far
    double m_decisionSeconds;                                   //!< wall clock, allocator
    double m_totalSeconds;                                      //!< wall clock, everything
    bool m_deciding;                                            //!< whether a decision is made now
    TracedCallback<const MogChannelState&> m_channelStateTrace; //!< what was seen
    TracedCallback<const MogAllocation&> m_allocationTrace;     //!< what was chosen
    TracedCallback<const std::vector<double>&, const std::vector<double>&>
        m_ratesTrace;                           //!< what follows
    TracedCallback<double> m_decisionTimeTrace; //!< how long it took
};

} // namespace ns3

#endif /* MOG_RESOURCE_MANAGER_H */
