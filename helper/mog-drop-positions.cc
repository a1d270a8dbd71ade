/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-drop-positions.h"

#include "mog/dataset.h"

#include "ns3/rng-seed-manager.h"

namespace ns3
{

namespace
{

/**
 * Put positions on the ground into space.
 * @param ground x and y in turn
 * @param count of the positions
 * @param center where their origin is
 * @return the positions
 */
std::vector<Vector>
Place(const double* ground, std::size_t count, const Vector& center)
{
    std::vector<Vector> positions;
    for (std::size_t i = 0; i < 2 * count; i += 2)
    {
        positions.emplace_back(center.x + ground[i], center.y + ground[i + 1], center.z);
    }
    return positions;
}

} // namespace

std::string
MogDropPositions(const mog_scenario& scenario,
                 const Vector& center,
                 std::vector<Vector>& transmitters,
                 std::vector<Vector>& receivers)
{
    mog_error error{};
    mog_dataset* drop;
    if (mog_dataset_generate(&scenario,
                             MOG_SEED_OFFSET + RngSeedManager::GetSeed(),
                             RngSeedManager::GetRun(),
                             1,
                             &drop,
                             &error) != MOG_OK)
    {
        return error.message;
    }
    transmitters = Place(drop->tx_position, drop->links, center);
    receivers = Place(drop->rx_position, drop->links, center);
    mog_dataset_free(drop);
    return "";
}

} // namespace ns3
