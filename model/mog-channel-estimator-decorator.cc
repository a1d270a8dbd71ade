/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-channel-estimator-decorator.h"

#include "mog-device-control.h"

#include "ns3/log.h"
#include "ns3/pointer.h"
#include "ns3/string.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("MogChannelEstimatorDecorator");

NS_OBJECT_ENSURE_REGISTERED(MogChannelEstimatorDecorator);

TypeId
MogChannelEstimatorDecorator::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::MogChannelEstimatorDecorator")
            .SetParent<MogChannelEstimator>()
            .SetGroupName("Mog")
            .AddAttribute("Source",
                          "The MogChannelEstimator whose knowledge is taken",
                          StringValue("ns3::MogIdealChannelEstimator"),
                          MakePointerAccessor(&MogChannelEstimatorDecorator::m_source),
                          MakePointerChecker<MogChannelEstimator>());
    return tid;
}

MogChannelEstimatorDecorator::MogChannelEstimatorDecorator()
{
    NS_LOG_FUNCTION(this);
}

MogChannelEstimatorDecorator::~MogChannelEstimatorDecorator()
{
    NS_LOG_FUNCTION(this);
}

void
MogChannelEstimatorDecorator::DoDispose()
{
    NS_LOG_FUNCTION(this);
    m_source = nullptr;
    MogChannelEstimator::DoDispose();
}

Time
MogChannelEstimatorDecorator::Prepare(const std::vector<Ptr<MogDeviceControl>>& links)
{
    NS_LOG_FUNCTION(this << links.size());
    return m_source->Prepare(links);
}

MogNetworkState
MogChannelEstimatorDecorator::Estimate(const std::vector<Ptr<MogDeviceControl>>& links)
{
    NS_LOG_FUNCTION(this << links.size());
    auto state = m_source->Estimate(links);
    Distort(links, state);
    return state;
}

void
MogChannelEstimatorDecorator::Forget(Ptr<MogDeviceControl> link)
{
    NS_LOG_FUNCTION(this << link);
    m_source->Forget(link);
}

int64_t
MogChannelEstimatorDecorator::AssignStreams(int64_t stream)
{
    NS_LOG_FUNCTION(this << stream);
    const int64_t assigned = m_source->AssignStreams(stream);
    return assigned + DoAssignStreams(stream + assigned);
}

int64_t
MogChannelEstimatorDecorator::DoAssignStreams(int64_t stream)
{
    NS_LOG_FUNCTION(this << stream);
    return 0;
}

} // namespace ns3
