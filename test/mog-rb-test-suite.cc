/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-test-abort.h"
#include "mog-test-drop.h"
#include "mog-test-policy.h"
#include "mog-test-scenario.h"
#include "mog/solve.h"

#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/mog-net-device.h"
#include "ns3/mog-neural-allocator.h"
#include "ns3/mog-ns3-compat.h"
#include "ns3/mog-phy.h"
#include "ns3/mog-rb-allocator.h"
#include "ns3/mog-rb-fading-loss-model.h"
#include "ns3/mog-round-robin-allocator.h"
#include "ns3/propagation-loss-model.h"
#include "ns3/simulator.h"
#include "ns3/single-model-spectrum-channel.h"
#include "ns3/spectrum-signal-parameters.h"
#include "ns3/spectrum-value.h"
#include "ns3/string.h"
#include "ns3/test.h"

#include <cmath>
#include <map>
#include <numeric>

using namespace ns3;

namespace
{

/**
 * Make a channel of c-core's scenario uplink.
 * @param links number of links
 * @param rbs number of resource blocks
 * @param fading whether every resource block fades on its own
 * @param sample which channel
 * @return the channel
 */
MogNetworkState
CreateState(uint32_t links, uint32_t rbs, bool fading, uint64_t sample)
{
    mog_scenario scenario;
    mog_scenario_default(&scenario);
    scenario.kind = MOG_SCENARIO_UPLINK;
    scenario.links = links;
    scenario.n_rb = rbs;
    scenario.rb_fading = fading;
    return MogTestDrop(scenario, 9, sample);
}

/// Resource blocks of MogFixedAllocator, by link.
std::vector<uint32_t> g_fixedRbs;

} // namespace

/**
 * @ingroup mog-tests
 *
 * Full power on given resource blocks.
 */
class MogFixedAllocator : public MogAllocator
{
  public:
    /**
     * Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId()
    {
        static TypeId tid = TypeId("ns3::MogFixedAllocator")
                                .SetParent<MogAllocator>()
                                .SetGroupName("Mog")
                                .AddConstructor<MogFixedAllocator>();
        return tid;
    }

    MogAllocation Allocate(const MogNetworkState& state) override
    {
        return {std::vector<double>(state.links, 1), g_fixedRbs};
    }
};

NS_OBJECT_ENSURE_REGISTERED(MogFixedAllocator);

/**
 * @ingroup mog-tests
 *
 * Two links on one resource block carry what the closed form with the other's interference says,
 * on two what it says without.
 */
class MogClosedFormTestCase : public TestCase
{
  public:
    /**
     * Constructor.
     * @param rbs resource blocks of the two links
     */
    explicit MogClosedFormTestCase(const std::vector<uint32_t>& rbs)
        : TestCase("two links on resource blocks " + std::to_string(rbs[0]) + " and " +
                   std::to_string(rbs[1])),
          m_rbs(rbs)
    {
    }

  private:
    void DoRun() override
    {
        const double loss[2][2] = {{100, 112}, {107, 103}}; // dB, [receiver][transmitter]
        const auto transmitters = MogTestScenario::CreateNodes({{0, 0, 0}, {0, 50, 0}});
        const auto receivers = MogTestScenario::CreateNodes({{20, 0, 0}, {20, 50, 0}});
        auto matrix = CreateObject<MatrixPropagationLossModel>();
        for (uint32_t i = 0; i < 2; i++)
        {
            for (uint32_t j = 0; j < 2; j++)
            {
                matrix->SetLoss(transmitters.Get(j)->GetObject<MobilityModel>(),
                                receivers.Get(i)->GetObject<MobilityModel>(),
                                loss[i][j],
                                false);
            }
        }
        auto channel = CreateObject<SingleModelSpectrumChannel>();
        channel->AddPropagationLossModel(matrix);
        MogHelper mog;
        mog.SetChannel(channel);
        mog.SetBand(2e9, 4e6, 2);
        mog.SetAllocator("ns3::MogFixedAllocator");
        mog.SetControlAttribute("MaxPower", DoubleValue(20));
        g_fixedRbs = m_rbs;
        const auto links = MogTestScenario::Measure(mog, transmitters, receivers);

        const double noise = std::pow(10, (-169.0 - 30) / 10) * 2e6;
        for (uint32_t i = 0; i < 2; i++)
        {
            const double signal = 0.1 * std::pow(10, -loss[i][i] / 10);
            const double other =
                m_rbs[0] == m_rbs[1] ? 0.1 * std::pow(10, -loss[i][1 - i] / 10) : 0;
            const double bound = 2e6 * std::log2(1 + signal / (other + noise));
            NS_TEST_EXPECT_MSG_EQ_TOL(links[i].bound, bound, 1e-9 * bound, "bound of link " << i);
            NS_TEST_EXPECT_MSG_EQ_TOL(links[i].linkThroughput,
                                      0.95 * bound,
                                      0.01 * 0.95 * bound,
                                      "packets of link " << i);
        }
    }

