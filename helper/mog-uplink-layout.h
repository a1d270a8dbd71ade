/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_UPLINK_LAYOUT_H
#define MOG_UPLINK_LAYOUT_H

#include "ns3/vector.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{

/**
 * @ingroup mog
 *
 * Positions of cellular users as c-core's scenario uplink drops them: uniform on a disc.
 *
 * The drop depends on RngSeedManager's seed and run alone (--RngSeed, --RngRun): it is sample
 * number `run` of the data set that `mog generate` makes from MOG_SEED_OFFSET + seed.
 */
class MogUplinkLayout
{
  public:
    /**
     * Drop users.
     *
     * @param users number of users
     * @param radius radius of the cell in m
     * @param center where the base station is
     * @return one line that says why there is no such drop; empty if it was made
     */
    std::string Drop(uint32_t users, double radius, const Vector& center = Vector());

    /**
     * Get where the users are.
     * @return positions at the height of the center
     */
    const std::vector<Vector>& GetUsers() const;

    /**
     * Get where the base station is.
     * @return the center
     */
    const Vector& GetBaseStation() const;

  private:
    std::vector<Vector> m_users; //!< where the users are
    Vector m_baseStation;        //!< where the base station is
};

} // namespace ns3

#endif /* MOG_UPLINK_LAYOUT_H */
