/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-lte-test-scenario.h"

#include "ns3/double.h"
#include "ns3/lte-enb-net-device.h"
#include "ns3/lte-spectrum-phy.h"
#include "ns3/lte-spectrum-signal-parameters.h"
#include "ns3/lte-ue-net-device.h"
#include "ns3/lte-ue-phy.h"
#include "ns3/lte-ue-rrc.h"
#include "ns3/mog-ideal-channel-estimator.h"
#include "ns3/mog-link.h"
#include "ns3/mog-lte-channel-estimator.h"
#include "ns3/mog-lte-ffr-algorithm.h"
#include "ns3/mog-lte-ue-control.h"
#include "ns3/pf-ff-mac-scheduler.h"
#include "ns3/spectrum-value.h"
#include "ns3/test.h"
#include "ns3/uinteger.h"

#include <algorithm>

using namespace ns3;

/**
 * @ingroup mog-tests
 *
 * Everything that users send, as the uplink's channel sees it: the powers that were decided, on the
 * resource blocks that were decided and no others.
 */
class MogLtePowerTestCase : public TestCase
{
  public:
    /**
     * Constructor.
     * @param power fraction of the maximum of each user
     * @param rb group of each user
     * @param groups number of groups; 0 for cells that limit no user's resource blocks
     */
    MogLtePowerTestCase(const std::vector<double>& power,
                        const std::vector<uint32_t>& rb,
                        uint32_t groups)
        : TestCase("powers and resource blocks on the channel, " + std::to_string(power.size()) +
                   " users on " + std::to_string(groups) + " groups"),
          m_allocation{power, rb},
          m_groups(groups)
    {
    }

  private:
    void DoRun() override
    {
        Config::SetDefault("ns3::MogLteUeControl::MaxSnr", DoubleValue(200));
        MogLteTestScenario lte;
        std::vector<Vector> positions;
        for (std::size_t user = 0; user < m_allocation.power.size(); user++)
        {
            positions.emplace_back(20.0 + 5 * user, 0, 0);
        }
        std::unique_ptr<MogHelper> mog;
        if (m_groups > 0)
        {
            auto lteMog = std::make_unique<MogLteHelper>(lte.lteHelper);
            lteMog->SetAllocator(CreateObject<MogLteTestAllocator>(m_allocation));
            lte.lteHelper->SetFfrAlgorithmAttribute("RbGroups", UintegerValue(m_groups));
            lte.Install({{0, 0, 0}}, positions);
            lteMog->Manage(lte.users);
            mog = std::move(lteMog);
        }
        else
        {
            mog = std::make_unique<MogHelper>();
            mog->SetAllocator(CreateObject<MogLteTestAllocator>(m_allocation));
            lte.Install({{0, 0, 0}}, positions);
            for (uint32_t user = 0; user < lte.users.GetN(); user++)
            {
                mog->Manage(lte.users.Get(user), lte.cells.Get(0));
            }
        }
        for (uint32_t user = 0; user < lte.users.GetN(); user++)
        {
            const auto device = DynamicCast<LteUeNetDevice>(lte.users.Get(user));
            m_phys.push_back(device->GetPhy()->GetUlSpectrumPhy());
        }
        m_frames.assign(m_phys.size(), 0);
        lte.lteHelper->GetUplinkSpectrumChannel()->TraceConnectWithoutContext(
            "TxSigParams",
            MakeCallback(&MogLtePowerTestCase::NotifySignal, this));
        lte.Run(SETTLED, MilliSeconds(400));
        for (std::size_t user = 0; user < m_frames.size(); user++)
        {
            if (m_allocation.power[user] > 0)
            {
                NS_TEST_EXPECT_MSG_GT(m_frames[user], 100, "frames of user " << user);
            }
        }
        Config::SetDefault("ns3::MogLteUeControl::MaxSnr", DoubleValue(30));
    }

    /**
     * Trace sink.
     * @param signal a signal on the channel
     */
    void NotifySignal(Ptr<SpectrumSignalParameters> signal)
    {
        const auto phy = std::find(m_phys.begin(), m_phys.end(), signal->txPhy);
        const double power = Integral(*signal->psd);
        // Frames without data are control messages, which LTE's model sends without power.
        if (Simulator::Now() < SETTLED || phy == m_phys.end() || power == 0)
        {
            return;
        }
        const std::size_t user = phy - m_phys.begin();
        const double fraction = m_allocation.power[user];
        const double expected = fraction > 0 ? fraction * MogFromDbm(23) : MogFromDbm(-40);
        NS_TEST_EXPECT_MSG_EQ_TOL(power, expected, 1e-9 * expected, "power of user " << user);
        if (!DynamicCast<LteSpectrumSignalParametersDataFrame>(signal))
        {
            return; // sounding reference signals are for the whole band
        }
        m_frames[user]++;
        if (fraction == 0)
        {
            return; // may be anywhere
        }
        const std::size_t size = 25 / std::max(m_groups, 1U);
        std::size_t rb = 0;
        for (auto value = signal->psd->ConstValuesBegin(); value != signal->psd->ConstValuesEnd();
             ++value, ++rb)
        {
            NS_TEST_EXPECT_MSG_EQ((*value > 0 && rb / size != m_allocation.rb[user]),
                                  false,
                                  "user " << user << " on resource block " << rb);
        }
    }