    std::vector<uint32_t> m_rbs; //!< resource blocks of the two links
};

/**
 * @ingroup mog-tests
 *
 * A signal has its link's power in its resource block and none outside.
 */
class MogRbPsdTestCase : public TestCase
{
  public:
    MogRbPsdTestCase()
        : TestCase("no power outside the resource block")
    {
    }

  private:
    void DoRun() override
    {
        m_signals = 0;
        MogHelper mog;
        mog.SetBand(2e9, 4e6, 4);
        mog.SetAllocator("ns3::MogRbAllocator", "Solver", StringValue("rb-random"));
        const auto users = MogTestScenario::CreateNodes({{100, 0, 0}, {0, 200, 0}, {-90, 90, 0}});
        const auto devices =
            mog.InstallUplink(users, MogTestScenario::CreateNodes({{0, 0, 0}}).Get(0));
        mog.AssignStreams(1);
        for (uint32_t i = 0; i < devices.GetN(); i += 2)
        {
            m_link[DynamicCast<MogNetDevice>(devices.Get(i))->GetPhy()] = i / 2;
        }
        mog.GetManager()->TraceConnectWithoutContext(
            "Allocation",
            MakeCallback(&MogRbPsdTestCase::NotifyAllocation, this));
        mog.GetChannel()->TraceConnectWithoutContext(
            "TxSigParams",
            MakeCallback(&MogRbPsdTestCase::NotifySignal, this));
        MogTrafficHelper::Install(devices);
        Simulator::Stop(MilliSeconds(2000));
        Simulator::Run();
        Simulator::Destroy();
        NS_TEST_EXPECT_MSG_GT(m_signals, 200, "signals were sent");
        NS_TEST_EXPECT_MSG_EQ(m_used.size(), 4, "all resource blocks were used");
    }

    /**
     * Trace sink.
     * @param allocation what the allocator chose
     */
    void NotifyAllocation(const MogAllocation& allocation)
    {
        m_allocation = allocation;
    }

    /**
     * Trace sink.
     * @param params a signal
     */
    void NotifySignal(Ptr<SpectrumSignalParameters> params)
    {
        const auto link = m_link.at(params->txPhy);
        const auto own = m_allocation.rb[link];
        m_signals++;
        m_used.insert(own);
        for (uint32_t rb = 0; rb < 4; rb++)
        {
            const double expected = rb == own ? 10 * m_allocation.power[link] / 1e6 : 0;
            NS_TEST_EXPECT_MSG_EQ_TOL((*params->psd)[rb],
                                      expected,
                                      1e-12 * expected,
                                      "W/Hz of link " << link << " in " << rb);
        }
    }

    std::map<Ptr<SpectrumPhy>, uint32_t> m_link; //!< link of each transmitter
    std::set<uint32_t> m_used;                   //!< resource blocks in use
    MogAllocation m_allocation;                  //!< in force
    int m_signals;                               //!< number of signals
};

/**
 * @ingroup mog-tests
 *
 * Resource blocks that overlap, differ in width, or are none are refused.
 */
class MogBadBandsTestCase : public TestCase
{
  public:
    MogBadBandsTestCase()
        : TestCase("bands that make no resource blocks")
    {
    }

