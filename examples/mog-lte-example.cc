/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

/**
 * @file
 * @ingroup mog-examples
 *
 * LTE cells next to each other whose users have all the time something to send, as in ns-3's
 * lena-intercell-interference: the uplink of every cell is noise to the others. Each run drops the
 * users elsewhere and is simulated several times: as ns-3 has it, with ns-3's own remedy (every
 * cell keeps to a part of the band, LteFrHardAlgorithm), and with a manager over all cells that
 * gives every user a group of resource blocks and a power. What differs is in Plug().
 *
 * With --underlay=N, N pairs of other devices use the same band, before at full power and on their
 * own, after with a group of resource blocks and a power of the same manager.
 *
 * Throughput is bytes of RLC PDUs that arrived at the cells over the time of the measurement, and
 * for the pairs bytes of PDUs that were received without error.
 */

#include "mog-example-require.h"
#include "mog-lte-report.h"

#include "ns3/command-line.h"
#include "ns3/config.h"
#include "ns3/double.h"
#include "ns3/lte-enb-net-device.h"
#include "ns3/lte-helper.h"
#include "ns3/lte-spectrum-value-helper.h"
#include "ns3/mobility-helper.h"
#include "ns3/mog-lte-helper.h"
#include "ns3/mog-net-device.h"
#include "ns3/mog-traffic-helper.h"
#include "ns3/position-allocator.h"
#include "ns3/random-variable-stream.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <map>
#include <memory>
#include <numeric>

using namespace ns3;

namespace
{

/// Options of the command line.
struct Options
{
    int32_t runs{10};                             //!< number of drops
    int32_t cells{2};                             //!< number of cells
    int32_t users{3};                             //!< users of each cell
    int32_t groups{0};                            //!< resource block groups, 0 for the default
    int32_t underlay{0};                          //!< number of pairs on the same band
    double distance{100};                         //!< between neighboring cells in m
    double radius{50};                            //!< of a cell in m
    double duration{1};                           //!< length of the measurement in s
    std::string allocator{"ns3::MogRbAllocator"}; //!< type of the allocator
    std::string json;                             //!< results as JSON
};

/**
 * Require a number to be in a range: a cell of 25 resource blocks feeds 6 users, for ns-3's
 * scheduler shares them out evenly and with less than 4 gets nothing across.
 * @param name name of the option
 * @param value the number
 * @param least from
 * @param most to
 */
void
RequireNumber(const std::string& name, int32_t value, int32_t least, int32_t most)
{
    MogRequire(value >= least && value <= most,
               "--" + name + "=" + std::to_string(value) + ": give a number from " +
                   std::to_string(least) + " to " + std::to_string(most));
}

/// Users are connected, and channel qualities known, when the measurement begins.
const Time WARM_UP = MilliSeconds(400);

/**
 * Make nodes at given places.
 * @param positions where
 * @return the nodes
 */
NodeContainer
CreateNodes(const std::vector<Vector>& positions)
{
    NodeContainer nodes(positions.size());
    auto allocator = CreateObject<ListPositionAllocator>();
    for (const auto& position : positions)
    {
        allocator->Add(position);
    }
    MobilityHelper mobility;
    mobility.SetPositionAllocator(allocator);
    mobility.Install(nodes);
    return nodes;
}

/**
 * One simulation of a drop.
 */
class Scenario
{
  public:
    /**
     * Drop cells on a circle, users around them, and pairs between them. Depends on the seed, the
     * run and the options alone.
     * @param options options of the command line
     */
    explicit Scenario(const Options& options)
        : m_options(options),
          m_lteHelper(CreateObject<LteHelper>())
    {
        auto random = CreateObject<UniformRandomVariable>();
        random->SetStream(1);
        const auto around = [&](const Vector& center, double nearest, double farthest) {
            const double r = std::sqrt(random->GetValue(nearest * nearest, farthest * farthest));
            const double angle = random->GetValue(0, 2 * M_PI);
            return Vector(center.x + r * std::cos(angle), center.y + r * std::sin(angle), 0);
        };
        const int32_t n = options.cells;
        const double ring = n > 1 ? options.distance / 2 / std::sin(M_PI / n) : 0;
        std::vector<Vector> cells;
        std::vector<Vector> users;
        for (int32_t cell = 0; cell < n; cell++)
        {
            const double angle = 2 * M_PI * cell / n;
            cells.emplace_back(ring * std::cos(angle), ring * std::sin(angle), 0);
            for (int32_t user = 0; user < options.users; user++)
            {
                users.push_back(around(cells.back(), 1, options.radius));
            }
        }
        std::vector<Vector> transmitters;
        std::vector<Vector> receivers;
        for (int32_t pair = 0; pair < options.underlay; pair++)
        {
            transmitters.push_back(around(Vector(), 0, ring + options.radius));
            receivers.push_back(around(transmitters.back(), 5, 20));
        }
        m_cellNodes = CreateNodes(cells);
        m_userNodes = CreateNodes(users);
        m_transmitters = CreateNodes(transmitters);
        m_receivers = CreateNodes(receivers);
    }

