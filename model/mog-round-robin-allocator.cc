/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-round-robin-allocator.h"

#include "mog/solve.h"

#include "ns3/abort.h"
#include "ns3/log.h"
#include "ns3/uinteger.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("MogRoundRobinAllocator");

NS_OBJECT_ENSURE_REGISTERED(MogRoundRobinAllocator);

TypeId
MogRoundRobinAllocator::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::MogRoundRobinAllocator")
            .SetParent<MogAllocator>()
            .SetGroupName("Mog")
            .AddConstructor<MogRoundRobinAllocator>()
            .AddAttribute("Sweeps",
                          "Number of FPLinQ's updates of all links for the powers in each resource "
                          "block. Holds from the first decision on.",
                          UintegerValue(100),
                          MakeUintegerAccessor(&MogRoundRobinAllocator::m_sweeps),
                          MakeUintegerChecker<uint32_t>(1));
    return tid;
}

MogRoundRobinAllocator::MogRoundRobinAllocator()
    : m_links(0),
      m_rbs(0),
      m_turn(0),
      m_refiner(nullptr, mog_refiner_free)
{
    NS_LOG_FUNCTION(this);
}

MogRoundRobinAllocator::~MogRoundRobinAllocator()
{
    NS_LOG_FUNCTION(this);
}

void
MogRoundRobinAllocator::DoDispose()
{
    NS_LOG_FUNCTION(this);
    m_refiner.reset();
    MogAllocator::DoDispose();
}

MogAllocation
MogRoundRobinAllocator::Allocate(const MogNetworkState& state)
{
    NS_LOG_FUNCTION(this);
    mog_error error{};
    if (!m_refiner || m_links < state.links || m_rbs != state.rbs)
    {
        const mog_refinement refinement{0, m_sweeps};
        mog_refiner* refiner;
        NS_ABORT_MSG_IF(
            mog_refiner_create(&refinement, nullptr, state.links, state.rbs, &refiner, &error) !=
                MOG_OK,
            "MogRoundRobinAllocator: " << error.message);
        m_refiner.reset(refiner);
        m_links = state.links;
        m_rbs = state.rbs;
    }
    MogAllocation allocation{std::vector<double>(state.links, 1),
                             std::vector<uint32_t>(state.links)};
    for (uint64_t i = 0; i < state.links; i++)
    {
        allocation.rb[i] = (i + m_turn) % state.links * state.rbs / state.links;
    }
    m_turn++;
    const auto problem = MogGetProblem(state);
    const mog_allocation out{allocation.rb.data(), allocation.power.data()};
    NS_ABORT_MSG_IF(mog_refine(m_refiner.get(), &problem, &out, &error) != MOG_OK,
                    "MogRoundRobinAllocator: " << error.message);
    return allocation;
}

} // namespace ns3
