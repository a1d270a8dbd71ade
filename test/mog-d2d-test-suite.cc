/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-test-policy.h"
#include "mog-test-scenario.h"

#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/mog-d2d-layout.h"
#include "ns3/mog-ns3-compat.h"
#include "ns3/propagation-loss-model.h"
#include "ns3/simulator.h"
#include "ns3/single-model-spectrum-channel.h"
#include "ns3/string.h"
#include "ns3/test.h"

#include <cmath>
#include <limits>

using namespace ns3;

/**
 * @ingroup mog-tests
 *
 * Packets get through at the predicted rate: for every allocator and every kind of network, every
 * link with a rate above 100 kbit/s carries between 0.97 and 1.00 of margin x Shannon bound,
 * headers counted, and nothing with a margin above 1. The same seed gives the same numbers.
 */
class MogThroughputTestCase : public TestCase
{
  public:
    /**
     * Constructor.
     * @param allocator name of the allocator's type
     * @param links number of links
     * @param margin rate over bound
     * @param network the neural allocator's network, trained for this number of links
     */
    MogThroughputTestCase(const std::string& allocator,
                          uint32_t links,
                          double margin,
                          const std::string& network = "")
        : TestCase(allocator + ", " + std::to_string(links) + " links, margin " +
                   std::to_string(margin) + (network.empty() ? "" : ", " + network)),
          m_allocator(allocator),
          m_links(links),
          m_margin(margin),
          m_network(network)
    {
    }

  private:
    /**
     * Run a simulation.
     * @return what was measured
     */
    std::vector<MogLinkMonitor::Link> RunOnce()
    {
        MogD2dLayout layout;
        NS_TEST_EXPECT_MSG_EQ(layout.Drop(m_links, 400), "", "a drop");
        MogHelper mog;
        mog.SetRateAdaptation("ns3::MogShannonRateAdaptation", "Margin", DoubleValue(m_margin));
        mog.SetAllocator(m_allocator);
        if (!m_network.empty())
        {
            const auto file = CreateTempDirFilename("mog-d2d-policy.safetensors");
            NS_TEST_EXPECT_MSG_EQ(MogWriteTestPolicy(m_network, m_links, file), "", "the policy");
            mog.SetAllocator(m_allocator, "ModelFile", StringValue(file));
        }
        return MogTestScenario::Measure(mog,
                                        MogTestScenario::CreateNodes(layout.GetTransmitters()),
                                        MogTestScenario::CreateNodes(layout.GetReceivers()));
    }

    void DoRun() override
    {
        const auto links = RunOnce();
        uint32_t active = 0;
        for (std::size_t i = 0; i < links.size(); i++)
        {
            const double rate = m_margin * links[i].bound;
            if (rate <= 100e3)
            {
                continue;
            }
            active++;
            const double share = links[i].linkThroughput / rate;
            if (m_margin > 1)
            {
                NS_TEST_EXPECT_MSG_EQ(share, 0, "link " << i << " got something through");
                continue;
            }
            NS_TEST_EXPECT_MSG_GT_OR_EQ(share, 0.97, "link " << i << " at " << rate << " bit/s");
            NS_TEST_EXPECT_MSG_LT_OR_EQ(share, 1, "link " << i << " at " << rate << " bit/s");
            // UDP/IPv4 headers, the device's, and a packet that is under way at either end.
            const double least = 0.9 * links[i].linkThroughput - 2 * 12000 / 0.4;
            NS_TEST_EXPECT_MSG_GT(links[i].applicationThroughput, least, "link " << i);
            NS_TEST_EXPECT_MSG_LT(links[i].applicationThroughput,
                                  links[i].linkThroughput + 12000 / 0.4,
                                  "link " << i);
        }
        NS_TEST_EXPECT_MSG_GT(active, m_links / 4, "links above 100 kbit/s");

        const auto again = RunOnce();
        for (std::size_t i = 0; i < links.size(); i++)
        {
            NS_TEST_EXPECT_MSG_EQ(links[i].power, again[i].power, "power of link " << i);
            NS_TEST_EXPECT_MSG_EQ(links[i].bound, again[i].bound, "bound of link " << i);
            NS_TEST_EXPECT_MSG_EQ(links[i].linkThroughput,
                                  again[i].linkThroughput,
                                  "throughput of link " << i);
            NS_TEST_EXPECT_MSG_EQ(links[i].applicationThroughput,
                                  again[i].applicationThroughput,
                                  "application throughput of link " << i);
        }
    }

    std::string m_allocator; //!< name of the allocator's type
    uint32_t m_links;        //!< number of links
    double m_margin;         //!< rate over bound
    std::string m_network;   //!< the neural allocator's network
};

/**
 * @ingroup mog-tests
 *
 * Moving nodes: all transmitters pass their receivers at 10 m/s, gains change from period to
 * period, and rates follow. What changes within 20 ms is covered by a margin of 0.8.
 */
class MogMobilityTestCase : public TestCase
{
  public:
    MogMobilityTestCase()
        : TestCase("moving nodes")
    {
    }

