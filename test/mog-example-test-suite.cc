/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-test-policy.h"

#include "ns3/test.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <regex>
#include <string>
#include <tuple>
#include <vector>

using namespace ns3;

#ifdef MOG_EXAMPLE_FILES // there are no examples in this build otherwise

namespace
{

/**
 * Read a file.
 * @param path the file
 * @return its contents; empty if there is no such file
 */
std::string
ReadFile(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// The example that most tests run.
const std::string D2D = "mog-d2d-example";

/**
 * Find an example.
 * @param name its name
 * @return the program; empty if it was not built
 */
std::string
FindExample(const std::string& name)
{
    const std::string files = MOG_EXAMPLE_FILES; // name=program|name=program|...
    const auto start = files.find(name + '=');
    const auto path = start + name.size() + 1;
    return start == std::string::npos ? "" : files.substr(path, files.find('|', start) - path);
}

/**
 * Run an example.
 * @param name its name
 * @param arguments its arguments, for the shell
 * @param output where stdout goes
 * @param errors where stderr goes
 * @return its exit code
 */
int
RunExample(const std::string& name,
           const std::string& arguments,
           const std::string& output,
           const std::string& errors)
{
    const std::string command =
        "'" + FindExample(name) + "' " + arguments + " >'" + output + "' 2>'" + errors + "'";
    return std::system(command.c_str());
}

/**
 * Make text fit for a test's name, of which directories are made. No names in this file have
 * blanks: until ns-3.35, an example's options end at one.
 *
 * @param arguments arguments of an example
 * @return the text without what a file system or ns-3's test framework does not like
 */
std::string
Clean(const std::string& arguments)
{
    return std::regex_replace(arguments, std::regex("[^A-Za-z0-9=.-]"), "_");
}

} // namespace

/**
 * @ingroup mog-tests
 *
 * What cannot be done ends an example with one line on stderr that says why, no table, and a
 * failing exit code.
 */
class MogExampleErrorTestCase : public TestCase
{
  public:
    /**
     * Constructor.
     * @param name name of the example
     * @param arguments arguments of the example
     * @param reason text that the line has to hold
     */
    MogExampleErrorTestCase(const std::string& name,
                            const std::string& arguments,
                            const std::string& reason)
        : TestCase(Clean(name + " refuses " + arguments)),
          m_name(name),
          m_arguments(arguments),
          m_reason(reason)
    {
    }

  private:
    void DoRun() override
    {
        const auto output = CreateTempDirFilename("output.txt");
        const auto errors = CreateTempDirFilename("errors.txt");
        NS_TEST_EXPECT_MSG_NE(RunExample(m_name, m_arguments, output, errors), 0, "exit code");
        const auto line = ReadFile(errors);
        NS_TEST_EXPECT_MSG_NE(line.find(m_reason), std::string::npos, "it said '" << line << "'");
        NS_TEST_EXPECT_MSG_EQ(std::count(line.begin(), line.end(), '\n'), 1, "lines: " << line);
        NS_TEST_EXPECT_MSG_EQ(ReadFile(output), "", "nothing on stdout");
    }

    std::string m_name;      //!< name of the example
    std::string m_arguments; //!< arguments of the example
    std::string m_reason;    //!< text that the line has to hold
};

/**
 * @ingroup mog-tests
 *
 * Two runs of the same seed write the same JSON but for wall-clock times, another run another one;
 * a full disk is reported.
 */
class MogExampleJsonTestCase : public TestCase
{
  public:
    /**
     * Constructor.
     * @param name name of the example
     * @param arguments arguments of the example
     * @param allocators names of all allocators
     */
    MogExampleJsonTestCase(const std::string& name,
                           const std::string& arguments,
                           const std::vector<std::string>& allocators)
        : TestCase(Clean(name + " same seed same JSON " + arguments)),
          m_name(name),
          m_arguments("--duration=0.1 " + arguments),
          m_allocators(allocators)
    {
    }

