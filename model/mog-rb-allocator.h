/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_RB_ALLOCATOR_H
#define MOG_RB_ALLOCATOR_H

#include "mog-allocator.h"

#include <memory>
#include <string>

/// An algorithm of c-core; opaque here.
struct mog_solver;

namespace ns3
{

class UniformRandomVariable;

/**
 * @ingroup mog
 *
 * Decides on resource blocks (RBs) with an algorithm of c-core (mog/solve.h), and on the powers
 * within each RB with FPLinQ: those whose solutions networks are trained with, and what these are
 * compared with.
 *
 * | attribute Solver | what it does |
 * | :--------------- | :----------- |
 * | rb-optimum       | exact search, up to 16 links |
 * | rb-local-search  | from an even split, the best move of one link, then swaps of two |
 * | rb-greedy        | strong links first, each where the sum rate grows most |
 * | rb-colouring     | coloring of the interference graph |
 * | rb-best-of       | best of 100 random assignments |
 * | rb-balanced      | link i on RB i mod N |
 * | rb-random        | every link on an RB drawn anew in each period |
 */
class MogRbAllocator : public MogAllocator
{
  public:
    /**
     * Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    MogRbAllocator();
    ~MogRbAllocator() override;

    void Prepare(const MogNetworkState& state) override;
    MogAllocation Allocate(const MogNetworkState& state) override;
    int64_t AssignStreams(int64_t stream) override;

  private:
    void DoDispose() override;

    std::string m_name;                  //!< name of the algorithm
    uint32_t m_sweeps;                   //!< FPLinQ's updates of all links
    uint32_t m_links;                    //!< number of links that the solver was made for
    uint32_t m_rbs;                      //!< number of RBs that the solver was made for
    uint64_t m_decision;                 //!< number of decisions: names random draws
    uint64_t m_seed;                     //!< seed of random draws; 0 before the first
    Ptr<UniformRandomVariable> m_random; //!< gives the seed
    std::unique_ptr<mog_solver, void (*)(mog_solver*)> m_solver; //!< the algorithm
};

} // namespace ns3

#endif /* MOG_RB_ALLOCATOR_H */
