/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-ideal-phy-transmitter.h"

#include "mog-ideal-phy-access.h"

#include "ns3/aloha-noack-net-device.h"
#include "ns3/half-duplex-ideal-phy.h"
#include "ns3/log.h"
#include "ns3/packet.h"
#include "ns3/spectrum-value.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("MogIdealPhyTransmitter");

NS_OBJECT_ENSURE_REGISTERED(MogIdealPhyTransmitter);

TypeId
MogIdealPhyTransmitter::GetTypeId()
{
    static TypeId tid = TypeId("ns3::MogIdealPhyTransmitter")
                            .SetParent<Object>()
                            .SetGroupName("Mog")
                            .AddConstructor<MogIdealPhyTransmitter>();
    return tid;
}

MogIdealPhyTransmitter::MogIdealPhyTransmitter()
    : m_managed(false),
      m_silent(false)
{
    NS_LOG_FUNCTION(this);
}

MogIdealPhyTransmitter::~MogIdealPhyTransmitter()
{
    NS_LOG_FUNCTION(this);
}

void
MogIdealPhyTransmitter::DoDispose()
{
    NS_LOG_FUNCTION(this);
    m_found = nullptr;
    m_waiting = nullptr;
    Object::DoDispose();
}

Ptr<MogIdealPhyTransmitter>
MogIdealPhyTransmitter::Of(Ptr<NetDevice> device, Ptr<HalfDuplexIdealPhy> phy)
{
    NS_LOG_FUNCTION(device << phy);
    auto transmitter = phy->GetObject<MogIdealPhyTransmitter>();
    const auto found = MogGetTxPowerSpectralDensity(*phy);
    if (transmitter || !found || !(Integral(*found) > 0))
    {
        return transmitter;
    }
    transmitter = CreateObject<MogIdealPhyTransmitter>();
    phy->AggregateObject(transmitter);
    transmitter->Remember();
    if (auto aloha = DynamicCast<AlohaNoackNetDevice>(device))
    {
        aloha->SetGenericPhyTxStartCallback(
            MakeCallback(&MogIdealPhyTransmitter::StartTx, transmitter));
    }
    return transmitter;
}

void
MogIdealPhyTransmitter::Take()
{
    NS_LOG_FUNCTION(this);
    if (!m_managed)
    {
        Remember();
        m_managed = true;
    }
}

void
MogIdealPhyTransmitter::Remember()
{
    const auto phy = GetObject<HalfDuplexIdealPhy>();
    m_found = MogGetTxPowerSpectralDensity(*phy)->Copy();
    m_foundRate = phy->GetRate();
}

Ptr<const SpectrumValue>
MogIdealPhyTransmitter::GetFoundPsd() const
{
    return m_found;
}

bool
MogIdealPhyTransmitter::HasWaitingPacket() const
{
    return m_waiting != nullptr;
}

void
MogIdealPhyTransmitter::Transmit(double scale, DataRate rate)
{
    NS_LOG_FUNCTION(this << scale << rate);
    SetPower(scale);
    GetObject<HalfDuplexIdealPhy>()->SetRate(rate);
    m_silent = false;
    if (m_waiting)
    {
        const auto packet = m_waiting;
        m_waiting = nullptr;
        StartTx(packet);
    }
}

void
MogIdealPhyTransmitter::Silence()
{
    NS_LOG_FUNCTION(this);
    SetPower(0);
    m_silent = true;
}

void
MogIdealPhyTransmitter::Release()
{
    NS_LOG_FUNCTION(this);
    Transmit(1, m_foundRate);
    m_managed = false;
}

void
MogIdealPhyTransmitter::SetPower(double scale)
{
    auto psd = m_found->Copy();
    *psd *= scale;
    GetObject<HalfDuplexIdealPhy>()->SetTxPowerSpectralDensity(psd);
}

bool
MogIdealPhyTransmitter::StartTx(Ptr<Packet> packet)
{
    NS_LOG_FUNCTION(this << packet);
    if (m_silent)
    {
        m_waiting = packet;
        return false;
    }
    return GetObject<HalfDuplexIdealPhy>()->StartTx(packet);
}

} // namespace ns3
