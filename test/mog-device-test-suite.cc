/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-test-abort.h"
#include "mog-test-aloha.h"

#include "ns3/aloha-noack-net-device.h"
#include "ns3/double.h"
#include "ns3/half-duplex-ideal-phy.h"
#include "ns3/mog-helper.h"
#include "ns3/mog-ideal-phy-control.h"
#include "ns3/mog-ns3-compat.h"
#include "ns3/packet.h"
#include "ns3/pointer.h"
#include "ns3/simple-net-device.h"
#include "ns3/simulator.h"
#include "ns3/spectrum-signal-parameters.h"
#include "ns3/spectrum-value.h"
#include "ns3/test.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

using namespace ns3;

namespace
{

/// The network that all tests are of.
using Network = MogTestAloha;

/**
 * Make a node with a device of a kind that cannot be controlled.
 * @return the device
 */
Ptr<NetDevice>
MakeSimpleDevice()
{
    auto device = CreateObject<SimpleNetDevice>();
    CreateObject<Node>()->AddDevice(device);
    return device;
}

} // namespace

/**
 * @ingroup mog-tests
 *
 * A control finds the link as the scenario has set it up, also with the transmit mask of a Wi-Fi
 * signal, whose skirts are no part of the band.
 */
class MogIdealPhyFoundTestCase : public TestCase
{
  public:
    MogIdealPhyFoundTestCase()
        : TestCase("power, noise and band as found")
    {
    }

  private:
    void DoRun() override
    {
        Network network(1);
        auto control = network.Take(0);
        NS_TEST_ASSERT_MSG_NE(DynamicCast<MogIdealPhyControl>(control), nullptr, "kind of control");
        NS_TEST_EXPECT_MSG_EQ(control->GetTransmitter(),
                              network.transmitters.Get(0),
                              "transmitter");
        NS_TEST_EXPECT_MSG_EQ(control->GetReceiver(), network.receivers.Get(0), "receiver");
        NS_TEST_EXPECT_MSG_EQ(control->GetChannel(), network.channel, "channel");
        NS_TEST_EXPECT_MSG_EQ_TOL(control->GetMaxPower(), Network::POWER, 1e-12, "power");
        NS_TEST_EXPECT_MSG_EQ_TOL(control->GetBandwidth(), Network::BANDWIDTH, 1e-6, "band");
        NS_TEST_EXPECT_MSG_EQ_TOL(control->GetNoisePower() / (Network::NOISE * Network::BANDWIDTH),
                                  1,
                                  1e-12,
                                  "noise");

        // What was set meanwhile is not what was found.
        control->Apply(0, 0, 0);
        NS_TEST_EXPECT_MSG_EQ_TOL(network.Take(0)->GetMaxPower(),
                                  Network::POWER,
                                  1e-12,
                                  "taken again");
        control->SetAttribute("MaxPower", DoubleValue(30));
        NS_TEST_EXPECT_MSG_EQ_TOL(control->GetMaxPower(), 1, 1e-12, "1 W");

        // a density with skirts, as of a transmit mask: 20 MHz, 10 MHz at -28 dB, 20 MHz at -40 dB
        const std::vector<double> levels{1e-4, 1e-4, 0.0015849, 1, 1, 1, 1, 0.0015849, 1e-4, 1e-4};
        Bands bands;
        for (std::size_t i = 0; i < levels.size(); i++)
        {
            const double low = 2.4e9 + i * 5e6;
            bands.push_back({low, low + 2.5e6, low + 5e6});
        }
        const auto model = Create<SpectrumModel>(bands);
        auto mask = Create<SpectrumValue>(model);
        std::copy(levels.begin(), levels.end(), mask->ValuesBegin());
        *mask *= Network::POWER / 20e6;
        Network masked(1, model, 1);
        for (const auto& device : {masked.transmitters.Get(0), masked.receivers.Get(0)})
        {
            PointerValue phy;
            device->GetAttribute("Phy", phy);
            phy.Get<HalfDuplexIdealPhy>()->SetTxPowerSpectralDensity(mask);
        }
        auto link = masked.Take(0);
        NS_TEST_EXPECT_MSG_EQ_TOL(link->GetBandwidth(), 20e6, 1, "band without skirts");
        NS_TEST_EXPECT_MSG_EQ_TOL(link->GetNoisePower() / (Network::NOISE * 20e6),
                                  1,
                                  1e-12,
                                  "its noise");
        NS_TEST_EXPECT_MSG_EQ_TOL(link->GetMaxPower() / Network::POWER,
                                  1 + 2 * 5e6 * (2 * 1e-4 + 0.0015849) / 20e6,
                                  1e-6,
                                  "");
        Simulator::Destroy();
    }
};

