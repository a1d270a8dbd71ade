/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-neural-allocator.h"

#include "mog/policy.h"

#include "ns3/abort.h"
#include "ns3/log.h"
#include "ns3/string.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("MogNeuralAllocator");

NS_OBJECT_ENSURE_REGISTERED(MogNeuralAllocator);

TypeId
MogNeuralAllocator::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::MogNeuralAllocator")
            .SetParent<MogAllocator>()
            .SetGroupName("Mog")
            .AddConstructor<MogNeuralAllocator>()
            .AddAttribute("ModelFile",
                          "Policy file (safetensors) that `mog train` wrote, trained for the "
                          "number of links at hand",
                          StringValue(""),
                          MakeStringAccessor(&MogNeuralAllocator::SetModelFile,
                                             &MogNeuralAllocator::GetModelFile),
                          MakeStringChecker());
    return tid;
}

MogNeuralAllocator::MogNeuralAllocator()
    : m_policy(nullptr, mog_policy_free),
      m_workspace(nullptr, mog_policy_workspace_free)
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
    m_workspace.reset();
    m_policy.reset();
    MogAllocator::DoDispose();
}

void
MogNeuralAllocator::SetModelFile(std::string file)
{
    NS_LOG_FUNCTION(this << file);
    m_modelFile = file;
    m_workspace.reset();
    m_policy.reset();
}

std::string
MogNeuralAllocator::GetModelFile() const
{
    return m_modelFile;
}

std::string
MogNeuralAllocator::Load()
{
    NS_LOG_FUNCTION(this);
    if (m_workspace)
    {
        return "";
    }
    if (m_modelFile.empty())
    {
        return "attribute ModelFile is empty; set it to a policy file written by `mog train`";
    }
    mog_error error{};
    m_policy.reset(mog_policy_load(m_modelFile.c_str(), &error));
    if (m_policy)
    {
        m_workspace.reset(mog_policy_workspace_create(m_policy.get(), 1, mog_policy_links(m_policy.get()), &error));
    }
    return m_workspace ? "" : error.message;
}

uint32_t
MogNeuralAllocator::GetLinks() const
{
    return mog_policy_links(m_policy.get());
}

MogAllocation
MogNeuralAllocator::Allocate(const MogChannelState& state)
{
    NS_LOG_FUNCTION(this);
    const auto reason = Load();
    NS_ABORT_MSG_UNLESS(reason.empty(), "MogNeuralAllocator: " << reason);
    NS_ABORT_MSG_IF(GetLinks() != state.links,
                    "MogNeuralAllocator: the policy in '"
                        << m_modelFile << "' was trained for " << GetLinks()
                        << " links, but there are " << state.links
                        << "; set ModelFile to a policy for that number, or train one with "
                           "`mog train`");
    const mog_problem problem{1, state.links, state.noise, state.gain.data(), nullptr, nullptr, nullptr};
    MogAllocation allocation;
    allocation.power.resize(state.links);
    mog_error error{};
    NS_ABORT_MSG_IF(mog_policy_run(m_policy.get(),
                                   m_workspace.get(),
                                   &problem,
                                   allocation.power.data(),
                                   &error) != MOG_OK,
                    "MogNeuralAllocator: " << error.message);
    return allocation;
}

} // namespace ns3
