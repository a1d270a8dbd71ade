/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-helper.h"

#include "../model/mog-decibel.h"

#include "ns3/abort.h"
#include "ns3/log.h"
#include "ns3/mac48-address.h"
#include "ns3/mobility-model.h"
#include "ns3/mog-allocator.h"
#include "ns3/mog-channel-estimator.h"
#include "ns3/mog-device-control.h"
#include "ns3/mog-link.h"
#include "ns3/mog-net-device-control.h"
#include "ns3/mog-net-device.h"
#include "ns3/mog-phy.h"
#include "ns3/mog-propagation-loss-model.h"
#include "ns3/mog-rate-adaptation.h"
#include "ns3/mog-rb-fading-loss-model.h"
#include "ns3/mog-utility.h"
#include "ns3/node.h"
#include "ns3/pointer.h"
#include "ns3/propagation-delay-model.h"
#include "ns3/simulator.h"
#include "ns3/single-model-spectrum-channel.h"
#include "ns3/spectrum-model.h"

#include <map>
#include <tuple>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("MogHelper");

namespace
{

/**
 * Get the spectrum model of a band: the same object for the same band, whichever helper asks, as
 * channels tell models apart by that.
 *
 * @param frequency center of the band in Hz
 * @param bandwidth its width in Hz
 * @param rbs number of resource blocks
 * @return the model
 */
Ptr<SpectrumModel>
GetSpectrumModel(double frequency, double bandwidth, uint32_t rbs)
{
    static std::map<std::tuple<double, double, uint32_t>, Ptr<SpectrumModel>> models;
    auto& model = models[{frequency, bandwidth, rbs}];
    if (!model)
    {
        Bands bands;
        const double low = frequency - bandwidth / 2;
        const double width = bandwidth / rbs;
        for (uint32_t rb = 0; rb < rbs; rb++)
        {
            bands.push_back({low + rb * width, low + (rb + 0.5) * width, low + (rb + 1) * width});
        }
        model = Create<SpectrumModel>(bands);
    }
    return model;
}

} // namespace

MogHelper::MogHelper()
    : m_frequency(2.4e9),
      m_bandwidth(5e6),
      m_rbs(1),
      m_noiseDensity(-169)
{
    NS_LOG_FUNCTION(this);
    m_allocatorFactory.SetTypeId("ns3::MogFullPowerAllocator");
    m_estimatorFactory.SetTypeId("ns3::MogIdealChannelEstimator");
    m_utilityFactory.SetTypeId("ns3::MogSumRateUtility");
    m_adaptationFactory.SetTypeId("ns3::MogShannonRateAdaptation");
    m_managerFactory.SetTypeId("ns3::MogResourceManager");
    m_deviceFactory.SetTypeId("ns3::MogNetDevice");
    m_controlFactory.SetTypeId("ns3::MogNetDeviceControl");
    m_propagationFactory.SetTypeId("ns3::MogPropagationLossModel");
}

MogHelper::~MogHelper()
{
    NS_LOG_FUNCTION(this);
}

void
MogHelper::SetAllocator(Ptr<MogAllocator> allocator)
{
    NS_LOG_FUNCTION(this << allocator);
    m_allocator = allocator;
    if (m_manager)
    {
        m_manager->SetAttribute("Allocator", PointerValue(allocator));
    }
}

void
MogHelper::Renew(const std::string& attribute, const ObjectFactory& factory)
{
    if (m_manager)
    {
        m_manager->SetAttribute(attribute, PointerValue(factory.Create()));
    }
}

void
MogHelper::SetManagerAttribute(const std::string& name, const AttributeValue& value)
{
    m_managerFactory.Set(name, value);
    if (m_manager)
    {
        m_manager->SetAttribute(name, value);
    }
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
    NS_ABORT_MSG_IF(m_channel,
                    "MogHelper::SetPropagationAttribute: the channel is there already, and "
                        << name << " would come too late; call it before the first Install()");
    m_propagationFactory.Set(name, value);
}

void
MogHelper::SetChannel(Ptr<SpectrumChannel> channel)
{
    NS_LOG_FUNCTION(this << channel);
    m_channel = channel;
}

void
MogHelper::SetBand(double frequency, double bandwidth, uint32_t rbs)
{
    NS_LOG_FUNCTION(this << frequency << bandwidth << rbs);
    NS_ABORT_MSG_UNLESS(rbs >= 1, "MogHelper: a band has at least one resource block");
    NS_ABORT_MSG_UNLESS(bandwidth > 0 && frequency > bandwidth / 2,
                        "MogHelper: a band of " << bandwidth << " Hz around " << frequency
                                                << " Hz does not lie above 0 Hz");
    m_frequency = frequency;
    m_bandwidth = bandwidth;
    m_rbs = rbs;
    m_band = nullptr;
}

void
MogHelper::SetBand(Ptr<SpectrumModel> model, uint32_t rbs)
{
    NS_LOG_FUNCTION(this << model << rbs);
    NS_ABORT_MSG_UNLESS(model, "MogHelper::SetBand: there is no spectrum model; give one");
    m_band = model;
    m_rbs = rbs;
}

void
MogHelper::SetNoiseDensity(double density)
{
    NS_LOG_FUNCTION(this << density);
    m_noiseDensity = density;
}

void
MogHelper::CreateManager()
{
    if (!m_manager)
    {
        auto allocator = m_allocator ? m_allocator : m_allocatorFactory.Create<MogAllocator>();
        m_manager = m_managerFactory.Create<MogResourceManager>();
        m_manager->SetAttribute("Allocator", PointerValue(allocator));
        m_manager->SetAttribute("Estimator",
                                PointerValue(m_estimatorFactory.Create<MogChannelEstimator>()));
        m_manager->SetAttribute("Utility", PointerValue(m_utilityFactory.Create<MogUtility>()));
        m_manager->SetAttribute("RateAdaptation",
                                PointerValue(m_adaptationFactory.Create<MogRateAdaptation>()));
        m_manager->Start();
    }
}

