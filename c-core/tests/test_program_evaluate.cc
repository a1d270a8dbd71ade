// SPDX-License-Identifier: GPL-2.0-or-later
// `mog evaluate`: gaps to a reference, and decisions on badly known channels.
#include "program_fixture.h"

using namespace mogtest;

namespace {

using Row = std::pair<std::string, std::string>; // allocator, how it knows the channels

class EvaluateTest : public ProgramTest {
  protected:
    /** A policy for three links, and labelled data. */
    void SetUp() override {
        MakeData();
        ExpectDone(Mog(Train("run")));
    }

    Arguments Evaluate(const std::string &data = "b.h5") const {
        return {"evaluate", Policy("run"), Path(data)};
    }

    Arguments Set(const std::string &assignment) const {
        return {"--set", assignment};
    }
};

std::vector<Row> Rows(const Json &report) {
    std::vector<Row> rows;
    size_t i;
    json_t *row;
    json_array_foreach(json_object_get(report.get(), "rows"), i, row) {
        rows.emplace_back(json_string_value(json_object_get(row, "allocator")),
                          json_string_value(json_object_get(row, "csi")));
    }
    return rows;
}

const json_t *Find(const Json &report, const Row &wanted) {
    const std::vector<Row> rows = Rows(report);
    const auto found = std::find(rows.begin(), rows.end(), wanted);
    EXPECT_NE(found, rows.end()) << wanted.first << ", " << wanted.second;
    return json_array_get(json_object_get(report.get(), "rows"),
                          static_cast<size_t>(found - rows.begin()));
}

double Number(const Json &report, const Row &row, const char *key) {
    const json_t *value = json_object_get(Find(report, row), key);
    EXPECT_TRUE(json_is_number(value)) << row.first << ": " << key;
    return json_number_value(value);
}

std::string Text(const Json &report, const char *key) {
    const char *text = json_string_value(json_object_get(report.get(), key));
    return text != nullptr ? text : "";
}

TEST_F(EvaluateTest, GapsAreMeasuredAgainstTheCertifiedOptimum) {
    const std::string before = ReadFile(Path("b.h5"));
    const Json solved = ExpectJson(Evaluate());
    EXPECT_EQ(Text(solved, "reference"), "optimum");
    EXPECT_EQ(Text(solved, "reference_from"), "solved now");
    EXPECT_TRUE(SameBytes(ReadFile(Path("b.h5")), before)) << "the data set is not written to";
    const double best = Real(solved, "reference_sum_rate"), bound = Real(solved, "reference_bound");
    EXPECT_LE(best, bound);
    for (const Row &row : Rows(solved)) {
        const double rate = Number(solved, row, "sum_rate");
        EXPECT_NEAR(Number(solved, row, "gap_percent"), 100 * (best - rate) / best, 1e-9);
        EXPECT_NEAR(Number(solved, row, "bound_gap_percent"), 100 * (bound - rate) / bound, 1e-9);
        EXPECT_LE(rate, bound * (1 + 1e-12));
    }
    EXPECT_EQ(Number(solved, {"optimum", "ideal"}, "gap_percent"), 0);
    EXPECT_EQ(Number(solved, {"upper bound", "ideal"}, "bound_gap_percent"), 0);

    ExpectDone(Mog({"label", Path("b.h5"), "--solver", "optimum"}));
    const Json labelled = ExpectJson(Evaluate());
    EXPECT_EQ(Text(labelled, "reference_from"), "data set");
    EXPECT_EQ(Real(labelled, "reference_sum_rate"), best);
    EXPECT_EQ(Rows(labelled), Rows(solved));
}

TEST_F(EvaluateTest, ReferencesCanBeChosen) {
    const Json none = ExpectJson(Evaluate() + Arguments{"--reference", "none"});
    EXPECT_EQ(Text(none, "reference"), "none");
    EXPECT_EQ(json_object_get(Find(none, {"policy", "ideal"}), "gap_percent"), nullptr);
    EXPECT_EQ(Rows(none), (std::vector<Row>{{"policy", "ideal"},
                                            {"fplinq", "ideal"},
                                            {"full-power", "ideal"},
                                            {"strongest", "ideal"},
                                            {"random", "ideal"}}));
    const Json fplinq = ExpectJson(Evaluate() + Arguments{"-r", "fplinq"});
    EXPECT_EQ(Text(fplinq, "reference_from"), "data set");
    EXPECT_EQ(Number(fplinq, {"fplinq", "ideal"}, "gap_percent"), 0);
    EXPECT_EQ(json_object_get(Find(fplinq, {"policy", "ideal"}), "bound_gap_percent"), nullptr);
    const Json greedy = ExpectJson(Evaluate() + Arguments{"--reference=greedy"});
    EXPECT_EQ(Text(greedy, "reference_from"), "solved now");
}

/** Beyond what can be certified, the best of many starts. */
TEST_F(EvaluateTest, ManyLinksAreMeasuredAgainstStrongFplinq) {
    Generate("many.h5", 4, 20);
    ExpectDone(Mog({"train", "--train", Path("many.h5"), "-o", Path("large"), "-q", "--preset",
                    "mlp-unsup", "--set", "training.epochs=1", "--set", "network.hidden=4"}));
    const Arguments evaluate = {"evaluate", Policy("large"), Path("many.h5")};
    const Json report = ExpectJson(evaluate);
    EXPECT_EQ(Text(report, "reference"), "fplinq-strong");
    EXPECT_GT(Number(report, {"full-power", "ideal"}, "gap_percent"), 0);
    EXPECT_EQ(json_object_get(report.get(), "reference_bound"), nullptr);
    ExpectFailure(Mog(evaluate + Arguments{"--reference", "optimum"}), 64,
                  {"'optimum'", "20 links", "at most 8", "fplinq-strong"});
}

/** A policy for any number of links is measured with any; one for a fixed number refuses. */
TEST_F(EvaluateTest, LinksMayBeMoreThanInTraining) {
    Generate("five.h5", 10, 5);
    ExpectDone(Mog({"train", "--train", Path("a.h5"), "-o", Path("any"), "-q", "--preset",
                    "unrolled-unsup", "--csi", "noisy", "--set", "training.epochs=1"}));
    const Json report =
        ExpectJson({"evaluate", Policy("any"), Path("five.h5"), "--csi", "noisy", "-r", "none"});
    EXPECT_EQ(Real(report, "links"), 5);
    EXPECT_NE(Number(report, {"policy", "noisy"}, "sum_rate"),
              Number(report, {"policy", "ideal"}, "sum_rate"))
        << "unrolled sweeps see the known gains, too";
    ExpectFailure(Mog(Evaluate("five.h5")), 65, {Policy("run"), "3 links"});
}

TEST_F(EvaluateTest, DecidesOnKnownChannelsAndCountsOnTrueOnes) {
    const Arguments bad = {"--csi", "noisy", "--set", "csi.error_db=0"};
    const Json ideal = ExpectJson(Evaluate()), noisy = ExpectJson(Evaluate() + bad);
    EXPECT_EQ(Text(noisy, "csi"), "noisy");
    EXPECT_EQ(Rows(noisy), (std::vector<Row>{{"policy", "noisy"},
                                             {"policy", "ideal"},
                                             {"fplinq", "noisy"},
                                             {"fplinq", "ideal"},
                                             {"optimum", "ideal"},
                                             {"upper bound", "ideal"},
                                             {"full-power", "noisy"},
                                             {"strongest", "noisy"},
                                             {"random", "noisy"}}));
    for (const char *allocator : {"policy", "fplinq", "optimum", "upper bound"})
        EXPECT_EQ(Number(noisy, {allocator, "ideal"}, "sum_rate"),
                  Number(ideal, {allocator, "ideal"}, "sum_rate"));
    EXPECT_EQ(Number(noisy, {"full-power", "noisy"}, "sum_rate"),
              Number(ideal, {"full-power", "ideal"}, "sum_rate"))
        << "full power knows nothing";
    EXPECT_LT(Number(noisy, {"fplinq", "noisy"}, "sum_rate"),
              Number(noisy, {"fplinq", "ideal"}, "sum_rate"));
    EXPECT_NE(Number(noisy, {"policy", "noisy"}, "sum_rate"),
              Number(noisy, {"policy", "ideal"}, "sum_rate"));
    EXPECT_EQ(Real(noisy, "reference_sum_rate"), Real(ideal, "reference_sum_rate"));
    const Json again = ExpectJson(Evaluate() + bad),
               other = ExpectJson(Evaluate() + bad + Set("csi.seed=2"));
    EXPECT_TRUE(
        json_equal(json_object_get(again.get(), "rows"), json_object_get(noisy.get(), "rows")));
    EXPECT_FALSE(
        json_equal(json_object_get(other.get(), "rows"), json_object_get(noisy.get(), "rows")));
}

/** Without the solver's labels in the data set, it is run on the true channels, too. */
TEST_F(EvaluateTest, SolversStandBesideThemselves) {
    Generate("c.h5", 20, 3);
    const Json report = ExpectJson(Evaluate("c.h5") + Arguments{"--csi", "missing", "-r", "none"} +
                                   Set("csi.probability=0.5"));
    EXPECT_GT(Number(report, {"fplinq", "ideal"}, "sum_rate"),
              Number(report, {"fplinq", "missing"}, "sum_rate"));
}

TEST_F(EvaluateTest, TrainingKnowsChannelsAsItIsTold) {
    const Arguments bad = {"--csi", "delayed", "--set", "csi.correlation=0.5"};
    ExpectDone(Mog(Train("late") + bad));
    ExpectDone(Mog(Train("told") + Set("csi.kind=ideal")));
    EXPECT_TRUE(SameBytes(ReadFile(Policy("told")), ReadFile(Policy("run"))));
    EXPECT_NE(ReadFile(Policy("late")), ReadFile(Policy("run")));
    EXPECT_TRUE(Contains(ReadFile(Path("late/config.ini")), "[csi]\nkind = delayed\n"));
    EXPECT_TRUE(Contains(ReadFile(Policy("late")), "\"csi.kind\":\"delayed\""));

    ExpectDone(Mog({"train", "--train", Path("a.h5"), "--test", Path("b.h5"), "--labels", "fplinq",
                    "-o", Path("again"), "-q", "--config", Path("late/config.ini")}));
    EXPECT_TRUE(SameBytes(ReadFile(Policy("again")), ReadFile(Policy("late"))));
    ExpectDone(Mog({"train", "--resume", "-o", Path("late"), "-q"}));
    EXPECT_TRUE(SameBytes(ReadFile(Policy("again")), ReadFile(Policy("late"))));
    ExpectFailure(Mog({"train", "--resume", "-o", Path("late"), "-q", "--csi", "ideal"}), 65,
                  {Path("late"), "checksum"});
    const Arguments longer = {"--set", "training.epochs=5"};
    ExpectDone(Mog(Arguments{"train", "--resume", "-o", Path("again"), "-q"} + longer));
    ExpectDone(Mog(Train("straight") + bad + longer));
    EXPECT_TRUE(SameBytes(ReadFile(Policy("again")), ReadFile(Policy("straight"))))
        << "every epoch has errors of its own, wherever the run was interrupted";

    const Json training = ExpectJson(Train("fourth") + bad);
    const json_t *test = json_array_get(json_object_get(training.get(), "sum_rates"), 1);
    const Json report = ExpectJson({"evaluate", Policy("late"), Path("b.h5"), "--csi", "delayed",
                                    "--set", "csi.correlation=0.5"});
    EXPECT_NEAR(Number(report, {"policy", "delayed"}, "sum_rate"),
                json_number_value(json_object_get(test, "policy")), 1e-9);
}

TEST_F(EvaluateTest, BadRequestsAreNamed) {
    const struct {
        Arguments arguments;
        int code;
        Names parts;
    } cases[] = {
        {{"--csi", "fuzzy"}, 64, {"csi.kind = fuzzy", "ideal", "noisy", "missing", "delayed"}},
        {{"--set", "csi.probability=2"}, 64, {"csi.probability = 2", "from 0 to 1"}},
        {{"--set", "csi.correlation=1.5"}, 64, {"csi.correlation = 1.5", "from 0 to 1"}},
        {{"--set", "csi.correlation=-0.1"}, 64, {"csi.correlation = -0.1"}},
        {{"--set", "csi.error_db=inf"}, 64, {"csi.error_db = inf"}},
        {{"--set", "csi.delay=3"}, 64, {"csi.delay", "correlation"}},
        {{"--reference", "moon"}, 64, {"'moon'", "optimum", "fplinq-strong"}},
    };
    for (const auto &c : cases)
        ExpectFailure(Mog(Evaluate() + c.arguments), c.code, c.parts);
    ExpectFailure(Mog(Train("new") + Arguments{"--csi", "fuzzy"}), 64, {"csi.kind = fuzzy"});
    EXPECT_FALSE(std::filesystem::exists(Path("new")));
}

TEST_F(EvaluateTest, DataWhoseErrorsCannotBeKnownAreNamed) {
    const Arguments late = {"--csi", "delayed"};
    ExpectDone(Mog({"generate", "-o", Path("still.h5"), "-n", "3", "--set", "scenario.kind=d2d",
                    "--set", "scenario.links=3"}));
    ExpectFailure(Mog(Evaluate("still.h5") + late), 64, {Path("still.h5"), "scenario.rayleigh"});
    ExpectFailure(Mog({"train", "--train", Path("still.h5"), "-o", Path("new"), "--csi", "delayed",
                       "--preset", "mlp-unsup"}),
                  64, {Path("still.h5"), "scenario.rayleigh"});

    Dataset foreign = ReadSet(Path("b.h5"));
    foreign->gain[1] *= 2;
    ASSERT_EQ(mog_dataset_write(foreign.get(), Path("foreign.h5").c_str(), nullptr), MOG_OK);
    ExpectFailure(Mog(Evaluate("foreign.h5") + late), 65, {Path("foreign.h5"), "gain[0][0][1]"});
    foreign->scenario.links = 4;
    ASSERT_EQ(mog_dataset_write(foreign.get(), Path("foreign.h5").c_str(), nullptr), MOG_OK);
    ExpectFailure(Mog(Evaluate("foreign.h5") + late), 65, {Path("foreign.h5"), "scenario of 4"});
    foreign->has_scenario = false;
    ASSERT_EQ(mog_dataset_write(foreign.get(), Path("foreign.h5").c_str(), nullptr), MOG_OK);
    ExpectJson(Evaluate("foreign.h5") + late);
}

} // namespace
