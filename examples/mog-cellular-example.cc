/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

/**
 * @file
 * @ingroup mog-examples
 *
 * Cellular users send to one base station on fewer resource blocks (RBs) than there are users:
 * those on the same RB interfere with each other. Every period the allocator decides on everybody's
 * RB and power, and UDP/IPv4 packets use what that leaves. One row per allocator tells what the
 * packets achieved beside what Shannon allows for the same allocation.
 *
 * --RngRun=N drops the users elsewhere (see MogUplinkLayout).
 */

#include "mog-example.h"

#include "ns3/mobility-helper.h"
#include "ns3/mog-uplink-layout.h"
#include "ns3/position-allocator.h"

using namespace ns3;

/**
 * @ingroup mog-examples
 *
 * Users of one cell.
 */
class MogCellularExample : public MogExample
{
  public:
    MogCellularExample()
        : MogExample("mog-cellular-example",
                     {{"neural", "ns3::MogNeuralAllocator[Refine=10]"},
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
        cmd.AddValue("users", "number of users", m_users);
        cmd.AddValue("rbs", "number of resource blocks, 2 MHz each", m_rbs);
        cmd.AddValue("radius", "radius of the cell, m", m_radius);
        cmd.AddValue("fading", "whether every resource block fades on its own", m_fading);
    }

    void Prepare() override
    {
        Require(m_users >= 1 && m_users <= 1000,
                "--users=" + std::to_string(m_users) + ": give a number from 1 to 1000");
        Require(m_rbs >= 2 && m_rbs <= 64,
                "--rbs=" + std::to_string(m_rbs) + ": give a number from 2 to 64");
        const auto reason = m_layout.Drop(m_users, m_radius);
        Require(reason.empty(), reason);
    }

    std::string GetDefaultModel() const override
    {
        return FindRbPolicy("uplink-mpgnn", m_rbs);
    }

    uint32_t GetNLinks() const override
    {
        return m_users;
    }

    uint32_t GetNRbs() const override
    {
        return m_rbs;
    }

    std::string GetObjection(const Allocator& allocator) const override
    {
        return CheckExact(allocator, GetNLinks());
    }

    void Describe(MogExampleScenario& scenario) const override
    {
        std::ostringstream title;
        title << m_users << " users, " << m_rbs << (m_fading ? " fading" : " flat")
              << " RBs, radius " << m_radius << " m";
        scenario.title = title.str();
        scenario.parameters = {{"users", m_users},
                               {"rbs", m_rbs},
                               {"radius_m", m_radius},
                               {"fading", m_fading}};
    }

    NetDeviceContainer Install(MogHelper& mog) override
    {
        NodeContainer users(m_users);
        Ptr<Node> baseStation = CreateObject<Node>();
        auto positions = CreateObject<ListPositionAllocator>();
        for (const auto& position : m_layout.GetUsers())
        {
            positions->Add(position);
        }
        positions->Add(m_layout.GetBaseStation());
        MobilityHelper mobility;
        mobility.SetPositionAllocator(positions);
        mobility.Install(users);
        mobility.Install(baseStation);

        mog.SetBand(2.4e9, RB_BANDWIDTH * m_rbs, m_rbs);
        // Signals of a slot end in it, wherever in the cell they come from.
        mog.SetDeviceAttribute("Guard", TimeValue(MicroSeconds(10)));
        mog.SetControlAttribute("MaxPower", DoubleValue(23));
        if (m_fading)
        {
            mog.SetRbFading();
        }
        return mog.InstallUplink(users, baseStation);
    }

    static constexpr double RB_BANDWIDTH = 2e6; //!< width of a resource block in Hz

    int32_t m_users{6};       //!< number of users
    int32_t m_rbs{3};         //!< number of resource blocks
    double m_radius{500};     //!< radius of the cell in m
    bool m_fading{true};      //!< whether RBs fade on their own
    MogUplinkLayout m_layout; //!< where the users are
};

int
main(int argc, char* argv[])
{
    return MogCellularExample().Main(argc, argv);
}
