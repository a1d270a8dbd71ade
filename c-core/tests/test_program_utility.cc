// SPDX-License-Identifier: GPL-2.0-or-later
// The program's verbs by other utilities than the sum rate.
#include "program_fixture.h"

#include "mog/solve.h"

#include <cmath>
#include <map>

using namespace mogtest;

namespace {

Arguments By(const std::string &kind) {
    return {"--set", "utility.kind=" + kind};
}

bool IsNumber(const Json &report, const char *key) {
    return json_is_number(json_object_get(report.get(), key));
}

std::string Text(const Json &report, const char *key) {
    const char *text = json_string_value(json_object_get(report.get(), key));
    return text != nullptr ? text : "";
}

/** A column of an evaluation, by allocator; what is no number is NaN. */
std::map<std::string, double> Column(const Json &report, const char *key) {
    std::map<std::string, double> column;
    size_t i;
    json_t *row;
    json_array_foreach(json_object_get(report.get(), "rows"), i, row) {
        const json_t *value = json_object_get(row, key);
        column[json_string_value(json_object_get(row, "allocator"))] =
            json_is_number(value) ? json_number_value(value) : NAN;
    }
    return column;
}

mog_utility Utility(mog_utility_kind kind) {
    mog_utility utility;
    mog_utility_default(&utility);
    utility.kind = kind;
    return utility;
}

class ProgramUtilityTest : public ProgramTest {};

TEST_F(ProgramUtilityTest, LabelsOfTheSumRateSaySo) {
    Generate("a.h5", 20, 4);
    const Json report = ExpectJson({"label", Path("a.h5"), "--set", "solver.sweeps=50"});
    EXPECT_EQ(Text(report, "utility"), "sum-rate");
    EXPECT_EQ(json_object_get(report.get(), "value"), nullptr);
    EXPECT_EQ(json_object_get(report.get(), "full_power_value"), nullptr);
    const Dataset data = ReadSet(Path("a.h5"));
    const mog_labels *labels = mog_dataset_labels(data.get(), "fplinq");
    ASSERT_NE(labels, nullptr);
    EXPECT_EQ(labels->value, nullptr);
    EXPECT_STREQ(mog_notes_get(&labels->notes, "solver.sweeps"), "50");
    EXPECT_STREQ(mog_notes_get(&labels->notes, "utility.kind"), "sum-rate");
}

TEST_F(ProgramUtilityTest, LabelsMaximiseTheUtility) {
    for (const auto &[name, kind] :
         {std::pair{"energy-efficiency", MOG_UTILITY_ENERGY_EFFICIENCY},
          std::pair{"link-energy-efficiency", MOG_UTILITY_LINK_ENERGY_EFFICIENCY},
          std::pair{"proportional-fair", MOG_UTILITY_PROPORTIONAL_FAIR}}) {
        Generate("a.h5", 20, 4);
        ExpectDone(Mog({"label", Path("a.h5"), "-S", "greedy"}));
        const Json report =
            ExpectJson(Arguments{"label", Path("a.h5"), "-S", "fplinq-strong"} + By(name));
        EXPECT_EQ(Text(report, "utility"), name);
        const Dataset data = ReadSet(Path("a.h5"));
        const mog_problem problem = mog_dataset_problem(data.get());
        const mog_labels *labels = mog_dataset_labels(data.get(), "fplinq-strong"),
                         *other = mog_dataset_labels(data.get(), "greedy");
        ASSERT_NE(labels->value, nullptr);
        EXPECT_EQ(other->value, nullptr) << "labels of the sum rate stay what they are";
        EXPECT_STREQ(mog_notes_get(&labels->notes, "utility.kind"), name);
        const mog_utility utility = Utility(kind);
        std::vector<double> rate(20), scratch(8), value(20), greedy(20), full(20), ones(80, 1);
        mog_sum_rate(&problem, nullptr, labels->power, rate.data(), nullptr);
        const auto values = [&](const double *power, std::vector<double> &out) {
            mog_utility_values(&utility, &problem, nullptr, power, scratch.data(), out.data(),
                               nullptr);
            double sum = 0;
            for (const double v : out)
                sum += v;
            return sum / 20;
        };
        EXPECT_NEAR(Real(report, "value"), values(labels->power, value), 1e-12) << name;
        EXPECT_NEAR(Real(report, "full_power_value"), values(ones.data(), full), 1e-12) << name;
        EXPECT_GT(Real(report, "value"), values(other->power, greedy)) << name;
        double sum = 0;
        for (size_t s = 0; s < 20; ++s) {
            EXPECT_EQ(labels->sum_rate[s], rate[s]) << "still the sum rate";
            EXPECT_EQ(labels->value[s], value[s]);
            sum += rate[s];
        }
        EXPECT_NEAR(Real(report, "sum_rate"), sum / 20, 1e-12);
        // logarithms below 0 have no ratio
        EXPECT_EQ(IsNumber(report, "ratio_to_full_power"), Real(report, "full_power_value") > 0);
        if (IsNumber(report, "ratio_to_full_power")) {
            EXPECT_NEAR(Real(report, "ratio_to_full_power"),
                        Real(report, "value") / Real(report, "full_power_value"), 1e-12);
        }
    }
}

TEST_F(ProgramUtilityTest, LabelsOfRbsStandBesideTheirBaselines) {
    ExpectDone(
        Mog({"generate", "-o", Path("a.h5"), "-n", "20", "--set", "scenario.kind=rb_pairwise",
             "--set", "scenario.links=5", "--set", "scenario.n_rb=2"}));
    const Json report =
        ExpectJson(Arguments{"label", Path("a.h5"), "-S", "rb-optimum"} + By("energy-efficiency"));
    for (const char *baseline : {"rb_random_value", "rb_balanced_value"}) {
        EXPECT_GT(Real(report, baseline), 0);
        EXPECT_LT(Real(report, baseline), Real(report, "value"));
    }
    EXPECT_GT(Real(report, "rb_balanced_sum_rate"), 0);
    EXPECT_NEAR(Real(report, "ratio_to_rb_balanced"),
                Real(report, "value") / Real(report, "rb_balanced_value"), 1e-12);
}

TEST_F(ProgramUtilityTest, WhoDoesNotTakeItSaysWhoDoes) {
    Generate("a.h5", 4, 3);
    const std::string before = ReadFile(Path("a.h5"));
    ExpectFailure(Mog(Arguments{"label", Path("a.h5"), "-S", "greedy"} + By("max-min")), 64,
                  {"'greedy'", "utility.kind = max-min", "fplinq"});
    ExpectFailure(Mog(Arguments{"label", Path("a.h5")} + By("fair")), 64,
                  {"utility.kind = fair", "sum-rate", "proportional-fair"});
    ExpectFailure(Mog({"label", Path("a.h5"), "--set", "utility.alpha=-1"}), 64,
                  {"utility.alpha = -1", "from 0"});
    const std::string config = m_directory.Put("c.ini", "[rb]\ndraws = 3\n");
    ExpectFailure(Mog({"label", Path("a.h5"), "--config", config}), 65,
                  {"c.ini:2", "[rb]", "solver", "utility"});
    EXPECT_TRUE(SameBytes(ReadFile(Path("a.h5")), before));
    m_directory.Put("d.ini", "[utility]\nkind = alpha-fair\nalpha = 0.5\n");
    const Json report = ExpectJson({"label", Path("a.h5"), "--config", Path("d.ini")});
    EXPECT_EQ(Text(report, "utility"), "alpha-fair");
    EXPECT_GT(Real(report, "value"), 0);
}

/** A policy with its data sets. */
class EvaluateUtilityTest : public ProgramTest {
  protected:
    void SetUp() override {
        MakeData();
        ExpectDone(Mog(Train("run")));
    }
    Arguments Evaluate(const std::string &run = "run") const {
        return {"evaluate", Policy(run), Path("b.h5"), "-q"};
    }
};

TEST_F(EvaluateUtilityTest, TheSumRateNeedsNoColumn) {
    const Json plain = ExpectJson(Evaluate()), told = ExpectJson(Evaluate() + By("sum-rate"));
    EXPECT_EQ(json_object_get(plain.get(), "utility"), nullptr);
    EXPECT_TRUE(
        json_equal(json_object_get(plain.get(), "rows"), json_object_get(told.get(), "rows")));
    const json_t *row = json_array_get(json_object_get(plain.get(), "rows"), 0);
    EXPECT_EQ(json_object_get(row, "utility"), nullptr);
}

TEST_F(EvaluateUtilityTest, RatiosAndGapsAreInTheUtility) {
    const Json report = ExpectJson(Evaluate() + By("energy-efficiency"));
    EXPECT_EQ(Text(report, "utility"), "energy-efficiency");
    EXPECT_EQ(Text(report, "reference"), "optimum");
    std::map<std::string, double> value = Column(report, "utility"),
                                  rate = Column(report, "sum_rate"),
                                  gap = Column(report, "gap_percent"),
                                  ratio = Column(report, "policy_ratio");
    EXPECT_EQ(value["policy"], Real(report, "value"));
    EXPECT_EQ(value["optimum"], Real(report, "reference_value"));
    EXPECT_EQ(value.count("fplinq"), 0u);
    EXPECT_EQ(value.count("fplinq for sum-rate"), 1u) << "labels that maximise something else";
    for (const char *name :
         {"policy", "fplinq for sum-rate", "optimum", "full-power", "strongest", "random"}) {
        EXPECT_LE(value[name], Real(report, "reference_bound") * (1 + 1e-12)) << name;
        EXPECT_GT(rate[name], value[name]) << name;
        EXPECT_NEAR(gap[name], 100 * (1 - value[name] / value["optimum"]), 1e-9) << name;
        EXPECT_NEAR(ratio[name], value["policy"] / value[name], 1e-12) << name;
    }
    EXPECT_EQ(value["upper bound"], Real(report, "reference_bound"));
    EXPECT_TRUE(std::isnan(rate["upper bound"])) << "it bounds something else";
}

TEST_F(EvaluateUtilityTest, LabelsOfTheUtilityAreItsReference) {
    ExpectDone(
        Mog(Arguments{"label", Path("b.h5"), "-S", "fplinq-strong"} + By("energy-efficiency")));
    const Arguments against = {"-r", "fplinq-strong"};
    const Json same = ExpectJson(Evaluate() + against + By("energy-efficiency"));
    EXPECT_EQ(Text(same, "reference_from"), "data set");
    const Json other = ExpectJson(Evaluate() + against);
    EXPECT_EQ(Text(other, "reference_from"), "solved now") << "those are of another utility";
    EXPECT_GT(Real(other, "reference_sum_rate"), Real(same, "reference_sum_rate"));
    const Json tuned = ExpectJson(Evaluate() + against + By("energy-efficiency") +
                                  Arguments{"--set", "utility.amplifier=1"});
    EXPECT_EQ(Text(tuned, "reference_from"), "solved now") << "the same, of other parameters";
}

TEST_F(EvaluateUtilityTest, NegativeValuesHaveNoRatios) {
    const Json report = ExpectJson(Evaluate() + By("proportional-fair"));
    EXPECT_EQ(Text(report, "reference"), "fplinq-strong") << "nothing certifies this one";
    EXPECT_LT(Real(report, "value"), 0);
    EXPECT_TRUE(std::isnan(Column(report, "policy_ratio")["policy"]));
    EXPECT_TRUE(std::isnan(Column(report, "gap_percent")["full-power"]));
    ExpectFailure(Mog(Evaluate() + Arguments{"-r", "optimum"} + By("proportional-fair")), 64,
                  {"'optimum'", "proportional-fair", "fplinq-strong"});
}

TEST_F(EvaluateUtilityTest, PoliciesBringTheUtilityThatTheyWereTrainedFor) {
    ExpectDone(Mog(Train("thrifty") + By("energy-efficiency") +
                   Arguments{"--preset", "mlp-unsup", "--set", "training.epochs=30", "--set",
                             "training.learning_rate=0.01"}));
    ExpectDone(
        Mog(Train("eager") + Arguments{"--preset", "mlp-unsup", "--set", "training.epochs=30",
                                       "--set", "training.learning_rate=0.01"}));
    EXPECT_TRUE(
        Contains(ReadFile(Path("thrifty/config.ini")), "[utility]\nkind = energy-efficiency\n"));
    const Json own = ExpectJson(Evaluate("thrifty"));
    EXPECT_EQ(Text(own, "utility"), "energy-efficiency");
    const Json other = ExpectJson(Evaluate("eager") + By("energy-efficiency"));
    EXPECT_GT(Real(own, "value"), Real(other, "value"));
    const Json inferred =
        ExpectJson({"infer", Policy("thrifty"), Path("b.h5"), "-o", Path("p.h5")});
    EXPECT_EQ(Text(inferred, "utility"), "energy-efficiency");
    EXPECT_NEAR(Real(inferred, "value"), Real(own, "value"), 1e-6);
    EXPECT_GT(Real(inferred, "fplinq_value"), 0);
    EXPECT_GT(Real(inferred, "full_power_value"), 0);
    const Json plain = ExpectJson(
        Arguments{"infer", Policy("thrifty"), Path("b.h5"), "-o", Path("p.h5")} + By("sum-rate"));
    EXPECT_EQ(json_object_get(plain.get(), "value"), nullptr);
    EXPECT_EQ(json_object_get(plain.get(), "utility"), nullptr);
}

/** What compares sums over links is left out where the utility is none. */
TEST_F(ProgramUtilityTest, RowsThatDoNotTakeTheUtilityAreLeftOut) {
    ExpectDone(
        Mog({"generate", "-o", Path("a.h5"), "-n", "20", "--set", "scenario.kind=rb_pairwise",
             "--set", "scenario.links=4", "--set", "scenario.n_rb=2"}));
    ExpectDone(Mog({"label", Path("a.h5"), "-S", "rb-optimum"}));
    ExpectDone(Mog({"train", "--preset", "rb-mlp-rl-sup", "--train", Path("a.h5"), "-o",
                    Path("run"), "-q", "--set", "network.hidden=8", "--set", "training.epochs=1",
                    "--set", "training.episodes=50"}));
    const auto evaluate = [&](const std::string &kind) {
        return ExpectJson(Arguments{"evaluate", Policy("run"), Path("a.h5"), "-q"} + By(kind));
    };
    const Json fair = evaluate("alpha-fair"), least = evaluate("max-min"),
               energy = evaluate("energy-efficiency");
    EXPECT_EQ(Text(fair, "reference"), "rb-optimum");
    EXPECT_EQ(Text(fair, "reference_from"), "solved now");
    EXPECT_EQ(Column(fair, "utility").count("policy + moves"), 1u);
    EXPECT_EQ(Column(fair, "utility").count("rb-local-search"), 1u);
    EXPECT_EQ(Text(least, "reference"), "none");
    for (const char *left_out : {"policy + moves", "rb-local-search"})
        EXPECT_EQ(Column(least, "utility").count(left_out), 0u) << left_out;
    EXPECT_EQ(Column(least, "utility").count("rb-balanced"), 1u);
    EXPECT_EQ(Text(energy, "reference"), "rb-optimum");
    EXPECT_EQ(Column(energy, "utility").count("policy + moves"), 0u);
    for (const char *name : {"policy", "rb-balanced", "rb-random", "rb-local-search"})
        EXPECT_LE(Column(energy, "utility")[name], Real(energy, "reference_value") * (1 + 1e-6));
}

} // namespace
