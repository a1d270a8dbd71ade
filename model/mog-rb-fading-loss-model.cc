/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-rb-fading-loss-model.h"

#include "ns3/log.h"
#include "ns3/mobility-model.h"
#include "ns3/simulator.h"
#include "ns3/spectrum-value.h"

#include <algorithm>
#include <functional>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("MogRbFadingLossModel");

NS_OBJECT_ENSURE_REGISTERED(MogRbFadingLossModel);

TypeId
MogRbFadingLossModel::GetTypeId()
{
    static TypeId tid = TypeId("ns3::MogRbFadingLossModel")
                            .SetParent<SpectrumPropagationLossModel>()
                            .SetGroupName("Mog")
                            .AddConstructor<MogRbFadingLossModel>()
                            .AddAttribute("CoherenceTime",
                                          "Time for which fading stays the same",
                                          TimeValue(MilliSeconds(100)),
                                          MakeTimeAccessor(&MogRbFadingLossModel::m_coherenceTime),
                                          MakeTimeChecker(MicroSeconds(1)));
    return tid;
}

MogRbFadingLossModel::MogRbFadingLossModel()
{
    NS_LOG_FUNCTION(this);
}

MogRbFadingLossModel::~MogRbFadingLossModel()
{
    NS_LOG_FUNCTION(this);
}

void
MogRbFadingLossModel::DoDispose()
{
    NS_LOG_FUNCTION(this);
    m_fading.clear();
    MogSpectrumLossModel::DoDispose();
}

const std::vector<double>&
MogRbFadingLossModel::GetGains(Ptr<const MobilityModel> a,
                               Ptr<const MobilityModel> b,
                               std::size_t bands) const
{
    const auto block = Simulator::Now().GetTimeStep() / m_coherenceTime.GetTimeStep();
    auto& fading = m_fading[{PeekPointer(a), PeekPointer(b)}];
    if (fading.block != block || fading.gain.size() != bands)
    {
        fading = {block, m_random.GetExponential(a, b, block, bands)};
    }
    return fading.gain;
}

Ptr<SpectrumValue>
MogRbFadingLossModel::DoCalcRxPsd(Ptr<const SpectrumValue> sent,
                                  Ptr<const MobilityModel> a,
                                  Ptr<const MobilityModel> b) const
{
    NS_LOG_FUNCTION(this << sent << a << b);
    auto psd = sent->Copy();
    const auto& gain = GetGains(a, b, psd->GetSpectrumModel()->GetNumBands());
    std::transform(psd->ConstValuesBegin(),
                   psd->ConstValuesEnd(),
                   gain.begin(),
                   psd->ValuesBegin(),
                   std::multiplies<double>());
    return psd;
}

int64_t
MogRbFadingLossModel::DoAssignStreams(int64_t stream)
{
    NS_LOG_FUNCTION(this << stream);
    return m_random.AssignStreams(stream);
}

} // namespace ns3
