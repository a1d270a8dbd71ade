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

#include <algorithm>
#include <string>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("MogNeuralAllocator");

NS_OBJECT_ENSURE_REGISTERED(MogNeuralAllocator);

namespace
{

/// Where links are that are out of everybody's reach, x and y in m.
constexpr double FAR_AWAY = 1e9;

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
                "What improves the network's decisions: the number of updates of all links by "
                "FPLinQ or, on resource blocks, most moves of a link to another one by local "
                "search; -1: what the policy file says",
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
MogNeuralAllocator::SetRefine(int32_t steps)
{
    NS_LOG_FUNCTION(this << steps);
    m_refine = steps;
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

std::string
MogNeuralAllocator::CheckRbs(uint32_t rbs) const
{
    const auto trained = std::max<std::size_t>(mog_policy_n_rb(m_policy.get()), 1);
    if (trained == rbs)
    {
        return "";
    }
    return m_modelFile +
           (trained > 1 ? " decides on " + std::to_string(trained) + " resource blocks"
                        : " sets powers on one band") +
           ", and the links have " +
           (rbs > 1 ? std::to_string(rbs) + " resource blocks: use a policy trained on those, for "
                                            "example with --preset rb-pcgnn-mog-pg-fixed"
                    : "one band: use a policy trained with network.output=sigmoid");
}

std::string
MogNeuralAllocator::Load(uint32_t links, uint32_t rbs)
{
    NS_LOG_FUNCTION(this << links << rbs);
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
        if (!m_policy)
        {
            return error.message;
        }
    }
    const auto reason = CheckRbs(rbs);
    if (!reason.empty())
    {
        return reason;
    }
    if (!m_workspace || links > m_workspaceLinks)
    {
        const uint32_t room = mog_policy_any_links(m_policy.get())
                                  ? links
                                  : std::max<uint32_t>(links, mog_policy_links(m_policy.get()));
        m_workspace.reset(mog_policy_workspace_create(m_policy.get(), 1, room, &error));
        m_workspaceLinks = room;
    }
    return m_workspace ? "" : error.message;
}

MogChannelState
MogNeuralAllocator::Adapt(const MogChannelState& state) const
{
    const bool perRb = mog_policy_settings(m_policy.get())->per_rb;
    const std::size_t k = state.links;
    const std::size_t most =
        mog_policy_any_links(m_policy.get()) ? k : mog_policy_links(m_policy.get());
    const std::size_t matrices = perRb ? state.rbs : 1;
    MogChannelState adapted;
    adapted.links = most;
    adapted.rbs = state.rbs;
    adapted.perRb = perRb;
    adapted.noise = state.noise;
    adapted.gain.assign(matrices * most * most, 0);
    for (std::size_t row = 0; row < matrices * k; row++)
    {
        const std::size_t from = row % (state.perRb ? matrices * k : k);
        std::copy_n(state.gain.begin() + from * k,
                    k,
                    adapted.gain.begin() + (row / k * most + row % k) * most);
    }
    adapted.txPosition = state.txPosition;
    adapted.rxPosition = state.rxPosition;
    for (auto position : {&adapted.txPosition, &adapted.rxPosition})
    {
        if (!position->empty())
        {
            position->resize(2 * most, FAR_AWAY);
        }
    }
    return adapted;
}

MogAllocation
MogNeuralAllocator::Allocate(const MogChannelState& state)
{
    NS_LOG_FUNCTION(this);
    const auto reason = Load(state.links, state.rbs);
    NS_ABORT_MSG_UNLESS(reason.empty(), "MogNeuralAllocator: " << reason);
    const bool fits =
        mog_policy_any_links(m_policy.get()) || mog_policy_links(m_policy.get()) == state.links;
    const bool flat = mog_policy_settings(m_policy.get())->per_rb && !state.perRb;
    const auto adapted = fits && !flat ? MogChannelState() : Adapt(state);
    const auto problem = MogGetProblem(fits && !flat ? state : adapted);
    MogAllocation allocation{std::vector<double>(problem.links),
                             std::vector<uint32_t>(problem.links)};
    mog_error error{};
    NS_ABORT_MSG_IF(mog_policy_allocate(m_policy.get(),
                                        m_workspace.get(),
                                        &problem,
                                        allocation.rb.data(),
                                        allocation.power.data(),
                                        &error) != MOG_OK,
                    "MogNeuralAllocator: "
                        << error.message
                        << GetRemedy(*mog_policy_settings(m_policy.get()), problem));
    allocation.power.resize(state.links);
    allocation.rb.resize(state.links);
    return allocation;
}

} // namespace ns3
