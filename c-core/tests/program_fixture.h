// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * Small data sets and trainings for tests of the program.
 */
#ifndef MOG_TESTS_PROGRAM_FIXTURE_H
#define MOG_TESTS_PROGRAM_FIXTURE_H

#include "hdf5_fixture.h"
#include "program.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <jansson.h>
#include <memory>

namespace mogtest {

using Arguments = std::vector<std::string>;
using Names = std::vector<std::string>;

struct Deleter {
    void operator()(json_t *json) const {
        json_decref(json);
    }
};
using Json = std::unique_ptr<json_t, Deleter>;

inline bool Contains(const std::string &text, const std::string &part) {
    return text.find(part) != std::string::npos;
}

/** Arguments, one after the other. */
inline Arguments operator+(Arguments left, const Arguments &right) {
    left.insert(left.end(), right.begin(), right.end());
    return left;
}

/** Exit code 0; the object that --json printed. */
inline Json ExpectJson(const Arguments &arguments) {
    const Outcome outcome = Mog(arguments + Arguments{"--json"});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    Json object(json_loads(outcome.out.c_str(), JSON_REJECT_DUPLICATES, nullptr));
    EXPECT_TRUE(json_is_object(object.get())) << outcome.out;
    return object;
}

inline double Real(const Json &object, const char *key) {
    return json_number_value(json_object_get(object.get(), key));
}

inline void ExpectDone(const Outcome &outcome) {
    EXPECT_EQ(outcome.code, 0) << outcome.err;
}

/** A failure: exit code, one line on stderr that contains all parts, nothing on stdout. */
inline void ExpectFailure(const Outcome &outcome, int code, const Names &parts) {
    EXPECT_EQ(outcome.code, code) << outcome.err;
    for (const std::string &part : parts)
        EXPECT_TRUE(Contains(outcome.err, part)) << "no '" << part << "' in: " << outcome.err;
    EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
    EXPECT_EQ(outcome.out, "");
}

/** Small labelled data sets, and options that make a training of a few milliseconds. */
class ProgramTest : public testing::Test {
  protected:
    /** Programs inherit which signals are ignored: shells and nohup have some ignored by the tests.
     */
    ProgramTest() {
        for (const int number : {SIGINT, SIGTERM, SIGHUP})
            signal(number, SIG_DFL);
    }

    std::string Path(const std::string &name) const {
        return m_directory / name;
    }

    /** Whether a run with MOG_FAULT_MARK at Path("mark") was refused something; asked once. */
    bool WasRefused() const {
        return std::filesystem::remove(Path("mark"));
    }

    void Generate(const std::string &name, int samples, int links, int first = 0) const {
        ExpectDone(
            Mog({"generate", "-o", Path(name), "--samples", std::to_string(samples), "--first",
                 std::to_string(first), "--set", "scenario.links=" + std::to_string(links)}));
    }

    /** a.h5 and b.h5, with FPLinQ's labels. */
    void MakeData(int samples = 60) const {
        Generate("a.h5", samples, 3);
        Generate("b.h5", 30, 3, samples);
        ExpectDone(Mog({"label", Path("a.h5")}));
        ExpectDone(Mog({"label", Path("b.h5")}));
    }

    Arguments Train(const std::string &run, const std::string &seed = "1") const {
        return {"train",      "--train",
                Path("a.h5"), "--test",
                Path("b.h5"), "--labels",
                "fplinq",     "--seed",
                seed,         "-o",
                Path(run),    "-q",
                "--set",      "network.hidden=8,6",
                "--set",      "training.epochs=3",
                "--set",      "training.batch=20"};
    }

    std::string Policy(const std::string &run) const {
        return Path(run + "/policy.safetensors");
    }

    TemporaryDirectory m_directory;
};

} // namespace mogtest

#endif
