/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_FPLINQ_ALLOCATOR_H
#define MOG_FPLINQ_ALLOCATOR_H

#include "mog-allocator.h"

#include <memory>

/// A solver of c-core; opaque here.
struct mog_solver;

namespace ns3
{

/**
 * @ingroup mog
 *
 * Maximizes the sum rate by fractional programming (K. Shen and W. Yu, "FPLinQ: A cooperative
 * spectrum sharing strategy for device-to-device communications", ISIT 2017), with continuous
 * powers and from full power: the algorithm whose powers are the labels that networks are trained
 * with.
 */
class MogFplinqAllocator : public MogAllocator
{
  public:
    /**
     * Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    MogFplinqAllocator();
    ~MogFplinqAllocator() override;

    void Prepare(const MogNetworkState& state) override;
    MogAllocation Allocate(const MogNetworkState& state) override;

  private:
    void DoDispose() override;

    uint32_t m_sweeps; //!< updates of all links
    uint32_t m_links;  //!< number of links the solver was made for
    std::unique_ptr<mog_solver, void (*)(mog_solver*)> m_solver; //!< made at the first decision
};

} // namespace ns3

#endif /* MOG_FPLINQ_ALLOCATOR_H */
