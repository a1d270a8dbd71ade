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
#include "ns3/mog-link.h"
#include "ns3/mog-net-device-control.h"
#include "ns3/mog-net-device.h"
#include "ns3/mog-ns3-compat.h"
#include "ns3/mog-phy.h"
#include "ns3/propagation-loss-model.h"
#include "ns3/simple-net-device.h"
#include "ns3/simulator.h"
#include "ns3/single-model-spectrum-channel.h"
#include "ns3/string.h"
#include "ns3/test.h"

#include <cmath>

using namespace ns3;

namespace
{

/**
 * Make two links close to each other.
 * @param mog the helper
 * @return the devices
 */
NetDeviceContainer
InstallTwo(MogHelper& mog)
{
    const auto transmitters = MogTestScenario::CreateNodes({{0, 0, 0}, {0, 100, 0}});
    const auto receivers = MogTestScenario::CreateNodes({{40, 0, 0}, {40, 100, 0}});
    return mog.Install(transmitters, receivers);
}

/**
 * Compute what a link of InstallTwo() can get while the other is silent.
 * @param manager the manager
 * @param link index of the link
 * @return bit/s
 */
double
GetBoundAlone(Ptr<MogResourceManager> manager, uint32_t link)
{
    const auto control = manager->GetLink(link)->GetControl();
    const auto channel = DynamicCast<SpectrumChannel>(control->GetChannel());
    const double gain = channel->GetPropagationLossModel()->CalcRxPower(
        0,
        control->GetTransmitter()->GetNode()->GetObject<MobilityModel>(),
        control->GetReceiver()->GetNode()->GetObject<MobilityModel>());
    const double snr = std::pow(10, gain / 10) * control->GetMaxPower() / control->GetNoisePower();
    return control->GetBandwidth() * std::log2(1 + snr);
}

} // namespace

/**
 * @ingroup mog-tests
 *
 * A link that is removed is silent at once; the others are served as if it had never been; and it
 * may come back.
 */
class MogRemoveLinkTestCase : public TestCase
{
  public:
    MogRemoveLinkTestCase()
        : TestCase("a link goes and comes back")
    {
    }

  private:
    void DoRun() override
    {
        MogHelper mog;
        const auto devices = InstallTwo(mog);
        MogTrafficHelper::Install(devices);
        const auto manager = mog.GetManager();
        const double alone = GetBoundAlone(manager, 1);
        auto first = manager->GetLink(0);
        manager->TraceConnectWithoutContext("Rates",
                                            MakeCallback(&MogRemoveLinkTestCase::Rates, this));
        std::vector<uint64_t> bytes;
        const auto count = [&]() {
            for (const uint32_t device : {1, 3})
            {
                bytes.push_back(DynamicCast<MogNetDevice>(devices.Get(device))->GetReceivedBytes());
            }
        };
        Simulator::Schedule(MilliSeconds(150), MogCall, [&]() {
            manager->RemoveLink(first);
            count();
        });
        Simulator::Schedule(MilliSeconds(350), MogCall, [&]() {
            count();
            manager->AddLink(first->GetControl());
        });
        Simulator::Schedule(MilliSeconds(590), MogCall, count);
        Simulator::Stop(MilliSeconds(600));
        Simulator::Run();
        Simulator::Destroy();

        const std::vector<std::size_t> links{2, 2, 1, 1, 2, 2};
        NS_TEST_ASSERT_MSG_EQ(m_bound.size(), links.size(), "decisions");
        for (std::size_t n = 0; n < links.size(); n++)
        {
            NS_TEST_EXPECT_MSG_EQ(m_bound[n].size(), links[n], "links in decision " << n);
        }
        NS_TEST_EXPECT_MSG_EQ_TOL(m_bound[2][0], alone, 1e-9 * alone, "alone");
        NS_TEST_EXPECT_MSG_LT(m_bound[1][1], 0.9 * alone, "not alone before");
        NS_TEST_EXPECT_MSG_EQ(m_bound[4][0], m_bound[0][1], "last in the list now");
        NS_TEST_EXPECT_MSG_GT(bytes[0], 1000, "the link carried packets");
        NS_TEST_EXPECT_MSG_LT_OR_EQ(bytes[2] - bytes[0], m_bound[0][0] * 0.01 / 8, "then no more");
        NS_TEST_EXPECT_MSG_GT(bytes[3], bytes[1], "the other one all the time");
        NS_TEST_EXPECT_MSG_GT(bytes[4], bytes[2] + 1000, "and again");
    }

