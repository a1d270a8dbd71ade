/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_ROUND_ROBIN_ALLOCATOR_H
#define MOG_ROUND_ROBIN_ALLOCATOR_H

#include "mog-allocator.h"

#include <memory>

/// Powers on given resource blocks; opaque here.
struct mog_refiner;

namespace ns3
{

/**
 * @ingroup mog
 *
 * Links take the resource blocks (RBs) in turn, whatever the channels: in every period the list of
 * links is rotated by one and cut into N runs of the same length, give or take one, and each run
 * shares an RB. So every link meets every RB and different company. Powers within an RB are
 * FPLinQ's, so that what differs from other RB allocators is the RBs alone.
 */
class MogRoundRobinAllocator : public MogAllocator
{
  public:
    /**
     * Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    MogRoundRobinAllocator();
    ~MogRoundRobinAllocator() override;

    MogAllocation Allocate(const MogNetworkState& state) override;

  private:
    void DoDispose() override;

    uint32_t m_sweeps; //!< FPLinQ's updates of all links
    uint32_t m_links;  //!< most links that the powers were prepared for
    uint32_t m_rbs;    //!< number of RBs that the powers were prepared for
    uint64_t m_turn;   //!< number of decisions
    std::unique_ptr<mog_refiner, void (*)(mog_refiner*)> m_refiner; //!< sets powers
};

} // namespace ns3

#endif /* MOG_ROUND_ROBIN_ALLOCATOR_H */
