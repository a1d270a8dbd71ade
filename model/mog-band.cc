/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-band.h"

#include <algorithm>
#include <cmath>

namespace ns3
{

namespace
{

/// Band edges that are computed in different ways need not be the same to the last digit.
constexpr double ROUNDING = 1e-9;

/**
 * Compare bands.
 * @param a a band
 * @param b another band
 * @return whether both are the same
 */
bool
IsSame(const MogBand& a, const MogBand& b)
{
    return std::abs(a.low - b.low) <= ROUNDING * a.low &&
           std::abs(a.high - b.high) <= ROUNDING * a.high;
}

} // namespace

double
MogGetOverlap(const std::vector<MogBand>& sent, const std::vector<MogBand>& heard)
{
    if (sent.empty() || heard.empty() ||
        (sent.size() == heard.size() &&
         std::equal(sent.begin(), sent.end(), heard.begin(), IsSame)))
    {
        return 1;
    }
    double share = 0;
    for (const auto& band : sent)
    {
        double common = 0;
        for (const auto& other : heard)
        {
            common +=
                std::max(std::min(band.high, other.high) - std::max(band.low, other.low), 0.0);
        }
        share += band.share * common / (band.high - band.low);
    }
    return std::min(share, 1.0);
}

} // namespace ns3
