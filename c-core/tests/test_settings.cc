// SPDX-License-Identifier: GPL-2.0-or-later
// Tables of settings: text to members and back, ranges, messages.
extern "C" {
#include "base/settings.h"
#include "radio/scenario.h"
}
#include "data/dataset.h"
#include "mog/csi.h"
#include "mog/dataset.h"
#include "mog/learn.h"
#include "mog/network.h"
#include "mog/radio.h"
#include "mog/settings.h"
#include "mog/solve.h"
#include "owned.h"

#include <cmath>
#include <cstring>
#include <gtest/gtest.h>
#include <limits>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace {

/** A section with a struct of its settings, at their defaults. */
struct Section {
    const mog_section *section;
    std::vector<unsigned char> settings;
};

template <typename T> Section MakeSection(const mog_section *section, const T &settings) {
    const auto *bytes = reinterpret_cast<const unsigned char *>(&settings);
    return {section, {bytes, bytes + sizeof settings}};
}

std::vector<Section> Sections() {
    mog_scenario scenario;
    mog_scenario_default(&scenario);
    mog_solver_settings solver;
    mog_solver_default("fplinq", &solver, nullptr);
    mog_recipe recipe;
    mog_recipe_default(&recipe);
    mog_csi_settings csi;
    mog_csi_default(&csi);
    return {MakeSection(&mog_scenario_section, scenario), MakeSection(&mog_solver_section, solver),
            MakeSection(&mog_network_section, recipe.network),
            MakeSection(&mog_training_section, recipe.training),
            MakeSection(&mog_csi_section, csi)};
}

std::string Print(const mog_field &field, const void *settings) {
    char text[MOG_FIELD_TEXT_SIZE];
    mog_settings_print(&field, settings, text);
    return text;
}

std::string Number(double value) {
    char text[64];
    std::snprintf(text, sizeof text, "%.17g", value);
    return text;
}

/** Values inside a field's range, in canonical text. */
std::vector<std::string> GoodValues(const mog_field &field) {
    switch (field.type) {
    case MOG_FIELD_SIZE:
        return {Number(field.minimum), Number(field.minimum + 1)};
    case MOG_FIELD_SEED:
        return {"0", "18446744073709551615"};
    case MOG_FIELD_REAL:
        return {Number(field.minimum), Number(field.maximum),
                Number(field.minimum + (field.maximum - field.minimum) / 3)};
    case MOG_FIELD_BOOL:
        return {"true", "false"};
    case MOG_FIELD_CHOICE: {
        std::vector<std::string> names;
        for (const char *const *choice = field.choices; *choice; ++choice) {
            names.push_back(*choice);
        }
        return names;
    }
    case MOG_FIELD_SIZES:
        return {"7", "400,200", "1,2,3,4,5,6,7,8"};
    case MOG_FIELD_SIZE_LISTS: {
        std::string longest;
        for (size_t i = 0; i < MOG_MAX_LISTS * MOG_MAX_SIZES; i++)
            longest += Number(field.maximum) + ((i + 1) % MOG_MAX_SIZES == 0 ? "/" : ",");
        longest.pop_back();
        return {"", "7", "16,16/32", "1,2,3,4,5,6,7,8/1/2/3/4/5/6/7", longest};
    }
    }
    return {};
}

