/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-test-policy.h"
#include "mog-test-scenario.h"

#include "ns3/mog-d2d-layout.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/string.h"
#include "ns3/test.h"

#include <cstdlib>
#include <hdf5.h>

using namespace ns3;

/**
 * @ingroup mog-tests
 *
 * Offline and online agree from end to end: `mog generate` and `mog infer` give the powers that the
 * neural allocator gives in a simulation of the same drop. The gains take two ways there (c-core
 * computes them from positions, ns-3 in decibels through its channel), hence a tolerance.
 */
class MogInferTestCase : public TestCase
{
  public:
    MogInferTestCase()
        : TestCase("mog infer and the neural allocator")
    {
    }

  private:
    /**
     * Run the program.
     * @param arguments its arguments
     */
    void RunProgram(const std::string& arguments)
    {
        const std::string command =
            std::string("'") + MOG_PROGRAM + "' " + arguments + " >/dev/null";
        NS_TEST_ASSERT_MSG_EQ(std::system(command.c_str()), 0, command);
    }

    void DoRun() override
    {
        const uint32_t links = 7;
        const uint64_t seed = 2;
        const uint64_t run = 5;
        const auto policy = CreateTempDirFilename("mog-infer-policy.safetensors");
        const auto data = CreateTempDirFilename("mog-infer-data.h5");
        const auto output = CreateTempDirFilename("mog-infer-power.h5");
        NS_TEST_ASSERT_MSG_EQ(MogWriteTestPolicy(links, policy), true, "cannot write " << policy);
        RunProgram("generate --quiet --set scenario.kind=d2d --set scenario.links=7 --samples 1"
                   " --seed " +
                   std::to_string(MogD2dLayout::SEED_OFFSET + seed) + " --first " +
                   std::to_string(run) + " -o '" + data + "'");
        RunProgram("infer --quiet --batch 1 '" + policy + "' '" + data + "' -o '" + output + "'");
        std::vector<double> expected(links);
        const hid_t file = H5Fopen(output.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
        const hid_t set = H5Dopen2(file, "/power", H5P_DEFAULT);
        const auto status =
            H5Dread(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, expected.data());
        NS_TEST_ASSERT_MSG_EQ((status < 0), false, "cannot read " << output);
        H5Dclose(set);
        H5Fclose(file);

        RngSeedManager::SetSeed(seed);
        RngSeedManager::SetRun(run);
        MogD2dLayout layout;
        NS_TEST_ASSERT_MSG_EQ(layout.Drop(links, 1000), "", "the same drop");
        RngSeedManager::SetSeed(1);
        RngSeedManager::SetRun(1);
        MogHelper mog;
        mog.SetAllocator("ns3::MogNeuralAllocator", "ModelFile", StringValue(policy));
        const auto measured =
            MogTestScenario::Measure(mog,
                                     MogTestScenario::CreateNodes(layout.GetTransmitters()),
                                     MogTestScenario::CreateNodes(layout.GetReceivers()));
        for (uint32_t i = 0; i < links; i++)
        {
            NS_TEST_EXPECT_MSG_EQ_TOL(measured[i].power, expected[i], 1e-6, "power of link " << i);
        }
    }
};

/**
 * @ingroup mog-tests
 *
 * Comparison with the program `mog`.
 */
class MogInferTestSuite : public TestSuite
{
  public:
    MogInferTestSuite();
};

MogInferTestSuite::MogInferTestSuite()
    : TestSuite("mog-infer")
{
    AddTestCase(new MogInferTestCase);
}

static MogInferTestSuite g_mogInferTestSuite; //!< the suite
