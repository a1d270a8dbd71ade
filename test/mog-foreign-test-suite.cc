/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-test-abort.h"
#include "mog-test-aloha.h"
#include "mog-test-policy.h"
#include "mog-test-scenario.h"

#include "ns3/boolean.h"
#include "ns3/cosine-antenna-model.h"
#include "ns3/double.h"
#include "ns3/half-duplex-ideal-phy.h"
#include "ns3/mog-band.h"
#include "ns3/mog-ideal-channel-estimator.h"
#include "ns3/mog-link.h"
#include "ns3/mog-net-device.h"
#include "ns3/mog-neural-allocator.h"
#include "ns3/mog-ns3-compat.h"
#include "ns3/mog-phy.h"
#include "ns3/non-communicating-net-device.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"
#include "ns3/single-model-spectrum-channel.h"
#include "ns3/string.h"
#include "ns3/test.h"
#include "ns3/waveform-generator.h"

#include <cmath>

using namespace ns3;

/**
 * @ingroup mog-tests
 *
 * Whatever is on other frequencies is no interference, and what is there in part, is in part.
 */
class MogBandTestCase : public TestCase
{
  public:
    MogBandTestCase()
        : TestCase("bands")
    {
    }

  private:
    void DoRun() override
    {
        const std::vector<MogBand> one{{10, 20, 1}};
        const std::vector<MogBand> two{{0, 12, 0.5}, {20, 30, 0.5}};
        NS_TEST_EXPECT_MSG_EQ(MogGetOverlap(one, one), 1, "the same");
        NS_TEST_EXPECT_MSG_EQ(MogGetOverlap(one, {{20, 30, 1}}), 0, "side by side");
        NS_TEST_EXPECT_MSG_EQ_TOL(MogGetOverlap(one, {{15, 40, 1}}), 0.5, 1e-12, "a half");
        NS_TEST_EXPECT_MSG_EQ_TOL(MogGetOverlap(two, one), 0.5 * 2 / 12, 1e-12, "a corner");
        NS_TEST_EXPECT_MSG_EQ_TOL(MogGetOverlap(one, two), 0.2, 1e-12, "the other way");
        NS_TEST_EXPECT_MSG_EQ(MogGetOverlap({}, one), 1, "nobody knows");

        // two pairs of ns-3's own devices, on one band, on two, and on bands that overlap by half
        const double alone = GetRate({0, 1});
        NS_TEST_EXPECT_MSG_EQ_TOL(GetRate({2, 3}), alone, 1e-9 * alone, "on two bands");
        const double both = GetRate({0, 1, 0, 1});
        const double half = GetRate({0, 1, 1, 2});
        NS_TEST_EXPECT_MSG_LT(both, 0.9 * alone, "on one band");
        NS_TEST_EXPECT_MSG_GT(half, 1.05 * both, "half of it");
        NS_TEST_EXPECT_MSG_LT(half, 0.95 * alone, "half of it is not nothing");
    }

    /**
     * Let pairs that use some of four bands of one spectrum model be managed at full power.
     * @param bands first and last band of the first pair, perhaps those of the second
     * @return the first pair's predicted rate; without a second pair's bands, it uses bands 2 and 3
     */
    static double GetRate(std::vector<int> bands)
    {
        if (bands.size() == 2)
        {
            bands.insert(bands.end(), {bands[0] == 0 ? 2 : 0, bands[0] == 0 ? 3 : 1});
        }
        Bands all;
        for (int i = 0; i < 4; i++)
        {
            all.push_back({2.4e9 + i * 1e6, 2.4005e9 + i * 1e6, 2.401e9 + i * 1e6});
        }
        const auto model = Create<SpectrumModel>(all);
        MogTestAloha network(2, model, 1e-7);
        for (uint32_t pair = 0; pair < 2; pair++)
        {
            auto psd = Create<SpectrumValue>(model);
            for (int band = bands[2 * pair]; band <= bands[2 * pair + 1]; band++)
            {
                (*psd)[band] = 5e-8;
            }
            PointerValue phy;
            network.transmitters.Get(pair)->GetAttribute("Phy", phy);
            phy.Get<HalfDuplexIdealPhy>()->SetTxPowerSpectralDensity(psd);
        }
        MogHelper mog;
        mog.Manage(network.transmitters, network.receivers);
        Simulator::Stop(MilliSeconds(10));
        Simulator::Run();
        PointerValue phy;
        network.transmitters.Get(0)->GetAttribute("Phy", phy);
        const double rate = phy.Get<HalfDuplexIdealPhy>()->GetRate().GetBitRate();
        Simulator::Destroy();
        return rate;
    }
};

