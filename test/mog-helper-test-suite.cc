/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-test-scenario.h"

#include "ns3/flow-monitor-helper.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv6-address-helper.h"
#include "ns3/mog-net-device.h"
#include "ns3/mog-saturated-source.h"
#include "ns3/packet-sink-helper.h"
#include "ns3/packet-sink.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"
#include "ns3/test.h"
#include "ns3/uinteger.h"

using namespace ns3;

/**
 * @ingroup mog-tests
 *
 * Two links between the same two nodes make a two-way connection with IPv4 or IPv6 above it, and
 * FlowMonitor sees every packet arrive.
 */
class MogFlowMonitorTestCase : public TestCase
{
  public:
    /**
     * Constructor.
     * @param ipv6 whether packets are those of IPv6
     */
    explicit MogFlowMonitorTestCase(bool ipv6)
        : TestCase(std::string("two ways and FlowMonitor, IPv") + (ipv6 ? "6" : "4")),
          m_ipv6(ipv6)
    {
    }

  private:
    void DoRun() override
    {
        const auto nodes = MogTestScenario::CreateNodes({{0, 0, 0}, {30, 0, 0}});
        MogHelper mog;
        mog.SetAllocator(CreateObject<MogFullPowerAllocator>());
        const auto devices = mog.Install(nodes, NodeContainer(nodes.Get(1), nodes.Get(0)));
        const auto sinks = MogTrafficHelper::Install(devices, m_ipv6);
        MogLinkMonitor monitor(mog.GetManager(), sinks, MilliSeconds(100), MilliSeconds(500));
        m_decisionSeconds = 0;
        mog.GetManager()->TraceConnectWithoutContext(
            "DecisionTime",
            MakeCallback(&MogFlowMonitorTestCase::NotifyDecisionTime, this));
        FlowMonitorHelper helper;
        auto flows = helper.InstallAll();
        Simulator::Stop(MilliSeconds(500));
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ_TOL(monitor.GetStatistics().jain, 1, 1e-3, "both ways are alike");
        NS_TEST_ASSERT_MSG_EQ(flows->GetFlowStats().size(), 2, "a flow each way");
        for (const auto& flow : flows->GetFlowStats())
        {
            const auto& stats = flow.second;
            NS_TEST_EXPECT_MSG_GT(stats.rxPackets, 1000, "packets received");
            // What is not received yet waits: a slot's worth and what is on the air.
            NS_TEST_EXPECT_MSG_LT(stats.txPackets - stats.rxPackets, 150, "packets under way");
            NS_TEST_EXPECT_MSG_LT(stats.delaySum / stats.rxPackets, MilliSeconds(30), "delay");
        }
        NS_TEST_EXPECT_MSG_EQ(mog.GetManager()->GetStatistics().GetDecisions(),
                              5,
                              "one per 100 ms");
        NS_TEST_EXPECT_MSG_GT(mog.GetManager()->GetStatistics().GetTotalSeconds(),
                              mog.GetManager()->GetStatistics().GetDecisionSeconds(),
                              "deciding is part of it");
        NS_TEST_EXPECT_MSG_EQ(mog.GetManager()->GetStatistics().GetDecisionSeconds(),
                              m_decisionSeconds,
                              "the times traced");
        Simulator::Destroy();
    }

    /**
     * Trace sink.
     * @param seconds how long a decision took
     */
    void NotifyDecisionTime(double seconds)
    {
        NS_TEST_EXPECT_MSG_GT(seconds, 0, "no decision takes no time");
        m_decisionSeconds += seconds;
    }

    bool m_ipv6;                 //!< whether packets are those of IPv6
    double m_decisionSeconds{0}; //!< how long decisions took
};

/**
 * @ingroup mog-tests
 *
 * IPv6 above a link. It needs nothing of the way back, not even to find out that its addresses are
 * its own.
 */
class MogIpv6TestCase : public TestCase
{
  public:
    MogIpv6TestCase()
        : TestCase("IPv6")
    {
    }

