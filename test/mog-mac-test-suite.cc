/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-test-network.h"

#include "ns3/drop-tail-queue.h"
#include "ns3/mog-ns3-compat.h"
#include "ns3/mog-segmentation.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"
#include "ns3/test.h"
#include "ns3/uinteger.h"

#include <numeric>
#include <set>
#include <string>

using namespace ns3;

namespace
{

/**
 * Make a packet whose bytes say which packet it is and where they belong.
 * @param size bytes
 * @param seed which packet
 * @return the packet
 */
Ptr<Packet>
CreatePacket(uint32_t size, uint32_t seed)
{
    std::vector<uint8_t> bytes(size);
    for (uint32_t i = 0; i < size; i++)
    {
        bytes[i] = static_cast<uint8_t>(17 * seed + i);
    }
    return Create<Packet>(bytes.data(), size);
}

/**
 * Get the bytes of a packet.
 * @param packet the packet
 * @return its bytes
 */
std::string
GetBytes(Ptr<const Packet> packet)
{
    std::string bytes(packet->GetSize(), '\0');
    packet->CopyData(reinterpret_cast<uint8_t*>(&bytes[0]), packet->GetSize());
    return bytes;
}

} // namespace

/**
 * @ingroup mog-tests
 *
 * Packets of several sizes pass through PDUs of one size. Every PDU but the last is full to a few
 * bytes, the packets come out as they went in, and those that lose a part are missing, no others.
 */
class MogSegmentationTestCase : public TestCase
{
  public:
    /**
     * Constructor.
     * @param pduSize bytes in a PDU
     * @param lost sequence numbers of PDUs that get lost
     */
    MogSegmentationTestCase(uint32_t pduSize, const std::set<uint16_t>& lost)
        : TestCase("PDUs of " + std::to_string(pduSize) + " bytes, " + std::to_string(lost.size()) +
                   " lost"),
          m_pduSize(pduSize),
          m_lost(lost)
    {
    }

  private:
    void DoRun() override
    {
        const std::vector<uint32_t> sizes = {1, 40, 1500, 2, 700, 9000, 1, 1, 64, 3000};
        MogSegmenter segmenter;
        auto queue = CreateObject<DropTailQueue<Packet>>();
        segmenter.SetQueue(queue);
        for (uint32_t i = 0; i < sizes.size(); i++)
        {
            segmenter.Enqueue(CreatePacket(sizes[i], i));
        }

        // The bytes of a packet on the air follow each other, headers aside, so each PDU covers a
        // range of the concatenated packets.
        uint32_t begin = 0;
        std::vector<bool> damaged(sizes.size(), false);
        std::vector<Ptr<Packet>> received;
        MogReassembler reassembler;
        uint16_t sequence = 0;
        while (auto pdu = segmenter.BuildPdu(m_pduSize))
        {
            NS_TEST_ASSERT_MSG_LT_OR_EQ(pdu->GetSize(), m_pduSize, "PDU too long");
            const uint32_t left = segmenter.GetBacklog();
            NS_TEST_EXPECT_MSG_EQ((left == 0 || pdu->GetSize() + 3 >= m_pduSize),
                                  true,
                                  "a PDU is not full although packets wait");
            const uint32_t total = std::accumulate(sizes.begin(), sizes.end(), 0U);
            const uint32_t end = total - left;
            if (m_lost.count(sequence) != 0)
            {
                for (uint32_t i = 0, start = 0; i < sizes.size(); start += sizes[i++])
                {
                    damaged[i] = damaged[i] || (start < end && start + sizes[i] > begin);
                }
            }
            else
            {
                for (const auto& packet : reassembler.Receive(pdu))
                {
                    received.push_back(packet);
                }
            }
            begin = end;
            sequence++;
        }

        std::size_t next = 0;
        for (uint32_t i = 0; i < sizes.size(); i++)
        {
            if (damaged[i])
            {
                continue;
            }
            NS_TEST_ASSERT_MSG_LT(next, received.size(), "packet " << i << " is missing");
            NS_TEST_EXPECT_MSG_EQ((GetBytes(received[next]) == GetBytes(CreatePacket(sizes[i], i))),
                                  true,
                                  "packet " << i << " has changed");
            next++;
        }
        NS_TEST_EXPECT_MSG_EQ(next,
                              received.size(),
                              "packets that nobody sent or that lost a part");
    }

    uint32_t m_pduSize;        //!< bytes in a PDU
    std::set<uint16_t> m_lost; //!< sequence numbers of PDUs that get lost
};

/**
 * @ingroup mog-tests
 *
 * A device with its slots: PDUs leave at slot starts only, none while the link is silent, packets
 * come out in order with their protocol number and addresses, and nothing else than the peer's is
 * accepted.
 */
class MogSlotTestCase : public TestCase
{
  public:
    MogSlotTestCase()
        : TestCase("slots, silence and delivery")
    {
    }

