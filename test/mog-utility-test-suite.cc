/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-test-abort.h"
#include "mog-test-scenario.h"

#include "ns3/data-rate.h"
#include "ns3/double.h"
#include "ns3/mog-d2d-layout.h"
#include "ns3/mog-link.h"
#include "ns3/mog-net-device.h"
#include "ns3/mog-ns3-compat.h"
#include "ns3/mog-rate-adaptation.h"
#include "ns3/mog-utility.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/test.h"
#include "ns3/uinteger.h"

#include <cmath>
#include <sstream>

using namespace ns3;

namespace
{

constexpr double BANDWIDTH = 2e6; //!< of the links in this file in Hz

/**
 * Make two links that do not hear each other.
 * @param snr their signal-to-noise ratios
 * @param id their identities
 * @return the network
 */
MogNetworkState
MakeState(const std::vector<double>& snr, const std::vector<uint32_t>& id)
{
    MogNetworkState state;
    state.links = snr.size();
    state.gain.assign(snr.size() * snr.size(), 0);
    for (std::size_t i = 0; i < snr.size(); i++)
    {
        state.gain[i * (snr.size() + 1)] = snr[i];
        state.link.emplace_back();
        state.link[i].id = id[i];
        state.link[i].bandwidth = BANDWIDTH;
    }
    return state;
}

/**
 * Say what a link has had.
 * @param id which link
 * @param efficiency bit/s/Hz
 * @param target rate that it should have in bit/s
 * @return the service
 */
MogService
Serve(uint32_t id, double efficiency, double target = 0)
{
    return {id, BANDWIDTH, target, efficiency * BANDWIDTH, 1};
}

} // namespace

/**
 * @ingroup mog-tests
 *
 * Weights are those of the formulas, by identity, whatever the order of the links.
 */
class MogWeightsTestCase : public TestCase
{
  public:
    MogWeightsTestCase()
        : TestCase("weights follow from what links have had")
    {
    }

  private:
    void DoRun() override
    {
        CheckSumRate();
        CheckProportionalFair();
        CheckMinimumRate();
    }

    /// No weights, or the links' own.
    void CheckSumRate()
    {
        auto utility = CreateObject<MogSumRateUtility>();
        auto state = MakeState({3, 15}, {7, 8});
        utility->Weigh(state);
        NS_TEST_EXPECT_MSG_EQ(state.weight.empty(), true, "as if there were none");
        NS_TEST_EXPECT_MSG_EQ_TOL(state.link[0].meanRate, 2 * BANDWIDTH, 1e-3, "at full power");
        state.link[1].priority = 3;
        utility->Weigh(state);
        NS_TEST_EXPECT_MSG_EQ((state.weight == std::vector<double>{1, 3}), true, "the links' own");
    }

    /// One over the exponential mean, times the links' own.
    void CheckProportionalFair()
    {
        auto utility =
            CreateObjectWithAttributes<MogProportionalFairUtility>("Memory", DoubleValue(0.25));
        auto state = MakeState({3, 15}, {7, 8}); // 2 and 4 bit/s/Hz
        state.link[1].priority = 2;
        utility->Weigh(state);
        NS_TEST_EXPECT_MSG_EQ_TOL(state.weight[0], 1 / 2.0, 1e-12, "first");
        NS_TEST_EXPECT_MSG_EQ_TOL(state.weight[1], 2 / 4.0, 1e-12, "second");
        utility->Observe({Serve(7, 6), Serve(9, 1)}); // who is 9?
        auto other = MakeState({15, 3, 3}, {8, 7, 9});
        utility->Weigh(other);
        NS_TEST_EXPECT_MSG_EQ_TOL(other.weight[0], 1 / 4.0, 1e-12, "had nothing to send");
        NS_TEST_EXPECT_MSG_EQ_TOL(other.weight[1], 1 / (0.75 * 2 + 0.25 * 6), 1e-12, "served");
        NS_TEST_EXPECT_MSG_EQ_TOL(other.weight[2], 1 / 2.0, 1e-12, "new");
        NS_TEST_EXPECT_MSG_EQ_TOL(other.link[1].meanRate, 3 * BANDWIDTH, 1e-3, "mean");
        utility->Forget(7);
        utility->Weigh(other);
        NS_TEST_EXPECT_MSG_EQ_TOL(other.weight[1], 1 / 2.0, 1e-12, "begins anew");
    }

