/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-test-network.h"

#include "ns3/mog-ns3-compat.h"
#include "ns3/simulator.h"
#include "ns3/test.h"

#include <sstream>

using namespace ns3;

/**
 * @defgroup mog-tests Tests for mog
 * @ingroup mog
 * @ingroup tests
 */

/**
 * @ingroup mog-tests
 *
 * All links transmit in all slots at a share of their Shannon capacity, which is computed here in
 * closed form. Below capacity every PDU has to arrive, although all receivers hear all transmitters
 * start at the same instant; above capacity none.
 *
 * The shares are apart from 1 by more than the byte that the error model rounds off per PDU.
 */
class MogShannonTestCase : public TestCase
{
  public:
    /**
     * Constructor.
     * @param description which channel this is
     * @param gain gain[rx][tx], linear
     * @param share rate over capacity
     */
    MogShannonTestCase(const std::string& description,
                       const std::vector<std::vector<double>>& gain,
                       double share)
        : TestCase(Name(description, share)),
          m_gain(gain),
          m_share(share)
    {
    }

  private:
    /**
     * Name a case.
     * @param description which channel this is
     * @param share rate over capacity
     * @return the name
     */
    static std::string Name(const std::string& description, double share)
    {
        std::ostringstream name;
        name << description << " at " << share << " of capacity";
        return name.str();
    }

    void DoRun() override
    {
        const uint32_t slots = 20;
        MogTestNetwork network(m_gain);
        std::vector<double> power;
        for (std::size_t i = 0; i < m_gain.size(); i++)
        {
            power.push_back(10.0 / (1 + i % 3));
        }
        for (std::size_t i = 0; i < m_gain.size(); i++)
        {
            auto device = network.transmitters[i];
            const double capacity = network.GetCapacity(i, power);
            NS_TEST_ASSERT_MSG_GT(capacity, 100e3, "the case is about links above 100 kbit/s");
            device->SetTransmission(power[i], DataRate(static_cast<uint64_t>(m_share * capacity)));
            device->SetMtu(9000);
            for (uint32_t sent = 0; sent < (slots + 1) * device->GetPduSize(); sent += 9000)
            {
                device->Send(Create<Packet>(9000), device->GetBroadcast(), 0x800);
            }
        }
        Simulator::Stop(network.transmitters[0]->GetTti() * slots);
        Simulator::Run();
        for (std::size_t i = 0; i < m_gain.size(); i++)
        {
            auto receiver = network.receivers[i];
            const uint64_t lost = m_share < 1 ? 0 : slots;
            NS_TEST_EXPECT_MSG_EQ(receiver->GetLostPdus(), lost, "PDUs in error on link " << i);
            if (m_share >= 1)
            {
                NS_TEST_EXPECT_MSG_EQ(receiver->GetReceivedBytes(), 0, "bytes on link " << i);
                continue;
            }
            // The last bytes of a PDU may have no room for another segment's header.
            const double full = static_cast<double>(network.transmitters[i]->GetPduSize()) * slots;
            NS_TEST_EXPECT_MSG_EQ_TOL(static_cast<double>(receiver->GetReceivedBytes()),
                                      full,
                                      0.01 * full,
                                      "bytes on link " << i);
        }
        Simulator::Destroy();
    }

    std::vector<std::vector<double>> m_gain; //!< gain[rx][tx]
    double m_share;                          //!< rate over capacity
};

/**
 * @ingroup mog-tests
 *
 * The interference that a link's packets meet is the one of the closed form, to a fraction of a
 * percent: with the interferer silent the link carries the rate of a channel with noise alone, with
 * the interferer on the air the same rate gets nothing through, and it does again once the
 * interferer's power is back to zero.
 */
class MogInterferenceTestCase : public TestCase
{
  public:
    MogInterferenceTestCase()
        : TestCase("an interferer comes and goes")
    {
    }

  private:
    void DoRun() override
    {
        MogTestNetwork network({{1e-9, 1e-10}, {1e-10, 1e-9}});
        const auto alone = static_cast<uint64_t>(0.995 * network.GetCapacity(0, {1, 0}));
        auto device = network.transmitters[0];
        auto interferer = network.transmitters[1];
        auto receiver = network.receivers[0];
        const auto tti = device->GetTti();
        device->SetTransmission(1, DataRate(alone));
        for (int i = 0; i < 900; i++)
        {
            device->Send(Create<Packet>(1500), device->GetBroadcast(), 0x800);
            interferer->Send(Create<Packet>(1500), device->GetBroadcast(), 0x800);
        }
        // Set in the middle of a slot, power and rate hold from the next one on: slots 0 to 5 are
        // without interference, 6 to 10 with, 11 to 15 without again.
        Simulator::Schedule(tti * 5 + tti / 2,
                            &MogNetDevice::SetTransmission,
                            interferer,
                            0.01,
                            DataRate("1Mb/s"),
                            0);
        Simulator::Schedule(tti * 10 + tti / 2,
                            &MogNetDevice::SetTransmission,
                            interferer,
                            0,
                            DataRate("1Mb/s"),
                            0);
        std::vector<uint64_t> lost;
        for (int slot = 5; slot <= 15; slot += 5)
        {
            Simulator::Schedule(tti * (slot + 1), MogCall, [&lost, receiver]() {
                lost.push_back(receiver->GetLostPdus());
            });
        }
        Simulator::Stop(tti * 17);
        Simulator::Run();
        NS_TEST_ASSERT_MSG_EQ(lost.size(), 3, "three looks");
        NS_TEST_EXPECT_MSG_EQ(lost[0], 0, "no interference yet");
        NS_TEST_EXPECT_MSG_EQ(lost[1], 5, "interference");
        NS_TEST_EXPECT_MSG_EQ(lost[2], 5, "no interference any more");
        Simulator::Destroy();
    }
};

/**
 * @ingroup mog-tests
 *
 * Tests of MogPhy over MogNetDevice.
 */
class MogPhyTestSuite : public TestSuite
{
  public:
    MogPhyTestSuite();
};

MogPhyTestSuite::MogPhyTestSuite()
    : TestSuite("mog-phy")
{
    // Twelve links, every path within a few dB of the others: every receiver hears twelve packets.
    std::vector<std::vector<double>> dense(12, std::vector<double>(12));
    for (std::size_t i = 0; i < dense.size(); i++)
    {
        for (std::size_t j = 0; j < dense.size(); j++)
        {
            dense[i][j] = (i == j ? 4e-9 : 1e-9) * (1 + (7 * i + 3 * j) % 5);
        }
    }
    for (double share : {0.95, 1.05})
    {
        AddTestCase(new MogShannonTestCase("one link", {{1e-10}}, share));
        AddTestCase(new MogShannonTestCase("two links", {{1e-8, 1e-10}, {3e-9, 1e-9}}, share));
        AddTestCase(new MogShannonTestCase("a weak link and a strong one",
                                           {{1e-11, 1e-9}, {1e-16, 1e-6}},
                                           share));
        AddTestCase(new MogShannonTestCase("twelve links", dense, share));
    }
    AddTestCase(new MogInterferenceTestCase);
}

static MogPhyTestSuite g_mogPhyTestSuite; //!< the suite
