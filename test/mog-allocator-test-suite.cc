/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-test-policy.h"
#include "mog/solve.h"

#include "ns3/double.h"
#include "ns3/mog-allocator.h"
#include "ns3/mog-fplinq-allocator.h"
#include "ns3/mog-neural-allocator.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/test.h"
#include "ns3/uinteger.h"

#include <fstream>
#include <set>

using namespace ns3;

namespace
{

/**
 * Make a channel as the ideal estimator would.
 * @param links number of links
 * @param sample which channel
 * @return the channel
 */
MogChannelState
CreateState(uint32_t links, uint64_t sample)
{
    mog_scenario scenario;
    mog_scenario_default(&scenario);
    scenario.kind = MOG_SCENARIO_D2D;
    scenario.links = links;
    MogChannelState state;
    state.links = links;
    state.gain.resize(links * links);
    state.noise = mog_scenario_noise_power(&scenario);
    mog_scenario_generate(&scenario, 5, sample, 1, state.gain.data(), nullptr, nullptr, nullptr);
    return state;
}

} // namespace

/**
 * @ingroup mog-tests
 *
 * The neural allocator's powers are, bit for bit, those that c-core's own inference gives for the
 * same policy and gains.
 */
class MogNeuralAllocatorTestCase : public TestCase
{
  public:
    MogNeuralAllocatorTestCase()
        : TestCase("same powers from the neural allocator and c-core")
    {
    }

  private:
    void DoRun() override
    {
        const uint32_t links = 9;
        const auto file = CreateTempDirFilename("mog-allocator-policy.safetensors");
        NS_TEST_ASSERT_MSG_EQ(MogWriteTestPolicy(links, file), true, "cannot write " << file);
        auto allocator = CreateObject<MogNeuralAllocator>();
        allocator->SetAttribute("ModelFile", StringValue(file));
        NS_TEST_ASSERT_MSG_EQ(allocator->Load(), "", "the policy is good");
        NS_TEST_EXPECT_MSG_EQ(allocator->GetLinks(), links, "links of the policy");

        auto policy = mog_policy_load(file.c_str(), nullptr);
        auto workspace = mog_policy_workspace_create(policy, 1, links, nullptr);
        std::set<double> different;
        for (uint64_t sample = 0; sample < 20; sample++)
        {
            const auto state = CreateState(links, sample);
            const mog_problem problem{1, links, state.noise, state.gain.data(), nullptr, nullptr, nullptr};
            std::vector<double> expected(links);
            NS_TEST_ASSERT_MSG_EQ(
                mog_policy_run(policy, workspace, &problem, expected.data(), nullptr),
                MOG_OK,
                "c-core runs the policy");
            const auto power = allocator->Allocate(state).power;
            NS_TEST_EXPECT_MSG_EQ((power == expected), true, "sample " << sample);
            different.insert(power.begin(), power.end());
        }
        NS_TEST_EXPECT_MSG_GT(different.size(), 100, "the powers depend on the channel");
        mog_policy_workspace_free(workspace);
        mog_policy_free(policy);
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
     */
    void ExpectRefusal(const std::string& file)
    {
        auto allocator = CreateObject<MogNeuralAllocator>();
        allocator->SetAttribute("ModelFile", StringValue(file));
        const auto reason = allocator->Load();
        NS_TEST_EXPECT_MSG_NE(reason.find(file), std::string::npos, "'" << reason << "' names it");
        NS_TEST_EXPECT_MSG_EQ(reason.find('\n'), std::string::npos, "'" << reason << "' is a line");
    }

    void DoRun() override
    {
        NS_TEST_EXPECT_MSG_NE(CreateObject<MogNeuralAllocator>()->Load(), "", "no file given");
        const auto good = CreateTempDirFilename("mog-good.safetensors");
        NS_TEST_ASSERT_MSG_EQ(MogWriteTestPolicy(3, good), true, "cannot write " << good);
        std::ifstream in(good, std::ios::binary);
        const std::string bytes((std::istreambuf_iterator<char>(in)), {});

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
        auto allocator = CreateObject<MogNeuralAllocator>();
        allocator->SetAttribute("ModelFile", StringValue(bad));
        NS_TEST_EXPECT_MSG_EQ(allocator->Load(), "", "the whole file is good again");
    }
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
            const mog_problem problem{1, links, state.noise, state.gain.data(), nullptr, nullptr, nullptr};
            auto solver = mog_solver_create("fplinq", nullptr, links, nullptr);
            std::vector<double> expected(links);
            mog_solver_run(solver, &problem, 0, expected.data(), nullptr, nullptr);
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
    AddTestCase(new MogNeuralAllocatorTestCase);
    AddTestCase(new MogBadModelTestCase);
    AddTestCase(new MogAllocatorsTestCase);
}

static MogAllocatorTestSuite g_mogAllocatorTestSuite; //!< the suite
