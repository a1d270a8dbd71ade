/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-allocator.h"

#include "ns3/log.h"
#include "ns3/pointer.h"
#include "ns3/random-variable-stream.h"
#include "ns3/string.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("MogAllocator");

NS_OBJECT_ENSURE_REGISTERED(MogAllocator);
NS_OBJECT_ENSURE_REGISTERED(MogFullPowerAllocator);
NS_OBJECT_ENSURE_REGISTERED(MogRandomAllocator);

TypeId
MogAllocator::GetTypeId()
{
    static TypeId tid = TypeId("ns3::MogAllocator").SetParent<Object>().SetGroupName("Mog");
    return tid;
}

MogAllocator::MogAllocator()
{
    NS_LOG_FUNCTION(this);
}

MogAllocator::~MogAllocator()
{
    NS_LOG_FUNCTION(this);
}

void
MogAllocator::Prepare(const MogNetworkState& state)
{
    NS_LOG_FUNCTION(this << state.links);
}

int64_t
MogAllocator::AssignStreams(int64_t stream)
{
    NS_LOG_FUNCTION(this << stream);
    return 0;
}

TypeId
MogFullPowerAllocator::GetTypeId()
{
    static TypeId tid = TypeId("ns3::MogFullPowerAllocator")
                            .SetParent<MogAllocator>()
                            .SetGroupName("Mog")
                            .AddConstructor<MogFullPowerAllocator>();
    return tid;
}

MogFullPowerAllocator::MogFullPowerAllocator()
{
    NS_LOG_FUNCTION(this);
}

MogFullPowerAllocator::~MogFullPowerAllocator()
{
    NS_LOG_FUNCTION(this);
}

MogAllocation
MogFullPowerAllocator::Allocate(const MogNetworkState& state)
{
    NS_LOG_FUNCTION(this);
    return MogGetFullPower(state);
}

TypeId
MogRandomAllocator::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::MogRandomAllocator")
            .SetParent<MogAllocator>()
            .SetGroupName("Mog")
            .AddConstructor<MogRandomAllocator>()
            .AddAttribute("Power",
                          "Random variable that gives fractions of the maximum power, from 0 to 1",
                          StringValue("ns3::UniformRandomVariable[Min=0.0|Max=1.0]"),
                          MakePointerAccessor(&MogRandomAllocator::m_power),
                          MakePointerChecker<RandomVariableStream>());
    return tid;
}

MogRandomAllocator::MogRandomAllocator()
{
    NS_LOG_FUNCTION(this);
}

MogRandomAllocator::~MogRandomAllocator()
{
    NS_LOG_FUNCTION(this);
}

void
MogRandomAllocator::DoDispose()
{
    NS_LOG_FUNCTION(this);
    m_power = nullptr;
    MogAllocator::DoDispose();
}

MogAllocation
MogRandomAllocator::Allocate(const MogNetworkState& state)
{
    NS_LOG_FUNCTION(this);
    MogAllocation allocation;
    for (uint32_t i = 0; i < state.links; i++)
    {
        allocation.power.push_back(m_power->GetValue());
    }
    return allocation;
}

int64_t
MogRandomAllocator::AssignStreams(int64_t stream)
{
    NS_LOG_FUNCTION(this << stream);
    m_power->SetStream(stream);
    return 1;
}

} // namespace ns3
