/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-net-device-control.h"

#include "mog-decibel.h"
#include "mog-net-device.h"
#include "mog-phy.h"

#include "ns3/abort.h"
#include "ns3/channel.h"
#include "ns3/double.h"
#include "ns3/log.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("MogNetDeviceControl");

NS_OBJECT_ENSURE_REGISTERED(MogNetDeviceControl);

TypeId
MogNetDeviceControl::GetTypeId()
{
    static TypeId tid = TypeId("ns3::MogNetDeviceControl")
                            .SetParent<MogDeviceControl>()
                            .SetGroupName("Mog")
                            .AddConstructor<MogNetDeviceControl>()
                            .AddAttribute("MaxPower",
                                          "Power that an allocation of 1 stands for, in dBm",
                                          DoubleValue(40),
                                          MakeDoubleAccessor(&MogNetDeviceControl::m_maxPower),
                                          MakeDoubleChecker<double>(-100, 100));
    return tid;
}

MogNetDeviceControl::MogNetDeviceControl()
{
    NS_LOG_FUNCTION(this);
}

MogNetDeviceControl::~MogNetDeviceControl()
{
    NS_LOG_FUNCTION(this);
}

void
MogNetDeviceControl::DoDispose()
{
    NS_LOG_FUNCTION(this);
    m_transmitter = nullptr;
    m_receiver = nullptr;
    MogDeviceControl::DoDispose();
}

bool
MogNetDeviceControl::SetDevices(Ptr<NetDevice> transmitter, Ptr<NetDevice> receiver)
{
    NS_LOG_FUNCTION(this << transmitter << receiver);
    m_transmitter = DynamicCast<MogNetDevice>(transmitter);
    m_receiver = DynamicCast<MogNetDevice>(receiver);
    if (!m_transmitter || !m_receiver)
    {
        return false;
    }
    NS_ABORT_MSG_UNLESS(m_transmitter->IsConnectedTo(m_receiver),
                        "MogNetDeviceControl: "
                            << MogDescribeLink(this)
                            << " is none, as a MogNetDevice receives one transmitter only, and "
                               "this is another; call MogNetDevice::ConnectTo(), and give every "
                               "link a receiving device of its own");
    return true;
}

Ptr<NetDevice>
MogNetDeviceControl::GetTransmitter() const
{
    return m_transmitter;
}

Ptr<NetDevice>
MogNetDeviceControl::GetReceiver() const
{
    return m_receiver;
}

Ptr<Channel>
MogNetDeviceControl::GetChannel() const
{
    const auto channel = m_transmitter->GetChannel();
    return channel == m_receiver->GetChannel() ? channel : nullptr;
}

Ptr<SpectrumPhy>
MogNetDeviceControl::GetReceiverPhy() const
{
    return m_receiver->GetPhy();
}

Ptr<SpectrumPhy>
MogNetDeviceControl::GetTransmitterPhy() const
{
    return m_transmitter->GetPhy();
}

std::vector<MogBand>
MogNetDeviceControl::GetBands(uint32_t rb) const
{
    return m_receiver->GetPhy()->GetBands(rb);
}

uint32_t
MogNetDeviceControl::GetNRbs() const
{
    return m_receiver->GetPhy()->GetNRbs();
}

bool
MogNetDeviceControl::HasTraffic() const
{
    return m_transmitter->GetBacklog() > 0;
}

std::optional<uint64_t>
MogNetDeviceControl::GetBacklog() const
{
    return m_transmitter->GetBacklog();
}

std::optional<Time>
MogNetDeviceControl::GetHeadOfLineDelay() const
{
    return m_transmitter->GetHeadOfLineDelay();
}

std::optional<uint64_t>
MogNetDeviceControl::GetDeliveredBytes() const
{
    return m_receiver->GetReceivedBytes();
}

double
MogNetDeviceControl::GetMaxPower() const
{
    return MogDbmToW(m_maxPower);
}

double
MogNetDeviceControl::GetNoisePower() const
{
    return m_receiver->GetPhy()->GetNoisePower();
}

double
MogNetDeviceControl::GetBandwidth() const
{
    return m_receiver->GetPhy()->GetBandwidth();
}

void
MogNetDeviceControl::Apply(double power, uint32_t rb, double rate)
{
    NS_LOG_FUNCTION(this << power << rb << rate);
    m_transmitter->SetTransmission(power * GetMaxPower(),
                                   DataRate(static_cast<uint64_t>(rate)),
                                   rb);
}

void
MogNetDeviceControl::Take()
{
    NS_LOG_FUNCTION(this);
    m_found = {m_transmitter->GetTxPower(), m_transmitter->GetTxRate(), m_transmitter->GetTxRb()};
}

bool
MogNetDeviceControl::DoListen(Ptr<MogInterferenceMeter> meter)
{
    NS_LOG_FUNCTION(this << meter);
    m_receiver->GetPhy()->SetInterferenceMeter(meter);
    return true;
}

void
MogNetDeviceControl::Release()
{
    NS_LOG_FUNCTION(this);
    m_transmitter->SetTransmission(m_found.power, m_found.rate, m_found.rb);
}

} // namespace ns3
