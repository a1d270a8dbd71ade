/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-propagation-loss-model.h"

#include "mog/radio.h"

#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/log.h"
#include "ns3/mobility-model.h"
#include "ns3/simulator.h"

#include <cmath>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("MogPropagationLossModel");

NS_OBJECT_ENSURE_REGISTERED(MogPropagationLossModel);

TypeId
MogPropagationLossModel::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::MogPropagationLossModel")
            .SetParent<PropagationLossModel>()
            .SetGroupName("Mog")
            .AddConstructor<MogPropagationLossModel>()
            .AddAttribute("Frequency",
                          "Carrier frequency in Hz",
                          DoubleValue(2.4e9),
                          MakeDoubleAccessor(&MogPropagationLossModel::m_frequency),
                          MakeDoubleChecker<double>(1e6))
            .AddAttribute("Height",
                          "Height of all antennas in m",
                          DoubleValue(1.5),
                          MakeDoubleAccessor(&MogPropagationLossModel::m_height),
                          MakeDoubleChecker<double>(0.01))
            .AddAttribute("AntennaGain",
                          "Gain of the direct paths of links in dB",
                          DoubleValue(2.5),
                          MakeDoubleAccessor(&MogPropagationLossModel::m_antennaGain),
                          MakeDoubleChecker<double>())
            .AddAttribute("Shadowing",
                          "Standard deviation of log-normal shadowing in dB; 0 for none",
                          DoubleValue(0),
                          MakeDoubleAccessor(&MogPropagationLossModel::m_shadowing),
                          MakeDoubleChecker<double>(0))
            .AddAttribute("Rayleigh",
                          "Whether every path has Rayleigh fading",
                          BooleanValue(false),
                          MakeBooleanAccessor(&MogPropagationLossModel::m_rayleigh),
                          MakeBooleanChecker())
            .AddAttribute("CoherenceTime",
                          "Time for which fading stays the same",
                          TimeValue(MilliSeconds(100)),
                          MakeTimeAccessor(&MogPropagationLossModel::m_coherenceTime),
                          MakeTimeChecker(MicroSeconds(1)));
    return tid;
}

MogPropagationLossModel::MogPropagationLossModel()
{
    NS_LOG_FUNCTION(this);
}

MogPropagationLossModel::~MogPropagationLossModel()
{
    NS_LOG_FUNCTION(this);
}

void
MogPropagationLossModel::DoDispose()
{
    NS_LOG_FUNCTION(this);
    m_directPaths.clear();
    m_baseStations.clear();
    m_fading.clear();
    PropagationLossModel::DoDispose();
}

void
MogPropagationLossModel::AddDirectPath(Ptr<MobilityModel> transmitter, Ptr<MobilityModel> receiver)
{
    NS_LOG_FUNCTION(this << transmitter << receiver);
    m_directPaths.insert({PeekPointer(transmitter), PeekPointer(receiver)});
}

void
MogPropagationLossModel::AddBaseStation(Ptr<MobilityModel> baseStation)
{
    NS_LOG_FUNCTION(this << baseStation);
    m_baseStations.insert(PeekPointer(baseStation));
}

double
MogPropagationLossModel::GetPathLoss(Ptr<MobilityModel> a, Ptr<MobilityModel> b) const
{
    const double distance = a->GetDistanceFrom(b);
    const bool cell =
        m_baseStations.count(PeekPointer(a)) != 0 || m_baseStations.count(PeekPointer(b)) != 0;
    return cell ? mog_cell_loss_db(distance, m_frequency)
                : mog_path_loss_db(distance, m_frequency, m_height);
}

double
MogPropagationLossModel::DoCalcRxPower(double txPowerDbm,
                                       Ptr<MobilityModel> a,
                                       Ptr<MobilityModel> b) const
{
    double gain = -GetPathLoss(a, b);
    if (m_directPaths.count({PeekPointer(a), PeekPointer(b)}) != 0)
    {
        gain += m_antennaGain;
    }
    if (m_shadowing > 0 || m_rayleigh)
    {
        gain += GetRandomGain(a, b);
    }
    NS_LOG_DEBUG("distance " << a->GetDistanceFrom(b) << " m, gain " << gain << " dB");
    return txPowerDbm + gain;
}

double
MogPropagationLossModel::GetRandomGain(Ptr<MobilityModel> a, Ptr<MobilityModel> b) const
{
    const auto block = Simulator::Now().GetTimeStep() / m_coherenceTime.GetTimeStep();
    const Path path{PeekPointer(a), PeekPointer(b)};
    auto known = m_fading.find(path);
    if (known == m_fading.end() || (m_rayleigh && known->second.block != block))
    {
        const double shadowing = m_shadowing * m_random.GetNormal(a, b, 0);
        const double fading =
            m_rayleigh ? 10 * std::log10(m_random.GetExponential(a, b, 1 + block, 1)[0]) : 0;
        known = m_fading.insert_or_assign(path, Fading{shadowing, block, fading}).first;
    }
    return known->second.shadowing + known->second.fading;
}

int64_t
MogPropagationLossModel::DoAssignStreams(int64_t stream)
{
    NS_LOG_FUNCTION(this << stream);
    return m_random.AssignStreams(stream);
}

} // namespace ns3
