/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_CHANNEL_ESTIMATOR_DECORATOR_H
#define MOG_CHANNEL_ESTIMATOR_DECORATOR_H

#include "mog-channel-estimator.h"

namespace ns3
{

/**
 * @ingroup mog
 *
 * Knows what another estimator (attribute Source) knows, with something wrong or different about
 * it. Because the source may be of this kind as well, errors of several kinds combine.
 */
class MogChannelEstimatorDecorator : public MogChannelEstimator
{
  public:
    /**
     * Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    MogChannelEstimatorDecorator();
    ~MogChannelEstimatorDecorator() override;

    Time Prepare(const std::vector<Ptr<MogDeviceControl>>& links) override;
    MogNetworkState Estimate(const std::vector<Ptr<MogDeviceControl>>& links) override;
    void Forget(Ptr<MogDeviceControl> link) override;
    int64_t AssignStreams(int64_t stream) override;

  protected:
    void DoDispose() override;

  private:
    /**
     * Change what the source knows into what this estimator knows.
     *
     * @param links the links
     * @param state the channel between them; in and out
     */
    virtual void Distort(const std::vector<Ptr<MogDeviceControl>>& links,
                         MogNetworkState& state) = 0;

    /**
     * Assign fixed streams to the random variables of this class, those of the source excepted.
     *
     * @param stream first stream index to use
     * @return the number of streams assigned; 0 in this class
     */
    virtual int64_t DoAssignStreams(int64_t stream);

    Ptr<MogChannelEstimator> m_source; //!< the other estimator
};

} // namespace ns3

#endif /* MOG_CHANNEL_ESTIMATOR_DECORATOR_H */
