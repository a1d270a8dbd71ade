// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * The program on a system that refuses it any one call: a file that cannot be opened, read, locked,
 * written, renamed or removed.
 */
#include "program_fixture.h"

#include <functional>

using namespace mogtest;

namespace {

class RefusedProgram : public ProgramTest, public testing::WithParamInterface<const char *> {
  protected:
    Arguments Tiny(const std::string &verb_of) const {
        return Train(verb_of) + Arguments{"--preset",         "mlp-sup", "--set",
                                          "network.hidden=4", "--set",   "training.epochs=1"};
    }

    /** With the n-th call refused. */
    Outcome Run(int n, const Arguments &arguments) const {
        return MogWithFaults(arguments,
                             {"MOG_FAULT_CALL=" + std::string(GetParam()) + ":" + std::to_string(n),
                              "MOG_FAULT_MARK=" + Path("mark")});
    }

    /**
     * Refuses each call of a run, in turn: the run does all of its work, or says in one line what
     * went wrong.
     *
     * @param prepare  what is there before
     * @param inspect  what has to hold after, given whether the run succeeded
     */
    void RefuseEach(const Arguments &arguments, const std::function<void()> &prepare,
                    const std::function<void(bool)> &inspect) {
        for (int n = 1;; n++) {
            SCOPED_TRACE(arguments[0] + ", refused call " + std::to_string(n));
            prepare();
            const Outcome outcome = Run(n, arguments);
            if (!WasRefused())
                break;
            ASSERT_GE(outcome.code, 0) << outcome.err;
            if (outcome.code != 0) {
                EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1)
                    << outcome.err;
                EXPECT_TRUE(Contains(outcome.err, "mog: ")) << outcome.err;
            }
            inspect(outcome.code == 0);
        }
    }
};

INSTANTIATE_TEST_SUITE_P(Call, RefusedProgram,
                         testing::Values("open", "fdopen", "fread", "getline", "opendir", "flock",
                                         "lock", "fwrite", "fflush", "fchmod", "fsync", "mkdir",
                                         "rename", "unlink"),
                         [](const testing::TestParamInfo<const char *> &call) {
                             return std::string(call.param);
                         });

TEST_P(RefusedProgram, TrainingsAreWholeOrCanBeResumed) {
    MakeData();
    ExpectDone(Mog(Tiny("straight")));
    RefuseEach(
        Tiny("run"), [&] { std::filesystem::remove_all(Path("run")); },
        [&](bool) {
            ExpectDone(Mog(Tiny("run") + Arguments{"--resume"}));
            EXPECT_TRUE(SameBytes(ReadFile(Policy("run")), ReadFile(Policy("straight"))));
        });
}

TEST_P(RefusedProgram, RunsAreContinuedOrStayAsTheyWere) {
    MakeData();
    ExpectDone(Mog(Tiny("begun")));
    const Arguments longer = {"train", "--resume",         "-o", Path("run"), "-q",
                              "--set", "training.epochs=2"};
    std::filesystem::copy(Path("begun"), Path("run"));
    ExpectDone(Mog(longer));
    const std::string straight = ReadFile(Policy("run"));
    RefuseEach(
        longer,
        [&] {
            std::filesystem::remove_all(Path("run"));
            std::filesystem::copy(Path("begun"), Path("run"));
        },
        [&](bool) {
            ExpectDone(Mog(longer));
            EXPECT_TRUE(SameBytes(ReadFile(Policy("run")), straight));
        });
}

TEST_P(RefusedProgram, RunsAreReplacedOrRefused) {
    MakeData();
    ExpectDone(Mog(Tiny("straight")));
    RefuseEach(
        Tiny("run") + Arguments{"--force"},
        [&] {
            std::filesystem::remove_all(Path("run"));
            ExpectDone(Mog(Train("run", "2") +
                           Arguments{"--set", "training.epochs=1", "--set", "network.hidden=4"}));
        },
        [&](bool) {
            ExpectDone(Mog(Tiny("run") + Arguments{"--force"}));
            EXPECT_TRUE(SameBytes(ReadFile(Policy("run")), ReadFile(Policy("straight"))));
        });
}

TEST_P(RefusedProgram, DataSetsAreOldOrNew) {
    Generate("before.h5", 10, 3);
    std::filesystem::copy(Path("before.h5"), Path("after.h5"));
    ExpectDone(Mog({"label", Path("after.h5")}));
    const std::string before = ReadFile(Path("before.h5")), after = ReadFile(Path("after.h5"));
    RefuseEach(
        {"label", Path("a.h5"), "--config", m_directory.Put("c.ini", "[solver]\nsweeps = 100\n")},
        [&] {
            std::filesystem::remove(Path("a.h5"));
            std::filesystem::copy(Path("before.h5"), Path("a.h5"));
        },
        [&](bool done) {
            EXPECT_TRUE(SameBytes(ReadFile(Path("a.h5")), done ? after : before));
            EXPECT_EQ(m_directory.List(), (Names{"a.h5", "after.h5", "before.h5", "c.ini"}));
        });
}

TEST_P(RefusedProgram, DecisionsAreThereOrNot) {
    MakeData();
    ExpectDone(Mog(Tiny("run")));
    RefuseEach(
        {"infer", Policy("run"), Path("a.h5"), "-o", Path("out.h5")},
        [&] { std::filesystem::remove(Path("out.h5")); },
        [&](bool done) { EXPECT_EQ(std::filesystem::exists(Path("out.h5")), done); });
}

} // namespace
