/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-noisy-channel-estimator.h"

#include "mog-decibel.h"
#include "mog-device-control.h"

#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/log.h"
#include "ns3/net-device.h"
#include "ns3/node.h"
#include "ns3/random-variable-stream.h"

#include <cmath>
#include <map>
#include <utility>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("MogNoisyChannelEstimator");

NS_OBJECT_ENSURE_REGISTERED(MogNoisyChannelEstimator);

TypeId
MogNoisyChannelEstimator::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::MogNoisyChannelEstimator")
            .SetParent<MogChannelEstimatorDecorator>()
            .SetGroupName("Mog")
            .AddConstructor<MogNoisyChannelEstimator>()
            .AddAttribute("ErrorDb",
                          "Mean square error of a channel coefficient over its gain, in dB",
                          DoubleValue(-20),
                          MakeDoubleAccessor(&MogNoisyChannelEstimator::m_errorDb),
                          MakeDoubleChecker<double>(-200, 100))
            .AddAttribute("PerNode",
                          "Whether errors belong to pairs of nodes, so that receivers at one place "
                          "agree, and not to pairs of links",
                          BooleanValue(true),
                          MakeBooleanAccessor(&MogNoisyChannelEstimator::m_perNode),
                          MakeBooleanChecker());
    return tid;
}

MogNoisyChannelEstimator::MogNoisyChannelEstimator()
    : m_random(CreateObject<NormalRandomVariable>())
{
    NS_LOG_FUNCTION(this);
}

MogNoisyChannelEstimator::~MogNoisyChannelEstimator()
{
    NS_LOG_FUNCTION(this);
}

void
MogNoisyChannelEstimator::DoDispose()
{
    NS_LOG_FUNCTION(this);
    m_random = nullptr;
    MogChannelEstimatorDecorator::DoDispose();
}

std::vector<double>
MogNoisyChannelEstimator::DrawFactors(std::size_t count)
{
    const double deviation = std::sqrt(MogDbToRatio(m_errorDb) / 2);
    std::vector<double> factors(count);
    for (auto& factor : factors)
    {
        const double re = 1 + deviation * m_random->GetValue();
        const double im = deviation * m_random->GetValue();
        factor = re * re + im * im;
    }
    return factors;
}

void
MogNoisyChannelEstimator::Distort(const std::vector<Ptr<MogDeviceControl>>& links,
                                  MogNetworkState& state)
{
    NS_LOG_FUNCTION(this << links.size());
    const std::size_t k = links.size();
    const std::size_t matrices = state.perRb ? state.rbs : 1;
    std::map<std::pair<uint32_t, uint32_t>, std::vector<double>> known;
    for (std::size_t i = 0; i < k; i++)
    {
        const auto receiver = links[i]->GetReceiver()->GetNode()->GetId();
        for (std::size_t j = 0; j < k; j++)
        {
            const auto transmitter = links[j]->GetTransmitter()->GetNode()->GetId();
            const auto path = m_perNode ? std::make_pair(receiver, transmitter)
                                        : std::pair<uint32_t, uint32_t>(i, j);
            auto& factors = known[path];
            if (factors.empty())
            {
                factors = DrawFactors(matrices);
            }
            for (std::size_t n = 0; n < matrices; n++)
            {
                state.gain[(n * k + i) * k + j] *= factors[n];
            }
        }
    }
}

int64_t
MogNoisyChannelEstimator::DoAssignStreams(int64_t stream)
{
    NS_LOG_FUNCTION(this << stream);
    m_random->SetStream(stream);
    return 1;
}

} // namespace ns3
