/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_TEST_DROP_H
#define MOG_TEST_DROP_H

#include "mog/dataset.h"

#include "ns3/mog-network-state.h"

/**
 * @ingroup mog-tests
 *
 * Draw one sample of a scenario with c-core, and see it as the ideal estimator would.
 *
 * @param scenario the scenario, with positions
 * @param seed its seed
 * @param sample which one
 * @return the channel; without links if the scenario is none
 */
inline ns3::MogNetworkState
MogTestDrop(const mog_scenario& scenario, uint64_t seed, uint64_t sample)
{
    ns3::MogNetworkState state;
    mog_dataset* drop;
    if (mog_dataset_generate(&scenario, seed, sample, 1, &drop, nullptr) != MOG_OK)
    {
        return state;
    }
    const std::size_t links = drop->links;
    const std::size_t gains = (drop->per_rb ? drop->n_rb : 1) * links * links;
    state.links = links;
    state.rbs = drop->n_rb;
    state.perRb = drop->per_rb;
    state.gain.assign(drop->gain, drop->gain + gains);
    state.txPosition.assign(drop->tx_position, drop->tx_position + 2 * links);
    state.rxPosition.assign(drop->rx_position, drop->rx_position + 2 * links);
    state.noise = drop->noise_power;
    mog_dataset_free(drop);
    return state;
}

#endif /* MOG_TEST_DROP_H */
