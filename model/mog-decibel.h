/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_DECIBEL_H
#define MOG_DECIBEL_H

#include <cmath>

/**
 * @file
 * @ingroup mog
 *
 * Decibels, which attributes and loss models speak, in the linear units of everything else.
 */

namespace ns3
{

/**
 * @ingroup mog
 *
 * Convert to a ratio.
 *
 * @param db decibels
 * @return the ratio
 */
inline double
MogDbToRatio(double db)
{
    return std::pow(10, db / 10);
}

/**
 * @ingroup mog
 *
 * Convert a power or, per Hz, a density.
 *
 * @param dbm dBm
 * @return W
 */
inline double
MogDbmToW(double dbm)
{
    return MogDbToRatio(dbm - 30);
}

} // namespace ns3

#endif /* MOG_DECIBEL_H */
