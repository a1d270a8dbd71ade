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

std::string
MogDropPositions(const mog_scenario& scenario, std::vector<double>& tx, std::vector<double>& rx)
{
    mog_error error{};
    if (mog_scenario_check(&scenario, &error) != MOG_OK)
    {
        return error.message;
    }
    std::vector<double> gain(mog_scenario_matrices(&scenario) * scenario.links * scenario.links);
    tx.resize(2 * scenario.links);
    rx.resize(2 * scenario.links);
    const auto status = mog_scenario_generate(&scenario,
                                              MOG_SEED_OFFSET + RngSeedManager::GetSeed(),
                                              RngSeedManager::GetRun(),
                                              1,
                                              gain.data(),
                                              tx.data(),
                                              rx.data(),
                                              &error);
    return status == MOG_OK ? "" : error.message;
}

} // namespace ns3