  private:
    /**
     * Set a band.
     * @param bands the bands
     * @param rbs number of resource blocks
     * @return what was said
     */
    static std::string SetBand(const Bands& bands, uint32_t rbs)
    {
        return MogGetAbortMessage(
            [&]() { CreateObject<MogPhy>()->SetBand(Create<SpectrumModel>(bands), 1e-20, rbs); });
    }

    void DoRun() override
    {
        const Bands good{{1e9, 1.5e9, 2e9}, {2e9, 2.5e9, 3e9}};
        NS_TEST_EXPECT_MSG_EQ(SetBand(good, 1), "", "one of two bands");
        NS_TEST_EXPECT_MSG_EQ(SetBand(good, 2), "", "two of one band");
        const std::tuple<Bands, uint32_t, std::string> bad[] = {
            {{{1e9, 1.5e9, 2e9}, {1.9e9, 2.4e9, 2.9e9}}, 2, "overlaps"},
            {{{1e9, 1.5e9, 2e9}, {1e9, 1.5e9, 2e9}}, 2, "overlaps"},
            {{{1e9, 1.5e9, 2e9}, {2e9, 2.5e9, 3.5e9}}, 2, "Hz wide"},
            {good, 3, "cannot be shared out evenly"},
            {good, 0, "cannot be shared out evenly"},
        };
        for (const auto& [bands, rbs, reason] : bad)
        {
            const auto message = SetBand(bands, rbs);
            NS_TEST_EXPECT_MSG_NE(message.find(reason), std::string::npos, "said " << message);
        }
        auto phy = CreateObject<MogPhy>();
        phy->SetBand(Create<SpectrumModel>(good), 1e-20, 2);
        NS_TEST_EXPECT_MSG_EQ(phy->GetBandwidth(), 1e9, "width of a resource block");
        const auto message = MogGetAbortMessage([&]() { phy->SetTxPower(1, 2); });
        NS_TEST_EXPECT_MSG_NE(message.find("resource block 2 of 2"), std::string::npos, message);
    }
};

/**
 * @ingroup mog-tests
 *
 * MogRbAllocator decides what c-core's solver does, and draws anew in each period where it draws.
 */
class MogRbAllocatorTestCase : public TestCase
{
  public:
    /**
     * Constructor.
     * @param solver name of the solver
     * @param fading whether every resource block fades on its own
     */
    MogRbAllocatorTestCase(const std::string& solver, bool fading)
        : TestCase(solver + (fading ? ", fading" : ", flat")),
          m_solver(solver),
          m_fading(fading)
    {
    }

  private:
    void DoRun() override
    {
        auto allocator =
            CreateObjectWithAttributes<MogRbAllocator>("Solver", StringValue(m_solver));
        allocator->AssignStreams(7);
        std::set<std::vector<uint32_t>> seen;
        for (uint64_t sample = 0; sample < 5; sample++)
        {
            const auto state = CreateState(6, 3, m_fading, m_solver == "rb-random" ? 0 : sample);
            const auto allocation = allocator->Allocate(state);
            seen.insert(allocation.rb);
            if (m_solver == "rb-random")
            {
                continue;
            }
            std::vector<uint32_t> rb(6);
            std::vector<double> power(6);
            const auto problem = MogGetProblem(state);
            mog_solver* solver;
            mog_solver_create(m_solver.c_str(), nullptr, nullptr, 6, 3, &solver, nullptr);
            const mog_allocation out{rb.data(), power.data()};
            mog_solver_run(solver, &problem, sample, &out, nullptr, nullptr);
            mog_solver_free(solver);
            NS_TEST_EXPECT_MSG_EQ((allocation.rb == rb), true, "RBs of channel " << sample);
            NS_TEST_EXPECT_MSG_EQ((allocation.power == power), true, "powers of " << sample);
        }
        NS_TEST_EXPECT_MSG_GT(seen.size(), (m_solver == "rb-balanced" ? 0 : 1), "decisions");
    }