/** Values that no field of the type takes, or that lie outside this one's range. */
std::vector<std::string> BadValues(const mog_field &field) {
    std::vector<std::string> bad;
    if (field.type != MOG_FIELD_SIZES && field.type != MOG_FIELD_SIZE_LISTS) {
        bad.push_back("");
    }
    bad.push_back("rubbish");
    switch (field.type) {
    case MOG_FIELD_SIZE:
        bad.insert(bad.end(), {"-1", "1.5", "3x", "99999999999999999999999"});
        if (field.minimum > 0) {
            bad.push_back("0");
        }
        break;
    case MOG_FIELD_SEED:
        bad.insert(bad.end(), {"-1", "1.5", "18446744073709551616"});
        break;
    case MOG_FIELD_REAL:
        bad.insert(bad.end(), {"nan", "inf", "-inf", "1e999", "1 2"});
        bad.push_back(Number(field.minimum - 1 - std::abs(field.minimum)));
        bad.push_back(Number(field.maximum * 2 + 1));
        break;
    case MOG_FIELD_BOOL:
        bad.insert(bad.end(), {"2", "truth"});
        break;
    case MOG_FIELD_CHOICE:
        bad.insert(bad.end(), {"0", "-1"});
        break;
    case MOG_FIELD_SIZES:
        bad.insert(bad.end(), {"0", "1,,2", "1,2,3,4,5,6,7,8,9", "5,-1", "5 6", "1e3"});
        break;
    case MOG_FIELD_SIZE_LISTS:
        bad.insert(bad.end(), {"0", "1/0", "1//,", "1;2", "1/2/3/4/5/6/7/8/9"});
        break;
    }
    return bad;
}

using Dataset = mogtest::Owned<mog_dataset>;

Dataset MakeDataset(size_t samples, size_t links) {
    mog_scenario scenario;
    mog_scenario_default(&scenario);
    scenario.links = links;
    return mogtest::Made<mog_dataset>(mog_dataset_generate, nullptr, &scenario, 3, 0, samples);
}

} // namespace

TEST(Settings, DefaultsAreInRange) {
    for (const Section &s : Sections()) {
        mog_error error{};
        EXPECT_EQ(mog_settings_check(s.section, s.settings.data(), &error), MOG_OK)
            << error.message;
    }
}

TEST(Settings, FieldsAreDescribedOnce) {
    std::set<std::string> sections;
    for (const Section &s : Sections()) {
        EXPECT_TRUE(sections.insert(s.section->name).second) << s.section->name;
        std::set<std::string> names;
        for (size_t n = 0; n < s.section->count; ++n) {
            const mog_field &field = s.section->fields[n];
            EXPECT_TRUE(names.insert(field.name).second) << field.name;
            EXPECT_LT(field.offset, s.settings.size()) << field.name;
            EXPECT_NE(std::string(field.help), "") << field.name;
            EXPECT_LE(field.minimum, field.maximum) << field.name;
        }
    }
}

TEST(Settings, EveryFieldSurvivesPrintAndParse) {
    for (const Section &s : Sections()) {
        for (size_t n = 0; n < s.section->count; ++n) {
            const mog_field &field = s.section->fields[n];
            std::vector<std::string> values = GoodValues(field);
            values.push_back(Print(field, s.settings.data()));
            for (const std::string &value : values) {
                SCOPED_TRACE(std::string(s.section->name) + "." + field.name + " = " + value);
                std::vector<unsigned char> once = s.settings, twice = s.settings;
                mog_error error{};
                ASSERT_EQ(
                    mog_settings_parse(s.section, once.data(), field.name, value.c_str(), &error),
                    MOG_OK)
                    << error.message;
                const std::string text = Print(field, once.data());
                ASSERT_EQ(
                    mog_settings_parse(s.section, twice.data(), field.name, text.c_str(), &error),
                    MOG_OK)
                    << error.message;
                EXPECT_EQ(once, twice) << "printed as " << text;
                EXPECT_EQ(mog_settings_check(s.section, once.data(), &error), MOG_OK)
                    << error.message;
            }
        }
    }
}

TEST(Settings, BadValuesAreNamedAndChangeNothing) {
    for (const Section &s : Sections()) {
        for (size_t n = 0; n < s.section->count; ++n) {
            const mog_field &field = s.section->fields[n];
            const std::string key = std::string(s.section->name) + "." + field.name;
            for (const std::string &value : BadValues(field)) {
                SCOPED_TRACE(key + " = " + value);
                std::vector<unsigned char> settings = s.settings;
                mog_error error{};
                EXPECT_EQ(mog_settings_parse(s.section, settings.data(), field.name, value.c_str(),
                                             &error),
                          MOG_ERROR_ARGUMENT);
                EXPECT_EQ(settings, s.settings);
                const std::string message = error.message;
                EXPECT_NE(message.find(key), std::string::npos) << message;
                EXPECT_NE(message.find(value), std::string::npos) << message;
            }
        }
    }
}

