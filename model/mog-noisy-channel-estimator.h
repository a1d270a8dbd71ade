/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_NOISY_CHANNEL_ESTIMATOR_H
#define MOG_NOISY_CHANNEL_ESTIMATOR_H

#include "mog-channel-estimator-decorator.h"

namespace ns3
{

class NormalRandomVariable;

/**
 * @ingroup mog
 *
 * Estimates every channel coefficient with an independent error: what c-core calls channel
 * knowledge of kind `noisy` (mog/csi.h).
 *
 * Of a coefficient h with the gain \f$ G = |h|^2 \f$ it knows \f$ h' = h + \sqrt{\epsilon g}\, e
 * \f$, where \f$ e \sim CN(0, 1) \f$, \f$ \epsilon \f$ is attribute ErrorDb and g is the mean gain.
 * A simulation does not tell means over its fading, so the gain itself stands for g, as in c-core
 * for data sets that do not say where they came from: \f$ G' = G |1 + \sqrt{\epsilon} e|^2 \f$. Its
 * mean is \f$ G (1 + \epsilon) \f$, its variance \f$ G^2 (2 \epsilon + \epsilon^2) \f$.
 *
 * Errors are drawn anew for every decision, and for every resource block that has gains of its own.
 */
class MogNoisyChannelEstimator : public MogChannelEstimatorDecorator
{
  public:
    /**
     * Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    MogNoisyChannelEstimator();
    ~MogNoisyChannelEstimator() override;

  private:
    void Distort(const std::vector<Ptr<MogDeviceControl>>& links, MogNetworkState& state) override;
    int64_t DoAssignStreams(int64_t stream) override;
    void DoDispose() override;

    /**
     * Draw what gains are multiplied by.
     * @param count how many
     * @return the factors
     */
    std::vector<double> DrawFactors(std::size_t count);

    Ptr<NormalRandomVariable> m_random; //!< real and imaginary parts of errors
    double m_errorDb;                   //!< mean square error over gain in dB
    bool m_perNode;                     //!< whether receivers of a node have the same errors
};

} // namespace ns3

#endif /* MOG_NOISY_CHANNEL_ESTIMATOR_H */
