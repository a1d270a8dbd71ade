/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_RB_FADING_LOSS_MODEL_H
#define MOG_RB_FADING_LOSS_MODEL_H

#include "mog-ns3-compat.h"
#include "mog-path-random.h"

#include "ns3/nstime.h"

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

namespace ns3
{

/**
 * @ingroup mog
 *
 * Rayleigh fading that is independent from resource block to resource block, as in c-core's
 * scenario uplink with rb_fading: every band of the spectrum model has an exponentially distributed
 * power gain of mean 1.
 *
 * Gains are drawn per ordered pair of nodes and stay for one coherence time. As in
 * MogPropagationLossModel, every draw depends on the random stream's seed, the two nodes and the
 * number of the block alone.
 */
class MogRbFadingLossModel : public MogSpectrumLossModel
{
  public:
    /**
     * Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    MogRbFadingLossModel();
    ~MogRbFadingLossModel() override;

  private:
    /// A transmitter and a receiver.
    using Path = std::pair<const MobilityModel*, const MobilityModel*>;

    /// Gains of a path.
    struct Fading
    {
        int64_t block{-1};        //!< coherence block
        std::vector<double> gain; //!< power gain in every band
    };

    Ptr<SpectrumValue> DoCalcRxPsd(Ptr<const SpectrumValue> sent,
                                   Ptr<const MobilityModel> a,
                                   Ptr<const MobilityModel> b) const override;
    int64_t DoAssignStreams(int64_t stream) override; // of the variable that gives the seed
    void DoDispose() override;

    /**
     * Get the gains of a path at the present time.
     * @param a where the transmitter is
     * @param b where the receiver is
     * @param bands number of bands
     * @return power gain in every band
     */
    const std::vector<double>& GetGains(Ptr<const MobilityModel> a,
                                        Ptr<const MobilityModel> b,
                                        std::size_t bands) const;

    Time m_coherenceTime;                    //!< length of a block
    mutable MogPathRandom m_random;          //!< random numbers
    mutable std::map<Path, Fading> m_fading; //!< what was drawn
};

} // namespace ns3

#endif /* MOG_RB_FADING_LOSS_MODEL_H */
