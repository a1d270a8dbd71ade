/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_CHANNEL_STATE_H
#define MOG_CHANNEL_STATE_H

#include <cstdint>
#include <vector>

/// Channels as c-core takes them; opaque here.
struct mog_problem;

namespace ns3
{

/**
 * @ingroup mog
 *
 * What an allocator gets to see: gains between all transmitters and all receivers, the noise, and
 * perhaps where everybody is.
 *
 * The rate of link i with powers p (fractions of the maximum) is
 * \f$ \log_2 (1 + G_{ii} p_i / (\sum_{j \ne i} G_{ij} p_j + \sigma^2)) \f$ bit/s/Hz, the sum over
 * the links on the same resource block (RB).
 * Only ratios of gains and noise have a meaning. Estimators give gains times maximum power over
 * noise power, so that the noise is 1: the convention of c-core's d2d scenario, which also lets
 * maximum powers and noise powers differ from link to link.
 */
struct MogChannelState
{
    uint32_t links{0};              //!< number of links K
    uint32_t rbs{1};                //!< number of resource blocks N
    bool perRb{false};              //!< whether every RB has gains of its own
    std::vector<double> gain;       //!< power gain, linear, gain[receiver * K + transmitter]; if
                                    //!< perRb, N such matrices one after the other
    double noise{1};                //!< noise power in an RB relative to maximum power x gain
    std::vector<double> txPosition; //!< transmitters' x and y in turn, m; empty if unknown
    std::vector<double> rxPosition; //!< receivers', like txPosition
    std::vector<uint32_t> index;    //!< of each link in its manager, which leaves out idle links
};

/**
 * @ingroup mog
 *
 * What an allocator decides.
 */
struct MogAllocation
{
    std::vector<double> power;  //!< fraction of the maximum power, 0 to 1, of each link
    std::vector<uint32_t> rb{}; //!< resource block of each link; may be empty if there is only one
};

/**
 * @ingroup mog
 *
 * Look at a channel as c-core does. Aborts if the arrays are not as long as the number of links
 * asks for.
 *
 * @param state the channel
 * @return its only sample, which lives in the arrays of the channel
 */
mog_problem MogGetProblem(const MogChannelState& state);

/**
 * @ingroup mog
 *
 * Compute the spectral efficiency of all links, with c-core's mog_rates().
 *
 * @param state the channel
 * @param allocation powers and resource blocks
 * @return bit/s/Hz of each link's RB
 */
std::vector<double> MogGetLinkRates(const MogChannelState& state, const MogAllocation& allocation);

} // namespace ns3

#endif /* MOG_CHANNEL_STATE_H */