    /// Multipliers, by the link's own target or the common one, within bounds.
    void CheckMinimumRate()
    {
        auto utility =
            CreateObjectWithAttributes<MogMinimumRateUtility>("MinimumRate",
                                                              DataRateValue(DataRate(2000000)),
                                                              "Step",
                                                              DoubleValue(0.5),
                                                              "UpdatePeriod",
                                                              UintegerValue(2),
                                                              "MaxMultiplier",
                                                              DoubleValue(1.5));
        auto state = MakeState({3, 3}, {0, 1});
        state.link[1].targetRate = 4 * BANDWIDTH;
        utility->Weigh(state);
        NS_TEST_EXPECT_MSG_EQ(state.weight.empty(), true, "nothing is missing yet");
        for (int n = 0; n < 2; n++)
        {
            utility->Observe({Serve(0, 0.5 * n), Serve(1, 3, 4 * BANDWIDTH)});
        }
        utility->Weigh(state);
        NS_TEST_EXPECT_MSG_EQ_TOL(state.weight[0], 1 + 0.5 * 0.75, 1e-12, "has 0.25 of 1");
        NS_TEST_EXPECT_MSG_EQ_TOL(state.weight[1], 1 + 0.5 * 1, 1e-12, "has 3 of 4");
        for (int n = 0; n < 20; n++)
        {
            utility->Observe({Serve(0, 9), Serve(1, 0, 4 * BANDWIDTH)});
        }
        utility->Weigh(state);
        NS_TEST_EXPECT_MSG_EQ_TOL(state.weight[0], 1, 1e-12, "has more than enough");
        NS_TEST_EXPECT_MSG_EQ_TOL(state.weight[1], 2.5, 1e-12, "can never have it");
    }
};

/**
 * @ingroup mog-tests
 *
 * In packets: what the sum rate leaves with nothing is served under fairness.
 */
class MogFairnessTestCase : public TestCase
{
  public:
    MogFairnessTestCase()
        : TestCase("nobody is left out")
    {
    }

  private:
    /**
     * Simulate a drop of ten links.
     * @param utility the type of utility
     * @return bit/s of each link
     */
    static std::vector<double> Measure(const std::string& utility)
    {
        MogD2dLayout layout;
        RngSeedManager::SetRun(3);
        layout.Drop(10, 300);
        RngSeedManager::SetRun(1);
        MogHelper mog;
        mog.SetAllocator("ns3::MogFplinqAllocator");
        mog.SetUtility(utility);
        mog.SetManagerAttribute("Period", TimeValue(MilliSeconds(20)));
        const auto links =
            MogTestScenario::Measure(mog,
                                     MogTestScenario::CreateNodes(layout.GetTransmitters()),
                                     MogTestScenario::CreateNodes(layout.GetReceivers()));
        std::vector<double> rate;
        for (const auto& link : links)
        {
            rate.push_back(link.linkThroughput);
        }
        return rate;
    }

    void DoRun() override
    {
        const auto sum = Measure("ns3::MogSumRateUtility");
        const auto fair = Measure("ns3::MogProportionalFairUtility");
        const auto least = Measure("ns3::MogMinimumRateUtility");
        const auto smallest = [](const std::vector<double>& rate) {
            return *std::min_element(rate.begin(), rate.end());
        };
        NS_TEST_EXPECT_MSG_EQ(smallest(sum), 0, "the sum rate leaves out somebody");
        NS_TEST_EXPECT_MSG_GT(smallest(fair), 1e6, "proportional fairness nobody");
        NS_TEST_EXPECT_MSG_GT(smallest(least), 1e6, "nor do minimum rates");
    }
};

/**
 * @ingroup mog-tests
 *
 * From signal-to-interference ratios to rates, and what of a signal is of no use.
 */
class MogRateAdaptationTestCase : public TestCase
{
  public:
    MogRateAdaptationTestCase()
        : TestCase("rates")
    {
    }

  private:
    void DoRun() override
    {
        auto shannon = CreateObject<MogShannonRateAdaptation>();
        NS_TEST_EXPECT_MSG_EQ_TOL(shannon->GetRate(7), 0.95 * 3, 1e-12, "margin x log2(8)");
        NS_TEST_EXPECT_MSG_EQ(std::isinf(shannon->GetUsefulSinr()), true, "all of it");

        auto scheme = CreateObject<MogSchemeRateAdaptation>();
        scheme->SetAttribute("Schemes", StringValue("0:1 10:2.5"));
        NS_TEST_EXPECT_MSG_EQ(scheme->GetRate(0.99), 0, "too little");
        NS_TEST_EXPECT_MSG_EQ(scheme->GetRate(1), 1, "just enough");
        NS_TEST_EXPECT_MSG_EQ(scheme->GetRate(9.9), 1, "not enough for the next");
        NS_TEST_EXPECT_MSG_EQ(scheme->GetRate(1e6), 2.5, "the best");
        NS_TEST_EXPECT_MSG_EQ_TOL(scheme->GetUsefulSinr(), 10, 1e-12, "the best needs it");
        for (const std::string bad :
             {"", "x", "1", "1:0", "1:2:3", "5:1 4:2", "5:2 6:1", "1:1,2:2"})
        {
            const auto message = MogGetAbortMessage([&]() {
                CreateObject<MogSchemeRateAdaptation>()->SetAttribute("Schemes", StringValue(bad));
            });
            NS_TEST_EXPECT_MSG_NE(message.find("as '5:1 12:2.5'"),
                                  std::string::npos,
                                  "'" << bad << "': " << message);
        }
        CheckLimit();
    }

