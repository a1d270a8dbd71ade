/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_D2D_LAYOUT_H
#define MOG_D2D_LAYOUT_H

#include "ns3/vector.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{

/**
 * @ingroup mog
 *
 * Positions of device-to-device pairs as c-core's scenario d2d drops them: transmitters uniform on
 * a square, receivers at a uniform distance of 2 m to 65 m in a uniform direction, pairs that leave
 * the square drawn again, and everything drawn again if any transmitter and receiver come within 1
 * m.
 *
 * The drop depends on RngSeedManager's seed and run alone (--RngSeed, --RngRun): it is sample
 * number `run` of the data set that `mog generate` makes from MOG_SEED_OFFSET + seed.
 */
class MogD2dLayout
{
  public:
    /**
     * Drop pairs.
     *
     * @param links number of pairs
     * @param side side of the square in m
     * @return one line that says why there is no such drop; empty if it was made
     */
    std::string Drop(uint32_t links, double side);

    /**
     * Get where the transmitters are.
     * @return positions at height 0, the antennas' height being the loss model's
     */
    const std::vector<Vector>& GetTransmitters() const;

    /**
     * Get where the receivers are.
     * @return positions at height 0
     */
    const std::vector<Vector>& GetReceivers() const;

  private:
    std::vector<Vector> m_transmitters; //!< where the transmitters are
    std::vector<Vector> m_receivers;    //!< where the receivers are
};

} // namespace ns3

#endif /* MOG_D2D_LAYOUT_H */
