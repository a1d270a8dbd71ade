/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-test-abort.h"
#include "mog-test-drop.h"
#include "mog-test-policy.h"
#include "mog/solve.h"

#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/integer.h"
#include "ns3/mog-allocator.h"
#include "ns3/mog-fplinq-allocator.h"
#include "ns3/mog-neural-allocator.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/test.h"
#include "ns3/uinteger.h"

#include <fstream>
#include <numeric>
#include <set>
#include <tuple>

using namespace ns3;

namespace
{

/**
 * Make a channel as the ideal estimator would.
 * @param links number of links
 * @param sample which channel
 * @return the channel
 */
MogNetworkState
CreateState(uint32_t links, uint64_t sample)
{
    mog_scenario scenario;
    mog_scenario_default(&scenario);
    scenario.kind = MOG_SCENARIO_D2D;
    scenario.links = links;
    return MogTestDrop(scenario, 5, sample);
}

/**
 * Run a policy with c-core alone, in a workspace for this channel.
 * @param file the policy
 * @param state the channel
 * @return the powers; empty if the policy does not run
 */
std::vector<double>
Infer(const std::string& file, const MogNetworkState& state)
{
    mog_policy* policy;
    mog_policy_runner* runner;
    mog_policy_use use;
    if (mog_policy_load(file.c_str(), &policy, nullptr) != MOG_OK)
    {
        return {};
    }
    mog_policy_use_default(policy, &use);
    use.links = state.links;
    const auto problem = MogGetProblem(state);
    std::vector<double> power(state.links);
    const mog_allocation out{nullptr, power.data()};
    if (mog_policy_runner_create(policy, &use, &runner, nullptr) != MOG_OK ||
        mog_policy_run(runner, &problem, &out, nullptr) != MOG_OK)
    {
        power.clear();
    }
    mog_policy_runner_free(runner);
    mog_policy_free(policy);
    return power;
}

/**
 * Make a neural allocator.
 * @param file the policy
 * @return the allocator
 */
Ptr<MogNeuralAllocator>
CreateNeural(const std::string& file)
{
    return CreateObjectWithAttributes<MogNeuralAllocator>("ModelFile",
                                                          StringValue(file),
                                                          "NoHarm",
                                                          BooleanValue(false));
}

/**
 * Let a process of its own decide.
 * @param allocator the allocator
 * @param state the channel
 * @return what it said before it aborted; empty if it did not
 */
std::string
GetAbortMessage(Ptr<MogAllocator> allocator, const MogNetworkState& state)
{
    return MogGetAbortMessage([&]() { allocator->Allocate(state); });
}

} // namespace

/**
 * @ingroup mog-tests
 *
 * The neural allocator's powers are, bit for bit, those that c-core's own inference gives for the
 * same policy and channel.
 */
class MogNeuralAllocatorTestCase : public TestCase
{
  public:
    /**
     * Constructor.
     * @param network the policy's network
     */
    explicit MogNeuralAllocatorTestCase(const std::string& network)
        : TestCase("same powers from the neural allocator and c-core, " + network),
          m_network(network)
    {
    }

  private:
    void DoRun() override
    {
        const uint32_t links = 9;
        const auto file = CreateTempDirFilename("mog-allocator-policy.safetensors");
        NS_TEST_ASSERT_MSG_EQ(MogWriteTestPolicy(m_network, links, file), "", "the policy");
        auto allocator = CreateNeural(file);
        NS_TEST_ASSERT_MSG_EQ(allocator->Load(links), "", "the policy is good");
        std::set<double> different;
        for (uint64_t sample = 0; sample < 20; sample++)
        {
            const auto state = CreateState(links, sample);
            const auto power = allocator->Allocate(state).power;
            NS_TEST_EXPECT_MSG_EQ((power == Infer(file, state)), true, "sample " << sample);
            different.insert(power.begin(), power.end());
        }
        NS_TEST_EXPECT_MSG_GT(different.size(), 100, "the powers depend on the channel");
    }

    std::string m_network; //!< the policy's network
};

/**
 * @ingroup mog-tests
 *
 * Policies for any number of links: one allocator serves more and fewer links than the policy was
 * trained for, in any order, and the order of the links does not matter.
 */
