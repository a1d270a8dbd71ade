// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * Small training runs, and what tests look at in them.
 */
#ifndef MOG_TESTS_TRAINER_FIXTURE_H
#define MOG_TESTS_TRAINER_FIXTURE_H

#include "mog/learn.h"
#include "mog/solve.h"
#include "owned.h"

extern "C" {
#include "learn/run/trainer.h"
}

#include <gtest/gtest.h>

#include <cstring>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using Dataset = mogtest::Owned<mog_dataset>;
using Trainer = mogtest::Owned<mog_trainer>;

Dataset Channels(size_t samples, size_t links, uint64_t seed, bool labelled = true) {
    mog_scenario scenario;
    mog_scenario_default(&scenario);
    scenario.links = links;
    mog_error error;
    Dataset data =
        mogtest::Made<mog_dataset>(mog_dataset_generate, &error, &scenario, seed, 0, samples);
    if (!data)
        throw std::runtime_error(error.message);
    if (labelled) {
        mog_labels *labels = mogtest::NewLabels(data.get(), "fplinq", 0, &error);
        const auto solver = mogtest::Made<mog_solver>(mog_solver_create, &error, "fplinq", nullptr,
                                                      nullptr, links, 1);
        const mog_problem problem = mog_dataset_problem(data.get());
        if (!labels || !solver)
            throw std::runtime_error(error.message);
        const mog_allocation out = {nullptr, labels->power};
        if (mog_solver_run(solver.get(), &problem, 0, &out, nullptr, &error))
            throw std::runtime_error(error.message);
        mog_sum_rate(&problem, nullptr, labels->power, labels->sum_rate, nullptr);
    }
    return data;
}

// A run of a few seconds at most: 4 links, 130 samples in batches of 50, 50 and 30.
struct Experiment : mog_recipe {
    Dataset train = Channels(130, 4, 1), test = Channels(60, 4, 2);
    const char *labels = "fplinq";

    Experiment() {
        mog_recipe_default(this);
        network.hidden.value[0] = 24;
        network.hidden.value[1] = 12;
        network.batch_norm = true;
        training.epochs = 6;
    }

    Trainer Create() const {
        mog_error error;
        Trainer trainer = mogtest::Made<mog_trainer>(mog_trainer_create, &error, this, labels,
                                                     train.get(), test.get());
        if (!trainer)
            throw std::runtime_error(error.message);
        return trainer;
    }

    std::string CreationError(mog_status status) const {
        mog_error error = {};
        const Trainer trainer = mogtest::Made<mog_trainer>(mog_trainer_create, &error, this, labels,
                                                           train.get(), test.get());
        EXPECT_EQ(trainer, nullptr);
        EXPECT_EQ(error.status, status) << error.message;
        return error.message;
    }
};

[[maybe_unused]] void Step(mog_trainer *trainer, size_t steps) {
    mog_error error;
    for (size_t i = 0; i < steps; i++)
        ASSERT_EQ(mog_trainer_step(trainer, &error), MOG_OK) << error.message;
}

[[maybe_unused]] void Finish(mog_trainer *trainer) {
    while (!mog_trainer_state_of(trainer)->done)
        Step(trainer, 1);
}

[[maybe_unused]] std::vector<mog_epoch> Epochs(const mog_trainer *trainer) {
    const mog_trainer_state *now = mog_trainer_state_of(trainer);
    return std::vector<mog_epoch>(now->epochs, now->epochs + now->epoch_count);
}

[[maybe_unused]] std::vector<float> Parameters(const mog_trainer *trainer) {
    const float *p = trainer->state.parameter;
    return std::vector<float>(p, p + trainer->state.count);
}

[[maybe_unused]] std::vector<float> Buffers(const mog_trainer *trainer) {
    return std::vector<float>(trainer->buffer, trainer->buffer + trainer->buffer_count);
}

[[maybe_unused]] void ExpectSameBytes(const mog_trainer *a, const mog_trainer *b) {
    EXPECT_EQ(Parameters(a), Parameters(b));
    EXPECT_EQ(Buffers(a), Buffers(b));
    const std::vector<mog_epoch> x = Epochs(a), y = Epochs(b);
    ASSERT_EQ(x.size(), y.size());
    for (size_t i = 0; i < x.size(); i++) // NaN are equal here
        EXPECT_EQ(std::memcmp(&x[i], &y[i], sizeof x[i]), 0) << i;
}

} // namespace

#endif
