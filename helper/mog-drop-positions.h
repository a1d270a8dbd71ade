/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_DROP_POSITIONS_H
#define MOG_DROP_POSITIONS_H

#include "ns3/vector.h"

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
 * @param center where the scenario's origin is, whose height is that of all positions
 * @param transmitters where the transmitters are; out
 * @param receivers where the receivers are; out
 * @return one line that says why there is no such drop, and nothing is put out; empty if it was
 * made
 */
std::string MogDropPositions(const mog_scenario& scenario,
                             const Vector& center,
                             std::vector<Vector>& transmitters,
                             std::vector<Vector>& receivers);

} // namespace ns3

#endif /* MOG_DROP_POSITIONS_H */
