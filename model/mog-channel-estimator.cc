/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-channel-estimator.h"

#include "mog-device-control.h"

#include "ns3/log.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("MogChannelEstimator");

NS_OBJECT_ENSURE_REGISTERED(MogChannelEstimator);

TypeId
MogChannelEstimator::GetTypeId()
{
    static TypeId tid = TypeId("ns3::MogChannelEstimator").SetParent<Object>().SetGroupName("Mog");
    return tid;
}

MogChannelEstimator::MogChannelEstimator()
{
    NS_LOG_FUNCTION(this);
}

MogChannelEstimator::~MogChannelEstimator()
{
    NS_LOG_FUNCTION(this);
}

Time
MogChannelEstimator::Prepare(const std::vector<Ptr<MogDeviceControl>>& links)
{
    NS_LOG_FUNCTION(this << links.size());
    return Time(0);
}

void
MogChannelEstimator::Forget(Ptr<MogDeviceControl> link)
{
    NS_LOG_FUNCTION(this << link);
}

int64_t
MogChannelEstimator::AssignStreams(int64_t stream)
{
    NS_LOG_FUNCTION(this << stream);
    return 0;
}

} // namespace ns3
