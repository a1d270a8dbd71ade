// SPDX-License-Identifier: GPL-2.0-or-later
// `mog evaluate --slots`, and weights on a trajectory by `mog generate`.
#include "program_fixture.h"

#include <cmath>
#include <map>
#include <sstream>

using namespace mogtest;

namespace {

/** A policy for three links with weights, and data that it is played on. */
class SlotsProgram : public ProgramTest {
  protected:
    void SetUp() override {
        MakeData();
        ExpectDone(Mog({"generate", "-o", Path("a.h5"), "--samples", "60", "--set",
                        "scenario.links=3", "--set", "scenario.weights=varied"}));
        ExpectDone(Mog({"label", Path("a.h5")}));
        ExpectDone(Mog(Train("run")));
    }

    Arguments Evaluate(const Arguments &more = {}) const {
        return Arguments{"evaluate", Policy("run"), Path("b.h5"), "--slots", "10", "-q"} + more;
    }

    Arguments Fair(const Arguments &more = {}) const {
        return Evaluate(Arguments{"--set", "utility.kind=proportional-fair"} + more);
    }
};

Names Allocators(const Json &report) {
    Names names;
    size_t i;
    json_t *row;
    json_array_foreach(json_object_get(report.get(), "rows"), i, row) {
        names.emplace_back(json_string_value(json_object_get(row, "allocator")));
    }
    return names;
}

double Number(const Json &report, const std::string &allocator, const char *key) {
    const Names names = Allocators(report);
    const auto found = std::find(names.begin(), names.end(), allocator) - names.begin();
    const json_t *row =
        json_array_get(json_object_get(report.get(), "rows"), static_cast<size_t>(found));
    EXPECT_TRUE(json_is_number(json_object_get(row, key))) << allocator << ": " << key;
    return json_number_value(json_object_get(row, key));
}

std::vector<Names> ReadCsv(const std::string &path) {
    std::vector<Names> lines;
    std::istringstream file(ReadFile(path));
    for (std::string line, cell; std::getline(file, line);) {
        lines.emplace_back();
        std::istringstream cells(line);
        while (std::getline(cells, cell, ','))
            lines.back().push_back(cell);
    }
    return lines;
}

TEST_F(SlotsProgram, PolicyAndSolversArePlayedUnderTheUtility) {
    const Json fair = ExpectJson(Fair());
    EXPECT_EQ(Allocators(fair), (Names{"policy", "fplinq", "fplinq-strong", "itlinq", "full-power",
                                       "fplinq for sum-rate"}));
    EXPECT_STREQ(json_string_value(json_object_get(fair.get(), "utility")), "proportional-fair");
    EXPECT_EQ(Real(fair, "slots"), 10);
    EXPECT_GT(Number(fair, "fplinq", "utility"), Number(fair, "fplinq for sum-rate", "utility"));
    EXPECT_GT(Number(fair, "fplinq for sum-rate", "sum_rate"), Number(fair, "fplinq", "sum_rate"));

    const Json sums = ExpectJson(Evaluate());
    EXPECT_EQ(Allocators(sums),
              (Names{"policy", "fplinq", "fplinq-strong", "itlinq", "full-power"}));
    // channels stay, and so do weights: an instant is repeated
    const Json instant = ExpectJson({"evaluate", Policy("run"), Path("b.h5"), "-q"});
    for (const char *name : {"policy", "fplinq", "full-power"})
        EXPECT_NEAR(Number(sums, name, "sum_rate"), Number(instant, name, "sum_rate"), 1e-9)
            << name;
}

TEST_F(SlotsProgram, SweepsBehindThePolicyAreARowOfTheirOwn) {
    const Json report = ExpectJson(Fair({"--refine", "3"}));
    const Json plain = ExpectJson(Fair());
    ASSERT_EQ(Allocators(report)[1], "policy + 3 sweeps");
    EXPECT_EQ(Number(report, "policy", "sum_rate"), Number(plain, "policy", "sum_rate"));
    EXPECT_NE(Number(report, "policy", "sum_rate"),
              Number(report, "policy + 3 sweeps", "sum_rate"));
}

TEST_F(SlotsProgram, FadingAndWarmUpAreSettings) {
    const Json still = ExpectJson(Fair());
    const Arguments fading = {"--set", "slots.fading=jakes", "--set", "slots.speed=30"};
    const Json once = ExpectJson(Fair(fading)), again = ExpectJson(Fair(fading));
    const Json later = ExpectJson(Fair(fading + Arguments{"--set", "slots.warm_up=5"}));
    EXPECT_NE(Number(once, "fplinq", "sum_rate"), Number(still, "fplinq", "sum_rate"));
    EXPECT_EQ(Number(once, "fplinq", "sum_rate"), Number(again, "fplinq", "sum_rate"));
    EXPECT_NE(Number(once, "fplinq", "sum_rate"), Number(later, "fplinq", "sum_rate"));
    EXPECT_EQ(Real(later, "warm_up"), 5);
}

TEST_F(SlotsProgram, CsvHasEveryLink) {
    const Json report = ExpectJson(Fair({"--csv", Path("links.csv")}));
    const std::vector<Names> lines = ReadCsv(Path("links.csv"));
    EXPECT_EQ(lines[0], (Names{"utility", "allocator", "sample", "link", "mean_rate", "mean_power",
                               "served"}));
    ASSERT_EQ(lines.size(), 1u + 6 * 30 * 3);
    EXPECT_EQ(lines.back()[2] + "," + lines.back()[3], "29,2");
    std::map<std::string, double> rate, power, never;
    for (size_t n = 1; n < lines.size(); n++) {
        EXPECT_EQ(lines[n][0], "proportional-fair");
        rate[lines[n][1]] += std::stod(lines[n][4]) / 90;
        power[lines[n][1]] += std::stod(lines[n][5]) / 90;
        never[lines[n][1]] += (std::stod(lines[n][6]) == 0) / 90.0;
    }
    for (const std::string &name : Allocators(report)) {
        EXPECT_NEAR(rate[name], Number(report, name, "mean_rate"), 1e-6) << name;
        EXPECT_NEAR(never[name], Number(report, name, "never_served"), 1e-6) << name;
    }
    EXPECT_NEAR(power["full-power"], 1, 1e-9);
}

TEST_F(SlotsProgram, PictureIsTheDistribution) {
    const Outcome outcome = Mog(Fair({"--plot", Path("rates.png")}));
    if (outcome.code != 0) {
        ExpectFailure(outcome, 66, {"gnuplot is missing"}); // its numbers are there all the same
    }
    const std::vector<Names> lines = ReadCsv(Path("rates-cdf.csv"));
    EXPECT_EQ(lines[0], (Names{"mean_rate", "policy", "fplinq", "fplinq-strong", "itlinq",
                               "full-power", "fplinq for sum-rate"}));
    for (size_t column = 1; column < lines[0].size(); column++) {
        double before = 0;
        for (size_t n = 1; n < lines.size(); n++) {
            EXPECT_GE(std::stod(lines[n][column]), before);
            before = std::stod(lines[n][column]);
        }
        EXPECT_EQ(before, 1) << lines[0][column];
    }
    EXPECT_TRUE(Contains(ReadFile(Path("rates.gp")), "rates-cdf.csv"));
}

TEST_F(SlotsProgram, TextHasAColumnForEachAllocator) {
    const Outcome outcome = Mog(Fair());
    ExpectDone(outcome);
    EXPECT_TRUE(Contains(outcome.out, "fplinq for sum-rate")) << outcome.out;
    for (const char *statistic : {"sum rate ", "percentile 5 ", "geometric mean ", "jain ",
                                  "never served ", "link energy efficiency "})
        EXPECT_TRUE(Contains(outcome.out, std::string("\n") + statistic)) << statistic;
    EXPECT_EQ(outcome.err, "");
}

TEST_F(SlotsProgram, MinimaThatCannotBeHadAreSaidInOneLine) {
    const Arguments arguments = {"evaluate",
                                 Policy("run"),
                                 Path("b.h5"),
                                 "--slots",
                                 "10",
                                 "--set",
                                 "utility.kind=minimum-rate",
                                 "--set",
                                 "utility.minimum_rate=50"};
    const Outcome outcome = Mog(arguments);
    ExpectDone(outcome);
    EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
    EXPECT_TRUE(Contains(outcome.err, "of 90 links below utility.minimum_rate = 50: 90 with "
                                      "policy, 90 with fplinq"))
        << outcome.err;
    EXPECT_EQ(Mog(arguments + Arguments{"--set", "utility.minimum_rate=0"}).err, "");
}

TEST_F(SlotsProgram, PoliciesThatDoNotSeeWeightsSaySo) {
    MakeData(); // without weights
    ExpectDone(Mog(Train("blind")));
    const auto said = [&](const Arguments &arguments) {
        const Outcome outcome = Mog(arguments);
        ExpectDone(outcome);
        EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'),
                  outcome.err.empty() ? 0 : 1);
        return Contains(outcome.err, "trained without weights");
    };
    const Arguments play = {"evaluate", Policy("blind"), Path("b.h5"), "-q", "--slots", "3"};
    EXPECT_FALSE(said(play));
    EXPECT_TRUE(said(play + Arguments{"--set", "utility.kind=proportional-fair"}));
    ExpectDone(Mog({"generate", "-o", Path("w.h5"), "--samples", "9", "--set", "scenario.links=3",
                    "--set", "scenario.weights=pareto"}));
    EXPECT_TRUE(said({"evaluate", Policy("blind"), Path("w.h5"), "-q"}));
    EXPECT_TRUE(said({"infer", Policy("blind"), Path("w.h5"), "-q", "-o", Path("p.h5")}));
    EXPECT_FALSE(said({"evaluate", Policy("run"), Path("w.h5"), "-q"}));
}

