/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-neural-allocator.h"

#include "mog/policy.h"

#include "ns3/abort.h"
#include "ns3/integer.h"
#include "ns3/log.h"
#include "ns3/string.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("MogNeuralAllocator");

NS_OBJECT_ENSURE_REGISTERED(MogNeuralAllocator);

namespace
{

/**
 * Tell what can be done about a policy that did not run.
 * @param settings its architecture
 * @param problem the channel
 * @return advice to append to the reason; may be empty
 */
std::string
GetRemedy(const mog_network_settings& settings, const mog_problem& problem)
{
    const bool positions = problem.tx_position && problem.rx_position;
    return settings.neighbours == MOG_NEIGHBOURS_DISTANCE && !positions
               ? "; use MogIdealChannelEstimator, let your own estimator fill in txPosition and "
                 "rxPosition of MogChannelState, or train a policy with network.neighbours=gain"
               : "";
}

} // namespace

TypeId
MogNeuralAllocator::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::MogNeuralAllocator")
            .SetParent<MogAllocator>()
            .SetGroupName("Mog")
            .AddConstructor<MogNeuralAllocator>()
            .AddAttribute("ModelFile",
                          "Policy file (safetensors) that `mog train` wrote, for any number of "
                          "links or the one at hand",
                          StringValue(""),
                          MakeStringAccessor(&MogNeuralAllocator::SetModelFile,
                                             &MogNeuralAllocator::GetModelFile),
                          MakeStringChecker())
            .AddAttribute(
                "Refine",
                "Number of updates of all links by FPLinQ that improve what the network "
                "decides; -1: what the policy file says",
                IntegerValue(-1),
                MakeIntegerAccessor(&MogNeuralAllocator::SetRefine, &MogNeuralAllocator::GetRefine),
                MakeIntegerChecker<int32_t>(-1));
    return tid;
}

MogNeuralAllocator::MogNeuralAllocator()
    : m_policy(nullptr, mog_policy_free),
      m_workspace(nullptr, mog_policy_workspace_free),
      m_workspaceLinks(0),
      m_refine(-1)
{
    NS_LOG_FUNCTION(this);
}

MogNeuralAllocator::~MogNeuralAllocator()
{
    NS_LOG_FUNCTION(this);
}

void
MogNeuralAllocator::DoDispose()
{
    NS_LOG_FUNCTION(this);
    Forget();
    MogAllocator::DoDispose();
}

void
MogNeuralAllocator::SetModelFile(std::string file)
{
    NS_LOG_FUNCTION(this << file);
    m_modelFile = file;
    Forget();
}

std::string
MogNeuralAllocator::GetModelFile() const
{
    return m_modelFile;
}

void
MogNeuralAllocator::SetRefine(int32_t sweeps)
{
    NS_LOG_FUNCTION(this << sweeps);
    m_refine = sweeps;
    Forget();
}

int32_t
MogNeuralAllocator::GetRefine() const
{
    return m_refine;
}

void
MogNeuralAllocator::Forget()
{
    m_workspace.reset();
    m_policy.reset();
}

bool
MogNeuralAllocator::IsReady(uint32_t links) const
{
    if (!m_workspace)
    {
        return false;
    }
    return mog_policy_any_links(m_policy.get()) ? links <= m_workspaceLinks
                                                : links == m_workspaceLinks;
}

std::string
MogNeuralAllocator::Load(uint32_t links)
{
    NS_LOG_FUNCTION(this << links);
    if (IsReady(links))
    {
        return "";
    }
    if (m_modelFile.empty())
    {
        return "attribute ModelFile is empty; set it to a policy file written by `mog train`";
    }
    mog_error error{};
    if (!m_policy)
    {
        m_policy.reset(mog_policy_load(m_modelFile.c_str(), &error));
        if (m_policy && m_refine >= 0 &&
            mog_policy_set_refine(m_policy.get(), m_refine, &error) != MOG_OK)
        {
            m_policy.reset();
        }
    }
    if (m_policy && mog_policy_n_rb(m_policy.get()) > 0)
    {
        return m_modelFile + " decides on resource blocks, and this allocator sets powers on one "
                             "band: use a policy trained with network.output=sigmoid";
    }
    if (m_policy)
    {
        m_workspace.reset(mog_policy_workspace_create(m_policy.get(), 1, links, &error));
        m_workspaceLinks = links;
    }
    return m_workspace ? "" : error.message;
}

MogAllocation
MogNeuralAllocator::Allocate(const MogChannelState& state)
{
    NS_LOG_FUNCTION(this);
    const auto reason = Load(state.links);
    NS_ABORT_MSG_UNLESS(reason.empty(), "MogNeuralAllocator: " << reason);
    const auto problem = MogGetProblem(state);
    MogAllocation allocation;
    allocation.power.resize(state.links);
    mog_error error{};
    NS_ABORT_MSG_IF(mog_policy_run(m_policy.get(),
                                   m_workspace.get(),
                                   &problem,
                                   allocation.power.data(),
                                   &error) != MOG_OK,
                    "MogNeuralAllocator: "
                        << error.message
                        << GetRemedy(*mog_policy_settings(m_policy.get()), problem));
    return allocation;
}

} // namespace ns3