/**
 * @ingroup mog-tests
 *
 * The density that the helper gave to all devices is nobody's any more: a transmitter's power
 * changes alone, for later signals only, and the helper's object is left as it was.
 */
class MogIdealPhySharedPsdTestCase : public TestCase
{
  public:
    MogIdealPhySharedPsdTestCase()
        : TestCase("shared density")
    {
    }

  private:
    void DoRun() override
    {
        Network network(3);
        network.channel->TraceConnectWithoutContext(
            "TxSigParams",
            MakeCallback(&MogIdealPhySharedPsdTestCase::NotifySignal, this));
        auto first = network.Take(0);
        auto second = network.Take(1);
        first->Apply(0.25, 0, 1e6);
        second->Apply(1, 0, 2e6);
        network.Send(0);
        network.Send(1);
        network.Send(2); // nobody's link: as it was
        Simulator::Schedule(MicroSeconds(100), MogCall, [&] { first->Apply(0.5, 0, 4e6); });
        Simulator::Schedule(MilliSeconds(50), MogCall, [&] { network.Send(0); });
        Simulator::Run();

        NS_TEST_ASSERT_MSG_EQ(m_signals.size(), 4, "signals");
        const std::vector<double> power{0.25, 1, 1, 0.5};
        const std::vector<double> rate{1e6, 2e6, 1e6, 4e6};
        for (std::size_t i = 0; i < power.size(); i++)
        {
            NS_TEST_EXPECT_MSG_EQ_TOL(Integral(*m_signals[i]->psd),
                                      power[i] * Network::POWER,
                                      1e-12,
                                      i);
            NS_TEST_EXPECT_MSG_EQ_TOL(m_signals[i]->duration.GetSeconds(),
                                      Network::PACKET * 8 / rate[i],
                                      1e-9,
                                      i);
        }
        NS_TEST_EXPECT_MSG_EQ_TOL(Integral(*network.psd), Network::POWER, 1e-12, "the helper's");
        Simulator::Destroy();
        m_signals.clear();
    }

    /**
     * Trace sink.
     * @param signal a signal that starts
     */
    void NotifySignal(Ptr<SpectrumSignalParameters> signal)
    {
        m_signals.push_back(signal);
    }

    std::vector<Ptr<SpectrumSignalParameters>> m_signals; //!< as they were sent
};

/**
 * @ingroup mog-tests
 *
 * Powers arrive as they were set: beside an interferer of known power, packets get through just
 * below the Shannon capacity of the closed form, and none just above.
 */
class MogIdealPhyCapacityTestCase : public TestCase
{
  public:
    /**
     * Constructor.
     * @param power of the link
     * @param interference power of the other link
     * @param load rate over capacity
     */
    MogIdealPhyCapacityTestCase(double power, double interference, double load)
        : TestCase("power " + std::to_string(power) + ", interference " +
                   std::to_string(interference) + ", rate over capacity " + std::to_string(load)),
          m_power(power),
          m_interference(interference),
          m_load(load)
    {
    }

  private:
    void DoRun() override
    {
        Network network(2);
        const double signal = m_power * Network::POWER * Network::GetGain(Network::DIRECT_LOSS);
        const double others =
            Network::NOISE * Network::BANDWIDTH +
            m_interference * Network::POWER * Network::GetGain(Network::CROSS_LOSS);
        const double capacity = Network::BANDWIDTH * std::log2(1 + signal / others);
        network.Take(0)->Apply(m_power, 0, m_load * capacity);
        network.Take(1)->Apply(m_interference, 0, 1e5);
        // The receiver locks on what comes first; the interferer's packet is the longer one.
        for (int packet = 0; packet < 5; packet++)
        {
            Simulator::Schedule(Seconds(packet), MogCall, [&] { network.Send(0); });
            Simulator::Schedule(Seconds(packet) + NanoSeconds(1), MogCall, [&] {
                network.Send(1);
            });
        }
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(network.received[0], (m_load < 1 ? 5 : 0), "packets");
        Simulator::Destroy();
    }

    double m_power;        //!< of the link
    double m_interference; //!< power of the other link
    double m_load;         //!< rate over capacity
};

/**
 * @ingroup mog-tests
 *
 * A silenced link does no harm, although receivers lock on whatever they hear, and loses nothing:
 * its packets wait. So does a link whose rate is too low.
 */