  private:
    void DoRun() override
    {
        m_states.clear();
        MogHelper mog;
        mog.SetManagerAttribute("Period", TimeValue(MilliSeconds(20)));
        mog.SetRateAdaptation("ns3::MogShannonRateAdaptation", "Margin", DoubleValue(0.8));
        const auto transmitters =
            MogTestScenario::CreateNodes({{0, 0, 0}, {0, 100, 0}, {0, 200, 0}}, {10, 0, 0});
        const auto receivers =
            MogTestScenario::CreateNodes({{30, 5, 0}, {40, 110, 0}, {20, 208, 0}});
        // The first Install() makes the manager, the second adds to it.
        mog.Install(NodeContainer(), NodeContainer());
        mog.GetManager()->TraceConnectWithoutContext(
            "NetworkState",
            MakeCallback(&MogMobilityTestCase::NotifyState, this));
        const auto links = MogTestScenario::Measure(mog, transmitters, receivers);
        NS_TEST_ASSERT_MSG_EQ(m_states.size(), 25, "25 periods of 20 ms in half a second");
        for (std::size_t i = 0; i < links.size(); i++)
        {
            for (std::size_t period = 1; period < m_states.size(); period++)
            {
                NS_TEST_EXPECT_MSG_GT(m_states[period].gain[4 * i],
                                      m_states[period - 1].gain[4 * i],
                                      "the pair comes closer, so its gain grows");
                NS_TEST_EXPECT_MSG_EQ_TOL(m_states[period].txPosition[2 * i],
                                          10 * 0.02 * period,
                                          1e-9,
                                          "where the transmitter is");
            }
            const double share = links[i].linkThroughput / (0.8 * links[i].bound);
            NS_TEST_EXPECT_MSG_EQ_TOL(share, 0.985, 0.015, "link " << i);
        }
    }

    /**
     * Trace sink.
     * @param state what the manager saw
     */
    void NotifyState(const MogNetworkState& state)
    {
        m_states.push_back(state);
    }

    std::vector<MogNetworkState> m_states; //!< what the manager saw
};

/**
 * @ingroup mog-tests
 *
 * Links that are installed while the simulation runs: one allocator decides about all that are
 * there.
 */
class MogNewLinksTestCase : public TestCase
{
  public:
    /**
     * Constructor.
     * @param network the allocator's network
     */
    explicit MogNewLinksTestCase(const std::string& network)
        : TestCase("new links during the simulation, " + network),
          m_network(network)
    {
    }

  private:
    void DoRun() override
    {
        m_numbers.clear();
        const auto file = CreateTempDirFilename("mog-new-links-policy.safetensors");
        NS_TEST_ASSERT_MSG_EQ(MogWriteTestPolicy(m_network, 6, file), "", "the policy");
        MogHelper mog;
        mog.SetAllocator("ns3::MogNeuralAllocator", "ModelFile", StringValue(file));
        mog.Install(MogTestScenario::CreateNodes({{0, 0, 0}, {0, 300, 0}, {0, 600, 0}}),
                    MogTestScenario::CreateNodes({{20, 0, 0}, {30, 300, 0}, {9, 600, 0}}));
        mog.GetManager()->TraceConnectWithoutContext(
            "Allocation",
            MakeCallback(&MogNewLinksTestCase::NotifyAllocation, this));
        for (const int time : {150, 250})
        {
            Simulator::Schedule(MilliSeconds(time), MogCall, [&mog, time]() {
                const double y = 6 * time;
                mog.Install(MogTestScenario::CreateNodes({{0, y, 0}, {0, y + 300, 0}}),
                            MogTestScenario::CreateNodes({{25, y, 0}, {15, y + 300, 0}}));
            });
        }
        Simulator::Stop(MilliSeconds(450));
        Simulator::Run();
        Simulator::Destroy();
        NS_TEST_EXPECT_MSG_EQ((m_numbers == std::vector<std::size_t>{3, 3, 5, 7, 7}),
                              true,
                              "links at 0, 100, 200, 300 and 400 ms");
    }

    /**
     * Trace sink.
     * @param allocation what the allocator chose
     */
    void NotifyAllocation(const MogAllocation& allocation)
    {
        m_numbers.push_back(allocation.power.size());
    }

    std::string m_network;              //!< the allocator's network
    std::vector<std::size_t> m_numbers; //!< links in each decision
};

/**
 * @ingroup mog-tests
 *
 * Rayleigh fading that changes with the period: what the manager senses holds for the period, so no
 * PDU is lost.
 */
class MogBlockFadingTestCase : public TestCase
{
  public:
    MogBlockFadingTestCase()
        : TestCase("block fading")
    {
    }

