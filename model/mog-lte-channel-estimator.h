/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_LTE_CHANNEL_ESTIMATOR_H
#define MOG_LTE_CHANNEL_ESTIMATOR_H

#include "mog-channel-estimator-decorator.h"

namespace ns3
{

/**
 * @ingroup mog
 *
 * Makes an allocator see what another estimator (attribute Source) found as LTE's uplink works:
 * users of one cell never interfere, as LTE's scheduler gives no resource block to two of them. If
 * they have groups of resource blocks to choose from (see MogLteFfrAlgorithm), sharing a group
 * costs rate: they appear as interferers that drown each other, which makes allocators give them
 * different groups, or only the better one power where there are too few groups. If the whole band
 * is one group, they have to share it and appear as users that do not hear each other.
 *
 * Links of other devices, such as pairs on the uplink's channel, are seen as they are.
 */
class MogLteChannelEstimator : public MogChannelEstimatorDecorator
{
  public:
    /**
     * Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    MogLteChannelEstimator();
    ~MogLteChannelEstimator() override;

  private:
    void Distort(const std::vector<Ptr<MogDeviceControl>>& links, MogNetworkState& state) override;
};

} // namespace ns3

#endif /* MOG_LTE_CHANNEL_ESTIMATOR_H */
