/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

/**
 * @file
 *
 * A user's program: two pairs, a policy from a file or FPLinQ saturated traffic. Prints what
 * arrives of it, and fails if that is nothing.
 */

#include "ns3/core-module.h"
#include "ns3/mobility-module.h"
#include "ns3/mog-module.h"
#include "ns3/network-module.h"

#include <iostream>

using namespace ns3;

int
main(int argc, char* argv[])
{
    NodeContainer transmitters(2);
    NodeContainer receivers(2);
    MobilityHelper mobility;
    mobility.SetPositionAllocator("ns3::GridPositionAllocator",
                                  "DeltaX",
                                  DoubleValue(20),
                                  "DeltaY",
                                  DoubleValue(300),
                                  "GridWidth",
                                  UintegerValue(2));
    for (uint32_t i = 0; i < 2; i++)
    {
        mobility.Install(NodeContainer(transmitters.Get(i), receivers.Get(i)));
    }

    MogHelper mog;
    if (argc > 1)
    {
        mog.SetAllocator("ns3::MogNeuralAllocator", "ModelFile", StringValue(argv[1]));
    }
    else
    {
        mog.SetAllocator("ns3::MogFplinqAllocator");
    }
    const auto devices = mog.Install(transmitters, receivers);
    const auto sinks = MogTrafficHelper::Install(devices);
    MogLinkMonitor monitor(mog.GetManager(), sinks, MilliSeconds(100), MilliSeconds(300));
    Simulator::Stop(MilliSeconds(300));
    Simulator::Run();

    double throughput = 0;
    for (const auto& link : monitor.GetLinks())
    {
        throughput += link.applicationThroughput;
    }
    Simulator::Destroy();
    std::cout << throughput / 1e6 << " Mbit/s" << std::endl;
    return throughput > 0 ? 0 : 1;
}
