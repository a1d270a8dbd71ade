// SPDX-License-Identifier: GPL-2.0-or-later
#include "program_fixture.h"

#include <cmath>

using namespace mogtest;

namespace {

/** "--set" in front of each setting. */
Arguments Set(const Arguments &settings) {
    Arguments arguments;
    for (const std::string &setting : settings)
        arguments = arguments + Arguments{"--set", setting};
    return arguments;
}

/** A figure, so small that it says nothing about what it compares. */
Arguments Small(const std::string &name) {
    return Arguments{"figure", name} +
           Set({"figure.seeds=2", "figure.train_samples=40", "figure.test_samples=20",
                "scenario.links=3", "network.kind=mlp", "network.hidden=8", "training.epochs=2"});
}

Names Lines(const std::string &path) {
    std::ifstream stream(path);
    Names lines;
    for (std::string line; std::getline(stream, line);)
        lines.push_back(line);
    return lines;
}

std::string Verdict(const Json &report) {
    return json_string_value(json_object_get(report.get(), "verdict"));
}

json_t *Row(const Json &report, const char *rows, size_t index) {
    return json_array_get(json_object_get(report.get(), rows), index);
}

double Cell(const json_t *row, const char *key) {
    return json_number_value(json_object_get(row, key));
}

/** What every figure leaves behind: its numbers, their script and the picture. */
void ExpectFiles(const TemporaryDirectory &directory, const std::string &name, size_t points,
                 size_t runs) {
    EXPECT_EQ(directory.List(),
              (Names{name + "-runs.csv", name + ".csv", name + ".gp", name + ".png"}));
    EXPECT_EQ(Lines(directory / (name + ".csv")).size(), 1 + points);
    EXPECT_EQ(Lines(directory / (name + "-runs.csv")).size(), 1 + runs);
    EXPECT_EQ(ReadFile(directory / (name + ".png")).substr(1, 3), "PNG");
}

} // namespace

TEST(Figure, MethodsWriteNumbersPictureAndVerdict) {
    for (const std::string name : {"mlp-convergence", "gnn-convergence"}) {
        const TemporaryDirectory directory;
        const Json report = ExpectJson(Small(name) + Arguments{"-o", directory / ""});
        EXPECT_EQ(json_array_size(json_object_get(report.get(), "methods")), 5u);
        EXPECT_EQ(json_array_size(json_object_get(report.get(), "margins")), 2u);
        EXPECT_GT(Real(report, "fplinq_sum_rate"), 0);
        EXPECT_GT(Real(report, "best_mixture_ratio"), 0);
        EXPECT_TRUE(Contains(Verdict(report), "hold")) << Verdict(report);
        ExpectFiles(directory, name, 2, 2 * 5);
        EXPECT_EQ(Lines(directory / (name + ".csv"))[0],
                  "epoch,sup,unsup,mog-fixed,mog-increasing,mog-decreasing,full-power");
        EXPECT_EQ(Lines(directory / (name + "-runs.csv"))[0],
                  "seed,method,test_sum_rate,fplinq_sum_rate,ratio");
    }
}

/** A run of a figure is what the verbs do one by one. */
TEST_F(ProgramTest, FigureOfMethodsEqualsGenerateLabelTrain) {
    MakeData(40);
    ExpectDone(Mog(Arguments{"generate", "-o", Path("b.h5"), "--samples", "20", "--first", "40"} +
                   Set({"scenario.links=3"})));
    ExpectDone(Mog({"label", Path("b.h5")}));
    const Json trained =
        ExpectJson(Arguments{"train", "--preset", "mlp-sup", "--train", Path("a.h5"), "--test",
                             Path("b.h5"), "-o", Path("run"), "-q"} +
                   Set({"network.hidden=8", "training.epochs=2"}));
    const TemporaryDirectory directory;
    const Json report = ExpectJson(Small("mlp-convergence") + Set({"figure.seeds=1"}) +
                                   Arguments{"-o", directory / ""});
    EXPECT_EQ(Cell(Row(report, "methods", 0), "sum_rate"),
              Cell(Row(trained, "sum_rates", 1), "policy"));
    EXPECT_EQ(Real(report, "fplinq_sum_rate"), Cell(Row(trained, "sum_rates", 1), "labels"));
    EXPECT_TRUE(Contains(Verdict(report), "does not hold")) << "one run shows no margin";
}

