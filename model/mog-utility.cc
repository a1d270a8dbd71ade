/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-utility.h"

#include "mog/utility.h"

#include "ns3/double.h"
#include "ns3/log.h"
#include "ns3/uinteger.h"

#include <algorithm>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("MogUtility");

NS_OBJECT_ENSURE_REGISTERED(MogUtility);
NS_OBJECT_ENSURE_REGISTERED(MogSumRateUtility);
NS_OBJECT_ENSURE_REGISTERED(MogProportionalFairUtility);
NS_OBJECT_ENSURE_REGISTERED(MogMinimumRateUtility);

TypeId
MogUtility::GetTypeId()
{
    static TypeId tid = TypeId("ns3::MogUtility").SetParent<Object>().SetGroupName("Mog");
    return tid;
}

MogUtility::MogUtility()
{
    NS_LOG_FUNCTION(this);
}

MogUtility::~MogUtility()
{
    NS_LOG_FUNCTION(this);
}

TypeId
MogSumRateUtility::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::MogSumRateUtility")
            .SetParent<MogUtility>()
            .SetGroupName("Mog")
            .AddConstructor<MogSumRateUtility>()
            .AddAttribute("Memory",
                          "Share of the time since the decision before in a link's mean rate",
                          DoubleValue(0.05),
                          MakeDoubleAccessor(&MogSumRateUtility::m_memory),
                          MakeDoubleChecker<double>(1e-6, 1));
    return tid;
}

MogSumRateUtility::MogSumRateUtility()
{
    NS_LOG_FUNCTION(this);
}

MogSumRateUtility::~MogSumRateUtility()
{
    NS_LOG_FUNCTION(this);
}

void
MogSumRateUtility::DoDispose()
{
    NS_LOG_FUNCTION(this);
    m_history.clear();
    MogUtility::DoDispose();
}

mog_utility
MogSumRateUtility::GetParameters(double, double) const
{
    mog_utility utility;
    mog_utility_default(&utility);
    utility.memory = m_memory;
    return utility;
}

void
MogSumRateUtility::BeginHistories(const MogNetworkState& state)
{
    const auto isNew = [this](const MogLinkState& link) { return m_history.count(link.id) == 0; };
    if (std::none_of(state.link.begin(), state.link.end(), isNew))
    {
        return;
    }
    const auto rate = MogGetLinkRates(state, MogGetFullPower(state));
    for (std::size_t i = 0; i < state.links; i++)
    {
        if (isNew(state.link[i]))
        {
            m_history[state.link[i].id] =
                std::make_unique<mog_link_history>(mog_link_history_start(rate[i]));
        }
    }
}

void
MogSumRateUtility::Weigh(MogNetworkState& state)
{
    NS_LOG_FUNCTION(this << state.links);
    BeginHistories(state);
    state.weight.resize(state.links);
    for (std::size_t i = 0; i < state.links; i++)
    {
        auto& link = state.link[i];
        const auto& history = *m_history.at(link.id);
        const auto utility = GetParameters(link.bandwidth, link.targetRate);
        double price; // that of a linear utility's problem, which has none
        mog_utility_weigh(&utility, 1, &link.priority, nullptr, &history, &state.weight[i], &price);
        link.meanRate = history.rate * link.bandwidth;
    }
    const auto isOne = [](double weight) { return weight == 1; };
    if (std::all_of(state.weight.begin(), state.weight.end(), isOne))
    {
        state.weight.clear(); // as policies know it that were trained without weights
    }
}

void
MogSumRateUtility::Observe(const std::vector<MogService>& service)
{
    NS_LOG_FUNCTION(this << service.size());
    for (const auto& had : service)
    {
        const auto history = m_history.find(had.id);
        if (history != m_history.end()) // else it took part in no decision yet
        {
            const auto utility = GetParameters(had.bandwidth, had.targetRate);
            const double rate = had.rate / had.bandwidth;
            mog_utility_observe(&utility, 1, &rate, &had.power, history->second.get());
        }
    }
}

void
MogSumRateUtility::Forget(uint32_t id)
{
    NS_LOG_FUNCTION(this << id);
    m_history.erase(id);
}

TypeId
MogProportionalFairUtility::GetTypeId()
{
    static TypeId tid = TypeId("ns3::MogProportionalFairUtility")
                            .SetParent<MogSumRateUtility>()
                            .SetGroupName("Mog")
                            .AddConstructor<MogProportionalFairUtility>();
    return tid;
}

MogProportionalFairUtility::MogProportionalFairUtility()
{
    NS_LOG_FUNCTION(this);
}

MogProportionalFairUtility::~MogProportionalFairUtility()
{
    NS_LOG_FUNCTION(this);
}

mog_utility
MogProportionalFairUtility::GetParameters(double bandwidth, double targetRate) const
{
    auto utility = MogSumRateUtility::GetParameters(bandwidth, targetRate);
    utility.kind = MOG_UTILITY_PROPORTIONAL_FAIR;
    return utility;
}

TypeId
MogMinimumRateUtility::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::MogMinimumRateUtility")
            .SetParent<MogSumRateUtility>()
            .SetGroupName("Mog")
            .AddConstructor<MogMinimumRateUtility>()
            .AddAttribute("MinimumRate",
                          "Least mean rate of links whose attribute TargetRate is 0",
                          DataRateValue(DataRate("5Mb/s")),
                          MakeDataRateAccessor(&MogMinimumRateUtility::m_minimum),
                          MakeDataRateChecker())
            .AddAttribute("Step",
                          "What a missing bit/s/Hz adds to a link's weight in an update",
                          DoubleValue(2),
                          MakeDoubleAccessor(&MogMinimumRateUtility::m_step),
                          MakeDoubleChecker<double>(0, 1e6))
            .AddAttribute("UpdatePeriod",
                          "Number of decisions between two updates",
                          UintegerValue(5),
                          MakeUintegerAccessor(&MogMinimumRateUtility::m_period),
                          MakeUintegerChecker<uint32_t>(1, 1000000))
            .AddAttribute("MaxMultiplier",
                          "Most that is added to a link's weight, for links that cannot have the "
                          "minimum",
                          DoubleValue(100),
                          MakeDoubleAccessor(&MogMinimumRateUtility::m_multiplier),
                          MakeDoubleChecker<double>(0, 1e9));
    return tid;
}

MogMinimumRateUtility::MogMinimumRateUtility()
{
    NS_LOG_FUNCTION(this);
}

MogMinimumRateUtility::~MogMinimumRateUtility()
{
    NS_LOG_FUNCTION(this);
}

mog_utility
MogMinimumRateUtility::GetParameters(double bandwidth, double targetRate) const
{
    auto utility = MogSumRateUtility::GetParameters(bandwidth, targetRate);
    utility.kind = MOG_UTILITY_MINIMUM_RATE;
    utility.minimum_rate =
        (targetRate > 0 ? targetRate : static_cast<double>(m_minimum.GetBitRate())) / bandwidth;
    utility.step = m_step;
    utility.period = m_period;
    utility.multiplier = m_multiplier;
    return utility;
}

} // namespace ns3
