/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-test-scenario.h"
#include "mog/io.h"

#include "ns3/boolean.h"
#include "ns3/mog-d2d-layout.h"
#include "ns3/mog-dataset-recorder.h"
#include "ns3/mog-ns3-compat.h"
#include "ns3/string.h"
#include "ns3/test.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <numeric>

using namespace ns3;

/**
 * @ingroup mog-tests
 *
 * A test that records channels of a site.
 */
class MogRecordTestCase : public TestCase
{
  public:
    using TestCase::TestCase;

  protected:
    /// A data set that is freed.
    using Dataset = std::unique_ptr<mog_dataset, void (*)(mog_dataset*)>;

    /**
     * Install links on a site where every path fades.
     * @param links number of links
     * @param mog makes them
     * @return their devices
     */
    NetDeviceContainer InstallSite(uint32_t links, MogHelper& mog)
    {
        mog.SetPropagationAttribute("Rayleigh", BooleanValue(true));
        MogD2dLayout layout;
        NS_TEST_EXPECT_MSG_EQ(layout.Drop(links, 500), "", "the site");
        const auto devices = mog.Install(MogTestScenario::CreateNodes(layout.GetTransmitters()),
                                         MogTestScenario::CreateNodes(layout.GetReceivers()));
        mog.AssignStreams(1);
        return devices;
    }

    /**
     * Make a recorder.
     * @param file its file
     * @param append whether it appends
     * @return the recorder
     */
    static Ptr<MogDatasetRecorder> CreateRecorder(const std::string& file, bool append)
    {
        auto recorder = CreateObject<MogDatasetRecorder>();
        recorder->SetAttribute("File", StringValue(file));
        recorder->SetAttribute("Append", BooleanValue(append));
        return recorder;
    }

    /**
     * Record channels, one per 100 ms, and write them.
     * @param links number of links
     * @param stop when to end
     * @param file where to
     * @param append whether to append
     * @param mog makes the links
     * @return why they were not written; empty if they were
     */
    std::string Record(uint32_t links,
                       Time stop,
                       const std::string& file,
                       bool append,
                       MogHelper mog = MogHelper())
    {
        InstallSite(links, mog);
        mog.GetManager()->TraceConnectWithoutContext(
            "NetworkState",
            MakeCallback(&MogRecordTestCase::NotifyState, this));
        auto recorder = CreateRecorder(file, append);
        recorder->Record(mog.GetManager());
        Simulator::Stop(stop);
        Simulator::Run();
        const auto reason = recorder->Write();
        Simulator::Destroy();
        return reason;
    }

    /**
     * Read a data set.
     * @param file its file
     * @return the data set
     */
    Dataset Read(const std::string& file)
    {
        mog_error error{};
        mog_dataset* read;
        mog_dataset_read(file.c_str(), &read, &error);
        Dataset data(read, mog_dataset_free);
        NS_TEST_EXPECT_MSG_EQ(error.message, std::string(), "read it");
        return data;
    }

    std::vector<MogNetworkState> m_states; //!< what managers saw

  private:
    /**
     * Trace sink.
     * @param state what the manager saw
     */
    void NotifyState(const MogNetworkState& state)
    {
        m_states.push_back(state);
    }
};

/**
 * @ingroup mog-tests
 *
 * What is recorded, and then appended, is what managers saw, bit for bit.
 */
class MogRoundTripTestCase : public MogRecordTestCase
{
  public:
    /**
     * Constructor.
     * @param rbs number of resource blocks
     * @param estimator type of the estimator
     */
    MogRoundTripTestCase(uint32_t rbs, const std::string& estimator)
        : MogRecordTestCase("what was seen is what is read, " + std::to_string(rbs) + " RBs, " +
                            estimator),
          m_rbs(rbs),
          m_estimator(estimator)
    {
    }

  private:
    void DoRun() override
    {
        m_states.clear();
        const auto file = CreateTempDirFilename("mog-round-trip.h5");
        for (const bool append : {false, true})
        {
            MogHelper mog;
            mog.SetBand(2.4e9, 5e6, m_rbs);
            mog.SetEstimator(m_estimator);
            if (m_rbs > 1)
            {
                mog.SetAllocator("ns3::MogRoundRobinAllocator");
                mog.SetRbFading();
            }
            const Time stop = MilliSeconds(append ? 250 : 450);
            NS_TEST_EXPECT_MSG_EQ(Record(4, stop, file, append, mog), "", "written");
        }
        const auto data = Read(file);
        NS_TEST_ASSERT_MSG_EQ((data != nullptr), true, "a data set");
        NS_TEST_ASSERT_MSG_EQ(data->samples, 8, "five decisions, then three");
        NS_TEST_ASSERT_MSG_EQ(m_states.size(), data->samples, "one each");
        NS_TEST_EXPECT_MSG_EQ(data->links, 4, "links");
        NS_TEST_EXPECT_MSG_EQ(data->n_rb, m_rbs, "RBs");
        NS_TEST_EXPECT_MSG_EQ(data->per_rb, (m_rbs > 1), "gains for every RB");
        NS_TEST_EXPECT_MSG_EQ(data->noise_power, 1, "noise");
        NS_TEST_EXPECT_MSG_EQ(data->has_scenario, false, "the scenario is one's own");
        for (std::size_t i = 0; i < data->samples; i++)
        {
            Compare(data->gain, m_states[i].gain, i);
            Compare(data->tx_position, m_states[i].txPosition, i);
            Compare(data->rx_position, m_states[i].rxPosition, i);
        }
    }

