/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-lte-test-scenario.h"
#include "mog-test-abort.h"

#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/lte-enb-net-device.h"
#include "ns3/lte-enb-phy.h"
#include "ns3/lte-ue-net-device.h"
#include "ns3/lte-ue-phy.h"
#include "ns3/mog-device-control.h"
#include "ns3/mog-link.h"
#include "ns3/spectrum-value.h"
#include "ns3/test.h"
#include "ns3/uinteger.h"

#include <cmath>
#include <memory>

using namespace ns3;

/**
 * @ingroup mog-tests
 *
 * A pair of mog's devices on the uplink of a cell: the cell's interference and the pair's
 * throughput are what the gains say.
 */
class MogLteUnderlayTestCase : public TestCase
{
  public:
    MogLteUnderlayTestCase()
        : TestCase("a pair on the uplink")
    {
    }

  private:
    void DoRun() override
    {
        const Vector cell(0, 0, 0);
        const Vector user(40, 0, 0);
        const Vector transmitter(0, 300, 0);
        const Vector receiver(20, 300, 0);
        const double userPower = 0.5;
        const double pairPower = 0.25;
        const double width = 25 * 180e3;

        Config::SetDefault("ns3::MogNetDeviceControl::MaxPower", DoubleValue(10));
        MogLteTestScenario lte;
        MogLteHelper mog(lte.lteHelper);
        mog.SetAllocator(
            CreateObject<MogLteTestAllocator>(MogAllocation{{userPower, pairPower}, {0, 0}}));
        lte.Install({cell}, {user});
        mog.Manage(lte.users);
        const auto pair = mog.Install(MogTestScenario::CreateNodes({transmitter}),
                                      MogTestScenario::CreateNodes({receiver}));
        mog.AssignStreams(100);
        MogTrafficHelper::Install(pair);
        MogLinkMonitor monitor(mog.GetManager(), {}, MilliSeconds(200), MilliSeconds(500));
        DynamicCast<LteEnbNetDevice>(lte.cells.Get(0))
            ->GetPhy()
            ->TraceConnectWithoutContext(
                "ReportInterference",
                MakeCallback(&MogLteUnderlayTestCase::NotifyInterference, this));

        const auto channel = lte.lteHelper->GetUplinkSpectrumChannel();
        NS_TEST_EXPECT_MSG_EQ(mog.GetChannel(), channel, "the pair's channel");
        const auto control = mog.GetManager()->GetLink(0)->GetControl();
        const double userMax = control->GetMaxPower();
        // Friis at the uplink's 1.93 GHz, by which ns-3 places EARFCN 18100.
        const auto gain = [](const Vector& a, const Vector& b) {
            return std::pow(299792458.0 / 1.93e9 / (4 * M_PI * CalculateDistance(a, b)), 2);
        };
        const double density = MogFromDbm(-174 + 5); // the cell's, and MogHelper's default
        const double noise = density * width;
        NS_TEST_EXPECT_MSG_EQ_TOL(control->GetNoisePower() / noise, 1, 1e-9, "noise");
        NS_TEST_EXPECT_MSG_EQ_TOL(userMax,
                                  1000 * noise / gain(user, cell),
                                  1e-6 * userMax,
                                  "SNR of 30 dB is enough");
        m_expected = density + pairPower * MogFromDbm(10) * gain(transmitter, cell) / width;
        const double sinr = pairPower * MogFromDbm(10) * gain(transmitter, receiver) /
                            (userPower * userMax * gain(user, receiver) + noise);
        lte.Run(MilliSeconds(200), MilliSeconds(500));

        NS_TEST_EXPECT_MSG_GT(m_reports, 200, "subframes");
        const auto links = monitor.GetLinks();
        NS_TEST_EXPECT_MSG_EQ_TOL(links[1].bound,
                                  width * std::log2(1 + sinr),
                                  1e-4 * links[1].bound,
                                  "bound of the pair");
        NS_TEST_EXPECT_MSG_EQ_TOL(links[1].linkThroughput,
                                  0.95 * links[1].bound,
                                  0.01 * links[1].bound,
                                  "all of it arrives");
        Config::SetDefault("ns3::MogNetDeviceControl::MaxPower", DoubleValue(40));
    }

