/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_PATH_GAIN_H
#define MOG_PATH_GAIN_H

#include "mog-band.h"
#include "mog-device-control.h"

#include "ns3/antenna-model.h"
#include "ns3/mobility-model.h"
#include "ns3/propagation-loss-model.h"
#include "ns3/ptr.h"
#include "ns3/spectrum-propagation-loss-model.h"
#include "ns3/spectrum-signal-parameters.h"

#include <string>
#include <vector>

namespace ns3
{

/**
 * @ingroup mog
 *
 * Gains of the paths to a link's receiver as its channel applies them to signals: the chain of loss
 * models, both antennas, the channel's largest loss, and the share of a signal's power that is
 * within the band of the receiver. Nothing is kept of what models said: nodes may have moved when
 * they are asked again.
 */
class MogPathGain
{
  public:
    /**
     * Constructor.
     * @param link a link whose devices have mobility models
     */
    explicit MogPathGain(Ptr<const MogDeviceControl> link);

    /**
     * Tell why the channel cannot be asked.
     * @return what it lacks, and the way out; empty if it can be asked
     */
    std::string GetObjection() const;

    /**
     * Tell whether gains are the same at all frequencies.
     * @return whether they are
     */
    bool IsFlat() const;

    /**
     * Get the gains of the path from a link's transmitter to this receiver.
     *
     * @param from the paths of that link, which know its transmitter
     * @param gain power gain, linear, the mean in each of as many equal parts of the receiver's
     * band as this has elements; out
     * @return whether the channel was told anything about this path
     */
    bool Get(const MogPathGain& from, std::vector<double>& gain) const;

  private:
    /**
     * Get the gain of the path at all frequencies alike.
     * @param from the paths of the link whose transmitter sends
     * @return loss models and antennas, in dB
     */
    double GetFlatGainDb(const MogPathGain& from) const;

    Ptr<const MogDeviceControl> m_link;               //!< the link
    Ptr<MobilityModel> m_transmitter;                 //!< where the link's transmitter is
    Ptr<AntennaModel> m_txAntenna;                    //!< its antenna; may be null
    Ptr<MobilityModel> m_receiver;                    //!< where paths end
    Ptr<AntennaModel> m_rxAntenna;                    //!< the receiver's; may be null
    Ptr<PropagationLossModel> m_loss;                 //!< the same at all frequencies
    Ptr<SpectrumPropagationLossModel> m_spectrumLoss; //!< what depends on the frequency
    Ptr<SpectrumSignalParameters> m_flat;             //!< a signal of 1 W/Hz, for the latter
    std::vector<MogBand> m_bands;                     //!< where the link is, on one RB
    double m_maxLossDb;                               //!< beyond this nothing arrives
    bool m_arrays;                                    //!< whether the channel knows of arrays
};

/**
 * @ingroup mog
 *
 * Find where an end of a link is.
 *
 * @param device its device
 * @param phy its physical layer, which may know better; may be null
 * @return its mobility model; null if neither the physical layer nor the node has one
 */
Ptr<MobilityModel> MogFindMobility(Ptr<NetDevice> device, Ptr<SpectrumPhy> phy);

} // namespace ns3

#endif /* MOG_PATH_GAIN_H */
