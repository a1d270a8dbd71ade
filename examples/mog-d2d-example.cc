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

#include "mog-example.h"

#include "ns3/constant-position-mobility-model.h"
#include "ns3/hierarchical-mobility-model.h"
#include "ns3/mog-d2d-layout.h"
#include "ns3/random-walk-2d-mobility-model.h"
#include "ns3/rectangle.h"

#include <filesystem>
#include <set>

using namespace ns3;

/**
 * @ingroup mog-examples
 *
 * Device-to-device pairs on a square.
 */
class MogD2dExample : public MogExample
{
  public:
    MogD2dExample()
        : MogExample("mog-d2d-example",
                     {{"neural", "ns3::MogNeuralAllocator"},
                      {"fplinq", "ns3::MogFplinqAllocator"},
                      {"full-power", "ns3::MogFullPowerAllocator"},
                      {"random", "ns3::MogRandomAllocator"}})
    {
    }

  private:
    void AddOptions(CommandLine& cmd) override;
    void Prepare() override;
    std::string GetDefaultModel() const override;
    void Describe(MogExampleScenario& scenario) const override;
    NetDeviceContainer Install(MogHelper& mog) override;

    uint32_t GetNLinks() const override
    {
        return m_links;
    }

    /**
     * Find the perceptron that is shipped for this number of links.
     * @return its file
     */
    std::string FindPerceptron() const;

    /**
     * Put pairs where they were dropped. With a speed, each pair walks as one: its transmitter at
     * random, its receiver at its side.
     *
     * @param transmitters transmitting nodes
     * @param receivers receiving nodes
     */
    void InstallMobility(const NodeContainer& transmitters, const NodeContainer& receivers) const;

    int32_t m_links{10};            //!< number of pairs
    double m_side{1000};            //!< side of the square in m
    double m_speed{0};              //!< speed of the pairs in m/s
    std::string m_network{"mpgnn"}; //!< which of the policies that are shipped
    MogD2dLayout m_layout;          //!< where the pairs are
};

void
MogD2dExample::AddOptions(CommandLine& cmd)
{
    cmd.AddValue("links", "number of pairs", m_links);
    cmd.AddValue("side", "side of the square, m", m_side);
    cmd.AddValue("speed",
                 "speed of the pairs, m/s; a receiver stays at its transmitter's side",
                 m_speed);
    cmd.AddValue("network",
                 "which of the shipped policies: mpgnn, for any number of links, or mlp, for some",
                 m_network);
}

void
MogD2dExample::Prepare()
{
    MogRequire(m_links >= 1 && m_links <= 1000,
               "--links=" + std::to_string(m_links) + ": give a number from 1 to 1000");
    MogRequire(m_speed >= 0 && m_speed <= 1000,
               "--speed=" + std::to_string(m_speed) + ": give m/s from 0 to 1000");
    MogRequire(m_network == "mpgnn" || m_network == "mlp",
               "--network=" + m_network + ": there are mpgnn, mlp");
    const auto reason = m_layout.Drop(m_links, m_side);
    MogRequire(reason.empty(), reason);
}

std::string
MogD2dExample::FindPerceptron() const
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
    MogRequire(
        shipped.count(m_links) > 0,
        "--network=mlp: no policy is shipped for --links=" + std::to_string(m_links) +
            " (in " MOG_DATA_DIR " there are policies for these numbers:" +
            (list.empty() ? " none" : list) +
            "); --network=mpgnn takes any number, or train a policy with `mog generate`, `mog "
            "label` and `mog train` and pass it with --model=FILE");
    return (fs::path(MOG_DATA_DIR) / (prefix + std::to_string(m_links) + suffix)).string();
}

std::string
MogD2dExample::GetDefaultModel() const
{
    return m_network == "mlp" ? FindPerceptron() : MOG_DATA_DIR "/d2d-mpgnn.safetensors";
}

void
MogD2dExample::Describe(MogExampleScenario& scenario) const
{
    std::ostringstream title;
    title << m_links << " links on " << m_side << " m x " << m_side << " m";
    scenario.title = title.str();
    scenario.parameters = {{"links", m_links}, {"side_m", m_side}, {"speed_mps", m_speed}};
}

void
MogD2dExample::InstallMobility(const NodeContainer& transmitters,
                               const NodeContainer& receivers) const
{
    for (uint32_t i = 0; i < transmitters.GetN(); i++)
    {
        const auto tx = m_layout.GetTransmitters()[i];
        const auto rx = m_layout.GetReceivers()[i];
        Ptr<MobilityModel> walk;
        if (m_speed > 0)
        {
            walk = CreateObjectWithAttributes<RandomWalk2dMobilityModel>(
                "Bounds",
                RectangleValue(Rectangle(0, m_side, 0, m_side)),
                "Mode",
                StringValue("Time"),
                "Speed",
                StringValue("ns3::ConstantRandomVariable[Constant=" + std::to_string(m_speed) +
                            "]"));
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

NetDeviceContainer
MogD2dExample::Install(MogHelper& mog)
{
    NodeContainer transmitters(m_links);
    NodeContainer receivers(m_links);
    InstallMobility(transmitters, receivers);
    return mog.Install(transmitters, receivers);
}

int
main(int argc, char* argv[])
{
    return MogD2dExample().Main(argc, argv);
}