    std::string m_solver; //!< name of the solver
    bool m_fading;        //!< whether every resource block fades on its own
};

/**
 * @ingroup mog-tests
 *
 * Round robin splits the links evenly, and in K periods every link has been on every resource block
 * as often as any other.
 */
class MogRoundRobinTestCase : public TestCase
{
  public:
    MogRoundRobinTestCase()
        : TestCase("round robin")
    {
    }

  private:
    void DoRun() override
    {
        for (const auto& [links, rbs] : {std::make_pair(6U, 3U), {7U, 3U}, {2U, 4U}, {5U, 1U}})
        {
            auto allocator = CreateObject<MogRoundRobinAllocator>();
            std::vector<std::vector<uint32_t>> visits(links, std::vector<uint32_t>(rbs, 0));
            const auto state = CreateState(links, rbs, false, 0);
            for (uint32_t turn = 0; turn < links; turn++)
            {
                const auto allocation = allocator->Allocate(state);
                std::vector<uint32_t> load(rbs, 0);
                for (uint32_t i = 0; i < links; i++)
                {
                    load[allocation.rb[i]]++;
                    visits[i][allocation.rb[i]]++;
                }
                const auto [least, most] = std::minmax_element(load.begin(), load.end());
                NS_TEST_EXPECT_MSG_LT_OR_EQ(*most - *least, 1, "an even split in turn " << turn);
            }
            for (uint32_t i = 0; i < links; i++)
            {
                NS_TEST_EXPECT_MSG_EQ((visits[i] == visits[0]), true, "visits of link " << i);
            }
        }
    }
};

/**
 * @ingroup mog-tests
 *
 * A network that decides on resource blocks: flat channels are fading ones that are the same on
 * all, and a policy for another number of resource blocks is refused.
 */
class MogNeuralRbTestCase : public TestCase
{
  public:
    MogNeuralRbTestCase()
        : TestCase("networks on resource blocks")
    {
    }

  private:
    void DoRun() override
    {
        const std::string network =
            MOG_DATA_DIR "/uplink-mpgnn-n3.safetensors"; // trained with fading
        auto allocator =
            CreateObjectWithAttributes<MogNeuralAllocator>("ModelFile", StringValue(network));
        for (const uint32_t links : {6, 9, 2})
        {
            const auto flat = CreateState(links, 3, false, links);
            auto repeated = flat;
            repeated.perRb = true;
            for (int rb = 1; rb < 3; rb++)
            {
                repeated.gain.insert(repeated.gain.end(), flat.gain.begin(), flat.gain.end());
            }
            const auto one = allocator->Allocate(flat);
            const auto other = allocator->Allocate(repeated);
            NS_TEST_EXPECT_MSG_EQ((one.rb == other.rb && one.power == other.power),
                                  true,
                                  "flat or not, " << links << " links");
        }
        const std::tuple<std::string, uint32_t, std::string> bad[] = {
            {network, 4, "decides on 3 resource blocks, and the links have 4"},
            {network, 1, "decides on 3 resource blocks, and the links have one band"},
            {MOG_DATA_DIR "/d2d-mpgnn.safetensors", 3, "sets powers on one band"},
        };
        for (const auto& [file, rbs, reason] : bad)
        {
            allocator->SetAttribute("ModelFile", StringValue(file));
            const auto state = CreateState(6, rbs, false, 0);
            const auto message = MogGetAbortMessage([&]() { allocator->Allocate(state); });
            for (const auto& part : {file, reason})
            {
                NS_TEST_EXPECT_MSG_NE(message.find(part), std::string::npos, "said " << message);
            }
        }
    }
};

/**
 * @ingroup mog-tests
 *
 * Fading of resource blocks has mean 1 and an exponential's variance, stays for a coherence time,
 * depends on the nodes, and is the same on every run.
 */
class MogRbFadingTestCase : public TestCase
{
  public:
    MogRbFadingTestCase()
        : TestCase("fading of resource blocks")
    {
    }

