/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_TEST_SCENARIO_H
#define MOG_TEST_SCENARIO_H

#include "ns3/constant-velocity-mobility-model.h"
#include "ns3/mobility-helper.h"
#include "ns3/mog-helper.h"
#include "ns3/mog-link-monitor.h"
#include "ns3/mog-traffic-helper.h"
#include "ns3/position-allocator.h"
#include "ns3/simulator.h"

#include <vector>

/**
 * @ingroup mog-tests
 *
 * What the tests of whole scenarios share: nodes at given places, loaded links, a measurement.
 */
class MogTestScenario
{
  public:
    /**
     * Make nodes that move at a constant velocity.
     * @param positions where they are at first
     * @param velocity m/s, the same for all
     * @return the nodes
     */
    static ns3::NodeContainer CreateNodes(const std::vector<ns3::Vector>& positions,
                                          const ns3::Vector& velocity = ns3::Vector())
    {
        using namespace ns3;
        NodeContainer nodes(positions.size());
        auto allocator = CreateObject<ListPositionAllocator>();
        for (const auto& position : positions)
        {
            allocator->Add(position);
        }
        MobilityHelper mobility;
        mobility.SetPositionAllocator(allocator);
        mobility.SetMobilityModel("ns3::ConstantVelocityMobilityModel");
        mobility.Install(nodes);
        for (auto node = nodes.Begin(); node != nodes.End(); ++node)
        {
            (*node)->GetObject<ConstantVelocityMobilityModel>()->SetVelocity(velocity);
        }
        return nodes;
    }

    /**
     * Load the links of a helper, run, and measure.
     * @param mog the helper, set up
     * @param transmitters transmitting nodes
     * @param receivers receiving nodes
     * @return the links
     */
    static std::vector<ns3::MogLinkMonitor::Link> Measure(ns3::MogHelper& mog,
                                                          const ns3::NodeContainer& transmitters,
                                                          const ns3::NodeContainer& receivers)
    {
        return Measure(mog, mog.Install(transmitters, receivers));
    }

    /**
     * Load links that are installed, run, and measure.
     * @param mog the helper
     * @param devices the links' devices
     * @return the links
     */
    static std::vector<ns3::MogLinkMonitor::Link> Measure(ns3::MogHelper& mog,
                                                          const ns3::NetDeviceContainer& devices)
    {
        using namespace ns3;
        mog.AssignStreams(100);
        const auto sinks = MogTrafficHelper::Install(devices);
        MogLinkMonitor monitor(mog.GetManager(),
                               sinks,
                               MilliSeconds(WARM_UP_MS),
                               MilliSeconds(STOP_MS));
        Simulator::Stop(MilliSeconds(STOP_MS));
        Simulator::Run();
        const auto links = monitor.GetLinks();
        Simulator::Destroy();
        return links;
    }

    static constexpr int WARM_UP_MS = 100; //!< start of the measurement, one period
    static constexpr int STOP_MS = 500;    //!< end of the measurement
};

#endif /* MOG_TEST_SCENARIO_H */