void
MogHelper::CreateChannel()
{
    if (!m_band)
    {
        m_band = GetSpectrumModel(m_frequency, m_bandwidth, m_rbs);
    }
    NS_ABORT_MSG_IF(m_channel && m_fadingFactory.IsTypeIdSet() &&
                        !m_channel->GetSpectrumPropagationLossModel(),
                    "MogHelper::SetRbFading: the channel is there already and does not fade; call "
                    "it before the first Install(), or add an ns3::MogRbFadingLossModel to your "
                    "own channel");
    if (!m_channel)
    {
        m_channel = CreateObject<SingleModelSpectrumChannel>();
        m_channel->AddPropagationLossModel(m_propagationFactory.Create<PropagationLossModel>());
        m_channel->SetPropagationDelayModel(CreateObject<ConstantSpeedPropagationDelayModel>());
        if (m_fadingFactory.IsTypeIdSet())
        {
            m_channel->AddSpectrumPropagationLossModel(
                m_fadingFactory.Create<SpectrumPropagationLossModel>());
        }
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
    phy->SetBand(m_band, MogDbmToW(m_noiseDensity), m_rbs);
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
    CreateManager();
    CreateChannel();
    NetDeviceContainer devices;
    for (uint32_t i = 0; i < transmitters.GetN(); i++)
    {
        devices.Add(CreateLink(transmitters.Get(i), receivers.Get(i)));
        const auto transmitter = transmitters.Get(i)->GetObject<MobilityModel>();
        const auto receiver = receivers.Get(i)->GetObject<MobilityModel>();
        ForEachLoss(
            [&](Ptr<MogPropagationLossModel> loss) { loss->AddDirectPath(transmitter, receiver); });
    }
    return devices;
}

NetDeviceContainer
MogHelper::InstallUplink(const NodeContainer& users, Ptr<Node> baseStation)
{
    NS_LOG_FUNCTION(this << users.GetN() << baseStation);
    CreateManager();
    CreateChannel();
    NetDeviceContainer devices;
    for (auto user = users.Begin(); user != users.End(); ++user)
    {
        devices.Add(CreateLink(*user, baseStation));
    }
    ForEachLoss([&](Ptr<MogPropagationLossModel> loss) {
        loss->AddBaseStation(baseStation->GetObject<MobilityModel>());
    });
    return devices;
}

NetDeviceContainer
MogHelper::CreateLink(Ptr<Node> transmittingNode, Ptr<Node> receivingNode)
{
    auto transmitter = CreateDevice(transmittingNode);
    auto receiver = CreateDevice(receivingNode);
    // Transmitting ends need not hear anything, so the channel need not serve them.
    m_channel->AddRx(receiver->GetPhy());
    transmitter->ConnectTo(receiver);
    auto control = m_controlFactory.Create<MogNetDeviceControl>();
    control->SetDevices(transmitter, receiver);
    m_manager->AddLink(control);
    NetDeviceContainer link(transmitter);
    link.Add(receiver);
    return link;
}

void
MogHelper::ForEachLoss(const std::function<void(Ptr<MogPropagationLossModel>)>& function) const
{
    for (auto loss = m_channel->GetPropagationLossModel(); loss; loss = loss->GetNext())
    {
        if (auto mogLoss = DynamicCast<MogPropagationLossModel>(loss))
        {
            function(mogLoss);
        }
    }
}

void
MogHelper::Manage(const NetDeviceContainer& transmitters, const NetDeviceContainer& receivers)
{
    NS_LOG_FUNCTION(this << transmitters.GetN() << receivers.GetN());
    NS_ABORT_MSG_IF(transmitters.GetN() != receivers.GetN(),
                    "MogHelper: " << transmitters.GetN() << " transmitters, but "
                                  << receivers.GetN() << " receivers; each link takes one of each");
    for (uint32_t i = 0; i < transmitters.GetN(); i++)
    {
        Manage(MogDeviceControl::Create(transmitters.Get(i), receivers.Get(i)));
    }
}

void
MogHelper::Manage(Ptr<MogDeviceControl> control)
{
    NS_LOG_FUNCTION(this << control);
    CreateManager();
    m_manager->AddLink(control);
}

Ptr<MogResourceManager>
MogHelper::GetManager() const
{
    return m_manager;
}

void
MogHelper::PrintSummary(std::ostream& os)
{
    NS_LOG_FUNCTION(this);
    CreateManager();
    const auto print = [](Ptr<MogResourceManager> manager, std::ostream* stream) {
        manager->GetStatistics().Print(*stream);
    };
    Simulator::ScheduleDestroy(MakeEvent(+print, m_manager, &os));
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
    // The channel first: it is the same whatever allocator and estimator draw.
    int64_t assigned = 0;
    if (auto loss = m_channel ? m_channel->GetPropagationLossModel() : nullptr)
    {
        assigned += loss->AssignStreams(stream);
    }
    auto fading = m_channel ? m_channel->GetSpectrumPropagationLossModel() : nullptr;
    if (auto rbFading = DynamicCast<MogRbFadingLossModel>(fading))
    {
        assigned += rbFading->AssignStreams(stream + assigned);
    }
    return assigned + m_manager->AssignStreams(stream + assigned);
}

void
MogHelper::SetAttributes(ObjectFactory&)
{
}

} // namespace ns3
