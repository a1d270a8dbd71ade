/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-test-abort.h"

#include "ns3/constant-position-mobility-model.h"
#include "ns3/double.h"
#include "ns3/mog-helper.h"
#include "ns3/mog-ns3-compat.h"
#include "ns3/mog-wifi-control.h"
#include "ns3/multi-model-spectrum-channel.h"
#include "ns3/packet.h"
#include "ns3/propagation-delay-model.h"
#include "ns3/propagation-loss-model.h"
#include "ns3/simulator.h"
#include "ns3/spectrum-wifi-helper.h"
#include "ns3/test.h"
#include "ns3/uinteger.h"
#include "ns3/wifi-net-device.h"
#include "ns3/wifi-phy.h"
#include "ns3/yans-wifi-channel.h"
#include "ns3/yans-wifi-helper.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

using namespace ns3;

namespace
{

constexpr double LOSS = 70;                //!< of all paths in dB
constexpr double MAX_POWER = 17;           //!< of the transmitters as they are found in dBm
constexpr double BOLTZMANN = 1.380649e-23; //!< J/K

/**
 * Convert decibels.
 * @param db the decibels
 * @return the ratio
 */
double
FromDb(double db)
{
    return std::pow(10, db / 10);
}

/**
 * Make two ad hoc devices at the same place, with a fixed loss between them.
 * @param isSpectrum whether they have a SpectrumWifiPhy, or else a YansWifiPhy
 * @return the devices
 */
NetDeviceContainer
MakeWifiPair(bool isSpectrum)
{
    NodeContainer nodes(2);
    for (uint32_t i = 0; i < nodes.GetN(); i++)
    {
        // apart, for at one place a MultiModelSpectrumChannel knows of no loss (since 3.44)
        auto position = CreateObject<ConstantPositionMobilityModel>();
        position->SetPosition(Vector(i, 0, 0));
        nodes.Get(i)->AggregateObject(position);
    }
    auto loss = CreateObject<MatrixPropagationLossModel>();
    loss->SetDefaultLoss(LOSS);
    auto delay = CreateObject<ConstantSpeedPropagationDelayModel>();
    YansWifiPhyHelper yans;
    SpectrumWifiPhyHelper spectrum;
    if (isSpectrum)
    {
        auto channel = CreateObject<MultiModelSpectrumChannel>();
        channel->AddPropagationLossModel(loss);
        channel->SetPropagationDelayModel(delay);
        spectrum.SetChannel(channel);
    }
    else
    {
        auto channel = CreateObject<YansWifiChannel>();
        channel->SetPropagationLossModel(loss);
        channel->SetPropagationDelayModel(delay);
        yans.SetChannel(channel);
    }
    WifiPhyHelper& phy = isSpectrum ? static_cast<WifiPhyHelper&>(spectrum) : yans;
    phy.Set("TxPowerStart", DoubleValue(5));
    phy.Set("TxPowerEnd", DoubleValue(MAX_POWER));
    phy.Set("TxPowerLevels", UintegerValue(13));
    WifiHelper wifi;
    wifi.SetStandard(WIFI_STANDARD_80211a);
    wifi.SetRemoteStationManager("ns3::ConstantRateWifiManager");
    WifiMacHelper mac;
    mac.SetType("ns3::AdhocWifiMac");
    return wifi.Install(phy, mac, nodes);
}

} // namespace

/**
 * @ingroup mog-tests
 *
 * The power that a control sets is that of the frames on the air and, less the path loss, that of
 * the frames that arrive; the lowest stands for silence. Everything else is as it was found.
 */
class MogWifiPowerTestCase : public TestCase
{
  public:
    /**
     * Constructor.
     * @param isSpectrum whether the devices have a SpectrumWifiPhy, or else a YansWifiPhy
     */
    explicit MogWifiPowerTestCase(bool isSpectrum)
        : TestCase(isSpectrum ? "SpectrumWifiPhy" : "YansWifiPhy"),
          m_isSpectrum(isSpectrum)
    {
    }

  private:
    void DoRun() override
    {
        const auto devices = MakeWifiPair(m_isSpectrum);
        auto control = MogDeviceControl::Create(devices.Get(0), devices.Get(1));
        NS_TEST_ASSERT_MSG_NE(DynamicCast<MogWifiControl>(control), nullptr, "kind of control");
        NS_TEST_EXPECT_MSG_EQ(control->GetTransmitter(), devices.Get(0), "transmitter");
        NS_TEST_EXPECT_MSG_EQ(control->GetReceiver(), devices.Get(1), "receiver");
        NS_TEST_EXPECT_MSG_EQ(control->GetChannel(), devices.Get(1)->GetChannel(), "channel");
        NS_TEST_EXPECT_MSG_EQ_TOL(control->GetMaxPower() / FromDb(MAX_POWER - 30), 1, 1e-9, "max");
        NS_TEST_EXPECT_MSG_EQ_TOL(control->GetBandwidth(), 20e6, 1, "band");
        NS_TEST_EXPECT_MSG_EQ_TOL(control->GetNoisePower() / (BOLTZMANN * 290 * 20e6 * FromDb(7)),
                                  1,
                                  1e-9,
                                  "noise");

        DynamicCast<WifiNetDevice>(devices.Get(1))
            ->GetPhy()
            ->TraceConnectWithoutContext("PhyRxBegin",
                                         MakeCallback(&MogWifiPowerTestCase::NotifyFrame, this));
        const std::vector<double> power{1, 0.25, 1e-3, 0};
        const std::vector<double> expected{MAX_POWER, MAX_POWER + 10 * std::log10(0.25), 0, 0};
        for (std::size_t i = 0; i < power.size(); i++)
        {
            Simulator::Schedule(MilliSeconds(10 * (i + 1)), MogCall, [&, i] {
                control->Apply(power[i], 0, 1e6);
                devices.Get(0)->Send(Create<Packet>(100), Mac48Address::GetBroadcast(), 1);
            });
        }
        Simulator::Stop(Seconds(1));
        Simulator::Run();
        NS_TEST_ASSERT_MSG_EQ(m_received.size(), power.size(), "frames");
        // A SpectrumWifiPhy loses the skirts of the mask, 0.03 dB.
        for (std::size_t i = 0; i < power.size(); i++)
        {
            NS_TEST_EXPECT_MSG_EQ_TOL(m_received[i], expected[i] - LOSS, 0.05, "dBm of " << i);
        }

        control->SetAttribute("MaxPower", DoubleValue(-5));
        control->Apply(0, 0, 0);
        DoubleValue least;
        DynamicCast<WifiNetDevice>(devices.Get(0))->GetPhy()->GetAttribute("TxPowerEnd", least);
        NS_TEST_EXPECT_MSG_EQ_TOL(least.Get(), -5, 1e-9, "never above the maximum");
        Simulator::Destroy();
        m_received.clear();
    }

