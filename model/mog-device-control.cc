/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-device-control.h"

#include "ns3/abort.h"
#include "ns3/channel.h"
#include "ns3/log.h"
#include "ns3/net-device.h"
#include "ns3/node.h"
#include "ns3/object-factory.h"
#include "ns3/spectrum-phy.h"

#include <sstream>

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

void
MogDeviceControl::DoDispose()
{
    NS_LOG_FUNCTION(this);
    m_meter = nullptr;
    Object::DoDispose();
}

Ptr<MogDeviceControl>
MogDeviceControl::Create(Ptr<NetDevice> transmitter, Ptr<NetDevice> receiver)
{
    NS_LOG_FUNCTION(transmitter << receiver);
    std::string kinds;
    // The last first: what a program registers comes behind what libraries brought, and wins.
    for (uint16_t i = TypeId::GetRegisteredN(); i-- > 0;)
    {
        const auto tid = TypeId::GetRegistered(i);
        if (!tid.IsChildOf(MogDeviceControl::GetTypeId()) || !tid.HasConstructor())
        {
            continue;
        }
        ObjectFactory factory;
        factory.SetTypeId(tid);
        auto control = factory.Create<MogDeviceControl>();
        if (control->SetDevices(transmitter, receiver))
        {
            return control;
        }
        kinds += (kinds.empty() ? "" : ", ") + tid.GetName();
    }
    NS_ABORT_MSG("MogDeviceControl: no control takes "
                 << MogDescribeDevice(transmitter) << " as transmitter and "
                 << MogDescribeDevice(receiver) << " as receiver; there are " << kinds
                 << ". For another kind of device derive a class from MogDeviceControl");
    return nullptr;
}

Ptr<Channel>
MogDeviceControl::GetChannel() const
{
    return GetReceiver()->GetChannel();
}

Ptr<SpectrumPhy>
MogDeviceControl::GetReceiverPhy() const
{
    return nullptr;
}

Ptr<SpectrumPhy>
MogDeviceControl::GetTransmitterPhy() const
{
    return nullptr;
}

std::vector<MogBand>
MogDeviceControl::GetBands(uint32_t) const
{
    return {};
}

uint32_t
MogDeviceControl::GetNRbs() const
{
    return 1;
}

bool
MogDeviceControl::HasTraffic() const
{
    return true;
}

std::optional<uint64_t>
MogDeviceControl::GetBacklog() const
{
    return std::nullopt;
}

std::optional<Time>
MogDeviceControl::GetHeadOfLineDelay() const
{
    return std::nullopt;
}

std::optional<uint64_t>
MogDeviceControl::GetDeliveredBytes() const
{
    return std::nullopt;
}

void
MogDeviceControl::Take()
{
    NS_LOG_FUNCTION(this);
}

void
MogDeviceControl::Listen(const MogIsManaged& isManaged)
{
    NS_LOG_FUNCTION(this);
    std::vector<std::vector<MogBand>> rbs;
    for (uint32_t rb = 0; rb < GetNRbs(); rb++)
    {
        rbs.push_back(GetBands(rb));
    }
    m_meter = ns3::Create<MogInterferenceMeter>(rbs, isManaged);
    if (!DoListen(m_meter))
    {
        m_meter = nullptr;
    }
}

void
MogDeviceControl::StopListening()
{
    NS_LOG_FUNCTION(this);
    if (m_meter)
    {
        DoListen(nullptr);
        m_meter = nullptr;
    }
}

std::vector<double>
MogDeviceControl::MeasureOutside()
{
    return m_meter ? m_meter->Read() : std::vector<double>();
}

bool
MogDeviceControl::DoListen(Ptr<MogInterferenceMeter>)
{
    return false;
}

std::string
MogDescribeDevice(Ptr<NetDevice> device)
{
    if (!device)
    {
        return "a device that is missing";
    }
    std::ostringstream text;
    if (device->GetNode())
    {
        text << "node " << device->GetNode()->GetId() << ", device " << device->GetIfIndex();
    }
    else
    {
        text << "a device without node";
    }
    text << " (" << device->GetInstanceTypeId().GetName() << ")";
    return text.str();
}

std::string
MogDescribeLink(Ptr<const MogDeviceControl> link)
{
    return "the link from " + MogDescribeDevice(link->GetTransmitter()) + " to " +
           MogDescribeDevice(link->GetReceiver());
}

} // namespace ns3