  private:
    /**
     * Run the example.
     * @param arguments further arguments
     * @return the JSON, without times
     */
    std::string GetJson(const std::string& arguments)
    {
        const auto json = CreateTempDirFilename("result.json");
        const int code = RunExample(m_name,
                                    m_arguments + " --json='" + json + "' " + arguments,
                                    CreateTempDirFilename("output.txt"),
                                    CreateTempDirFilename("errors.txt"));
        NS_TEST_EXPECT_MSG_EQ(code, 0, ReadFile(CreateTempDirFilename("errors.txt")));
        const std::regex times("\"(decision_us|wall_s|manager_share)\": [^,}]*");
        return std::regex_replace(ReadFile(json), times, "");
    }

    void DoRun() override
    {
        const auto first = GetJson("");
        for (const auto& name : m_allocators)
        {
            NS_TEST_EXPECT_MSG_NE(first.find("\"allocator\": \"" + name), std::string::npos, name);
        }
        NS_TEST_EXPECT_MSG_EQ(first, GetJson(""), "the same again");
        NS_TEST_EXPECT_MSG_NE(first, GetJson("--RngRun=2"), "another drop");
        const auto errors = CreateTempDirFilename("errors.txt");
        NS_TEST_EXPECT_MSG_NE(RunExample(m_name,
                                         m_arguments + " --json=/dev/full",
                                         CreateTempDirFilename("output.txt"),
                                         errors),
                              0,
                              "exit code");
        NS_TEST_EXPECT_MSG_NE(ReadFile(errors).find("/dev/full"), std::string::npos, "full disk");
    }

    std::string m_name;                    //!< name of the example
    std::string m_arguments;               //!< arguments of the example
    std::vector<std::string> m_allocators; //!< names of all allocators
};

/**
 * @ingroup mog-tests
 *
 * Which policy the neural allocator runs: shipped ones by kind of network, or one's own. A policy
 * for another number of links is refused.
 */
class MogExamplePolicyTestCase : public TestCase
{
  public:
    MogExamplePolicyTestCase()
        : TestCase("policies")
    {
    }

  private:
    /**
     * Expect the example to run a policy.
     * @param arguments arguments of the example
     * @param model the policy's file, without directories
     */
    void ExpectModel(const std::string& arguments, const std::string& model)
    {
        const auto json = CreateTempDirFilename("policy.json");
        const auto errors = CreateTempDirFilename("errors.txt");
        const int code =
            RunExample(D2D,
                       "--allocator=neural --duration=0.1 --json='" + json + "' " + arguments,
                       CreateTempDirFilename("output.txt"),
                       errors);
        NS_TEST_EXPECT_MSG_EQ(code, 0, ReadFile(errors));
        NS_TEST_EXPECT_MSG_NE(ReadFile(json).find("\"model\": \"" + model + '"'),
                              std::string::npos,
                              arguments << " runs " << model);
    }

    void DoRun() override
    {
        ExpectModel("--links=3", "d2d-mpgnn.safetensors");
        ExpectModel("--links=12", "d2d-mpgnn.safetensors");
        ExpectModel("--links=10 --network=mlp", "d2d-mlp-k10.safetensors");
        const auto own = CreateTempDirFilename("own.safetensors");
        NS_TEST_ASSERT_MSG_EQ(MogWriteTestPolicy("kind=mlp", 4, own), "", "a policy for 4 links");
        ExpectModel("--links=4 --network=mlp --model='" + own + "'", "own.safetensors");

        const auto output = CreateTempDirFilename("output.txt");
        const auto errors = CreateTempDirFilename("errors.txt");
        NS_TEST_EXPECT_MSG_NE(RunExample(D2D, "--links=6 --model='" + own + "'", output, errors),
                              0,
                              "exit code");
        const auto line = ReadFile(errors);
        NS_TEST_EXPECT_MSG_NE(line.find(own), std::string::npos, "it said '" << line << "'");
        NS_TEST_EXPECT_MSG_EQ(ReadFile(output), "", "nothing on stdout");
    }
};

/**
 * @ingroup mog-tests
 *
 * The margin is the manager's attribute, under its short name and under its own, and what is out of
 * its range is refused as ns-3 refuses attributes.
 */
class MogExampleMarginTestCase : public TestCase
{
  public:
    MogExampleMarginTestCase()
        : TestCase("margin")
    {
    }

