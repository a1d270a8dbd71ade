// SPDX-License-Identifier: GPL-2.0-or-later
// Training runs that are saved, restored and continued.
#include "mog/csi.h"
#include "temporary.h"
#include "trainer_fixture.h"

extern "C" {
#include "base/safetensors.h"
#include "learn/batch/state.h"
}

#include <fstream>

namespace {

/** A path for a checkpoint, in a directory of its own. */
struct File {
    const mogtest::TemporaryDirectory directory;
    const std::string path = directory / "checkpoint.safetensors";
};

class Resume : public testing::TestWithParam<std::tuple<mog_optimizer_kind, size_t>> {};
INSTANTIATE_TEST_SUITE_P(Trainer, Resume,
                         testing::Combine(testing::Values(MOG_OPTIMIZER_SGD, MOG_OPTIMIZER_MOMENTUM,
                                                          MOG_OPTIMIZER_RMSPROP,
                                                          MOG_OPTIMIZER_ADAM),
                                          testing::Values(0, 9, 10))); // steps before the break

TEST_P(Resume, GivesTheBytesOfAnUninterruptedRun) {
    const auto [optimizer, steps] = GetParam();
    Experiment run;
    run.training.optimizer = optimizer;
    run.training.clip_norm = 5;
    run.training.rate_step = 2;
    const Trainer straight = run.Create(), first = run.Create(), second = run.Create();
    Finish(straight.get());
    const File file;
    mog_error error;
    Step(first.get(), steps);
    ASSERT_EQ(mog_trainer_save(first.get(), file.path.c_str(), &error), MOG_OK) << error.message;
    ASSERT_EQ(mog_trainer_restore(second.get(), file.path.c_str(), &error), MOG_OK)
        << error.message;
    ExpectSameBytes(first.get(), second.get());
    Finish(second.get());
    ExpectSameBytes(straight.get(), second.get());
}

TEST(Trainer, ResumesWithoutLabels) {
    Experiment run;
    run.training.method = MOG_METHOD_UNSUP;
    run.labels = nullptr;
    run.test = nullptr;
    const Trainer straight = run.Create(), first = run.Create(), second = run.Create();
    const File file;
    mog_error error;
    Finish(straight.get());
    Step(first.get(), 9);
    ASSERT_EQ(mog_trainer_save(first.get(), file.path.c_str(), &error), MOG_OK) << error.message;
    ASSERT_EQ(mog_trainer_restore(second.get(), file.path.c_str(), &error), MOG_OK)
        << error.message;
    Finish(second.get());
    ExpectSameBytes(straight.get(), second.get()); // NaN columns included
}

TEST(Trainer, MoreEpochsContinueARun) {
    Experiment run;
    const Trainer straight = run.Create();
    Finish(straight.get());
    run.training.epochs = 3;
    const Trainer first = run.Create();
    Finish(first.get());
    const File file;
    mog_error error;
    ASSERT_EQ(mog_trainer_save(first.get(), file.path.c_str(), &error), MOG_OK);
    run.training.epochs = 6;
    const Trainer second = run.Create();
    ASSERT_EQ(mog_trainer_restore(second.get(), file.path.c_str(), &error), MOG_OK)
        << error.message;
    Finish(second.get());
    ExpectSameBytes(straight.get(), second.get());

    run.training.epochs = 2;
    const Trainer shorter = run.Create();
    EXPECT_EQ(mog_trainer_restore(shorter.get(), file.path.c_str(), &error), MOG_ERROR_DATA);
    EXPECT_NE(std::string(error.message).find("epochs"), std::string::npos);
}

// A run's checkpoint, and what another run says to it.
std::string RestoreError(const Experiment &other, mog_status status = MOG_ERROR_DATA) {
    const Experiment run;
    const Trainer trainer = run.Create();
    Step(trainer.get(), 3);
    const File file;
    mog_error error = {};
    EXPECT_EQ(mog_trainer_save(trainer.get(), file.path.c_str(), &error), MOG_OK);
    const Trainer restored = other.Create();
    const std::vector<float> before = Parameters(restored.get());
    EXPECT_EQ(mog_trainer_restore(restored.get(), file.path.c_str(), &error), status);
    EXPECT_EQ(Parameters(restored.get()), before);
    EXPECT_TRUE(Epochs(restored.get()).empty());
    return error.message;
}

TEST(Trainer, CheckpointOfOtherSettingsIsRefused) {
    Experiment run;
    run.training.beta = 2;
    EXPECT_NE(RestoreError(run).find("training.beta is \"1\", here \"2\""), std::string::npos);
    run = Experiment();
    run.training.seed = 5;
    EXPECT_NE(RestoreError(run).find("training.seed"), std::string::npos);
    run = Experiment();
    run.network.hidden.value[1] = 13;
    EXPECT_NE(RestoreError(run).find("network.hidden"), std::string::npos);
}

TEST(Trainer, CheckpointOfOtherDataIsRefused) {
    Experiment run;
    run.train = Channels(130, 4, 77);
    EXPECT_NE(RestoreError(run).find("train.checksum"), std::string::npos);
    run = Experiment();
    run.test = Channels(61, 4, 2);
    EXPECT_NE(RestoreError(run).find("test.samples"), std::string::npos);
    run = Experiment();
    run.train->labels[0].power[3] = 0.123; // other labels are other data
    EXPECT_NE(RestoreError(run).find("train.checksum"), std::string::npos);
    run = Experiment();
    mog_csi_settings csi;
    mog_csi_default(&csi);
    csi.kind = MOG_CSI_MISSING;
    ASSERT_EQ(mog_csi_apply(&csi, 0, run.train.get(), nullptr), MOG_OK);
    EXPECT_NE(RestoreError(run).find("train.checksum"), std::string::npos);
    run = Experiment();
    run.train = Channels(130, 3, 1);
    run.test = Channels(60, 3, 2);
    EXPECT_NE(RestoreError(run).find("links"), std::string::npos);
}

TEST(Trainer, WhatIsNoCheckpointIsRefused) {
    const Experiment run;
    const Trainer trainer = run.Create();
    mog_error error;
    EXPECT_EQ(mog_trainer_restore(trainer.get(), "/nonexistent/checkpoint", &error),
              MOG_ERROR_MISSING);
    EXPECT_EQ(mog_trainer_restore(trainer.get(), "/nonexistent/checkpoint", nullptr),
              MOG_ERROR_MISSING);
    const File file;
    std::ofstream(file.path) << "not a checkpoint at all";
    EXPECT_EQ(mog_trainer_restore(trainer.get(), file.path.c_str(), &error), MOG_ERROR_DATA);
    EXPECT_NE(std::string(error.message).find(file.path), std::string::npos);
    // every truncation of a good one
    ASSERT_EQ(mog_trainer_save(trainer.get(), file.path.c_str(), &error), MOG_OK);
    std::ifstream in(file.path, std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    for (size_t length = 0; length < bytes.size(); length += 1 + bytes.size() / 40) {
        std::ofstream(file.path, std::ios::binary) << bytes.substr(0, length);
        EXPECT_EQ(mog_trainer_restore(trainer.get(), file.path.c_str(), &error), MOG_ERROR_DATA)
            << length;
    }
}

// what 0.1 wrote is neither misread nor taken for something else
TEST(Trainer, CheckpointOfAnotherVersionIsRefused) {
    const Experiment run;
    const Trainer trainer = run.Create();
    const File file;
    const mog_text_entry format = {"format", "mog checkpoint 3"};
    mog_error error = {};
    ASSERT_EQ(mog_safetensors_write(file.path.c_str(), nullptr, 0, &format, 1, &error), MOG_OK);
    EXPECT_EQ(mog_trainer_restore(trainer.get(), file.path.c_str(), &error), MOG_ERROR_DATA);
    const std::string message = error.message;
    EXPECT_NE(message.find("another version of mog"), std::string::npos) << message;
    EXPECT_NE(message.find("checkpoint 3"), std::string::npos) << message;
    EXPECT_EQ(message.find('\n'), std::string::npos);
}

// a source that keeps more than the list can take must not write behind it
TEST(State, IsCutWhereItsListsEnd) {
    mog_state state = {};
    float array[1] = {};
    double number = 0;
    for (size_t i = 0; i < MOG_STATE_MOST; i++) {
        mog_state_add_array(&state, "a", array, 1);
        mog_state_add_number(&state, "n", &number);
    }
    EXPECT_FALSE(state.is_cut);
    mog_state_add_array(&state, "none", array, 0); // left out as before
    EXPECT_FALSE(state.is_cut);
    mog_state arrays = state, counts = state;
    mog_state_add_array(&arrays, "a", array, 1);
    mog_state_add_count(&counts, "n", &number);
    for (const mog_state *cut : {&arrays, &counts}) {
        EXPECT_TRUE(cut->is_cut);
        EXPECT_EQ(cut->array_count, size_t(MOG_STATE_MOST));
        EXPECT_EQ(cut->number_count, size_t(MOG_STATE_MOST));
    }
}

TEST(Trainer, SavingIntoNowhereFails) {
    const Experiment run;
    const Trainer trainer = run.Create();
    mog_error error = {};
    EXPECT_NE(mog_trainer_save(trainer.get(), "/nonexistent/checkpoint", &error), MOG_OK);
    EXPECT_NE(std::string(error.message).find("/nonexistent"), std::string::npos);
}

} // namespace
