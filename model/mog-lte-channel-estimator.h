/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_LTE_CHANNEL_ESTIMATOR_H
#define MOG_LTE_CHANNEL_ESTIMATOR_H

#include "mog-channel-estimator.h"

namespace ns3
{

/**
 * @ingroup mog
 *
 * Makes an allocator see what another estimator found as LTE's uplink works: users of one cell
 * never interfere, as LTE's scheduler gives no resource block to two of them. If they have groups
 * of resource blocks to choose from (see MogLteFfrAlgorithm), sharing a group costs rate: they
 * appear as interferers that drown each other, which makes allocators give them different groups,
 * or only the better one power where there are too few groups. If the whole band is one group, they
 * have to share it and appear as users that do not hear each other.
 *
 * Links of other devices, such as pairs on the uplink's channel, are seen as they are.
 */
class MogLteChannelEstimator : public MogChannelEstimator
{
  public:
    /**
     * Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    MogLteChannelEstimator();
    ~MogLteChannelEstimator() override;

    Time Prepare(const std::vector<Ptr<MogDeviceControl>>& links) override;
    MogChannelState Estimate(const std::vector<Ptr<MogDeviceControl>>& links) override;
    int64_t AssignStreams(int64_t stream) override;

  private:
    void DoDispose() override;

    Ptr<MogChannelEstimator> m_base; //!< senses
};

} // namespace ns3

#endif /* MOG_LTE_CHANNEL_ESTIMATOR_H */
