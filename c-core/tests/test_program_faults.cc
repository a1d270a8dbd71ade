// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * What the program leaves behind when it is killed in any of its writes, disturbed in its runs, or
 * refused any of its allocations.
 */
#include "program_fixture.h"

#include <csignal>

using namespace mogtest;

namespace {

const Names run_files = {"config.ini", "manifest.json", "metrics.csv", "checkpoint.safetensors",
                         "policy.safetensors"};

/** Killed in its n-th write. */
Outcome KilledAt(int n, const Arguments &arguments) {
    return MogWithFaults(arguments, {"MOG_FAULT_KILL=" + std::to_string(n)});
}

/** Without a fault, and as fast. */
Outcome Quickly(const Arguments &arguments) {
    return KilledAt(0, arguments);
}

class KilledProgram : public ProgramTest {
  protected:
    /** A manifest without what may differ: when it was. */
    std::string Manifest(const std::string &run) const {
        Json manifest(json_load_file(Path(run + "/manifest.json").c_str(), 0, nullptr));
        for (const char *key : {"started", "resumed", "ended"})
            json_object_del(manifest.get(), key);
        char *text = json_dumps(manifest.get(), 0);
        const std::string all = text != nullptr ? text : "none";
        free(text);
        return all;
    }

    Names FilesOf(const std::string &run) const {
        Names names;
        for (const auto &entry : std::filesystem::directory_iterator(Path(run)))
            names.push_back(entry.path().filename().string());
        std::sort(names.begin(), names.end());
        return names;
    }

    void ExpectSameRun(const std::string &run, const std::string &straight) const {
        for (const std::string &name : run_files)
            if (name != "manifest.json") {
                EXPECT_TRUE(SameBytes(ReadFile(Path(run + "/" + name)),
                                      ReadFile(Path(straight + "/" + name))))
                    << name;
            }
        EXPECT_EQ(Manifest(run), Manifest(straight));
        EXPECT_EQ(FilesOf(run), FilesOf(straight)) << "nothing else is left";
    }

