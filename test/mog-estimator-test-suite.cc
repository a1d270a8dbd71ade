/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-test-scenario.h"

#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/mog-delayed-channel-estimator.h"
#include "ns3/mog-device-control.h"
#include "ns3/mog-ideal-channel-estimator.h"
#include "ns3/mog-link.h"
#include "ns3/mog-noisy-channel-estimator.h"
#include "ns3/mog-ns3-compat.h"
#include "ns3/mog-partial-channel-estimator.h"
#include "ns3/pointer.h"
#include "ns3/test.h"

#include <algorithm>
#include <cmath>

using namespace ns3;

namespace
{

/**
 * Get the links of a manager.
 * @param manager the manager
 * @return its links
 */
std::vector<Ptr<MogDeviceControl>>
GetLinks(Ptr<MogResourceManager> manager)
{
    std::vector<Ptr<MogDeviceControl>> links;
    for (uint32_t i = 0; i < manager->GetNLinks(); i++)
    {
        links.push_back(manager->GetLink(i)->GetControl());
    }
    return links;
}

/**
 * Make a row of links side by side.
 * @param count number of links
 * @param mog makes them
 * @param y where the first is in m
 */
void
InstallRow(uint32_t count, MogHelper& mog, double y = 0)
{
    std::vector<Vector> transmitters;
    std::vector<Vector> receivers;
    for (uint32_t i = 0; i < count; i++)
    {
        transmitters.emplace_back(0, y + 40 * i, 0);
        receivers.emplace_back(20, y + 40 * i, 0);
    }
    mog.Install(MogTestScenario::CreateNodes(transmitters, Vector(1, 3, 0)),
                MogTestScenario::CreateNodes(receivers, Vector(0, 3, 0)));
}

} // namespace

/**
 * @ingroup mog-tests
 *
 * Errors of MogNoisyChannelEstimator have the mean and the variance of |1 + sqrt(epsilon) e|^2, are
 * the same for the same stream and drawn anew for every decision, and co-located receivers agree if
 * they shall.
 */
class MogNoisyTestCase : public TestCase
{
  public:
    MogNoisyTestCase()
        : TestCase("noisy: closed form, streams, co-located receivers")
    {
    }

  private:
    /**
     * Make an estimator.
     * @param perNode its attribute PerNode
     * @param stream its random stream
     * @return the estimator
     */
    static Ptr<MogNoisyChannelEstimator> CreateEstimator(bool perNode, int64_t stream)
    {
        auto noisy = CreateObject<MogNoisyChannelEstimator>();
        noisy->SetAttribute("ErrorDb", DoubleValue(10 * std::log10(EPSILON)));
        noisy->SetAttribute("PerNode", BooleanValue(perNode));
        NS_ABORT_UNLESS(noisy->AssignStreams(stream) == 1);
        return noisy;
    }

    void DoRun() override
    {
        MogHelper mog;
        InstallRow(10, mog);
        const auto links = GetLinks(mog.GetManager());
        const auto truth = CreateObject<MogIdealChannelEstimator>()->Estimate(links);
        const auto noisy = CreateEstimator(true, 5);
        const auto again = CreateEstimator(true, 5);
        const auto other = CreateEstimator(true, 6);
        double sum = 0;
        double squares = 0;
        std::size_t count = 0;
        std::vector<double> before;
        for (int decision = 0; decision < 200; decision++)
        {
            const auto state = noisy->Estimate(links);
            NS_TEST_EXPECT_MSG_EQ((state.gain == again->Estimate(links).gain), true, "same stream");
            NS_TEST_EXPECT_MSG_EQ((state.gain == other->Estimate(links).gain), false, "another");
            NS_TEST_EXPECT_MSG_EQ((state.gain == before), false, "drawn anew");
            NS_TEST_EXPECT_MSG_EQ((state.txPosition == truth.txPosition), true, "positions");
            before = state.gain;
            for (std::size_t n = 0; n < state.gain.size(); n++)
            {
                const double factor = state.gain[n] / truth.gain[n];
                sum += factor;
                squares += factor * factor;
                count++;
            }
        }
        // 20000 draws: five standard errors.
        const double mean = sum / count;
        const double variance = 2 * EPSILON + EPSILON * EPSILON;
        NS_TEST_EXPECT_MSG_EQ_TOL(mean, 1 + EPSILON, 5 * std::sqrt(variance / count), "mean");
        NS_TEST_EXPECT_MSG_EQ_TOL(squares / count - mean * mean, variance, 0.06 * variance, "var");
        Simulator::Destroy();
        CheckBaseStation();
    }

