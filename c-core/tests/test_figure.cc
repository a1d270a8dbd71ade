// SPDX-License-Identifier: GPL-2.0-or-later
// mog figure: its numbers are those of the verbs one by one.
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
                 size_t runs, const Names &others = {}) {
    Names files = others + Names{name + "-runs.csv", name + ".csv", name + ".gp", name + ".png"};
    std::sort(files.begin(), files.end());
    EXPECT_EQ(directory.List(), files);
    EXPECT_EQ(Lines(directory / (name + ".csv")).size(), 1 + points);
    EXPECT_EQ(Lines(directory / (name + "-runs.csv")).size(), 1 + runs);
    EXPECT_EQ(ReadFile(directory / (name + ".png")).substr(1, 3), "PNG");
}

/** Settings of RL, so small that it learns nothing. */
const Names few_episodes = {"training.episodes=100", "rl.warm_up=20", "critic.hidden=8"};

/** "c" of "a,b,c" */
std::string LastCell(const std::string &line) {
    return line.substr(line.rfind(',') + 1);
}

/** Columns that a figure of resource blocks has behind its series. */
const std::string of_blocks = ",rb-random,rb-balanced,rb-local-search";

/** A figure of methods or labels, and what is in it. */
struct Comparison {
    std::string name, header;
    size_t series, margins;
    bool blocks;
};

const Comparison comparisons[] = {
    {"rb-pg", "episode,rl-sup,pg,mog-pg-fixed,mog-pg-increasing,mog-pg-decreasing" + of_blocks, 5,
     2, true},
    {"rb-dpg", "episode,rl-sup,dpg,mog-dpg-fixed,mog-dpg-increasing,mog-dpg-decreasing" + of_blocks,
     5, 2, true},
    {"rb-stability", "episode,rl-sup,pg,mog-pg-fixed,dpg,mog-dpg-fixed" + of_blocks, 5, 3, true},
    {"rb-labels",
     "epoch,optimum,optimum-co-membership,canonical,canonical-co-membership,raw,"
     "raw-co-membership" +
         of_blocks,
     6, 1, true},
    {"dpg-mlp", "episode,rl-sup,dpg,mog-dpg-fixed,mog-dpg-increasing,mog-dpg-decreasing,full-power",
     5, 2, false},
    {"dpg-gnn",
     "episode,rl-sup,dpg,dpg-whole,mog-dpg-fixed,mog-dpg-increasing,mog-dpg-decreasing,full-power",
     6, 3, false},
};

/** Ratios to a reference that is the optimum, or close to it. */
void ExpectRatio(double ratio, bool optimum) {
    EXPECT_GT(ratio, 0);
    EXPECT_LE(ratio, optimum ? 1 + 1e-12 : 1.05);
}

