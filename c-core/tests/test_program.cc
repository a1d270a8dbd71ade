// SPDX-License-Identifier: GPL-2.0-or-later
#include "program.h"

#include "mog/io.h"
#include "mog/policy.h"

#include <chrono>
#include <cmath>
#include <gtest/gtest.h>
#include <jansson.h>
#include <memory>
#include <thread>

namespace {

using mogtest::Mog;
using mogtest::Outcome;
using mogtest::Program;
using mogtest::ReadFile;
using mogtest::TemporaryDirectory;
using Arguments = std::vector<std::string>;
using Names = std::vector<std::string>;

struct Deleter {
    void operator()(mog_dataset *dataset) const {
        mog_dataset_free(dataset);
    }
    void operator()(json_t *json) const {
        json_decref(json);
    }
};
using Dataset = std::unique_ptr<mog_dataset, Deleter>;
using Json = std::unique_ptr<json_t, Deleter>;

bool Contains(const std::string &text, const std::string &part) {
    return text.find(part) != std::string::npos;
}

/** Arguments, one after the other. */
Arguments operator+(Arguments left, const Arguments &right) {
    left.insert(left.end(), right.begin(), right.end());
    return left;
}

/** Exit code 0; the object that --json printed. */
Json ExpectJson(const Arguments &arguments) {
    const Outcome outcome = Mog(arguments + Arguments{"--json"});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    Json object(json_loads(outcome.out.c_str(), JSON_REJECT_DUPLICATES, nullptr));
    EXPECT_TRUE(json_is_object(object.get())) << outcome.out;
    return object;
}

double Real(const Json &object, const char *key) {
    return json_number_value(json_object_get(object.get(), key));
}

void ExpectDone(const Outcome &outcome) {
    EXPECT_EQ(outcome.code, 0) << outcome.err;
}

/** A failure: exit code, one line on stderr that contains all parts, nothing on stdout. */
void ExpectFailure(const Outcome &outcome, int code, const Names &parts) {
    EXPECT_EQ(outcome.code, code) << outcome.err;
    for (const std::string &part : parts)
        EXPECT_TRUE(Contains(outcome.err, part)) << "no '" << part << "' in: " << outcome.err;
    EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
    EXPECT_EQ(outcome.out, "");
}

/** Small labelled data sets, and options that make a training of a few milliseconds. */
class ProgramTest : public testing::Test {
  protected:
    std::string Path(const std::string &name) const {
        return m_directory / name;
    }

    void Generate(const std::string &name, int samples, int links, int first = 0) const {
        ExpectDone(Mog({"generate", "-o", Path(name), "--samples", std::to_string(samples), "--first",
                        std::to_string(first), "--set", "scenario.links=" + std::to_string(links)}));
    }

    /** a.h5 and b.h5, with FPLinQ's labels. */
    void MakeData(int samples = 60) const {
        Generate("a.h5", samples, 3);
        Generate("b.h5", 30, 3, samples);
        ExpectDone(Mog({"label", Path("a.h5")}));
        ExpectDone(Mog({"label", Path("b.h5")}));
    }

    Arguments Train(const std::string &run, const std::string &seed = "1") const {
        return {"train",  "--train", Path("a.h5"), "--test", Path("b.h5"), "--labels",
                "fplinq", "--seed",  seed,         "-o",     Path(run),    "-q",
                "--set",  "network.hidden=8,6",    "--set",  "training.epochs=3",
                "--set",  "training.batch=20"};
    }

    std::string Policy(const std::string &run) const {
        return Path(run + "/policy.safetensors");
    }