    /**
     * Compare an array's sample.
     * @param array the array; NULL if there is none
     * @param expected the sample
     * @param sample its index
     */
    void Compare(const double* array, const std::vector<double>& expected, std::size_t sample)
    {
        NS_TEST_ASSERT_MSG_EQ((array != nullptr), !expected.empty(), "there if it is known");
        NS_TEST_EXPECT_MSG_EQ(
            std::equal(expected.begin(), expected.end(), array + sample * expected.size()),
            true,
            "sample " << sample);
    }

    uint32_t m_rbs;          //!< number of resource blocks
    std::string m_estimator; //!< type of the estimator
};

/**
 * @ingroup mog-tests
 *
 * Targets that cannot be written or appended to are refused with one line that names them, and left
 * as they were; decisions that leave out links are dropped and counted.
 */
class MogRecorderErrorTestCase : public MogRecordTestCase
{
  public:
    MogRecorderErrorTestCase()
        : MogRecordTestCase("what cannot be recorded")
    {
    }

  private:
    /**
     * Expect a refusal.
     * @param links number of links
     * @param file where to
     * @param append whether to append
     * @param reason text of the line
     */
    void Refuse(uint32_t links, const std::string& file, bool append, const std::string& reason)
    {
        const auto line = Record(links, MilliSeconds(50), file, append);
        NS_TEST_EXPECT_MSG_NE(line.find(reason), std::string::npos, "it said '" << line << "'");
        NS_TEST_EXPECT_MSG_NE(line.find(file), std::string::npos, "it said '" << line << "'");
        NS_TEST_EXPECT_MSG_EQ(std::count(line.begin(), line.end(), '\n'), 0, "one line");
    }

    void DoRun() override
    {
        const auto good = CreateTempDirFilename("mog-recorder-good.h5");
        NS_TEST_EXPECT_MSG_EQ(Record(3, MilliSeconds(50), good, true), "", "a new file");
        const auto before = ReadBytes(good);
        Refuse(4, good, true, "3 links");
        NS_TEST_EXPECT_MSG_EQ(ReadBytes(good), before, "as it was");

        const auto text = CreateTempDirFilename("mog-recorder.txt");
        std::ofstream(text) << "no data set\n";
        Refuse(3, text, true, "");
        NS_TEST_EXPECT_MSG_EQ(ReadBytes(text), "no data set\n", "as it was");
        Refuse(3, text.substr(0, text.rfind('/')), true, "");
        Refuse(3, text + "/x.h5", false, "");
        Refuse(3, "/dev/full", false, "");
        Refuse(3, "", false, "File");

        // Nobody has anything to send.
        MogHelper mog;
        InstallSite(3, mog);
        mog.GetManager()->SetAttribute("SkipIdle", BooleanValue(true));
        auto recorder = CreateRecorder(good, true);
        recorder->Record(mog.GetManager());
        Simulator::Stop(MilliSeconds(50));
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(recorder->GetNRecorded(), 0, "no links, no channel");
        NS_TEST_EXPECT_MSG_EQ(recorder->Write().empty(), false, "nothing to write");
        Simulator::Destroy();
        CheckDropped(good);
        CheckTwice(good);
    }

    /**
     * What is written during a simulation stays; a recorder that was disposed of hears no more.
     * @param file where to
     */
    void CheckTwice(const std::string& file)
    {
        MogHelper mog;
        InstallSite(3, mog);
        auto recorder = CreateRecorder(file, false);
        recorder->Record(mog.GetManager());
        Simulator::Schedule(MilliSeconds(150), MogCall, [&]() {
            NS_TEST_EXPECT_MSG_EQ(recorder->Write(), "", "in between");
        });
        auto gone = CreateRecorder(file, false);
        gone->Record(mog.GetManager());
        Simulator::Schedule(MilliSeconds(150), &MogDatasetRecorder::Dispose, gone);
        Simulator::Stop(MilliSeconds(550));
        Simulator::Run();
        Simulator::Destroy(); // writes the rest
        NS_TEST_EXPECT_MSG_EQ(Read(file)->samples, 6, "2 in between and 4 at the end");
    }

