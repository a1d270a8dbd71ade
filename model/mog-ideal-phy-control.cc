/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-ideal-phy-control.h"

#include "mog-channel-watch.h"
#include "mog-decibel.h"
#include "mog-ideal-phy-access.h"
#include "mog-ideal-phy-transmitter.h"
#include "mog-net-device.h"

#include "ns3/abort.h"
#include "ns3/aloha-noack-mac-header.h"
#include "ns3/aloha-noack-net-device.h"
#include "ns3/double.h"
#include "ns3/half-duplex-ideal-phy.h"
#include "ns3/log.h"
#include "ns3/packet.h"
#include "ns3/pointer.h"
#include "ns3/queue.h"
#include "ns3/spectrum-channel.h"
#include "ns3/spectrum-value.h"

#include <algorithm>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("MogIdealPhyControl");

NS_OBJECT_ENSURE_REGISTERED(MogIdealPhyControl);

namespace
{

/// Value of attribute MaxPower that leaves it to the scenario, in dBm.
constexpr double AS_FOUND = -1000;

/// Density that belongs to the band, over the highest.
constexpr double BAND_EDGE = 0.01;

/**
 * Get the least density that belongs to the band.
 * @param density what is sent
 * @return a share of the highest
 */
double
GetBandEdge(const SpectrumValue& density)
{
    return BAND_EDGE * *std::max_element(density.ConstValuesBegin(), density.ConstValuesEnd());
}

/**
 * Find the physical layer of a device of ns-3's own.
 * @param device the device
 * @return its physical layer; nullptr if that is of another kind
 */
Ptr<HalfDuplexIdealPhy>
FindPhy(Ptr<NetDevice> device)
{
    PointerValue phy;
    if (!device || DynamicCast<MogNetDevice>(device) || !device->GetAttributeFailSafe("Phy", phy))
    {
        return nullptr;
    }
    return phy.Get<HalfDuplexIdealPhy>();
}

} // namespace

TypeId
MogIdealPhyControl::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::MogIdealPhyControl")
            .SetParent<MogDeviceControl>()
            .SetGroupName("Mog")
            .AddConstructor<MogIdealPhyControl>()
            .AddAttribute("MaxPower",
                          "Power that an allocation of 1 stands for, in dBm; -1000 for the "
                          "power that the transmitter had when the link was taken",
                          DoubleValue(AS_FOUND),
                          MakeDoubleAccessor(&MogIdealPhyControl::m_maxPower),
                          MakeDoubleChecker<double>(AS_FOUND, 100))
            .AddAttribute("MinRate",
                          "With a lower rate the link is silent, so that no packet is on the air "
                          "for long",
                          DataRateValue(DataRate("10kbps")),
                          MakeDataRateAccessor(&MogIdealPhyControl::m_minRate),
                          MakeDataRateChecker());
    return tid;
}

MogIdealPhyControl::MogIdealPhyControl()
    : m_counts(false),
      m_delivered(0)
{
    NS_LOG_FUNCTION(this);
}

MogIdealPhyControl::~MogIdealPhyControl()
{
    NS_LOG_FUNCTION(this);
    StopCounting();
}

void
MogIdealPhyControl::DoDispose()
{
    NS_LOG_FUNCTION(this);
    StopCounting();
    m_transmitter = nullptr;
    m_receiver = nullptr;
    m_receiverPhy = nullptr;
    m_transmission = nullptr;
    MogDeviceControl::DoDispose();
}

bool
MogIdealPhyControl::SetDevices(Ptr<NetDevice> transmitter, Ptr<NetDevice> receiver)
{
    NS_LOG_FUNCTION(this << transmitter << receiver);
    const auto transmitterPhy = FindPhy(transmitter);
    m_receiverPhy = FindPhy(receiver);
    if (!transmitterPhy || !m_receiverPhy)
    {
        return false;
    }
    m_transmitter = transmitter;
    m_receiver = receiver;
    m_transmission = MogIdealPhyTransmitter::Of(transmitter, transmitterPhy);
    NS_ABORT_MSG_UNLESS(m_transmission,
                        "MogIdealPhyControl: "
                            << MogDescribeDevice(transmitter)
                            << " has no power to transmit with; call SetTxPowerSpectralDensity() "
                               "of its HalfDuplexIdealPhy before the link is managed");
    const auto noise = MogGetNoisePowerSpectralDensity(*m_receiverPhy);
    NS_ABORT_MSG_UNLESS(noise && Integral(*noise) > 0,
                        "MogIdealPhyControl: "
                            << MogDescribeDevice(receiver)
                            << " has no noise; call SetNoisePowerSpectralDensity() of its "
                               "HalfDuplexIdealPhy before the link is managed");
    NS_ABORT_MSG_UNLESS(noise->GetSpectrumModelUid() ==
                            m_transmission->GetFoundPsd()->GetSpectrumModelUid(),
                        "MogIdealPhyControl: "
                            << MogDescribeLink(this)
                            << " transmits and receives with different spectrum models; give both "
                               "ends densities of one model");
    m_counts = DynamicCast<AlohaNoackNetDevice>(transmitter) &&
               DynamicCast<AlohaNoackNetDevice>(receiver) &&
               m_receiverPhy->TraceConnectWithoutContext(
                   "RxEndOk",
                   MakeCallback(&MogIdealPhyControl::NotifyReception, this));
    return true;
}