    /// Receivers at one place agree, or they do not.
    void CheckBaseStation()
    {
        MogHelper mog;
        mog.SetBand(2e9, 1e6, 3);
        mog.SetAllocator("ns3::MogFullPowerAllocator");
        mog.SetRbFading();
        const auto users = MogTestScenario::CreateNodes({{100, 0, 0}, {0, 200, 0}, {-150, 0, 0}});
        mog.InstallUplink(users, MogTestScenario::CreateNodes({{0, 0, 0}}).Get(0));
        mog.GetManager()->Stop();
        const auto links = GetLinks(mog.GetManager());
        const auto together = CreateEstimator(true, 5)->Estimate(links);
        const auto apart = CreateEstimator(false, 5)->Estimate(links);
        NS_TEST_ASSERT_MSG_EQ(together.gain.size(), 27, "gains for every RB");
        for (uint32_t n = 0; n < 27; n++)
        {
            const uint32_t first = n - n % 9 + n % 3; // from the same user, to the first receiver
            NS_TEST_EXPECT_MSG_EQ(together.gain[n], together.gain[first], "gain " << n);
            NS_TEST_EXPECT_MSG_EQ((apart.gain[n] == apart.gain[first]), (n == first), "gain " << n);
        }
        NS_TEST_EXPECT_MSG_NE(together.gain[0], together.gain[9], "RBs have errors of their own");
        Simulator::Destroy();
    }

    static constexpr double EPSILON = 0.1; //!< mean square error
};

/**
 * @ingroup mog-tests
 *
 * MogPartialChannelEstimator loses the share of entries that it shall, and changes no other.
 */
class MogPartialTestCase : public TestCase
{
  public:
    MogPartialTestCase()
        : TestCase("missing: how many, and which")
    {
    }

  private:
    void DoRun() override
    {
        MogHelper mog;
        InstallRow(10, mog);
        const auto links = GetLinks(mog.GetManager());
        const auto truth = CreateObject<MogIdealChannelEstimator>()->Estimate(links);
        for (const bool directKnown : {true, false})
        {
            auto partial = CreateObject<MogPartialChannelEstimator>();
            partial->SetAttribute("Probability", DoubleValue(0.3));
            partial->SetAttribute("DirectKnown", BooleanValue(directKnown));
            partial->AssignStreams(9);
            double missing = 0;
            double direct = 0;
            for (int decision = 0; decision < 200; decision++)
            {
                const auto state = partial->Estimate(links);
                for (std::size_t n = 0; n < state.gain.size(); n++)
                {
                    missing += state.gain[n] == 0;
                    direct += state.gain[n] == 0 && n % 11 == 0;
                    NS_TEST_EXPECT_MSG_EQ((state.gain[n] == 0 || state.gain[n] == truth.gain[n]),
                                          true,
                                          "either unknown or right");
                }
            }
            // Binomial, of 20000 or 18000, and 2000 draws: five standard errors.
            const double entries = directKnown ? 18000 : 20000;
            NS_TEST_EXPECT_MSG_EQ_TOL(missing / entries, 0.3, 0.017, "share of missing entries");
            const double expected = directKnown ? 0 : 0.3;
            NS_TEST_EXPECT_MSG_EQ_TOL(direct / 2000, expected, 0.051, "direct ones");
            NS_TEST_EXPECT_MSG_EQ((direct > 0), !directKnown, "known in any case");
        }
        Simulator::Destroy();
    }
};

/**
 * @ingroup mog-tests
 *
 * What MogDelayedChannelEstimator knows is what the ideal estimator knew at the last decision that
 * is old enough, also behind another estimator; links that are younger are known as they were at
 * first, and those behind a link that is removed keep their own past.
 */
