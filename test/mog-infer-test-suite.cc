/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-test-policy.h"
#include "mog-test-scenario.h"
#include "mog/io.h"

#include "ns3/boolean.h"
#include "ns3/mog-d2d-layout.h"
#include "ns3/mog-drop-positions.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/string.h"
#include "ns3/test.h"

#include <algorithm>
#include <cstdlib>
#include <hdf5.h>
#include <memory>

using namespace ns3;

/**
 * @ingroup mog-tests
 *
 * A test that runs the program `mog`.
 */
class MogProgramTestCase : public TestCase
{
  public:
    using TestCase::TestCase;

  protected:
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

    /**
     * Run `mog infer`.
     * @param policy the policy
     * @param data the data set
     * @param powers how many powers are expected
     * @return the powers of all samples
     */
    std::vector<double> Infer(const std::string& policy,
                              const std::string& data,
                              std::size_t powers)
    {
        const auto output = CreateTempDirFilename("mog-infer-power.h5");
        RunProgram("infer --quiet --batch 1 '" + policy + "' '" + data + "' -o '" + output + "'");
        std::vector<double> power(powers);
        const hid_t file = H5Fopen(output.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
        const hid_t set = H5Dopen2(file, "/power", H5P_DEFAULT);
        const hid_t space = H5Dget_space(set);
        const bool fits = H5Sget_simple_extent_npoints(space) == static_cast<hssize_t>(powers);
        if (!fits ||
            H5Dread(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, power.data()) < 0)
        {
            power.clear();
        }
        H5Sclose(space);
        H5Dclose(set);
        H5Fclose(file);
        return power;
    }
};

/**
 * @ingroup mog-tests
 *
 * Offline and online agree from end to end: `mog generate` and `mog infer` give the powers that the
 * neural allocator gives in a simulation of the same drop. The gains take two ways there (c-core
 * computes them from positions, ns-3 in decibels through its channel), hence a tolerance.
 */
class MogGenerateTestCase : public MogProgramTestCase
{
  public:
    /**
     * Constructor.
     * @param network the policy's network
     */
    explicit MogGenerateTestCase(const std::string& network)
        : MogProgramTestCase("mog generate, mog infer and the neural allocator, " + network),
          m_network(network)
    {
    }

  private:
    void DoRun() override
    {
        const uint32_t links = 7;
        const uint64_t seed = 2;
        const uint64_t run = 5;
        const auto policy = CreateTempDirFilename("mog-infer-policy.safetensors");
        const auto data = CreateTempDirFilename("mog-infer-data.h5");
        NS_TEST_ASSERT_MSG_EQ(MogWriteTestPolicy(m_network, links, policy), "", "the policy");
        RunProgram("generate --quiet --set scenario.kind=d2d --set scenario.links=7 --samples 1"
                   " --seed " +
                   std::to_string(MOG_SEED_OFFSET + seed) + " --first " + std::to_string(run) +
                   " -o '" + data + "'");
        const auto expected = Infer(policy, data, links);
        NS_TEST_ASSERT_MSG_EQ(expected.size(), links, "powers of mog infer");

        RngSeedManager::SetSeed(seed);
        RngSeedManager::SetRun(run);
        MogD2dLayout layout;
        NS_TEST_ASSERT_MSG_EQ(layout.Drop(links, 1000), "", "the same drop");
        RngSeedManager::SetSeed(1);
        RngSeedManager::SetRun(1);
        MogHelper mog;
        mog.SetAllocator("ns3::MogNeuralAllocator",
                         "ModelFile",
                         StringValue(policy),
                         "NoHarm",
                         BooleanValue(false));
        const auto measured =
            MogTestScenario::Measure(mog,
                                     MogTestScenario::CreateNodes(layout.GetTransmitters()),
                                     MogTestScenario::CreateNodes(layout.GetReceivers()));
        for (uint32_t i = 0; i < links; i++)
        {
            NS_TEST_EXPECT_MSG_EQ_TOL(measured[i].power, expected[i], 1e-6, "power of link " << i);
        }
    }

