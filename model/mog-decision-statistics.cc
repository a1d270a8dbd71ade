/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-decision-statistics.h"

#include "mog-network-state.h"

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <numeric>

namespace ns3
{

void
MogDecisionStatistics::AddDecision(const MogNetworkState& state,
                                   const MogAllocation& allocation,
                                   const std::vector<double>& rate,
                                   double seconds)
{
    m_decisions++;
    m_links += state.links;
    m_decisionSeconds += seconds;
    for (std::size_t i = 0; i < state.links; i++)
    {
        m_belowFullPower += allocation.power[i] < 1;
        m_starved += rate[i] <= 0;
        m_served[state.link[i].id] |= rate[i] > 0;
    }
    const double outside = std::accumulate(state.outside.begin(), state.outside.end(), 0.0);
    m_outside += outside / state.rbs;
    if (!allocation.fallback.empty())
    {
        m_fallbacks[allocation.fallback]++;
    }
}

void
MogDecisionStatistics::AddTime(double seconds)
{
    m_totalSeconds += seconds;
}

uint64_t
MogDecisionStatistics::GetDecisions() const
{
    return m_decisions;
}

double
MogDecisionStatistics::GetMeanLinks() const
{
    return m_decisions > 0 ? static_cast<double>(m_links) / m_decisions : 0;
}

double
MogDecisionStatistics::GetShareBelowFullPower() const
{
    return m_links > 0 ? static_cast<double>(m_belowFullPower) / m_links : 0;
}

double
MogDecisionStatistics::GetShareStarved() const
{
    return m_links > 0 ? static_cast<double>(m_starved) / m_links : 0;
}

uint32_t
MogDecisionStatistics::GetNeverServed() const
{
    return std::count_if(m_served.begin(), m_served.end(), [](const auto& link) {
        return !link.second;
    });
}

double
MogDecisionStatistics::GetMeanOutside() const
{
    return m_links > 0 ? m_outside / m_links : 0;
}

const std::map<std::string, uint64_t>&
MogDecisionStatistics::GetFallbacks() const
{
    return m_fallbacks;
}

uint64_t
MogDecisionStatistics::GetNFallbacks() const
{
    uint64_t sum = 0;
    for (const auto& [reason, number] : m_fallbacks)
    {
        sum += number;
    }
    return sum;
}

double
MogDecisionStatistics::GetDecisionSeconds() const
{
    return m_decisionSeconds;
}

double
MogDecisionStatistics::GetTotalSeconds() const
{
    return m_totalSeconds;
}

void
MogDecisionStatistics::Print(std::ostream& os) const
{
    const auto flags = os.flags();
    const auto precision = os.precision();
    os << std::fixed << std::setprecision(1);
    os << "mog: " << m_decisions << " decisions on " << GetMeanLinks() << " links in the mean\n"
       << "mog: " << 100 * GetShareBelowFullPower() << " % of links below full power, "
       << 100 * GetShareStarved() << " % with nothing to send with, " << GetNeverServed()
       << " links in every decision\n";
    if (m_outside > 0)
    {
        os << "mog: transmitters that are not managed add " << 10 * std::log10(1 + GetMeanOutside())
           << " dB to the noise in the mean\n";
    }
    for (const auto& [reason, number] : m_fallbacks)
    {
        os << "mog: " << number << " decisions fell back: " << reason << "\n";
    }
    os.flags(flags);
    os.precision(precision);
}

} // namespace ns3
