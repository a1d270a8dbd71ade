/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_BAND_H
#define MOG_BAND_H

#include <vector>

namespace ns3
{

/**
 * @ingroup mog
 *
 * A range of frequencies, and how much of a transmitter's power is spread evenly over it.
 */
struct MogBand
{
    double low{0};   //!< lower edge in Hz
    double high{0};  //!< upper edge in Hz
    double share{1}; //!< share of the power
};

/**
 * @ingroup mog
 *
 * Get the share of a signal's power that is within the bands of a receiver.
 *
 * @param sent bands of the signal; empty: the same as the receiver's
 * @param heard bands of the receiver, without overlap; empty: the same as the signal's
 * @return from 0 to 1
 */
double MogGetOverlap(const std::vector<MogBand>& sent, const std::vector<MogBand>& heard);

} // namespace ns3

#endif /* MOG_BAND_H */