class MogScalableTestCase : public TestCase
{
  public:
    /**
     * Constructor.
     * @param network the policy's network
     */
    explicit MogScalableTestCase(const std::string& network)
        : TestCase("any number of links, " + network),
          m_network(network)
    {
    }

  private:
    void DoRun() override
    {
        const auto file = CreateTempDirFilename("mog-scalable-policy.safetensors");
        NS_TEST_ASSERT_MSG_EQ(MogWriteTestPolicy(m_network, 9, file), "", "the policy");
        auto allocator = CreateNeural(file);
        NS_TEST_EXPECT_MSG_NE(allocator->Load(0), "", "nothing to decide");
        for (const uint32_t links : {9, 4, 20, 1, 40, 20})
        {
            NS_TEST_EXPECT_MSG_EQ(allocator->Load(links), "", links << " links");
            const auto state = CreateState(links, links);
            const auto power = allocator->Allocate(state).power;
            NS_TEST_EXPECT_MSG_EQ((power == Infer(file, state)), true, links << " links");
            // Sums over neighbours are taken in another order, which may change their last bits.
            const auto turned = allocator->Allocate(Turn(state)).power;
            for (uint32_t i = 0; i < links; i++)
            {
                NS_TEST_EXPECT_MSG_EQ_TOL(turned[i],
                                          power[(i + 1) % links],
                                          1e-6,
                                          "link " << i << " of " << links);
            }
            NS_TEST_EXPECT_MSG_EQ((turned == power), (links == 1), "links differ");
        }
    }

    /**
     * Number the links of a channel anew: link i is what was link i + 1.
     * @param state the channel
     * @return the same channel
     */
    static MogNetworkState Turn(const MogNetworkState& state)
    {
        auto turned = state;
        for (uint32_t i = 0; i < state.links; i++)
        {
            const uint32_t from = (i + 1) % state.links;
            for (uint32_t j = 0; j < state.links; j++)
            {
                turned.gain[i * state.links + j] =
                    state.gain[from * state.links + (j + 1) % state.links];
            }
            for (uint32_t axis = 0; axis < 2; axis++)
            {
                turned.txPosition[2 * i + axis] = state.txPosition[2 * from + axis];
                turned.rxPosition[2 * i + axis] = state.rxPosition[2 * from + axis];
            }
        }
        return turned;
    }

    std::string m_network; //!< the policy's network
};

/**
 * @ingroup mog-tests
 *
 * A policy that chooses neighbours by distance takes positions from the channel state: gains
 * between distant groups do not matter, and a state without positions is refused with advice.
 */
class MogPositionsTestCase : public TestCase
{
  public:
    MogPositionsTestCase()
        : TestCase("neighbours by distance, with and without positions")
    {
    }

  private:
    void DoRun() override
    {
        const uint32_t links = 8;
        const uint32_t half = links / 2;
        const auto file = CreateTempDirFilename("mog-distance-policy.safetensors");
        const std::string network = "kind=mpgnn neighbours=distance threshold=5000";
        NS_TEST_ASSERT_MSG_EQ(MogWriteTestPolicy(network, links, file), "", "the policy");
        auto allocator = CreateNeural(file);

        auto state = CreateState(links, 3);
        for (uint32_t i = half; i < links; i++)
        {
            state.txPosition[2 * i] += 50000;
            state.rxPosition[2 * i] += 50000;
        }
        const auto power = allocator->Allocate(state).power;
        NS_TEST_EXPECT_MSG_EQ((power == Infer(file, state)),
                              true,
                              "c-core sees the positions, too");
        auto between = state;
        auto within = state;
        for (uint32_t i = 0; i < half; i++)
        {
            between.gain[i * links + half + i] *= 100;
            within.gain[i * links + (i + 1) % half] *= 100;
        }
        NS_TEST_EXPECT_MSG_EQ((allocator->Allocate(between).power == power), true, "far away");
        NS_TEST_EXPECT_MSG_EQ((allocator->Allocate(within).power == power), false, "nearby");

        ExpectAbort(allocator, state, {}, state.rxPosition, "MogIdealChannelEstimator");
        ExpectAbort(allocator, state, state.txPosition, {}, "MogIdealChannelEstimator");
        ExpectAbort(allocator, state, {1, 2, 3}, state.rxPosition, "3 coordinates");
        NS_TEST_ASSERT_MSG_EQ(MogWriteTestPolicy("kind=mpgnn", links, file), "", "all neighbours");
        state.txPosition.clear();
        state.rxPosition.clear();
        NS_TEST_EXPECT_MSG_EQ(GetAbortMessage(CreateNeural(file), state), "", "needs no positions");
    }

