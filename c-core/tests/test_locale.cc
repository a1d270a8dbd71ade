// SPDX-License-Identifier: GPL-2.0-or-later
// Whatever locale a host program is in, the library reads and writes the same bytes.
#include "comma_locale.h"
#include "owned.h"
#include "program.h"
#include "trainer_fixture.h"

#include "mog/file.h"
#include "mog/io.h"
#include "mog/policy.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <functional>

namespace {

using mogtest::CommaLocale;
using mogtest::ReadFile;
using mogtest::SameBytes;
using mogtest::TemporaryDirectory;

struct Settings {
    double real;
};
const mog_field kFields[] = {
    {"real", MOG_FIELD_REAL, offsetof(Settings, real), -0.5, 10.5, nullptr, "a number"}};
const mog_section kSection = {"test", kFields, 1};

std::string Printed() {
    const Settings settings = {3.5};
    char text[MOG_FIELD_TEXT_SIZE];
    mog_settings_print(kFields, &settings, text);
    return text;
}

std::string Described() {
    char text[MOG_FIELD_TEXT_SIZE];
    mog_settings_describe(kFields, text);
    return text;
}

std::string Read() {
    Settings settings = {0};
    mog_error error = {};
    mog_settings_parse(&kSection, &settings, "real", "3.5", &error);
    EXPECT_EQ(settings.real, 3.5);
    EXPECT_EQ(mog_settings_parse(&kSection, &settings, "real", "3,5", &error), MOG_ERROR_ARGUMENT);
    return error.message;
}

std::string Message() {
    mog_error error = {};
    mog_fail(&error, MOG_ERROR_DATA, "%g and %.3f", 0.25, 1e6 + 0.5);
    return error.message;
}

std::string TextFile() {
    const TemporaryDirectory directory;
    mog_file *file;
    EXPECT_EQ(mog_file_create((directory / "a").c_str(), &file, nullptr), MOG_OK);
    mog_file_print(file, "%.9g,%.9g\n", 0.1, 2.5);
    EXPECT_EQ(mog_file_commit(file, nullptr), MOG_OK);
    return ReadFile(directory / "a");
}

std::string DataSetFile() {
    const TemporaryDirectory directory;
    mog_error error = {};
    const Dataset data = Channels(3, 4, 1);
    EXPECT_EQ(mog_dataset_write(data.get(), (directory / "a").c_str(), &error), MOG_OK);
    const Dataset again =
        mogtest::Made<mog_dataset>(mog_dataset_read, &error, (directory / "a").c_str());
    EXPECT_TRUE(again) << error.message;
    return ReadFile(directory / "a");
}

std::string CheckpointFile() {
    const TemporaryDirectory directory;
    mog_error error = {};
    Experiment run;
    run.training.learning_rate = 0.0125;
    const Trainer trainer = run.Create(), other = run.Create();
    Step(trainer.get(), 4);
    EXPECT_EQ(mog_trainer_save(trainer.get(), (directory / "a").c_str(), &error), MOG_OK);
    EXPECT_EQ(mog_trainer_restore(other.get(), (directory / "a").c_str(), &error), MOG_OK)
        << error.message;
    ExpectSameBytes(trainer.get(), other.get());
    return ReadFile(directory / "a");
}

std::string PolicyFile() {
    const TemporaryDirectory directory;
    mog_error error = {};
    mog_network_settings settings;
    mog_network_default(&settings);
    settings.threshold = 3.5;
    const auto policy =
        mogtest::Made<mog_policy>(mog_policy_create, &error, &settings, nullptr, 3, 1);
    const std::string path = directory / "a";
    EXPECT_EQ(mog_policy_save(policy.get(), path.c_str(), &error), MOG_OK) << error.message;
    EXPECT_TRUE(mogtest::Made<mog_policy>(mog_policy_load, &error, path.c_str())) << error.message;
    return ReadFile(directory / "a");
}

/** What the program says and writes, in the locale that the environment names. */
std::string ProgramFiles() {
    const TemporaryDirectory directory;
    const std::string data = directory / "data.h5", run = directory / "run";
    setenv("LC_ALL", std::setlocale(LC_ALL, nullptr), 1);
    setenv("ASAN_OPTIONS", "detect_leaks=0", 1); /* glibc leaves its copy of LOCPATH behind */
    std::string all;
    for (const std::vector<std::string> &arguments : std::vector<std::vector<std::string>>{
             {"generate", "-o", data, "-n", "8", "--set", "scenario.links=3"},
             {"label", data},
             {"train", "--preset", "mlp-sup", "--train", data, "--test", data, "--set",
              "training.epochs=2", "--seed", "1", "-o", run},
             {"evaluate", "--json", run + "/policy.safetensors", data}}) {
        const mogtest::Outcome outcome = mogtest::Mog(arguments);
        EXPECT_EQ(outcome.code, 0) << arguments[0] << ": " << outcome.err;
    }
    unsetenv("LC_ALL");
    unsetenv("ASAN_OPTIONS");
    return ReadFile(run + "/metrics.csv") + ReadFile(run + "/config.ini") +
           ReadFile(run + "/policy.safetensors");
}

struct Case {
    const char *name;
    std::string (*bytes)();
};
void PrintTo(const Case &c, std::ostream *stream) {
    *stream << c.name;
}

class Locale : public testing::TestWithParam<Case> {};
INSTANTIATE_TEST_SUITE_P(
    Library, Locale,
    testing::Values(Case{"Printed", Printed}, Case{"Described", Described}, Case{"Read", Read},
                    Case{"Message", Message}, Case{"TextFile", TextFile},
                    Case{"DataSetFile", DataSetFile}, Case{"CheckpointFile", CheckpointFile},
                    Case{"PolicyFile", PolicyFile}, Case{"ProgramFiles", ProgramFiles}),
    [](const auto &info) { return info.param.name; });

TEST_P(Locale, DoesNotMatter) {
    const std::string before = GetParam().bytes();
    const CommaLocale comma;
    if (!comma)
        GTEST_SKIP() << "localedef cannot make a locale with decimal commas";
    EXPECT_EQ(GetParam().bytes(), before);
}

/** The host's own numbers look as before. */
TEST(LocaleOfTheHost, IsLeftAlone) {
    const CommaLocale comma;
    if (!comma)
        GTEST_SKIP() << "localedef cannot make a locale with decimal commas";
    Message();
    Printed();
    char text[16];
    std::snprintf(text, sizeof text, "%g", 3.5);
    EXPECT_STREQ(text, "3,5");
}

} // namespace
