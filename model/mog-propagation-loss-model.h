/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_PROPAGATION_LOSS_MODEL_H
#define MOG_PROPAGATION_LOSS_MODEL_H

#include "ns3/nstime.h"
#include "ns3/propagation-loss-model.h"

#include <cstdint>
#include <map>
#include <set>
#include <utility>

namespace ns3
{

class UniformRandomVariable;

/**
 * @ingroup mog
 *
 * The channel of c-core's scenario d2d, in which networks are trained, as a loss model: the median
 * line-of-sight path loss of ITU-R P.1411 between antennas at the height of a pocket (computed by
 * mog_path_loss_db()), an antenna gain on the direct paths of links only, and on request log-normal
 * shadowing and Rayleigh fading.
 *
 * Which paths are direct is told with AddDirectPath(); MogHelper does this for the links it
 * installs.
 *
 * Shadowing and fading are drawn per ordered pair of nodes, independently. Shadowing stays for the
 * whole simulation, fading for one coherence time (block fading). Every draw depends on the random
 * stream's seed, the two nodes and the number of the block alone: the same question in a block has
 * the same answer, whoever asks first and however often, and different allocators meet the same
 * channels.
 */
class MogPropagationLossModel : public PropagationLossModel
{
  public:
    /**
     * Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    MogPropagationLossModel();
    ~MogPropagationLossModel() override;

    /**
     * Declare that a path is the direct one of a link.
     * @param transmitter where the link's transmitter is
     * @param receiver where the link's receiver is
     */
    void AddDirectPath(Ptr<MobilityModel> transmitter, Ptr<MobilityModel> receiver);

  private:
    /// A transmitter and a receiver.
    using Path = std::pair<const MobilityModel*, const MobilityModel*>;

    /// Random part of a path's loss.
    struct Fading
    {
        double shadowing; //!< dB
        int64_t block;    //!< coherence block that fading belongs to
        double fading;    //!< dB
    };

    double DoCalcRxPower(double txPowerDbm,
                         Ptr<MobilityModel> a,
                         Ptr<MobilityModel> b) const override;
    int64_t DoAssignStreams(int64_t stream) override;
    void DoDispose() override;

    /**
     * Get the random part of the loss at the present time.
     * @param a where the transmitter is
     * @param b where the receiver is
     * @return gain in dB
     */
    double GetRandomGain(Ptr<MobilityModel> a, Ptr<MobilityModel> b) const;

    double m_frequency;                      //!< carrier in Hz
    double m_height;                         //!< antenna height in m
    double m_antennaGain;                    //!< gain of direct paths in dB
    double m_shadowing;                      //!< standard deviation of shadowing in dB
    bool m_rayleigh;                         //!< whether there is fading
    Time m_coherenceTime;                    //!< length of a block
    std::set<Path> m_directPaths;            //!< direct paths
    Ptr<UniformRandomVariable> m_random;     //!< gives the seed
    mutable uint64_t m_seed;                 //!< names the random numbers; 0 before the first
    mutable std::map<Path, Fading> m_fading; //!< what was drawn
};

} // namespace ns3

#endif /* MOG_PROPAGATION_LOSS_MODEL_H */