TEST_F(SlotsProgram, WhatDoesNotGoTogetherIsRefused) {
    ExpectFailure(Mog(Evaluate({"--slots", "0"})), 64, {"slots.count = 0"});
    ExpectFailure(Mog(Evaluate({"--csi", "noisy"})), 64, {"csi.kind = noisy", "--slots"});
    ExpectFailure(Mog(Evaluate({"--reference", "none"})), 64, {"--reference", "--slots"});
    ExpectFailure(Mog({"evaluate", Policy("run"), Path("b.h5"), "--csv", Path("x")}), 64,
                  {"--csv", "--slots N"});
    ExpectFailure(Mog({"evaluate", Policy("run"), Path("b.h5"), "--plot", Path("x")}), 64,
                  {"--plot", "--slots N"});
    ExpectFailure(Mog(Evaluate({"--csv", Path("missing/x")})), 74, {"missing/x"});
    ExpectDone(Mog({"generate", "-o", Path("still.h5"), "-n", "5", "--set", "scenario.kind=d2d",
                    "--set", "scenario.links=3"}));
    ExpectFailure(Mog({"evaluate", Policy("run"), Path("still.h5"), "--slots", "5", "--set",
                       "slots.fading=jakes", "-q"}),
                  64, {"scenario.rayleigh = true"});
}