/** A method's numbers, with those of its runs, one per line. */
void ExpectMethod(const json_t *row, const Names &runs, const Comparison &figure) {
    const double ratio = Cell(row, figure.blocks ? "ratio_to_rb_optimum" : "ratio_to_fplinq");
    ExpectRatio(ratio, figure.blocks);
    EXPECT_LE(Cell(row, "least_ratio"), ratio);
    EXPECT_GE(Cell(row, "greatest_ratio"), ratio);
    const double range = Cell(row, "greatest_ratio") - Cell(row, "least_ratio");
    EXPECT_NEAR(Cell(row, "ratio_deviation"), range / std::sqrt(2), 1e-9) << "of two runs";
    EXPECT_EQ(json_object_get(row, "refined_ratio") != nullptr, figure.blocks);
    const double last = figure.blocks ? Cell(row, "refined_ratio") : ratio;
    ExpectRatio(last, figure.blocks);
    EXPECT_GE(last, ratio);
    double sum = 0;
    for (const std::string &run : runs)
        sum += std::stod(LastCell(run));
    EXPECT_NEAR(sum / 2, last, 1e-6);
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

TEST(Figure, InteractionAndLabelsStandBesideReferenceAndBaselines) {
    for (const Comparison &figure : comparisons) {
        const TemporaryDirectory directory;
        const Json report =
            ExpectJson(Small(figure.name) + Set(few_episodes) + Arguments{"-o", directory / ""});
        ExpectFiles(directory, figure.name, 2, 2 * figure.series, {figure.name + "-spread.csv"});
        const Names points = Lines(directory / (figure.name + ".csv"));
        EXPECT_EQ(points[0], figure.header);
        EXPECT_EQ(points[2].substr(0, points[2].find(',')),
                  figure.header[2] == 'i' ? "200" : "2"); // episodes, or epochs
        EXPECT_EQ(json_array_size(json_object_get(report.get(), "margins")), figure.margins);
        EXPECT_TRUE(Contains(Verdict(report), "hold")) << Verdict(report);
        EXPECT_GT(Real(report, figure.blocks ? "rb_optimum_sum_rate" : "fplinq_sum_rate"), 0);
        for (const char *key : {"rb_random_ratio", "rb_balanced_ratio", "rb_local_search_ratio"})
            EXPECT_EQ(Real(report, key) > 0, figure.blocks) << key;
        const Names runs = Lines(directory / (figure.name + "-runs.csv"));
        const Names spread = Lines(directory / (figure.name + "-spread.csv"));
        ASSERT_EQ(spread.size(), 1 + figure.series);
        for (size_t i = 0; i < figure.series; i++) {
            const json_t *row = Row(report, "methods", i);
            ExpectMethod(row, {runs[1 + i], runs[1 + figure.series + i]}, figure);
            EXPECT_EQ(spread[1 + i].substr(0, spread[1 + i].find(',')),
                      json_string_value(json_object_get(row, "method")));
            EXPECT_NEAR(std::stod(LastCell(spread[1 + i])), Cell(row, "greatest_ratio"), 1e-6);
        }
    }
}

/** Channels and labels of a run of a figure of resource blocks, and its trainings. */
class FigureOfBlocksTest : public ProgramTest {
  protected:
    const Names channels = {"scenario.kind=rb_pairwise", "scenario.links=4", "scenario.n_rb=2",
                            "scenario.noise_power=0.1"};
    const Names small =
        few_episodes + Names{"network.hidden=8", "network.feature=amplitude", "training.epochs=2",
                             "training.rate_step=0", "rl.entropy_every=100"};

    Json Figure(const std::string &name) const {
        const TemporaryDirectory directory;
        return ExpectJson(Arguments{"figure", name, "-o", directory / ""} + Set(small) +
                          Set({"figure.seeds=1", "figure.train_samples=40",
                               "figure.test_samples=20", "scenario.links=4", "scenario.n_rb=2"}));
    }

    /** What the verbs make of it: mean sum rates of the trained policy and of the test labels. */
    json_t *Train(const std::string &preset, const Arguments &labels, const Names &settings = {}) {
        ExpectDone(
            Mog(Arguments{"generate", "-o", Path("a.h5"), "--samples", "40"} + Set(channels)));
        ExpectDone(
            Mog(Arguments{"generate", "-o", Path("b.h5"), "--samples", "20", "--first", "40"} +
                Set(channels)));
        ExpectDone(Mog(Arguments{"label", Path("a.h5")} + labels));
        ExpectDone(Mog(Arguments{"label", Path("b.h5")} + labels));
        m_trained =
            ExpectJson(Arguments{"train", "--preset", preset, "--train", Path("a.h5"), "--test",
                                 Path("b.h5"), "-o", Path("run"), "--force", "-q"} +
                       Set(small) + Set(settings));
        return Row(m_trained, "sum_rates", 1);
    }

    Json m_trained;
};

TEST_F(FigureOfBlocksTest, OfPolicyGradientsEqualsGenerateLabelTrain) {
    const Json report = Figure("rb-pg");
    const char *presets[] = {"rb-mlp-rl-sup", "rb-mlp-pg", "rb-mlp-mog-pg-fixed"};
    for (size_t i = 0; i < 3; i++) {
        const json_t *test = Train(presets[i], {"--solver", "rb-optimum"});
        EXPECT_EQ(Cell(Row(report, "methods", i), "sum_rate"), Cell(test, "policy"));
        EXPECT_EQ(Real(report, "rb_optimum_sum_rate"), Cell(test, "labels"));
    }
    const Json evaluated =
        ExpectJson({"evaluate", Policy("run"), Path("b.h5"), "--refine", "10000", "-q"});
    EXPECT_NEAR(Cell(Row(report, "methods", 2), "refined_ratio"),
                Cell(Row(evaluated, "rows", 0), "sum_rate") / Real(report, "rb_optimum_sum_rate"),
                1e-12);
}

/** Every series has a teacher and a loss of its own, and hands them on to none. */
TEST_F(FigureOfBlocksTest, OfLabelsEqualsLabelTrain) {
    const Json report = Figure("rb-labels");
    const Arguments canonical = {"--solver", "rb-best-of"};
    const Arguments raw = canonical + Set({"solver.canonical=false"});
    const Names loss = {"training.label_loss=co-membership"};
    const auto rate = [&](size_t series) {
        return Cell(Row(report, "methods", series), "sum_rate");
    };
    EXPECT_EQ(rate(1), Cell(Train("rb-mlp-rl-sup", {"--solver", "rb-optimum"}, loss), "policy"));
    EXPECT_EQ(rate(2), Cell(Train("rb-mlp-rl-sup", canonical), "policy"));
    EXPECT_EQ(rate(4), Cell(Train("rb-mlp-rl-sup", raw), "policy"));
    EXPECT_STREQ(json_string_value(json_object_get(report.get(), "labels")),
                 "rb-optimum and rb-best-of");
}

TEST(Figure, SeriesOfOnePresetDifferByTheirSettings) {
    const TemporaryDirectory directory;
    ExpectDone(Mog(Small("dpg-gnn") + Set(few_episodes) + Arguments{"-q", "-o", directory / ""}));
    const Names runs = Lines(directory / "dpg-gnn-runs.csv");
    EXPECT_TRUE(Contains(runs[2], "1,dpg,") && Contains(runs[3], "1,dpg-whole,"));
    EXPECT_NE(LastCell(runs[2]), LastCell(runs[3]));
}

/** Too many links for exact labels: all is measured against local search. */
TEST(Figure, ManyLinksOnBlocksHaveAnotherReference) {
    const TemporaryDirectory directory;
    const Json report =
        ExpectJson(Small("rb-labels") + Arguments{"-o", directory / ""} +
                   Set({"figure.labels=rb-greedy", "scenario.links=24", "figure.seeds=1",
                        "figure.train_samples=4", "figure.test_samples=3"}));
    EXPECT_GT(Real(report, "rb_local_search_sum_rate"), 0);
    EXPECT_GT(Cell(Row(report, "methods", 0), "ratio_to_rb_local_search"), 0);
    EXPECT_GT(Real(report, "rb_balanced_ratio"), 0);
    EXPECT_EQ(json_object_get(report.get(), "rb_local_search_ratio"), nullptr);
    EXPECT_TRUE(Contains(Lines(directory / "rb-labels-spread.csv")[1], ",nan,")) << "one run";
    EXPECT_EQ(Lines(directory / "rb-labels-runs.csv")[0],
              "seed,labels,test_sum_rate,rb_local_search_sum_rate,ratio,refined_ratio");
}

TEST(Figure, OneBlockIsPowerControl) {
    const TemporaryDirectory directory;
    const Json report = ExpectJson(Small("rb-dpg") + Set(few_episodes) + Set({"scenario.n_rb=1"}) +
                                   Arguments{"-o", directory / ""});
    for (size_t i = 0; i < 5; i++)
        EXPECT_NEAR(Cell(Row(report, "methods", i), "ratio_to_rb_optimum"), 1, 1e-12);
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
    for (const std::string name :
         {"mlp-convergence", "mlp-gnn-gap", "gnn-transfer-gic", "rb-dpg"}) {
        const TemporaryDirectory first, second;
        const Arguments figure =
            Small(name) + Set(few_episodes) + Set({"figure.sizes=3"}) + Arguments{"-q", "-o"};
        ExpectDone(Mog(figure + Arguments{first / ""}));
        ExpectDone(Mog(figure + Arguments{second / ""}));
        for (const char *ending : {".csv", "-runs.csv"})
            EXPECT_TRUE(
                SameBytes(ReadFile(first / (name + ending)), ReadFile(second / (name + ending))));
    }
}

TEST(Figure, HelpListsTheFigures) {
    const Outcome help = Mog({"figure", "--help"});
    ExpectDone(help);
    for (const char *name :
         {"mlp-convergence", "gnn-convergence", "mlp-gnn-gap", "gnn-transfer-d2d",
          "gnn-transfer-gic", "rb-pg", "rb-dpg", "rb-stability", "rb-labels", "dpg-mlp", "dpg-gnn"})
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
    ExpectFailure(Mog(Small("rb-pg") + here + Set({"figure.labels=fplinq"})), 64,
                  {"figure.labels = fplinq", "rb-pg", "rb-optimum"});
    ExpectFailure(Mog(Small("dpg-mlp") + here + Set({"figure.labels=rb-optimum"})), 64,
                  {"figure.labels = rb-optimum", "dpg-mlp", "fplinq"});
    ExpectFailure(Mog(Small("rb-dpg") + here + Set({"training.pattern=dataset"})), 64,
                  {"rb-dpg is over episodes", "training.pattern = rl"});
    ExpectFailure(Mog(Small("rb-pg") + here + Set({"scenario.links=24"})), 64,
                  {"rb-optimum", "24 links", "rb-local-search"});
    ExpectFailure(Mog(Small("gnn-transfer-gic") + here + Set({"figure.sizes=3,4"})), 64,
                  {"figure.sizes has 4 links", "network.kind"});
    ExpectFailure(
        Mog(Small("gnn-transfer-d2d") + here + Set({"figure.sizes=3,1", "scenario.side=3"})), 64,
        {"figure.sizes has 1 links", "scenario.side = 1.73"});
    EXPECT_TRUE(directory.List().empty());
}

/** Names mean nothing to gnuplot but themselves. */
TEST(Figure, IsDrawnWhateverItsDirectoryIsCalled) {
    const TemporaryDirectory directory;
    const Names names = {"|touch X;", "-x",      "it's", "a\"b", "two\nlines", "`touch X`",
                         "back\\n",   "\xff",    "~",    "$x",   "@x",         "%d",
                         "< echo",    " blank ", "#x",   "{x}",  "f\u00fcnf",  "x;quit"};
    for (const std::string &name : names) {
        std::filesystem::create_directory(directory / name);
        const Arguments figure = Small("mlp-convergence") +
                                 Set({"figure.seeds=1", "training.epochs=1"}) +
                                 Arguments{"-q", "-o", name};
        const Outcome outcome = Program(figure, 0, {}, directory / "").Wait();
        EXPECT_EQ(outcome.code, 0) << name << ": " << outcome.err;
        EXPECT_EQ(ReadFile(directory / (name + "/mlp-convergence.png")).substr(1, 3), "PNG")
            << name;
    }
    EXPECT_EQ(directory.List().size(), names.size()) << "no command has made a file";
}

/** gnuplot may be missing, fail, or do nothing; an old picture is not taken for a new one. */
TEST(Figure, SaysIfItIsNotDrawn) {
    const TemporaryDirectory directory, bin;
    const auto run = [&] {
        return Program(Small("mlp-convergence") + Arguments{"-q", "--json", "-o", directory / ""},
                       0, {"PATH=" + bin / ""})
            .Wait();
    };
    const auto put = [&](const std::string &script) {
        std::filesystem::permissions(bin.Put("gnuplot", "#!/bin/sh\n" + script),
                                     std::filesystem::perms::owner_all);
    };
    const std::string png = directory.Put("mlp-convergence.png", "old");
    ExpectFailure(run(), 66, {"mlp-convergence.png", "gnuplot is missing", "gnuplot-nox"});
    for (const char *script :
         {"exit 0\n", "exit 3\n", "kill -9 $$\n", "echo bad; echo bad >&2\n"}) {
        put(script);
        directory.Put("mlp-convergence.png", "old");
        ExpectFailure(run(), 74, {"mlp-convergence.png", "not drawn", "mlp-convergence.gp"});
    }
    put("echo chatter; echo chatter >&2; echo new > '" + png + "'\n");
    const Outcome outcome = run();
    ExpectDone(outcome);
    EXPECT_EQ(outcome.out[0], '{');
    EXPECT_EQ(outcome.err, "");
}
