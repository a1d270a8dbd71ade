/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_PARTIAL_CHANNEL_ESTIMATOR_H
#define MOG_PARTIAL_CHANNEL_ESTIMATOR_H

#include "mog-channel-estimator-decorator.h"

namespace ns3
{

class UniformRandomVariable;

/**
 * @ingroup mog
 *
 * Misses some of the gains: what c-core calls channel knowledge of kind `missing` (mog/csi.h).
 * Entries that are missing are 0, as if the two could not hear each other. Which ones is drawn anew
 * for every decision, entry by entry.
 */
class MogPartialChannelEstimator : public MogChannelEstimatorDecorator
{
  public:
    /**
     * Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    MogPartialChannelEstimator();
    ~MogPartialChannelEstimator() override;

  private:
    void Distort(const std::vector<Ptr<MogDeviceControl>>& links, MogNetworkState& state) override;
    int64_t DoAssignStreams(int64_t stream) override;
    void DoDispose() override;

    Ptr<UniformRandomVariable> m_random; //!< says which entries are missing
    double m_probability;                //!< that an entry is missing
    bool m_directKnown;                  //!< whether links know their own gains in any case
};

} // namespace ns3

#endif /* MOG_PARTIAL_CHANNEL_ESTIMATOR_H */
