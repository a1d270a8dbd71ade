/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-device-control.h"

#include "ns3/log.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("MogDeviceControl");

NS_OBJECT_ENSURE_REGISTERED(MogDeviceControl);

TypeId
MogDeviceControl::GetTypeId()
{
    static TypeId tid = TypeId("ns3::MogDeviceControl").SetParent<Object>().SetGroupName("Mog");
    return tid;
}

MogDeviceControl::MogDeviceControl()
{
    NS_LOG_FUNCTION(this);
}

MogDeviceControl::~MogDeviceControl()
{
    NS_LOG_FUNCTION(this);
}

} // namespace ns3
