/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_DROP_POSITIONS_H
#define MOG_DROP_POSITIONS_H

#include <cstdint>
#include <string>
#include <vector>

/// A scenario of c-core; opaque here.
struct mog_scenario;

namespace ns3
{

/// c-core's seed less ns-3's, which has 32 bits: no drop of a simulation is among the samples of an
/// ordinary seed, which a policy may have been trained with.
constexpr uint64_t MOG_SEED_OFFSET = 1ULL << 32;

/**
 * @ingroup mog
 *
 * Get the positions of a scenario's sample that RngSeedManager's seed and run name.
 *
 * @param scenario the scenario
 * @param tx transmitters' x and y in m, in turn; out
 * @param rx receivers' x and y; out
 * @return one line that says why there is no such drop; empty if it was made
 */
std::string MogDropPositions(const mog_scenario& scenario,
                             std::vector<double>& tx,
                             std::vector<double>& rx);

} // namespace ns3

#endif /* MOG_DROP_POSITIONS_H */
