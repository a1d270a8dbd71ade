/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_IDEAL_PHY_ACCESS_H
#define MOG_IDEAL_PHY_ACCESS_H

#include "ns3/ptr.h"

/**
 * @file
 * @ingroup mog
 *
 * What a scenario has set on a HalfDuplexIdealPhy, which has setters for its densities but neither
 * getters nor attributes. To have them said once more, to mog, would be one more thing to get
 * wrong.
 */

namespace ns3
{

class HalfDuplexIdealPhy;
class SpectrumValue;

/**
 * @ingroup mog
 *
 * Get what SetTxPowerSpectralDensity() has set.
 *
 * @param phy the physical layer
 * @return the density in W/Hz, shared with whoever else has it; nullptr if none was set
 */
Ptr<const SpectrumValue> MogGetTxPowerSpectralDensity(const HalfDuplexIdealPhy& phy);

/**
 * @ingroup mog
 *
 * Get what SetNoisePowerSpectralDensity() has set.
 *
 * @param phy the physical layer
 * @return the density in W/Hz, shared with whoever else has it; nullptr if none was set
 */
Ptr<const SpectrumValue> MogGetNoisePowerSpectralDensity(const HalfDuplexIdealPhy& phy);

} // namespace ns3

#endif /* MOG_IDEAL_PHY_ACCESS_H */