class MogDelayedTestCase : public TestCase
{
  public:
    MogDelayedTestCase()
        : TestCase("delayed: the past, and links that come and go")
    {
    }

  private:
    void DoRun() override
    {
        auto delayed = CreateObject<MogDelayedChannelEstimator>();
        delayed->SetAttribute("Delay", TimeValue(MilliSeconds(250)));
        auto exact = CreateObject<MogNoisyChannelEstimator>();
        exact->SetAttribute("ErrorDb", DoubleValue(-200));
        exact->SetAttribute("Source", PointerValue(delayed));

        MogHelper mog;
        mog.SetPropagationAttribute("Rayleigh", BooleanValue(true));
        mog.SetPropagationAttribute("CoherenceTime", TimeValue(MilliSeconds(100)));
        InstallRow(3, mog);
        mog.AssignStreams(3);
        const auto manager = mog.GetManager();
        manager->SetAttribute("Estimator", PointerValue(exact));
        manager->TraceConnectWithoutContext("NetworkState",
                                            MakeCallback(&MogDelayedTestCase::NotifyState, this));
        m_manager = manager;
        m_first = manager->GetLink(0);
        m_past.clear();
        m_checked = 0;
        Simulator::Schedule(MilliSeconds(450), &InstallRow, 1, std::ref(mog), 300);
        Simulator::Schedule(MilliSeconds(1050), &MogResourceManager::RemoveLink, manager, m_first);
        Simulator::Stop(MilliSeconds(1450));
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(m_past.size(), 15, "decisions");
        NS_TEST_EXPECT_MSG_EQ(m_checked, 5 * 9 + 6 * 16 + 4 * 9, "gains compared");
        m_past.clear();
        m_manager = nullptr;
        m_first = nullptr;
        Simulator::Destroy();
        CheckBlocks();
    }

    /// What was known of a flat channel holds on every resource block when one that fades comes.
    void CheckBlocks()
    {
        MogHelper flat;
        MogHelper fading;
        for (auto mog : {&flat, &fading})
        {
            mog->SetBand(2.4e9, 6e6, 3);
        }
        fading.SetRbFading();
        InstallRow(1, flat);
        InstallRow(1, fading);
        auto links = GetLinks(flat.GetManager());
        auto delayed = CreateObject<MogDelayedChannelEstimator>();
        const double gain = delayed->Estimate(links).gain[0];
        links.push_back(fading.GetManager()->GetLink(0)->GetControl());
        const auto state = delayed->Estimate(links);
        NS_TEST_ASSERT_MSG_EQ(state.gain.size(), 3 * 4, "a matrix for every resource block");
        for (uint32_t rb = 0; rb < 3; rb++)
        {
            NS_TEST_EXPECT_MSG_EQ(state.gain[rb * 4], gain, "on resource block " << rb);
        }
        Simulator::Destroy();
    }

    /**
     * Trace sink: compare with what was the case.
     * @param state what the manager sees
     */
    void NotifyState(const MogNetworkState& state)
    {
        // Here links are always numbered as they were added: the removed one stays in the past.
        auto links = GetLinks(m_manager);
        const std::size_t shift = links[0] == m_first->GetControl() ? 0 : 1;
        const auto now = CreateObject<MogIdealChannelEstimator>()->Estimate(links);
        std::vector<double> gain(16, 0);
        for (std::size_t i = 0; i < now.gain.size(); i++)
        {
            gain[(i / now.links + shift) * 4 + i % now.links + shift] = now.gain[i];
        }
        m_past.push_back(gain);

        const std::size_t decision = m_past.size() - 1;
        for (std::size_t i = 0; i < state.gain.size(); i++)
        {
            const std::size_t rx = i / state.links + shift;
            const std::size_t tx = i % state.links + shift;
            // Link 3 is added before decision 5. 250 ms are three periods.
            const std::size_t first = rx == 3 || tx == 3 ? 5 : 0;
            const std::size_t then = std::max(first + 3, decision) - 3;
            const double expected = m_past[then][4 * rx + tx];
            NS_TEST_EXPECT_MSG_EQ_TOL(state.gain[i],
                                      expected,
                                      1e-8 * expected,
                                      "decision " << decision << ", from " << tx << " to " << rx);
            m_checked++;
        }
    }