  private:
    void DoRun() override
    {
        MogTestNetwork network(std::vector<std::vector<double>>{{1e-9}});
        auto device = network.transmitters[0];
        auto receiver = network.receivers[0];
        device->SetAttribute("Tti", TimeValue(MilliSeconds(2)));
        device->TraceConnectWithoutContext("PhyTx", MakeCallback(&MogSlotTestCase::PhyTx, this));
        device->TraceConnectWithoutContext("MacTxDrop", MakeCallback(&MogSlotTestCase::Drop, this));
        receiver->SetReceiveCallback(MakeCallback(&MogSlotTestCase::Receive, this));
        receiver->TraceConnectWithoutContext("MacRx", MakeCallback(&MogSlotTestCase::MacRx, this));
        receiver->SetPromiscReceiveCallback(MakeCallback(&MogSlotTestCase::PromiscReceive, this));
        device->TraceConnectWithoutContext("MacTx", MakeCallback(&MogSlotTestCase::MacTx, this));

        NS_TEST_EXPECT_MSG_EQ(device->NeedsArp(), false, "every packet goes to the peer");
        NS_TEST_EXPECT_MSG_EQ(device->IsLinkUp(), true, "there is a peer");
        m_source = device->GetAddress();
        const auto peer = receiver->GetAddress();
        const auto stranger = Mac48Address("00:00:00:00:12:34");

        // 250 bytes per slot less the guard's: 4 slots for a kilobyte, plus headers.
        auto send = [device](const Address& to, uint32_t seed) {
            device->Send(CreatePacket(996, seed), to, 0x86dd);
        };
        send(peer, 0); // before there is power, so it waits
        Simulator::Schedule(MicroSeconds(4100),
                            &MogNetDevice::SetTransmission,
                            device,
                            1,
                            DataRate("1Mb/s"),
                            0);
        // Silent again in the middle of the last packet, which is delivered after the pause.
        Simulator::Schedule(MicroSeconds(6000), MogCall, [&]() {
            send(device->GetBroadcast(), 1);
            send(stranger, 2);
            send(peer, 3);
        });
        // Set at the very start of a slot, that holds in this slot, also if the event was scheduled
        // after the one with which the slot begins.
        Simulator::Schedule(MicroSeconds(25000), MogCall, [device]() {
            Simulator::Schedule(MicroSeconds(1000),
                                &MogNetDevice::SetTransmission,
                                device,
                                1,
                                DataRate("10kb/s"),
                                0);
        });
        Simulator::Schedule(MicroSeconds(40000),
                            &MogNetDevice::SetTransmission,
                            device,
                            1,
                            DataRate("1Mb/s"),
                            0);
        Simulator::Stop(MilliSeconds(60));
        Simulator::Run();

        NS_TEST_EXPECT_MSG_EQ(m_drops, 1, "the packet to a stranger");
        NS_TEST_EXPECT_MSG_EQ(m_macTx, 4, "all packets of the upper layer");
        NS_TEST_EXPECT_MSG_EQ(m_promisc, 3, "what the promiscuous upper layer got");
        NS_TEST_EXPECT_MSG_EQ(device->Send(Create<Packet>(1501), peer, 0x800), false, "over MTU");
        NS_TEST_EXPECT_MSG_EQ(receiver->Send(Create<Packet>(10), m_source, 0x800),
                              false,
                              "the receiving end cannot send");
        NS_TEST_EXPECT_MSG_EQ(m_macRx, 3, "MacRx");
        NS_TEST_ASSERT_MSG_EQ(m_received.size(), 3, "packets to the peer");
        NS_TEST_EXPECT_MSG_EQ((m_received[0] == GetBytes(CreatePacket(996, 0))), true, "first");
        NS_TEST_EXPECT_MSG_EQ((m_received[1] == GetBytes(CreatePacket(996, 1))), true, "second");
        NS_TEST_EXPECT_MSG_EQ((m_received[2] == GetBytes(CreatePacket(996, 3))), true, "third");
        NS_TEST_ASSERT_MSG_EQ(m_slots.empty(), false, "PDUs were sent");
        NS_TEST_EXPECT_MSG_EQ(m_slots.front(), MilliSeconds(6), "first slot with power");
        for (const auto& slot : m_slots)
        {
            NS_TEST_EXPECT_MSG_EQ(slot % MilliSeconds(2), Seconds(0), "not a slot's start");
            NS_TEST_EXPECT_MSG_EQ((slot >= MilliSeconds(26) && slot < MilliSeconds(40)),
                                  false,
                                  "10 kbit/s are 2.5 bytes per slot, so the link is silent");
        }
        Simulator::Destroy();
    }

    /**
     * Trace sink.
     * @param pdu a PDU leaves
     */
    void PhyTx(Ptr<const Packet> pdu)
    {
        m_slots.push_back(Simulator::Now());
    }