TEST(Figure, SizesTrainAnewForEachNumberOfLinks) {
    const TemporaryDirectory directory;
    const Json report = ExpectJson(Small("mlp-gnn-gap") + Set({"figure.sizes=2,3,5"}) +
                                   Arguments{"-o", directory / ""});
    ExpectFiles(directory, "mlp-gnn-gap", 3, 2 * 3 * 2);
    EXPECT_EQ(Lines(directory / "mlp-gnn-gap.csv")[0], "links,mlp-unsup,pcgnn-unsup,full-power");
    EXPECT_EQ(Lines(directory / "mlp-gnn-gap-runs.csv")[0],
              "seed,links,preset,test_sum_rate,fplinq_sum_rate,ratio");
    EXPECT_TRUE(Contains(Verdict(report), "hold")) << Verdict(report);

    // the least squares line goes through the mean, and leaves residuals free of a slope
    const json_t *fit = json_object_get(report.get(), "gap_over_sqrt_links");
    const double sizes[] = {2, 3, 5};
    double residual = 0, moment = 0;
    for (size_t i = 0; i < 3; i++) {
        const json_t *row = Row(report, "ratios_to_fplinq", i);
        const double gap = Cell(row, "pcgnn-unsup") - Cell(row, "mlp-unsup");
        EXPECT_EQ(Cell(row, "links"), sizes[i]);
        EXPECT_NEAR(Cell(row, "gap"), gap, 1e-12);
        const double root = std::sqrt(sizes[i]);
        const double left = gap - Cell(fit, "intercept") - Cell(fit, "slope") * root;
        residual += left;
        moment += left * root;
    }
    EXPECT_NEAR(residual, 0, 1e-12);
    EXPECT_NEAR(moment, 0, 1e-12);
}

TEST(Figure, TwoSizesShowNoGrowth) {
    const TemporaryDirectory directory;
    const Json report = ExpectJson(Small("mlp-gnn-gap") + Set({"figure.sizes=2,5"}) +
                                   Arguments{"-o", directory / ""});
    EXPECT_TRUE(Contains(Verdict(report), "does not hold")) << Verdict(report);
}

TEST(Figure, TransferMeasuresThePolicy) {
    const std::pair<std::string, std::string> presets[] = {
        {"gnn-transfer-d2d", "pcgnn-mog-decreasing"}, {"gnn-transfer-gic", "pcgnn-unsup"}};
    for (const auto &[name, preset] : presets) {
        const TemporaryDirectory directory;
        const Json report =
            ExpectJson(Small(name) + Set({"figure.sizes=3"}) + Arguments{"-o", directory / ""});
        ExpectFiles(directory, name, 1, 2 * 1);
        EXPECT_EQ(Lines(directory / (name + ".csv"))[0], "links," + preset + ",full-power");
        const json_t *row = Row(report, "rows", 0);
        EXPECT_NEAR(Cell(row, "ratio_to_full_power"),
                    Cell(row, "sum_rate") / Cell(row, "full_power_sum_rate"), 1e-12);
        EXPECT_EQ(Cell(row, "ratio_to_fplinq"), Real(report, "least_ratio_to_fplinq"));
        const bool holds = Real(report, "least_ratio_to_fplinq") >= 0.97;
        EXPECT_EQ(Contains(Verdict(report), "does not hold"), !holds) << Verdict(report);
    }
}

/** A policy for 3 links runs with 12 on a square of four times the area, on unseen drops. */
TEST_F(ProgramTest, FigureOfTransferKeepsTheDensity) {
    const TemporaryDirectory directory;
    const Json report =
        ExpectJson(Small("gnn-transfer-d2d") +
                   Set({"figure.seeds=1", "figure.sizes=3,12", "network.kind=unrolled",
                        "network.unroll=1", "scenario.side=300"}) +
                   Arguments{"-o", directory / ""});
    ExpectDone(Mog(Arguments{"generate", "-o", Path("a.h5"), "--samples", "20", "--first", "40"} +
                   Set({"scenario.kind=d2d", "scenario.links=12", "scenario.side=600"})));
    const Json labelled = ExpectJson({"label", Path("a.h5")});
    const json_t *row = Row(report, "rows", 1);
    EXPECT_EQ(Cell(row, "links"), 12);
    EXPECT_NEAR(Cell(row, "fplinq_sum_rate"), Real(labelled, "sum_rate"), 1e-9);
    EXPECT_NEAR(Cell(row, "full_power_sum_rate"), Real(labelled, "full_power_sum_rate"), 1e-9);
    EXPECT_GT(Cell(row, "sum_rate"), 0);
}

