// SPDX-License-Identifier: GPL-2.0-or-later
// `mog evaluate` and `mog infer` with policies that decide on resource blocks.
#include "program_fixture.h"

#include "mog/policy.h"
#include "reference.h"

#include <map>

using namespace mogtest;

namespace {

/** Channels of 4 links on 2 RBs, and untrained policies for them. */
class ProgramRbTest : public ProgramTest {
  protected:
    void SetUp() override {
        MakeChannels("data.h5", "scenario.n_rb=2");
        MakePolicy("rb", MOG_OUTPUT_SOFTMAX, 2);
        MakePolicy("power", MOG_OUTPUT_SIGMOID, 1);
    }

    void MakeChannels(const std::string &name, const std::string &blocks) const {
        ExpectDone(
            Mog({"generate", "-o", Path(name), "--samples", "30", "--set",
                 "scenario.kind=rb_pairwise", "--set", "scenario.links=4", "--set", blocks}));
    }

    void MakePolicy(const std::string &name, mog_output output, size_t n_rb) const {
        mog_network_settings settings;
        mog_network_default(&settings);
        settings.hidden = {1, {12}};
        settings.output = output;
        settings.n_rb = n_rb;
        mog_policy *policy;
        ASSERT_EQ(mog_policy_create(&settings, nullptr, 4, 5, &policy, nullptr), MOG_OK);
        EXPECT_EQ(mog_policy_save(policy, Path(name).c_str(), nullptr), MOG_OK);
        mog_policy_free(policy);
    }

    Arguments Evaluate(const std::string &policy = "rb") const {
        return {"evaluate", Path(policy), Path("data.h5"), "-q"};
    }