  private:
    void DoRun() override
    {
        MogD2dLayout layout;
        NS_TEST_ASSERT_MSG_EQ(layout.Drop(8, 400), "", "a drop");
        MogHelper mog;
        mog.SetAllocator("ns3::MogFplinqAllocator");
        mog.SetPropagationAttribute("Rayleigh", BooleanValue(true));
        mog.SetPropagationAttribute("Shadowing", DoubleValue(8));
        const auto links =
            MogTestScenario::Measure(mog,
                                     MogTestScenario::CreateNodes(layout.GetTransmitters()),
                                     MogTestScenario::CreateNodes(layout.GetReceivers()));
        for (std::size_t i = 0; i < links.size(); i++)
        {
            if (links[i].bound > 1e6)
            {
                const double share = links[i].linkThroughput / (0.95 * links[i].bound);
                NS_TEST_EXPECT_MSG_EQ_TOL(share, 0.985, 0.015, "link " << i);
            }
        }
    }
};

/**
 * @ingroup mog-tests
 *
 * A link whose receiver cannot hear its transmitter is no error: it gets nothing, and the other
 * link gets what it would get alone. The channel here is one that the user has made.
 */
class MogZeroGainTestCase : public TestCase
{
  public:
    /**
     * Constructor.
     * @param allocator name of the allocator's type
     * @param network the neural allocator's network
     */
    explicit MogZeroGainTestCase(const std::string& allocator, const std::string& network = "")
        : TestCase(allocator + " and a link of zero gain" +
                   (network.empty() ? "" : ", " + network)),
          m_allocator(allocator),
          m_network(network)
    {
    }

  private:
    void DoRun() override
    {
        const auto transmitters = MogTestScenario::CreateNodes({{0, 0, 0}, {0, 50, 0}});
        const auto receivers = MogTestScenario::CreateNodes({{20, 0, 0}, {20, 50, 0}});
        auto loss = CreateObject<MatrixPropagationLossModel>();
        loss->SetDefaultLoss(std::numeric_limits<double>::infinity());
        loss->SetLoss(transmitters.Get(0)->GetObject<MobilityModel>(),
                      receivers.Get(0)->GetObject<MobilityModel>(),
                      90,
                      false);
        auto channel = CreateObject<SingleModelSpectrumChannel>();
        channel->AddPropagationLossModel(loss);
        MogHelper mog;
        mog.SetChannel(channel);
        mog.SetAllocator(m_allocator);
        if (!m_network.empty())
        {
            const auto file = CreateTempDirFilename("mog-zero-policy.safetensors");
            NS_TEST_ASSERT_MSG_EQ(MogWriteTestPolicy(m_network, 2, file), "", "the policy");
            mog.SetAllocator(m_allocator, "ModelFile", StringValue(file));
        }
        const auto links = MogTestScenario::Measure(mog, transmitters, receivers);
        NS_TEST_EXPECT_MSG_EQ(links[1].bound, 0, "nothing to expect");
        NS_TEST_EXPECT_MSG_EQ(links[1].linkThroughput, 0, "nothing received");
        const double noise = std::pow(10, -16.9 - 3) * 5e6;
        const double bound = 5e6 * std::log2(1 + links[0].power * 10 * 1e-9 / noise);
        if (m_allocator != "ns3::MogRandomAllocator") // whose mean bound is not that of the mean
        {
            NS_TEST_EXPECT_MSG_EQ_TOL(links[0].bound, bound, 1e-9 * bound, "noise alone");
        }
        NS_TEST_EXPECT_MSG_EQ_TOL(links[0].linkThroughput / (0.95 * links[0].bound),
                                  0.985,
                                  0.015,
                                  "the other link");
    }

    std::string m_allocator; //!< name of the allocator's type
    std::string m_network;   //!< the neural allocator's network
};

/**
 * @ingroup mog-tests
 *
 * Tests of the whole: packets over IPv4 at the rates that the manager predicts.
 */
class MogD2dTestSuite : public TestSuite
{
  public:
    MogD2dTestSuite();
};

MogD2dTestSuite::MogD2dTestSuite()
    : TestSuite("mog-d2d")
{
    const std::string neural = "ns3::MogNeuralAllocator";
    for (const auto& network : MogGetNetworks())
    {
        AddTestCase(new MogThroughputTestCase(neural, 10, 0.95, network));
        AddTestCase(new MogZeroGainTestCase(neural, network));
    }
    AddTestCase(new MogThroughputTestCase(neural, 1, 0.95, MogGetNetworks().front()));
    for (const std::string allocator :
         {"ns3::MogFplinqAllocator", "ns3::MogFullPowerAllocator", "ns3::MogRandomAllocator"})
    {
        for (uint32_t links : {1, 10})
        {
            AddTestCase(new MogThroughputTestCase(allocator, links, 0.95));
        }
        AddTestCase(new MogZeroGainTestCase(allocator));
    }
    AddTestCase(new MogThroughputTestCase("ns3::MogFullPowerAllocator", 1, 1.05));
    AddTestCase(new MogThroughputTestCase("ns3::MogFplinqAllocator", 10, 1.05));
    AddTestCase(new MogMobilityTestCase);
    for (const auto& network : MogGetScalableNetworks())
    {
        AddTestCase(new MogNewLinksTestCase(network));
    }
    AddTestCase(new MogBlockFadingTestCase);
}

static MogD2dTestSuite g_mogD2dTestSuite; //!< the suite