    /// Install the scenario as ns-3 has it, and pairs that know nothing of LTE, at full power.
    void Install()
    {
        InstallLte();
        const auto cell = DynamicCast<LteEnbNetDevice>(m_cells.Get(0));
        m_mog = std::make_unique<MogHelper>();
        m_mog->SetChannel(m_lteHelper->GetUplinkSpectrumChannel());
        m_mog->SetBand(
            LteSpectrumValueHelper::GetSpectrumModel(cell->GetUlEarfcn(), cell->GetUlBandwidth()),
            1);
        InstallPairs(*m_mog);
    }

    /// Install the scenario with a manager over all cells and pairs.
    void InstallManaged()
    {
        auto mog = std::make_unique<MogLteHelper>(m_lteHelper);
        mog->SetAllocator(m_options.allocator);
        m_lteHelper->SetFfrAlgorithmAttribute("RbGroups", UintegerValue(m_options.groups));
        InstallLte();
        mog->Manage(m_users);
        InstallPairs(*mog);
        m_mog = std::move(mog);
    }

    /**
     * Simulate.
     * @return throughput of all users, that of the weaker half of them, and that of all pairs,
     * bit/s
     */
    std::vector<double> Run()
    {
        Simulator::Schedule(WARM_UP, &Scenario::StartMeasurement, this);
        Simulator::Stop(WARM_UP + Seconds(m_options.duration));
        Simulator::Run();
        const double pairs = GetPairBytes() - m_pairBytes;
        Simulator::Destroy();

        std::vector<double> users(m_options.cells * m_options.users, 0);
        std::size_t next = 0;
        for (const auto& bearer : m_bytes)
        {
            users.at(next++) = bearer.second;
        }
        std::sort(users.begin(), users.end());
        const auto middle = users.begin() + users.size() / 2;
        const double scale = 8 / m_options.duration;
        return {scale * std::accumulate(users.begin(), users.end(), 0.0),
                scale * std::accumulate(users.begin(), middle, 0.0),
                scale * pairs};
    }

  private:
    /// Install LTE, and make every user send all the time.
    void InstallLte()
    {
        m_cells = m_lteHelper->InstallEnbDevice(m_cellNodes);
        m_users = m_lteHelper->InstallUeDevice(m_userNodes);
        for (uint32_t user = 0; user < m_users.GetN(); user++)
        {
            m_lteHelper->Attach(m_users.Get(user), m_cells.Get(user / m_options.users));
        }
        m_lteHelper->ActivateDataRadioBearer(m_users, EpsBearer(EpsBearer::GBR_CONV_VOICE));
        m_lteHelper->AssignStreams(NetDeviceContainer(m_cells, m_users), 1000);
    }

    /**
     * Install the pairs, and make them send all the time.
     * @param mog makes links
     */
    void InstallPairs(MogHelper& mog)
    {
        m_pairs = mog.Install(m_transmitters, m_receivers);
        mog.AssignStreams(100);
        MogTrafficHelper::Install(m_pairs);
    }

    /// Begin to count.
    void StartMeasurement()
    {
        Config::Connect(
            "/NodeList/*/DeviceList/*/LteEnbRrc/UeMap/*/DataRadioBearerMap/*/LteRlc/RxPDU",
            MakeCallback(&Scenario::NotifyRlcPdu, this));
        m_pairBytes = GetPairBytes();
    }

    /**
     * Count what the pairs have received.
     * @return bytes of PDUs
     */
    double GetPairBytes() const
    {
        double bytes = 0;
        for (uint32_t receiver = 1; receiver < m_pairs.GetN(); receiver += 2)
        {
            bytes += DynamicCast<MogNetDevice>(m_pairs.Get(receiver))->GetReceivedBytes();
        }
        return bytes;
    }