class MogIdealPhySilenceTestCase : public TestCase
{
  public:
    MogIdealPhySilenceTestCase()
        : TestCase("silence")
    {
    }

  private:
    void DoRun() override
    {
        Network network(2);
        auto heard = network.Take(0);
        auto silent = network.Take(1);
        heard->Apply(1, 0, 1e6);
        silent->Apply(0, 0, 0);
        NS_TEST_EXPECT_MSG_EQ(silent->HasTraffic(), false, "nothing to send yet");
        for (int packet = 0; packet < 10; packet++)
        {
            // the silent one would come first
            Simulator::Schedule(MilliSeconds(10 * packet), MogCall, [&] { network.Send(1); });
            Simulator::Schedule(MilliSeconds(10 * packet + 1), MogCall, [&] { network.Send(0); });
        }
        Simulator::Schedule(MilliSeconds(200), MogCall, [&] {
            NS_TEST_EXPECT_MSG_EQ(network.received[0], 10, "not disturbed");
            NS_TEST_EXPECT_MSG_EQ(network.received[1], 0, "silent");
            NS_TEST_EXPECT_MSG_EQ(heard->HasTraffic(), false, "all sent");
            NS_TEST_EXPECT_MSG_EQ(silent->HasTraffic(), true, "packets wait");
            silent->Apply(1, 0, 9999); // less than MinRate
        });
        Simulator::Schedule(MilliSeconds(300), MogCall, [&] {
            NS_TEST_EXPECT_MSG_EQ(network.received[1], 0, "silent for want of rate");
            silent->Apply(1, 0, 1e6);
        });
        Simulator::Schedule(MilliSeconds(340), MogCall, [&] {
            silent->Apply(0, 0, 0); // the fifth packet is under way
        });
        Simulator::Schedule(MilliSeconds(500), MogCall, [&] {
            NS_TEST_EXPECT_MSG_EQ(network.received[1], 5, "a packet ends as it began");
            network.Take(1)->Apply(1, 0, 1e6); // another control of the same link
        });
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(network.received[1], 10, "nothing lost");
        NS_TEST_EXPECT_MSG_EQ(silent->HasTraffic(), false, "all sent");
        Simulator::Destroy();
    }
};

/**
 * @ingroup mog-tests
 *
 * Three lines plug mog into a network of such devices: with an allocator that gives full power,
 * links get the rate of the closed form times the margin.
 */
class MogIdealPhyManageTestCase : public TestCase
{
  public:
    MogIdealPhyManageTestCase()
        : TestCase("managed")
    {
    }

  private:
    void DoRun() override
    {
        Network network(2);
        MogHelper mog;
        mog.SetAllocator("ns3::MogFullPowerAllocator");
        mog.Manage(network.transmitters, network.receivers);
        Simulator::Stop(MilliSeconds(10));
        Simulator::Run();
        const double sinr = Network::POWER * Network::GetGain(Network::DIRECT_LOSS) /
                            (Network::NOISE * Network::BANDWIDTH +
                             Network::POWER * Network::GetGain(Network::CROSS_LOSS));
        for (uint32_t i = 0; i < 2; i++)
        {
            PointerValue phy;
            network.transmitters.Get(i)->GetAttribute("Phy", phy);
            const double rate = phy.Get<HalfDuplexIdealPhy>()->GetRate().GetBitRate();
            NS_TEST_EXPECT_MSG_EQ_TOL(rate,
                                      0.95 * Network::BANDWIDTH * std::log2(1 + sinr),
                                      1,
                                      "rate");
        }
        Simulator::Destroy();
    }
};

/**
 * @ingroup mog-tests
 *
 * What cannot be done ends the program with a line that says what, who and what to do.
 */
class MogDeviceAbortTestCase : public TestCase
{
  public:
    /**
     * Constructor.
     * @param name name of the test
     * @param function what cannot be done
     * @param parts what the line has to hold
     */
    MogDeviceAbortTestCase(const std::string& name,
                           const std::function<void()>& function,
                           const std::vector<std::string>& parts)
        : TestCase("refuses " + name),
          m_function(function),
          m_parts(parts)
    {
    }

  private:
    void DoRun() override
    {
        const auto message = MogGetAbortMessage(m_function);
        for (const auto& part : m_parts)
        {
            NS_TEST_EXPECT_MSG_NE(message.find(part),
                                  std::string::npos,
                                  "no '" << part << "' in '" << message << "'");
        }
    }

