/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_NETWORK_STATE_H
#define MOG_NETWORK_STATE_H

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

/// Channels as c-core takes them; opaque here.
struct mog_problem;

namespace ns3
{

/**
 * @ingroup mog
 *
 * What is known of a link beside its gains. Bytes and delays are of the moment of the decision.
 */
struct MogLinkState
{
    uint32_t id{0};       //!< MogLink::GetId(), the same for as long as the link is managed
    uint32_t index{0};    //!< place among all links of the manager, idle ones included
    double bandwidth{0};  //!< of a resource block in Hz: what turns bit/s/Hz into bit/s
    double powerLimit{1}; //!< share of its maximum power that a power of 1 stands for here: more is
                          //!< of no use (see MogRateAdaptation::GetUsefulSinr())
    double priority{1};   //!< MogLink's attribute Weight
    double targetRate{0}; //!< what it should have in the mean, bit/s; 0: nothing in particular
    double meanRate{NAN}; //!< what it has had, as the utility counts, bit/s; NaN: not known
    double backlog{NAN};  //!< bytes that wait; NaN: its device cannot tell
    double delay{NAN};    //!< how long the first of them has waited, s; NaN: its device cannot tell
};

/**
 * @ingroup mog
 *
 * What a link has had since the decision before.
 */
struct MogService
{
    uint32_t id{0};       //!< which link
    double bandwidth{0};  //!< of its resource block in Hz
    double targetRate{0}; //!< rate that it should have in the mean, bit/s
    double rate{0};       //!< delivered, bit/s
    double power{0};      //!< fraction of the maximum power
};

/**
 * @ingroup mog
 *
 * What an allocator gets to see: gains between all transmitters and all receivers, the noise, what
 * a rate is worth on each link, and perhaps where everybody is.
 *
 * The rate of link i with powers p (fractions of the maximum) is
 * \f$ R_i = \log_2 (1 + G_{ii} p_i / (\sum_{j \ne i} G_{ij} p_j + \sigma^2)) \f$ bit/s/Hz, the
 * sum over the links on the same resource block (RB). A decision is to maximise
 * \f$ \sum_i w_i R_i - c_i p_i \f$, whose weights and prices come from the utility in force (see
 * MogUtility).
 * Only ratios of gains and noise have a meaning. Estimators give gains times maximum power over
 * noise power, so that the noise is 1: the convention of c-core's d2d scenario, which also lets
 * maximum powers and noise powers differ from link to link.
 */
struct MogNetworkState
{
    uint32_t links{0};              //!< number of links K
    uint32_t rbs{1};                //!< number of resource blocks N
    bool perRb{false};              //!< whether every RB has gains of its own
    std::vector<double> gain;       //!< power gain, linear, gain[receiver * K + transmitter]; if
                                    //!< perRb, N such matrices one after the other
    double noise{1};                //!< noise power in an RB relative to maximum power x gain
    std::vector<double> txPosition; //!< transmitters' x and y in turn, m; empty if unknown
    std::vector<double> rxPosition; //!< receivers', like txPosition
    std::vector<double> weight;     //!< w, what a bit/s/Hz of each link is worth; empty: 1 each
    std::vector<double> price;      //!< c, what each link's full power costs; empty: nothing
    std::vector<double> outside;    //!< power that comes from transmitters outside, over the noise
                                 //!< without it, outside[rb * K + receiver]; gains are over both.
                                 //!< Empty: no device can tell
    std::vector<MogLinkState> link; //!< what else is known; empty if the state is not a manager's
};

/// What version 0.1 called it.
using MogChannelState = MogNetworkState;

/**
 * @ingroup mog
 *
 * What an allocator decides.
 */
struct MogAllocation
{
    std::vector<double> power;  //!< fraction of the maximum power, 0 to 1, of each link
    std::vector<uint32_t> rb{}; //!< resource block of each link; may be empty if there is only one
    std::string fallback{}; //!< why this is not what the allocator would have decided by itself;
                            //!< empty: it is
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
mog_problem MogGetProblem(const MogNetworkState& state);

/**
 * @ingroup mog
 *
 * Compute the spectral efficiency of all links, with c-core's mog_rates().
 *
 * @param state the channel
 * @param allocation powers and resource blocks
 * @return bit/s/Hz of each link's RB
 */
std::vector<double> MogGetLinkRates(const MogNetworkState& state, const MogAllocation& allocation);

/**
 * @ingroup mog
 *
 * Compute what an allocation is worth, with c-core's mog_utility_values(): the sum of weighted
 * rates less the price of the powers.
 *
 * @param state the channel, weights and prices
 * @param allocation powers and resource blocks
 * @return the worth; in bit/s/Hz where weights are 1
 */
double MogGetWorth(const MogNetworkState& state, const MogAllocation& allocation);

/**
 * @ingroup mog
 *
 * Make the allocation that asks nothing of anybody: every link transmits with all its power, link i
 * on resource block i mod N.
 *
 * @param state the channel
 * @return the allocation
 */
MogAllocation MogGetFullPower(const MogNetworkState& state);

/**
 * @ingroup mog
 *
 * Give every resource block gains of its own, if they are the same on all. Nothing else changes.
 *
 * @param state the channel; in and out
 */
void MogRepeatGains(MogNetworkState& state);

/**
 * @ingroup mog
 *
 * Count what comes from outside as noise: divide gains by it.
 *
 * @param outside power over the noise, outside[rb * K + receiver]; nothing happens if all is 0
 * @param state gains over the noise, and then over all noise; in and out
 */
void MogCountOutside(const std::vector<double>& outside, MogNetworkState& state);

/**
 * @ingroup mog
 *
 * Leave links no more power than is of use, with something in hand: 6 dB against interference.
 *
 * @param sinr signal-to-noise ratio beyond which a link has no higher rate
 * @param state the network; in and out
 */
void MogLimitPowers(double sinr, MogNetworkState& state);

} // namespace ns3

#endif /* MOG_NETWORK_STATE_H */
