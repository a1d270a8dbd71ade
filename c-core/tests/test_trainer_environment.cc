// SPDX-License-Identifier: GPL-2.0-or-later
// Training in environments that are not the trainer's own.
#include "trainer_rl_fixture.h"

extern "C" {
#include "learn/rl/environment.h"
#include "learn/rl/radio_environment.h"
}

#include <cmath>

namespace {

/** The radio environment, watched. */
struct Watched {
    mog_environment interface;
    mog_environment *radio;
    size_t resets = 0, episodes = 0, acts = 0;
    bool teaches = true;
    size_t shows_links = links, shows_rbs = 2;
    bool shows_weights = false;
    std::vector<double> gain, power; /**< shown instead of the true ones, if there are any */
    std::vector<uint32_t> rb;
    size_t acts_before_failure = SIZE_MAX;
    double reward = 1; /**< times what it is */
    std::vector<double> weight = std::vector<double>(8 * links, 1);

    /** The environment that a run would have by itself. */
    explicit Watched(const Game &run) : interface { Reset, Observe, Act, nullptr } {
        mog_error error;
        if (mog_radio_environment_create(run.train.get(), "teacher", nullptr, run.training.seed, 8,
                                         &radio, &error) != MOG_OK)
            throw std::runtime_error(error.message);
    }
    ~Watched() {
        mog_environment_free(radio);
    }
    static Watched *Self(mog_environment *environment) {
        return reinterpret_cast<Watched *>(environment);
    }
    static mog_status Reset(mog_environment *e, uint64_t first, size_t count, mog_error *error) {
        EXPECT_EQ(first, Self(e)->episodes) << "episodes follow each other";
        Self(e)->episodes += count;
        Self(e)->resets++;
        return Self(e)->radio->reset(Self(e)->radio, first, count, error);
    }
    static mog_status Observe(mog_environment *e, mog_observation *seen, mog_error *error) {
        const mog_status status = Self(e)->radio->observe(Self(e)->radio, seen, error);
        if (!Self(e)->teaches)
            seen->rb = nullptr;
        seen->problem.links = Self(e)->shows_links;
        seen->problem.n_rb = Self(e)->shows_rbs;
        if (Self(e)->shows_weights)
            seen->problem.weight = Self(e)->weight.data();
        if (!Self(e)->gain.empty())
            seen->problem.gain = Self(e)->gain.data();
        if (!Self(e)->rb.empty())
            seen->rb = Self(e)->rb.data();
        if (!Self(e)->power.empty())
            seen->power = Self(e)->power.data();
        return status;
    }
    static mog_status Act(mog_environment *e, const mog_action *action, double *reward,
                          mog_error *error) {
        if (Self(e)->acts++ >= Self(e)->acts_before_failure)
            return mog_fail(error, MOG_ERROR_IO, "the simulation is gone");
        const mog_status status = Self(e)->radio->act(Self(e)->radio, action, reward, error);
        for (size_t i = 0; i < links; i++)
            reward[i] *= Self(e)->reward;
        return status;
    }
};

TEST(TrainerEnvironment, AnotherEnvironmentIsUsed) {
    const Game run("rb-mlp-mog-pg-fixed");
    const Trainer own = run.Create(), other = run.Create();
    Watched watched(run);
    mog_trainer_set_environment(other.get(), &watched.interface);
    Finish(own.get());
    Finish(other.get());
    ExpectSameBytes(own.get(), other.get());
    EXPECT_EQ(watched.episodes, 150u);
    EXPECT_EQ(watched.resets, 3u * 7); // 50 episodes in batches of 8
    EXPECT_EQ(watched.acts, watched.resets * run.rl.draws);
}

TEST(TrainerEnvironment, AnEnvironmentThatDoesNotFitIsRefused) {
    const Game run("rb-mlp-mog-pg-fixed");
    mog_error error;
    Watched watched(run);
    watched.teaches = false;
    const Trainer trainer = run.Create();
    mog_trainer_set_environment(trainer.get(), &watched.interface);
    EXPECT_EQ(mog_trainer_step(trainer.get(), &error), MOG_ERROR_DATA);
    EXPECT_NE(std::string(error.message).find("teacher"), std::string::npos) << error.message;
    const auto refused = [&](void (*change)(Watched &), const char *part) {
        Watched other(run);
        change(other);
        mog_trainer_set_environment(trainer.get(), &other.interface);
        EXPECT_EQ(mog_trainer_step(trainer.get(), &error), MOG_ERROR_DATA);
        EXPECT_NE(std::string(error.message).find(part), std::string::npos) << error.message;
    };
    refused([](Watched &other) { other.shows_links = links - 1; }, "3 links");
    refused([](Watched &other) { other.shows_rbs = 3; }, "have 3");
    refused([](Watched &other) { other.shows_weights = true; }, "weights");
}

// Labels index the network's outputs, gains go through logarithms: what an environment shows is
// looked at before, in every method.
TEST(TrainerEnvironment, WhatAnEnvironmentShowsIsChecked) {
    struct Case {
        const char *preset;
        void (*change)(Watched &, size_t length);
        const char *part;
    };
    const Case cases[] = {
        {"rb-mlp-mog-pg-fixed", [](Watched &w, size_t n) { w.rb.assign(n, 2); }, "rb[0][0] = 2"},
        {"rb-mlp-mog-dpg-fixed", [](Watched &w, size_t n) { w.rb.assign(n, 1u << 31); }, "teacher"},
        {"rb-mlp-pg", [](Watched &w, size_t n) { w.gain.assign(n, NAN); }, "gain[0][0][0] = nan"},
        {"rb-mlp-dpg", [](Watched &w, size_t n) { w.gain.assign(n, -1); }, "= -1"},
        {"mlp-dpg", [](Watched &w, size_t n) { w.gain.assign(n, 1e300); }, "float32"},
        {"mlp-rl-sup", [](Watched &w, size_t n) { w.power.assign(n, 1.5); }, "power[0][0] = 1.5"},
        {"mlp-mog-pg-fixed", [](Watched &w, size_t n) { w.power.assign(n, NAN); }, "teacher"},
        {"mlp-pg", [](Watched &w, size_t) { w.reward = NAN; }, "reward[0][0] = nan"},
        {"mlp-dpg", [](Watched &w, size_t) { w.reward = INFINITY; }, "reward[0][0]"},
        {"rb-mlp-dpg", [](Watched &w, size_t) { w.reward = 1e300; }, "float32"},
    };
    for (const Case &c : cases) {
        Game run(c.preset);
        run.training.label_loss = MOG_LABEL_LOSS_CROSS_ENTROPY;
        const Trainer trainer = run.Create();
        mog_error error = {};
        Watched watched(run);
        watched.shows_rbs = run.train->n_rb;
        c.change(watched, 8 * links * links);
        mog_trainer_set_environment(trainer.get(), &watched.interface);
        EXPECT_EQ(mog_trainer_step(trainer.get(), &error), MOG_ERROR_DATA) << c.preset;
        EXPECT_NE(std::string(error.message).find(c.part), std::string::npos)
            << c.preset << ": " << error.message;
    }
}

// A step that failed has added nothing to what a checkpoint keeps.
TEST(TrainerEnvironment, AFailedActionLeavesNoTrace) {
    for (const char *preset : {"mlp-dpg", "rb-mlp-dpg", "mlp-pg", "rb-mlp-mog-pg-fixed"}) {
        const Game run(preset);
        const Trainer straight = run.Create(), failed = run.Create();
        mog_error error = {};
        Watched watched(run);
        watched.shows_rbs = run.train->n_rb;
        watched.acts_before_failure = 0;
        mog_trainer_set_environment(failed.get(), &watched.interface);
        EXPECT_EQ(mog_trainer_step(failed.get(), &error), MOG_ERROR_IO);
        EXPECT_STREQ(error.message, "the simulation is gone");
        watched.acts_before_failure = SIZE_MAX;
        watched.episodes = 0; // the same ones again
        Finish(failed.get());
        Finish(straight.get());
        ExpectSameBytes(straight.get(), failed.get());
    }
}

} // namespace