    /**
     * Trace sink.
     * @param bound bounds in bit/s
     * @param rate rates in bit/s
     */
    void Rates(const std::vector<double>& bound, const std::vector<double>& rate)
    {
        m_bound.push_back(bound);
    }

    std::vector<std::vector<double>> m_bound; //!< bounds of each decision
};

/**
 * @ingroup mog-tests
 *
 * A link with nothing to send is no link, if the manager is told so: the other one gets what it
 * would get alone, in rate and in packets, and the idle one is served once it has something.
 */
class MogIdleLinkTestCase : public TestCase
{
  public:
    /**
     * Constructor.
     * @param skip whether idle links are skipped
     */
    explicit MogIdleLinkTestCase(bool skip)
        : TestCase(skip ? "idle links are skipped" : "idle links are served"),
          m_skip(skip)
    {
    }

  private:
    void DoRun() override
    {
        MogHelper mog;
        mog.SetManagerAttribute("SkipIdle", BooleanValue(m_skip));
        const auto devices = InstallTwo(mog);
        const auto busy = DynamicCast<MogNetDevice>(devices.Get(0));
        const auto idle = DynamicCast<MogNetDevice>(devices.Get(2));
        busy->SetMtu(9000);
        for (int packet = 0; packet < 900; packet++)
        {
            busy->Send(Create<Packet>(8000), busy->GetBroadcast(), 0x800);
        }
        const auto manager = mog.GetManager();
        const double alone = GetBoundAlone(manager, 0);
        manager->TraceConnectWithoutContext("Rates",
                                            MakeCallback(&MogIdleLinkTestCase::Rates, this));
        manager->TraceConnectWithoutContext("NetworkState",
                                            MakeCallback(&MogIdleLinkTestCase::State, this));
        Simulator::Schedule(MilliSeconds(250), MogCall, [&]() {
            idle->Send(Create<Packet>(1000), idle->GetBroadcast(), 0x800);
        });
        Simulator::Stop(MilliSeconds(500));
        Simulator::Run();
        const auto got = DynamicCast<MogNetDevice>(devices.Get(3))->GetReceivedBytes();
        const auto lost = DynamicCast<MogNetDevice>(devices.Get(1))->GetLostPdus();
        Simulator::Destroy();

        NS_TEST_EXPECT_MSG_GT(got, 1000, "the idle link's packet arrived");
        NS_TEST_EXPECT_MSG_EQ(lost, 0, "no PDU was lost");
        const std::vector<std::vector<uint32_t>> taking{{0}, {0}, {0}, {0, 1}, {0}};
        for (std::size_t n = 0; n < m_bound.size(); n++)
        {
            const auto expected = m_skip ? taking[n] : std::vector<uint32_t>{0, 1};
            NS_TEST_EXPECT_MSG_EQ((m_index[n] == expected), true, "links in decision " << n);
            NS_TEST_EXPECT_MSG_EQ((std::abs(m_bound[n][0] - alone) < 1e-9 * alone),
                                  (expected.size() == 1),
                                  "alone in decision " << n);
        }
    }

    /**
     * Trace sink.
     * @param bound bounds in bit/s
     * @param rate rates in bit/s
     */
    void Rates(const std::vector<double>& bound, const std::vector<double>& rate)
    {
        m_bound.push_back(bound);
    }

    /**
     * Trace sink.
     * @param state what the manager saw
     */
    void State(const MogNetworkState& state)
    {
        m_index.emplace_back();
        for (const auto& link : state.link)
        {
            m_index.back().push_back(link.index);
        }
    }

    bool m_skip;                                //!< whether idle links are skipped
    std::vector<std::vector<double>> m_bound;   //!< bounds of each decision
    std::vector<std::vector<uint32_t>> m_index; //!< links that took part in each decision
};

/**
 * @ingroup mog-tests
 *
 * What cannot work is refused with one line that says who, what and what to do.
 */
class MogRefusalTestCase : public TestCase
{
  public:
    MogRefusalTestCase()
        : TestCase("refusals")
    {
    }

  private:
    /**
     * Expect a deed to abort.
     * @param deed the deed
     * @param parts what the message has to contain
     */
    void Refuses(const std::function<void()>& deed, const std::vector<std::string>& parts)
    {
        const auto message = MogGetAbortMessage(deed);
        for (const auto& part : parts)
        {
            NS_TEST_EXPECT_MSG_NE(message.find(part), std::string::npos, "said " << message);
        }
    }