  private:
    /**
     * Ask a loss model.
     * @param loss the loss model
     * @param a where the transmitter is
     * @param b where the receiver is
     * @return gain in each of four bands
     */
    static std::vector<double> GetGains(Ptr<MogRbFadingLossModel> loss,
                                        Ptr<MobilityModel> a,
                                        Ptr<MobilityModel> b)
    {
        auto params = Create<SpectrumSignalParameters>();
        params->psd = Create<SpectrumValue>(
            Create<SpectrumModel>(Bands{{0, 1, 2}, {2, 3, 4}, {4, 5, 6}, {6, 7, 8}}));
        *params->psd = 1;
        const auto psd = loss->CalcRxPowerSpectralDensity(MogLossOperand{params}, a, b);
        return {psd->ConstValuesBegin(), psd->ConstValuesEnd()};
    }

    void DoRun() override
    {
        const auto nodes = MogTestScenario::CreateNodes({{0, 0, 0}, {9, 0, 0}});
        const auto a = nodes.Get(0)->GetObject<MobilityModel>();
        const auto b = nodes.Get(1)->GetObject<MobilityModel>();
        auto loss = CreateObject<MogRbFadingLossModel>();
        auto twin = CreateObject<MogRbFadingLossModel>();
        loss->AssignStreams(3);
        twin->AssignStreams(3);
        std::vector<double> all;
        const int blocks = 2000;
        for (int block = 0; block < blocks; block++)
        {
            Simulator::Schedule(MilliSeconds(100 * block + 1), MogCall, [&]() {
                const auto gains = GetGains(loss, a, b);
                all.insert(all.end(), gains.begin(), gains.end());
                NS_TEST_EXPECT_MSG_EQ((gains != GetGains(loss, b, a)), true, "a direction each");
            });
            Simulator::Schedule(MilliSeconds(100 * block + 99), MogCall, [&, block]() {
                const std::vector<double> before(all.end() - 4, all.end());
                NS_TEST_EXPECT_MSG_EQ((before == GetGains(loss, a, b)), true, "same block");
                NS_TEST_EXPECT_MSG_EQ((block % 100 || before == GetGains(twin, a, b)),
                                      true,
                                      "same seed, asked less often");
            });
        }
        Simulator::Run();
        Simulator::Destroy();
        const double count = all.size();
        const double mean = std::accumulate(all.begin(), all.end(), 0.0) / count;
        double square = 0;
        for (const double gain : all)
        {
            square += gain * gain / count;
        }
        // five standard deviations: of the mean 1 / sqrt(n), of the square sqrt(20 / n)
        NS_TEST_EXPECT_MSG_EQ_TOL(mean, 1, 5 / std::sqrt(count), "mean");
        NS_TEST_EXPECT_MSG_EQ_TOL(square, 2, 5 * std::sqrt(20 / count), "mean square");
    }
};

/**
 * @ingroup mog-tests
 *
 * Resource blocks: physical layer, channel and allocators.
 */
class MogRbTestSuite : public TestSuite
{
  public:
    MogRbTestSuite();
};

MogRbTestSuite::MogRbTestSuite()
    : TestSuite("mog-rb")
{
    AddTestCase(new MogClosedFormTestCase({0, 0}));
    AddTestCase(new MogClosedFormTestCase({1, 1}));
    AddTestCase(new MogClosedFormTestCase({0, 1}));
    AddTestCase(new MogRbPsdTestCase);
    AddTestCase(new MogBadBandsTestCase);
    for (const bool fading : {false, true})
    {
        for (const auto& solver :
             {"rb-optimum", "rb-local-search", "rb-greedy", "rb-balanced", "rb-random"})
        {
            AddTestCase(new MogRbAllocatorTestCase(solver, fading));
        }
    }
    AddTestCase(new MogRoundRobinTestCase);
    AddTestCase(new MogNeuralRbTestCase);
    AddTestCase(new MogRbFadingTestCase);
}

static MogRbTestSuite g_mogRbTestSuite; //!< the suite
