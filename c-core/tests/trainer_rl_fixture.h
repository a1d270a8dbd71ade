// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * Small runs of presets in RL and on resource blocks.
 */
#ifndef MOG_TESTS_TRAINER_RL_FIXTURE_H
#define MOG_TESTS_TRAINER_RL_FIXTURE_H

#include "owned.h"
#include "trainer_fixture.h"

namespace {

constexpr size_t links = 4;

/** Channels with RBs, labelled by rb-optimum; or for powers, by FPLinQ. */
Dataset Problem(size_t samples, size_t n_rb, bool per_rb, uint64_t seed) {
    mog_scenario scenario;
    mog_scenario_default(&scenario);
    scenario.kind = n_rb > 1 ? MOG_SCENARIO_RB_PAIRWISE : MOG_SCENARIO_GIC;
    scenario.links = links;
    scenario.n_rb = n_rb;
    scenario.rb_fading = per_rb;
    scenario.noise_power = 0.1;
    mog_error error;
    Dataset data =
        mogtest::Made<mog_dataset>(mog_dataset_generate, &error, &scenario, seed, 0, samples);
    if (!data)
        throw std::runtime_error(error.message);
    mog_labels *labels = mogtest::NewLabels(data.get(), "teacher", 0, &error);
    const auto solver = mogtest::Made<mog_solver>(mog_solver_create, &error, "rb-optimum", nullptr,
                                                  nullptr, links, n_rb);
    const mog_problem problem = mog_dataset_problem(data.get());
    std::vector<uint32_t> rb(samples * links);
    const mog_allocation out = {rb.data(), labels->power};
    mog_solver_run(solver.get(), &problem, 0, &out, nullptr, &error);
    mog_sum_rate(&problem, rb.data(), labels->power, labels->sum_rate, nullptr);
    std::copy(rb.begin(), rb.end(), labels->rb);
    return data;
}

double Mean(const double *values, size_t count) {
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += values[i];
    return sum / double(count);
}

/** A small run of a preset: three epochs of 50 episodes, or passes over 60 samples. */
struct Game : mog_recipe {
    Dataset train, test;

    explicit Game(const std::string &preset, bool per_rb = false) {
        mog_error error;
        if (mog_preset_find(preset.c_str(), this, &error) != MOG_OK)
            throw std::runtime_error(error.message);
        const size_t n_rb = training.problem == MOG_PROBLEM_RB ? 2 : 1;
        train = Problem(60, n_rb, per_rb, 1);
        test = Problem(40, n_rb, per_rb, 2);
        network.hidden = {1, {12}};
        critic.hidden = {1, {12}};
        training.epochs = 3;
        training.episodes = 50;
        training.batch = training.batch == 1 ? 1 : 8;
        rl.interactions = 4;
        rl.warm_up = 30;
        rl.replay = 100;
    }
    Trainer Create() const {
        mog_error error;
        Trainer trainer = mogtest::Made<mog_trainer>(mog_trainer_create, &error, this, "teacher",
                                                     train.get(), test.get());
        if (!trainer)
            throw std::runtime_error(error.message);
        return trainer;
    }
    std::string Error() const {
        mog_error error = {};
        const Trainer none = mogtest::Made<mog_trainer>(mog_trainer_create, &error, this, "teacher",
                                                        train.get(), test.get());
        EXPECT_EQ(none, nullptr);
        return error.message;
    }
    /** Of the last epoch, to the labels. */
    double Ratio(const Trainer &trainer) const {
        return Epochs(trainer.get()).back().test_sum_rate /
               Mean(mog_dataset_labels(test.get(), "teacher")->sum_rate, test->samples);
    }
};

} // namespace

#endif
