/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-test-abort.h"
#include "mog-test-scenario.h"

#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/mog-device-control.h"
#include "ns3/mog-ideal-channel-estimator.h"
#include "ns3/mog-link.h"
#include "ns3/mog-net-device.h"
#include "ns3/mog-ns3-compat.h"
#include "ns3/mog-phy.h"
#include "ns3/mog-pilot-channel-estimator.h"
#include "ns3/pointer.h"
#include "ns3/propagation-loss-model.h"
#include "ns3/simple-net-device.h"
#include "ns3/single-model-spectrum-channel.h"
#include "ns3/test.h"

#include <cmath>
#include <functional>

using namespace ns3;

/**
 * @ingroup mog-tests
 *
 * A manager with a MogPilotChannelEstimator whose every channel state is looked at.
 */
class MogPilotTestCase : public TestCase
{
  public:
    using TestCase::TestCase;

  protected:
    /// Looks at what pilots tell and what is the case.
    using Look = std::function<void(const MogNetworkState& pilots, const MogNetworkState& truth)>;

    /**
     * Look at all channel states of a manager.
     * @param manager the manager
     * @param look looks at them
     */
    void Watch(Ptr<MogResourceManager> manager, const Look& look)
    {
        m_manager = manager;
        m_look = look;
        manager->TraceConnectWithoutContext("NetworkState",
                                            MakeCallback(&MogPilotTestCase::NotifyState, this));
    }

    void DoTeardown() override
    {
        m_manager = nullptr;
    }

  private:
    /**
     * Trace sink.
     * @param state what the manager sees
     */
    void NotifyState(const MogNetworkState& state)
    {
        std::vector<Ptr<MogDeviceControl>> links;
        for (const auto& link : state.link)
        {
            links.push_back(m_manager->GetLink(link.index)->GetControl());
        }
        m_look(state, CreateObject<MogIdealChannelEstimator>()->Estimate(links));
    }

    Ptr<MogResourceManager> m_manager; //!< the manager
    Look m_look;                       //!< looks
};

/**
 * @ingroup mog-tests
 *
 * At high SNR, pilots tell the ideal estimator's gains within 0.1 dB, flat or per RB, also when a
 * period begins within a slot and PDUs are on the channel.
 */
class MogPilotAccuracyTestCase : public MogPilotTestCase
{
  public:
    /**
     * Constructor.
     * @param rbs number of resource blocks
     * @param fading whether they fade on their own
     * @param period the manager's period
     */
    MogPilotAccuracyTestCase(uint32_t rbs, bool fading, Time period)
        : MogPilotTestCase("pilots within 0.1 dB of ideal, " + std::to_string(rbs) + " RBs" +
                           (fading ? " that fade" : "") + ", period " +
                           std::to_string(period.GetMilliSeconds()) + " ms"),
          m_rbs(rbs),
          m_fading(fading),
          m_period(period)
    {
    }

  private:
    void DoRun() override
    {
        MogHelper mog;
        mog.SetBand(2.4e9, 5e6, m_rbs);
        mog.SetEstimator("ns3::MogPilotChannelEstimator");
        mog.SetAllocator(m_rbs > 1 ? "ns3::MogRoundRobinAllocator" : "ns3::MogFullPowerAllocator");
        mog.SetManagerAttribute("Period", TimeValue(m_period));
        mog.SetPropagationAttribute("Rayleigh", BooleanValue(!m_fading));
        if (m_fading)
        {
            mog.SetRbFading();
        }
        const auto transmitters =
            MogTestScenario::CreateNodes({{0, 0, 0}, {0, 80, 0}, {0, 160, 0}, {300, 0, 0}});
        const auto receivers =
            MogTestScenario::CreateNodes({{20, 0, 0}, {20, 80, 0}, {20, 160, 0}, {300, 30, 0}});
        const auto devices = mog.Install(transmitters, receivers);
        mog.AssignStreams(1);
        MogTrafficHelper::Install(devices);
        uint32_t compared = 0;
        Watch(mog.GetManager(), [&](const MogNetworkState& pilots, const MogNetworkState& truth) {
            NS_TEST_ASSERT_MSG_EQ(pilots.gain.size(), truth.gain.size(), "gains");
            NS_TEST_EXPECT_MSG_EQ(pilots.rbs, m_rbs, "RBs");
            NS_TEST_EXPECT_MSG_EQ(pilots.perRb, m_fading, "gains for every RB");
            for (std::size_t i = 0; i < truth.gain.size(); i++)
            {
                // 30 dB: the standard deviation is 0.02 dB, or 0.04 dB in one of three RBs.
                if (truth.gain[i] > 1000 * m_rbs)
                {
                    NS_TEST_EXPECT_MSG_EQ_TOL(10 * std::log10(pilots.gain[i] / truth.gain[i]),
                                              0,
                                              0.1,
                                              "gain " << i << " in dB");
                    compared++;
                }
            }
        });
        Simulator::Stop(MilliSeconds(500));
        Simulator::Run();
        NS_TEST_EXPECT_MSG_GT(compared, 60, "gains compared");
        Simulator::Destroy();
    }