    void DoRun() override
    {
        const auto run = []() {
            Simulator::Stop(MilliSeconds(300));
            Simulator::Run();
        };
        Refuses(
            [&]() {
                MogHelper mog;
                mog.SetManagerAttribute("Period", TimeValue(Time(0)));
                InstallTwo(mog);
            },
            {"Period is +0us", "at least 10 us"});
        Refuses(
            [&]() {
                MogHelper one;
                MogHelper other;
                const auto devices = InstallTwo(one);
                other.Manage(devices.Get(0), devices.Get(1));
            },
            {"node 0, device 0 (ns3::MogNetDevice)", "another manager", "RemoveLink()"});
        Refuses(
            [&]() {
                MogHelper mog;
                mog.SetChannel(CreateObject<SingleModelSpectrumChannel>());
                InstallTwo(mog);
                run();
            },
            {"MogIdealChannelEstimator: the channel of the link from node 0, device 0",
             "has no propagation loss model; give it one, or use another estimator"});
        Refuses(
            [&]() {
                MogHelper mog;
                mog.SetChannel(CreateObject<SingleModelSpectrumChannel>());
                mog.SetEstimator("ns3::MogPilotChannelEstimator");
                InstallTwo(mog);
                MogLinkMonitor monitor(mog.GetManager(), {}, MilliSeconds(100), MilliSeconds(200));
                run();
            },
            {"MogLinkMonitor: it asks the channel for the gains",
             "the link from node 0, device 0",
             "has no propagation loss model; give it one\""});
        Refuses(
            [&]() {
                MogHelper mog;
                const auto devices = InstallTwo(mog);
                mog.Manage(devices.Get(0), devices.Get(1));
            },
            {"node 0, device 0 (ns3::MogNetDevice)", "this manager"});
        Refuses(
            [&]() {
                MogHelper mog;
                const auto devices = InstallTwo(mog);
                mog.Manage(devices.Get(0), devices.Get(3));
            },
            {"node 3, device 0 (ns3::MogNetDevice)", "one transmitter only", "ConnectTo()"});
        Refuses(
            [&]() {
                MogHelper mog;
                const auto nodes = MogTestScenario::CreateNodes({{0, 0, 0}, {9, 0, 0}});
                NetDeviceContainer devices;
                for (uint32_t i = 0; i < 2; i++)
                {
                    auto device = CreateObject<SimpleNetDevice>();
                    nodes.Get(i)->AddDevice(device);
                    devices.Add(device);
                }
                mog.Manage(devices.Get(0), devices.Get(1));
            },
            {"node 0, device 0 (ns3::SimpleNetDevice)",
             "node 1, device 0 (ns3::SimpleNetDevice)",
             "ns3::MogNetDeviceControl",
             "derive a class"});
        for (const uint32_t end : {0, 1})
        {
            Refuses(
                [&]() {
                    MogHelper mog;
                    const auto devices = InstallTwo(mog);
                    const auto manager = mog.GetManager();
                    manager->RemoveLink(manager->GetLink(0));
                    DynamicCast<MogNetDevice>(devices.Get(end))->SetChannel(nullptr);
                    mog.Manage(devices.Get(0), devices.Get(1));
                },
                {"node 2, device 0 (ns3::MogNetDevice)", "has no channel", "connect both"});
        }
        Refuses(
            [&]() {
                MogHelper mog;
                InstallTwo(mog);
                mog.SetBand(2.4e9, 5e6, 3);
                InstallTwo(mog);
            },
            {"node 4", "has 3 resource blocks", "before it 1"});
        Refuses(
            [&]() {
                MogHelper mog;
                InstallTwo(mog);
                mog.SetRbFading();
                InstallTwo(mog);
            },
            {"SetRbFading", "before the first Install()"});
        Refuses(
            [&]() {
                MogHelper mog;
                mog.SetBand(2.4e9, 5e6, 3);
                mog.SetAllocator("ns3::MogRandomAllocator");
                InstallTwo(mog);
                run();
            },
            {"ns3::MogRandomAllocator", "0 resource blocks for 2 links", "ns3::MogRbAllocator"});
        Refuses(
            [&]() {
                auto loss = CreateObject<MatrixPropagationLossModel>();
                auto channel = CreateObject<SingleModelSpectrumChannel>();
                channel->AddPropagationLossModel(loss);
                MogHelper mog;
                mog.SetChannel(channel);
                const auto nodes =
                    MogTestScenario::CreateNodes({{0, 0, 0}, {9, 0, 0}, {0, 50, 0}, {9, 50, 0}});
                loss->SetLoss(nodes.Get(0)->GetObject<MobilityModel>(),
                              nodes.Get(1)->GetObject<MobilityModel>(),
                              80);
                mog.Install(nodes.Get(0), nodes.Get(1));
                Simulator::Schedule(MilliSeconds(150), MogCall, [&]() {
                    mog.Install(nodes.Get(2), nodes.Get(3));
                });
                run();
            },
            {"the loss from node 2, device 0", "to node 3, device 0", "before the link is added"});
        Refuses(
            [&]() {
                MogHelper mog;
                InstallTwo(mog);
                MogHelper other;
                InstallTwo(other);
                mog.GetManager()->RemoveLink(other.GetManager()->GetLink(0));
            },
            {"node 4, device 0", "none of this manager's"});
    }
};