/** Sweeps behind the network count: with as many as FPLinQ makes, it is hardly below FPLinQ. */
TEST(Figure, TransferMeasuresWhatStandsBehindTheNetwork) {
    double ratio[2];
    for (const int refined : {0, 1}) {
        const TemporaryDirectory directory;
        const std::string refine = refined ? "network.refine=100" : "network.refine=0";
        const Json report = ExpectJson(Small("gnn-transfer-gic") +
                                       Set({"figure.sizes=3", "network.unroll=0", refine}) +
                                       Arguments{"-o", directory / ""});
        ratio[refined] = Real(report, "least_ratio_to_fplinq");
    }
    EXPECT_GT(ratio[1], ratio[0] + 0.01);
    EXPECT_GT(ratio[1], 0.97);
}

TEST(Figure, LabelsOfAnotherTeacherChangeTrainingAlone) {
    const TemporaryDirectory plain, strong;
    ExpectDone(Mog(Small("mlp-convergence") + Arguments{"-o", plain / ""}));
    ExpectDone(Mog(Small("mlp-convergence") + Set({"figure.labels=fplinq-strong"}) +
                   Arguments{"-o", strong / ""}));
    const Names a = Lines(plain / "mlp-convergence-runs.csv");
    const Names b = Lines(strong / "mlp-convergence-runs.csv");
    ASSERT_EQ(a.size(), b.size());
    EXPECT_NE(a[1], b[1]); // sup learns from nothing but labels,
    EXPECT_EQ(a[2], b[2]); // unsup sees none; ratios are to the same sum rate
}

TEST(Figure, SameSeedSameBytes) {
    for (const std::string name : {"mlp-convergence", "mlp-gnn-gap", "gnn-transfer-gic"}) {
        const TemporaryDirectory first, second;
        const Arguments figure = Small(name) + Set({"figure.sizes=3"}) + Arguments{"-q", "-o"};
        ExpectDone(Mog(figure + Arguments{first / ""}));
        ExpectDone(Mog(figure + Arguments{second / ""}));
        for (const char *ending : {".csv", "-runs.csv"})
            EXPECT_EQ(ReadFile(first / (name + ending)), ReadFile(second / (name + ending)));
    }
}

TEST(Figure, HelpListsTheFigures) {
    const Outcome help = Mog({"figure", "--help"});
    ExpectDone(help);
    for (const char *name : {"mlp-convergence", "gnn-convergence", "mlp-gnn-gap",
                             "gnn-transfer-d2d", "gnn-transfer-gic"})
        EXPECT_TRUE(Contains(help.out, std::string("\n  ") + name + "\n")) << help.out;
}

TEST(Figure, MisuseIsNamed) {
    const TemporaryDirectory directory;
    const Arguments here = {"-o", directory / ""};
    ExpectFailure(Mog({"figure", "mlp-convergense"}), 64, {"mlp-convergence", "gnn-transfer-gic"});
    ExpectFailure(Mog({"figure"}), 64, {"mlp-convergence"});
    ExpectFailure(Mog(Small("mlp-convergence") + Arguments{"-o", directory / "none"}), 64,
                  {directory / "none"});
    ExpectFailure(Mog(Small("mlp-gnn-gap") + here + Set({"figure.sizes="})), 64,
                  {"figure.sizes is empty"});
    ExpectFailure(Mog(Small("mlp-gnn-gap") + here + Set({"figure.sizes=5,0"})), 64,
                  {"figure.sizes = 5,0"});
    ExpectFailure(Mog(Small("mlp-gnn-gap") + here + Set({"figure.labels=greedy"})), 64,
                  {"figure.labels = greedy", "fplinq-strong"});
    ExpectFailure(Mog(Small("gnn-transfer-gic") + here + Set({"figure.sizes=3,4"})), 64,
                  {"figure.sizes has 4 links", "network.kind"});
    ExpectFailure(
        Mog(Small("gnn-transfer-d2d") + here + Set({"figure.sizes=3,1", "scenario.side=3"})), 64,
        {"figure.sizes has 1 links", "scenario.side = 1.73"});
    EXPECT_TRUE(directory.List().empty());
}