    Arguments Tiny(const std::string &run) const {
        return Train(run) + Arguments{"--preset",         "mlp-mog-fixed", "--set",
                                      "network.hidden=4", "--set",         "training.epochs=2"};
    }
};

/** As a user would: shortly, or if the run had not begun, with the command that began it. */
TEST_F(KilledProgram, TrainingGoesOnFromAnyWrite) {
    MakeData();
    ExpectDone(Quickly(Tiny("straight")));
    int n = 1, begun = 0;
    for (;; n++) {
        const std::string run = "run" + std::to_string(n);
        const Outcome killed = KilledAt(n, Tiny(run));
        if (killed.code == 0)
            break;
        ASSERT_EQ(killed.code, -SIGKILL) << killed.err;
        SCOPED_TRACE("killed in write " + std::to_string(n));
        const bool has_begun = std::filesystem::exists(Path(run + "/manifest.json"));
        const Outcome resumed = Quickly({"train", "--resume", "-o", Path(run), "-q"});
        EXPECT_EQ(resumed.code, has_begun ? 0 : 64) << resumed.err;
        begun += has_begun;
        if (!has_begun)
            ExpectDone(Quickly(Tiny(run) + Arguments{"--resume"}));
        ExpectSameRun(run, "straight");
        std::filesystem::remove_all(Path(run));
    }
    EXPECT_GT(n, 40);
    EXPECT_GT(begun, 30);
    RecordProperty("kill_points", n - 1);
}

/** The resumed run is killed, too. */
TEST_F(KilledProgram, ResumingGoesOnFromAnyWrite) {
    MakeData();
    ExpectDone(Quickly(Tiny("straight")));
    ASSERT_EQ(KilledAt(35, Tiny("begun")).code, -SIGKILL);
    const auto resume = [&](const std::string &run) {
        return Arguments{"train", "--resume", "-o", Path(run), "-q"};
    };
    int n = 1;
    for (;; n++) {
        const std::string run = "run" + std::to_string(n);
        std::filesystem::copy(Path("begun"), Path(run));
        const Outcome killed = KilledAt(n, resume(run));
        if (killed.code == 0)
            break;
        SCOPED_TRACE("killed in write " + std::to_string(n));
        ASSERT_EQ(killed.code, -SIGKILL) << killed.err;
        ExpectDone(Quickly(resume(run)));
        ExpectSameRun(run, "straight");
        std::filesystem::remove_all(Path(run));
    }
    EXPECT_GT(n, 20);
    RecordProperty("kill_points", n - 1);
}

/** The old run, the new one, or a refusal that says how to get on; never a mixture. Behind its
 * first writes it is a training as any other. */
TEST_F(KilledProgram, ReplacingARunNeverMixesTwo) {
    MakeData();
    ExpectDone(Quickly(Tiny("new")));
    ExpectDone(Quickly(Train("old", "2") + Arguments{"--set", "training.epochs=1"}));
    const int last = 30;
    for (int n = 1; n <= last; n++) {
        const std::string run = "run" + std::to_string(n);
        std::filesystem::copy(Path("old"), Path(run));
        const Outcome killed = KilledAt(n, Tiny(run) + Arguments{"--force"});
        SCOPED_TRACE("killed in write " + std::to_string(n));
        ASSERT_EQ(killed.code, -SIGKILL) << killed.err;
        std::filesystem::copy(Path(run), Path(run + "-again"));
        const Outcome resumed = Quickly({"train", "--resume", "-o", Path(run), "-q"});
        if (resumed.code == 0)
            ExpectSameRun(run, Contains(Manifest(run), "preset") ? "new" : "old");
        else
            EXPECT_EQ(resumed.code, 64 + Contains(resumed.err, "config.ini")) << resumed.err;
        ExpectDone(Quickly(Tiny(run + "-again") + Arguments{"--force"}));
        ExpectSameRun(run + "-again", "new");
        std::filesystem::remove_all(Path(run));
        std::filesystem::remove_all(Path(run + "-again"));
    }
    RecordProperty("kill_points", last);
}

/** A verb's file is the old one or the new one. */
TEST_F(KilledProgram, DataSetsAreOldOrNew) {
    Generate("new.h5", 20, 3);
    Generate("old.h5", 10, 4);
    const std::string made = ReadFile(Path("new.h5")), old = ReadFile(Path("old.h5"));
    ExpectDone(Quickly({"label", Path("new.h5")}));
    const std::string labelled = ReadFile(Path("new.h5"));
    const struct {
        std::string before, after;
        Arguments arguments;
    } cases[] = {
        {"", made, {"generate", "-n", "20", "--set", "scenario.links=3", "-o", Path("a.h5")}},
        {old, made, {"generate", "-n", "20", "--set", "scenario.links=3", "-o", Path("a.h5")}},
        {made, labelled, {"label", Path("a.h5")}},
    };
    for (const auto &c : cases) {
        int n = 1;
        for (;; n++) {
            SCOPED_TRACE(c.arguments[0] + " killed in write " + std::to_string(n));
            std::filesystem::remove(Path("a.h5"));
            if (!c.before.empty())
                m_directory.Put("a.h5", c.before);
            const Outcome killed = KilledAt(n, c.arguments);
            const std::string left = ReadFile(Path("a.h5"));
            if (killed.code == 0)
                break;
            ASSERT_EQ(killed.code, -SIGKILL) << killed.err;
            EXPECT_TRUE(left == c.before || left == c.after) << left.size() << " bytes";
            if (left == c.before) /* labels that replace labels lie elsewhere in the file */
                ExpectDone(Quickly(c.arguments));
            EXPECT_TRUE(ReadFile(Path("a.h5")) == c.after);
        }
        EXPECT_TRUE(ReadFile(Path("a.h5")) == c.after);
        EXPECT_GT(n, 4);
        RecordProperty(c.arguments[0] + (c.before.empty() ? "_new" : "_old"), n - 1);
    }
}

/** A directory that is no whole run is refused, and left alone. */
TEST_F(KilledProgram, ARunIsCompleteOrRefused) {
    MakeData();
    ExpectDone(Mog(Tiny("straight")));
    ASSERT_EQ(Quickly(Tiny("straight") + Arguments{"--force"}).code, 0);
    const Names optional = {"", "checkpoint.safetensors", "metrics.csv", "policy.safetensors"};
    for (const std::string missing : {"config.ini", "manifest.json"})
        for (const std::string &other : optional) {
            SCOPED_TRACE(missing + " " + other);
            std::filesystem::remove_all(Path("run"));
            std::filesystem::copy(Path("straight"), Path("run"));
            std::filesystem::remove(Path("run/" + missing));
            if (!other.empty())
                std::filesystem::remove(Path("run/" + other));
            const Names before = FilesOf("run");
            for (const Arguments &how :
                 {Arguments{"train", "--resume", "-o", Path("run")},
                  Arguments{"train", "--resume", "-o", Path("run"), "--train", Path("a.h5")},
                  Tiny("run") + Arguments{"--resume"}})
                ExpectFailure(Mog(how), 65, {Path("run"), missing, "--force"});
            ExpectFailure(Mog(Tiny("run")), 64, {Path("run"), "--force"});
            EXPECT_EQ(FilesOf("run"), before);
            ExpectDone(Mog(Tiny("run") + Arguments{"--force"}));
            ExpectSameRun("run", "straight");
        }
}

/** Where settings could not be written, nothing else is. */
TEST_F(KilledProgram, SettingsThatCannotBeWrittenEndTheRun) {
    MakeData();
    std::filesystem::create_directories(Path("run/config.ini/x"));
    ExpectFailure(Mog(Tiny("run")), 64, {Path("run"), "--force"});
    ExpectFailure(Mog(Tiny("run") + Arguments{"--force"}), 74, {Path("run/config.ini")});
    ExpectFailure(Mog(Tiny("full"), 1500), 74, {Path("full/config.ini")});
    EXPECT_EQ(FilesOf("full"), Names{});
    ExpectFailure(Mog({"train", "--resume", "-o", Path("full")}), 64, {"--train"});
}

/** A run keeps its preset, and takes no other. */
TEST_F(KilledProgram, AResumedRunKeepsItsPreset) {
    MakeData();
    ExpectDone(Mog(Tiny("run")));
    const Arguments resume = {"train", "--resume", "-o", Path("run"), "-q"};
    for (int i = 0; i < 2; i++) {
        ExpectDone(Mog(resume));
        EXPECT_TRUE(Contains(Manifest("run"), "\"preset\": \"mlp-mog-fixed\"")) << Manifest("run");
    }
    ExpectDone(Mog(resume + Arguments{"--preset", "mlp-mog-fixed"}));
    for (const bool has_checkpoint : {true, false}) {
        if (!has_checkpoint)
            std::filesystem::remove(Path("run/checkpoint.safetensors"));
        ExpectFailure(Mog(resume + Arguments{"--preset", "mlp-sup"}), 64,
                      {Path("run"), "mlp-mog-fixed", "mlp-sup"});
    }
}

TEST_F(KilledProgram, ADirectoryHasOneTraining) {
    MakeData(2000);
    const Arguments longer = {"--set", "network.hidden=300,200", "--set", "training.epochs=1000"};
    Program first(Train("run") + longer);
    while (first.IsRunning() && !std::filesystem::exists(Path("run/manifest.json")))
        usleep(1000);
    const std::string manifest = ReadFile(Path("run/manifest.json"));
    for (const Arguments &how : {Arguments{}, Arguments{"--resume"}, Arguments{"--force"}})
        ExpectFailure(Mog(Train("run") + longer + how), 74, {Path("run"), "another mog train"});
    std::filesystem::create_directory_symlink(Path("run"), Path("link"));
    ExpectFailure(Mog(Train("link") + Arguments{"--force"}), 74, {Path("link"), "another"});
    EXPECT_TRUE(SameBytes(ReadFile(Path("run/manifest.json")), manifest));
    first.Signal(SIGKILL);
    EXPECT_EQ(first.Wait().code, -SIGKILL);
    ExpectDone(Mog(Train("run") + Arguments{"--force"}));
}

/** Of many that begin at once, one trains; the others say so. */
TEST_F(KilledProgram, OneOfManyTrains) {
    MakeData();
    ExpectDone(Mog(Tiny("straight")));
    std::vector<std::unique_ptr<Program>> programs;
    for (int i = 0; i < 8; i++)
        programs.push_back(std::make_unique<Program>(Tiny("run")));
    int done = 0;
    for (const auto &program : programs) {
        const Outcome outcome = program->Wait();
        done += outcome.code == 0;
        EXPECT_TRUE(outcome.code == 0 || outcome.code == 74 || outcome.code == 64) << outcome.err;
    }
    EXPECT_EQ(done, 1);
    ExpectSameRun("run", "straight");
}

/** What killed runs left goes; what others left stays. */
TEST_F(KilledProgram, UnfinishedFilesOfTheRunGo) {
    MakeData();
    ExpectDone(Mog(Tiny("straight")));
    const Names foreign = {"notes.txt.0.tmp", "metrics.csv.tmp", "metrics.csv.1a.tmp",
                           "config.ini.0.tmp.old"};
    for (const char *how : {"--resume", "--force"}) {
        for (const std::string &name : foreign)
            m_directory.Put("straight/" + name, "mine");
        for (const std::string &name : run_files)
            for (const char *number : {"0", "12"})
                m_directory.Put("straight/" + name + "." + number + ".tmp", "half");
        ExpectDone(Mog(Tiny("straight") + Arguments{how}));
        Names expected = run_files + foreign;
        std::sort(expected.begin(), expected.end());
        EXPECT_EQ(FilesOf("straight"), expected);
    }
}

/** nohup and scripts ignore signals for their children. */
TEST_F(KilledProgram, IgnoredSignalsStayIgnored) {
    MakeData(2000);
    const auto before = signal(SIGINT, SIG_IGN);
    Program program(Train("run") + Arguments{"--set", "network.hidden=300,200"});
    signal(SIGINT, before);
    while (program.IsRunning() && !std::filesystem::exists(Path("run/metrics.csv"))) {
        program.Signal(SIGINT);
        usleep(1000);
    }
    ExpectDone(program.Wait());
}

/** Paths are bytes; JSON is UTF-8. */
TEST_F(KilledProgram, PathsOfAnyBytesAreKept) {
    MakeData();
    for (const std::string name :
         {"\xff.h5", "a\\xff.h5", "\\\\.h5", "\xed\xa0\x80.h5", "\xc0\xaf.h5",
          "f\u00fcnf \xe2\x82.h5", "two\nlines\x01.h5", "\"q\".h5"}) {
        SCOPED_TRACE(name);
        std::filesystem::copy(Path("a.h5"), Path(name));
        ExpectDone(
            Mog({"train", "--train", Path(name), "--test", Path(name), "-o", Path("run"), "-q",
                 "--force", "--set", "network.hidden=4", "--set", "training.epochs=1"}));
        const Json manifest(
            json_load_file(Path("run/manifest.json").c_str(), JSON_REJECT_DUPLICATES, nullptr));
        for (const char *key : {"train", "test", "labels", "host", "started", "ended", "status"})
            EXPECT_TRUE(json_is_string(json_object_get(manifest.get(), key))) << key;
        ExpectDone(Mog({"train", "--resume", "-o", Path("run"), "--set", "training.epochs=2"}));
        const Json info = ExpectJson({"info", Path(name)});
        EXPECT_TRUE(json_is_string(json_object_get(info.get(), "data")));
        std::filesystem::remove(Path(name));
        ExpectFailure(Mog({"info", Path(name)}), 66, {".h5"});
    }
}

class ProgramWithoutMemory : public KilledProgram {
  protected:
    void SetUp() override {
#if defined(__SANITIZE_ADDRESS__) || !defined(__GLIBC__)
        GTEST_SKIP() << "allocations are not ours to refuse here";
#endif
    }