/**
 * @ingroup mog-tests
 *
 * What happens to a manager while it runs, and after it has run: links change in the middle of a
 * decision, devices go, attributes change, the simulation ends.
 */
class MogLifeTestCase : public TestCase
{
  public:
    MogLifeTestCase()
        : TestCase("devices go, decisions are interrupted, simulations end")
    {
    }

  private:
    /**
     * Do something to a manager of two links that runs.
     * @param deed the deed, after 150 ms
     * @return what was said before it aborted; empty if it did not abort
     */
    static std::string Disturb(
        const std::function<void(Ptr<MogResourceManager>, const NetDeviceContainer&)>& deed)
    {
        return MogGetAbortMessage([&deed]() {
            MogHelper mog;
            const auto devices = InstallTwo(mog);
            const auto manager = mog.GetManager();
            Simulator::Schedule(MilliSeconds(150), MogCall, [&]() { deed(manager, devices); });
            Simulator::Stop(MilliSeconds(300));
            Simulator::Run();
            Simulator::Destroy();
        });
    }

    /**
     * Trace sink: take out the first link in the middle of a decision.
     * @param manager the manager
     * @param allocation ignored
     */
    static void RemoveFirst(MogResourceManager* manager, const MogAllocation& allocation)
    {
        manager->RemoveLink(manager->GetLink(0));
    }

    /**
     * Expect a message.
     * @param message the message
     * @param part what it contains
     */
    void Says(const std::string& message, const std::string& part)
    {
        NS_TEST_EXPECT_MSG_NE(message.find(part), std::string::npos, "said " << message);
    }

    void DoRun() override
    {
        using Manager = Ptr<MogResourceManager>;
        using Devices = const NetDeviceContainer&;
        Says(Disturb([](Manager manager, Devices) {
                 manager->TraceConnectWithoutContext(
                     "Allocation",
                     MakeBoundCallback(&RemoveFirst, PeekPointer(manager)));
             }),
             "ScheduleNow()");
        Says(Disturb([](Manager manager, Devices) {
                 manager->SetAttribute("Period", TimeValue(Time(0)));
             }),
             "at least 10 us");
        Says(Disturb([](Manager, Devices devices) { devices.Get(2)->Dispose(); }),
             "node 3, device 0 (ns3::MogNetDevice) was disposed of");
        Says(Disturb([](Manager manager, Devices) { manager->GetLink(1)->Dispose(); }),
             "RemoveLink() before");
        Says(Disturb([](Manager manager, Devices) { manager->AddLink(nullptr); }), "no link");
        Says(Disturb([](Manager manager, Devices) {
                 manager->Dispose();
                 manager->Start();
             }),
             "make another one");
        Says(Disturb([](Manager manager, Devices) {
                 MogLinkMonitor(manager, {}, Seconds(2), Seconds(2));
             }),
             "the window is from +2s to +2s");
        NS_TEST_EXPECT_MSG_EQ(Disturb([](Manager manager, Devices) {
                                  manager->GetLink(0)->Dispose();
                                  manager->Dispose();
                              }),
                              "",
                              "the manager goes after its link");

        Ptr<MogResourceManager> manager;
        {
            MogHelper mog;
            InstallTwo(mog);
            manager = mog.GetManager();
            Simulator::Stop(MilliSeconds(150));
            Simulator::Run();
            Simulator::Destroy();
        }
        NS_TEST_EXPECT_MSG_EQ(manager->GetReferenceCount(), 1, "no event keeps it");
    }
};

/**
 * @ingroup mog-tests
 *
 * The manager and its links.
 */
class MogManagerTestSuite : public TestSuite
{
  public:
    MogManagerTestSuite();
};

MogManagerTestSuite::MogManagerTestSuite()
    : TestSuite("mog-manager")
{
    AddTestCase(new MogRemoveLinkTestCase);
    AddTestCase(new MogIdleLinkTestCase(true));
    AddTestCase(new MogIdleLinkTestCase(false));
    AddTestCase(new MogRefusalTestCase);
    AddTestCase(new MogLifeTestCase);
}

static MogManagerTestSuite g_mogManagerTestSuite; //!< the suite
