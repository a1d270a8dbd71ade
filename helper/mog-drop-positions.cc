/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-drop-positions.h"

#include "mog/radio.h"

#include "ns3/rng-seed-manager.h"

namespace ns3
{

namespace
{

/**
 * Put positions on the ground into space.
 * @param ground x and y in turn
 * @param center where their origin is
 * @return the positions
 */
std::vector<Vector>
Place(const std::vector<double>& ground, const Vector& center)
{
    std::vector<Vector> positions;
    for (std::size_t i = 0; i < ground.size(); i += 2)
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
    if (mog_scenario_check(&scenario, &error) != MOG_OK)
    {
        return error.message;
    }
    std::vector<double> gain(mog_scenario_matrices(&scenario) * scenario.links * scenario.links);
    std::vector<double> tx(2 * scenario.links);
    std::vector<double> rx(2 * scenario.links);
    if (mog_scenario_generate(&scenario,
                              MOG_SEED_OFFSET + RngSeedManager::GetSeed(),
                              RngSeedManager::GetRun(),
                              1,
                              gain.data(),
                              tx.data(),
                              rx.data(),
                              &error) != MOG_OK)
    {
        return error.message;
    }
    transmitters = Place(tx, center);
    receivers = Place(rx, center);
    return "";
}

} // namespace ns3