    /**
     * Trace sink: a cell received something.
     * @param bearer from whom
     * @param rnti the user
     * @param lcid its channel
     * @param bytes size
     * @param delay in ns
     */
    void NotifyRlcPdu(std::string bearer,
                      uint16_t rnti,
                      uint8_t lcid,
                      uint32_t bytes,
                      uint64_t delay)
    {
        m_bytes[bearer] += bytes;
    }

    const Options& m_options;              //!< options of the command line
    Ptr<LteHelper> m_lteHelper;            //!< makes LTE devices
    std::unique_ptr<MogHelper> m_mog;      //!< makes pairs, or manages everything
    NodeContainer m_cellNodes;             //!< nodes of the cells
    NodeContainer m_userNodes;             //!< nodes of the users, cell by cell
    NodeContainer m_transmitters;          //!< nodes of the pairs
    NodeContainer m_receivers;             //!< nodes of the pairs
    NetDeviceContainer m_cells;            //!< the cells
    NetDeviceContainer m_users;            //!< the users
    NetDeviceContainer m_pairs;            //!< transmitter and receiver of each pair
    std::map<std::string, double> m_bytes; //!< received from each user
    double m_pairBytes{0};                 //!< that pairs received before the measurement
};

/**
 * Do everything.
 * @param options options of the command line
 */
void
Run(const Options& options)
{
    RequireNumber("runs", options.runs, 1, 1000000);
    RequireNumber("cells", options.cells, 1, 100);
    RequireNumber("users", options.users, 1, 6);
    RequireNumber("groups", options.groups, 0, 6);
    RequireNumber("underlay", options.underlay, 0, 1000);
    MogRequire(options.duration > 0 && options.duration <= 1e6,
               "--duration=" + std::to_string(options.duration) + ": give seconds, more than 0");
    MogRequire(options.distance > 0 && options.radius >= 1,
               "--distance and --radius: give m, more than 0 and from 1");
    TypeId type;
    MogRequire(TypeId::LookupByNameFailSafe(options.allocator, &type) &&
                   type.IsChildOf(MogAllocator::GetTypeId()),
               "--allocator=" + options.allocator + ": give a type such as ns3::MogRbAllocator");
    if (!options.json.empty())
    {
        MogExampleFile probe(options.json); // better now than after the simulation
    }
    std::vector<std::string> measures{"users", "weaker half"};
    if (options.underlay > 0)
    {
        measures.emplace_back("pairs");
    }
    MogLteReport report(measures, {"before", "after"});
    const auto first = RngSeedManager::GetRun();
    for (int32_t run = 0; run < options.runs; run++)
    {
        RngSeedManager::SetRun(first + run);
        Scenario before(options);
        before.Install();
        report.Add(0, before.Run());
        Scenario after(options);
        after.InstallManaged();
        report.Add(1, after.Run());
    }
    std::printf("%d cells, %g m apart, each with %d users within %g m; %d pairs; %g s, runs %llu "
                "to %llu of seed %u\n\n",
                options.cells,
                options.distance,
                options.users,
                options.radius,
                options.underlay,
                options.duration,
                static_cast<unsigned long long>(first),
                static_cast<unsigned long long>(first + options.runs - 1),
                RngSeedManager::GetSeed());
    report.Print();
    if (!options.json.empty())
    {
        report.WriteJson(options.json);
    }
}

} // namespace

int
main(int argc, char* argv[])
{
    Config::SetDefault("ns3::MogNetDevice::Mtu", UintegerValue(9000));
    Config::SetDefault("ns3::MogNetDeviceControl::MaxPower", DoubleValue(20));
    Options options;
    CommandLine cmd(__FILE__);
    cmd.AddValue("runs", "number of drops of the users", options.runs);
    cmd.AddValue("cells", "number of cells, on a circle", options.cells);
    cmd.AddValue("users", "number of users of each cell", options.users);
    cmd.AddValue(
        "groups",
        "number of resource block groups of the manager; 0 for as many as a cell has users",
        options.groups);
    cmd.AddValue("underlay", "number of pairs of other devices on the band", options.underlay);
    cmd.AddValue("distance", "between neighboring cells, m", options.distance);
    cmd.AddValue("radius", "of the disc around a cell where its users are, m", options.radius);
    cmd.AddValue("duration", "length of the measurement, s", options.duration);
    cmd.AddValue("allocator", "type of the allocator", options.allocator);
    cmd.AddValue("json", "write the results to this file", options.json);
    cmd.Parse(argc, argv);
    try
    {
        Run(options);
    }
    catch (const std::exception& problem)
    {
        std::fprintf(stderr, "mog-lte-example: %s\n", problem.what());
        return 1;
    }
    return 0;
}
