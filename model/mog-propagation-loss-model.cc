/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-propagation-loss-model.h"

#include "mog/radio.h"
#include "mog/random.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/log.h"
#include "ns3/mobility-model.h"
#include "ns3/node.h"
#include "ns3/random-variable-stream.h"
#include "ns3/simulator.h"

#include <cmath>
#include <gsl/gsl_randist.h>
#include <memory>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("MogPropagationLossModel");

NS_OBJECT_ENSURE_REGISTERED(MogPropagationLossModel);

namespace
{

/**
 * Name a random stream: nodes and blocks in separate bits, so that no two streams coincide in
 * simulations of up to a million nodes and sixteen million blocks.
 * @param tx index of the transmitting node
 * @param rx index of the receiving node
 * @param block number of the block
 * @return the stream's index
 */
uint64_t
GetStreamIndex(uint32_t tx, uint32_t rx, uint64_t block)
{
    return block << 40 ^ static_cast<uint64_t>(tx) << 20 ^ rx;
}

/**
 * Get the index of the node at a place.
 * @param mobility the place
 * @return the node's index
 */
uint32_t
GetNodeId(Ptr<MobilityModel> mobility)
{
    auto node = mobility->GetObject<Node>();
    NS_ABORT_MSG_UNLESS(node,
                        "MogPropagationLossModel: shadowing and fading belong to pairs of nodes, "
                        "but a mobility model is not aggregated to a node; use MobilityHelper");
    return node->GetId();
}

} // namespace

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
    : m_random(CreateObject<UniformRandomVariable>()),
      m_seed(0)
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
    m_fading.clear();
    m_random = nullptr;
    PropagationLossModel::DoDispose();
}

void
MogPropagationLossModel::AddDirectPath(Ptr<MobilityModel> transmitter, Ptr<MobilityModel> receiver)
{
    NS_LOG_FUNCTION(this << transmitter << receiver);
    m_directPaths.insert({PeekPointer(transmitter), PeekPointer(receiver)});
}

double
MogPropagationLossModel::DoCalcRxPower(double txPowerDbm,
                                       Ptr<MobilityModel> a,
                                       Ptr<MobilityModel> b) const
{
    double gain = -mog_path_loss_db(a->GetDistanceFrom(b), m_frequency, m_height);
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
        if (m_seed == 0)
        {
            m_seed = 1 + m_random->GetInteger(0, UINT32_MAX - 1);
        }
        std::unique_ptr<gsl_rng, void (*)(gsl_rng*)> rng(gsl_rng_alloc(mog_random_type()),
                                                         gsl_rng_free);
        const uint32_t tx = GetNodeId(a);
        const uint32_t rx = GetNodeId(b);
        mog_random_select(rng.get(), m_seed, GetStreamIndex(tx, rx, 0), MOG_PURPOSE_FADING);
        const double shadowing = m_shadowing * gsl_ran_gaussian(rng.get(), 1);
        double fading = 0;
        if (m_rayleigh)
        {
            mog_random_select(rng.get(),
                              m_seed,
                              GetStreamIndex(tx, rx, 1 + block),
                              MOG_PURPOSE_FADING);
            fading = 10 * std::log10(gsl_ran_exponential(rng.get(), 1));
        }
        known = m_fading.insert_or_assign(path, Fading{shadowing, block, fading}).first;
    }
    return known->second.shadowing + known->second.fading;
}

int64_t
MogPropagationLossModel::DoAssignStreams(int64_t stream)
{
    NS_LOG_FUNCTION(this << stream);
    m_random->SetStream(stream);
    return 1;
}

} // namespace ns3
