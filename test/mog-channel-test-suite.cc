/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-test-drop.h"
#include "mog-test-scenario.h"

#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/mog-d2d-layout.h"
#include "ns3/mog-drop-positions.h"
#include "ns3/mog-ideal-channel-estimator.h"
#include "ns3/mog-link.h"
#include "ns3/mog-net-device-control.h"
#include "ns3/mog-ns3-compat.h"
#include "ns3/mog-propagation-loss-model.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/simulator.h"
#include "ns3/spectrum-channel.h"
#include "ns3/test.h"

#include <cmath>

using namespace ns3;

namespace
{

/**
 * Sense with the ideal estimator.
 * @param manager whose links
 * @return the channel
 */
MogNetworkState
Sense(Ptr<MogResourceManager> manager)
{
    std::vector<Ptr<MogDeviceControl>> links;
    for (uint32_t i = 0; i < manager->GetNLinks(); i++)
    {
        links.push_back(manager->GetLink(i)->GetControl());
    }
    return CreateObject<MogIdealChannelEstimator>()->Estimate(links);
}

} // namespace

/**
 * @ingroup mog-tests
 *
 * The simulator's channel is the one that networks are trained on: the ideal estimator sees in ns-3
 * exactly the gains that c-core computes from the positions of the same drop, and drops are those
 * of c-core's data set.
 */
class MogParityTestCase : public TestCase
{
  public:
    MogParityTestCase()
        : TestCase("same gains in ns-3 and c-core")
    {
    }

  private:
    void DoRun() override
    {
        const uint32_t links = 15;
        RngSeedManager::SetSeed(3);
        RngSeedManager::SetRun(8);
        mog_scenario scenario;
        mog_scenario_default(&scenario);
        scenario.kind = MOG_SCENARIO_D2D;
        scenario.links = links;
        scenario.side = 700;
        const auto drop = MogTestDrop(scenario, MOG_SEED_OFFSET + 3, 8);
        NS_TEST_ASSERT_MSG_EQ(drop.links, links, "the ninth sample of seed 3");

        MogD2dLayout layout;
        NS_TEST_ASSERT_MSG_EQ(layout.Drop(links, 700), "", "the same drop");
        MogHelper mog;
        mog.Install(MogTestScenario::CreateNodes(layout.GetTransmitters()),
                    MogTestScenario::CreateNodes(layout.GetReceivers()));
        const auto state = Sense(mog.GetManager());
        NS_TEST_ASSERT_MSG_EQ(state.links, links, "links");
        for (uint32_t i = 0; i < links * links; i++)
        {
            const double expected = drop.gain[i] * state.noise / drop.noise;
            NS_TEST_EXPECT_MSG_EQ_TOL(state.gain[i],
                                      expected,
                                      1e-9 * expected,
                                      "from " << i % links << " to " << i / links);
        }
        NS_TEST_EXPECT_MSG_EQ((state.txPosition == drop.txPosition),
                              true,
                              "transmitters' positions");
        NS_TEST_EXPECT_MSG_EQ((state.rxPosition == drop.rxPosition), true, "receivers' positions");
        NS_TEST_EXPECT_MSG_EQ(layout.Drop(0, 700).empty(), false, "no links, no drop");
        NS_TEST_EXPECT_MSG_EQ(layout.Drop(400, 2).empty(), false, "no room, no drop");
        Simulator::Destroy();
        RngSeedManager::SetSeed(1);
        RngSeedManager::SetRun(1);
    }
};

/**
 * @ingroup mog-tests
 *
 * Maximum powers and receivers' noise may differ from link to link, and a node that transmits on
 * one link and receives on another does not hear itself.
 */
class MogUnequalLinksTestCase : public TestCase
{
  public:
    MogUnequalLinksTestCase()
        : TestCase("unequal links, and two links between the same nodes")
    {
    }

  private:
    void DoRun() override
    {
        const auto nodes =
            MogTestScenario::CreateNodes({{0, 0, 0}, {20, 0, 0}, {150, 0, 0}, {150, 30, 0}});
        MogHelper mog;
        mog.SetControlAttribute("MaxPower", DoubleValue(40));
        mog.Install(NodeContainer(nodes.Get(0), nodes.Get(2)),
                    NodeContainer(nodes.Get(1), nodes.Get(3)));
        const auto before = Sense(mog.GetManager());
        mog.SetControlAttribute("MaxPower", DoubleValue(30));
        mog.SetNoiseDensity(-166);
        mog.Install(NodeContainer(nodes.Get(1)), NodeContainer(nodes.Get(0)));
        const auto after = Sense(mog.GetManager());
        NS_TEST_ASSERT_MSG_EQ(after.links, 3, "links");
        for (uint32_t i = 0; i < 2; i++)
        {
            for (uint32_t j = 0; j < 2; j++)
            {
                NS_TEST_EXPECT_MSG_EQ(after.gain[3 * i + j], before.gain[2 * i + j], "unchanged");
            }
        }
        NS_TEST_EXPECT_MSG_EQ(after.gain[3 * 2 + 0], 0, "node 0 to itself");
        NS_TEST_EXPECT_MSG_EQ(after.gain[3 * 0 + 2], 0, "node 1 to itself");
        // The way back: 10 dB less power, 3 dB more noise.
        NS_TEST_EXPECT_MSG_EQ_TOL(10 * std::log10(after.gain[3 * 2 + 2] / after.gain[0]),
                                  -13,
                                  1e-9,
                                  "the reverse link");
        // A crossing path has no antenna gain.
        const double direct = mog_path_loss_db(20, 2.4e9, 1.5) - 2.5;
        const double crossing = mog_path_loss_db(130, 2.4e9, 1.5);
        NS_TEST_EXPECT_MSG_EQ_TOL(10 * std::log10(after.gain[1] / after.gain[0]),
                                  direct - crossing,
                                  1e-9,
                                  "node 2 to node 1");
        Simulator::Destroy();
    }
};