/**
 * @ingroup mog-tests
 *
 * Gains are those that the channel applies, both antennas included: sectors of one site that look
 * into different directions do not disturb each other.
 */
class MogAntennaTestCase : public TestCase
{
  public:
    MogAntennaTestCase()
        : TestCase("antennas")
    {
    }

  private:
    void DoRun() override
    {
        MogHelper mog;
        const auto users =
            MogTestScenario::CreateNodes({{200, 0, 1.5}, {-100, 173, 1.5}, {-100, -173, 1.5}});
        const auto sectors = MogTestScenario::CreateNodes({{0, 0, 25}, {0, 0, 25}, {0, 0, 25}});
        const auto devices = mog.Install(users, sectors);
        std::vector<Ptr<MogDeviceControl>> links;
        for (uint32_t i = 0; i < 3; i++)
        {
            auto antenna = CreateObject<CosineAntennaModel>();
            antenna->SetAttribute("Orientation", DoubleValue(120.0 * i));
            antenna->SetAttribute("HorizontalBeamwidth", DoubleValue(65));
            antenna->SetAttribute("MaxGain", DoubleValue(15));
            DynamicCast<MogNetDevice>(devices.Get(2 * i + 1))->GetPhy()->SetAntenna(antenna);
            links.push_back(mog.GetManager()->GetLink(i)->GetControl());
        }
        m_loss.clear();
        mog.GetChannel()->TraceConnectWithoutContext(
            "PathLoss",
            MakeCallback(&MogAntennaTestCase::NotifyLoss, this));
        MogTrafficHelper::Install(devices);
        Simulator::Stop(MilliSeconds(150));
        Simulator::Run();
        const auto state = CreateObject<MogIdealChannelEstimator>()->Estimate(links);
        NS_TEST_EXPECT_MSG_EQ(m_loss.size(), 9, "paths that were used");
        for (std::size_t i = 0; i < 3; i++)
        {
            for (std::size_t j = 0; j < 3; j++)
            {
                const auto& loss =
                    m_loss[{links[j]->GetTransmitterPhy(), links[i]->GetReceiverPhy()}];
                const double gain =
                    state.gain[3 * i + j] * links[i]->GetNoisePower() / links[j]->GetMaxPower();
                NS_TEST_EXPECT_MSG_EQ_TOL(10 * std::log10(gain), -loss, 1e-6, i << ", " << j);
                NS_TEST_EXPECT_MSG_EQ((i == j || state.gain[3 * i + j] < 1e-2 * state.gain[4 * i]),
                                      true,
                                      "sector " << i << " hears user " << j);
            }
        }
        m_loss.clear();
        Simulator::Destroy();
    }

    /**
     * Trace sink.
     * @param transmitter whose signal it is
     * @param receiver where it goes
     * @param lossDb its loss
     */
    void NotifyLoss(Ptr<const SpectrumPhy> transmitter,
                    Ptr<const SpectrumPhy> receiver,
                    double lossDb)
    {
        m_loss[{transmitter, receiver}] = lossDb;
    }

    /// Losses of paths, by their ends.
    std::map<std::pair<Ptr<const SpectrumPhy>, Ptr<const SpectrumPhy>>, double> m_loss;
};

/**
 * @ingroup mog-tests
 *
 * What is not managed is noise: with a jammer of known power packets get through at the rates that
 * are predicted, and rise to what they were when it stops.
 */
class MogJammerTestCase : public TestCase
{
  public:
    MogJammerTestCase()
        : TestCase("a jammer")
    {
    }

  private:
    void DoRun() override
    {
        MogHelper mog;
        const auto transmitters = MogTestScenario::CreateNodes({{0, 0, 0}, {0, 300, 0}});
        const auto receivers = MogTestScenario::CreateNodes({{60, 0, 0}, {60, 300, 0}});
        const auto devices = mog.Install(transmitters, receivers);
        const auto jammer = Jam(mog, 10);
        Simulator::Schedule(MilliSeconds(1150), &WaveformGenerator::Stop, jammer);
        MogTrafficHelper::Install(devices);
        const auto manager = mog.GetManager();
        m_bound.clear();
        manager->TraceConnectWithoutContext("Rates",
                                            MakeCallback(&MogJammerTestCase::NotifyRates, this));
        MogLinkMonitor monitor(manager, {}, MilliSeconds(200), MilliSeconds(1100));
        Simulator::Stop(MilliSeconds(1500));
        Simulator::Run();
        const auto& statistics = manager->GetStatistics();
        NS_TEST_EXPECT_MSG_GT(statistics.GetMeanOutside(), 1, "far above the noise");
        const auto links = monitor.GetLinks();
        for (std::size_t i = 0; i < 2; i++)
        {
            NS_TEST_EXPECT_MSG_LT(m_bound[5][i],
                                  0.8 * m_bound[14][i],
                                  "the jammer costs something");
            NS_TEST_EXPECT_MSG_EQ_TOL(m_bound[0][i], m_bound[14][i], 1e-6 * m_bound[0][i], "quiet");
            NS_TEST_EXPECT_MSG_EQ_TOL(links[i].bound,
                                      m_bound[5][i],
                                      0.01 * links[i].bound,
                                      "bound");
            NS_TEST_EXPECT_MSG_EQ_TOL(links[i].linkThroughput,
                                      0.95 * links[i].bound,
                                      0.01 * links[i].bound,
                                      "packets of link " << i);
        }
        Simulator::Destroy();
    }

