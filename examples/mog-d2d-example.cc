/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

/**
 * @defgroup mog-examples Examples of mog
 * @ingroup mog
 */

/**
 * @file
 * @ingroup mog-examples
 *
 * Device-to-device pairs on a square share one band. The same drop is simulated once per allocator:
 * every period it sets the powers of all pairs, and UDP/IPv4 packets use what that leaves. One row
 * per allocator tells what the packets achieved beside what Shannon allows for the same powers.
 *
 * --RngRun=N drops the pairs elsewhere (see MogD2dLayout). Attributes of all classes are options
 * too, for example
 * --ns3::MogResourceManager::Period=20ms or --ns3::MogPropagationLossModel::Rayleigh=1.
 */

#ifdef MOG_HAVE_NETANIM
#include "mog-example-animation.h"
#endif
#include "mog-example-report.h"

#include "ns3/abort.h"
#include "ns3/command-line.h"
#include "ns3/config.h"
#include "ns3/constant-position-mobility-model.h"
#include "ns3/double.h"
#include "ns3/hierarchical-mobility-model.h"
#include "ns3/mog-d2d-layout.h"
#include "ns3/mog-fplinq-allocator.h"
#include "ns3/mog-helper.h"
#include "ns3/mog-neural-allocator.h"
#include "ns3/mog-traffic-helper.h"
#include "ns3/random-walk-2d-mobility-model.h"
#include "ns3/rectangle.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <chrono>
#include <cmath>
#include <filesystem>
#include <set>

using namespace ns3;

namespace
{

/// Options of the command line.
struct Options
{
    int32_t links{10};            //!< number of pairs
    double side{1000};            //!< side of the square in m
    double duration{5};           //!< length of the measurement in s
    double speed{0};              //!< speed of the pairs in m/s
    std::string allocator{"all"}; //!< which allocators
    std::string network{"mpgnn"}; //!< which of the policies that are shipped
    std::string model;            //!< policy file
    std::string json;             //!< results as JSON
    std::string plot;             //!< results as a picture
    std::string anim;             //!< animation
};

/// Allocators by the names of the command line, in the order of the table.
const std::vector<std::pair<std::string, std::string>> ALLOCATORS = {
    {"neural", "ns3::MogNeuralAllocator"},
    {"fplinq", "ns3::MogFplinqAllocator"},
    {"full-power", "ns3::MogFullPowerAllocator"},
    {"random", "ns3::MogRandomAllocator"},
};

/**
 * End with one line of explanation unless a condition holds.
 * @param good the condition
 * @param message the line
 */
void
Require(bool good, const std::string& message)
{
    if (!good)
    {
        throw std::runtime_error(message);
    }
}

/**
 * Find the perceptron that is shipped for a number of links.
 * @param links number of links
 * @return its file
 */
std::string
FindPerceptron(uint32_t links)
{
    namespace fs = std::filesystem;
    const std::string prefix = "d2d-mlp-k";
    const std::string suffix = ".safetensors";
    std::set<unsigned long> shipped;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(MOG_DATA_DIR, ignored))
    {
        const auto name = entry.path().filename().string();
        if (name.size() > prefix.size() + suffix.size() && name.find(prefix) == 0 &&
            name.substr(name.size() - suffix.size()) == suffix)
        {
            shipped.insert(std::strtoul(name.c_str() + prefix.size(), nullptr, 10));
        }
    }
    std::string list;
    for (const auto number : shipped)
    {
        list += ' ' + std::to_string(number);
    }
    Require(shipped.count(links) > 0,
            "--network=mlp: no policy is shipped for --links=" + std::to_string(links) +
                " (in " MOG_DATA_DIR " there are policies for these numbers:" +
                (list.empty() ? " none" : list) +
                "); --network=mpgnn takes any number, or train a policy with `mog generate`, `mog "
                "label` and `mog train` and pass it with --model=FILE");
    return (fs::path(MOG_DATA_DIR) / (prefix + std::to_string(links) + suffix)).string();
}

/**
 * Find the policy that is shipped for a kind of network.
 * @param options options of the command line
 * @return its file
 */
std::string
FindPolicy(const Options& options)
{
    return options.network == "mlp" ? FindPerceptron(options.links)
                                    : MOG_DATA_DIR "/d2d-mpgnn.safetensors";
}

/**
 * Choose the allocators to compare.
 * @param name name of an allocator, or "all"
 * @return rows of ALLOCATORS
 */