TEST(Settings, ChoicesAreListedInMessages) {
    mog_solver_settings settings;
    mog_solver_default("fplinq", &settings, nullptr);
    mog_error error{};
    EXPECT_EQ(mog_settings_parse(&mog_solver_section, &settings, "rounding", "up", &error),
              MOG_ERROR_ARGUMENT);
    for (const char *name : {"none", "half", "root", "gain"}) {
        EXPECT_NE(std::string(error.message).find(name), std::string::npos) << error.message;
    }
}

TEST(Settings, UnknownKeyListsTheKnown) {
    for (Section &s : Sections()) {
        mog_error error{};
        EXPECT_EQ(mog_settings_parse(s.section, s.settings.data(), "colour", "red", &error),
                  MOG_ERROR_ARGUMENT);
        const std::string message = error.message;
        EXPECT_NE(message.find(std::string(s.section->name) + ".colour"), std::string::npos);
        for (size_t n = 0; n < s.section->count; ++n) {
            EXPECT_NE(message.find(s.section->fields[n].name), std::string::npos) << message;
        }
    }
}

TEST(Settings, BooleanWords) {
    mog_scenario scenario;
    mog_scenario_default(&scenario);
    const auto parse = [&](const char *word, bool before) {
        scenario.rayleigh = before;
        EXPECT_EQ(mog_settings_parse(&mog_scenario_section, &scenario, "rayleigh", word, nullptr),
                  MOG_OK)
            << word;
        return scenario.rayleigh;
    };
    for (const char *word : {"true", "yes", "on", "1", "True"}) {
        EXPECT_TRUE(parse(word, false)) << word;
    }
    for (const char *word : {"false", "no", "off", "0", "NO"}) {
        EXPECT_FALSE(parse(word, true)) << word;
    }
}

TEST(Settings, CheckFindsWhatAProgramFilledInWrongly) {
    mog_error error{};
    mog_scenario scenario;
    mog_scenario_default(&scenario);
    scenario.bandwidth = std::numeric_limits<double>::infinity();
    EXPECT_EQ(mog_settings_check(&mog_scenario_section, &scenario, &error), MOG_ERROR_ARGUMENT);
    EXPECT_NE(std::string(error.message).find("scenario.bandwidth"), std::string::npos);
    mog_network_settings network;
    mog_network_default(&network);
    network.hidden.count = MOG_MAX_SIZES + 1;
    EXPECT_EQ(mog_settings_check(&mog_network_section, &network, nullptr), MOG_ERROR_ARGUMENT);
}

TEST(Dataset, KeepsWhereItCameFrom) {
    mog_scenario scenario;
    mog_scenario_default(&scenario);
    scenario.kind = MOG_SCENARIO_D2D;
    scenario.links = 4;
    mog_error error{};
    const Dataset dataset =
        mogtest::Made<mog_dataset>(mog_dataset_generate, &error, &scenario, 9, 17, 3);
    ASSERT_TRUE(dataset) << error.message;
    EXPECT_EQ(dataset->samples, 3u);
    EXPECT_EQ(dataset->links, 4u);
    EXPECT_EQ(dataset->seed, 9u);
    EXPECT_EQ(dataset->first, 17u);
    EXPECT_TRUE(dataset->has_scenario);
    EXPECT_EQ(dataset->noise_power, 1);
    ASSERT_NE(dataset->tx_position, nullptr);
    std::vector<double> gain(48);
    ASSERT_EQ(mog_scenario_generate(&scenario, 9, 17, 3, gain.data(), nullptr, nullptr, nullptr),
              MOG_OK);
    EXPECT_EQ(std::memcmp(gain.data(), dataset->gain, gain.size() * sizeof(double)), 0);
    EXPECT_EQ(mog_dataset_check(dataset.get(), &error), MOG_OK) << error.message;
    const mog_problem problem = mog_dataset_problem(dataset.get());
    EXPECT_EQ(problem.gain, dataset->gain);
    EXPECT_EQ(problem.weight, nullptr);
}

