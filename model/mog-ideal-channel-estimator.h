/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_IDEAL_CHANNEL_ESTIMATOR_H
#define MOG_IDEAL_CHANNEL_ESTIMATOR_H

#include "mog-channel-estimator.h"

#include <string>

namespace ns3
{

/**
 * @ingroup mog
 *
 * Knows the channel exactly: asks the loss models of the links' channels.
 *
 * The models have to give the same answer to the same question within a period, for the question
 * asked here and the one asked for each signal are different calls: deterministic models, or models
 * with block fading such as MogPropagationLossModel and MogRbFadingLossModel. (Models that draw a
 * random number per call, such as NakagamiPropagationLossModel, are sensed and used with different
 * gains.) Antennas, the overlap of bands and the channel's largest loss are counted as the channel
 * does (see MogPathGain); a channel with a loss model for phased arrays is refused. Positions are
 * those of the mobility models of physical layers or, where these have none, of nodes.
 *
 * On a channel with a frequency-dependent loss model, the gain in a resource block is the mean over
 * its bands, and every RB has gains of its own.
 *
 * A device hears nothing from its own node, as in ns-3's spectrum channels, and nothing from other
 * channels than its own.
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

    MogNetworkState Estimate(const std::vector<Ptr<MogDeviceControl>>& links) override;

    /**
     * Tell why the channel of a link cannot be asked.
     * @param link the link
     * @return what it lacks, and the way out; empty if it can be asked
     */
    static std::string GetObjection(Ptr<const MogDeviceControl> link);
};

} // namespace ns3

#endif /* MOG_IDEAL_CHANNEL_ESTIMATOR_H */