/** A policy that maximises something else than a weighted sum decides for that in every slot. */
TEST_F(SlotsProgram, PoliciesOfOtherUtilitiesDecideForTheirOwn) {
    ExpectDone(Mog({"train", "--preset", "mlp-unsup", "--train", Path("a.h5"), "-o", Path("fair"),
                    "-q", "--set", "network.hidden=8,6", "--set", "training.epochs=2", "--set",
                    "utility.kind=proportional-fair"}));
    const Json report =
        ExpectJson({"evaluate", Policy("fair"), Path("b.h5"), "--slots", "5", "-q"});
    EXPECT_STREQ(json_string_value(json_object_get(report.get(), "utility")), "proportional-fair");
    const Json sums = ExpectJson({"evaluate", Policy("fair"), Path("b.h5"), "--slots", "5", "-q",
                                  "--set", "utility.kind=sum-rate"});
    EXPECT_NEAR(Number(report, "policy", "sum_rate"), Number(sums, "policy", "sum_rate"), 1e-12);
}

class ResourceBlockSlots : public ProgramTest {};

TEST_F(ResourceBlockSlots, AreComparedWithLocalSearchAndBalance) {
    ExpectDone(Mog({"generate", "-o", Path("rb.h5"), "-n", "20", "--set",
                    "scenario.kind=rb_pairwise", "--set", "scenario.links=4", "--set",
                    "scenario.n_rb=2", "--set", "scenario.rb_fading=true", "--set",
                    "scenario.weights=trajectory", "--set", "slots.count=5"}));
    ExpectDone(Mog({"label", Path("rb.h5"), "--solver", "rb-local-search"}));
    ExpectDone(Mog({"train", "--preset", "rb-mlp-sup", "--train", Path("rb.h5"), "--labels",
                    "rb-local-search", "-o", Path("run"), "-q", "--set", "training.epochs=2"}));
    const Json report = ExpectJson({"evaluate", Policy("run"), Path("rb.h5"), "--slots", "5", "-q",
                                    "--refine", "2", "--set", "utility.kind=proportional-fair"});
    EXPECT_EQ(Allocators(report), (Names{"policy", "policy + 2 moves", "rb-local-search",
                                         "rb-balanced", "rb-local-search for sum-rate"}));
}

