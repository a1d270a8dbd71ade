/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_PATH_GAIN_H
#define MOG_PATH_GAIN_H

#include "mog-device-control.h"

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
 * What the loss models of a channel say about the paths to a link's receiver. Nothing is kept of
 * what they said: nodes may have moved when they are asked again.
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
     * Get the gains of a path.
     *
     * @param transmitter where it begins
     * @param gain power gain, linear, the mean in each of as many equal parts of the receiver's
     * band as this has elements; out
     * @return whether the channel was told anything about this path
     */
    bool Get(Ptr<MobilityModel> transmitter, std::vector<double>& gain) const;

  private:
    Ptr<const MogDeviceControl> m_link;               //!< the link
    Ptr<MobilityModel> m_receiver;                    //!< where paths end
    Ptr<PropagationLossModel> m_loss;                 //!< the same at all frequencies
    Ptr<SpectrumPropagationLossModel> m_spectrumLoss; //!< what depends on the frequency
    Ptr<SpectrumSignalParameters> m_flat;             //!< a signal of 1 W/Hz, for the latter
};

} // namespace ns3

#endif /* MOG_PATH_GAIN_H */