    uint32_t m_rbs; //!< number of resource blocks
    bool m_fading;  //!< whether they fade on their own
    Time m_period;  //!< the manager's period
};

/**
 * @ingroup mog-tests
 *
 * At low SNR, estimates have the closed form's mean and variance: with v = (1 + I/N) / (W T) in
 * units of the noise, G and 2 G v + v^2. Another signal on the channel adds to v.
 */
class MogPilotErrorTestCase : public MogPilotTestCase
{
  public:
    /**
     * Constructor.
     * @param interference received power of a foreign signal over noise power
     */
    explicit MogPilotErrorTestCase(double interference)
        : MogPilotTestCase("errors of pilots in closed form, interference over noise " +
                           std::to_string(interference)),
          m_interference(interference)
    {
    }

  private:
    void DoRun() override
    {
        // 50 dB of loss everywhere; the links' powers are such that G is 0.2.
        const double noise = std::pow(10, -16.9) / 1000 * 5e6; // W
        const double loss = 1e-5;
        auto channel = CreateObject<SingleModelSpectrumChannel>();
        auto fixed = CreateObject<MatrixPropagationLossModel>();
        fixed->SetDefaultLoss(50);
        channel->AddPropagationLossModel(fixed);
        auto band = Create<SpectrumModel>(Bands{{2.3975e9, 2.4e9, 2.4025e9}});
        MogHelper mog;
        mog.SetChannel(channel);
        mog.SetBand(band, 1);
        mog.SetEstimator("ns3::MogPilotChannelEstimator",
                         "PilotDuration",
                         TimeValue(MicroSeconds(20)));
        mog.SetManagerAttribute("Period", TimeValue(MilliSeconds(10)));
        mog.SetControlAttribute("MaxPower", DoubleValue(30 + 10 * std::log10(GAIN * noise / loss)));
        const auto transmitters = MogTestScenario::CreateNodes({{0, 0, 0}, {0, 80, 0}});
        const auto receivers = MogTestScenario::CreateNodes({{20, 0, 0}, {20, 80, 0}});
        const auto devices = mog.Install(transmitters, receivers);
        mog.AssignStreams(1);
        double sum = 0;
        double squares = 0;
        uint32_t count = 0;
        Watch(mog.GetManager(), [&](const MogNetworkState& pilots, const MogNetworkState& truth) {
            for (std::size_t i = 0; i < pilots.gain.size(); i++)
            {
                NS_TEST_EXPECT_MSG_EQ_TOL(truth.gain[i], GAIN, 1e-9, "the setting");
                // over the noise without the foreign signal, which the manager counts as noise
                const double outside =
                    pilots.outside.empty() ? 0 : pilots.outside[i / pilots.links];
                NS_TEST_EXPECT_MSG_EQ_TOL(outside, m_interference, 1e-9, "noise from outside");
                const double gain = pilots.gain[i] * (1 + outside);
                sum += gain;
                squares += gain * gain;
                count++;
            }
        });
        // A device outside the manager, at a constant power, all the time
        auto foreign = CreateObject<MogPhy>();
        foreign->SetBand(band, noise / 5e6);
        foreign->SetMobility(
            MogTestScenario::CreateNodes({{50, 50, 0}}).Get(0)->GetObject<MobilityModel>());
        foreign->SetChannel(channel);
        if (m_interference > 0)
        {
            Simulator::ScheduleNow(&MogPhy::SendPilot,
                                   foreign,
                                   m_interference * noise / loss,
                                   Seconds(21));
        }
        Simulator::Stop(Seconds(20));
        Simulator::Run();
        // 8000 estimates, which the cut at 0 does not reach: five standard errors
        const double v = (1 + m_interference) / (5e6 * 20e-6);
        const double variance = 2 * GAIN * v + v * v;
        const double mean = sum / count;
        NS_TEST_ASSERT_MSG_EQ(count, 8000, "estimates");
        NS_TEST_EXPECT_MSG_EQ_TOL(mean, GAIN, 5 * std::sqrt(variance / count), "mean");
        NS_TEST_EXPECT_MSG_EQ_TOL(squares / count - mean * mean, variance, 0.1 * variance, "var");
        Simulator::Destroy();
    }

