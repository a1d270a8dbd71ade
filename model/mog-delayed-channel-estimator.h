/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_DELAYED_CHANNEL_ESTIMATOR_H
#define MOG_DELAYED_CHANNEL_ESTIMATOR_H

#include "mog-channel-estimator-decorator.h"

#include "ns3/nstime.h"

#include <deque>

namespace ns3
{

/**
 * @ingroup mog
 *
 * Knows what its source saw some time ago (attribute Delay): gains, and positions. The source is
 * asked at every decision, so the past is known at those times, and the last of them that is old
 * enough counts.
 *
 * A path that was not seen at that time, because one of its links was added since or was left out
 * as idle, is known as it was first seen after it.
 */
class MogDelayedChannelEstimator : public MogChannelEstimatorDecorator
{
  public:
    /**
     * Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    MogDelayedChannelEstimator();
    ~MogDelayedChannelEstimator() override;

  private:
    /// What the source saw at one time.
    struct Record
    {
        Time time;                                //!< when
        std::vector<Ptr<MogDeviceControl>> links; //!< the links
        MogNetworkState state;                    //!< the channel between them
    };

    void Distort(const std::vector<Ptr<MogDeviceControl>>& links, MogNetworkState& state) override;
    void DoDispose() override;

    Time m_delay;                 //!< age of what is known
    std::deque<Record> m_history; //!< what was seen: the last that is old enough, and what followed
};

} // namespace ns3

#endif /* MOG_DELAYED_CHANNEL_ESTIMATOR_H */
