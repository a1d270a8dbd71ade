/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-neural-allocator.h"

#include "mog/policy.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
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
                 "rxPosition of MogNetworkState, or train a policy with network.neighbours=gain"
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
                MakeIntegerChecker<int32_t>(-1))
            .AddAttribute("NoHarm",
                          "Whether full power is taken where it is predicted to be worth more than "
                          "the network's decision",
                          BooleanValue(true),
                          MakeBooleanAccessor(&MogNeuralAllocator::m_noHarm),
                          MakeBooleanChecker());
    return tid;
}

MogNeuralAllocator::MogNeuralAllocator()
    : m_policy(nullptr, mog_policy_free),
      m_runner(nullptr, mog_policy_runner_free),
      m_runnerLinks(0),
      m_refine(-1),
      m_noHarm(true)
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
    m_runner.reset();
    m_policy.reset();
}

bool
MogNeuralAllocator::IsReady(uint32_t links) const
{
    if (!m_runner)
    {
        return false;
    }
    return mog_policy_info_of(m_policy.get())->any_links ? links <= m_runnerLinks
                                                         : links == m_runnerLinks;
}

std::string
MogNeuralAllocator::CheckRbs(uint32_t rbs) const
{
    const auto trained = mog_policy_info_of(m_policy.get())->settings.n_rb;
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
        mog_policy* policy;
        if (mog_policy_load(m_modelFile.c_str(), &policy, &error) != MOG_OK)
        {
            return error.message;
        }
        m_policy.reset(policy);
    }
    const auto reason = CheckRbs(rbs);
    if (!reason.empty())
    {
        return reason;
    }
    if (IsReady(links))
    {
        return "";
    }
    mog_policy_use use;
    mog_policy_use_default(m_policy.get(), &use);
    use.links = links;
    use.refine = m_refine >= 0 ? m_refine : use.refine;
    mog_policy_runner* runner;
    if (mog_policy_runner_create(m_policy.get(), &use, &runner, &error) != MOG_OK)
    {
        m_runner.reset();
        return error.message;
    }
    m_runner.reset(runner);
    m_runnerLinks = links;
    return "";
}

void
MogNeuralAllocator::Prepare(const MogNetworkState& state)
{
    NS_LOG_FUNCTION(this << state.links);
    const auto reason = Load(state.links, state.rbs);
    NS_ABORT_MSG_UNLESS(reason.empty(), "MogNeuralAllocator: " << reason);
}

MogAllocation
MogNeuralAllocator::Run(const MogNetworkState& state, std::string& reason)
{
    const auto& settings = mog_policy_info_of(m_policy.get())->settings;
    const bool repeat = settings.per_rb && !state.perRb;
    auto repeated = repeat ? state : MogNetworkState();
    MogRepeatGains(repeated);
    const auto problem = MogGetProblem(repeat ? repeated : state);
    MogAllocation allocation{std::vector<double>(problem.links),
                             std::vector<uint32_t>(problem.links)};
    const mog_allocation out{allocation.rb.data(), allocation.power.data()};
    mog_error error{};
    const auto status = mog_policy_run(m_runner.get(), &problem, &out, &error);
    if (status == MOG_ERROR_NUMERIC && m_noHarm)
    {
        reason = "the network of " + m_modelFile + " leaves its range on these gains";
        return allocation;
    }
    NS_ABORT_MSG_IF(status != MOG_OK,
                    "MogNeuralAllocator: " << error.message << GetRemedy(settings, problem));
    return allocation;
}

MogAllocation
MogNeuralAllocator::Allocate(const MogNetworkState& state)
{
    NS_LOG_FUNCTION(this);
    Prepare(state);
    std::string reason;
    auto allocation = Run(state, reason);
    if (!m_noHarm)
    {
        return allocation;
    }
    auto fullPower = MogGetFullPower(state);
    if (reason.empty() && MogGetWorth(state, allocation) < MogGetWorth(state, fullPower))
    {
        reason = "full power is worth more than what " + m_modelFile + " decides";
    }
    fullPower.fallback = reason;
    return reason.empty() ? allocation : fullPower;
}

} // namespace ns3
