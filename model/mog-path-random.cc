/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-path-random.h"

#include "mog/random.h"

#include "ns3/abort.h"
#include "ns3/node.h"
#include "ns3/random-variable-stream.h"

#include <algorithm>
#include <gsl/gsl_randist.h>
#include <memory>

namespace ns3
{

namespace
{

/**
 * Get the index of the node at a place.
 * @param mobility the place
 * @return the node's index
 */
uint64_t
GetNodeId(Ptr<const MobilityModel> mobility)
{
    auto node = mobility->GetObject<Node>();
    NS_ABORT_MSG_UNLESS(node,
                        "mog: shadowing and fading belong to pairs of nodes, but a mobility model "
                        "is not aggregated to a node; use MobilityHelper");
    return node->GetId();
}

/**
 * Get the random numbers of a path in a block, from their beginning.
 * @param seed names all of them
 * @param a where the transmitter is
 * @param b where the receiver is
 * @param block number of the block
 * @return the generator
 */
std::unique_ptr<gsl_rng, void (*)(gsl_rng*)>
Select(uint64_t seed, Ptr<const MobilityModel> a, Ptr<const MobilityModel> b, uint64_t block)
{
    // Nodes and blocks in separate bits, so that no two streams coincide in simulations of up to a
    // million nodes and sixteen million blocks.
    const uint64_t index = block << 40 ^ GetNodeId(a) << 20 ^ GetNodeId(b);
    std::unique_ptr<gsl_rng, void (*)(gsl_rng*)> rng(gsl_rng_alloc(&mog_random_type), gsl_rng_free);
    mog_random_select(rng.get(), seed, index, MOG_PURPOSE_FADING);
    return rng;
}

} // namespace

MogPathRandom::MogPathRandom()
    : m_random(CreateObject<UniformRandomVariable>()),
      m_seed(0)
{
}

MogPathRandom::~MogPathRandom()
{
}

uint64_t
MogPathRandom::GetSeed()
{
    if (m_seed == 0)
    {
        m_seed = 1 + m_random->GetInteger(0, UINT32_MAX - 1);
    }
    return m_seed;
}

double
MogPathRandom::GetNormal(Ptr<const MobilityModel> a, Ptr<const MobilityModel> b, uint64_t block)
{
    return gsl_ran_gaussian(Select(GetSeed(), a, b, block).get(), 1);
}

std::vector<double>
MogPathRandom::GetExponential(Ptr<const MobilityModel> a,
                              Ptr<const MobilityModel> b,
                              uint64_t block,
                              std::size_t count)
{
    const auto rng = Select(GetSeed(), a, b, block);
    std::vector<double> numbers(count);
    std::generate(numbers.begin(), numbers.end(), [&rng]() {
        return gsl_ran_exponential(rng.get(), 1);
    });
    return numbers;
}

int64_t
MogPathRandom::AssignStreams(int64_t stream)
{
    m_random->SetStream(stream);
    return 1;
}

} // namespace ns3
