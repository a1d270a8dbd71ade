/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_CELL_EXAMPLE_H
#define MOG_CELL_EXAMPLE_H

#include "mog-example.h"

#include "ns3/mobility-helper.h"
#include "ns3/mog-uplink-layout.h"
#include "ns3/position-allocator.h"

/**
 * @ingroup mog-examples
 *
 * What the examples with a cell share: users of one base station on resource blocks (RBs), and the
 * allocators that decide on RBs.
 */
class MogCellExample : public MogExample
{
  protected:
    /**
     * Constructor.
     * @param name name of the example
     * @param policy beginning of the name of the policies that are shipped for it
     * @param users number of users unless an option says otherwise
     */
    MogCellExample(const std::string& name, const std::string& policy, int32_t users)
        : MogExample(name,
                     {{"neural", "ns3::MogNeuralAllocator[Refine=10]"},
                      {"network", "ns3::MogNeuralAllocator[Refine=0]"},
                      {"exact", "ns3::MogRbAllocator[Solver=rb-optimum]"},
                      {"local-search", "ns3::MogRbAllocator[Solver=rb-local-search]"},
                      {"round-robin", "ns3::MogRoundRobinAllocator"},
                      {"random", "ns3::MogRbAllocator[Solver=rb-random]"}}),
          m_users(users),
          m_policy(policy)
    {
    }

    void AddOptions(ns3::CommandLine& cmd) override
    {
        cmd.AddValue("users", "number of cellular users", m_users);
        cmd.AddValue("rbs", "number of resource blocks, 2 MHz each", m_rbs);
        cmd.AddValue("radius", "radius of the cell, m", m_radius);
        cmd.AddValue("fading", "whether every resource block fades on its own", m_fading);
    }

    void Prepare() override
    {
        MogRequire(m_users >= 1 && m_users <= 1000,
                   "--users=" + std::to_string(m_users) + ": give a number from 1 to 1000");
        MogRequire(m_rbs >= 2 && m_rbs <= 64,
                   "--rbs=" + std::to_string(m_rbs) + ": give a number from 2 to 64");
        const auto reason = m_cell.Drop(m_users, m_radius, {m_radius, m_radius, 0});
        MogRequire(reason.empty(), reason);
    }

    std::string GetDefaultModel() const override
    {
        const auto rbs = std::to_string(m_rbs);
        const std::string file = MOG_DATA_DIR "/" + m_policy + "-n" + rbs + ".safetensors";
        MogRequire(
            std::filesystem::exists(file),
            "--rbs=" + rbs +
                ": no policy is shipped for so many, there is one for 3; train one with `mog "
                "generate --set scenario.n_rb=" +
                rbs +
                "`, `mog label` and `mog train --preset rb-pcgnn-mog-pg-fixed` and pass it "
                "with --model=FILE, or take another --allocator");
        return file;
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
        return allocator.name == "exact" && GetNLinks() > 16
                   ? "takes up to 16 links, and there are " + std::to_string(GetNLinks())
                   : "";
    }

    /**
     * Tell what the cell is.
     * @return number and kind of its RBs, and its size
     */
    std::string DescribeCell() const
    {
        std::ostringstream text;
        text << m_rbs << (m_fading ? " fading" : " flat") << " RBs, radius " << m_radius << " m";
        return text.str();
    }

    /**
     * Make nodes.
     * @param positions where they are
     * @return the nodes
     */
    static ns3::NodeContainer CreateNodes(const std::vector<ns3::Vector>& positions)
    {
        auto allocator = ns3::CreateObject<ns3::ListPositionAllocator>();
        for (const auto& position : positions)
        {
            allocator->Add(position);
        }
        ns3::NodeContainer nodes(positions.size());
        ns3::MobilityHelper mobility;
        mobility.SetPositionAllocator(allocator);
        mobility.Install(nodes);
        return nodes;
    }

    ns3::NetDeviceContainer Install(ns3::MogHelper& mog) override
    {
        mog.SetBand(2.4e9, RB_BANDWIDTH * m_rbs, m_rbs);
        // Signals of a slot end in it, wherever in the cell they come from.
        mog.SetDeviceAttribute("Guard", ns3::TimeValue(ns3::MicroSeconds(10)));
        mog.SetControlAttribute("MaxPower", ns3::DoubleValue(23));
        if (m_fading)
        {
            mog.SetRbFading();
        }
        const auto baseStation = CreateNodes({m_cell.GetBaseStation()}).Get(0);
        return mog.InstallUplink(CreateNodes(m_cell.GetUsers()), baseStation);
    }

    static constexpr double RB_BANDWIDTH = 2e6; //!< width of a resource block in Hz

    int32_t m_users;      //!< number of users
    int32_t m_rbs{3};     //!< number of resource blocks
    double m_radius{500}; //!< radius of the cell in m
    bool m_fading{true};  //!< whether RBs fade on their own

  private:
    std::string m_policy;        //!< beginning of the policies' names
    ns3::MogUplinkLayout m_cell; //!< where users and base station are
};

#endif /* MOG_CELL_EXAMPLE_H */