    static constexpr double GAIN = 0.5; //!< gain over noise

    double m_interference; //!< received power of a foreign signal over noise power
};

/**
 * @ingroup mog-tests
 *
 * Pilots cost the slot that they are sent in: one of ten, and nothing else at high SNR. A link that
 * is added while pilots are sent is silent until the next ones, and disturbs nobody.
 */
class MogPilotOverheadTestCase : public MogPilotTestCase
{
  public:
    MogPilotOverheadTestCase()
        : MogPilotTestCase("pilots cost their slot; a link added meanwhile waits")
    {
    }

  private:
    /**
     * Measure three links.
     * @param estimator type of the estimator
     * @return what was measured
     */
    static std::vector<MogLinkMonitor::Link> MeasureWith(const std::string& estimator)
    {
        MogHelper mog;
        mog.SetEstimator(estimator);
        const auto transmitters = MogTestScenario::CreateNodes({{0, 0, 0}, {0, 60, 0}, {90, 0, 0}});
        const auto receivers = MogTestScenario::CreateNodes({{20, 0, 0}, {20, 60, 0}, {90, 30, 0}});
        return MogTestScenario::Measure(mog, transmitters, receivers);
    }

    void DoRun() override
    {
        const auto ideal = MeasureWith("ns3::MogIdealChannelEstimator");
        const auto pilots = MeasureWith("ns3::MogPilotChannelEstimator");
        for (std::size_t i = 0; i < ideal.size(); i++)
        {
            NS_TEST_EXPECT_MSG_EQ_TOL(pilots[i].linkThroughput / ideal[i].linkThroughput,
                                      0.9,
                                      0.002,
                                      "nine slots of ten on link " << i);
            NS_TEST_EXPECT_MSG_EQ_TOL(pilots[i].bound, ideal[i].bound, 1e-9 * ideal[i].bound, i);
        }
        CheckAdded();
    }

    /// Add a link between two pilots.
    void CheckAdded()
    {
        MogHelper mog;
        mog.SetEstimator("ns3::MogPilotChannelEstimator");
        mog.Install(MogTestScenario::CreateNodes({{0, 0, 0}, {0, 80, 0}}),
                    MogTestScenario::CreateNodes({{20, 0, 0}, {20, 80, 0}}));
        NetDeviceContainer added;
        const auto first = MogTestScenario::CreateNodes({{200, 0, 0}});
        const auto second = MogTestScenario::CreateNodes({{220, 0, 0}});
        Simulator::Schedule(MicroSeconds(100 * 1000 + 15), MogCall, [&]() {
            added = mog.Install(first, second);
            MogTrafficHelper::Install(added);
        });
        uint32_t decision = 0;
        Watch(mog.GetManager(), [&](const MogNetworkState& pilots, const MogNetworkState& truth) {
            for (uint32_t i = 0; i < pilots.gain.size(); i++)
            {
                const bool isNew = i / pilots.links == 2 || i % pilots.links == 2;
                NS_TEST_EXPECT_MSG_EQ((pilots.gain[i] == 0),
                                      (isNew && decision == 1),
                                      "gain " << i);
            }
            decision++;
        });
        Simulator::Stop(MilliSeconds(200));
        Simulator::Run();
        const auto receiver = DynamicCast<MogNetDevice>(added.Get(1));
        NS_TEST_EXPECT_MSG_EQ(receiver->GetReceivedBytes(), 0, "silent");
        Simulator::Stop(MilliSeconds(100));
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(decision, 3, "decisions");
        NS_TEST_EXPECT_MSG_GT(receiver->GetReceivedBytes(), 100000, "no longer silent");
        Simulator::Destroy();
    }
};

/**
 * @ingroup mog-tests
 *
 * A manager that is stopped while pilots are sent does not leave the links silent.
 */
class MogPilotStopTestCase : public TestCase
{
  public:
    MogPilotStopTestCase()
        : TestCase("stopped among pilots")
    {
    }

