/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_PILOT_CHANNEL_ESTIMATOR_H
#define MOG_PILOT_CHANNEL_ESTIMATOR_H

#include "mog-channel-estimator.h"

#include "ns3/event-id.h"

#include <map>

namespace ns3
{

class MogPhy;
class MogPilotReceiver;
class NormalRandomVariable;

/**
 * @ingroup mog
 *
 * Measures the channel with pilots that are sent over it. It asks no loss model: whatever the
 * channel does to signals, and whoever else sends on it, is in what is received.
 *
 * At the start of every period all links are silent, and from the next slot on their transmitters
 * send a pilot of duration T in turn, at full power P, spread evenly over all resource blocks. Each
 * receiver correlates what it gets with each pilot (matched filter). Of a coefficient h in the
 * bandwidth W it learns
 *
 * \f[ h' = h + n, \qquad n \sim CN(0, v), \qquad v = \frac{N_0 + I_0}{S_0 W T}, \f]
 *
 * with the densities of the noise, of other signals that are on the channel during the pilot (taken
 * for noise that is white over W and T), and of the transmitted pilot. W is an RB if RBs have gains
 * of their own, which they have if the channel has a frequency-dependent loss model, and else the
 * whole band. The estimate of the gain is \f$ \max(|h'|^2 - v, 0) \f$: without bias but for the
 * cut, as the receiver knows v, the power that it measures without the pilot.
 *
 * The sampling of h is ideal: phase and delay are known, the channel stays the same during a pilot,
 * and the manager hears of all measurements at once.
 *
 * Sensing K links takes K (T + guard) + guard. Positions stay unknown. A path that no pilot passed,
 * as to and from a link that was added since the pilots were sent, has the gain 0: the link is
 * silent until the next period. Links have to be of MogNetDevices. What was
 * measured is told once: each Estimate() takes a Prepare().
 */
class MogPilotChannelEstimator : public MogChannelEstimator
{
  public:
    /**
     * Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    MogPilotChannelEstimator();
    ~MogPilotChannelEstimator() override;

    Time Prepare(const std::vector<Ptr<MogDeviceControl>>& links) override;
    MogNetworkState Estimate(const std::vector<Ptr<MogDeviceControl>>& links) override;
    void Forget(Ptr<MogDeviceControl> link) override;
    int64_t AssignStreams(int64_t stream) override;

  private:
    /// The two ends of a link.
    struct Ends
    {
        EventId pilot;                     //!< sends it
        Ptr<MogPhy> transmitter;           //!< sends pilots
        Ptr<MogPhy> receiver;              //!< hears signals
        Ptr<MogPilotReceiver> measurement; //!< measures them
    };

    void DoDispose() override;

    /**
     * Find the physical layers of a link. Aborts if it is of other devices.
     * @param link the link
     * @return its ends
     */
    static Ends FindEnds(Ptr<MogDeviceControl> link);

    /// Forget all links, what was measured, and the pilots that are due.
    void ForgetAll();

    /**
     * Estimate one gain.
     *
     * @param gain power gain of the channel
     * @param variance of the error of the coefficient
     * @return the estimate
     */
    double DrawEstimate(double gain, double variance);

    Time m_duration;                              //!< of a pilot
    Time m_guard;                                 //!< silence before and after a pilot
    Ptr<NormalRandomVariable> m_random;           //!< real and imaginary parts of errors
    std::map<Ptr<MogDeviceControl>, Ends> m_ends; //!< links that have sent or will send
};

} // namespace ns3

#endif /* MOG_PILOT_CHANNEL_ESTIMATOR_H */
