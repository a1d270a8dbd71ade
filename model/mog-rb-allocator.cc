/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-rb-allocator.h"

#include "mog/solve.h"

#include "ns3/abort.h"
#include "ns3/log.h"
#include "ns3/random-variable-stream.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("MogRbAllocator");

NS_OBJECT_ENSURE_REGISTERED(MogRbAllocator);

TypeId
MogRbAllocator::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::MogRbAllocator")
            .SetParent<MogAllocator>()
            .SetGroupName("Mog")
            .AddConstructor<MogRbAllocator>()
            .AddAttribute("Solver",
                          "Name of the algorithm, as `mog label --solver` takes it. Holds from the "
                          "first decision on.",
                          StringValue("rb-local-search"),
                          MakeStringAccessor(&MogRbAllocator::m_name),
                          MakeStringChecker())
            .AddAttribute("Sweeps",
                          "Number of FPLinQ's updates of all links for the powers in each resource "
                          "block. Holds from the first decision on.",
                          UintegerValue(100),
                          MakeUintegerAccessor(&MogRbAllocator::m_sweeps),
                          MakeUintegerChecker<uint32_t>(1));
    return tid;
}

MogRbAllocator::MogRbAllocator()
    : m_links(0),
      m_rbs(0),
      m_decision(0),
      m_seed(0),
      m_random(CreateObject<UniformRandomVariable>()),
      m_solver(nullptr, mog_solver_free)
{
    NS_LOG_FUNCTION(this);
}

MogRbAllocator::~MogRbAllocator()
{
    NS_LOG_FUNCTION(this);
}

void
MogRbAllocator::DoDispose()
{
    NS_LOG_FUNCTION(this);
    m_solver.reset();
    m_random = nullptr;
    MogAllocator::DoDispose();
}

void
MogRbAllocator::Prepare(const MogNetworkState& state)
{
    if (m_solver && m_links == state.links && m_rbs == state.rbs)
    {
        return;
    }
    if (m_seed == 0)
    {
        m_seed = 1 + m_random->GetInteger(0, UINT32_MAX - 1);
    }
    mog_error error{};
    mog_solver_settings settings;
    NS_ABORT_MSG_IF(mog_solver_default(m_name.c_str(), &settings, &error) != MOG_OK,
                    "MogRbAllocator: " << error.message);
    settings.sweeps = m_sweeps;
    settings.seed = m_seed;
    mog_solver* solver;
    NS_ABORT_MSG_IF(mog_solver_create(m_name.c_str(),
                                      &settings,
                                      nullptr,
                                      state.links,
                                      state.rbs,
                                      &solver,
                                      &error) != MOG_OK,
                    "MogRbAllocator: " << error.message);
    m_solver.reset(solver);
    m_links = state.links;
    m_rbs = state.rbs;
}

MogAllocation
MogRbAllocator::Allocate(const MogNetworkState& state)
{
    NS_LOG_FUNCTION(this);
    Prepare(state);
    const auto problem = MogGetProblem(state);
    MogAllocation allocation{std::vector<double>(state.links), std::vector<uint32_t>(state.links)};
    const mog_allocation out{allocation.rb.data(), allocation.power.data()};
    mog_error error{};
    NS_ABORT_MSG_IF(mog_solver_run(m_solver.get(), &problem, m_decision++, &out, nullptr, &error) !=
                        MOG_OK,
                    "MogRbAllocator: " << error.message);
    return allocation;
}

int64_t
MogRbAllocator::AssignStreams(int64_t stream)
{
    NS_LOG_FUNCTION(this << stream);
    m_random->SetStream(stream);
    return 1;
}

} // namespace ns3