  private:
    void DoRun() override
    {
        const auto json = CreateTempDirFilename("margin.json");
        const auto output = CreateTempDirFilename("output.txt");
        const auto errors = CreateTempDirFilename("errors.txt");
        const auto run = "--duration=0.1 --links=3 --allocator=fplinq --json='" + json + "' ";
        for (const std::string name : {"margin", "ns3::MogShannonRateAdaptation::Margin"})
        {
            const int code = RunExample(D2D, run + "--" + name + "=0.5", output, errors);
            NS_TEST_EXPECT_MSG_EQ(code, 0, ReadFile(errors));
            NS_TEST_EXPECT_MSG_NE(ReadFile(json).find("\"margin\": 0.5"), std::string::npos, name);
            NS_TEST_EXPECT_MSG_NE(RunExample(D2D, run + "--" + name + "=0", output, errors),
                                  0,
                                  "no margin");
            const auto line = ReadFile(errors);
            NS_TEST_EXPECT_MSG_NE(line.find(name + "=0"), std::string::npos, "it said " << line);
        }
    }
};

/**
 * @ingroup mog-tests
 *
 * Picture and animation are written, script and data beside the picture, and nothing else stays.
 */
class MogExamplePictureTestCase : public TestCase
{
  public:
    MogExamplePictureTestCase()
        : TestCase("picture_and_animation")
    {
    }

  private:
    void DoRun() override
    {
        const auto output = CreateTempDirFilename("output.txt");
        const auto errors = CreateTempDirFilename("errors.txt");
        const auto picture = CreateTempDirFilename("result.png");
        const auto run = "--duration=0.1 --links=3 --allocator=random ";
        const int code = RunExample(D2D, run + ("--plot='" + picture + "'"), output, errors);
        if (std::system("command -v gnuplot >/dev/null") == 0)
        {
            NS_TEST_EXPECT_MSG_EQ(code, 0, ReadFile(errors));
            NS_TEST_EXPECT_MSG_EQ(ReadFile(picture).substr(1, 3), "PNG", "the picture");
        }
        else
        {
            NS_TEST_EXPECT_MSG_NE(code, 0, "no gnuplot");
            NS_TEST_EXPECT_MSG_NE(ReadFile(errors).find("gnuplot-nox"),
                                  std::string::npos,
                                  "advice");
        }
        NS_TEST_EXPECT_MSG_NE(ReadFile(CreateTempDirFilename("result.gp")), "", "the script");
        NS_TEST_EXPECT_MSG_NE(ReadFile(CreateTempDirFilename("result.dat")), "", "the data");

        const auto animation = CreateTempDirFilename("result.xml");
        if (RunExample(D2D, run + ("--anim='" + animation + "'"), output, errors) == 0)
        {
            NS_TEST_EXPECT_MSG_NE(ReadFile(animation).find("</anim>"), std::string::npos, "whole");
            NS_TEST_EXPECT_MSG_EQ(ReadFile(animation + ".tmp"), "", "renamed");
        }
        else
        {
            NS_TEST_EXPECT_MSG_NE(ReadFile(errors).find("netanim"), std::string::npos, "reason");
        }
    }
};

/**
 * @ingroup mog-tests
 *
 * Estimators within estimators, links that start late, IPv6 that FlowMonitor sees arrive, and
 * channels that are recorded.
 */
class MogExampleKnowledgeTestCase : public TestCase
{
  public:
    MogExampleKnowledgeTestCase()
        : TestCase("estimators_in_estimators_IPv6_FlowMonitor_recording")
    {
    }

  private:
    /**
     * Run the example.
     * @param arguments arguments of the example
     * @return what it printed
     */
    std::string RunWith(const std::string& arguments)
    {
        const auto output = CreateTempDirFilename("output.txt");
        const auto errors = CreateTempDirFilename("errors.txt");
        const int code =
            RunExample(D2D, "--links=3 --start=1.5 --duration=0.2 " + arguments, output, errors);
        NS_TEST_EXPECT_MSG_EQ(code, 0, ReadFile(errors));
        return ReadFile(output);
    }