    std::string m_network; //!< the policy's network
};

/**
 * @ingroup mog-tests
 *
 * The powers of a simulation are, bit for bit, those of `mog infer --batch 1` on what its estimator
 * saw: five decisions about fading channels.
 */
class MogInferTestCase : public MogProgramTestCase
{
  public:
    /**
     * Constructor.
     * @param network the policy's network
     */
    explicit MogInferTestCase(const std::string& network)
        : MogProgramTestCase("same bits from mog infer and a simulation, " + network),
          m_network(network)
    {
    }

  private:
    void DoRun() override
    {
        const uint32_t links = 8;
        m_states.clear();
        m_power.clear();
        const auto policy = CreateTempDirFilename("mog-infer-policy.safetensors");
        NS_TEST_ASSERT_MSG_EQ(MogWriteTestPolicy(m_network, links, policy), "", "the policy");
        MogD2dLayout layout;
        NS_TEST_ASSERT_MSG_EQ(layout.Drop(links, 600), "", "a drop");
        MogHelper mog;
        mog.SetAllocator("ns3::MogNeuralAllocator",
                         "ModelFile",
                         StringValue(policy),
                         "NoHarm",
                         BooleanValue(false));
        mog.SetPropagationAttribute("Rayleigh", BooleanValue(true));
        mog.Install(NodeContainer(), NodeContainer());
        mog.GetManager()->TraceConnectWithoutContext(
            "NetworkState",
            MakeCallback(&MogInferTestCase::NotifyState, this));
        mog.GetManager()->TraceConnectWithoutContext(
            "Allocation",
            MakeCallback(&MogInferTestCase::NotifyAllocation, this));
        MogTestScenario::Measure(mog,
                                 MogTestScenario::CreateNodes(layout.GetTransmitters()),
                                 MogTestScenario::CreateNodes(layout.GetReceivers()));
        NS_TEST_ASSERT_MSG_EQ(m_states.size(), 5, "periods in half a second");
        NS_TEST_EXPECT_MSG_EQ((m_states[0].gain == m_states[1].gain), false, "channels fade");
        const auto data = CreateTempDirFilename("mog-infer-states.h5");
        NS_TEST_ASSERT_MSG_EQ(WriteStates(data), "", "the data set");
        NS_TEST_EXPECT_MSG_EQ((m_power == Infer(policy, data, m_power.size())), true, "bits");
    }

    /**
     * Write what the manager saw as a data set.
     * @param file where to
     * @return why it was not written; empty if it was
     */
    std::string WriteStates(const std::string& file) const
    {
        mog_error error{};
        mog_dataset* created;
        if (mog_dataset_create(m_states.size(),
                               m_states.front().links,
                               1,
                               MOG_DATASET_POSITIONS,
                               &created,
                               &error) != MOG_OK)
        {
            return error.message;
        }
        std::unique_ptr<mog_dataset, void (*)(mog_dataset*)> data(created, mog_dataset_free);
        data->noise_power = m_states.front().noise;
        for (std::size_t i = 0; i < m_states.size(); i++)
        {
            const auto& state = m_states[i];
            Copy(state.gain, data->gain, i);
            Copy(state.txPosition, data->tx_position, i);
            Copy(state.rxPosition, data->rx_position, i);
        }
        mog_dataset_write(data.get(), file.c_str(), &error);
        return error.message;
    }

    /**
     * Copy one sample of an array.
     * @param from the sample
     * @param to all samples
     * @param sample which one
     */
    static void Copy(const std::vector<double>& from, double* to, std::size_t sample)
    {
        std::copy(from.begin(), from.end(), to + sample * from.size());
    }

    /**
     * Trace sink.
     * @param state what the manager saw
     */
    void NotifyState(const MogNetworkState& state)
    {
        m_states.push_back(state);
    }

    /**
     * Trace sink.
     * @param allocation what the allocator chose
     */
    void NotifyAllocation(const MogAllocation& allocation)
    {
        m_power.insert(m_power.end(), allocation.power.begin(), allocation.power.end());
    }

    std::string m_network;                 //!< the policy's network
    std::vector<MogNetworkState> m_states; //!< what the manager saw
    std::vector<double> m_power;           //!< what the allocator chose
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
    for (const auto& network : MogGetNetworks())
    {
        AddTestCase(new MogGenerateTestCase(network));
        AddTestCase(new MogInferTestCase(network));
    }
}

static MogInferTestSuite g_mogInferTestSuite; //!< the suite