    /**
     * Put a jammer on a helper's channel, which is never silent.
     * @param mog the helper
     * @param power in W
     * @return the jammer
     */
    static Ptr<WaveformGenerator> Jam(MogHelper& mog, double power)
    {
        const auto node = MogTestScenario::CreateNodes({{60, 150, 0}}).Get(0);
        auto device = CreateObject<NonCommunicatingNetDevice>();
        auto jammer = CreateObject<WaveformGenerator>();
        jammer->SetDevice(device);
        jammer->SetMobility(node->GetObject<MobilityModel>());
        jammer->SetChannel(mog.GetChannel());
        const auto control = mog.GetManager()->GetLink(0)->GetControl();
        auto psd = Create<SpectrumValue>(control->GetReceiverPhy()->GetRxSpectrumModel());
        *psd = power / control->GetBandwidth();
        jammer->SetTxPowerSpectralDensity(psd);
        jammer->SetPeriod(MilliSeconds(10));
        jammer->SetDutyCycle(1);
        device->SetPhy(jammer);
        device->SetChannel(mog.GetChannel());
        node->AddDevice(device);
        Simulator::Schedule(MilliSeconds(50), &WaveformGenerator::Start, jammer);
        return jammer;
    }

    /**
     * Trace sink.
     * @param bound bounds in bit/s
     * @param rate rates in bit/s
     */
    void NotifyRates(const std::vector<double>& bound, const std::vector<double>& rate)
    {
        m_bound.push_back(bound);
    }

    std::vector<std::vector<double>> m_bound; //!< of each decision
};

/**
 * @ingroup mog-tests
 *
 * Two managers on one channel take each other for noise, and nearly all their packets arrive.
 */
class MogTwoManagersTestCase : public TestCase
{
  public:
    MogTwoManagersTestCase()
        : TestCase("two managers on one channel")
    {
    }

  private:
    void DoRun() override
    {
        MogHelper first;
        first.SetAllocator("ns3::MogFplinqAllocator");
        MogHelper second;
        second.SetAllocator("ns3::MogFplinqAllocator");
        MogTrafficHelper::Install(Install(first, 0));
        second.SetChannel(first.GetChannel());
        MogTrafficHelper::Install(Install(second, 75));
        MogLinkMonitor one(first.GetManager(), {}, MilliSeconds(300), MilliSeconds(1500));
        MogLinkMonitor two(second.GetManager(), {}, MilliSeconds(300), MilliSeconds(1500));
        Simulator::Stop(MilliSeconds(1500));
        Simulator::Run();
        for (const auto monitor : {&one, &two})
        {
            double throughput = 0;
            double bound = 0;
            for (const auto& link : monitor->GetLinks())
            {
                throughput += link.linkThroughput;
                bound += link.bound;
            }
            NS_TEST_EXPECT_MSG_GT(bound, 1e6, "there is something to carry");
            NS_TEST_EXPECT_MSG_GT_OR_EQ(throughput, 0.95 * 0.95 * bound, "packets arrive");
        }
        Simulator::Destroy();
    }

    /**
     * Make a row of links.
     * @param mog the helper
     * @param y where the row is, m
     * @return the devices
     */
    static NetDeviceContainer Install(MogHelper& mog, double y)
    {
        std::vector<Vector> from;
        std::vector<Vector> to;
        for (int i = 0; i < 5; i++)
        {
            from.emplace_back(150.0 * i, y, 0);
            to.emplace_back(150.0 * i + 40, y, 0);
        }
        return mog.Install(MogTestScenario::CreateNodes(from), MogTestScenario::CreateNodes(to));
    }
};

/**
 * @ingroup mog-tests
 *
 * A policy that silences everybody is not listened to, unless it shall be.
 */
class MogNoHarmTestCase : public TestCase
{
  public:
    MogNoHarmTestCase()
        : TestCase("no harm")
    {
    }