    /// 30 dB are as good as 60: a link that is near does not shout.
    void CheckLimit()
    {
        MogHelper mog;
        mog.SetRateAdaptation("ns3::MogSchemeRateAdaptation", "Schemes", StringValue("20:5"));
        const auto transmitters = MogTestScenario::CreateNodes({{0, 0, 0}, {0, 900, 0}});
        const auto receivers = MogTestScenario::CreateNodes({{5, 0, 0}, {60, 900, 0}});
        const auto links = MogTestScenario::Measure(mog, transmitters, receivers);
        for (const auto& link : links)
        {
            NS_TEST_EXPECT_MSG_LT(link.power, 0.5, "less is enough");
            NS_TEST_EXPECT_MSG_GT(link.power, 0, "something is needed");
            NS_TEST_EXPECT_MSG_EQ_TOL(link.linkThroughput, 5 * 5e6, 0.02 * 25e6, "the best scheme");
        }
        NS_TEST_EXPECT_MSG_LT(links[0].power, 0.1 * links[1].power, "the nearer, the less");
    }
};

/**
 * @ingroup mog-tests
 *
 * Links keep their identity, tell their backlog, and count what they have carried; decisions may
 * take time; and there is a summary in the end.
 */
class MogIdentityTestCase : public TestCase
{
  public:
    MogIdentityTestCase()
        : TestCase("identity, backlog, delay, summary")
    {
    }

  private:
    void DoRun() override
    {
        std::ostringstream summary;
        MogHelper mog;
        mog.SetManagerAttribute("SignalDelay", TimeValue(MilliSeconds(30)));
        const auto transmitters = MogTestScenario::CreateNodes({{0, 0, 0}, {0, 500, 0}});
        const auto receivers = MogTestScenario::CreateNodes({{40, 0, 0}, {40, 500, 0}});
        const auto devices = mog.Install(transmitters, receivers);
        mog.PrintSummary(summary);
        const auto manager = mog.GetManager();
        manager->GetLink(1)->SetAttribute("Weight", DoubleValue(4));
        m_states.clear();
        manager->TraceConnectWithoutContext("NetworkState",
                                            MakeCallback(&MogIdentityTestCase::NotifyState, this));
        const auto idle = DynamicCast<MogNetDevice>(devices.Get(2));
        const auto receiver = DynamicCast<MogNetDevice>(devices.Get(3));
        idle->Send(Create<Packet>(1000), idle->GetBroadcast(), 0x800);
        std::vector<uint64_t> bytes;
        for (const int time : {29, 49})
        {
            Simulator::Schedule(MilliSeconds(time), MogCall, [&]() {
                bytes.push_back(receiver->GetReceivedBytes());
            });
        }
        Simulator::Schedule(MilliSeconds(150), MogCall, [manager]() {
            manager->RemoveLink(manager->GetLink(0));
        });
        Simulator::Schedule(MilliSeconds(250), MogCall, [&]() {
            mog.Install(transmitters.Get(0), receivers.Get(0));
        });
        Simulator::Stop(MilliSeconds(350));
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(bytes[0], 0, "the decision is on its way");
        NS_TEST_EXPECT_MSG_GT(bytes[1], 1000, "it is obeyed");
        NS_TEST_ASSERT_MSG_EQ(m_states.size(), 4, "decisions");
        const std::vector<std::vector<uint32_t>> ids{{0, 1}, {0, 1}, {1}, {1, 2}};
        for (std::size_t n = 0; n < ids.size(); n++)
        {
            NS_TEST_ASSERT_MSG_EQ(m_states[n].link.size(), ids[n].size(), "decision " << n);
            for (std::size_t i = 0; i < ids[n].size(); i++)
            {
                NS_TEST_EXPECT_MSG_EQ(m_states[n].link[i].id, ids[n][i], "identity in " << n);
                NS_TEST_EXPECT_MSG_EQ(m_states[n].link[i].index, i, "place in " << n);
            }
        }
        NS_TEST_EXPECT_MSG_EQ(m_states[0].link[1].priority, 4, "priority");
        NS_TEST_EXPECT_MSG_EQ(m_states[0].weight[1], 4, "weight");
        NS_TEST_EXPECT_MSG_GT(m_states[0].link[1].backlog, 1000, "backlog");
        NS_TEST_EXPECT_MSG_EQ(m_states[1].link[1].backlog, 0, "no more backlog");
        Simulator::Destroy();
        NS_TEST_EXPECT_MSG_EQ(summary.str().find("mog: 4 decisions on 1.8 links"),
                              0,
                              summary.str());
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
 * Utilities, links that have an identity, and rates.
 */
class MogUtilityTestSuite : public TestSuite
{
  public:
    MogUtilityTestSuite();
};

MogUtilityTestSuite::MogUtilityTestSuite()
    : TestSuite("mog-utility")
{
    AddTestCase(new MogWeightsTestCase);
    AddTestCase(new MogFairnessTestCase);
    AddTestCase(new MogRateAdaptationTestCase);
    AddTestCase(new MogIdentityTestCase);
}

static MogUtilityTestSuite g_mogUtilityTestSuite; //!< the suite
