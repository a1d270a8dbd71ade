/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_PILOT_SIGNAL_PARAMETERS_H
#define MOG_PILOT_SIGNAL_PARAMETERS_H

#include "ns3/spectrum-signal-parameters.h"

namespace ns3
{

/**
 * @ingroup mog
 *
 * A signal that carries no data and is known to all receivers, which measure the channel with it.
 * Its member txPhy says who sends it. To physical layers of other kinds it is interference.
 */
struct MogPilotSignalParameters : public SpectrumSignalParameters
{
    MogPilotSignalParameters();

    /**
     * Copy a signal.
     * @param other the signal
     */
    MogPilotSignalParameters(const MogPilotSignalParameters& other);

    // Channels call one of the two: ns-3 made the function const in 3.37.

    /**
     * Copy the signal.
     * @return the copy, of the same type
     */
    Ptr<SpectrumSignalParameters> Copy() const;

    /**
     * Copy the signal.
     * @return the copy, of the same type
     */
    Ptr<SpectrumSignalParameters> Copy();
};

} // namespace ns3

#endif /* MOG_PILOT_SIGNAL_PARAMETERS_H */