  private:
    void DoRun() override
    {
        const auto file = CreateTempDirFilename("foreign.safetensors");
        NS_TEST_EXPECT_MSG_EQ(MogWriteTestPolicy("kind=mlp", 2, file), "", "the policy");
        auto allocator =
            CreateObjectWithAttributes<MogNeuralAllocator>("ModelFile", StringValue(file));
        MogNetworkState state;
        state.links = 2;
        state.gain = {1e3, 0, 0, 1e3}; // no interference: full power is best
        const auto kept = allocator->Allocate(state);
        NS_TEST_EXPECT_MSG_EQ((kept.power == std::vector<double>{1, 1}), true, "full power");
        NS_TEST_EXPECT_MSG_NE(kept.fallback.find("full power is worth more than what " + file),
                              std::string::npos,
                              "said " << kept.fallback);
        allocator->SetAttribute("NoHarm", BooleanValue(false));
        const auto own = allocator->Allocate(state);
        NS_TEST_EXPECT_MSG_EQ(own.fallback, "", "its own decision");
        NS_TEST_EXPECT_MSG_LT(own.power[0], 1, "which is another one");
        state.weight = {1, 0}; // the second link is worth nothing, and disturbs nobody
        state.price = {0, 10};
        allocator->SetAttribute("NoHarm", BooleanValue(true));
        const auto priced = allocator->Allocate(state);
        NS_TEST_EXPECT_MSG_EQ(priced.fallback, "", "full power costs more than it is worth");
        Simulator::Destroy();
    }
};

/**
 * @ingroup mog-tests
 *
 * A device that is taken out is as it was found, and may be managed again.
 */
class MogReleaseTestCase : public TestCase
{
  public:
    MogReleaseTestCase()
        : TestCase("devices are given back as they were found")
    {
    }

  private:
    void DoRun() override
    {
        MogTestAloha network(2);
        PointerValue value;
        network.transmitters.Get(0)->GetAttribute("Phy", value);
        const auto phy = value.Get<HalfDuplexIdealPhy>();
        phy->SetRate(DataRate("123kb/s"));
        MogHelper mog;
        mog.Manage(network.transmitters, network.receivers);
        const auto manager = mog.GetManager();
        const auto link = manager->GetLink(0);
        const double max = link->GetControl()->GetMaxPower();
        std::vector<double> rates;
        const auto note = [&]() { rates.push_back(phy->GetRate().GetBitRate()); };
        Simulator::Schedule(MilliSeconds(50), MogCall, note);
        Simulator::Schedule(MilliSeconds(60), MogCall, [&]() { manager->RemoveLink(link); });
        Simulator::Schedule(MilliSeconds(70), MogCall, [&]() {
            note();
            manager->AddLink(link->GetControl());
        });
        Simulator::Schedule(MilliSeconds(150), MogCall, note);
        for (int n = 0; n < 3; n++)
        {
            Simulator::Schedule(MilliSeconds(60 + n), MogCall, [&]() { network.Send(0); });
        }
        Simulator::Stop(MilliSeconds(290));
        Simulator::Run();
        NS_TEST_ASSERT_MSG_EQ(rates.size(), 3, "looks");
        NS_TEST_EXPECT_MSG_GT(rates[0], 123e3, "managed");
        NS_TEST_EXPECT_MSG_EQ(rates[1], 123e3, "as it was found");
        NS_TEST_EXPECT_MSG_EQ(rates[2], rates[0], "managed again");
        const auto again = manager->GetLink(1)->GetControl();
        NS_TEST_EXPECT_MSG_EQ_TOL(again->GetMaxPower(), max, 1e-12 * max, "the same maximum");
        NS_TEST_EXPECT_MSG_EQ(*again->GetDeliveredBytes(),
                              network.received[0] * MogTestAloha::PACKET,
                              "delivered");
        NS_TEST_EXPECT_MSG_GT(network.received[0], 0, "packets");
        Simulator::Destroy();
    }
};

/**
 * @ingroup mog-tests
 *
 * In scenarios that are not mog's own: other bands, antennas, other transmitters, other managers,
 * policies out of place, devices that come and go.
 */
class MogForeignTestSuite : public TestSuite
{
  public:
    MogForeignTestSuite();
};

MogForeignTestSuite::MogForeignTestSuite()
    : TestSuite("mog-foreign")
{
    AddTestCase(new MogBandTestCase);
    AddTestCase(new MogAntennaTestCase);
    AddTestCase(new MogJammerTestCase);
    AddTestCase(new MogTwoManagersTestCase);
    AddTestCase(new MogNoHarmTestCase);
    AddTestCase(new MogReleaseTestCase);
}

static MogForeignTestSuite g_mogForeignTestSuite; //!< the suite
