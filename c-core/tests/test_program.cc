// SPDX-License-Identifier: GPL-2.0-or-later
// The program from channels to powers: what its verbs make of each other's files.
#include "program_fixture.h"

#include <chrono>
#include <thread>

using namespace mogtest;

namespace {

TEST_F(ProgramTest, SaysWhatItCanDo) {
    const Outcome help = Mog({"--help"}), version = Mog({"--version"});
    ExpectDone(help);
    ExpectDone(version);
    EXPECT_EQ(version.out.substr(0, 4), "mog ");
    EXPECT_EQ(help.err, "");
    for (const char *verb :
         {"info", "generate", "label", "train", "evaluate", "infer", "bench", "figure"}) {
        EXPECT_TRUE(Contains(help.out, verb)) << verb;
        const Outcome verb_help = Mog({verb, "--help"});
        ExpectDone(verb_help);
        EXPECT_TRUE(Contains(verb_help.out, std::string("Usage: mog ") + verb)) << verb_help.out;
        EXPECT_TRUE(Contains(verb_help.out, "--config")) << verb_help.out;
    }
    EXPECT_TRUE(Contains(Mog({"generate", "--help"}).out, "scenario.kind=gic"));
    const Json info = ExpectJson({"info"});
    for (const char *key : {"blas_kernels", "solvers", "utilities", "scenarios", "presets"})
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
    EXPECT_EQ(allocators, (Names{"policy", "fplinq", "optimum", "upper bound", "full-power",
                                 "strongest", "random"}));

    const Json inference = ExpectJson({"infer", Policy("run"), Path("b.h5"), "-o", Path("p.h5")});
    EXPECT_EQ(Real(inference, "sum_rate"),
              json_number_value(json_object_get(json_array_get(rows, 0), "sum_rate")));
    EXPECT_TRUE(std::filesystem::exists(Path("p.h5")));

    const Json policy = ExpectJson({"info", Policy("run")}),
               data = ExpectJson({"info", Path("a.h5")});
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
    Dataset data = ReadSet(Path("a.h5"));
    ASSERT_TRUE(data);
    EXPECT_EQ(data->label_count, 2u);
    EXPECT_NE(mog_dataset_labels(data.get(), "optimum")->bound, nullptr);
}

TEST_F(ProgramTest, LabelsResourceBlocks) {
    for (const char *fading : {"false", "true"}) {
        const Json made =
            ExpectJson({"generate", "-o", Path("a.h5"), "-n", "40", "--set",
                        "scenario.kind=rb_pairwise", "--set", "scenario.n_rb=3", "--set",
                        "scenario.links=5", "--set", std::string("scenario.rb_fading=") + fading});
        EXPECT_EQ(Real(made, "rbs"), 3);
        double optimum = 0;
        for (const std::string solver : {"rb-optimum", "rb-local-search", "rb-best-of", "rb-greedy",
                                         "rb-colouring", "rb-balanced"}) {
            const Json report = ExpectJson({"label", Path("a.h5"), "--solver", solver});
            const double rate = Real(report, "sum_rate");
            if (solver == "rb-optimum")
                optimum = rate;
            EXPECT_LE(rate, optimum * (1 + 2e-6)) << solver;
            EXPECT_LT(Real(report, "rb_random_sum_rate"), optimum);
            EXPECT_NEAR(Real(report, "ratio_to_rb_balanced"),
                        rate / Real(report, "rb_balanced_sum_rate"), 1e-12);
            EXPECT_GT(Real(report, "us_per_sample"), 0);
        }
        Dataset data = ReadSet(Path("a.h5"));
        ASSERT_TRUE(data);
        ASSERT_EQ(data->label_count, 6u);
        EXPECT_EQ(data->per_rb, std::string(fading) == "true");
        const mog_labels *labels = mog_dataset_labels(data.get(), "rb-balanced");
        ASSERT_NE(labels, nullptr);
        EXPECT_EQ(std::vector<uint32_t>(labels->rb, labels->rb + 5),
                  std::vector<uint32_t>({0, 1, 2, 0, 1}));
        ExpectDone(Mog({"label", Path("a.h5"), "--solver", "rb-best-of", "--set", "solver.draws=1",
                        "--set", "solver.canonical=false"}));
        ExpectDone(Mog({"info", Path("a.h5")}));
    }
}

/** With one RB the solvers of RBs set powers as FPLinQ does. */
TEST_F(ProgramTest, OneResourceBlockHasTheObviousAnswer) {
    Generate("a.h5", 10, 4);
    const double fplinq = Real(ExpectJson({"label", Path("a.h5")}), "sum_rate");
    EXPECT_NEAR(Real(ExpectJson({"label", Path("a.h5"), "-S", "rb-optimum"}), "sum_rate"), fplinq,
                1e-12 * fplinq);
    Dataset data = ReadSet(Path("a.h5"));
    const uint32_t *rb = mog_dataset_labels(data.get(), "rb-optimum")->rb;
    EXPECT_TRUE(std::all_of(rb, rb + 40, [](uint32_t n) { return n == 0; }));
}

TEST_F(ProgramTest, SamplesDoNotDependOnWhoMadeThem) {
    Generate("all.h5", 10, 3);
    Generate("tail.h5", 4, 3, 6);
    Dataset all = ReadSet(Path("all.h5"));
    Dataset tail = ReadSet(Path("tail.h5"));
    for (size_t i = 0; i < 4 * 9; i++)
        ASSERT_EQ(all->gain[6 * 9 + i], tail->gain[i]);
}

TEST_F(ProgramTest, SameSeedSameBytes) {
    MakeData();
    ExpectDone(Mog(Train("one")));
    ExpectDone(Mog(Train("two")));
    ExpectDone(Mog(Train("other", "2")));
    EXPECT_TRUE(SameBytes(ReadFile(Policy("one")), ReadFile(Policy("two"))));
    EXPECT_TRUE(SameBytes(ReadFile(Path("one/metrics.csv")), ReadFile(Path("two/metrics.csv"))));
    EXPECT_NE(ReadFile(Policy("one")), ReadFile(Policy("other")));
}

TEST_F(ProgramTest, ConfigOfARunRepeatsIt) {
    MakeData();
    ExpectDone(Mog(Train("one")));
    ExpectDone(Mog({"train", "--train", Path("a.h5"), "--test", Path("b.h5"), "--labels", "fplinq",
                    "-o", Path("two"), "-q", "--config", Path("one/config.ini")}));
    EXPECT_TRUE(SameBytes(ReadFile(Policy("one")), ReadFile(Policy("two"))));
}

TEST_F(ProgramTest, LaterSourcesOfSettingsWin) {
    const std::string config = m_directory.Put(
        "c.ini", "; a comment\n[scenario]\nlinks = 4\nnoise_power = 2\n[training]\nbatch = 7\n");
    const Json made =
        ExpectJson({"generate", "-o", Path("a.h5"), "-n", "2", "--set", "scenario.links=5", "--set",
                    "generate.samples=9", "--config", config});
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
        EXPECT_TRUE(SameBytes(ReadFile(Policy(run)), ReadFile(Policy("straight"))));
        EXPECT_TRUE(SameBytes(ReadFile(Path(run + "/metrics.csv")),
                              ReadFile(Path("straight/metrics.csv"))));
    }
}