  private:
    void DoRun() override
    {
        const auto nodes = MogTestScenario::CreateNodes({{0, 0, 0}, {30, 0, 0}});
        MogHelper mog;
        const auto devices = mog.Install(nodes.Get(0), nodes.Get(1));
        NS_TEST_EXPECT_MSG_EQ(mog.GetChannel(), devices.Get(0)->GetChannel(), "the channel");
        InternetStackHelper internet;
        internet.Install(nodes);
        Ipv6AddressHelper addresses;
        addresses.SetBase("2001:db8::", Ipv6Prefix(64));
        const auto interfaces = addresses.Assign(devices);
        const uint16_t port = 9;
        PacketSinkHelper sinkHelper("ns3::UdpSocketFactory",
                                    Inet6SocketAddress(Ipv6Address::GetAny(), port));
        const auto sink = DynamicCast<PacketSink>(sinkHelper.Install(nodes.Get(1)).Get(0));
        auto source = CreateObject<MogSaturatedSource>();
        source->SetAttribute("Remote",
                             AddressValue(Inet6SocketAddress(interfaces.GetAddress(1, 1), port)));
        source->SetAttribute("PacketSize", UintegerValue(1452));
        source->SetAttribute("Device", PointerValue(devices.Get(0)));
        nodes.Get(0)->AddApplication(source);
        // Duplicate address detection takes a second; stopped at three, the source leaves a
        // backlog.
        source->SetStartTime(Seconds(2));
        source->SetStopTime(Seconds(3));
        Simulator::Stop(Seconds(4));
        Simulator::Run();
        const auto receiver = DynamicCast<MogNetDevice>(devices.Get(1));
        const double received = receiver->GetReceivedBytes();
        NS_TEST_EXPECT_MSG_GT(received, 5e6, "bytes in a second");
        NS_TEST_EXPECT_MSG_EQ_TOL(sink->GetTotalRx() / received, 1452.0 / 1505, 0.005, "payload");
        Simulator::Destroy();
    }
};

/**
 * @ingroup mog-tests
 *
 * An allocator of a user's own: one subclass, found by its name.
 */
class MogTestAllocator : public MogAllocator
{
  public:
    /**
     * Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId()
    {
        static TypeId tid = TypeId("ns3::MogTestAllocator")
                                .SetParent<MogAllocator>()
                                .AddConstructor<MogTestAllocator>();
        return tid;
    }

    MogAllocation Allocate(const MogNetworkState& state) override
    {
        MogAllocation allocation{std::vector<double>(state.links, 0)};
        allocation.power[m_next++ % state.links] = 1;
        return allocation;
    }

  private:
    uint32_t m_next{0}; //!< whose turn it is
};

NS_OBJECT_ENSURE_REGISTERED(MogTestAllocator);

/**
 * @ingroup mog-tests
 *
 * Links that take turns: a link has all the time its queue full, so it uses its period from the
 * first slot to the last, and is silent in the others. Stopping the manager leaves things as they
 * are.
 */
class MogTurnsTestCase : public TestCase
{
  public:
    MogTurnsTestCase()
        : TestCase("own allocator, links that take turns")
    {
    }

  private:
    void DoRun() override
    {
        m_slots.clear();
        const auto transmitters = MogTestScenario::CreateNodes({{0, 0, 0}, {0, 50, 0}});
        const auto receivers = MogTestScenario::CreateNodes({{20, 0, 0}, {20, 50, 0}});
        MogHelper mog;
        mog.SetAllocator("ns3::MogTestAllocator");
        mog.SetEstimator("ns3::MogIdealChannelEstimator");
        mog.SetBand(5.9e9, 10e6);
        mog.SetDeviceAttribute("Mtu", UintegerValue(3000));
        const auto devices = mog.Install(transmitters, receivers);
        MogTrafficHelper::Install(devices);
        for (uint32_t link = 0; link < 2; link++)
        {
            devices.Get(2 * link + 1)
                ->TraceConnectWithoutContext(
                    "PhyRx",
                    MakeCallback(&MogTurnsTestCase::NotifyPdu, this).Bind(link));
        }
        Simulator::Schedule(MilliSeconds(350), &MogResourceManager::Stop, mog.GetManager());
        Simulator::Stop(MilliSeconds(600));
        Simulator::Run();
        std::vector<uint32_t> expected;
        for (uint32_t slot = 0; slot < 60; slot++)
        {
            expected.push_back(slot < 30 ? slot / 10 % 2 : 1);
        }
        NS_TEST_EXPECT_MSG_EQ((m_slots == expected), true, "who transmitted in which slot");
        NS_TEST_EXPECT_MSG_EQ(mog.GetManager()->GetStatistics().GetDecisions(), 4, "stopped");
        Simulator::Destroy();
    }

    /**
     * Trace sink.
     * @param link index of the link
     * @param pdu a PDU it received
     */
    void NotifyPdu(uint32_t link, Ptr<const Packet> pdu)
    {
        m_slots.push_back(link);
    }

    std::vector<uint32_t> m_slots; //!< link that used each slot
};

/**
 * @ingroup mog-tests
 *
 * Tests of MogHelper and what it is told.
 */
class MogHelperTestSuite : public TestSuite
{
  public:
    MogHelperTestSuite();
};

MogHelperTestSuite::MogHelperTestSuite()
    : TestSuite("mog-helper")
{
    AddTestCase(new MogFlowMonitorTestCase(false));
    AddTestCase(new MogFlowMonitorTestCase(true));
    AddTestCase(new MogIpv6TestCase);
    AddTestCase(new MogTurnsTestCase);
}

static MogHelperTestSuite g_mogHelperTestSuite; //!< the suite
