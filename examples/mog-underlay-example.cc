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

#include "mog-cell-example.h"

#include "ns3/mog-d2d-layout.h"

using namespace ns3;

/**
 * @ingroup mog-examples
 *
 * Users of one cell and pairs among them.
 */
class MogUnderlayExample : public MogCellExample
{
  public:
    MogUnderlayExample()
        : MogCellExample("mog-underlay-example", "underlay-mpgnn", 4)
    {
    }

  private:
    void AddOptions(CommandLine& cmd) override
    {
        MogCellExample::AddOptions(cmd);
        cmd.AddValue("pairs",
                     "number of D2D pairs, on a square whose side is twice the cell's radius",
                     m_pairs);
    }

    void Prepare() override
    {
        MogCellExample::Prepare();
        MogRequire(m_pairs >= 1 && m_pairs <= 1000,
                   "--pairs=" + std::to_string(m_pairs) + ": give a number from 1 to 1000");
        const auto reason = m_d2d.Drop(m_pairs, 2 * m_radius);
        MogRequire(reason.empty(), reason);
    }

    uint32_t GetNLinks() const override
    {
        return m_users + m_pairs;
    }

    std::string GetGroup(uint32_t link) const override
    {
        return link < static_cast<uint32_t>(m_users) ? "cellular" : "d2d";
    }

    void Describe(MogExampleScenario& scenario) const override
    {
        scenario.title = std::to_string(m_users) + " users and " + std::to_string(m_pairs) +
                         " D2D pairs, " + DescribeCell();
        scenario.parameters = {{"users", m_users},
                               {"pairs", m_pairs},
                               {"rbs", m_rbs},
                               {"radius_m", m_radius},
                               {"fading", m_fading}};
    }

    NetDeviceContainer Install(MogHelper& mog) override
    {
        auto devices = MogCellExample::Install(mog);
        mog.SetControlAttribute("MaxPower", DoubleValue(10));
        const auto receivers = CreateNodes(m_d2d.GetReceivers());
        devices.Add(mog.Install(CreateNodes(m_d2d.GetTransmitters()), receivers));
        return devices;
    }

    int32_t m_pairs{6}; //!< number of pairs
    MogD2dLayout m_d2d; //!< where the pairs are
};

int
main(int argc, char* argv[])
{
    return MogUnderlayExample().Main(argc, argv);
}
