/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-lte-ue-control.h"

#include "mog-decibel.h"
#include "mog-lte-ffr-algorithm.h"
#include "mog-path-gain.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/log.h"
#include "ns3/lte-enb-net-device.h"
#include "ns3/lte-enb-phy.h"
#include "ns3/lte-spectrum-phy.h"
#include "ns3/lte-ue-net-device.h"
#include "ns3/lte-ue-phy.h"
#include "ns3/lte-ue-rrc.h"
#include "ns3/mobility-model.h"
#include "ns3/node.h"
#include "ns3/pointer.h"
#include "ns3/spectrum-channel.h"

#include <algorithm>
#include <cmath>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("MogLteUeControl");

NS_OBJECT_ENSURE_REGISTERED(MogLteUeControl);

namespace
{

/// Width of an LTE resource block in Hz.
constexpr double RB_WIDTH = 180e3;

} // namespace

TypeId
MogLteUeControl::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::MogLteUeControl")
            .SetParent<MogDeviceControl>()
            .SetGroupName("Mog")
            .AddConstructor<MogLteUeControl>()
            .AddAttribute("MaxPower",
                          "Most power that an allocation of 1 stands for, in dBm",
                          DoubleValue(23),
                          MakeDoubleAccessor(&MogLteUeControl::m_maxPower),
                          MakeDoubleChecker<double>(-100, 100))
            .AddAttribute("MinPower",
                          "Least power, which an allocation of 0 stands for, in dBm",
                          DoubleValue(-40),
                          MakeDoubleAccessor(&MogLteUeControl::m_minPower),
                          MakeDoubleChecker<double>(-100, 100))
            .AddAttribute("MaxSnr",
                          "Most signal-to-noise ratio without interference, in dB: an allocation "
                          "of 1 stands for less than MaxPower if less is enough for that",
                          DoubleValue(30),
                          MakeDoubleAccessor(&MogLteUeControl::m_maxSnr),
                          MakeDoubleChecker<double>());
    return tid;
}

MogLteUeControl::MogLteUeControl()
    : m_rnti(0)
{
    NS_LOG_FUNCTION(this);
}

MogLteUeControl::~MogLteUeControl()
{
    NS_LOG_FUNCTION(this);
}

void
MogLteUeControl::DoDispose()
{
    NS_LOG_FUNCTION(this);
    m_user = nullptr;
    m_cell = nullptr;
    MogDeviceControl::DoDispose();
}

bool
MogLteUeControl::SetDevices(Ptr<NetDevice> transmitter, Ptr<NetDevice> receiver)
{
    NS_LOG_FUNCTION(this << transmitter << receiver);
    m_user = DynamicCast<LteUeNetDevice>(transmitter);
    m_cell = DynamicCast<LteEnbNetDevice>(receiver);
    return m_user && m_cell;
}

Ptr<NetDevice>
MogLteUeControl::GetTransmitter() const
{
    return m_user;
}

Ptr<NetDevice>
MogLteUeControl::GetReceiver() const
{
    return m_cell;
}

Ptr<Channel>
MogLteUeControl::GetChannel() const
{
    return m_cell->GetPhy()->GetUlSpectrumPhy()->GetChannel();
}

Ptr<SpectrumPhy>
MogLteUeControl::GetReceiverPhy() const
{
    return m_cell->GetPhy()->GetUlSpectrumPhy();
}

Ptr<SpectrumPhy>
MogLteUeControl::GetTransmitterPhy() const
{
    return m_user->GetPhy()->GetUlSpectrumPhy();
}

Ptr<MogLteFfrAlgorithm>
MogLteUeControl::GetFfrAlgorithm(Ptr<LteEnbNetDevice> cell)
{
    PointerValue algorithm;
    cell->GetAttribute("LteFfrAlgorithm", algorithm);
    return DynamicCast<MogLteFfrAlgorithm>(algorithm.GetObject());
}

