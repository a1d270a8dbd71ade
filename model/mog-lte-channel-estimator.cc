/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-lte-channel-estimator.h"

#include "mog-lte-ue-control.h"

#include "ns3/log.h"
#include "ns3/net-device.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("MogLteChannelEstimator");

NS_OBJECT_ENSURE_REGISTERED(MogLteChannelEstimator);

TypeId
MogLteChannelEstimator::GetTypeId()
{
    static TypeId tid = TypeId("ns3::MogLteChannelEstimator")
                            .SetParent<MogChannelEstimatorDecorator>()
                            .SetGroupName("Mog")
                            .AddConstructor<MogLteChannelEstimator>();
    return tid;
}

MogLteChannelEstimator::MogLteChannelEstimator()
{
    NS_LOG_FUNCTION(this);
}

MogLteChannelEstimator::~MogLteChannelEstimator()
{
    NS_LOG_FUNCTION(this);
}

void
MogLteChannelEstimator::Distort(const std::vector<Ptr<MogDeviceControl>>& links,
                                MogNetworkState& state)
{
    NS_LOG_FUNCTION(this << links.size());
    const std::size_t k = state.links;
    // Far above any signal, so that two users on one group have no rate together, and far below
    // where sums in double precision would lose the others.
    const double within = state.rbs > 1 ? 1e9 : 0;
    for (std::size_t i = 0; i < k; i++)
    {
        for (std::size_t j = 0; j < k; j++)
        {
            const bool sameCell = i != j && DynamicCast<MogLteUeControl>(links[i]) &&
                                  DynamicCast<MogLteUeControl>(links[j]) &&
                                  links[i]->GetReceiver() == links[j]->GetReceiver();
            for (std::size_t entry = i * k + j; sameCell && entry < state.gain.size();
                 entry += k * k)
            {
                state.gain[entry] = within;
            }
        }
    }
}

} // namespace ns3
