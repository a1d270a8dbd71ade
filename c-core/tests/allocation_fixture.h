// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * Small things of every kind, made while there is memory, and what tests do with them.
 */
#ifndef MOG_TESTS_ALLOCATION_FIXTURE_H
#define MOG_TESTS_ALLOCATION_FIXTURE_H

#include "allocations.h"
#include "owned.h"
#include "temporary.h"

#include "mog/csi.h"
#include "mog/file.h"
#include "mog/io.h"
#include "mog/learn.h"
#include "mog/slots.h"
#include "mog/solve.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace {

using mogtest::Allocations;
using mogtest::Owned;
using mogtest::ReadFile;
using mogtest::TemporaryDirectory;

const size_t kSamples = 6, kLinks = 4;

/** Channels of a scenario with labels of a solver. */
Owned<mog_dataset> Channels(const char *scenario_kind, const char *solver) {
    mog_error error = {};
    mog_scenario scenario;
    mog_scenario_default(&scenario);
    EXPECT_EQ(mog_settings_parse(&mog_scenario_section, &scenario, "kind", scenario_kind, &error),
              MOG_OK)
        << error.message;
    scenario.links = kLinks;
    Owned<mog_dataset> data =
        mogtest::Made<mog_dataset>(mog_dataset_generate, &error, &scenario, 1, 0, kSamples);
    const mog_problem problem = mog_dataset_problem(data.get());
    const mog_labels *labels = mogtest::NewLabels(data.get(), solver, 0, &error);
    const auto s = mogtest::Made<mog_solver>(mog_solver_create, &error, solver, nullptr, nullptr,
                                             kLinks, data->n_rb);
    const mog_allocation out = {labels->rb, labels->power};
    EXPECT_EQ(mog_solver_run(s.get(), &problem, 0, &out, nullptr, &error), MOG_OK) << error.message;
    mog_sum_rate(&problem, labels->rb, labels->power, labels->sum_rate, nullptr);
    return data;
}

/** Data sets, and what is made of them. */
struct Given {
    Owned<mog_dataset> powers = Channels("gic", "fplinq"), places = Channels("d2d", "fplinq"),
                       rbs = Channels("rb_pairwise", "rb-greedy");
    TemporaryDirectory directory;
    std::string out = directory / "out";

    const mog_dataset *SetFor(const std::string &preset) const {
        return preset.compare(0, 3, "rb-") == 0 ? rbs.get() : powers.get();
    }

    /** A trainer of a preset; nullptr and `error` without memory. */
    std::shared_ptr<mog_trainer> Train(const std::string &preset, mog_error *error) const {
        mog_recipe recipe;
        EXPECT_EQ(mog_preset_find(preset.c_str(), &recipe, nullptr), MOG_OK);
        const mog_dataset *set = SetFor(preset);
        return mogtest::Made<mog_trainer>(mog_trainer_create, error, &recipe, set->labels[0].solver,
                                          set, set);
    }

    /** A policy with a preset's network. */
    std::shared_ptr<mog_policy> Policy(const std::string &preset) const {
        mog_error error = {};
        const auto trainer = Train(preset, &error);
        return mogtest::Made<mog_policy>(mog_trainer_policy, &error, trainer.get(), nullptr, 0);
    }
};

/** Room for a decision on all samples. */
struct Decision {
    std::vector<double> power = std::vector<double>(kSamples * kLinks, 0.5);
    std::vector<uint32_t> rb = std::vector<uint32_t>(kSamples * kLinks);

    mog_allocation View() {
        return {rb.data(), power.data()};
    }
};

/** What a test does, with what it has prepared. */
using Act = std::function<mog_status(mog_error *)>;
struct Case {
    std::string name;
    std::function<Act(Given &)> prepare;
    bool reads_json =
        false; ///< jansson's parser ends in assert() where it cannot store a character
};
[[maybe_unused]] void PrintTo(const Case &c, std::ostream *stream) {
    *stream << c.name;
}

/** Only letters, digits and underscores, as gtest wants. */
[[maybe_unused]] std::string CaseName(const testing::TestParamInfo<Case> &info) {
    std::string name = info.param.name;
    for (char &c : name)
        c = std::isalnum(static_cast<unsigned char>(c)) ? c : '_';
    return name;
}

/** Names of presets that end in one of some methods. */
[[maybe_unused]] std::vector<std::string> Presets(const std::vector<std::string> &methods) {
    std::vector<std::string> names;
    char text[MOG_PRESET_NAME_SIZE];
    for (size_t i = 0; mog_preset_name(i, text); i++) {
        const std::string name = text;
        for (const std::string &method : methods)
            for (const char *network :
                 {"mlp-", "pcgnn-", "igcnet-", "cnn-", "unrolled-", "rb-mlp-", "rb-pcgnn-"})
                if (name == network + method)
                    names.push_back(name);
    }
    return names;
}

} // namespace

#endif