    /**
     * Trace sink.
     * @param cell whose
     * @param interference power density of interference and noise
     */
    void NotifyInterference(uint16_t cell, Ptr<SpectrumValue> interference)
    {
        if (Simulator::Now() < MilliSeconds(200))
        {
            return;
        }
        m_reports++;
        for (auto value = interference->ConstValuesBegin(); value != interference->ConstValuesEnd();
             ++value)
        {
            NS_TEST_EXPECT_MSG_EQ_TOL(*value, m_expected, 1e-3 * m_expected, "interference");
        }
    }

    double m_expected{0};  //!< expected interference
    uint32_t m_reports{0}; //!< number of reports
};

/**
 * @ingroup mog-tests
 *
 * Users between two cells: a manager over both raises their throughput, and the same seed gives the
 * same bytes. As many groups are made as the fuller cell has users.
 */
class MogLteCellsTestCase : public TestCase
{
  public:
    MogLteCellsTestCase()
        : TestCase("two cells, before and after")
    {
    }

  private:
    void DoRun() override
    {
        const auto before = Simulate(false);
        const auto after = Simulate(true);
        NS_TEST_EXPECT_MSG_GT(before, 0, "throughput as ns-3 has it");
        NS_TEST_EXPECT_MSG_GT(after, 1.2 * before, "throughput with a manager");
        NS_TEST_EXPECT_MSG_EQ(Simulate(true), after, "with the same seed");
    }

    /**
     * Simulate.
     * @param managed whether there is a manager
     * @return bytes received
     */
    uint64_t Simulate(bool managed)
    {
        MogLteTestScenario lte;
        std::unique_ptr<MogLteHelper> mog;
        if (managed)
        {
            mog = std::make_unique<MogLteHelper>(lte.lteHelper);
            mog->SetAllocator("ns3::MogRbAllocator");
        }
        lte.Install({{0, 0, 0}, {100, 0, 0}},
                    {{48, 3, 0}, {20, 0, 0}, {30, 20, 0}, {53, 0, 0}, {75, 10, 0}});
        if (managed)
        {
            mog->Manage(lte.users);
            NS_TEST_EXPECT_MSG_EQ(mog->GetManager()->GetNLinks(), 5, "links");
            NS_TEST_EXPECT_MSG_EQ(mog->GetManager()->GetLink(4)->GetControl()->GetNRbs(),
                                  3,
                                  "groups");
            NS_TEST_EXPECT_MSG_EQ_TOL(mog->GetManager()->GetLink(4)->GetControl()->GetBandwidth(),
                                      8 * 180e3,
                                      1,
                                      "width of a group");
        }
        return lte.Run(MilliSeconds(200), MilliSeconds(400));
    }
};

/**
 * @ingroup mog-tests
 *
 * A user in another cell than it is managed with is left alone once its link is removed.
 */
class MogLteRemoveTestCase : public TestCase
{
  public:
    MogLteRemoveTestCase()
        : TestCase("a link to a cell that its user has left")
    {
    }

  private:
    void DoRun() override
    {
        MogLteTestScenario lte;
        MogLteHelper mog(lte.lteHelper);
        lte.Install({{0, 0, 0}, {100, 0, 0}}, {{20, 0, 0}});
        mog.Manage(lte.users, lte.cells.Get(1));
        const auto manager = mog.GetManager();
        // Connected, and before the decision that would find it in the other cell
        Simulator::Schedule(MilliSeconds(50),
                            &MogResourceManager::RemoveLink,
                            manager,
                            manager->GetLink(0));
        const auto phy = DynamicCast<LteUeNetDevice>(lte.users.Get(0))->GetPhy();
        NS_TEST_EXPECT_MSG_GT(lte.Run(MilliSeconds(100), MilliSeconds(200)), 0, "bytes");
        BooleanValue control;
        phy->GetAttribute("EnableUplinkPowerControl", control);
        NS_TEST_EXPECT_MSG_EQ(control.Get(), true, "LTE's power control is on");
    }
};

/**
 * @ingroup mog-tests
 *
 * What cannot be done ends with a line that says why and what to do.
 */
class MogLteAbortTestCase : public TestCase
{
  public:
    /**
     * Constructor.
     * @param name what is wrong
     * @param mistake the mistake
     * @param phrases what the line has to say
     */
    MogLteAbortTestCase(const std::string& name,
                        void (*mistake)(MogLteTestScenario& lte, MogLteHelper& mog),
                        const std::vector<std::string>& phrases)
        : TestCase("abort: " + name),
          m_mistake(mistake),
          m_phrases(phrases)
    {
    }