    /**
     * Expect a decision to be refused.
     * @param allocator the allocator
     * @param state the channel
     * @param txPosition what it says about the transmitters instead
     * @param rxPosition what it says about the receivers instead
     * @param part what the message has to hold
     */
    void ExpectAbort(Ptr<MogAllocator> allocator,
                     MogNetworkState state,
                     const std::vector<double>& txPosition,
                     const std::vector<double>& rxPosition,
                     const std::string& part)
    {
        state.txPosition = txPosition;
        state.rxPosition = rxPosition;
        const auto message = GetAbortMessage(allocator, state);
        NS_TEST_EXPECT_MSG_NE(message.find(part), std::string::npos, "said '" << message << "'");
    }
};

/**
 * @ingroup mog-tests
 *
 * Policies for one number of links are refused where there is another one, before anything is
 * simulated and when the number changes.
 */
class MogFixedTestCase : public TestCase
{
  public:
    /**
     * Constructor.
     * @param network the policy's network
     */
    explicit MogFixedTestCase(const std::string& network)
        : TestCase("a wrong number of links, " + network),
          m_network(network)
    {
    }

  private:
    void DoRun() override
    {
        const auto file = CreateTempDirFilename("mog-fixed-policy.safetensors");
        NS_TEST_ASSERT_MSG_EQ(MogWriteTestPolicy(m_network, 6, file), "", "the policy");
        auto allocator = CreateNeural(file);
        for (const uint32_t links : {5, 7})
        {
            const auto reason = allocator->Load(links);
            for (const auto& part : {file, std::string("6"), std::to_string(links)})
            {
                NS_TEST_EXPECT_MSG_NE(reason.find(part), std::string::npos, "said " << reason);
            }
            NS_TEST_EXPECT_MSG_EQ(allocator->Load(6), "", "the right number");
            const auto message = GetAbortMessage(allocator, CreateState(links, 0));
            NS_TEST_EXPECT_MSG_NE(message.find(reason), std::string::npos, "said " << message);
        }
        NS_TEST_EXPECT_MSG_EQ(GetAbortMessage(allocator, CreateState(6, 0)), "", "6 links");
    }

    std::string m_network; //!< the policy's network
};

/**
 * @ingroup mog-tests
 *
 * Sweeps behind a network: the attribute takes precedence over the policy file, -1 leaves the file
 * its say, and no sweep lets the sum rate fall.
 */
class MogRefineTestCase : public TestCase
{
  public:
    MogRefineTestCase()
        : TestCase("refinement")
    {
    }

  private:
    void DoRun() override
    {
        const uint32_t links = 10;
        const auto state = CreateState(links, 7);
        const auto plain = CreateTempDirFilename("mog-plain-policy.safetensors");
        const auto refined = CreateTempDirFilename("mog-refined-policy.safetensors");
        NS_TEST_ASSERT_MSG_EQ(MogWriteTestPolicy("kind=mlp", links, plain), "", "no sweeps");
        NS_TEST_ASSERT_MSG_EQ(MogWriteTestPolicy("kind=mlp refine=5", links, refined), "", "five");

        auto allocator = CreateNeural(refined);
        NS_TEST_EXPECT_MSG_EQ((allocator->Allocate(state).power == Infer(refined, state)),
                              true,
                              "as the file says");
        double least = 0;
        for (const int sweeps : {0, 1, 5, 50})
        {
            allocator->SetAttribute("Refine", IntegerValue(sweeps));
            const auto allocation = allocator->Allocate(state);
            const auto rates = MogGetLinkRates(state, allocation);
            const double sum = std::accumulate(rates.begin(), rates.end(), 0.0);
            NS_TEST_EXPECT_MSG_GT(sum, least, sweeps << " sweeps");
            least = sum;
            NS_TEST_EXPECT_MSG_EQ((allocation.power == Infer(plain, state)),
                                  (sweeps == 0),
                                  sweeps << " sweeps are the network alone");
            NS_TEST_EXPECT_MSG_EQ((allocation.power == Infer(refined, state)),
                                  (sweeps == 5),
                                  sweeps << " sweeps are the file's five");
        }
        allocator->SetAttribute("Refine", IntegerValue(-1));
        NS_TEST_EXPECT_MSG_EQ((allocator->Allocate(state).power == Infer(refined, state)),
                              true,
                              "as the file says again");
    }
};

