// SPDX-License-Identifier: GPL-2.0-or-later
// Training in episodes, and training that decides resource blocks.
#include "owned.h"
#include "temporary.h"
#include "trainer_rl_fixture.h"

extern "C" {
#include "base/safetensors.h"
}

#include <cmath>

namespace {

// ---- all methods ------------------------------------------------------------------------------

class RlPreset : public testing::TestWithParam<std::tuple<const char *, bool>> {};
INSTANTIATE_TEST_SUITE_P(
    Rb, RlPreset,
    testing::Combine(testing::Values("rb-mlp-sup", "rb-mlp-rl-sup", "rb-mlp-pg-paper", "rb-mlp-pg",
                                     "rb-mlp-dpg", "rb-mlp-mog-pg-fixed",
                                     "rb-mlp-mog-dpg-decreasing", "rb-pcgnn-mog-pg-increasing",
                                     "rb-pcgnn-mog-dpg-fixed"),
                     testing::Bool()));
INSTANTIATE_TEST_SUITE_P(Power, RlPreset,
                         testing::Combine(testing::Values("mlp-rl-sup", "mlp-pg", "mlp-dpg",
                                                          "mlp-mog-pg-fixed",
                                                          "mlp-mog-dpg-increasing", "pcgnn-dpg"),
                                          testing::Values(false)));

// after 21 steps: in the second epoch, and for DPG behind its warm-up
TEST_P(RlPreset, ContinuesWithTheSameBytes) {
    const auto [preset, per_rb] = GetParam();
    const Game run(preset, per_rb);
    const Trainer straight = run.Create(), first = run.Create(), second = run.Create();
    Finish(straight.get());
    for (const mog_epoch &epoch : Epochs(straight.get())) {
        EXPECT_GT(epoch.test_sum_rate, 0);
        EXPECT_LE(epoch.test_sum_rate,
                  1.01 * Mean(mog_dataset_labels(run.test.get(), "teacher")->sum_rate,
                              run.test->samples));
    }
    const mogtest::TemporaryDirectory directory;
    const std::string path = directory / "checkpoint.safetensors";
    mog_error error;
    Step(first.get(), 21);
    ASSERT_EQ(mog_trainer_save(first.get(), path.c_str(), &error), MOG_OK) << error.message;
    ASSERT_EQ(mog_trainer_restore(second.get(), path.c_str(), &error), MOG_OK) << error.message;
    Finish(second.get());
    ExpectSameBytes(straight.get(), second.get());
}

/** Writes a checkpoint again, with another number in all of a tensor's places. */
void Forge(const std::string &path, const std::string &name, double number) {
    mog_error error = {};
    mog_safetensors *file = mog_safetensors_read(path.c_str(), &error);
    ASSERT_NE(file, nullptr) << error.message;
    std::vector<mog_text_entry> texts;
    for (size_t i = 0; i < mog_safetensors_text_count(file); i++)
        texts.push_back(*mog_safetensors_text_at(file, i));
    std::vector<mog_tensor_entry> tensors;
    for (size_t i = 0; i < mog_safetensors_tensor_count(file); i++)
        tensors.push_back(*mog_safetensors_tensor_at(file, i));
    std::vector<float> floats;
    std::vector<double> doubles;
    for (mog_tensor_entry &tensor : tensors)
        if (name == tensor.name) {
            floats.assign(mog_tensor_entry_count(&tensor), float(number));
            doubles.assign(mog_tensor_entry_count(&tensor), number);
            if (tensor.real != nullptr)
                tensor.real = doubles.data();
            else
                tensor.data = floats.data();
        }
    EXPECT_EQ(mog_safetensors_write(path.c_str(), tensors.data(), tensors.size(), texts.data(),
                                    texts.size(), &error),
              MOG_OK)
        << error.message;
    mog_safetensors_free(file);
}

// counts and labels index arrays, and a file may say anything
TEST(TrainerRl, CountsAndLabelsThatIndexNothingAreRefused) {
    Game run("rb-mlp-mog-dpg-fixed");
    run.training.label_loss = MOG_LABEL_LOSS_CROSS_ENTROPY;
    const Trainer trainer = run.Create();
    Step(trainer.get(), 16);
    const mogtest::TemporaryDirectory directory;
    const std::string path = directory / "checkpoint.safetensors";
    const auto restore = [&](const std::string &name, double number) {
        mog_error error = {};
        EXPECT_EQ(mog_trainer_save(trainer.get(), path.c_str(), &error), MOG_OK) << error.message;
        Forge(path, name, number);
        return mog_trainer_restore(run.Create().get(), path.c_str(), &error);
    };
    EXPECT_EQ(restore("replay.stored", 64), MOG_OK);
    for (const char *name : {"replay.stored", "dpg.updates", "critic.count"})
        for (const double number : {double(INFINITY), double(NAN), -1., 0.5, 1e300})
            EXPECT_EQ(restore(name, number), MOG_ERROR_DATA) << name << " " << number;
    EXPECT_EQ(restore("critic.mean", NAN), MOG_ERROR_DATA);
    EXPECT_EQ(restore("epochs", NAN), MOG_ERROR_DATA) << "an epoch has a number";
    EXPECT_EQ(restore("replay.label", 1), MOG_OK);
    for (const double label : {2., -1., 0.5, 1e9})
        EXPECT_EQ(restore("replay.label", label), MOG_ERROR_DATA) << label;
}

TEST(TrainerRl, ReportsWhatIsKnownInEachMethod) {
    const auto last = [](const char *preset) {
        const Game run(preset);
        const Trainer trainer = run.Create();
        Finish(trainer.get());
        return Epochs(trainer.get()).back();
    };
    const mog_epoch sup = last("rb-mlp-rl-sup"), pg = last("rb-mlp-pg"), dpg = last("mlp-dpg");
    EXPECT_TRUE(std::isnan(sup.reward));
    EXPECT_TRUE(std::isnan(sup.entropy));
    EXPECT_GT(pg.reward, 0);
    EXPECT_GT(pg.entropy, 0);
    EXPECT_LE(pg.entropy, std::log(2) + 1e-6);
    EXPECT_GT(dpg.reward, 0);
    EXPECT_TRUE(std::isnan(dpg.entropy));
    EXPECT_TRUE(std::isfinite(dpg.loss));
}

TEST(TrainerRl, WithoutATestSetTheWholeTrainingSetIsMeasured) {
    Game run("rb-mlp-pg");
    run.test = nullptr;
    const Trainer without = run.Create();
    run.test = Problem(60, 2, false, 1); // the training set
    const Trainer with = run.Create();
    Finish(without.get());
    Finish(with.get());
    const mog_epoch last = Epochs(without.get()).back();
    EXPECT_EQ(last.train_sum_rate, Epochs(with.get()).back().test_sum_rate);
    EXPECT_TRUE(std::isnan(last.test_sum_rate));
}

TEST(TrainerRl, BetaFollowsTheEpisodes) {
    Game run("rb-mlp-mog-pg-decreasing");
    run.training.beta_every = 50; // an epoch
    const Trainer trainer = run.Create();
    Finish(trainer.get());
    const std::vector<mog_epoch> epochs = Epochs(trainer.get());
    EXPECT_DOUBLE_EQ(epochs[0].beta, 10);
    EXPECT_DOUBLE_EQ(epochs[1].beta, 4);
    EXPECT_DOUBLE_EQ(epochs[2].beta, 1.6);
}

// ---- learning ---------------------------------------------------------------------------------

class RlLearns : public testing::TestWithParam<const char *> {};
INSTANTIATE_TEST_SUITE_P(TrainerRl, RlLearns,
                         testing::Values("rb-mlp-rl-sup", "rb-mlp-pg", "rb-mlp-dpg",
                                         "rb-mlp-mog-pg-fixed", "rb-mlp-mog-dpg-fixed"));

// ratios before and after are those of a constant, and of something that looks at the channels
TEST_P(RlLearns, MoreThanAConstantAssignment) {
    Game run(GetParam());
    run.train = Problem(2000, 2, false, 3);
    run.test = Problem(300, 2, false, 4);
    run.network.hidden = {1, {32}};
    run.critic.hidden = {1, {64}};
    run.training.learning_rate = 3e-3;
    run.rl.critic_rate = 3e-3;
    run.training.batch = 32;
    run.training.epochs = 1;
    run.training.episodes = 40000;
    run.rl.warm_up = 1000;
    run.rl.replay = 20000;
    run.rl.interactions = 16;
    const Trainer trainer = run.Create();
    Finish(trainer.get());
    const mog_problem problem = mog_dataset_problem(run.test.get());
    mog_error error;
    const auto balanced = mogtest::Made<mog_solver>(mog_solver_create, &error, "rb-balanced",
                                                    nullptr, nullptr, links, 2);
    std::vector<uint32_t> rb(300 * links);
    std::vector<double> power(300 * links), rate(300);
    const mog_allocation out = {rb.data(), power.data()};
    ASSERT_EQ(mog_solver_run(balanced.get(), &problem, 0, &out, nullptr, &error), MOG_OK);
    mog_sum_rate(&problem, rb.data(), power.data(), rate.data(), nullptr);
    const double constant =
        Mean(rate.data(), 300) /
        Mean(mog_dataset_labels(run.test.get(), "teacher")->sum_rate, run.test->samples);
    EXPECT_GT(run.Ratio(trainer), constant + 0.3 * (1 - constant));
}

// on or off, or anything between: more than full power, which is where both begin
TEST(TrainerRl, PowersAreLearnedFromRewards) {
    for (const int output : {MOG_OUTPUT_BERNOULLI, MOG_OUTPUT_BETA}) {
        Game run("mlp-pg");
        run.network.output = output;
        run.network.hidden = {1, {32}};
        run.train = Problem(2000, 1, false, 3);
        run.test = Problem(300, 1, false, 4);
        run.training.learning_rate = 3e-3;
        run.training.batch = 32;
        run.training.epochs = 1;
        run.training.episodes = 40000;
        const Trainer trainer = run.Create();
        Finish(trainer.get());
        const mog_problem problem = mog_dataset_problem(run.test.get());
        const std::vector<double> ones(300 * links, 1);
        std::vector<double> full(300);
        mog_sum_rate(&problem, nullptr, ones.data(), full.data(), nullptr);
        const double baseline =
            Mean(full.data(), 300) /
            Mean(mog_dataset_labels(run.test.get(), "teacher")->sum_rate, run.test->samples);
        EXPECT_GT(run.Ratio(trainer), baseline + 0.3 * (1 - baseline)) << output;
    }
}

TEST(TrainerRl, OneRbAndAsManyAsLinks) {
    for (const size_t n_rb : {size_t(1), links + 1}) {
        Game run("rb-mlp-mog-pg-fixed");
        run.train = Problem(60, n_rb, false, 1);
        run.test = Problem(40, n_rb, false, 2);
        run.training.episodes = 2000;
        run.training.learning_rate = 1e-2;
        const Trainer trainer = run.Create();
        EXPECT_EQ(mog_trainer_state_of(trainer.get())->recipe->network.n_rb, n_rb);
        Finish(trainer.get());
        EXPECT_GT(run.Ratio(trainer), 0.999) << n_rb << " RBs: everybody together, or alone";
    }
}

// ---- bad settings, and runs that fail ---------------------------------------------------------

TEST(TrainerRl, ACriticThatDivergesSaysSo) {
    Game run("mlp-dpg");
    run.critic.hidden = {2, {200, 200}};
    run.rl.critic_rate = 1000;
    const Trainer trainer = run.Create();
    mog_error error = {};
    mog_status status = MOG_OK;
    while (status == MOG_OK && !mog_trainer_state_of(trainer.get())->done)
        status = mog_trainer_step(trainer.get(), &error);
    EXPECT_EQ(status, MOG_ERROR_NUMERIC);
    EXPECT_NE(std::string(error.message).find("rl.critic_rate"), std::string::npos)
        << error.message;
}

TEST(TrainerRl, WhatDoesNotGoTogetherIsRefused) {
    const auto refused = [](const char *preset, void (*change)(Game &), const char *part) {
        Game run(preset);
        change(run);
        const std::string message = run.Error();
        EXPECT_NE(message.find(part), std::string::npos) << message;
    };
    refused(
        "mlp-pg", [](Game &r) { r.network.output = MOG_OUTPUT_SIGMOID; }, "bernoulli");
    refused(
        "mlp-pg", [](Game &r) { r.training.pattern = MOG_PATTERN_DATASET; }, "training.method");
    refused(
        "mlp-sup",
        [](Game &r) {
            r.training.pattern = MOG_PATTERN_RL;
            r.training.method = MOG_METHOD_UNSUP;
        },
        "use sup, pg, dpg");
    refused(
        "mlp-dpg", [](Game &r) { r.network.output = MOG_OUTPUT_BETA; }, "beta");
    refused(
        "mlp-dpg", [](Game &r) { r.critic.batch_norm = true; }, "critic.batch_norm");
    refused(
        "pcgnn-dpg", [](Game &r) { r.network.neighbours = MOG_NEIGHBOURS_GAIN; }, "neighbours");
    refused(
        "rb-pcgnn-dpg", [](Game &r) { r.network.neighbours = MOG_NEIGHBOURS_GAIN; }, "neighbours");
    refused(
        "rb-mlp-sup", [](Game &r) { r.network.extra = 3; }, "network.extra = 3");
    refused(
        "mlp-pg", [](Game &r) { r.network.extra = 3; }, "network.extra = 3");
    refused(
        "rb-mlp-sup", [](Game &r) { r.training.method = MOG_METHOD_MOG; }, "no gradient");
    refused(
        "rb-mlp-dpg", [](Game &r) { r.rl.critic = MOG_CRITIC_ORACLE; }, "oracle");
    refused(
        "rb-mlp-pg",
        [](Game &r) {
            r.training.problem = MOG_PROBLEM_POWER;
            r.network.output = MOG_OUTPUT_BERNOULLI;
        },
        "2 RBs");
    refused(
        "rb-mlp-pg", [](Game &r) { r.test = Problem(10, 3, false, 1); }, "3 RBs");
    refused(
        "mlp-rl-sup", [](Game &r) { r.training.label_loss = MOG_LABEL_LOSS_CO_MEMBERSHIP; },
        "co-membership");
    refused(
        "rb-mlp-pg", [](Game &r) { r.rl.draws = 1; }, "draws");
    refused(
        "rb-mlp-mog-dpg-fixed", [](Game &r) { r.rl.warm_up = 150; }, "training.episodes = 150");
}

} // namespace