uint32_t
MogLteUeControl::GetNRbs() const
{
    const auto ffr = GetFfrAlgorithm(m_cell);
    return ffr ? ffr->GetNGroups() : 1;
}

double
MogLteUeControl::GetBandwidth() const
{
    const uint32_t size = m_cell->GetUlBandwidth() / GetNRbs();
    NS_ABORT_MSG_IF(size < MogLteFfrAlgorithm::MIN_GROUP_SIZE,
                    "MogLteUeControl: " << MogDescribeDevice(m_cell) << " has "
                                        << m_cell->GetUlBandwidth()
                                        << " uplink resource blocks, too few for " << GetNRbs()
                                        << " groups, as LTE's schedulers grant at least "
                                        << MogLteFfrAlgorithm::MIN_GROUP_SIZE
                                        << "; lower MogLteFfrAlgorithm's attribute RbGroups");
    return size * RB_WIDTH;
}

double
MogLteUeControl::GetNoisePower() const
{
    // Thermal noise as in LteSpectrumValueHelper: -174 dBm/Hz
    return MogDbmToW(-174 + m_cell->GetPhy()->GetNoiseFigure()) * GetBandwidth();
}

double
MogLteUeControl::GetMaxPower() const
{
    std::vector<double> gain(1);
    const MogPathGain path(this);
    path.Get(path, gain);
    const double enough = MogDbToRatio(m_maxSnr) * GetNoisePower() / gain[0];
    return std::min(MogDbmToW(m_maxPower), enough);
}

bool
MogLteUeControl::HasTraffic() const
{
    return m_user->GetRrc()->GetState() == LteUeRrc::CONNECTED_NORMALLY;
}

void
MogLteUeControl::Take()
{
    NS_LOG_FUNCTION(this);
    BooleanValue control;
    m_user->GetPhy()->GetAttribute("EnableUplinkPowerControl", control);
    m_foundControl = control.Get();
    m_foundPower = m_user->GetPhy()->GetTxPower();
}

void
MogLteUeControl::Release()
{
    NS_LOG_FUNCTION(this);
    m_user->GetPhy()->SetTxPower(m_foundPower);
    m_user->GetPhy()->SetAttribute("EnableUplinkPowerControl", BooleanValue(m_foundControl));
    if (const auto ffr = GetFfrAlgorithm(m_cell))
    {
        ffr->Release(m_rnti);
    }
}

void
MogLteUeControl::Apply(double power, uint32_t rb, double rate)
{
    NS_LOG_FUNCTION(this << power << rb << rate);
    if (!HasTraffic())
    {
        return;
    }
    const auto rrc = m_user->GetRrc();
    const auto ffr = GetFfrAlgorithm(m_cell);
    if (rrc->GetCellId() != m_cell->GetCellId())
    {
        NS_ABORT_MSG_IF(power > 0,
                        "MogLteUeControl: "
                            << MogDescribeDevice(m_user) << " is in cell " << rrc->GetCellId()
                            << " now, but managed as one of cell " << m_cell->GetCellId() << ", "
                            << MogDescribeDevice(m_cell)
                            << "; after a handover, MogResourceManager::RemoveLink() and manage it "
                               "with its new cell");
        if (ffr)
        {
            ffr->Release(m_rnti);
        }
        return;
    }
    const double dbm = std::max(10 * std::log10(power * GetMaxPower()) + 30, m_minPower);
    const auto phy = m_user->GetPhy();
    phy->SetAttribute("EnableUplinkPowerControl", BooleanValue(false));
    phy->SetTxPower(dbm);
    if (ffr)
    {
        if (m_rnti != rrc->GetRnti())
        {
            ffr->Release(m_rnti); // it lost its connection and has made another
        }
        ffr->Assign(rrc->GetRnti(), rb, dbm > m_minPower);
    }
    m_rnti = rrc->GetRnti();
}

} // namespace ns3