/**
 * @ingroup mog-tests
 *
 * Files that are no policy are refused with one line that names the file.
 */
class MogBadModelTestCase : public TestCase
{
  public:
    MogBadModelTestCase()
        : TestCase("files that are no policy")
    {
    }

  private:
    /**
     * Expect a file to be refused.
     * @param file the file
     * @param part what the reason has to hold besides the file
     */
    void ExpectRefusal(const std::string& file, const std::string& part = "")
    {
        const auto reason = CreateNeural(file)->Load(3);
        NS_TEST_EXPECT_MSG_NE(reason.find(file), std::string::npos, "'" << reason << "' names it");
        NS_TEST_EXPECT_MSG_NE(reason.find(part), std::string::npos, "'" << reason << "' says why");
        NS_TEST_EXPECT_MSG_EQ(reason.find('\n'), std::string::npos, "'" << reason << "' is a line");
    }

    /**
     * Read a file.
     * @param file the file
     * @return its bytes
     */
    static std::string Read(const std::string& file)
    {
        std::ifstream in(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }

    /**
     * Write a policy that decides on two resource blocks.
     * @param file where to
     * @return why it was not written; empty if it was
     */
    static std::string WriteRbPolicy(const std::string& file)
    {
        mog_network_settings settings;
        mog_network_default(&settings);
        settings.output = MOG_OUTPUT_SOFTMAX;
        settings.n_rb = 2;
        mog_error error{};
        mog_policy* policy;
        if (mog_policy_create(&settings, nullptr, 3, 1, &policy, &error) == MOG_OK)
        {
            mog_policy_save(policy, file.c_str(), &error);
        }
        mog_policy_free(policy);
        return error.message;
    }

    void DoRun() override
    {
        NS_TEST_EXPECT_MSG_NE(CreateObject<MogNeuralAllocator>()->Load(3), "", "no file given");
        const auto good = CreateTempDirFilename("mog-good.safetensors");
        NS_TEST_ASSERT_MSG_EQ(MogWriteTestPolicy("kind=mlp", 3, good), "", "the policy");
        const auto bytes = Read(good);

        ExpectRefusal(CreateTempDirFilename("mog-missing.safetensors"));
        const auto bad = CreateTempDirFilename("mog-bad.safetensors");
        for (const auto& content : {std::string(),
                                    std::string("not a policy, but text"),
                                    bytes.substr(0, 7),
                                    bytes.substr(0, 100),
                                    bytes.substr(0, bytes.size() - 1)})
        {
            std::ofstream(bad, std::ios::binary) << content;
            ExpectRefusal(bad);
        }
        std::ofstream(bad, std::ios::binary) << bytes;
        NS_TEST_EXPECT_MSG_EQ(CreateNeural(bad)->Load(3), "", "the whole file is good again");

        // What it decides is not what this allocator sets.
        NS_TEST_ASSERT_MSG_EQ(WriteRbPolicy(bad), "", "the policy");
        ExpectRefusal(bad, "resource blocks");

        // Another architecture than the one that the tensors belong to.
        for (const auto& [network, is, claimed] : MISFITS)
        {
            NS_TEST_ASSERT_MSG_EQ(MogWriteTestPolicy(network, 3, good), "", "the policy");
            auto content = Read(good);
            const auto place = content.find(is);
            NS_TEST_ASSERT_MSG_NE(place, std::string::npos, network << " says " << is);
            std::ofstream(bad, std::ios::binary) << content.replace(place, is.size(), claimed);
            ExpectRefusal(bad, "tensor");
        }
    }

    /// A network, what its file says, and what the file is made to say, no longer and no shorter.
    static const std::vector<std::tuple<std::string, std::string, std::string>> MISFITS;
};

const std::vector<std::tuple<std::string, std::string, std::string>> MogBadModelTestCase::MISFITS =
    {
        {"kind=mlp hidden=30", "\"network.hidden\":\"30\"", "\"network.hidden\":\"31\""},
        {"kind=mlp hidden=30,20", "\"network.hidden\":\"30,20\"", "\"network.hidden\":\"30020\""},
        {"kind=cnn kernel=3", "\"network.kernel\":\"3\"", "\"network.kernel\":\"5\""},
        {"kind=mpgnn rounds=3", "\"network.rounds\":\"3\"", "\"network.rounds\":\"2\""},
        {"kind=mpgnn rounds=2", "\"network.rounds\":\"2\"", "\"network.rounds\":\"3\""},
        {"kind=mpgnn message=16", "\"network.message\":\"16\"", "\"network.message\":\"17\""},
        {"kind=unrolled unroll=3", "\"network.unroll\":\"3\"", "\"network.unroll\":\"2\""},
};

/**
 * @ingroup mog-tests
 *
 * The other allocators: FPLinQ is c-core's, full power is full, random powers follow their stream.
 */
class MogAllocatorsTestCase : public TestCase
{
  public:
    MogAllocatorsTestCase()
        : TestCase("FPLinQ, full power and random powers")
    {
    }