    /// The first decision that finds all users connected is at 100 ms; then retransmissions.
    const Time SETTLED = MilliSeconds(150);

    MogAllocation m_allocation;           //!< what is decided
    uint32_t m_groups;                    //!< number of groups
    std::vector<Ptr<SpectrumPhy>> m_phys; //!< of the users
    std::vector<uint32_t> m_frames;       //!< data frames of each user
};

/**
 * @ingroup mog-tests
 *
 * What MogLteFfrAlgorithm answers a scheduler.
 */
class MogLteFfrTestCase : public TestCase
{
  public:
    MogLteFfrTestCase()
        : TestCase("resource blocks of users")
    {
    }

  private:
    void DoRun() override
    {
        auto ffr = CreateObject<MogLteFfrAlgorithm>();
        NS_TEST_EXPECT_MSG_EQ(ffr->GetNGroups(), 1, "without attribute");
        ffr->SetAttribute("RbGroups", UintegerValue(3));
        NS_TEST_EXPECT_MSG_EQ(ffr->GetNGroups(), 3, "with attribute");
        auto pf = CreateObject<PfFfMacScheduler>();
        ffr->SetLteFfrSapUser(pf->GetLteFfrSapUser());
        ffr->SetUlBandwidth(25);
        ffr->SetDlBandwidth(25);
        const auto scheduler = ffr->GetLteFfrSapProvider();
        NS_TEST_EXPECT_MSG_EQ((scheduler->GetAvailableUlRbg() == std::vector<bool>(25, false)),
                              true,
                              "nothing is forbidden to all");
        NS_TEST_EXPECT_MSG_EQ((scheduler->GetAvailableDlRbg() == std::vector<bool>(12, false)),
                              true,
                              "nor in the downlink");
        NS_TEST_EXPECT_MSG_EQ(GetRbs(scheduler, 1), "0-24", "not assigned yet");
        NS_TEST_EXPECT_MSG_EQ(scheduler->GetMinContinuousUlBandwidth(), 8, "no user");
        ffr->Assign(1, 2, true);
        ffr->Assign(2, 0, true);
        NS_TEST_EXPECT_MSG_EQ(GetRbs(scheduler, 1), "16-23", "third group");
        NS_TEST_EXPECT_MSG_EQ(GetRbs(scheduler, 2), "0-7", "first group");
        NS_TEST_EXPECT_MSG_EQ(scheduler->GetMinContinuousUlBandwidth(), 8, "one user each");
        ffr->Assign(3, 0, false);
        NS_TEST_EXPECT_MSG_EQ(GetRbs(scheduler, 3), "8-15", "silenced, hence out of the way");
        ffr->Assign(4, 1, true);
        NS_TEST_EXPECT_MSG_EQ(GetRbs(scheduler, 4), "8-15", "as decided");
        NS_TEST_EXPECT_MSG_EQ(GetRbs(scheduler, 3), "0-7", "no free one is left");
        NS_TEST_EXPECT_MSG_EQ(scheduler->GetMinContinuousUlBandwidth(), 4, "two share a group");
        ffr->Assign(1, 0, true);
        ffr->Assign(4, 0, true);
        NS_TEST_EXPECT_MSG_EQ(scheduler->GetMinContinuousUlBandwidth(),
                              4,
                              "three share by turns: blocks of 2 would carry nothing");
        ffr->Release(1);
        ffr->Release(2);
        ffr->Release(3);
        NS_TEST_EXPECT_MSG_EQ(GetRbs(scheduler, 1), "0-24", "left");
        NS_TEST_EXPECT_MSG_EQ(scheduler->GetMinContinuousUlBandwidth(), 8, "one user left");
        pf->Dispose();
        ffr->Dispose();
    }

    /**
     * Get where a user may be.
     * @param scheduler what schedulers ask
     * @param rnti the user
     * @return first and last resource block; "none" or "gaps" if that does not tell
     */
    static std::string GetRbs(LteFfrSapProvider* scheduler, uint16_t rnti)
    {
        std::vector<int> rbs;
        for (int rb = 0; rb < 25; rb++)
        {
            if (scheduler->IsUlRbgAvailableForUe(rb, rnti))
            {
                rbs.push_back(rb);
            }
        }
        if (rbs.empty() || rbs.back() - rbs.front() + 1 != static_cast<int>(rbs.size()))
        {
            return rbs.empty() ? "none" : "gaps";
        }
        return std::to_string(rbs.front()) + "-" + std::to_string(rbs.back());
    }
};

/**
 * @ingroup mog-tests
 *
 * A user that has lost its connection and made another has a new name, the RNTI, in its cell. What
 * it had under the old one is free.
 */
class MogLteRntiTestCase : public TestCase
{
  public:
    MogLteRntiTestCase()
        : TestCase("a user with a new RNTI")
    {
    }