/**
 * @ingroup mog-tests
 *
 * Block fading: the same answer within a block whoever asks first, another one in the next block,
 * shadowing for good, the right mean and deviation.
 */
class MogFadingTestCase : public TestCase
{
  public:
    MogFadingTestCase()
        : TestCase("shadowing and block fading")
    {
    }

  private:
    /**
     * Make a model.
     * @param shadowing standard deviation in dB
     * @param rayleigh whether there is fading
     * @return the model
     */
    static Ptr<MogPropagationLossModel> CreateModel(double shadowing, bool rayleigh)
    {
        auto model = CreateObject<MogPropagationLossModel>();
        model->SetAttribute("Shadowing", DoubleValue(shadowing));
        model->SetAttribute("Rayleigh", BooleanValue(rayleigh));
        model->AssignStreams(77);
        return model;
    }

    void DoRun() override
    {
        std::vector<Vector> positions;
        for (uint32_t i = 0; i < 60; i++)
        {
            positions.emplace_back(30.0 * i, 10.0 * (i % 7), 0);
        }
        const auto nodes = MogTestScenario::CreateNodes(positions);
        std::vector<Ptr<MobilityModel>> places;
        for (auto node = nodes.Begin(); node != nodes.End(); ++node)
        {
            places.push_back((*node)->GetObject<MobilityModel>());
        }
        auto plain = CreateModel(0, false);
        auto shadowed = CreateModel(8, false);
        auto faded = CreateModel(0, true);
        auto both = CreateModel(8, true);
        auto again = CreateModel(8, true);

        std::vector<double> first;
        std::vector<double> firstShadow;
        auto look = [&]() {
            double squares = 0;
            double mean = 0;
            uint32_t count = 0;
            for (std::size_t i = 0; i < places.size(); i++)
            {
                for (std::size_t j = 0; j < places.size(); j++)
                {
                    if (i == j)
                    {
                        continue;
                    }
                    const double loss = plain->CalcRxPower(0, places[j], places[i]);
                    const double shadow = shadowed->CalcRxPower(0, places[j], places[i]) - loss;
                    const double fade = faded->CalcRxPower(0, places[j], places[i]) - loss;
                    first.push_back(both->CalcRxPower(0, places[j], places[i]));
                    firstShadow.push_back(shadow);
                    squares += shadow * shadow;
                    mean += std::pow(10, fade / 10);
                    count++;
                }
            }
            // 3540 draws: standard errors of 1.2 % and 1.7 %.
            NS_TEST_EXPECT_MSG_EQ_TOL(std::sqrt(squares / count), 8, 0.4, "deviation in dB");
            NS_TEST_EXPECT_MSG_EQ_TOL(mean / count, 1, 0.07, "mean gain of Rayleigh fading");
        };
        std::size_t same = 0;
        std::size_t sameShadow = 0;
        // Asks in the opposite order, and another model of the same stream.
        auto lookAgain = [&](Ptr<MogPropagationLossModel> model) {
            same = 0;
            sameShadow = 0;
            std::size_t index = first.size();
            for (std::size_t i = places.size(); i-- > 0;)
            {
                for (std::size_t j = places.size(); j-- > 0;)
                {
                    if (i == j)
                    {
                        continue;
                    }
                    index--;
                    same += model->CalcRxPower(0, places[j], places[i]) == first[index];
                    const double loss = plain->CalcRxPower(0, places[j], places[i]);
                    sameShadow +=
                        shadowed->CalcRxPower(0, places[j], places[i]) - loss == firstShadow[index];
                }
            }
        };
        Simulator::Schedule(MilliSeconds(10), MogCall, look);
        Simulator::Schedule(MilliSeconds(99), MogCall, [&]() {
            lookAgain(both);
            NS_TEST_EXPECT_MSG_EQ(same, first.size(), "changed within a block");
            lookAgain(again);
            NS_TEST_EXPECT_MSG_EQ(same, first.size(), "depends on the order of questions");
        });
        Simulator::Schedule(MilliSeconds(100), MogCall, [&]() {
            lookAgain(both);
            NS_TEST_EXPECT_MSG_EQ(same, 0, "fading has not changed in the next block");
            NS_TEST_EXPECT_MSG_EQ(sameShadow, first.size(), "shadowing has changed");
        });
        Simulator::Run();
        Simulator::Destroy();
    }
};

/**
 * @ingroup mog-tests
 *
 * Tests of MogPropagationLossModel, MogD2dLayout and MogIdealChannelEstimator.
 */
class MogChannelTestSuite : public TestSuite
{
  public:
    MogChannelTestSuite();
};

MogChannelTestSuite::MogChannelTestSuite()
    : TestSuite("mog-channel")
{
    AddTestCase(new MogParityTestCase);
    AddTestCase(new MogUnequalLinksTestCase);
    AddTestCase(new MogFadingTestCase);
}

static MogChannelTestSuite g_mogChannelTestSuite; //!< the suite