  private:
    void DoRun() override
    {
        MogHelper mog;
        mog.SetEstimator("ns3::MogPilotChannelEstimator");
        const auto transmitters = MogTestScenario::CreateNodes({{0, 0, 0}, {0, 80, 0}});
        const auto receivers = MogTestScenario::CreateNodes({{20, 0, 0}, {20, 80, 0}});
        const auto devices = mog.Install(transmitters, receivers);
        MogTrafficHelper::Install(devices);
        const auto manager = mog.GetManager();
        Simulator::Schedule(MicroSeconds(100 * 1000 + 15), &MogResourceManager::Stop, manager);
        Simulator::Stop(MilliSeconds(110));
        Simulator::Run();
        const auto receiver = DynamicCast<MogNetDevice>(devices.Get(1));
        const auto before = receiver->GetReceivedBytes();
        Simulator::Stop(MilliSeconds(400));
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(manager->GetStatistics().GetDecisions(), 2, "the second one is made");
        NS_TEST_EXPECT_MSG_GT(receiver->GetReceivedBytes(), 2 * before, "and holds");
        Simulator::Destroy();
    }
};

/**
 * @ingroup mog-tests
 *
 * Links of devices that know nothing of pilots are refused, and so are more pilots than a period
 * has room for.
 */
class MogPilotRefusalTestCase : public TestCase
{
  public:
    MogPilotRefusalTestCase()
        : TestCase("who cannot send pilots")
    {
    }

  private:
    /// Controls devices of another kind, if there were any.
    class Control : public MogDeviceControl
    {
      public:
        Control()
        {
            for (auto& device : m_devices)
            {
                device = CreateObject<SimpleNetDevice>();
                CreateObject<Node>()->AddDevice(device);
            }
        }

        bool SetDevices(Ptr<NetDevice> transmitter, Ptr<NetDevice> receiver) override
        {
            return false;
        }

        Ptr<NetDevice> GetTransmitter() const override
        {
            return m_devices[0];
        }

        Ptr<NetDevice> GetReceiver() const override
        {
            return m_devices[1];
        }

        double GetMaxPower() const override
        {
            return 1;
        }

        double GetNoisePower() const override
        {
            return 1;
        }

        double GetBandwidth() const override
        {
            return 1;
        }

        void Release() override
        {
        }

        void Apply(double power, uint32_t rb, double rate) override
        {
        }

      private:
        Ptr<NetDevice> m_devices[2]; //!< transmitter and receiver
    };

    void DoRun() override
    {
        const auto foreign = MogGetAbortMessage(
            []() { CreateObject<MogPilotChannelEstimator>()->Prepare({CreateObject<Control>()}); });
        for (const std::string word :
             {"device 0 (ns3::SimpleNetDevice)", "pilots", "ns3::MogIdealChannelEstimator"})
        {
            NS_TEST_EXPECT_MSG_NE(foreign.find(word), std::string::npos, "it said " << foreign);
        }
        const auto slow = MogGetAbortMessage([]() {
            MogHelper mog;
            mog.SetEstimator("ns3::MogPilotChannelEstimator",
                             "PilotDuration",
                             TimeValue(MilliSeconds(60)));
            mog.Install(MogTestScenario::CreateNodes({{0, 0, 0}, {0, 80, 0}}),
                        MogTestScenario::CreateNodes({{20, 0, 0}, {20, 80, 0}}));
            Simulator::Stop(MilliSeconds(1));
            Simulator::Run();
        });
        for (const std::string word : {"MogPilotChannelEstimator", "2 links", "Period"})
        {
            NS_TEST_EXPECT_MSG_NE(slow.find(word), std::string::npos, "it said " << slow);
        }
    }
};

/**
 * @ingroup mog-tests
 *
 * Tests of MogPilotChannelEstimator.
 */
class MogPilotTestSuite : public TestSuite
{
  public:
    MogPilotTestSuite();
};

MogPilotTestSuite::MogPilotTestSuite()
    : TestSuite("mog-pilot")
{
    AddTestCase(new MogPilotAccuracyTestCase(1, false, MilliSeconds(100)));
    AddTestCase(new MogPilotAccuracyTestCase(1, false, MilliSeconds(35)));
    AddTestCase(new MogPilotAccuracyTestCase(3, false, MilliSeconds(100)));
    AddTestCase(new MogPilotAccuracyTestCase(3, true, MilliSeconds(100)));
    AddTestCase(new MogPilotErrorTestCase(0));
    AddTestCase(new MogPilotErrorTestCase(4));
    AddTestCase(new MogPilotOverheadTestCase);
    AddTestCase(new MogPilotStopTestCase);
    AddTestCase(new MogPilotRefusalTestCase);
}

static MogPilotTestSuite g_mogPilotTestSuite; //!< the suite