    Ptr<MogResourceManager> m_manager;       //!< the manager
    Ptr<MogLink> m_first;           //!< the link that is removed
    std::vector<std::vector<double>> m_past; //!< gains between four links at all decisions
    uint32_t m_checked{0};                   //!< how many gains were compared
};

/**
 * @ingroup mog-tests
 *
 * The bound that MogLinkMonitor tells is that of the true channel, whatever the manager believes,
 * and the channel is the same, whatever the estimator draws. The monitor follows links that come
 * and go.
 */
class MogTrueBoundTestCase : public TestCase
{
  public:
    MogTrueBoundTestCase()
        : TestCase("monitor: true bound, links that come and go")
    {
    }

  private:
    /**
     * Measure two links at full power.
     * @param estimator type of the estimator
     * @return what was measured
     */
    static std::vector<MogLinkMonitor::Link> MeasureWith(const std::string& estimator)
    {
        MogHelper mog;
        mog.SetEstimator(estimator);
        mog.SetPropagationAttribute("Rayleigh", BooleanValue(true));
        const auto transmitters = MogTestScenario::CreateNodes({{0, 0, 0}, {0, 60, 0}});
        const auto receivers = MogTestScenario::CreateNodes({{20, 0, 0}, {20, 60, 0}});
        return MogTestScenario::Measure(mog, transmitters, receivers);
    }

    void DoRun() override
    {
        const auto ideal = MeasureWith("ns3::MogIdealChannelEstimator");
        const auto noisy = MeasureWith("ns3::MogNoisyChannelEstimator");
        for (std::size_t i = 0; i < 2; i++)
        {
            NS_TEST_EXPECT_MSG_EQ_TOL(noisy[i].bound, ideal[i].bound, 1e-9 * ideal[i].bound, i);
            NS_TEST_EXPECT_MSG_GT(ideal[i].linkThroughput, 0.94 * ideal[i].bound, "gets through");
            NS_TEST_EXPECT_MSG_LT(noisy[i].linkThroughput, 0.9 * noisy[i].bound, "wrong rates");
        }
        CheckComing();
    }

    /// A link that is there in the first half, one in the second half, and one all the time.
    void CheckComing()
    {
        MogHelper mog;
        InstallRow(2, mog);
        const auto manager = mog.GetManager();
        MogLinkMonitor monitor(manager, {}, MilliSeconds(100), MilliSeconds(900));
        Simulator::Schedule(MilliSeconds(499), MogCall, [manager]() {
            manager->RemoveLink(manager->GetLink(0));
        });
        Simulator::Schedule(MilliSeconds(499), &InstallRow, 1, std::ref(mog), 200);
        Simulator::Stop(MilliSeconds(900));
        Simulator::Run();
        const auto& links = monitor.GetLinks();
        NS_TEST_ASSERT_MSG_EQ(links.size(), 3, "links that have been");
        const std::vector<double> share = {0.5, 1, 0.5};
        for (std::size_t i = 0; i < 3; i++)
        {
            NS_TEST_EXPECT_MSG_EQ_TOL(links[i].power, share[i], 1e-9, "mean power of link " << i);
            NS_TEST_EXPECT_MSG_GT(links[i].bound, 0, "bound of link " << i);
        }
        Simulator::Destroy();
    }
};

/**
 * @ingroup mog-tests
 *
 * Tests of what managers know of channels.
 */
class MogEstimatorTestSuite : public TestSuite
{
  public:
    MogEstimatorTestSuite();
};

MogEstimatorTestSuite::MogEstimatorTestSuite()
    : TestSuite("mog-estimator")
{
    AddTestCase(new MogNoisyTestCase);
    AddTestCase(new MogPartialTestCase);
    AddTestCase(new MogDelayedTestCase);
    AddTestCase(new MogTrueBoundTestCase);
}

static MogEstimatorTestSuite g_mogEstimatorTestSuite; //!< the suite