    void DoRun() override
    {
        const auto xml = CreateTempDirFilename("flows.xml");
        RunWith("--allocator=full-power --ipv6 --flowmon='" + xml +
                "' '--estimator=ns3::MogNoisyChannelEstimator[ErrorDb=-60|Source="
                "ns3::MogDelayedChannelEstimator[Delay=20ms|Source=ns3::MogPilotChannelEstimator]]"
                "'");
        const auto flows = ReadFile(xml);
        const std::regex received("rxPackets=\"[1-9]");
        NS_TEST_EXPECT_MSG_EQ(
            std::distance(std::sregex_iterator(flows.begin(), flows.end(), received),
                          std::sregex_iterator()),
            3,
            "flows with packets received");
        NS_TEST_EXPECT_MSG_NE(flows.find("sourceAddress=\"2001:db8:"), std::string::npos, "IPv6");
#ifdef MOG_HAVE_HDF5
        const auto data = CreateTempDirFilename("channels.h5");
        const auto text = RunWith("--record='" + data + "'");
        NS_TEST_EXPECT_MSG_EQ(text, "2 channels of 3 links recorded in " + data + '\n', "said");
        NS_TEST_EXPECT_MSG_EQ(ReadFile(data).substr(1, 3), "HDF", "a file of that kind");
#endif
    }
};

#endif

/**
 * @ingroup mog-tests
 *
 * Tests of the examples as users run them.
 */
class MogExampleTestSuite : public TestSuite
{
  public:
    MogExampleTestSuite();
};

MogExampleTestSuite::MogExampleTestSuite()
    : TestSuite("mog-example")
{
#ifdef MOG_EXAMPLE_FILES
    const std::vector<std::tuple<std::string, std::string, std::string>> bad = {
        {D2D, "--allocator=best", "fplinq"},
        {D2D, "--duration=-1", "--duration=-1"},
        {D2D, "--duration=0", "--duration=0"},
        {D2D, "--links=0", "--links=0"},
        {D2D, "--links=-3", "--links=-3"},
        {D2D, "--network=mlp --links=13", "--network=mpgnn"},
        {D2D, "--network=gnn", "mpgnn, mlp"},
        {D2D, "--speed=-1", "--speed"},
        {D2D, "--side=-5", "side"},
        {D2D, "--links=300 --side=3 --allocator=random", "side"},
        {D2D, "--model=absent.safetensors", "absent.safetensors"},
        {D2D, "--model=/dev/null", "/dev/null"},
        {D2D, "--links=3 --allocator=random --json=absent/x.json", "absent/x.json"},
        {D2D, "--links=3 --allocator=random --plot=absent/x.png", "absent/x.png"},
        {D2D, "--links=3 --allocator=random --plot=/dev/null", "/dev/null"},
        {D2D, "--churn=-1", "--churn=-1"},
        {D2D, "--churn=1e-12", "--churn"},
        {D2D, "--network=mlp --allocator=neural --churn=1", "10 links, not 11"},
        {D2D, "--estimator=ns3::MogCrystalBall", "ns3::MogPilotChannelEstimator"},
        {D2D, "'--estimator=ns3::MogNoisyChannelEstimator[Error=1]'", "'Error=1'"},
        {D2D, "'--estimator=ns3::MogNoisyChannelEstimator[ErrorDb=x]'", "'ErrorDb=x'"},
        {D2D, "'--estimator=ns3::MogDelayedChannelEstimator[Delay=2weeks]'", "'Delay=2weeks'"},
        {D2D, "'--estimator=ns3::MogNoisyChannelEstimator[Source=Mog]'", "Mog: there is no"},
        {D2D, "'--estimator=ns3::MogNoisyChannelEstimator[ErrorDb=1'", "closing bracket"},
        {D2D, "--start=-1", "--start=-1"},
        {D2D, "--links=3 --allocator=random --flowmon=absent/x.xml", "absent/x.xml"},
#ifdef MOG_HAVE_HDF5
        {D2D, "--links=3 --record=absent/x.h5", "absent/x.h5"},
        {D2D, "--links=3 --record=absent/x.h5 --load=1Mb/s", "leave out --load"},
#else
        {D2D, "--links=3 --record=x.h5", "libhdf5-dev"},
#endif
        {"mog-cellular-example", "--users=0", "--users=0"},
        {"mog-cellular-example", "--rbs=1", "--rbs=1"},
        {"mog-cellular-example", "--rbs=4", "--preset rb-pcgnn-mog-pg-fixed"},
        {"mog-cellular-example", "--radius=-1", "radius"},
        {"mog-cellular-example", "--users=17 --allocator=exact", "up to 16"},
        {"mog-cellular-example", "--model=absent.safetensors", "absent.safetensors"},
        {"mog-underlay-example", "--pairs=0", "--pairs=0"},
        {"mog-underlay-example", "--users=-1", "--users=-1"},
        {"mog-underlay-example", "--allocator=fplinq", "local-search"},
        {"mog-aloha-example", "--runs=0", "--runs=0"},
        {"mog-aloha-example", "--links=-1", "--links"},
        {"mog-aloha-example", "--load=0", "--load"},
        {"mog-aloha-example", "--rate=1e-9", "1 bit/s"},
        {D2D, "--links=2 --ns3::MogResourceManager::Period=1000s", "between two decisions"},
        {"mog-aloha-example", "--directLoss=-1e9", "--directLoss"},
        {"mog-aloha-example", "--packetSize=1481", "1480"},
        {"mog-aloha-example", "--json=absent/x.json", "absent/x.json"},
    };
    for (const auto& [name, arguments, reason] : bad)
    {
        AddTestCase(new MogExampleErrorTestCase(name, arguments, reason));
    }
    const std::vector<std::string> deciding =
        {"neural", "network", "exact", "local-search", "round-robin", "random"};
    const std::vector<std::string> powers = {"neural", "fplinq", "full-power", "random"};
    AddTestCase(new MogExampleJsonTestCase(D2D, "--links=5", powers));
    AddTestCase(new MogExampleJsonTestCase(
        D2D,
        "--links=5 --churn=0.1 --load=3Mb/s --speed=3 --ipv6 "
        "--ns3::MogPropagationLossModel::Rayleigh=1 --ns3::MogResourceManager::Period=20ms",
        powers));
    AddTestCase(new MogExampleJsonTestCase("mog-cellular-example", "", deciding));
    AddTestCase(new MogExampleJsonTestCase("mog-underlay-example", "--fading=0", deciding));
    const std::vector<std::string> plugIns = {"none", "full-power", "fplinq"};
    AddTestCase(new MogExampleJsonTestCase("mog-aloha-example", "--runs=2", plugIns));
    if (!FindExample("mog-wifi-example").empty())
    {
        AddTestCase(new MogExampleJsonTestCase("mog-wifi-example", "--runs=2", plugIns));
        AddTestCase(new MogExampleErrorTestCase("mog-wifi-example", "--manager=x", "--manager=x"));
        AddTestCase(new MogExampleErrorTestCase("mog-wifi-example", "--range=0", "--range"));
    }
    if (!FindExample("mog-lte-example").empty())
    {
        AddTestCase(new MogExampleErrorTestCase("mog-lte-example", "--users=7", "from 1 to 6"));
        AddTestCase(new MogExampleErrorTestCase("mog-lte-example", "--allocator=best", "best"));
        AddTestCase(new MogExampleErrorTestCase("mog-lte-example", "--json=absent/x", "absent/x"));
        AddTestCase(new MogExampleJsonTestCase("mog-lte-example", "--runs=2 --underlay=1", {}));
    }
    AddTestCase(new MogExamplePolicyTestCase);
    AddTestCase(new MogExampleKnowledgeTestCase);
    AddTestCase(new MogExampleMarginTestCase);
    AddTestCase(new MogExamplePictureTestCase);
#endif
}

static MogExampleTestSuite g_mogExampleTestSuite; //!< the suite
