/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-partial-channel-estimator.h"

#include "mog-device-control.h"

#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/log.h"
#include "ns3/random-variable-stream.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("MogPartialChannelEstimator");

NS_OBJECT_ENSURE_REGISTERED(MogPartialChannelEstimator);

TypeId
MogPartialChannelEstimator::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::MogPartialChannelEstimator")
            .SetParent<MogChannelEstimatorDecorator>()
            .SetGroupName("Mog")
            .AddConstructor<MogPartialChannelEstimator>()
            .AddAttribute("Probability",
                          "Probability that an entry is missing",
                          DoubleValue(0.1),
                          MakeDoubleAccessor(&MogPartialChannelEstimator::m_probability),
                          MakeDoubleChecker<double>(0, 1))
            .AddAttribute("DirectKnown",
                          "Whether the gains from links' transmitters to their own receivers are "
                          "always known",
                          BooleanValue(true),
                          MakeBooleanAccessor(&MogPartialChannelEstimator::m_directKnown),
                          MakeBooleanChecker());
    return tid;
}

MogPartialChannelEstimator::MogPartialChannelEstimator()
    : m_random(CreateObject<UniformRandomVariable>())
{
    NS_LOG_FUNCTION(this);
}

MogPartialChannelEstimator::~MogPartialChannelEstimator()
{
    NS_LOG_FUNCTION(this);
}

void
MogPartialChannelEstimator::DoDispose()
{
    NS_LOG_FUNCTION(this);
    m_random = nullptr;
    MogChannelEstimatorDecorator::DoDispose();
}

void
MogPartialChannelEstimator::Distort(const std::vector<Ptr<MogDeviceControl>>& links,
                                    MogNetworkState& state)
{
    NS_LOG_FUNCTION(this << links.size());
    const std::size_t k = links.size();
    for (std::size_t entry = 0; entry < state.gain.size(); entry++)
    {
        const bool direct = entry % (k * k) % (k + 1) == 0;
        const bool lost = m_random->GetValue() < m_probability;
        if (lost && !(direct && m_directKnown))
        {
            state.gain[entry] = 0;
        }
    }
}

int64_t
MogPartialChannelEstimator::DoAssignStreams(int64_t stream)
{
    NS_LOG_FUNCTION(this << stream);
    m_random->SetStream(stream);
    return 1;
}

} // namespace ns3
