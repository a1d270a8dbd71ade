/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-fplinq-allocator.h"

#include "mog/solve.h"

#include "ns3/abort.h"
#include "ns3/log.h"
#include "ns3/uinteger.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("MogFplinqAllocator");

NS_OBJECT_ENSURE_REGISTERED(MogFplinqAllocator);

TypeId
MogFplinqAllocator::GetTypeId()
{
    static TypeId tid = TypeId("ns3::MogFplinqAllocator")
                            .SetParent<MogAllocator>()
                            .SetGroupName("Mog")
                            .AddConstructor<MogFplinqAllocator>()
                            .AddAttribute("Sweeps",
                                          "Number of updates of all links in one decision. Holds "
                                          "from the first decision on.",
                                          UintegerValue(100),
                                          MakeUintegerAccessor(&MogFplinqAllocator::m_sweeps),
                                          MakeUintegerChecker<uint32_t>(1));
    return tid;
}

MogFplinqAllocator::MogFplinqAllocator()
    : m_links(0),
      m_solver(nullptr, mog_solver_free)
{
    NS_LOG_FUNCTION(this);
}

MogFplinqAllocator::~MogFplinqAllocator()
{
    NS_LOG_FUNCTION(this);
}

void
MogFplinqAllocator::DoDispose()
{
    NS_LOG_FUNCTION(this);
    m_solver.reset();
    MogAllocator::DoDispose();
}

void
MogFplinqAllocator::Prepare(const MogNetworkState& state)
{
    NS_LOG_FUNCTION(this << state.links);
    NS_ABORT_MSG_IF(state.rbs > 1,
                    "MogFplinqAllocator: it sets powers on one band, and the links have "
                        << state.rbs
                        << " resource blocks; use ns3::MogRbAllocator, whose powers are FPLinQ's");
    if (m_solver && m_links == state.links)
    {
        return;
    }
    mog_error error{};
    mog_solver_settings settings;
    NS_ABORT_MSG_IF(mog_solver_default("fplinq", &settings, &error) != MOG_OK,
                    "MogFplinqAllocator: " << error.message);
    settings.sweeps = m_sweeps;
    mog_solver* solver;
    NS_ABORT_MSG_IF(
        mog_solver_create("fplinq", &settings, nullptr, state.links, 1, &solver, &error) != MOG_OK,
        "MogFplinqAllocator: " << error.message);
    m_solver.reset(solver);
    m_links = state.links;
}

MogAllocation
MogFplinqAllocator::Allocate(const MogNetworkState& state)
{
    NS_LOG_FUNCTION(this);
    Prepare(state);
    const auto problem = MogGetProblem(state);
    MogAllocation allocation;
    allocation.power.resize(state.links);
    const mog_allocation out{nullptr, allocation.power.data()};
    mog_error error{};
    NS_ABORT_MSG_IF(mog_solver_run(m_solver.get(), &problem, 0, &out, nullptr, &error) != MOG_OK,
                    "MogFplinqAllocator: " << error.message);
    return allocation;
}

} // namespace ns3
