/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-rate-adaptation.h"

#include "mog-decibel.h"

#include "ns3/abort.h"
#include "ns3/double.h"
#include "ns3/log.h"
#include "ns3/string.h"

#include <cmath>
#include <limits>
#include <sstream>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("MogRateAdaptation");

NS_OBJECT_ENSURE_REGISTERED(MogRateAdaptation);
NS_OBJECT_ENSURE_REGISTERED(MogShannonRateAdaptation);
NS_OBJECT_ENSURE_REGISTERED(MogSchemeRateAdaptation);

TypeId
MogRateAdaptation::GetTypeId()
{
    static TypeId tid = TypeId("ns3::MogRateAdaptation").SetParent<Object>().SetGroupName("Mog");
    return tid;
}

MogRateAdaptation::MogRateAdaptation()
{
    NS_LOG_FUNCTION(this);
}

MogRateAdaptation::~MogRateAdaptation()
{
    NS_LOG_FUNCTION(this);
}

double
MogRateAdaptation::GetUsefulSinr() const
{
    return std::numeric_limits<double>::infinity();
}

TypeId
MogShannonRateAdaptation::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::MogShannonRateAdaptation")
            .SetParent<MogRateAdaptation>()
            .SetGroupName("Mog")
            .AddConstructor<MogShannonRateAdaptation>()
            .AddAttribute("Margin",
                          "Rate of a link over its Shannon bound. Above 1 nothing gets through; "
                          "below, the distance from 1 has to cover what the receiver rounds off "
                          "and what the channel changes within a period.",
                          DoubleValue(0.95),
                          MakeDoubleAccessor(&MogShannonRateAdaptation::m_margin),
                          MakeDoubleChecker<double>(0.001, 10));
    return tid;
}

MogShannonRateAdaptation::MogShannonRateAdaptation()
{
    NS_LOG_FUNCTION(this);
}

MogShannonRateAdaptation::~MogShannonRateAdaptation()
{
    NS_LOG_FUNCTION(this);
}

double
MogShannonRateAdaptation::GetRate(double sinr) const
{
    return m_margin * std::log1p(sinr) / M_LN2;
}

TypeId
MogSchemeRateAdaptation::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::MogSchemeRateAdaptation")
            .SetParent<MogRateAdaptation>()
            .SetGroupName("Mog")
            .AddConstructor<MogSchemeRateAdaptation>()
            .AddAttribute("Schemes",
                          "Least SINR in dB and bit/s/Hz of each modulation and coding scheme, as "
                          "'5:1 12:2.5'. Default: 3 dB of SNR gap to QPSK 1/2, 16-QAM 1/2 and 3/4, "
                          "64-QAM 3/4 and 256-QAM 3/4",
                          StringValue("3:1 7.8:2 11.5:3 16.3:4.5 20.8:6"),
                          MakeStringAccessor(&MogSchemeRateAdaptation::SetSchemes,
                                             &MogSchemeRateAdaptation::GetSchemes),
                          MakeStringChecker());
    return tid;
}

MogSchemeRateAdaptation::MogSchemeRateAdaptation()
{
    NS_LOG_FUNCTION(this);
}

MogSchemeRateAdaptation::~MogSchemeRateAdaptation()
{
    NS_LOG_FUNCTION(this);
}

void
MogSchemeRateAdaptation::SetSchemes(std::string schemes)
{
    NS_LOG_FUNCTION(this << schemes);
    m_text = schemes;
    m_rates.clear();
    std::istringstream stream(schemes);
    for (std::string scheme; stream >> scheme;)
    {
        double db = 0;
        double rate = 0;
        char colon = 0;
        char rest = 0;
        std::istringstream part(scheme);
        const bool read = part >> db >> colon >> rate && !(part >> rest) && colon == ':';
        const bool rises = m_rates.empty() || (MogDbToRatio(db) > m_rates.rbegin()->first &&
                                               rate > m_rates.rbegin()->second);
        NS_ABORT_MSG_UNLESS(read && rate > 0 && rises,
                            "MogSchemeRateAdaptation: attribute Schemes has '"
                                << scheme
                                << "'; give the least SINR in dB and the bit/s/Hz of each scheme "
                                   "as '5:1 12:2.5', both rising");
        m_rates[MogDbToRatio(db)] = rate;
    }
    NS_ABORT_MSG_IF(m_rates.empty(),
                    "MogSchemeRateAdaptation: attribute Schemes is empty; give one at least, as "
                    "'5:1 12:2.5'");
}

std::string
MogSchemeRateAdaptation::GetSchemes() const
{
    return m_text;
}

double
MogSchemeRateAdaptation::GetRate(double sinr) const
{
    const auto next = m_rates.upper_bound(sinr);
    return next == m_rates.begin() ? 0 : std::prev(next)->second;
}

double
MogSchemeRateAdaptation::GetUsefulSinr() const
{
    return m_rates.rbegin()->first;
}

} // namespace ns3