    /**
     * Trace sink.
     * @param packet the frame that arrives
     * @param powers its power in each part of the channel, in W
     */
    void NotifyFrame(Ptr<const Packet> packet, RxPowerWattPerChannelBand powers)
    {
        double power = 0;
        for (const auto& part : powers)
        {
            power = std::max<double>(power, part.second);
        }
        m_received.push_back(10 * std::log10(power) + 30);
    }

    bool m_isSpectrum;              //!< whether the devices have a SpectrumWifiPhy
    std::vector<double> m_received; //!< powers of the frames that arrived in dBm
};

/**
 * @ingroup mog-tests
 *
 * The manager senses Wi-Fi channels of both kinds: the gain it sees is that of the loss, with
 * antenna gains, over the noise.
 */
class MogWifiSensingTestCase : public TestCase
{
  public:
    /**
     * Constructor.
     * @param isSpectrum whether the devices have a SpectrumWifiPhy, or else a YansWifiPhy
     */
    explicit MogWifiSensingTestCase(bool isSpectrum)
        : TestCase(isSpectrum ? "sensing, SpectrumWifiPhy" : "sensing, YansWifiPhy"),
          m_isSpectrum(isSpectrum)
    {
    }

  private:
    void DoRun() override
    {
        const auto devices = MakeWifiPair(m_isSpectrum);
        DynamicCast<WifiNetDevice>(devices.Get(0))
            ->GetPhy()
            ->SetAttribute("TxGain", DoubleValue(3));
        DynamicCast<WifiNetDevice>(devices.Get(1))
            ->GetPhy()
            ->SetAttribute("RxGain", DoubleValue(2));
        MogHelper mog;
        mog.Manage(devices.Get(0), devices.Get(1));
        mog.GetManager()->TraceConnectWithoutContext(
            "NetworkState",
            MakeCallback(&MogWifiSensingTestCase::NotifyState, this));
        Simulator::Stop(MilliSeconds(1));
        Simulator::Run();
        const double noise = BOLTZMANN * 290 * 20e6 * FromDb(7);
        const double snr = FromDb(MAX_POWER - 30 + 3 - LOSS + 2) / noise;
        NS_TEST_EXPECT_MSG_EQ_TOL(m_gain / snr, 1, 1e-9, "gain over noise");
        Simulator::Destroy();
    }

    /**
     * Trace sink.
     * @param state what the manager sees
     */
    void NotifyState(const MogNetworkState& state)
    {
        m_gain = state.gain.at(0);
    }

    bool m_isSpectrum; //!< whether the devices have a SpectrumWifiPhy
    double m_gain{0};  //!< what the manager saw
};

/**
 * @ingroup mog-tests
 *
 * A transmitter can be in one link only.
 */
class MogWifiAbortTestCase : public TestCase
{
  public:
    MogWifiAbortTestCase()
        : TestCase("refuses two links of a transmitter")
    {
    }

  private:
    void DoRun() override
    {
        const auto twice = MogGetAbortMessage([] {
            const auto devices = MakeWifiPair(true);
            MogHelper mog;
            mog.Manage(devices.Get(0), devices.Get(1));
            mog.Manage(devices.Get(0), devices.Get(1));
        });
        NS_TEST_EXPECT_MSG_NE(
            twice.find("node 0, device 0 (ns3::WifiNetDevice) is managed already, by this manager"),
            std::string::npos,
            twice);
    }
};

/**
 * @ingroup mog-tests
 *
 * Tests of the control of Wi-Fi devices.
 */
class MogWifiTestSuite : public TestSuite
{
  public:
    MogWifiTestSuite();
};

MogWifiTestSuite::MogWifiTestSuite()
    : TestSuite("mog-wifi")
{
    for (const bool isSpectrum : {false, true})
    {
        AddTestCase(new MogWifiPowerTestCase(isSpectrum));
        AddTestCase(new MogWifiSensingTestCase(isSpectrum));
    }
    AddTestCase(new MogWifiAbortTestCase);
}

static MogWifiTestSuite g_mogWifiTestSuite; //!< the suite