    std::function<void()> m_function; //!< what cannot be done
    std::vector<std::string> m_parts; //!< what the line has to hold
};

/**
 * @ingroup mog-tests
 *
 * Tests of the control of devices that mog does not bring.
 */
class MogDeviceTestSuite : public TestSuite
{
  public:
    MogDeviceTestSuite();

  private:
    /// Add what cannot be done.
    void AddAborts();
};

MogDeviceTestSuite::MogDeviceTestSuite()
    : TestSuite("mog-device")
{
    AddTestCase(new MogIdealPhyFoundTestCase);
    AddTestCase(new MogIdealPhySharedPsdTestCase);
    for (const double load : {0.99, 1.01})
    {
        AddTestCase(new MogIdealPhyCapacityTestCase(1, 1, load));
        AddTestCase(new MogIdealPhyCapacityTestCase(0.3, 1, load));
        AddTestCase(new MogIdealPhyCapacityTestCase(1, 0.1, load));
        AddTestCase(new MogIdealPhyCapacityTestCase(0.5, 0, load));
    }
    AddTestCase(new MogIdealPhySilenceTestCase);
    AddTestCase(new MogIdealPhyManageTestCase);
    AddAborts();
}

void
MogDeviceTestSuite::AddAborts()
{
    AddTestCase(
        new MogDeviceAbortTestCase("a device of an unknown kind",
                                   [] {
                                       const auto transmitter = MakeSimpleDevice();
                                       MogHelper().Manage(transmitter, MakeSimpleDevice());
                                   },
                                   {"node 0, device 0 (ns3::SimpleNetDevice) as transmitter",
                                    "node 1, device 0 (ns3::SimpleNetDevice) as receiver",
                                    "ns3::MogIdealPhyControl",
                                    "derive a class from MogDeviceControl"}));
    AddTestCase(
        new MogDeviceAbortTestCase("devices of different kinds",
                                   [] {
                                       Network network(1);
                                       MogHelper().Manage(network.transmitters, MakeSimpleDevice());
                                   },
                                   {"node 0, device 0 (ns3::AlohaNoackNetDevice) as transmitter",
                                    "(ns3::SimpleNetDevice) as receiver"}));
    AddTestCase(new MogDeviceAbortTestCase(
        "a device that is missing",
        [] { MogDeviceControl::Create(nullptr, Network(1).receivers.Get(0)); },
        {"a device that is missing as transmitter"}));
    AddTestCase(new MogDeviceAbortTestCase("more transmitters than receivers",
                                           [] {
                                               Network network(2);
                                               MogHelper().Manage(network.transmitters,
                                                                  network.receivers.Get(0));
                                           },
                                           {"2 transmitters, but 1 receivers"}));
    AddTestCase(new MogDeviceAbortTestCase(
        "two managers on a device",
        [] {
            Network network(2);
            MogHelper first;
            first.Manage(network.transmitters, network.receivers);
            MogHelper second;
            second.Manage(network.transmitters.Get(1), network.receivers.Get(0));
        },
        {"node 1, device 0 (ns3::AlohaNoackNetDevice) is managed already, by another manager",
         "RemoveLink()"}));
    AddTestCase(
        new MogDeviceAbortTestCase("a transmitter without power",
                                   [] {
                                       Network network(1);
                                       *network.psd = 0;
                                       network.Take(0);
                                   },
                                   {"node 0, device 0 (ns3::AlohaNoackNetDevice) has no power",
                                    "SetTxPowerSpectralDensity()"}));
    AddTestCase(new MogDeviceAbortTestCase(
        "a receiver without noise",
        [] {
            Network network(1);
            auto deaf = CreateObject<AlohaNoackNetDevice>();
            deaf->SetPhy(CreateObject<HalfDuplexIdealPhy>());
            CreateObject<Node>()->AddDevice(deaf);
            MogHelper().Manage(network.transmitters, NetDeviceContainer(deaf));
        },
        {"node 2, device 0 (ns3::AlohaNoackNetDevice) has no noise",
         "SetNoisePowerSpectralDensity()"}));
    AddTestCase(new MogDeviceAbortTestCase(
        "different bands",
        [] {
            Network network(1);
            Network other(1);
            MogHelper().Manage(network.transmitters, other.receivers);
        },
        {"the link from node 0, device 0", "to node 3, device 0", "spectrum model"}));
}

static MogDeviceTestSuite g_mogDeviceTestSuite; //!< the suite