  private:
    void DoRun() override
    {
        auto fplinq = CreateObject<MogFplinqAllocator>();
        auto once = CreateObject<MogFplinqAllocator>();
        once->SetAttribute("Sweeps", UintegerValue(1));
        for (uint32_t links : {1, 7, 20})
        {
            const auto state = CreateState(links, 2);
            const auto problem = MogGetProblem(state);
            mog_solver* solver;
            mog_solver_create("fplinq", nullptr, nullptr, links, 1, &solver, nullptr);
            std::vector<double> expected(links);
            const mog_allocation out{nullptr, expected.data()};
            mog_solver_run(solver, &problem, 0, &out, nullptr, nullptr);
            mog_solver_free(solver);
            const auto power = fplinq->Allocate(state).power;
            NS_TEST_EXPECT_MSG_EQ((power == expected), true, "FPLinQ, " << links << " links");
            NS_TEST_EXPECT_MSG_EQ((once->Allocate(state).power == expected),
                                  (links == 1),
                                  "one sweep is not a hundred, " << links << " links");
        }

        const auto state = CreateState(4, 0);
        NS_TEST_EXPECT_MSG_EQ((CreateObject<MogFullPowerAllocator>()->Allocate(state).power ==
                               std::vector<double>(4, 1)),
                              true,
                              "full power");

        auto draw = [&state](int64_t stream) {
            auto random = CreateObject<MogRandomAllocator>();
            random->AssignStreams(stream);
            auto power = random->Allocate(state).power;
            const auto second = random->Allocate(state).power;
            power.insert(power.end(), second.begin(), second.end());
            return power;
        };
        const auto power = draw(5);
        NS_TEST_EXPECT_MSG_EQ((power == draw(5)), true, "same stream, same powers");
        NS_TEST_EXPECT_MSG_EQ((power == draw(6)), false, "other stream, other powers");
        const std::set<double> different(power.begin(), power.end());
        NS_TEST_EXPECT_MSG_EQ(different.size(), 8, "one draw per link and decision");
        NS_TEST_EXPECT_MSG_EQ((*different.begin() >= 0 && *different.rbegin() <= 1),
                              true,
                              "fractions of the maximum");
    }
};

/**
 * @ingroup mog-tests
 *
 * Tests of the allocators without a simulation.
 */
class MogAllocatorTestSuite : public TestSuite
{
  public:
    MogAllocatorTestSuite();
};

MogAllocatorTestSuite::MogAllocatorTestSuite()
    : TestSuite("mog-allocator")
{
    for (const auto& network : MogGetNetworks())
    {
        AddTestCase(new MogNeuralAllocatorTestCase(network));
    }
    for (const auto& network : MogGetScalableNetworks())
    {
        AddTestCase(new MogScalableTestCase(network));
    }
    AddTestCase(new MogPositionsTestCase);
    for (const auto& network : MogGetFixedNetworks())
    {
        AddTestCase(new MogFixedTestCase(network));
    }
    AddTestCase(new MogRefineTestCase);
    AddTestCase(new MogBadModelTestCase);
    AddTestCase(new MogAllocatorsTestCase);
}

static MogAllocatorTestSuite g_mogAllocatorTestSuite; //!< the suite