    TemporaryDirectory m_directory;
};

TEST_F(ProgramTest, SaysWhatItCanDo) {
    const Outcome help = Mog({"--help"}), version = Mog({"--version"});
    ExpectDone(help);
    ExpectDone(version);
    EXPECT_EQ(version.out.substr(0, 4), "mog ");
    EXPECT_EQ(help.err, "");
    for (const char *verb : {"info", "generate", "label", "train", "evaluate", "infer", "bench"}) {
        EXPECT_TRUE(Contains(help.out, verb)) << verb;
        const Outcome verb_help = Mog({verb, "--help"});
        ExpectDone(verb_help);
        EXPECT_TRUE(Contains(verb_help.out, std::string("Usage: mog ") + verb)) << verb_help.out;
        EXPECT_TRUE(Contains(verb_help.out, "--config")) << verb_help.out;
    }
    EXPECT_TRUE(Contains(Mog({"generate", "--help"}).out, "scenario.kind=gic"));
    const Json info = ExpectJson({"info"});
    for (const char *key : {"blas_kernels", "solvers", "scenarios", "presets"})
        EXPECT_NE(json_object_get(info.get(), key), nullptr) << key;
}

TEST_F(ProgramTest, GoesFromChannelsToPowers) {
    MakeData();
    const Json train = ExpectJson(Train("run"));
    EXPECT_EQ(Real(train, "epochs"), 3);
    EXPECT_EQ(json_array_size(json_object_get(train.get(), "sum_rates")), 2u);
    for (const char *name : {"config.ini", "manifest.json", "metrics.csv", "checkpoint.safetensors",
                             "policy.safetensors"})
        EXPECT_TRUE(std::filesystem::exists(Path(std::string("run/") + name))) << name;

    const Json evaluation = ExpectJson({"evaluate", Policy("run"), Path("b.h5")});
    json_t *rows = json_object_get(evaluation.get(), "rows");
    Names allocators;
    for (size_t i = 0; i < json_array_size(rows); i++)
        allocators.push_back(
            json_string_value(json_object_get(json_array_get(rows, i), "allocator")));
    EXPECT_EQ(allocators, (Names{"policy", "fplinq", "full-power", "strongest", "random"}));

    const Json inference = ExpectJson({"infer", Policy("run"), Path("b.h5"), "-o", Path("p.h5")});
    EXPECT_EQ(Real(inference, "sum_rate"),
              json_number_value(json_object_get(json_array_get(rows, 0), "sum_rate")));
    EXPECT_TRUE(std::filesystem::exists(Path("p.h5")));

    const Json policy = ExpectJson({"info", Policy("run")}), data = ExpectJson({"info", Path("a.h5")});
    EXPECT_EQ(Real(policy, "links"), 3);
    EXPECT_EQ(Real(data, "samples"), 60);
    EXPECT_EQ(m_directory.List(), (Names{"a.h5", "b.h5", "p.h5", "run"}));
}

TEST_F(ProgramTest, LabelsAreWhatTheSolverFinds) {
    Generate("a.h5", 5, 3);
    const Json report = ExpectJson({"label", Path("a.h5"), "--solver", "optimum"});
    EXPECT_LE(Real(report, "sum_rate"), Real(report, "bound") * (1 + 1e-12));
    EXPECT_GE(Real(report, "sum_rate"), Real(report, "full_power_sum_rate"));
    ExpectDone(Mog({"label", Path("a.h5"), "--set", "solver.sweeps=1"}));
    const std::string once = ReadFile(Path("a.h5"));
    ExpectDone(Mog({"label", Path("a.h5"), "--set", "solver.sweeps=100"}));
    EXPECT_NE(ReadFile(Path("a.h5")), once) << "labels of the same name are replaced";
    Dataset data(mog_dataset_read(Path("a.h5").c_str(), nullptr));
    ASSERT_TRUE(data);
    EXPECT_EQ(data->label_count, 2u);
    EXPECT_NE(mog_dataset_labels(data.get(), "optimum")->bound, nullptr);
}

TEST_F(ProgramTest, SamplesDoNotDependOnWhoMadeThem) {
    Generate("all.h5", 10, 3);
    Generate("tail.h5", 4, 3, 6);
    Dataset all(mog_dataset_read(Path("all.h5").c_str(), nullptr));
    Dataset tail(mog_dataset_read(Path("tail.h5").c_str(), nullptr));
    for (size_t i = 0; i < 4 * 9; i++)
        ASSERT_EQ(all->gain[6 * 9 + i], tail->gain[i]);
}

TEST_F(ProgramTest, SameSeedSameBytes) {
    MakeData();
    ExpectDone(Mog(Train("one")));
    ExpectDone(Mog(Train("two")));
    ExpectDone(Mog(Train("other", "2")));
    EXPECT_EQ(ReadFile(Policy("one")), ReadFile(Policy("two")));
    EXPECT_EQ(ReadFile(Path("one/metrics.csv")), ReadFile(Path("two/metrics.csv")));
    EXPECT_NE(ReadFile(Policy("one")), ReadFile(Policy("other")));
}

TEST_F(ProgramTest, ConfigOfARunRepeatsIt) {
    MakeData();
    ExpectDone(Mog(Train("one")));
    ExpectDone(Mog({"train", "--train", Path("a.h5"), "--test", Path("b.h5"), "--labels", "fplinq",
                    "-o", Path("two"), "-q", "--config", Path("one/config.ini")}));
    EXPECT_EQ(ReadFile(Policy("one")), ReadFile(Policy("two")));
}

TEST_F(ProgramTest, LaterSourcesOfSettingsWin) {
    const std::string config = m_directory.Put(
        "c.ini", "; a comment\n[scenario]\nlinks = 4\nnoise_power = 2\n[training]\nbatch = 7\n");
    const Json made = ExpectJson({"generate", "-o", Path("a.h5"), "-n", "2", "--set",
                                  "scenario.links=5", "--set", "generate.samples=9", "--config",
                                  config});
    EXPECT_EQ(Real(made, "links"), 5);
    EXPECT_EQ(Real(made, "noise_power"), 2);
    EXPECT_EQ(Real(made, "samples"), 2);
}

/** Waits until a training has completed an epoch. */
void WaitForAnEpoch(Program &program, const std::string &metrics) {
    for (int i = 0; i < 20000 && program.IsRunning() && !std::filesystem::exists(metrics); i++)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

TEST_F(ProgramTest, AnInterruptedRunGoesOnAsIfNothingHadHappened) {
    MakeData(2000);
    const Arguments longer = {"--set", "network.hidden=300,200", "--set", "training.epochs=25"};
    ExpectDone(Mog(Train("straight") + longer));
    for (const int signal_number : {SIGINT, SIGTERM}) {
        const std::string run = "stopped" + std::to_string(signal_number);
        Program program(Train(run) + longer);
        WaitForAnEpoch(program, Path(run + "/metrics.csv"));
        program.Signal(signal_number);
        ExpectFailure(program.Wait(), 75, {"interrupted", "--resume", Path(run)});
        EXPECT_FALSE(std::filesystem::exists(Policy(run)));
        EXPECT_TRUE(std::filesystem::exists(Path(run + "/checkpoint.safetensors")));
        ExpectDone(Mog({"train", "--resume", "-o", Path(run), "-q"}));
        EXPECT_EQ(ReadFile(Policy(run)), ReadFile(Policy("straight")));
        EXPECT_EQ(ReadFile(Path(run + "/metrics.csv")), ReadFile(Path("straight/metrics.csv")));
    }
}

TEST_F(ProgramTest, DoesNotOverwriteARunByAccident) {
    MakeData();
    ExpectDone(Mog(Train("run")));
    const std::string before = ReadFile(Policy("run"));
    ExpectFailure(Mog(Train("run", "2")), 64, {Path("run"), "--resume", "--force"});
    EXPECT_EQ(ReadFile(Policy("run")), before);
    ExpectFailure(Mog(Train("run", "2") + Arguments{"--resume"}), 65, {Path("run")});
    EXPECT_EQ(ReadFile(Policy("run")), before);
    ExpectDone(Mog(Train("run") + Arguments{"--resume"}));
    EXPECT_EQ(ReadFile(Policy("run")), before);
    ExpectDone(Mog(Train("run", "2") + Arguments{"--force"}));
    EXPECT_NE(ReadFile(Policy("run")), before);
}

TEST_F(ProgramTest, OneLinkHasTheObviousAnswer) {
    Generate("a.h5", 40, 1);
    const Json label = ExpectJson({"label", Path("a.h5")});
    EXPECT_EQ(Real(label, "sum_rate"), Real(label, "full_power_sum_rate"));
    ExpectDone(Mog({"train", "--train", Path("a.h5"), "-o", Path("run"), "-q", "--set",
                    "training.epochs=2", "--set", "network.hidden=4"}));
    ExpectDone(Mog({"infer", Policy("run"), Path("a.h5"), "-o", Path("p.h5")}));
}

TEST_F(ProgramTest, MisuseListsWhatThereIs) {
    ExpectFailure(Mog({"genrate"}), 64, {"'genrate'", "did you mean 'generate'", "train", "infer"});
    ExpectFailure(Mog({"generate", "--sampels=3"}), 64, {"--sampels", "did you mean 'samples'"});
    ExpectFailure(Mog({"generate", "-Z"}), 64, {"-Z", "samples", "first"});
    ExpectFailure(Mog({"generate"}), 64, {"-o data.h5"});
    ExpectFailure(Mog({"label"}), 64, {"mog label data.h5"});
    ExpectFailure(Mog({"train", "-o", Path("run")}), 64, {"--train"});
    ExpectFailure(Mog({"infer", "a", "b"}), 64, {"-o"});
    ExpectFailure(Mog({"evaluate", "a"}), 64, {"policy", "data set"});
    EXPECT_EQ(Mog({}).code, 64);
    EXPECT_EQ(Mog({"generate", "-o"}).code, 64);
    EXPECT_EQ(Mog({"label", "a", "b"}).code, 64);
    EXPECT_TRUE(m_directory.List().empty());
}

TEST_F(ProgramTest, BadSettingsNameKeyAndValue) {
    const Arguments generate = {"generate", "-o", Path("a.h5"), "--set"};
    const struct {
        const char *assignment;
        Names parts;
    } cases[] = {
        {"scenario.kind=moon", {"scenario.kind = moon", "gic", "d2d"}},
        {"scenario.link=3", {"scenario.link", "links", "noise_power"}},
        {"scenario.links=0", {"scenario.links = 0", "from 1"}},
        {"scenario.links=-3", {"scenario.links = -3"}},
        {"scenario.noise_power=nan", {"scenario.noise_power = nan"}},
        {"solver.sweeps=3", {"solver", "generate.*", "scenario.*"}},
        {"scenario", {"section.key=value"}},
        {"links=3", {"section.key=value"}},
        {"generate.samples=0", {"generate.samples = 0"}},
    };
    for (const auto &c : cases)
        ExpectFailure(Mog(generate + Arguments{c.assignment}), 64, c.parts);
    ExpectFailure(Mog({"generate", "-o", Path("a.h5"), "--samples", "many"}), 64,
                  {"generate.samples = many"});
    EXPECT_TRUE(m_directory.List().empty());
}

TEST_F(ProgramTest, BadConfigurationFilesNameTheLine) {
    const struct {
        const char *text;
        Names parts;
    } cases[] = {
        {"[scenario]\nlinks = 3\nlink = 4\n", {"c.ini:3", "scenario.link"}},
        {"\n[moon]\nphase = 1\n", {"c.ini:3", "[moon]", "scenario"}},
        {"[scenario]\nthis is no setting\n", {"c.ini:2", "key = value"}},
        {"[scenario]\nlinks = few\n", {"c.ini:2", "links = few"}},
    };
    for (const auto &c : cases) {
        const std::string config = m_directory.Put("c.ini", c.text);
        ExpectFailure(Mog({"generate", "-o", Path("a.h5"), "--config", config}), 65, c.parts);
    }
    ExpectFailure(Mog({"generate", "-o", Path("a.h5"), "--config", Path("none.ini")}), 66,
                  {Path("none.ini"), "No such file"});
    EXPECT_EQ(m_directory.List(), Names{"c.ini"});
}

TEST_F(ProgramTest, BadFilesAreNamed) {
    MakeData();
    ExpectDone(Mog(Train("run")));
    const std::string whole = ReadFile(Path("a.h5")), policy = ReadFile(Policy("run"));
    const std::string text = m_directory.Put("text", "neither data nor a policy, just a text");
    const std::string cut = m_directory.Put("cut.h5", whole.substr(0, whole.size() / 2));
    const std::string half =
        m_directory.Put("half.safetensors", policy.substr(0, policy.size() / 2));
    Generate("five.h5", 4, 5);
    const std::string five = Path("five.h5"), a = Path("a.h5"), none = Path("none");
    const Names before = m_directory.List();

    const Arguments infer = {"infer", "-o", Path("p.h5")}, evaluate = {"evaluate"};
    for (const Arguments &verb : {infer, evaluate}) {
        ExpectFailure(Mog(verb + Arguments{Policy("run"), none}), 66, {none});
        ExpectFailure(Mog(verb + Arguments{Policy("run"), text}), 65, {text, "no HDF5 file"});
        ExpectFailure(Mog(verb + Arguments{Policy("run"), cut}), 65, {cut, "truncated"});
        ExpectFailure(Mog(verb + Arguments{none, a}), 66, {none});
        ExpectFailure(Mog(verb + Arguments{text, a}), 65, {text, "safetensors"});
        ExpectFailure(Mog(verb + Arguments{half, a}), 65, {half, "truncated"});
        ExpectFailure(Mog(verb + Arguments{a, a}), 65, {a});
        ExpectFailure(Mog(verb + Arguments{Policy("run"), five}), 65,
                      {"policy " + Policy("run") + " was trained for 3 links, not 5"});
    }
    ExpectFailure(Mog({"label", none}), 66, {none});
    ExpectFailure(Mog({"label", cut}), 65, {cut, "truncated"});
    ExpectFailure(Mog({"info", none}), 66, {none});
    ExpectFailure(Mog({"info", text}), 65, {text});
    ExpectFailure(Mog({"train", "--train", text, "-o", Path("new")}), 65, {text});
    ExpectFailure(Mog({"train", "--train", a, "--test", five, "-o", Path("new")}), 65,
                  {a, "3 links", five});
    EXPECT_EQ(m_directory.List(), before) << "nothing is left behind";
}

TEST_F(ProgramTest, BadGainsAndEmptyDataAreNamed) {
    const struct {
        double gain;
        const char *part;
    } cases[] = {{NAN, "gain[1][0][1] = nan"}, {-1, "gain[1][0][1] = -1"}};
    for (const auto &c : cases) {
        Dataset data(mog_dataset_create(3, 2, 0, nullptr));
        data->gain[5] = c.gain;
        ASSERT_EQ(mog_dataset_write(data.get(), Path("bad.h5").c_str(), nullptr), MOG_OK);
        ExpectFailure(Mog({"label", Path("bad.h5")}), 65, {Path("bad.h5"), c.part});
        ExpectFailure(Mog({"train", "--train", Path("bad.h5"), "-o", Path("run")}), 65,
                      {Path("bad.h5"), c.part});
    }
    Dataset empty(mog_dataset_create(0, 2, 0, nullptr));
    ASSERT_EQ(mog_dataset_write(empty.get(), Path("empty.h5").c_str(), nullptr), MOG_OK);
    ExpectFailure(Mog({"label", Path("empty.h5")}), 65, {Path("empty.h5"), "no samples"});
}

TEST_F(ProgramTest, UnknownSolversPresetsAndLabelsAreNamed) {
    MakeData();
    const std::string before = ReadFile(Path("a.h5"));
    ExpectFailure(Mog({"label", Path("a.h5"), "--solver", "fplinc"}), 64,
                  {"'fplinc'", "did you mean 'fplinq'", "greedy"});
    ExpectFailure(Mog(Train("run") + Arguments{"--preset", "mlp-magic"}), 64,
                  {"mlp-magic", "mlp-unsup"});
    ExpectFailure(Mog(Train("run") + Arguments{"--labels", "greedy"}), 65,
                  {Path("a.h5"), "'greedy'", "fplinq"});
    EXPECT_EQ(ReadFile(Path("a.h5")), before);
    EXPECT_EQ(m_directory.List(), (Names{"a.h5", "b.h5"}));
}

TEST_F(ProgramTest, PlacesThatCannotBeWrittenAreNamed) {
    MakeData();
    ExpectDone(Mog(Train("run")));
    const Names before = m_directory.List();
    for (const std::string &path :
         {Path("missing/x.h5"), Path("a.h5/x.h5"), std::string("/proc/x.h5"),
          std::string("/dev/full")}) {
        ExpectFailure(Mog({"generate", "-o", path}), 74, {path});
        ExpectFailure(Mog({"infer", Policy("run"), Path("b.h5"), "-o", path}), 74, {path});
    }
    ExpectFailure(Mog(Train("missing/run")), 74, {Path("missing/run")});
    ExpectFailure(Mog(Train("a.h5")), 74, {Path("a.h5")});
    ExpectFailure(Mog(Train("a.h5/run")), 74, {Path("a.h5/run")});
    EXPECT_EQ(m_directory.List(), before);
}

TEST_F(ProgramTest, AFullDiskLeavesNoHalfWrittenFile) {
    MakeData(400);
    const rlim_t little = 8192;
    const std::string before = ReadFile(Path("a.h5"));
    ExpectFailure(Mog({"generate", "-o", Path("c.h5")}, little), 74, {Path("c.h5")});
    ExpectFailure(Mog({"label", Path("a.h5"), "--solver", "greedy"}, little), 74, {Path("a.h5")});
    EXPECT_EQ(ReadFile(Path("a.h5")), before) << "the data set is as it was";
    ExpectFailure(Mog(Train("run") + Arguments{"--set", "network.hidden=100"}, little), 74,
                  {Path("run/checkpoint.safetensors")});
    EXPECT_EQ(m_directory.List(), (Names{"a.h5", "b.h5", "run"}));
    Names left;
    for (const auto &entry : std::filesystem::directory_iterator(Path("run")))
        left.push_back(entry.path().filename().string());
    std::sort(left.begin(), left.end());
    EXPECT_EQ(left, (Names{"config.ini", "manifest.json"}));
    EXPECT_TRUE(Contains(ReadFile(Path("run/manifest.json")), "input/output error"));
}

TEST_F(ProgramTest, MeasuresSpeed) {
    const Json bench =
        ExpectJson({"bench", "--only", "infer", "--set", "bench.repeats=2"});
    json_t *rows = json_object_get(bench.get(), "rows");
    ASSERT_EQ(json_array_size(rows), 1u);
    json_t *row = json_array_get(rows, 0);
    EXPECT_STREQ(json_string_value(json_object_get(row, "name")), "infer_mlp_400_400_200_20_b1");
    EXPECT_GT(json_number_value(json_object_get(row, "seconds")), 0);
    EXPECT_GT(json_number_value(json_object_get(row, "gbytes_per_s")), 0);
}

TEST_F(ProgramTest, SaysWhenItsOutputGoesNowhere) {
    if (access("/dev/full", W_OK) != 0)
        GTEST_SKIP() << "no /dev/full here";
    const std::string command = std::string(MOG_PROGRAM) + " info > /dev/full 2> " + Path("err");
    const int status = std::system(command.c_str());
    EXPECT_EQ(WEXITSTATUS(status), 74);
    EXPECT_TRUE(Contains(ReadFile(Path("err")), "cannot write"));
}

} // namespace