  private:
    void DoRun() override
    {
        MogLteTestScenario lte;
        MogLteHelper mog(lte.lteHelper);
        lte.lteHelper->SetFfrAlgorithmAttribute("RbGroups", UintegerValue(3));
        lte.Install({{0, 0, 0}}, {{40, 0, 0}});
        mog.Manage(lte.users);
        Simulator::Stop(MilliSeconds(400));
        Simulator::Run();
        const auto control = mog.GetManager()->GetLink(0)->GetControl();
        NS_TEST_ASSERT_MSG_EQ(control->HasTraffic(), true, "connected");
        const auto ffr =
            MogLteUeControl::GetFfrAlgorithm(DynamicCast<LteEnbNetDevice>(lte.cells.Get(0)));
        const auto scheduler = ffr->GetLteFfrSapProvider();
        const auto rrc = DynamicCast<LteUeNetDevice>(lte.users.Get(0))->GetRrc();
        const auto before = rrc->GetRnti();
        control->Apply(1, 2, 0);
        NS_TEST_EXPECT_MSG_EQ(scheduler->IsUlRbgAvailableForUe(0, before), false, "on its group");

        rrc->GetLteUeCmacSapUser()->SetTemporaryCellRnti(before + 1);
        control->Apply(1, 2, 0);
        NS_TEST_EXPECT_MSG_EQ(scheduler->IsUlRbgAvailableForUe(0, before), true, "forgotten");
        NS_TEST_EXPECT_MSG_EQ(scheduler->IsUlRbgAvailableForUe(0, before + 1), false, "known");
        NS_TEST_EXPECT_MSG_EQ(scheduler->GetMinContinuousUlBandwidth(),
                              8,
                              "it has the group to itself");
        Simulator::Destroy();
    }
};

/**
 * @ingroup mog-tests
 *
 * What allocators see of users: those of one cell drown each other where there are groups to choose
 * from, and do not hear each other where there is one; all else is what the wrapped estimator says.
 */
class MogLteEstimatorTestCase : public TestCase
{
  public:
    /**
     * Constructor.
     * @param groups number of groups
     * @param within what gains within a cell are to be
     */
    MogLteEstimatorTestCase(uint32_t groups, double within)
        : TestCase("channel state with " + std::to_string(groups) + " groups"),
          m_groups(groups),
          m_within(within)
    {
    }

  private:
    void DoRun() override
    {
        MogLteTestScenario lte;
        MogLteHelper mog(lte.lteHelper);
        lte.lteHelper->SetFfrAlgorithmAttribute("RbGroups", UintegerValue(m_groups));
        lte.Install({{0, 0, 0}, {100, 0, 0}}, {{40, 0, 0}, {20, 0, 0}, {70, 0, 0}});
        mog.Manage(lte.users);
        mog.Install(MogTestScenario::CreateNodes({{0, 50, 0}}),
                    MogTestScenario::CreateNodes({{0, 60, 0}}));
        std::vector<Ptr<MogDeviceControl>> links;
        for (uint32_t link = 0; link < mog.GetManager()->GetNLinks(); link++)
        {
            links.push_back(mog.GetManager()->GetLink(link)->GetControl());
        }
        const auto ideal = CreateObject<MogIdealChannelEstimator>()->Estimate(links);
        const auto state = CreateObject<MogLteChannelEstimator>()->Estimate(links);
        NS_TEST_ASSERT_MSG_EQ(state.links, 4, "three users and a pair");
        NS_TEST_EXPECT_MSG_EQ(state.rbs, m_groups, "resource blocks");
        for (uint32_t i = 0; i < 4; i++)
        {
            for (uint32_t j = 0; j < 4; j++)
            {
                const bool sameCell = i != j && i < 2 && j < 2;
                NS_TEST_EXPECT_MSG_EQ(state.gain[i * 4 + j],
                                      (sameCell ? m_within : ideal.gain[i * 4 + j]),
                                      "gain from link " << j << " to " << i);
            }
        }
        Simulator::Destroy();
    }

    uint32_t m_groups; //!< number of groups
    double m_within;   //!< expected gain
};

/**
 * @ingroup mog-tests
 *
 * Tests of what controls LTE users.
 */
class MogLteTestSuite : public TestSuite
{
  public:
    MogLteTestSuite();
};

MogLteTestSuite::MogLteTestSuite()
    : TestSuite("mog-lte")
{
    AddTestCase(new MogLteFfrTestCase);
    AddTestCase(new MogLteRntiTestCase);
    AddTestCase(new MogLtePowerTestCase({0.3, 1}, {0, 0}, 0));
    AddTestCase(new MogLtePowerTestCase({0.3}, {0}, 1));
    AddTestCase(new MogLtePowerTestCase({1, 0.1, 0.01}, {2, 0, 1}, 3));
    AddTestCase(new MogLtePowerTestCase({0, 1, 0.5}, {0, 0, 2}, 3));
    AddTestCase(new MogLtePowerTestCase({0.5, 1, 1}, {1, 1, 0}, 2));
    AddTestCase(new MogLteEstimatorTestCase(1, 0));
    AddTestCase(new MogLteEstimatorTestCase(3, 1e9));
}

static MogLteTestSuite g_mogLteTestSuite; //!< the suite