TEST_F(ProgramTest, DoesNotOverwriteARunByAccident) {
    MakeData();
    ExpectDone(Mog(Train("run")));
    const std::string before = ReadFile(Policy("run"));
    ExpectFailure(Mog(Train("run", "2")), 64, {Path("run"), "--resume", "--force"});
    EXPECT_TRUE(SameBytes(ReadFile(Policy("run")), before));
    ExpectFailure(Mog(Train("run", "2") + Arguments{"--resume"}), 65, {Path("run")});
    EXPECT_TRUE(SameBytes(ReadFile(Policy("run")), before));
    ExpectDone(Mog(Train("run") + Arguments{"--resume"}));
    EXPECT_TRUE(SameBytes(ReadFile(Policy("run")), before));
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

TEST_F(ProgramTest, MeasuresSpeed) {
    const Json bench = ExpectJson({"bench", "--only", "infer_mlp", "--set", "bench.repeats=2"});
    json_t *rows = json_object_get(bench.get(), "rows");
    ASSERT_EQ(json_array_size(rows), 1u);
    json_t *row = json_array_get(rows, 0);
    EXPECT_STREQ(json_string_value(json_object_get(row, "name")), "infer_mlp_400_400_200_20_b1");
    EXPECT_GT(json_number_value(json_object_get(row, "seconds")), 0);
    EXPECT_GT(json_number_value(json_object_get(row, "gbytes_per_s")), 0);
    EXPECT_EQ(json_integer_value(json_object_get(row, "parameters")), 244620);
    EXPECT_TRUE(json_is_null(json_object_get(row, "edges")));
}

TEST_F(ProgramTest, MeasuresEverythingElse) {
    for (const std::string part : {"train_step", "mpgnn_k40_b1", "decide_mlp", "pg_step_mlp_k10",
                                   "read_", "fplinq", "sgemm"}) {
        const Json bench = ExpectJson({"bench", "--only", part, "--set", "bench.repeats=1"});
        json_t *rows = json_object_get(bench.get(), "rows"), *row;
        size_t i;
        EXPECT_GE(json_array_size(rows), 1u) << part;
        json_array_foreach(rows, i, row)
                EXPECT_GT(json_number_value(json_object_get(row, "seconds")), 0)
            << part;
    }
}

TEST_F(ProgramTest, MeasuresStepsInRlAndExactLabels) {
    const Json bench = ExpectJson({"bench", "--only", "_k6_n3", "--set", "bench.repeats=1"});
    json_t *rows = json_object_get(bench.get(), "rows");
    ASSERT_EQ(json_array_size(rows), 3u);
    for (size_t row = 0; row < 3; row++)
        EXPECT_GT(json_number_value(json_object_get(json_array_get(rows, row), "seconds")), 0);
    EXPECT_EQ(json_integer_value(json_object_get(json_array_get(rows, 0), "parameters")), 51218);
}

TEST_F(ProgramTest, MemoryOfDecisionsGrowsWithTheEdges) {
    const Json bench = ExpectJson({"bench", "--only", "sparse", "--set", "bench.repeats=1"});
    json_t *rows = json_object_get(bench.get(), "rows");
    ASSERT_EQ(json_array_size(rows), 4u);
    const auto number = [&](size_t row, const char *key) {
        return json_number_value(json_object_get(json_array_get(rows, row), key));
    };
    for (size_t row = 1; row < 4; row++) { /* twice the links of the row before, as dense */
        const double growth = number(row, "edges") / number(row - 1, "edges");
        EXPECT_GT(growth, 1.9);
        EXPECT_LT(growth, 2.3);
        EXPECT_LE(number(row, "workspace_bytes"),
                  1.01 * growth * number(row - 1, "workspace_bytes"));
    }
}

} // namespace