std::vector<std::pair<std::string, std::string>>
ChooseAllocators(const std::string& name)
{
    if (name == "all")
    {
        return ALLOCATORS;
    }
    std::string names;
    for (const auto& allocator : ALLOCATORS)
    {
        if (allocator.first == name)
        {
            return {allocator};
        }
        names += allocator.first + ", ";
    }
    throw std::runtime_error("--allocator=" + name + ": there are " + names + "all");
}

/**
 * Make the allocator of a row. Bad policies are found here, before anything is simulated.
 * @param type its type
 * @param options options of the command line
 * @return the allocator
 */
Ptr<MogAllocator>
CreateAllocator(const std::string& type, const Options& options)
{
    ObjectFactory factory;
    factory.SetTypeId(type);
    auto allocator = factory.Create<MogAllocator>();
    if (auto neural = DynamicCast<MogNeuralAllocator>(allocator))
    {
        neural->SetAttribute("ModelFile", StringValue(options.model));
        const auto reason = neural->Load(options.links);
        Require(reason.empty(), reason);
    }
    return allocator;
}

/**
 * Put pairs where they were dropped. With a speed, each pair walks as one: its transmitter at
 * random, its receiver at its side.
 *
 * @param layout the drop
 * @param options options of the command line
 * @param transmitters transmitting nodes
 * @param receivers receiving nodes
 */
void
InstallMobility(const MogD2dLayout& layout,
                const Options& options,
                const NodeContainer& transmitters,
                const NodeContainer& receivers)
{
    for (uint32_t i = 0; i < transmitters.GetN(); i++)
    {
        const auto tx = layout.GetTransmitters()[i];
        const auto rx = layout.GetReceivers()[i];
        Ptr<MobilityModel> walk;
        if (options.speed > 0)
        {
            walk = CreateObjectWithAttributes<RandomWalk2dMobilityModel>(
                "Bounds",
                RectangleValue(Rectangle(0, options.side, 0, options.side)),
                "Mode",
                StringValue("Time"),
                "Speed",
                StringValue(
                    "ns3::ConstantRandomVariable[Constant=" + std::to_string(options.speed) + "]"));
            walk->SetPosition(tx);
            walk->AssignStreams(1000 + i * 10);
        }
        for (const auto& end :
             {std::make_pair(transmitters.Get(i), tx), std::make_pair(receivers.Get(i), rx)})
        {
            auto mobility = CreateObject<HierarchicalMobilityModel>();
            mobility->SetChild(CreateObject<ConstantPositionMobilityModel>());
            if (walk)
            {
                mobility->SetParent(walk);
            }
            mobility->SetPosition(end.second);
            end.first->AggregateObject(mobility);
        }
    }
}

/**
 * Simulate the drop with one allocator.
 *
 * @param name name of the allocator
 * @param allocator the allocator
 * @param layout the drop
 * @param options options of the command line
 * @param scenario completed with the manager's period and margin, and the duration
 * @param anim file of an animation; empty for none
 * @return the row
 */
MogExampleRow
Simulate(const std::string& name,
         Ptr<MogAllocator> allocator,
         const MogD2dLayout& layout,
         const Options& options,
         MogExampleScenario& scenario,
         const std::string& anim)
{
    NodeContainer transmitters(options.links);
    NodeContainer receivers(options.links);
    InstallMobility(layout, options, transmitters, receivers);

    MogHelper mog;
    mog.SetAllocator(allocator);
    const auto devices = mog.Install(transmitters, receivers);
    mog.AssignStreams(1);
    const auto sinks = MogTrafficHelper::Install(devices);

    // One period to get going, then whole periods.
    TimeValue period;
    DoubleValue margin;
    mog.GetManager()->GetAttribute("Period", period);
    mog.GetManager()->GetAttribute("Margin", margin);
    scenario.period = period.Get().GetSeconds();
    scenario.margin = margin.Get();
    const auto periods = static_cast<int64_t>(std::ceil(options.duration / scenario.period - 1e-9));
    scenario.duration = periods * scenario.period;
    const Time stop = period.Get() * (periods + 1);
    MogLinkMonitor monitor(mog.GetManager(), sinks, period.Get(), stop);
#ifdef MOG_HAVE_NETANIM
    auto animation =
        anim.empty() ? nullptr : std::make_unique<MogExampleAnimation>(anim, mog.GetManager());
#endif

    Simulator::Stop(stop);
    const auto start = std::chrono::steady_clock::now();
    Simulator::Run();
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start;
#ifdef MOG_HAVE_NETANIM
    if (animation)
    {
        animation->Finish();
    }
#endif
    const auto manager = mog.GetManager();
    const MogExampleRow row{name,
                            monitor.GetLinks(),
                            monitor.GetJainIndex(),
                            manager->GetDecisionSeconds() / manager->GetDecisions(),
                            wall.count(),
                            manager->GetTotalSeconds() / wall.count()};
    Simulator::Destroy();
    return row;
}

