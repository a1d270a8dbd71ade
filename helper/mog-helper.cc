/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-helper.h"

#include "ns3/abort.h"
#include "ns3/log.h"
#include "ns3/mac48-address.h"
#include "ns3/mobility-model.h"
#include "ns3/mog-allocator.h"
#include "ns3/mog-channel-estimator.h"
#include "ns3/mog-net-device-control.h"
#include "ns3/mog-net-device.h"
#include "ns3/mog-phy.h"
#include "ns3/mog-propagation-loss-model.h"
#include "ns3/node.h"
#include "ns3/pointer.h"
#include "ns3/propagation-delay-model.h"
#include "ns3/single-model-spectrum-channel.h"
#include "ns3/spectrum-model.h"

#include <cmath>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("MogHelper");

MogHelper::MogHelper()
    : m_frequency(2.4e9),
      m_bandwidth(5e6),
      m_noiseDensity(-169)
{
    NS_LOG_FUNCTION(this);
    m_allocatorFactory.SetTypeId("ns3::MogFullPowerAllocator");
    m_estimatorFactory.SetTypeId("ns3::MogIdealChannelEstimator");
    m_managerFactory.SetTypeId("ns3::MogResourceManager");
    m_deviceFactory.SetTypeId("ns3::MogNetDevice");
    m_controlFactory.SetTypeId("ns3::MogNetDeviceControl");
    m_propagationFactory.SetTypeId("ns3::MogPropagationLossModel");
}

void
MogHelper::SetAllocator(Ptr<MogAllocator> allocator)
{
    NS_LOG_FUNCTION(this << allocator);
    m_allocator = allocator;
}

void
MogHelper::SetManagerAttribute(const std::string& name, const AttributeValue& value)
{
    m_managerFactory.Set(name, value);
}

void
MogHelper::SetDeviceAttribute(const std::string& name, const AttributeValue& value)
{
    m_deviceFactory.Set(name, value);
}

void
MogHelper::SetControlAttribute(const std::string& name, const AttributeValue& value)
{
    m_controlFactory.Set(name, value);
}

void
MogHelper::SetPropagationAttribute(const std::string& name, const AttributeValue& value)
{
    m_propagationFactory.Set(name, value);
}

void
MogHelper::SetChannel(Ptr<SpectrumChannel> channel)
{
    NS_LOG_FUNCTION(this << channel);
    m_channel = channel;
}

void
MogHelper::SetBand(double frequency, double bandwidth)
{
    NS_LOG_FUNCTION(this << frequency << bandwidth);
    NS_ABORT_MSG_UNLESS(bandwidth > 0 && frequency > bandwidth / 2,
                        "MogHelper: a band of " << bandwidth << " Hz around " << frequency
                                                << " Hz does not lie above 0 Hz");
    m_frequency = frequency;
    m_bandwidth = bandwidth;
    m_band = nullptr;
}

void
MogHelper::SetNoiseDensity(double density)
{
    NS_LOG_FUNCTION(this << density);
    m_noiseDensity = density;
}

void
MogHelper::CreateShared()
{
    if (!m_band)
    {
        m_band = Create<SpectrumModel>(
            Bands{{m_frequency - m_bandwidth / 2, m_frequency, m_frequency + m_bandwidth / 2}});
    }
    if (!m_channel)
    {
        m_channel = CreateObject<SingleModelSpectrumChannel>();
        m_channel->AddPropagationLossModel(m_propagationFactory.Create<PropagationLossModel>());
        m_channel->SetPropagationDelayModel(CreateObject<ConstantSpeedPropagationDelayModel>());
    }
    if (!m_manager)
    {
        auto allocator = m_allocator ? m_allocator : m_allocatorFactory.Create<MogAllocator>();
        m_manager = m_managerFactory.Create<MogResourceManager>();
        m_manager->SetAttribute("Allocator", PointerValue(allocator));
        m_manager->SetAttribute("Estimator",
                                PointerValue(m_estimatorFactory.Create<MogChannelEstimator>()));
        m_manager->Start();
    }
}

Ptr<MogNetDevice>
MogHelper::CreateDevice(Ptr<Node> node) const
{
    auto mobility = node->GetObject<MobilityModel>();
    NS_ABORT_MSG_UNLESS(mobility,
                        "MogHelper: node " << node->GetId()
                                           << " has no mobility model; install one with "
                                              "MobilityHelper before MogHelper::Install()");
    auto phy = CreateObject<MogPhy>();
    phy->SetBand(m_band, std::pow(10, (m_noiseDensity - 30) / 10));
    phy->SetMobility(mobility);
    phy->SetChannel(m_channel);
    auto device = m_deviceFactory.Create<MogNetDevice>();
    device->SetAddress(Mac48Address::Allocate());
    device->SetPhy(phy);
    device->SetChannel(m_channel);
    node->AddDevice(device);
    return device;
}

NetDeviceContainer
MogHelper::Install(const NodeContainer& transmitters, const NodeContainer& receivers)
{
    NS_LOG_FUNCTION(this << transmitters.GetN() << receivers.GetN());
    NS_ABORT_MSG_IF(transmitters.GetN() != receivers.GetN(),
                    "MogHelper: " << transmitters.GetN() << " transmitters, but "
                                  << receivers.GetN() << " receivers; each link takes one of each");
    CreateShared();
    NetDeviceContainer devices;
    for (uint32_t i = 0; i < transmitters.GetN(); i++)
    {
        auto transmitter = CreateDevice(transmitters.Get(i));
        auto receiver = CreateDevice(receivers.Get(i));
        // Transmitting ends need not hear anything, so the channel need not serve them.
        m_channel->AddRx(receiver->GetPhy());
        transmitter->ConnectTo(receiver);
        for (auto loss = m_channel->GetPropagationLossModel(); loss; loss = loss->GetNext())
        {
            if (auto mogLoss = DynamicCast<MogPropagationLossModel>(loss))
            {
                mogLoss->AddDirectPath(transmitter->GetPhy()->GetMobility(),
                                       receiver->GetPhy()->GetMobility());
            }
        }
        auto control = m_controlFactory.Create<MogNetDeviceControl>();
        control->SetDevices(transmitter, receiver);
        m_manager->AddLink(control);
        devices.Add(transmitter);
        devices.Add(receiver);
    }
    return devices;
}

Ptr<MogResourceManager>
MogHelper::GetManager() const
{
    return m_manager;
}

Ptr<SpectrumChannel>
MogHelper::GetChannel() const
{
    return m_channel;
}

int64_t
MogHelper::AssignStreams(int64_t stream)
{
    NS_LOG_FUNCTION(this << stream);
    NS_ABORT_MSG_UNLESS(m_manager, "MogHelper::AssignStreams: call Install() first");
    int64_t assigned = m_manager->AssignStreams(stream);
    if (auto loss = m_channel->GetPropagationLossModel())
    {
        assigned += loss->AssignStreams(stream + assigned);
    }
    return assigned;
}

void
MogHelper::SetAttributes(ObjectFactory&)
{
}

} // namespace ns3
