/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_PROPAGATION_LOSS_MODEL_H
#define MOG_PROPAGATION_LOSS_MODEL_H

#include "mog-path-random.h"

#include "ns3/nstime.h"
#include "ns3/propagation-loss-model.h"

#include <cstdint>
#include <map>
#include <set>
#include <utility>

namespace ns3
{

/**
 * @ingroup mog
 *
 * The channel of c-core's scenario d2d, in which networks are trained, as a loss model: the median
 * line-of-sight path loss of ITU-R P.1411 between antennas at the height of a pocket (computed by
 * mog_path_loss_db()), an antenna gain on the direct paths of links only, and on request log-normal
 * shadowing and Rayleigh fading.
 *
 * Paths from and to base stations have the path loss of c-core's scenario uplink instead, that of
 * an urban macro cell (mog_cell_loss_db()), and no antenna gain.
 *
 * Which paths are direct is told with AddDirectPath(), who is a base station with AddBaseStation();
 * MogHelper does both for the links it installs.
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

    /**
     * Declare that somebody is a base station.
     * @param baseStation where it is
     */
    void AddBaseStation(Ptr<MobilityModel> baseStation);

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
     * Get the part of the loss that is not random.
     * @param a where the transmitter is
     * @param b where the receiver is
     * @return loss in dB
     */
    double GetPathLoss(Ptr<MobilityModel> a, Ptr<MobilityModel> b) const;

    /**
     * Get the random part of the loss at the present time.
     * @param a where the transmitter is
     * @param b where the receiver is
     * @return gain in dB
     */
    double GetRandomGain(Ptr<MobilityModel> a, Ptr<MobilityModel> b) const;

    double m_frequency;                            //!< carrier in Hz
    double m_height;                               //!< antenna height in m
    double m_antennaGain;                          //!< gain of direct paths in dB
    double m_shadowing;                            //!< standard deviation of shadowing in dB
    bool m_rayleigh;                               //!< whether there is fading
    Time m_coherenceTime;                          //!< length of a block
    std::set<Path> m_directPaths;                  //!< direct paths
    std::set<const MobilityModel*> m_baseStations; //!< base stations
    mutable MogPathRandom m_random;                //!< random numbers
    mutable std::map<Path, Fading> m_fading;       //!< what was drawn
};

} // namespace ns3

#endif /* MOG_PROPAGATION_LOSS_MODEL_H */