/**
 * Do everything.
 * @param options options of the command line
 */
void
Run(Options& options)
{
    Require(options.links >= 1 && options.links <= 1000,
            "--links=" + std::to_string(options.links) + ": give a number from 1 to 1000");
    Require(options.duration > 0 && options.duration <= 1e6,
            "--duration=" + std::to_string(options.duration) + ": give seconds, more than 0");
    Require(options.speed >= 0 && options.speed <= 1000,
            "--speed=" + std::to_string(options.speed) + ": give m/s from 0 to 1000");
    Require(options.network == "mpgnn" || options.network == "mlp",
            "--network=" + options.network + ": there are mpgnn, mlp");
#ifndef MOG_HAVE_NETANIM
    Require(options.anim.empty(), "--anim: this ns-3 was built without its module netanim");
#endif
    const auto chosen = ChooseAllocators(options.allocator);
    if (options.model.empty() && chosen.front().first == "neural")
    {
        options.model = FindPolicy(options);
    }
    MogD2dLayout layout;
    const auto reason = layout.Drop(options.links, options.side);
    Require(reason.empty(), reason);
    for (const auto& file : {options.json, options.plot, options.anim})
    {
        if (!file.empty())
        {
            MogExampleFile probe(file); // better now than after the simulation
        }
    }
    for (const auto& file : {options.plot, options.anim})
    {
        Require(!std::filesystem::exists(file) || std::filesystem::is_regular_file(file),
                "cannot write " + file + ": it is there and is no regular file");
    }

    MogExampleScenario scenario{static_cast<uint32_t>(options.links),
                                options.side,
                                options.speed,
                                options.duration,
                                0,
                                0,
                                RngSeedManager::GetSeed(),
                                RngSeedManager::GetRun(),
                                std::filesystem::path(options.model).filename().string()};
    std::vector<Ptr<MogAllocator>> allocators;
    for (const auto& choice : chosen)
    {
        allocators.push_back(CreateAllocator(choice.second, options));
    }
    std::vector<MogExampleRow> rows;
    for (std::size_t i = 0; i < chosen.size(); i++)
    {
        rows.push_back(Simulate(chosen[i].first,
                                allocators[i],
                                layout,
                                options,
                                scenario,
                                i == 0 ? options.anim : ""));
    }
    MogPrintTable(scenario, rows);
    if (!options.json.empty())
    {
        MogWriteJson(options.json, scenario, rows);
    }
    if (!options.plot.empty())
    {
        MogWritePlot(options.plot, scenario, rows);
    }
}

} // namespace

int
main(int argc, char* argv[])
{
    // Large packets keep the share of UDP/IPv4 headers low.
    Config::SetDefault("ns3::MogNetDevice::Mtu", UintegerValue(9000));
    Options options;
    CommandLine cmd(__FILE__);
    cmd.AddValue("links", "number of pairs", options.links);
    cmd.AddValue("side", "side of the square, m", options.side);
    cmd.AddValue("duration",
                 "length of the measurement, s; rounded up to whole periods",
                 options.duration);
    cmd.AddValue("margin", "ns3::MogResourceManager::Margin");
    cmd.AddValue("speed",
                 "speed of the pairs, m/s; a receiver stays at its transmitter's side",
                 options.speed);
    cmd.AddValue("allocator", "neural, fplinq, full-power, random, or all", options.allocator);
    cmd.AddValue("network",
                 "which of the shipped policies: mpgnn, for any number of links, or mlp, for some",
                 options.network);
    cmd.AddValue("model", "policy file, instead of a shipped one", options.model);
    cmd.AddValue("json", "write all results to this file", options.json);
    cmd.AddValue("plot",
                 "draw the results into this PNG file (gnuplot), script and data beside it",
                 options.plot);
    cmd.AddValue("anim", "write a NetAnim trace of the first allocator's run", options.anim);
    cmd.Parse(argc, argv);
    try
    {
        Run(options);
    }
    catch (const std::exception& problem)
    {
        std::fprintf(stderr, "mog-d2d-example: %s\n", problem.what());
        return 1;
    }
    return 0;
}
