/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-ownership.h"

#include "ns3/net-device.h"

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(MogOwnership);

TypeId
MogOwnership::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::MogOwnership").SetParent<Object>().SetGroupName("Mog").HideFromDocumentation();
    return tid;
}

Ptr<MogOwnership>
MogOwnership::Of(Ptr<NetDevice> device)
{
    auto mark = device->GetObject<MogOwnership>();
    if (!mark)
    {
        mark = CreateObject<MogOwnership>();
        device->AggregateObject(mark);
    }
    return mark;
}

} // namespace ns3
