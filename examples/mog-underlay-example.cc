/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

/**
 * @file
 * @ingroup mog-examples
 *
 * Device-to-device (D2D) pairs in the cell of cellular users: all share the cell's resource blocks
 * (RBs), and one manager decides for both. One row per allocator tells what the packets of both
 * groups achieved beside what Shannon allows for the same allocation.
 *
 * --RngRun=N drops users and pairs elsewhere (see MogUplinkLayout and MogD2dLayout).
 */

#include "mog-example.h"

#include "ns3/mobility-helper.h"
#include "ns3/mog-d2d-layout.h"
#include "ns3/mog-uplink-layout.h"
#include "ns3/position-allocator.h"

using namespace ns3;

/**
 * @ingroup mog-examples
 *
 * Users of one cell and pairs among them.
 */
class MogUnderlayExample : public MogExample
{
  public:
    MogUnderlayExample()
        : MogExample("mog-underlay-example",
                     {{"neural", "ns3::MogNeuralAllocator[Refine=3]"},
                      {"network", "ns3::MogNeuralAllocator[Refine=0]"},
                      {"exact", "ns3::MogRbAllocator[Solver=rb-optimum]"},
                      {"local-search", "ns3::MogRbAllocator[Solver=rb-local-search]"},
                      {"round-robin", "ns3::MogRoundRobinAllocator"},
                      {"random", "ns3::MogRbAllocator[Solver=rb-random]"}})
    {
    }

  private:
    void AddOptions(CommandLine& cmd) override
    {
        cmd.AddValue("users", "number of cellular users", m_users);
        cmd.AddValue("pairs", "number of D2D pairs", m_pairs);
        cmd.AddValue("rbs", "number of resource blocks, 2 MHz each", m_rbs);
        cmd.AddValue("radius",
                     "radius of the cell, and half the side of the pairs' square, m",
                     m_radius);
        cmd.AddValue("fading", "whether every resource block fades on its own", m_fading);
    }

    void Prepare() override
    {
        Require(m_users >= 1 && m_users <= 1000,
                "--users=" + std::to_string(m_users) + ": give a number from 1 to 1000");
        Require(m_pairs >= 1 && m_pairs <= 1000,
                "--pairs=" + std::to_string(m_pairs) + ": give a number from 1 to 1000");
        Require(m_rbs >= 2 && m_rbs <= 64,
                "--rbs=" + std::to_string(m_rbs) + ": give a number from 2 to 64");
        const auto reason = m_cell.Drop(m_users, m_radius, {m_radius, m_radius, 0});
        Require(reason.empty(), reason);
        const auto pairReason = m_d2d.Drop(m_pairs, 2 * m_radius);
        Require(pairReason.empty(), pairReason);
    }

    std::string GetDefaultModel() const override
    {
        return FindRbPolicy("underlay-mpgnn", m_rbs);
    }

    uint32_t GetNLinks() const override
    {
        return m_users + m_pairs;
    }

    uint32_t GetNRbs() const override
    {
        return m_rbs;
    }

    std::string GetGroup(uint32_t link) const override
    {
        return link < static_cast<uint32_t>(m_users) ? "cellular" : "d2d";
    }

    std::string GetObjection(const Allocator& allocator) const override
    {
        return CheckExact(allocator, GetNLinks());
    }

    void Describe(MogExampleScenario& scenario) const override
    {
        std::ostringstream title;
        title << m_users << " users and " << m_pairs << " D2D pairs, " << m_rbs
              << (m_fading ? " fading" : " flat") << " RBs, radius " << m_radius << " m";
        scenario.title = title.str();
        scenario.parameters = {{"users", m_users},
                               {"pairs", m_pairs},
                               {"rbs", m_rbs},
                               {"radius_m", m_radius},
                               {"fading", m_fading}};
    }

    /**
     * Make nodes.
     * @param positions where they are
     * @return the nodes
     */
    static NodeContainer CreateNodes(const std::vector<Vector>& positions)
    {
        auto allocator = CreateObject<ListPositionAllocator>();
        for (const auto& position : positions)
        {
            allocator->Add(position);
        }
        NodeContainer nodes(positions.size());
        MobilityHelper mobility;
        mobility.SetPositionAllocator(allocator);
        mobility.Install(nodes);
        return nodes;
    }

    NetDeviceContainer Install(MogHelper& mog) override
    {
        mog.SetBand(2.4e9, RB_BANDWIDTH * m_rbs, m_rbs);
        // Signals of a slot end in it, wherever in the cell they come from.
        mog.SetDeviceAttribute("Guard", TimeValue(MicroSeconds(10)));
        if (m_fading)
        {
            mog.SetRbFading();
        }
        mog.SetControlAttribute("MaxPower", DoubleValue(23));
        auto devices = mog.InstallUplink(CreateNodes(m_cell.GetUsers()),
                                         CreateNodes({m_cell.GetBaseStation()}).Get(0));
        mog.SetControlAttribute("MaxPower", DoubleValue(10));
        devices.Add(
            mog.Install(CreateNodes(m_d2d.GetTransmitters()), CreateNodes(m_d2d.GetReceivers())));
        return devices;
    }

    static constexpr double RB_BANDWIDTH = 2e6; //!< width of a resource block in Hz

    int32_t m_users{4};     //!< number of users
    int32_t m_pairs{6};     //!< number of pairs
    int32_t m_rbs{3};       //!< number of resource blocks
    double m_radius{500};   //!< radius of the cell in m
    bool m_fading{true};    //!< whether RBs fade on their own
    MogUplinkLayout m_cell; //!< where users and base station are
    MogD2dLayout m_d2d;     //!< where the pairs are
};

int
main(int argc, char* argv[])
{
    return MogUnderlayExample().Main(argc, argv);
}