TEST(Dataset, LabelsAreAddedAndReplaced) {
    const Dataset dataset = MakeDataset(2, 3);
    EXPECT_EQ(mog_dataset_labels(dataset.get(), "fplinq"), nullptr);
    mog_labels *labels = mogtest::NewLabels(dataset.get(), "fplinq", MOG_LABELS_BOUND);
    ASSERT_NE(labels, nullptr);
    ASSERT_NE(labels->bound, nullptr);
    labels->power[5] = 0.5;
    EXPECT_EQ(mog_dataset_labels(dataset.get(), "fplinq"), labels);
    ASSERT_NE(mogtest::NewLabels(dataset.get(), "greedy", 0), nullptr);
    EXPECT_EQ(dataset->label_count, 2u);
    labels = mogtest::NewLabels(dataset.get(), "fplinq", 0);
    ASSERT_NE(labels, nullptr);
    EXPECT_EQ(dataset->label_count, 2u);
    EXPECT_EQ(labels->power[5], 0);
    EXPECT_EQ(labels->bound, nullptr);
}

TEST(Dataset, TooManyLabelsAreAnError) {
    const Dataset dataset = MakeDataset(1, 1);
    for (int n = 0; n < MOG_MAX_LABELS; ++n) {
        const std::string name = "solver" + std::to_string(n);
        ASSERT_NE(mogtest::NewLabels(dataset.get(), name.c_str(), 0), nullptr);
    }
    mog_error error{};
    EXPECT_EQ(mogtest::NewLabels(dataset.get(), "another", 0, &error), nullptr);
    EXPECT_EQ(error.status, MOG_ERROR_ARGUMENT);
    EXPECT_NE(mogtest::NewLabels(dataset.get(), "solver3", 0), nullptr);
    const Dataset other = MakeDataset(1, 1);
    EXPECT_EQ(mogtest::NewLabels(other.get(), std::string(MOG_NAME_SIZE, 'x').c_str(), 0, &error),
              nullptr);
}

TEST(Dataset, CheckFindsBadEntries) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const auto message = [](const Dataset &dataset) {
        mog_error error{};
        EXPECT_EQ(mog_dataset_check(dataset.get(), &error), MOG_ERROR_DATA);
        return std::string(error.message);
    };
    Dataset dataset = MakeDataset(2, 2);
    dataset->gain[6] = -1;
    EXPECT_NE(message(dataset).find("gain[1][1][0]"), std::string::npos);
    dataset = MakeDataset(2, 2);
    mogtest::NewLabels(dataset.get(), "fplinq", 0)->power[3] = 1.5;
    EXPECT_NE(message(dataset).find("labels/fplinq/power[1][1] = 1.5"), std::string::npos);
    dataset = MakeDataset(2, 2);
    mogtest::NewLabels(dataset.get(), "greedy", 0)->sum_rate[1] = nan;
    EXPECT_NE(message(dataset).find("labels/greedy/sum_rate[1]"), std::string::npos);
    const Dataset empty = mogtest::Made<mog_dataset>(mog_dataset_create, nullptr, 0, 2, 1, 0);
    ASSERT_TRUE(empty);
    EXPECT_NE(message(empty).find("no samples"), std::string::npos);
}

TEST(Dataset, ImpossibleSizesAreRefused) {
    mog_error error{};
    EXPECT_EQ(mogtest::Made<mog_dataset>(mog_dataset_create, &error, 1, 0, 1, 0), nullptr);
    EXPECT_EQ(error.status, MOG_ERROR_ARGUMENT);
    EXPECT_EQ(mogtest::Made<mog_dataset>(mog_dataset_create, &error, size_t(1) << 40,
                                         size_t(1) << 20, 1, 0),
              nullptr);
    mog_dataset_free(nullptr);
    const Dataset weighted = mogtest::Made<mog_dataset>(
        mog_dataset_create, nullptr, 2, 3, 1, MOG_DATASET_WEIGHTS | MOG_DATASET_POSITIONS);
    ASSERT_TRUE(weighted);
    EXPECT_NE(weighted->weight, nullptr);
    EXPECT_NE(weighted->rx_position, nullptr);
}