// ---- weights on a trajectory -------------------------------------------------------------------

class TrajectoryProgram : public ProgramTest {
  protected:
    Dataset Make(const std::string &name, const Arguments &more) const {
        ExpectDone(Mog(
            Arguments{"generate", "-o", Path(name), "-n", "20", "-q", "--set", "scenario.links=4"} +
            more));
        mog_error error{};
        Dataset dataset = ReadSet(Path(name), &error);
        EXPECT_TRUE(dataset) << error.message;
        return dataset;
    }
};

TEST_F(TrajectoryProgram, WeightsComeFromAPlay) {
    const Arguments trajectory = {"--set", "scenario.weights=trajectory"};
    const Dataset ones = Make("ones.h5", {}), fair = Make("fair.h5", trajectory),
                  tail = Make("tail.h5", trajectory + Arguments{"--first", "15"}),
                  efficient = Make("ee.h5",
                                   trajectory + Arguments{"--set", "utility.kind=energy-efficiency",
                                                          "--set", "solver.sweeps=30"});
    EXPECT_EQ(ones->weight, nullptr);
    for (const Dataset *dataset : {&fair, &efficient}) {
        EXPECT_TRUE(std::equal(ones->gain, ones->gain + 20 * 16, (*dataset)->gain));
        for (size_t n = 0; n < 20; n++) {
            const double *w = (*dataset)->weight + n * 4;
            EXPECT_NEAR(w[0] + w[1] + w[2] + w[3], 4, 1e-12);
        }
    }
    EXPECT_NE(fair->weight[0], fair->weight[1]);
    EXPECT_TRUE(std::equal(tail->weight, tail->weight + 20, fair->weight + 60));
    EXPECT_EQ(fair->price, nullptr);
    EXPECT_NE(efficient->price, nullptr);
    EXPECT_STREQ(mog_notes_get(&fair->weight_notes, "solver"), "fplinq");
    EXPECT_STREQ(mog_notes_get(&fair->weight_notes, "utility.kind"), "proportional-fair");
    EXPECT_STREQ(mog_notes_get(&efficient->weight_notes, "utility.kind"), "energy-efficiency");
    EXPECT_STREQ(mog_notes_get(&efficient->weight_notes, "solver.sweeps"), "30");
    const Json info = ExpectJson({"info", Path("fair.h5")});
    const json_t *from = json_object_get(info.get(), "weights_from");
    EXPECT_STREQ(json_string_value(json_object_get(from, "slots.count")), "100");
}

TEST_F(TrajectoryProgram, DrawnWeightsNeedNoPlay) {
    const Dataset drawn = Make("drawn.h5", {"--set", "scenario.weights=log-uniform"});
    EXPECT_NE(drawn->weight, nullptr);
    EXPECT_EQ(drawn->weight_notes.count, 0u);
    ExpectFailure(Mog({"generate", "-o", Path("x.h5"), "--set", "scenario.weights=none"}), 64,
                  {"one of ones, log-uniform"});
}

} // namespace