    /**
     * Trace sink.
     * @param packet a packet was refused
     */
    void Drop(Ptr<const Packet> packet)
    {
        m_drops++;
    }

    /**
     * Trace sink.
     * @param packet a packet is complete
     */
    void MacRx(Ptr<const Packet> packet)
    {
        m_macRx++;
    }

    /**
     * Trace sink.
     * @param packet a packet came from the upper layer
     */
    void MacTx(Ptr<const Packet> packet)
    {
        m_macTx++;
    }

    /**
     * Promiscuous upper layer.
     * @param device the receiving device
     * @param packet the packet
     * @param protocol its protocol number
     * @param from its sender
     * @param to its destination
     * @param type its kind of destination
     * @return true
     */
    bool PromiscReceive(Ptr<NetDevice> device,
                        Ptr<const Packet> packet,
                        uint16_t protocol,
                        const Address& from,
                        const Address& to,
                        NetDevice::PacketType type)
    {
        NS_TEST_EXPECT_MSG_EQ(from, m_source, "source address");
        NS_TEST_EXPECT_MSG_EQ(to, device->GetAddress(), "destination address");
        m_promisc++;
        return true;
    }

    /**
     * Upper layer.
     * @param device the receiving device
     * @param packet the packet
     * @param protocol its protocol number
     * @param from its sender
     * @return true
     */
    bool Receive(Ptr<NetDevice> device,
                 Ptr<const Packet> packet,
                 uint16_t protocol,
                 const Address& from)
    {
        NS_TEST_EXPECT_MSG_EQ(protocol, 0x86dd, "protocol number");
        NS_TEST_EXPECT_MSG_EQ(from, m_source, "source address");
        m_received.push_back(GetBytes(packet));
        return true;
    }

    Address m_source;                    //!< address of the transmitter
    std::vector<Time> m_slots;           //!< when PDUs left
    std::vector<std::string> m_received; //!< bytes of the packets received
    uint32_t m_drops{0};                 //!< packets refused
    uint32_t m_macRx{0};                 //!< packets complete
    uint32_t m_macTx{0};                 //!< packets of the upper layer
    uint32_t m_promisc{0};               //!< packets the promiscuous upper layer got
};

/**
 * @ingroup mog-tests
 *
 * A full queue refuses packets, and what it holds gets through; an overflow does not stall the
 * link.
 */
class MogQueueTestCase : public TestCase
{
  public:
    MogQueueTestCase()
        : TestCase("queue overflow")
    {
    }

  private:
    void DoRun() override
    {
        MogTestNetwork network(std::vector<std::vector<double>>{{1e-9}});
        auto device = network.transmitters[0];
        auto queue = CreateObject<DropTailQueue<Packet>>();
        queue->SetMaxSize(QueueSize("5p"));
        device->SetAttribute("TxQueue", PointerValue(queue));
        device->SetTransmission(1, DataRate("1Mb/s")); // 1249 bytes per slot
        network.receivers[0]->TraceConnectWithoutContext(
            "MacRx",
            MakeCallback(&MogQueueTestCase::MacRx, this));
        auto burst = [device]() {
            uint32_t accepted = 0;
            for (int i = 0; i < 20; i++)
            {
                accepted += device->Send(Create<Packet>(1000), device->GetBroadcast(), 0x800);
            }
            return accepted;
        };
        NS_TEST_EXPECT_MSG_EQ(burst(), 5, "the queue holds five packets");
        Simulator::Schedule(Seconds(1), MogCall, burst);
        Simulator::Stop(Seconds(2));
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(m_packets, 10, "five packets per burst");
        NS_TEST_EXPECT_MSG_EQ(device->GetBacklog(), 0, "all sent");
        Simulator::Destroy();
    }

    /**
     * Trace sink.
     * @param packet a packet is complete
     */
    void MacRx(Ptr<const Packet> packet)
    {
        m_packets++;
    }

    uint32_t m_packets{0}; //!< packets complete
};

/**
 * @ingroup mog-tests
 *
 * Tests of MogNetDevice and its segmentation.
 */
class MogMacTestSuite : public TestSuite
{
  public:
    MogMacTestSuite();
};

MogMacTestSuite::MogMacTestSuite()
    : TestSuite("mog-mac")
{
    for (uint32_t pduSize : {6, 32, 100, 1505, 1506, 4000, 70000})
    {
        AddTestCase(new MogSegmentationTestCase(pduSize, {}));
    }
    AddTestCase(new MogSegmentationTestCase(100, {0}));
    AddTestCase(new MogSegmentationTestCase(100, {3, 4, 100}));
    AddTestCase(new MogSegmentationTestCase(1000, {1}));
    AddTestCase(new MogSegmentationTestCase(1000, {2, 5, 9}));
    AddTestCase(new MogSlotTestCase);
    AddTestCase(new MogQueueTestCase);
}

static MogMacTestSuite g_mogMacTestSuite; //!< the suite