    Arguments Infer(const std::string &output) const {
        return {"infer", Path("rb"), Path("data.h5"), "-o", Path(output)};
    }
};

/** The numbers of the rows, by allocator. */
std::map<std::string, double> Column(const Json &report, const char *key) {
    std::map<std::string, double> column;
    size_t i;
    json_t *row;
    json_array_foreach(json_object_get(report.get(), "rows"), i, row) {
        column[json_string_value(json_object_get(row, "allocator"))] =
            json_number_value(json_object_get(row, key));
    }
    return column;
}

TEST_F(ProgramRbTest, PoliciesStandBesideWhatCostsNothingAndTheOptimum) {
    const Json report = ExpectJson(Evaluate());
    EXPECT_STREQ(json_string_value(json_object_get(report.get(), "reference")), "rb-optimum");
    EXPECT_EQ(Real(report, "rbs"), 2);
    std::map<std::string, double> rate = Column(report, "sum_rate");
    ASSERT_EQ(rate.size(), 6u);
    EXPECT_EQ(rate["rb-optimum"], Real(report, "reference_sum_rate"));
    EXPECT_GT(rate["policy"], 0);
    EXPECT_GT(rate["policy + moves"], rate["policy"]);
    for (const char *name :
         {"policy", "policy + moves", "rb-random", "rb-balanced", "rb-local-search"}) {
        EXPECT_GT(rate[name], 0) << name;
        EXPECT_LE(rate[name], rate["rb-optimum"] * (1 + 1e-12)) << name;
        EXPECT_NEAR(Column(report, "gap_percent")[name],
                    100 * (1 - rate[name] / rate["rb-optimum"]), 1e-9);
    }
    std::map<std::string, double> same = Column(report, "same_rb");
    EXPECT_EQ(same["policy"], 1);
    EXPECT_GT(same["policy + moves"], 0.25); // canonical: the first link never differs
    EXPECT_LT(same["policy + moves"], 1);
    const Json local = ExpectJson(Evaluate() + Arguments{"-r", "rb-local-search"});
    EXPECT_EQ(Column(local, "gap_percent")["rb-local-search"], 0);
}

// So many moves that the row with moves has nothing to add.
TEST_F(ProgramRbTest, RefinementIsInMoves) {
    const Json alone = ExpectJson(Evaluate() + Arguments{"-r", "none"});
    const Json moved = ExpectJson(Evaluate() + Arguments{"-r", "none", "--refine", "1000"});
    EXPECT_EQ(Column(moved, "sum_rate")["policy"], Column(alone, "sum_rate")["policy + moves"]);
    EXPECT_EQ(Column(moved, "sum_rate")["policy"], Column(moved, "sum_rate")["policy + moves"]);
    EXPECT_EQ(Column(moved, "same_rb")["policy + moves"], 1);
}

TEST_F(ProgramRbTest, InferenceWritesBlocksAndPowers) {
    const Json report = ExpectJson(Infer("out.h5"));
    const Json evaluated = ExpectJson(Evaluate() + Arguments{"-r", "none"});
    EXPECT_EQ(Real(report, "sum_rate"), Column(evaluated, "sum_rate")["policy"]);
    EXPECT_EQ(Real(report, "rb_balanced_sum_rate"), Column(evaluated, "sum_rate")["rb-balanced"]);
    const Dataset dataset = ReadSet(Path("data.h5"));
    const Array rb = ReadArray(Path("out.h5"), "/rb"), power = ReadArray(Path("out.h5"), "/power");
    ASSERT_EQ(rb.shape, (std::vector<size_t>{30, 4}));
    const std::vector<uint32_t> blocks(rb.value.begin(), rb.value.end());
    const mog_problem problem = mog_dataset_problem(dataset.get());
    std::vector<double> rate(30);
    mog_sum_rate(&problem, blocks.data(), power.value.data(), rate.data(), nullptr);
    double sum = 0;
    for (double r : rate)
        sum += r;
    EXPECT_NEAR(sum / 30, Real(report, "sum_rate"), 1e-12);
}

TEST_F(ProgramRbTest, AnotherPolicyMaySetThePowers) {
    const Json fplinq = ExpectJson(Infer("a.h5"));
    const Json policy = ExpectJson(Infer("b.h5") + Arguments{"--powers", Path("power")});
    const Array before = ReadArray(Path("a.h5"), "/rb"), after = ReadArray(Path("b.h5"), "/rb");
    EXPECT_EQ(before.value, after.value);
    EXPECT_NE(Real(fplinq, "sum_rate"), Real(policy, "sum_rate"));
    const Json evaluated =
        ExpectJson(Evaluate() + Arguments{"-r", "none", "--powers", Path("power")});
    EXPECT_EQ(Column(evaluated, "sum_rate")["policy"], Real(policy, "sum_rate"));
}

TEST_F(ProgramRbTest, WhatDoesNotFitIsNamed) {
    MakeChannels("three.h5", "scenario.n_rb=3");
    MakeChannels("own.h5", "scenario.rb_fading=true");
    ExpectFailure(Mog({"evaluate", Path("rb"), Path("three.h5")}), 65,
                  {Path("rb"), "2 resource blocks", "channels have 3"});
    ExpectFailure(Mog({"infer", Path("rb"), Path("own.h5"), "-o", Path("x.h5")}), 65, {Path("rb")});
    ExpectFailure(Mog({"evaluate", Path("power"), Path("data.h5")}), 65,
                  {Path("power"), "decides on 1 resource block", "channels have 2"});
    ExpectFailure(Mog(Evaluate() + Arguments{"--powers", Path("rb")}), 64,
                  {"--powers", Path("rb"), "decides on resource blocks"});
    ExpectFailure(Mog(Evaluate("power") + Arguments{"--powers", Path("power")}), 64,
                  {"--powers", Path("power"), "sets powers itself"});
    ExpectFailure(Mog(Evaluate() + Arguments{"--powers", Path("none")}), 66, {Path("none")});
    ExpectFailure(Mog(Evaluate() + Arguments{"-r", "fplinq"}), 64, {"fplinq"});
}

} // namespace
