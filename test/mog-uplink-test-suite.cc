/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-test-drop.h"
#include "mog-test-scenario.h"

#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/integer.h"
#include "ns3/mog-device-control.h"
#include "ns3/mog-drop-positions.h"
#include "ns3/mog-ideal-channel-estimator.h"
#include "ns3/mog-link.h"
#include "ns3/mog-uplink-layout.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/test.h"

#include <map>

using namespace ns3;

namespace
{

/// Users of the cell.
constexpr uint32_t USERS = 6;
/// Resource blocks of the cell.
constexpr uint32_t RBS = 3;

/**
 * Set up a cell as the shipped policy knows it, but for its users.
 * @param mog the helper
 * @param fading whether every resource block fades on its own
 */
void
SetUpCell(MogHelper& mog, bool fading)
{
    mog.SetBand(2.4e9, 2e6 * RBS, RBS);
    mog.SetDeviceAttribute("Guard", TimeValue(MicroSeconds(10)));
    mog.SetControlAttribute("MaxPower", DoubleValue(23));
    if (fading)
    {
        mog.SetRbFading();
    }
}

} // namespace

/**
 * @ingroup mog-tests
 *
 * Packets of a cell's users, drop after drop: every user gets what Shannon allows for the decided
 * powers and resource blocks, less the margin; the trained network gets nearly as much in sum as
 * the exact search; both get more than round robin.
 */
class MogUplinkTestCase : public TestCase
{
  public:
    /**
     * Constructor.
     * @param fading whether every resource block fades on its own
     */
    explicit MogUplinkTestCase(bool fading)
        : TestCase(std::string("throughput in 20 drops, ") + (fading ? "fading" : "flat")),
          m_fading(fading)
    {
    }

  private:
    /**
     * Set the helper's allocator.
     * @param mog the helper
     * @param name which one
     */
    static void SetAllocator(MogHelper& mog, const std::string& name)
    {
        if (name == "neural")
        {
            mog.SetAllocator("ns3::MogNeuralAllocator",
                             "ModelFile",
                             StringValue(MOG_DATA_DIR "/uplink-mpgnn-n3.safetensors"),
                             "Refine",
                             IntegerValue(3));
        }
        else if (name == "exact")
        {
            mog.SetAllocator("ns3::MogRbAllocator", "Solver", StringValue("rb-optimum"));
        }
        else
        {
            mog.SetAllocator("ns3::MogRoundRobinAllocator");
        }
    }

    void DoRun() override
    {
        uint32_t measured = 0;
        for (uint64_t run = 1; run <= 20; run++)
        {
            RngSeedManager::SetRun(run);
            std::map<std::string, double> sum;
            for (const std::string name : {"neural", "exact", "round-robin"})
            {
                MogUplinkLayout layout;
                NS_TEST_ASSERT_MSG_EQ(layout.Drop(USERS, 500), "", "a drop");
                MogHelper mog;
                SetUpCell(mog, m_fading);
                SetAllocator(mog, name);
                const auto devices = mog.InstallUplink(
                    MogTestScenario::CreateNodes(layout.GetUsers()),
                    MogTestScenario::CreateNodes({layout.GetBaseStation()}).Get(0));
                for (const auto& link : MogTestScenario::Measure(mog, devices))
                {
                    sum[name] += link.linkThroughput;
                    if (link.linkThroughput > 100e3)
                    {
                        measured++;
                        const double ratio = link.linkThroughput / (0.95 * link.bound);
                        NS_TEST_EXPECT_MSG_EQ_TOL(ratio, 0.985, 0.015, name << " in " << run);
                    }
                }
            }
            NS_TEST_EXPECT_MSG_GT_OR_EQ(sum["neural"], 0.97 * sum["exact"], "in drop " << run);
            NS_TEST_EXPECT_MSG_GT(sum["neural"], sum["round-robin"], "in drop " << run);
            NS_TEST_EXPECT_MSG_GT(sum["exact"], sum["round-robin"], "in drop " << run);
        }
        NS_TEST_EXPECT_MSG_GT(measured, 150, "users above 100 kbit/s");
        RngSeedManager::SetRun(1);
    }

    bool m_fading; //!< whether every resource block fades on its own
};

/**
 * @ingroup mog-tests
 *
 * The simulator's cell is c-core's scenario uplink: the same drops, and the same gains without
 * fading; with it the same at all of the base station's receivers, and of the same mean.
 */
class MogUplinkParityTestCase : public TestCase
{
  public:
    MogUplinkParityTestCase()
        : TestCase("same cell in ns-3 and c-core")
    {
    }

  private:
    /**
     * Sense a cell.
     * @param fading whether every resource block fades on its own
     * @return the channel
     */
    static MogNetworkState Sense(bool fading)
    {
        MogUplinkLayout layout;
        layout.Drop(USERS, 500);
        MogHelper mog;
        SetUpCell(mog, fading);
        mog.InstallUplink(MogTestScenario::CreateNodes(layout.GetUsers()),
                          MogTestScenario::CreateNodes({layout.GetBaseStation()}).Get(0));
        mog.AssignStreams(1);
        std::vector<Ptr<MogDeviceControl>> links;
        for (uint32_t i = 0; i < USERS; i++)
        {
            links.push_back(mog.GetManager()->GetLink(i)->GetControl());
        }
        const auto state = CreateObject<MogIdealChannelEstimator>()->Estimate(links);
        Simulator::Destroy();
        return state;
    }

    void DoRun() override
    {
        RngSeedManager::SetRun(4);
        const auto flat = Sense(false);
        const auto fading = Sense(true);
        RngSeedManager::SetRun(1);

        mog_scenario scenario;
        mog_scenario_default(&scenario);
        scenario.kind = MOG_SCENARIO_UPLINK;
        scenario.links = USERS;
        scenario.radius = 500;
        scenario.max_power_dbm = 23;
        scenario.bandwidth = 2e6;
        const auto gain =
            MogTestDrop(scenario, MOG_SEED_OFFSET + RngSeedManager::GetSeed(), 4).gain;
        NS_TEST_ASSERT_MSG_EQ(flat.perRb, false, "the same on all resource blocks");
        NS_TEST_ASSERT_MSG_EQ(fading.perRb, true, "gains for each resource block");
        NS_TEST_ASSERT_MSG_EQ(fading.gain.size(), RBS * USERS * USERS, "matrices");
        for (std::size_t n = 0; n < gain.size(); n++)
        {
            NS_TEST_EXPECT_MSG_EQ_TOL(flat.gain[n], gain[n], 1e-9 * gain[n], "gain " << n);
        }
        for (std::size_t n = 0; n < fading.gain.size(); n++)
        {
            const auto first = n - n % (USERS * USERS) + n % USERS;
            NS_TEST_EXPECT_MSG_EQ(fading.gain[n], fading.gain[first], "one base station");
            NS_TEST_EXPECT_MSG_NE(fading.gain[n], flat.gain[n % (USERS * USERS)], "fading");
        }
    }
};

/**
 * @ingroup mog-tests
 *
 * Cells with shared resource blocks.
 */
class MogUplinkTestSuite : public TestSuite
{
  public:
    MogUplinkTestSuite();
};

MogUplinkTestSuite::MogUplinkTestSuite()
    : TestSuite("mog-uplink")
{
    AddTestCase(new MogUplinkTestCase(false));
    AddTestCase(new MogUplinkTestCase(true));
    AddTestCase(new MogUplinkParityTestCase);
}

static MogUplinkTestSuite g_mogUplinkTestSuite; //!< the suite