void
MogIdealPhyControl::StopCounting()
{
    if (m_counts && m_receiverPhy)
    {
        m_receiverPhy->TraceDisconnectWithoutContext(
            "RxEndOk",
            MakeCallback(&MogIdealPhyControl::NotifyReception, this));
    }
    m_counts = false;
}

void
MogIdealPhyControl::NotifyReception(Ptr<const Packet> packet)
{
    AlohaNoackMacHeader header;
    packet->PeekHeader(header);
    if (header.GetSource() == m_transmitter->GetAddress() &&
        header.GetDestination() == m_receiver->GetAddress())
    {
        m_delivered += packet->GetSize();
    }
}

std::optional<uint64_t>
MogIdealPhyControl::GetDeliveredBytes() const
{
    return m_counts ? std::optional<uint64_t>(m_delivered) : std::nullopt;
}

void
MogIdealPhyControl::Take()
{
    NS_LOG_FUNCTION(this);
    m_transmission->Take();
}

bool
MogIdealPhyControl::DoListen(Ptr<MogInterferenceMeter> meter)
{
    NS_LOG_FUNCTION(this << meter);
    const auto channel = DynamicCast<SpectrumChannel>(GetChannel());
    if (channel)
    {
        MogChannelWatch::Of(channel)->Watch(m_receiverPhy, meter);
    }
    return channel != nullptr;
}

void
MogIdealPhyControl::Release()
{
    NS_LOG_FUNCTION(this);
    m_transmission->Release();
}

Ptr<NetDevice>
MogIdealPhyControl::GetTransmitter() const
{
    return m_transmitter;
}

Ptr<NetDevice>
MogIdealPhyControl::GetReceiver() const
{
    return m_receiver;
}

Ptr<SpectrumPhy>
MogIdealPhyControl::GetReceiverPhy() const
{
    return m_receiverPhy;
}

Ptr<SpectrumPhy>
MogIdealPhyControl::GetTransmitterPhy() const
{
    return m_transmission->GetObject<HalfDuplexIdealPhy>();
}

std::vector<MogBand>
MogIdealPhyControl::GetBands(uint32_t) const
{
    const auto found = m_transmission->GetFoundPsd();
    const double edge = GetBandEdge(*found);
    const double power = IntegrateBand(*found);
    std::vector<MogBand> bands;
    auto sent = found->ConstValuesBegin();
    for (auto band = found->ConstBandsBegin(); band != found->ConstBandsEnd(); ++band, ++sent)
    {
        if (*sent >= edge)
        {
            bands.push_back({band->fl, band->fh, *sent * (band->fh - band->fl) / power});
        }
    }
    return bands;
}

double
MogIdealPhyControl::GetMaxPower() const
{
    return m_maxPower > AS_FOUND ? MogDbmToW(m_maxPower) : Integral(*m_transmission->GetFoundPsd());
}

double
MogIdealPhyControl::GetNoisePower() const
{
    return IntegrateBand(*MogGetNoisePowerSpectralDensity(*m_receiverPhy));
}

double
MogIdealPhyControl::GetBandwidth() const
{
    SpectrumValue one(m_transmission->GetFoundPsd()->GetSpectrumModel());
    one = 1;
    return IntegrateBand(one);
}

double
MogIdealPhyControl::IntegrateBand(const SpectrumValue& density) const
{
    const auto found = m_transmission->GetFoundPsd();
    const double edge = GetBandEdge(*found);
    double integral = 0;
    auto sent = found->ConstValuesBegin();
    auto value = density.ConstValuesBegin();
    for (auto band = found->ConstBandsBegin(); band != found->ConstBandsEnd(); ++band)
    {
        integral += *sent >= edge ? *value * (band->fh - band->fl) : 0;
        ++sent;
        ++value;
    }
    return integral;
}

bool
MogIdealPhyControl::HasTraffic() const
{
    PointerValue attribute;
    m_transmitter->GetAttributeFailSafe("Queue", attribute);
    const auto queue = attribute.Get<Queue<Packet>>();
    return !queue || !queue->IsEmpty() || m_transmission->HasWaitingPacket();
}

void
MogIdealPhyControl::Apply(double power, uint32_t rb, double rate)
{
    NS_LOG_FUNCTION(this << power << rb << rate);
    const DataRate dataRate(static_cast<uint64_t>(rate));
    if (power > 0 && dataRate >= m_minRate && dataRate > DataRate(0))
    {
        m_transmission->Transmit(power * GetMaxPower() / Integral(*m_transmission->GetFoundPsd()),
                                 dataRate);
    }
    else
    {
        m_transmission->Silence();
    }
}

} // namespace ns3
