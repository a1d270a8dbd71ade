/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-pilot-receiver.h"

#include "mog-pilot-signal-parameters.h"

#include "ns3/simulator.h"
#include "ns3/spectrum-model.h"
#include "ns3/spectrum-phy.h"
#include "ns3/spectrum-value.h"

#include <algorithm>
#include <numeric>

namespace ns3
{

MogPilotReceiver::MogPilotReceiver()
    : m_since(Time::Max())
{
}

void
MogPilotReceiver::Begin()
{
    m_since = Simulator::Now();
    Prune();
}

void
MogPilotReceiver::End()
{
    m_since = Time::Max();
    Prune();
}

void
MogPilotReceiver::Prune()
{
    const Time since = std::min(m_since, Simulator::Now());
    m_signals.remove_if([since](const Signal& signal) { return signal.end <= since; });
}

void
MogPilotReceiver::Receive(Ptr<const SpectrumSignalParameters> signal)
{
    Prune();
    const auto pilot = DynamicCast<const MogPilotSignalParameters>(signal);
    m_signals.push_back({pilot ? pilot->txPhy : nullptr,
                         signal->psd,
                         Simulator::Now(),
                         Simulator::Now() + signal->duration});
}

std::vector<MogPilotReceiver::Measurement>
MogPilotReceiver::Measure(Ptr<const SpectrumPhy> transmitter, std::size_t parts) const
{
    const auto pilot =
        std::find_if(m_signals.begin(), m_signals.end(), [&transmitter](const Signal& signal) {
            return signal.pilotOf == transmitter;
        });
    if (pilot == m_signals.end())
    {
        return {};
    }
    SpectrumValue interference(pilot->psd->GetSpectrumModel());
    for (auto other = m_signals.begin(); other != m_signals.end(); ++other)
    {
        const Time overlap =
            std::min(other->end, pilot->end) - std::max(other->start, pilot->start);
        if (other != pilot && overlap.IsStrictlyPositive())
        {
            const Time duration = pilot->end - pilot->start;
            interference += *other->psd * (overlap.GetSeconds() / duration.GetSeconds());
        }
    }

    const std::size_t bands = pilot->psd->GetSpectrumModel()->GetNumBands() / parts;
    const auto meanOf = [bands](const SpectrumValue& psd, std::size_t part) {
        const auto first = psd.ConstValuesBegin() + part * bands;
        return std::accumulate(first, first + bands, 0.0) / bands;
    };
    std::vector<Measurement> measurements;
    for (std::size_t part = 0; part < parts; part++)
    {
        measurements.push_back({meanOf(*pilot->psd, part), meanOf(interference, part)});
    }
    return measurements;
}

} // namespace ns3