    /** Refused its n-th allocation. */
    Outcome RefusedAt(int n, const Arguments &arguments) const {
        return MogWithFaults(
            arguments, {"MOG_FAULT_MEMORY=" + std::to_string(n), "MOG_FAULT_MARK=" + Path("mark")});
    }

    static void ExpectOneLine(const Outcome &outcome, const Names &parts) {
        EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
        for (const std::string &part : parts)
            EXPECT_TRUE(Contains(outcome.err, part)) << outcome.err;
        EXPECT_EQ(outcome.out, "");
    }
};

/** The whole answer, or one line and 1. */
TEST_F(ProgramWithoutMemory, AnswersAreWholeOrRefused) {
    for (const Arguments &arguments : {Arguments{"info", "--json"}, Arguments{"label", "--help"}}) {
        const Outcome whole = Mog(arguments);
        ExpectDone(whole);
        for (int n = 1;; n += n < 40 ? 1 : 11) {
            SCOPED_TRACE(arguments[0] + " refused allocation " + std::to_string(n));
            const Outcome outcome = RefusedAt(n, arguments);
            if (!WasRefused())
                break;
            if (outcome.code == 0)
                EXPECT_EQ(outcome.out, whole.out);
            else
                ExpectFailure(outcome, 1, {"memory"});
        }
    }
}

/** Neither is a library missing that there was no memory for. Those of the loader count, too. */
TEST_F(ProgramWithoutMemory, OpenBlasIsNotCalledMissing) {
    const Outcome whole = Mog({"info"});
    int refused = 0;
    for (int n = 1; n <= 60; n++) {
        SCOPED_TRACE("refused allocation " + std::to_string(n));
        const Outcome outcome = MogWithFaults(
            {"info"}, {"MOG_FAULT_MEMORY=" + std::to_string(n), "MOG_FAULT_SPARE=libhdf5"});
        if (outcome.code == 0)
            EXPECT_EQ(outcome.out, whole.out);
        else
            ExpectFailure(outcome, 1, {"memory"});
        refused += Contains(outcome.err, "OpenBLAS");
    }
    EXPECT_GT(refused, 5);
}

/** The whole run, or one line and a directory that is refused or resumed. Of the allocations, a
 * sample: denser at the beginning, where every file has its first. */
TEST_F(ProgramWithoutMemory, RunsAreWholeOrCanBeResumed) {
    MakeData();
    ExpectDone(Mog(Tiny("straight")));
    int tried = 0;
    for (int n = 1;; n += n < 160 ? 3 : 61, tried++) {
        SCOPED_TRACE("refused allocation " + std::to_string(n));
        const Outcome outcome = RefusedAt(n, Tiny("run"));
        if (!WasRefused())
            break;
        ASSERT_GE(outcome.code, 0);
        if (outcome.code != 0) {
            ExpectOneLine(outcome, {"mog: "});
            EXPECT_NE(outcome.err, "mog: \n");
            ExpectDone(Quickly(Tiny("run") + Arguments{"--resume"}));
        }
        ExpectSameRun("run", "straight");
        std::filesystem::remove_all(Path("run"));
    }
    EXPECT_GT(tried, 60);
    RecordProperty("refused", tried);
}

/** A data set is there or not. */
TEST_F(ProgramWithoutMemory, DataSetsAreWholeOrNotThere) {
    const Arguments generate = {"generate", "-o", Path("a.h5"), "-n", "20"};
    ExpectDone(Mog(generate));
    const std::string whole = ReadFile(Path("a.h5"));
    int n = 1;
    for (;; n++) {
        std::filesystem::remove(Path("a.h5"));
        SCOPED_TRACE("refused allocation " + std::to_string(n));
        const Outcome outcome = RefusedAt(n, generate);
        if (!WasRefused())
            break;
        if (outcome.code != 0)
            ExpectOneLine(outcome, {"memory"});
        const std::string left = ReadFile(Path("a.h5"));
        EXPECT_TRUE(left == whole || (outcome.code != 0 && left.empty()));
        EXPECT_EQ(m_directory.List().size(), left.empty() ? 0u : 1u);
    }
    EXPECT_GT(n, 10);
    RecordProperty("refused", n - 1);
}

/** Where stdout takes nothing, whatever was said. */
TEST_F(ProgramTest, SaysWhenNothingThatItSaysArrives) {
    MakeData();
    if (access("/dev/full", W_OK) != 0)
        GTEST_SKIP() << "no /dev/full here";
    for (const std::string what :
         {"--help", "--version", "help", "help train", "train --help", "label --usage",
          "info --version", "info", "info --json", "info --help", "--complete train --",
          "label a.h5", "label a.h5 --json", "generate -n 1 -o c.h5"})
        for (const std::string where : {"> /dev/full", ">&-"}) {
            const std::string command = "cd '" + Path("") + "' && " + std::string(MOG_PROGRAM) +
                                        " " + what + " " + where + " 2> err";
            const int status = std::system(command.c_str());
            EXPECT_EQ(WEXITSTATUS(status), 74) << what << where;
            const std::string said = ReadFile(Path("err"));
            EXPECT_TRUE(Contains(said, "cannot write to stdout")) << what << said;
            EXPECT_EQ(std::count(said.begin(), said.end(), '\n'), 1) << said;
        }
    ExpectDone(Mog({"info", Path("c.h5")}));
}

} // namespace
