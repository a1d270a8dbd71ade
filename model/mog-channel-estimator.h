/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_CHANNEL_ESTIMATOR_H
#define MOG_CHANNEL_ESTIMATOR_H

#include "mog-channel-state.h"

#include "ns3/object.h"

namespace ns3
{

class MogDeviceControl;

/**
 * @ingroup mog
 *
 * Turns the simulation into the channel state that an allocator sees.
 */
class MogChannelEstimator : public Object
{
  public:
    /**
     * Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    MogChannelEstimator();
    ~MogChannelEstimator() override;

    /**
     * Sense the channel as it is now.
     *
     * @param links the links
     * @return gains between all of them, in their order, and where they are if that is known
     */
    virtual MogChannelState Estimate(const std::vector<Ptr<MogDeviceControl>>& links) = 0;
};

/**
 * @ingroup mog
 *
 * Knows the channel exactly: asks the spectrum channel's own propagation loss model.
 *
 * The loss model has to give the same answer to the same question within a period, for the question
 * asked here and the one asked for each signal are different calls: deterministic models, or models
 * with block fading such as MogPropagationLossModel. (Models that draw a random number per call,
 * such as NakagamiPropagationLossModel, are sensed and used with different gains.) Antennas are
 * taken as isotropic, and the frequency-dependent part of a channel is not supported. Positions are
 * those of the nodes' mobility models.
 *
 * A device hears nothing from its own node, as in ns-3's spectrum channels.
 */
class MogIdealChannelEstimator : public MogChannelEstimator
{
  public:
    /**
     * Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    MogIdealChannelEstimator();
    ~MogIdealChannelEstimator() override;

    MogChannelState Estimate(const std::vector<Ptr<MogDeviceControl>>& links) override;
};

} // namespace ns3

#endif /* MOG_CHANNEL_ESTIMATOR_H */
