// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * What the program leaves behind when it is killed in any of its writes.
 */
#include "program_fixture.h"

using namespace mogtest;

namespace {

const Names run_files = {"config.ini", "manifest.json", "metrics.csv", "checkpoint.safetensors",
                         "policy.safetensors"};

std::string KillAt(int n) {
    return "MOG_FAULT_KILL=" + std::to_string(n);
}

/** Without a fault, and as fast. */
Outcome Quickly(const Arguments &arguments) {
    return MogWithFault(arguments, KillAt(0));
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
            if (name != "manifest.json")
                EXPECT_EQ(ReadFile(Path(run + "/" + name)), ReadFile(Path(straight + "/" + name)))
                    << name;
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
        const Outcome killed = MogWithFault(Tiny(run), KillAt(n));
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
    ASSERT_EQ(MogWithFault(Tiny("begun"), KillAt(35)).code, -SIGKILL);
    const auto resume = [&](const std::string &run) {
        return Arguments{"train", "--resume", "-o", Path(run), "-q"};
    };
    int n = 1;
    for (;; n++) {
        const std::string run = "run" + std::to_string(n);
        std::filesystem::copy(Path("begun"), Path(run));
        const Outcome killed = MogWithFault(resume(run), KillAt(n));
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
        const Outcome killed = MogWithFault(Tiny(run) + Arguments{"--force"}, KillAt(n));
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
            const Outcome killed = MogWithFault(c.arguments, KillAt(n));
            const std::string left = ReadFile(Path("a.h5"));
            if (killed.code == 0)
                break;
            ASSERT_EQ(killed.code, -SIGKILL) << killed.err;
            EXPECT_TRUE(left == c.before || left == c.after) << left.size() << " bytes";
            ExpectDone(Quickly(c.arguments));
            EXPECT_EQ(ReadFile(Path("a.h5")), c.after);
        }
        EXPECT_EQ(ReadFile(Path("a.h5")), c.after);
        EXPECT_GT(n, 4);
        RecordProperty(c.arguments[0] + (c.before.empty() ? "_new" : "_old"), n - 1);
    }
}

} // namespace
