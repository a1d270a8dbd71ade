// SPDX-License-Identifier: GPL-2.0-or-later
#include "program_fixture.h"

using namespace mogtest;

namespace {

/** The experiment, so small that it says nothing about the methods. */
const Arguments small = {"figure", "mlp-convergence",         "--set", "figure.seeds=2",
                         "--set",  "figure.train_samples=40", "--set", "figure.test_samples=20",
                         "--set",  "scenario.links=3",        "--set", "network.hidden=8",
                         "--set",  "training.epochs=2"};

size_t Lines(const std::string &text) {
    return static_cast<size_t>(std::count(text.begin(), text.end(), '\n'));
}

} // namespace

TEST(Figure, WritesNumbersPictureAndVerdict) {
    const TemporaryDirectory directory;
    const Json report = ExpectJson(small + Arguments{"-o", directory / ""});
    EXPECT_EQ(json_array_size(json_object_get(report.get(), "methods")), 5u);
    EXPECT_EQ(json_array_size(json_object_get(report.get(), "margins")), 2u);
    EXPECT_GT(Real(report, "fplinq_sum_rate"), 0);
    const std::string verdict = json_string_value(json_object_get(report.get(), "verdict"));
    EXPECT_TRUE(Contains(verdict, "hold")) << verdict;

    EXPECT_EQ(directory.List(), (Names{"mlp-convergence-runs.csv", "mlp-convergence.csv",
                                       "mlp-convergence.gp", "mlp-convergence.png"}));
    EXPECT_EQ(Lines(ReadFile(directory / "mlp-convergence.csv")), 1u + 2);
    EXPECT_EQ(Lines(ReadFile(directory / "mlp-convergence-runs.csv")), 1u + 2 * 5);
    EXPECT_EQ(ReadFile(directory / "mlp-convergence.png").substr(1, 3), "PNG");
}

TEST(Figure, SameSeedSameBytes) {
    const TemporaryDirectory first, second;
    ExpectDone(Mog(small + Arguments{"-q", "-o", first / ""}));
    ExpectDone(Mog(small + Arguments{"-q", "-o", second / ""}));
    for (const char *name : {"mlp-convergence.csv", "mlp-convergence-runs.csv"})
        EXPECT_EQ(ReadFile(first / name), ReadFile(second / name));
}

TEST(Figure, MisuseIsNamed) {
    const TemporaryDirectory directory;
    const Outcome unknown = Mog({"figure", "mlp-convergense"});
    EXPECT_EQ(unknown.code, 64);
    EXPECT_TRUE(Contains(unknown.err, "mlp-convergence")) << unknown.err;
    EXPECT_EQ(Mog({"figure"}).code, 64);
    const Outcome nowhere = Mog(small + Arguments{"-o", directory / "none"});
    EXPECT_EQ(nowhere.code, 64);
    EXPECT_TRUE(Contains(nowhere.err, directory / "none")) << nowhere.err;
    EXPECT_TRUE(directory.List().empty());
}
