/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_CHANNEL_ESTIMATOR_H
#define MOG_CHANNEL_ESTIMATOR_H

#include "mog-network-state.h"

#include "ns3/nstime.h"
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
     * Begin to sense: called at the start of every period. While it takes time, the manager keeps
     * all links silent.
     *
     * @param links the links
     * @return how long to wait before Estimate(); 0 in this class
     */
    virtual Time Prepare(const std::vector<Ptr<MogDeviceControl>>& links);

    /**
     * Tell what is known of the channel now.
     *
     * @param links the links
     * @return gains between all of them, in their order, and where they are if that is known
     */
    virtual MogNetworkState Estimate(const std::vector<Ptr<MogDeviceControl>>& links) = 0;

    /**
     * Forget a link that is managed no more: it is not to be sensed, even if that has begun.
     * @param link the link; nothing happens in this class
     */
    virtual void Forget(Ptr<MogDeviceControl> link);

    /**
     * Assign fixed streams to the random variables in use.
     *
     * @param stream first stream index to use
     * @return the number of streams assigned; 0 in this class
     */
    virtual int64_t AssignStreams(int64_t stream);
};

} // namespace ns3

#endif /* MOG_CHANNEL_ESTIMATOR_H */
