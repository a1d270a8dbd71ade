// SPDX-License-Identifier: GPL-2.0-or-later
// What the program says to misuse, bad settings and bad files, and its exit codes.
#include "program_fixture.h"

#include <cmath>

#define H5_USE_110_API
#include <hdf5.h>

using namespace mogtest;

namespace {

class ProgramErrorTest : public ProgramTest {};

/** Overwrites the attribute n_rb of a data set. */
void SetBlocks(const std::string &path, int64_t n_rb) {
    const hid_t file = H5Fopen(path.c_str(), H5F_ACC_RDWR, H5P_DEFAULT);
    const hid_t attribute = H5Aopen(file, "n_rb", H5P_DEFAULT);
    H5Awrite(attribute, H5T_NATIVE_INT64, &n_rb);
    H5Aclose(attribute);
    H5Fclose(file);
}

TEST_F(ProgramErrorTest, MisuseListsWhatThereIs) {
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

// By whatever name: they would be lost, and the verb has nothing to read.
TEST_F(ProgramErrorTest, WhatIsReadIsNotWrittenOver) {
    MakeData();
    ExpectDone(Mog(Train("run")));
    const std::string data = Path("a.h5"), policy = Policy("run"), link = Path("link.h5");
    std::filesystem::create_symlink(data, link);
    const std::string before = ReadFile(data), network = ReadFile(policy);
    for (const std::string &output : {data, link, policy}) {
        ExpectFailure(Mog({"infer", policy, data, "-o", output}), 64, {output, "--output"});
        ExpectFailure(Mog({"evaluate", policy, data, "--slots", "2", "--csv", output}), 64,
                      {output, "--csv"});
        ExpectFailure(Mog({"evaluate", policy, data, "--slots", "2", "--plot", output}), 64,
                      {output, "--plot"});
    }
    EXPECT_TRUE(ReadFile(data) == before && ReadFile(policy) == network);
    ExpectDone(Mog({"infer", policy, data, "-o", Path("out.h5")}));
}

TEST_F(ProgramErrorTest, BadSettingsNameKeyAndValue) {
    const Arguments generate = {"generate", "-o", Path("a.h5"), "--set"};
    const struct {
        const char *assignment;
        Names parts;
    } cases[] = {
        {"scenario.kind=moon", {"scenario.kind = moon", "gic", "d2d"}},
        {"scenario.link=3", {"scenario.link", "links", "noise_power"}},
        {"scenario.links=0", {"scenario.links = 0", "from 1"}},
        {"scenario.links=-3", {"scenario.links = -3"}},
        {"scenario.n_rb=0", {"scenario.n_rb = 0", "from 1"}},
        {"scenario.rb_fading=true", {"scenario.rb_fading", "kind = gic", "rb_pairwise"}},
        {"scenario.noise_power=nan", {"scenario.noise_power = nan"}},
        {"training.epochs=3", {"training", "generate.*", "scenario.*"}},
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

TEST_F(ProgramErrorTest, BadConfigurationFilesNameTheLine) {
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

TEST_F(ProgramErrorTest, OpenBlasThatIsNoneIsNamed) {
    for (const auto &[library, reason] :
         {std::pair("/nonexistent/libblas.so", "/nonexistent/libblas.so"),
          std::pair("libm.so.6", "no Fortran BLAS")}) {
        const Outcome outcome =
            Program({"bench", "--only", "sgemm"}, 0, {std::string("MOG_OPENBLAS=") + library})
                .Wait();
        ExpectFailure(outcome, 66, {reason, "MOG_OPENBLAS"});
    }
}

TEST_F(ProgramErrorTest, ManifestsThatAreNoneAreNamed) {
    MakeData();
    ExpectDone(Mog(Train("run")));
    for (const std::string text : {"", "[]", "{\"train\": ", "\xff"}) {
        m_directory.Put("run/manifest.json", text);
        ExpectFailure(Mog({"train", "--resume", "-o", Path("run")}), 65,
                      {"manifest.json", "is no manifest"});
    }
    ExpectFailure(Mog(Train(std::string(5000, 'x'))), 74, {"too long"});
}

/** What mog generate makes of a configuration file: the number of links, or how it failed. */
class ConfigurationTest : public ProgramTest {
  protected:
    Outcome Generated(const std::string &text) const {
        const std::string config = m_directory.Put("c.ini", text);
        return Mog({"generate", "-o", Path("a.h5"), "-n", "1", "--json", "--config", config});
    }

    void ExpectLinks(const std::string &text, int links) const {
        const Outcome outcome = Generated(text);
        EXPECT_EQ(outcome.code, 0) << outcome.err;
        EXPECT_TRUE(Contains(outcome.out, "\"links\": " + std::to_string(links) + ","))
            << outcome.out << " of: " << text.substr(0, 80);
    }
};

TEST_F(ConfigurationTest, LinesAreWholeHoweverLong) {
    for (const size_t length : {150, 197, 198, 199, 200, 201, 398, 1000, 100000}) {
        const std::string filler(length, '-');
        ExpectLinks("[scenario]\nlinks = 3\n;" + filler + "links = 7\n", 3);
        ExpectLinks("[scenario]\nlinks = 3\n# " + filler + "\n links = 7\n", 7);
        ExpectLinks("[scenario]\nlinks = 3 ; " + filler + "links = 7\n", 3);
        ExpectLinks("[scenario]" + std::string(length, ' ') + "\nlinks = 3\n", 3);
        ExpectLinks("[scenario]\nlinks = " + std::string(length, ' ') + "3\n", 3);
        ExpectLinks("[critic]\nkind = " + filler + "\n[scenario]\nlinks = 3", 3);
        ExpectFailure(Generated(";" + filler + "\n[scenario]\nlinks = few\n"), 65,
                      {"c.ini:3: ", "links = few"});
        ExpectFailure(Generated("[scenario]\n" + filler + "links = 3\n"), 65,
                      {"c.ini:2: ", "no setting"});
        ExpectFailure(Generated("[scenario]\n" + filler + "\n"), 65, {"c.ini:2: ", "key = value"});
        ExpectFailure(Generated("[" + filler + "]\nlinks = 3\n"), 65, {"c.ini:2: ", "no section"});
    }
}

TEST_F(ConfigurationTest, TextsOfOtherSystemsAreRead) {
    ExpectLinks("[scenario]\r\nlinks = 3\r\n", 3);
    ExpectLinks("\xef\xbb\xbf[scenario]\nlinks: 3", 3);
    ExpectLinks("\xef\xbb\xbf\n\n[ scenario ] ; of mine\n\tlinks=3\t;of mine", 3);
    ExpectLinks("[scenario]\nlinks = 3\n  links = 4 ;\n#links = 5\n;links = 6\n\f\v\n", 4);
    ExpectLinks("", 20);
}

TEST_F(ConfigurationTest, WhatIsNoTextIsRefused) {
    using namespace std::string_literals;
    ExpectFailure(Generated("[scenario]\nlinks = 3\0000\n"s), 65, {"c.ini:2: ", "byte of 0"});
    ExpectFailure(Generated("[scenario]\n\0\nlinks = 3\n"s), 65, {"c.ini:2: ", "byte of 0"});
    ExpectFailure(Generated("\xff\xfe[\0s\0]\0\n\0"s), 65, {"c.ini:1: ", "byte of 0"});
    ExpectFailure(Generated("[scenario]\rlinks = 3\r"), 65, {"c.ini:1: "});
    ExpectFailure(Generated("[scenario\nlinks = 3\n"), 65, {"c.ini:1: ", "[section]"});
    ExpectFailure(Generated("[scenario] links = 3\n"), 65, {"c.ini:1: "});
    ExpectFailure(Generated("[scenario]\n= 3\n"), 65, {"c.ini:2: ", "key = value"});
    ExpectFailure(Generated("links = 3\n"), 65, {"c.ini:1: ", "no section []"});
    ExpectFailure(Mog({"info", "--config", "/dev/null"}), 65, {"/dev/null", "device"});
    ExpectFailure(Mog({"info", "--config", Path("none.ini")}), 66, {Path("none.ini")});
    ExpectFailure(Mog({"info", "--set", "scenario.links=3"}), 64, {"scenario.links=3"});
}

/** What a run writes of its settings can be read, whatever they are. */
TEST_F(ConfigurationTest, LongSettingsOfARunCanBeReadAgain) {
    MakeData();
    std::string widths = "1111,1111,1111,1111,1111,1111,1111,1111", rounds = widths;
    for (int i = 1; i < 8; i++)
        rounds += "/" + widths;
    ExpectDone(Mog(Train("run") + Arguments{"--set", "network.message=" + rounds}));
    EXPECT_TRUE(Contains(ReadFile(Path("run/config.ini")), rounds));
    ExpectDone(Mog(Train("again") + Arguments{"--config", Path("run/config.ini")}));
    EXPECT_TRUE(SameBytes(ReadFile(Policy("run")), ReadFile(Policy("again"))));
    EXPECT_TRUE(SameBytes(ReadFile(Path("run/config.ini")), ReadFile(Path("again/config.ini"))));
}

TEST_F(ProgramErrorTest, BadFilesAreNamed) {
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

TEST_F(ProgramErrorTest, BadGainsAndEmptyDataAreNamed) {
    const struct {
        double gain;
        const char *part;
    } cases[] = {{NAN, "gain[1][0][1] = nan"}, {-1, "gain[1][0][1] = -1"}};
    for (const auto &c : cases) {
        Dataset data = Made<mog_dataset>(mog_dataset_create, nullptr, 3, 2, 1, 0);
        data->gain[5] = c.gain;
        ASSERT_EQ(mog_dataset_write(data.get(), Path("bad.h5").c_str(), nullptr), MOG_OK);
        ExpectFailure(Mog({"label", Path("bad.h5")}), 65, {Path("bad.h5"), c.part});
        ExpectFailure(Mog({"train", "--train", Path("bad.h5"), "-o", Path("run")}), 65,
                      {Path("bad.h5"), c.part});
    }
    Dataset empty = Made<mog_dataset>(mog_dataset_create, nullptr, 0, 2, 1, 0);
    ASSERT_EQ(mog_dataset_write(empty.get(), Path("empty.h5").c_str(), nullptr), MOG_OK);
    ExpectFailure(Mog({"label", Path("empty.h5")}), 65, {Path("empty.h5"), "no samples"});
}

TEST_F(ProgramErrorTest, BadResourceBlocksAreNamed) {
    const auto generate = [&](const std::string &links, const std::string &n_rb) {
        ExpectDone(
            Mog({"generate", "-o", Path("a.h5"), "-n", "2", "--set", "scenario.kind=rb_pairwise",
                 "--set", "scenario.links=" + links, "--set", "scenario.n_rb=" + n_rb}));
    };
    const auto label = [&](const char *solver) {
        return Mog({"label", Path("a.h5"), "--solver", solver});
    };
    generate("17", "2");
    ExpectFailure(label("rb-optimum"), 64, {"17 links on 2 RBs", "at most 16", "rb-local-search"});
    ExpectFailure(label("fplinq"), 64, {"'fplinq'", "rb-optimum", "rb-local-search"});
    ExpectFailure(label("optimum"), 64, {"optimum"});
    ExpectFailure(label("rb-optimal"), 64, {"'rb-optimal'", "rb-optimum", "fplinq"});
    ExpectDone(label("rb-local-search"));
    generate("13", "4");
    ExpectFailure(label("rb-exhaustive"), 64, {"13 links on 4 RBs", "2^24", "rb-local-search"});
    ExpectFailure(Mog({"label", Path("a.h5"), "-S", "rb-best-of", "--set", "solver.draws=0"}), 64,
                  {"solver.draws = 0"});

    // gains per RB of the wrong shape; no RBs at all
    const std::string path = Path("bad.h5");
    Dataset data = Made<mog_dataset>(mog_dataset_create, nullptr, 3, 2, 4, MOG_DATASET_PER_RB);
    ASSERT_EQ(mog_dataset_write(data.get(), path.c_str(), nullptr), MOG_OK);
    SetBlocks(path, 5);
    ExpectFailure(Mog({"label", path}), 65, {path, "4 RBs", "n_rb of the root is 5"});
    SetBlocks(path, 0);
    ExpectFailure(Mog({"label", path}), 65, {path, "n_rb = 0"});
}

TEST_F(ProgramErrorTest, UnknownSolversPresetsAndLabelsAreNamed) {
    MakeData();
    const std::string before = ReadFile(Path("a.h5"));
    ExpectFailure(Mog({"label", Path("a.h5"), "--solver", "fplinc"}), 64,
                  {"'fplinc'", "did you mean 'fplinq'", "greedy"});
    ExpectFailure(Mog(Train("run") + Arguments{"--preset", "mlp-magic"}), 64,
                  {"mlp-magic", "unsup", "rb-mlp"});
    ExpectFailure(Mog(Train("run") + Arguments{"--labels", "greedy"}), 65,
                  {Path("a.h5"), "'greedy'", "fplinq"});
    EXPECT_TRUE(SameBytes(ReadFile(Path("a.h5")), before));
    EXPECT_EQ(m_directory.List(), (Names{"a.h5", "b.h5"}));
}

TEST_F(ProgramErrorTest, PlacesThatCannotBeWrittenAreNamed) {
    MakeData();
    ExpectDone(Mog(Train("run")));
    const Names before = m_directory.List();
    for (const std::string &path : {Path("missing/x.h5"), Path("a.h5/x.h5"),
                                    std::string("/proc/x.h5"), std::string("/dev/full")}) {
        ExpectFailure(Mog({"generate", "-o", path}), 74, {path});
        ExpectFailure(Mog({"infer", Policy("run"), Path("b.h5"), "-o", path}), 74, {path});
    }
    ExpectFailure(Mog(Train("missing/run")), 74, {Path("missing/run")});
    ExpectFailure(Mog(Train("a.h5")), 74, {Path("a.h5")});
    ExpectFailure(Mog(Train("a.h5/run")), 74, {Path("a.h5/run")});
    EXPECT_EQ(m_directory.List(), before);
}

TEST_F(ProgramErrorTest, AFullDiskLeavesNoHalfWrittenFile) {
    MakeData(400);
    const rlim_t little = 8192;
    const std::string before = ReadFile(Path("a.h5"));
    ExpectFailure(Mog({"generate", "-o", Path("c.h5")}, little), 74, {Path("c.h5")});
    ExpectFailure(Mog({"label", Path("a.h5"), "--solver", "greedy"}, little), 74, {Path("a.h5")});
    EXPECT_TRUE(SameBytes(ReadFile(Path("a.h5")), before)) << "the data set is as it was";
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

TEST_F(ProgramErrorTest, SaysWhenItsOutputGoesNowhere) {
    if (access("/dev/full", W_OK) != 0)
        GTEST_SKIP() << "no /dev/full here";
    const std::string command = std::string(MOG_PROGRAM) + " info > /dev/full 2> " + Path("err");
    const int status = std::system(command.c_str());
    EXPECT_EQ(WEXITSTATUS(status), 74);
    EXPECT_TRUE(Contains(ReadFile(Path("err")), "cannot write"));
}

} // namespace
