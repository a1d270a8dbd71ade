/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_PATH_RANDOM_H
#define MOG_PATH_RANDOM_H

#include "ns3/mobility-model.h"

#include <cstdint>
#include <vector>

namespace ns3
{

class UniformRandomVariable;

/**
 * @ingroup mog
 *
 * Random numbers that belong to ordered pairs of nodes and to blocks of time. What is drawn depends
 * on the random stream's seed, the two nodes and the block alone: the same question has the same
 * answer, whoever asks first and however often.
 */
class MogPathRandom
{
  public:
    MogPathRandom();
    ~MogPathRandom();

    /**
     * Draw from the normal distribution of mean 0 and variance 1.
     *
     * @param a where the transmitter is; aggregated to its node
     * @param b where the receiver is; aggregated to its node
     * @param block number of the block
     * @return the number
     */
    double GetNormal(Ptr<const MobilityModel> a, Ptr<const MobilityModel> b, uint64_t block);

    /**
     * Draw from the exponential distribution of mean 1.
     *
     * @param a where the transmitter is; aggregated to its node
     * @param b where the receiver is; aggregated to its node
     * @param block number of the block
     * @param count how many
     * @return the numbers
     */
    std::vector<double> GetExponential(Ptr<const MobilityModel> a,
                                       Ptr<const MobilityModel> b,
                                       uint64_t block,
                                       std::size_t count);

    /**
     * Assign a fixed stream to the random variable that gives the seed.
     *
     * @param stream stream index to use
     * @return the number of streams assigned
     */
    int64_t AssignStreams(int64_t stream);

  private:
    /**
     * Get the seed.
     * @return the seed, drawn at the first time
     */
    uint64_t GetSeed();

    Ptr<UniformRandomVariable> m_random; //!< gives the seed
    uint64_t m_seed;                     //!< 0 before the first number
};

} // namespace ns3

#endif /* MOG_PATH_RANDOM_H */
