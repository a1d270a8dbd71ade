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

#include "mog-cell-example.h"

/**
 * @ingroup mog-examples
 *
 * Users of one cell.
 */
class MogCellularExample : public MogCellExample
{
  public:
    MogCellularExample()
        : MogCellExample("mog-cellular-example", "uplink-mpgnn", 6)
    {
    }

  private:
    void Describe(MogExampleScenario& scenario) const override
    {
        scenario.title = std::to_string(m_users) + " users, " + DescribeCell();
        scenario.parameters = {{"users", m_users},
                               {"rbs", m_rbs},
                               {"radius_m", m_radius},
                               {"fading", m_fading}};
    }
};

int
main(int argc, char* argv[])
{
    return MogCellularExample().Main(argc, argv);
}