    /**
     * Only one of three links has something to send at first, and one is added later.
     * @param file where to
     */
    void CheckDropped(const std::string& file)
    {
        MogHelper mog;
        const auto devices = InstallSite(3, mog);
        const auto manager = mog.GetManager();
        manager->SetAttribute("SkipIdle", BooleanValue(true));
        NetDeviceContainer first(devices.Get(0));
        first.Add(devices.Get(1));
        MogTrafficHelper::Install(first);
        NetDeviceContainer rest;
        for (uint32_t i = 2; i < 6; i++)
        {
            rest.Add(devices.Get(i));
        }
        Simulator::Schedule(MilliSeconds(150), MogCall, [&rest]() {
            MogTrafficHelper::Install(rest);
        });
        Simulator::Schedule(MilliSeconds(350), &MogRecorderErrorTestCase::AddLink, &mog);
        auto recorder = CreateRecorder(file, false);
        recorder->Record(manager);
        Simulator::Stop(MilliSeconds(550));
        Simulator::Run();
        // 0 and 100 ms: nobody's queue is full yet or one is; 200 and 300 ms: all; then there are 4
        NS_TEST_EXPECT_MSG_EQ(recorder->GetNRecorded(), 2, "with all links");
        NS_TEST_EXPECT_MSG_EQ(recorder->GetNDropped(), 3, "with one link of three, three of four");
        Simulator::Destroy(); // writes
        NS_TEST_EXPECT_MSG_EQ(Read(file)->samples, 2, "written at the end");
    }

    /**
     * Add a link that has nothing to send.
     * @param mog makes it
     */
    static void AddLink(MogHelper* mog)
    {
        mog->Install(MogTestScenario::CreateNodes({{0, 0, 0}}),
                     MogTestScenario::CreateNodes({{20, 0, 0}}));
    }

    /**
     * Read a file.
     * @param path the file
     * @return its contents
     */
    static std::string ReadBytes(const std::string& path)
    {
        std::ifstream file(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }
};

/**
 * @ingroup mog-tests
 *
 * The whole loop, small: record a site, label, train, and let the policy run in packets on fading
 * that it was not trained on. It beats full power there, which it does not begin with.
 */
class MogLoopTestCase : public MogRecordTestCase
{
  public:
    MogLoopTestCase()
        : MogRecordTestCase("record, mog label, mog train, ModelFile")
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

    /**
     * Measure the site from a minute on, for a second.
     * @param mog the helper, its allocator set
     * @return throughput over bound, and bound in bit/s
     */
    std::pair<double, double> Measure(MogHelper mog)
    {
        const auto devices = InstallSite(LINKS, mog);
        mog.GetManager()->Stop();
        Simulator::Schedule(Seconds(60), &MogResourceManager::Start, mog.GetManager());
        const auto sinks = MogTrafficHelper::Install(devices);
        MogLinkMonitor monitor(mog.GetManager(), sinks, Seconds(61), Seconds(62));
        Simulator::Stop(Seconds(62));
        Simulator::Run();
        double throughput = 0;
        double bound = 0;
        for (const auto& link : monitor.GetLinks())
        {
            throughput += link.linkThroughput;
            bound += link.bound;
        }
        Simulator::Destroy();
        return {throughput / bound, bound};
    }

    void DoRun() override
    {
        const auto site = CreateTempDirFilename("mog-site.h5");
        const auto run = CreateTempDirFilename("mog-site-run");
        NS_TEST_ASSERT_MSG_EQ(Record(LINKS, Seconds(50), site, false), "", "recorded");
        RunProgram("label --quiet '" + site + "'");
        RunProgram("train --quiet --force --preset mlp-mog-decreasing --train '" + site +
                   "' --test '" + site + "' -o '" + run +
                   "' --set network.hidden=32 --set network.feature=decibel"
                   " --set training.epochs=20 --set training.batch=20");
        MogHelper mog;
        mog.SetAllocator("ns3::MogNeuralAllocator",
                         "ModelFile",
                         StringValue(run + "/policy.safetensors"));
        const auto learned = Measure(mog);
        const auto fullPower = Measure(MogHelper());
        NS_TEST_EXPECT_MSG_EQ_TOL(learned.first, 0.945, 0.006, "packets over bound");
        NS_TEST_EXPECT_MSG_GT(learned.second, 1.1 * fullPower.second, "it has learned");
    }

    static constexpr uint32_t LINKS = 8; //!< number of links
};

/**
 * @ingroup mog-tests
 *
 * Tests of MogDatasetRecorder.
 */
class MogRecorderTestSuite : public TestSuite
{
  public:
    MogRecorderTestSuite();
};

MogRecorderTestSuite::MogRecorderTestSuite()
    : TestSuite("mog-recorder")
{
    AddTestCase(new MogRoundTripTestCase(1, "ns3::MogIdealChannelEstimator"));
    AddTestCase(new MogRoundTripTestCase(3, "ns3::MogNoisyChannelEstimator"));
    AddTestCase(new MogRoundTripTestCase(1, "ns3::MogPilotChannelEstimator"));
    AddTestCase(new MogRecorderErrorTestCase);
    AddTestCase(new MogLoopTestCase);
}

static MogRecorderTestSuite g_mogRecorderTestSuite; //!< the suite
