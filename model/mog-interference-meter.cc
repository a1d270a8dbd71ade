/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-interference-meter.h"

#include "ns3/simulator.h"
#include "ns3/spectrum-phy.h"
#include "ns3/spectrum-value.h"

#include <algorithm>
#include <numeric>

namespace ns3
{

namespace
{

/**
 * Integrate a density over bands.
 * @param psd the density
 * @param bands the bands
 * @return the power
 */
double
Integrate(const SpectrumValue& psd, const std::vector<MogBand>& bands)
{
    double power = 0;
    auto density = psd.ConstValuesBegin();
    for (auto part = psd.ConstBandsBegin(); part != psd.ConstBandsEnd(); ++part, ++density)
    {
        for (const auto& band : bands)
        {
            const double common = std::min(part->fh, band.high) - std::max(part->fl, band.low);
            power += common > 0 ? common * *density : 0;
        }
    }
    return power;
}

} // namespace

MogInterferenceMeter::MogInterferenceMeter(const std::vector<std::vector<MogBand>>& rbs,
                                           MogIsManaged isManaged)
    : m_rbs(rbs),
      m_isManaged(std::move(isManaged)),
      m_peak(rbs.size(), 0)
{
}

void
MogInterferenceMeter::Hear(Ptr<const SpectrumPhy> transmitter,
                           const SpectrumValue& psd,
                           double gain,
                           Time duration)
{
    if (m_isManaged(transmitter))
    {
        return;
    }
    Signal signal{Simulator::Now() + duration, {}};
    for (const auto& bands : m_rbs)
    {
        signal.power.push_back(gain * Integrate(psd, bands));
    }
    Purge();
    m_signals.push_back(std::move(signal));
    const auto now = Sum();
    for (std::size_t rb = 0; rb < now.size(); rb++)
    {
        m_peak[rb] = std::max(m_peak[rb], now[rb]);
    }
}

std::vector<double>
MogInterferenceMeter::Read()
{
    Purge();
    auto peak = Sum();
    std::swap(peak, m_peak);
    return peak;
}

void
MogInterferenceMeter::Purge()
{
    const auto now = Simulator::Now();
    const auto isOver = [now](const Signal& signal) { return signal.end <= now; };
    m_signals.erase(std::remove_if(m_signals.begin(), m_signals.end(), isOver), m_signals.end());
}

std::vector<double>
MogInterferenceMeter::Sum() const
{
    std::vector<double> sum(m_rbs.size(), 0);
    for (const auto& signal : m_signals)
    {
        std::transform(sum.begin(), sum.end(), signal.power.begin(), sum.begin(), std::plus<>());
    }
    return sum;
}

} // namespace ns3
