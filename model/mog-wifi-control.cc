/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-wifi-control.h"

#include "mog-decibel.h"

#include "ns3/double.h"
#include "ns3/log.h"
#include "ns3/string.h"
#include "ns3/wifi-net-device.h"
#include "ns3/wifi-phy.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("MogWifiControl");

NS_OBJECT_ENSURE_REGISTERED(MogWifiControl);

namespace
{

/// Value of attribute MaxPower that leaves it to the scenario, in dBm.
constexpr double AS_FOUND = -1000;

/// Thermal noise at 290 K in W/Hz.
constexpr double THERMAL_NOISE = 1.380649e-23 * 290;

/**
 * Get an attribute of a physical layer. As a string, for its type is not the same in all versions
 * of ns-3.
 *
 * @param device the device
 * @param name the attribute
 * @return its value
 */
double
GetNumber(Ptr<WifiNetDevice> device, const std::string& name)
{
    StringValue value;
    device->GetPhy()->GetAttribute(name, value);
    return std::stod(value.Get());
}

} // namespace

TypeId
MogWifiControl::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::MogWifiControl")
            .SetParent<MogDeviceControl>()
            .SetGroupName("Mog")
            .AddConstructor<MogWifiControl>()
            .AddAttribute("MaxPower",
                          "Power that an allocation of 1 stands for, in dBm; -1000 for the highest "
                          "power that the transmitter had when the link was taken (TxPowerEnd)",
                          DoubleValue(AS_FOUND),
                          MakeDoubleAccessor(&MogWifiControl::m_maxPower),
                          MakeDoubleChecker<double>(AS_FOUND, 100))
            .AddAttribute("MinPower",
                          "Power that stands for silence, and the lowest that is set, in dBm",
                          DoubleValue(0),
                          MakeDoubleAccessor(&MogWifiControl::m_minPower),
                          MakeDoubleChecker<double>(-200, 100))
            .AddAttribute("NoiseFigure",
                          "The receiver's noise figure, in dB. WifiPhy's own, RxNoiseFigure, can "
                          "be set but not read: set both.",
                          DoubleValue(7),
                          MakeDoubleAccessor(&MogWifiControl::m_noiseFigure),
                          MakeDoubleChecker<double>(-100, 100));
    return tid;
}

MogWifiControl::MogWifiControl()
{
    NS_LOG_FUNCTION(this);
}

MogWifiControl::~MogWifiControl()
{
    NS_LOG_FUNCTION(this);
}

void
MogWifiControl::DoDispose()
{
    NS_LOG_FUNCTION(this);
    m_transmitter = nullptr;
    m_receiver = nullptr;
    MogDeviceControl::DoDispose();
}

bool
MogWifiControl::SetDevices(Ptr<NetDevice> transmitter, Ptr<NetDevice> receiver)
{
    NS_LOG_FUNCTION(this << transmitter << receiver);
    m_transmitter = DynamicCast<WifiNetDevice>(transmitter);
    m_receiver = DynamicCast<WifiNetDevice>(receiver);
    if (!m_transmitter || !m_receiver)
    {
        return false;
    }
    Take();
    return true;
}

Ptr<NetDevice>
MogWifiControl::GetTransmitter() const
{
    return m_transmitter;
}

Ptr<NetDevice>
MogWifiControl::GetReceiver() const
{
    return m_receiver;
}

double
MogWifiControl::GetMaxDbm() const
{
    return m_maxPower > AS_FOUND ? m_maxPower : m_foundPower;
}

double
MogWifiControl::GetMaxPower() const
{
    return MogDbmToW(GetMaxDbm() + GetNumber(m_transmitter, "TxGain"));
}

double
MogWifiControl::GetNoisePower() const
{
    return THERMAL_NOISE * GetBandwidth() *
           MogDbToRatio(m_noiseFigure - GetNumber(m_receiver, "RxGain"));
}

double
MogWifiControl::GetBandwidth() const
{
    return GetNumber(m_receiver, "ChannelWidth") * 1e6;
}

void
MogWifiControl::Take()
{
    NS_LOG_FUNCTION(this);
    m_foundPower = GetNumber(m_transmitter, "TxPowerEnd");
    m_foundLeast = GetNumber(m_transmitter, "TxPowerStart");
}

void
MogWifiControl::Release()
{
    NS_LOG_FUNCTION(this);
    const auto phy = m_transmitter->GetPhy();
    phy->SetAttribute("TxPowerStart", DoubleValue(m_foundLeast));
    phy->SetAttribute("TxPowerEnd", DoubleValue(m_foundPower));
}

void
MogWifiControl::Apply(double power, uint32_t rb, double rate)
{
    NS_LOG_FUNCTION(this << power << rb << rate);
    const double max = GetMaxDbm();
    const double min = std::min(m_minPower, max);
    const double dbm = power > 0 ? std::max(min, max + 10 * std::log10(power)) : min;
    const auto phy = m_transmitter->GetPhy();
    phy->SetAttribute("TxPowerStart", DoubleValue(dbm));
    phy->SetAttribute("TxPowerEnd", DoubleValue(dbm));
}

} // namespace ns3
