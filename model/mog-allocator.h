/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_ALLOCATOR_H
#define MOG_ALLOCATOR_H

#include "mog-network-state.h"

#include "ns3/object.h"

namespace ns3
{

class RandomVariableStream;

/**
 * @ingroup mog
 *
 * Decides the powers of all links, and their resource blocks (RBs) if there are several. To plug in
 * another algorithm, derive from this class, implement Allocate(), and give
 * MogHelper::SetAllocator() the type's name.
 */
class MogAllocator : public Object
{
  public:
    /**
     * Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    MogAllocator();
    ~MogAllocator() override;

    /**
     * Make what the next decision needs, if it is not there yet: solvers and memory for as many
     * links as there are. Called before Allocate(), and not counted as time to decide.
     *
     * @param state the channel; nothing is done in this class
     */
    virtual void Prepare(const MogNetworkState& state);

    /**
     * Decide. Called once per period; MogResourceManager measures how long it takes.
     *
     * @param state the channel
     * @return a power for each link, and a resource block if there are several
     */
    virtual MogAllocation Allocate(const MogNetworkState& state) = 0;

    /**
     * Assign fixed streams to the random variables in use.
     *
     * @param stream first stream index to use
     * @return the number of streams assigned; 0 in this class
     */
    virtual int64_t AssignStreams(int64_t stream);
};

/**
 * @ingroup mog
 *
 * Every link transmits with all its power, link i on resource block i mod N.
 */
class MogFullPowerAllocator : public MogAllocator
{
  public:
    /**
     * Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    MogFullPowerAllocator();
    ~MogFullPowerAllocator() override;

    MogAllocation Allocate(const MogNetworkState& state) override;
};

/**
 * @ingroup mog
 *
 * Powers are drawn anew in every period, independently and uniformly from 0 to the maximum.
 */
class MogRandomAllocator : public MogAllocator
{
  public:
    /**
     * Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    MogRandomAllocator();
    ~MogRandomAllocator() override;

    MogAllocation Allocate(const MogNetworkState& state) override;
    int64_t AssignStreams(int64_t stream) override;

  private:
    void DoDispose() override;

    Ptr<RandomVariableStream> m_power; //!< the powers
};

} // namespace ns3

#endif /* MOG_ALLOCATOR_H */