    /**
     * Use a scheduler that would starve users.
     * @param lte the scenario
     * @param mog the helper
     */
    static void UsePriorities(MogLteTestScenario& lte, MogLteHelper& mog)
    {
        lte.lteHelper->SetSchedulerType("ns3::PssFfMacScheduler");
        lte.Install({{0, 0, 0}}, {{20, 0, 0}, {30, 0, 0}});
        mog.Manage(lte.users);
        lte.Run(MilliSeconds(100), MilliSeconds(300));
    }

    /**
     * Manage users before they are attached.
     * @param lte the scenario
     * @param mog the helper
     */
    static void ForgetAttach(MogLteTestScenario& lte, MogLteHelper& mog)
    {
        lte.lteHelper->InstallEnbDevice(MogTestScenario::CreateNodes({{0, 0, 0}}));
        mog.Manage(lte.lteHelper->InstallUeDevice(MogTestScenario::CreateNodes({{20, 0, 0}})));
    }

    /**
     * Take cells for users.
     * @param lte the scenario
     * @param mog the helper
     */
    static void ManageCells(MogLteTestScenario& lte, MogLteHelper& mog)
    {
        lte.Install({{0, 0, 0}}, {{20, 0, 0}});
        mog.Manage(lte.cells);
    }

    /**
     * Divide the band too finely.
     * @param lte the scenario
     * @param mog the helper
     */
    static void MakeSmallGroups(MogLteTestScenario& lte, MogLteHelper& mog)
    {
        lte.lteHelper->SetFfrAlgorithmAttribute("RbGroups", UintegerValue(7));
        lte.Install({{0, 0, 0}}, {{20, 0, 0}});
        mog.Manage(lte.users);
        lte.Run(MilliSeconds(100), MilliSeconds(300));
    }

    /**
     * Manage a user with a cell that is not its own.
     * @param lte the scenario
     * @param mog the helper
     */
    static void MistakeCell(MogLteTestScenario& lte, MogLteHelper& mog)
    {
        lte.Install({{0, 0, 0}, {100, 0, 0}}, {{20, 0, 0}});
        mog.Manage(lte.users, lte.cells.Get(1));
        lte.Run(MilliSeconds(100), MilliSeconds(300));
    }

  private:
    void DoRun() override
    {
        const auto message = MogGetAbortMessage([this]() {
            MogLteTestScenario lte;
            MogLteHelper mog(lte.lteHelper);
            m_mistake(lte, mog);
        });
        for (const auto& phrase : m_phrases)
        {
            NS_TEST_EXPECT_MSG_NE(message.find(phrase),
                                  std::string::npos,
                                  "'" << phrase << "' in: " << message);
        }
    }

    void (*m_mistake)(MogLteTestScenario& lte, MogLteHelper& mog); //!< the mistake
    std::vector<std::string> m_phrases;                            //!< what the line has to say
};

/**
 * @ingroup mog-tests
 *
 * Tests of whole scenarios with LTE, and of what cannot be done.
 */
class MogLteScenarioTestSuite : public TestSuite
{
  public:
    MogLteScenarioTestSuite();
};

MogLteScenarioTestSuite::MogLteScenarioTestSuite()
    : TestSuite("mog-lte-scenario")
{
    AddTestCase(new MogLteUnderlayTestCase);
    AddTestCase(new MogLteCellsTestCase);
    AddTestCase(new MogLteRemoveTestCase);
    AddTestCase(new MogLteAbortTestCase("scheduler that starves users",
                                        &MogLteAbortTestCase::UsePriorities,
                                        {"cell 1", "2 groups", "PfFfMacScheduler"}));
    AddTestCase(new MogLteAbortTestCase("user without cell",
                                        &MogLteAbortTestCase::ForgetAttach,
                                        {"node 1, device 0", "Attach"}));
    AddTestCase(new MogLteAbortTestCase("no user",
                                        &MogLteAbortTestCase::ManageCells,
                                        {"node 0, device 0", "InstallUeDevice"}));
    AddTestCase(new MogLteAbortTestCase("groups too small",
                                        &MogLteAbortTestCase::MakeSmallGroups,
                                        {"node 0, device 0", "25", "7 groups", "RbGroups"}));
    AddTestCase(
        new MogLteAbortTestCase("other cell",
                                &MogLteAbortTestCase::MistakeCell,
                                {"node 2, device 0", "in cell 1", "of cell 2", "RemoveLink"}));
}

static MogLteScenarioTestSuite g_mogLteScenarioTestSuite; //!< the suite
