// SPDX-License-Identifier: GPL-2.0-or-later
#include "mog/learn.h"
#include "mog/solve.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

namespace {

struct Deleter {
    void operator()(mog_dataset *dataset) const {
        mog_dataset_free(dataset);
    }
    void operator()(mog_trainer *trainer) const {
        mog_trainer_free(trainer);
    }
    void operator()(mog_solver *solver) const {
        mog_solver_free(solver);
    }
};
using Dataset = std::unique_ptr<mog_dataset, Deleter>;
using Trainer = std::unique_ptr<mog_trainer, Deleter>;

Dataset Channels(size_t samples, size_t links, uint64_t seed, bool labelled = true) {
    mog_scenario scenario;
    mog_scenario_default(&scenario);
    scenario.links = links;
    mog_error error;
    Dataset data(mog_dataset_generate(&scenario, seed, 0, samples, &error));
    if (!data)
        throw std::runtime_error(error.message);
    if (labelled) {
        mog_labels *labels = mog_dataset_add_labels(data.get(), "fplinq", false, &error);
        std::unique_ptr<mog_solver, Deleter> solver(
            mog_solver_create("fplinq", nullptr, links, &error));
        const mog_problem problem = mog_dataset_problem(data.get());
        if (!labels || !solver ||
            mog_solver_run(solver.get(), &problem, 0, labels->power, nullptr, &error))
            throw std::runtime_error(error.message);
        mog_sum_rate(&problem, labels->power, labels->sum_rate);
    }
    return data;
}

double FullPower(const mog_dataset *data) {
    const mog_problem problem = mog_dataset_problem(data);
    const std::vector<double> ones(data->samples * data->links, 1);
    std::vector<double> rate(data->samples);
    mog_sum_rate(&problem, ones.data(), rate.data());
    double sum = 0;
    for (double r : rate)
        sum += r;
    return sum / static_cast<double>(data->samples);
}

// A run of a few seconds at most: 4 links, 130 samples in batches of 50, 50 and 30.
struct Experiment {
    mog_network_settings network;
    mog_training_settings training;
    Dataset train = Channels(130, 4, 1), test = Channels(60, 4, 2);
    const char *labels = "fplinq";

    Experiment() {
        mog_network_default(&network);
        mog_training_default(&training);
        network.hidden.value[0] = 24;
        network.hidden.value[1] = 12;
        network.batch_norm = true;
        training.epochs = 6;
    }

    Trainer Create() const {
        mog_error error;
        Trainer trainer(
            mog_trainer_create(&network, &training, labels, train.get(), test.get(), &error));
        if (!trainer)
            throw std::runtime_error(error.message);
        return trainer;
    }

    std::string CreationError(mog_status status) const {
        mog_error error = {};
        Trainer trainer(
            mog_trainer_create(&network, &training, labels, train.get(), test.get(), &error));
        EXPECT_EQ(trainer, nullptr);
        EXPECT_EQ(error.status, status) << error.message;
        return error.message;
    }
};

void Step(mog_trainer *trainer, size_t steps) {
    mog_error error;
    for (size_t i = 0; i < steps; i++)
        ASSERT_EQ(mog_trainer_step(trainer, &error), MOG_OK) << error.message;
}

void Finish(mog_trainer *trainer) {
    while (!mog_trainer_done(trainer))
        Step(trainer, 1);
}

std::vector<mog_epoch> Epochs(const mog_trainer *trainer) {
    size_t count;
    const mog_epoch *epochs = mog_trainer_epochs(trainer, &count);
    return std::vector<mog_epoch>(epochs, epochs + count);
}

std::vector<float> Parameters(const mog_trainer *trainer) {
    const float *p = mog_trainer_parameter(trainer);
    return std::vector<float>(p, p + mog_network_parameter_count(mog_trainer_network(trainer)));
}

std::vector<float> Buffers(const mog_trainer *trainer) {
    const float *b = mog_trainer_buffer(trainer);
    return std::vector<float>(b, b + mog_network_buffer_count(mog_trainer_network(trainer)));
}

void ExpectSameBytes(const mog_trainer *a, const mog_trainer *b) {
    EXPECT_EQ(Parameters(a), Parameters(b));
    EXPECT_EQ(Buffers(a), Buffers(b));
    const std::vector<mog_epoch> x = Epochs(a), y = Epochs(b);
    ASSERT_EQ(x.size(), y.size());
    for (size_t i = 0; i < x.size(); i++) // NaN are equal here
        EXPECT_EQ(std::memcmp(&x[i], &y[i], sizeof x[i]), 0) << i;
}

class File {
  public:
    File() {
        char name[] = "/tmp/mog-trainer-XXXXXX";
        close(mkstemp(name));
        path = name;
    }
    ~File() {
        std::remove(path.c_str());
    }
    std::string path;
};

// ---- training ---------------------------------------------------------------------------------

class Method : public testing::TestWithParam<mog_method> {};
INSTANTIATE_TEST_SUITE_P(Trainer, Method,
                         testing::Values(MOG_METHOD_SUP, MOG_METHOD_UNSUP, MOG_METHOD_MOG));

TEST_P(Method, BeatsItsStartAndFullPower) {
    Experiment run;
    run.network.batch_norm = false;
    run.train = Channels(1000, 4, 1);
    run.test = Channels(500, 4, 2);
    run.training.method = GetParam();
    run.training.learning_rate = 3e-3;
    run.training.epochs = 25;
    const Trainer trainer = run.Create();
    Finish(trainer.get());
    const std::vector<mog_epoch> epochs = Epochs(trainer.get());
    ASSERT_EQ(epochs.size(), 25u);
    if (GetParam() != MOG_METHOD_MOG) { // whose goal changes with beta
        EXPECT_LT(epochs.back().loss, epochs.front().loss);
    }
    EXPECT_GT(epochs.back().train_sum_rate, epochs.front().train_sum_rate);
    EXPECT_GT(epochs.back().test_sum_rate, 1.1 * FullPower(run.test.get()));
    EXPECT_GT(epochs.back().test_sum_rate, epochs.front().test_sum_rate);
    if (GetParam() != MOG_METHOD_UNSUP) {
        EXPECT_LT(epochs.back().train_nmse, epochs.front().train_nmse);
    }
    for (size_t i = 0; i < epochs.size(); i++)
        EXPECT_EQ(epochs[i].epoch, i + 1);
}

// The reported numbers are those of the network that stands there.
TEST(Trainer, MeasuresTheNetworkItHas) {
    const Experiment run;
    const Trainer trainer = run.Create();
    Finish(trainer.get());
    const mog_network *network = mog_trainer_network(trainer.get());
    const mog_dataset *data = run.test.get();
    mog_error error;
    mog_network_workspace *workspace = mog_network_workspace_create(network, 60, false, &error);
    std::vector<float> x(60 * 16), y(60 * 4);
    mog_network_input(network, mog_trainer_buffer(trainer.get()), 60, data->gain, data->noise_power,
                      x.data());
    mog_network_forward(network, mog_trainer_parameter(trainer.get()),
                        mog_trainer_buffer(trainer.get()), workspace, 60, x.data(), y.data());
    mog_network_workspace_free(workspace);
    const std::vector<double> power(y.begin(), y.end());
    std::vector<double> rate(60);
    const mog_problem problem = mog_dataset_problem(data);
    mog_sum_rate(&problem, power.data(), rate.data());
    double sum = 0, nmse = 0;
    for (size_t s = 0; s < 60; s++) {
        double distance = 0, norm = 0;
        for (size_t k = 0; k < 4; k++) {
            const double label = data->labels[0].power[s * 4 + k];
            distance += std::pow(power[s * 4 + k] - label, 2);
            norm += label * label;
        }
        sum += rate[s];
        nmse += distance / norm;
    }
    EXPECT_NEAR(Epochs(trainer.get()).back().test_sum_rate, sum / 60, 1e-9);
    EXPECT_NEAR(Epochs(trainer.get()).back().test_nmse, nmse / 60, 1e-6);
}

TEST(Trainer, SameSeedSameBytes) {
    Experiment run;
    const Trainer a = run.Create(), b = run.Create();
    Finish(a.get());
    Finish(b.get());
    ExpectSameBytes(a.get(), b.get());
    run.training.seed = 2;
    const Trainer c = run.Create();
    Finish(c.get());
    EXPECT_NE(Parameters(a.get()), Parameters(c.get()));
}

TEST(Trainer, ProgressCountsTheShortLastStep) {
    const Experiment run;
    const Trainer trainer = run.Create();
    size_t step, steps;
    mog_trainer_progress(trainer.get(), &step, &steps);
    EXPECT_EQ(step, 0u);
    EXPECT_EQ(steps, 3u);
    Step(trainer.get(), 2);
    mog_trainer_progress(trainer.get(), &step, &steps);
    EXPECT_EQ(step, 2u);
    EXPECT_TRUE(Epochs(trainer.get()).empty());
    Step(trainer.get(), 1);
    EXPECT_EQ(Epochs(trainer.get()).size(), 1u);
    EXPECT_FALSE(mog_trainer_done(trainer.get()));
}

TEST(Trainer, StepsAfterTheEndDoNothing) {
    Experiment run;
    run.training.epochs = 1;
    const Trainer trainer = run.Create();
    Finish(trainer.get());
    const std::vector<float> before = Parameters(trainer.get());
    Step(trainer.get(), 3);
    EXPECT_EQ(Parameters(trainer.get()), before);
    EXPECT_EQ(Epochs(trainer.get()).size(), 1u);
}

TEST(Trainer, WithoutLabelsAndWithoutTestSet) {
    Experiment run;
    run.training.method = MOG_METHOD_UNSUP;
    run.train = Channels(130, 4, 1, false);
    run.test = nullptr;
    run.labels = nullptr;
    const Trainer trainer = run.Create();
    Finish(trainer.get());
    const mog_epoch last = Epochs(trainer.get()).back();
    EXPECT_TRUE(std::isfinite(last.train_sum_rate));
    EXPECT_TRUE(std::isnan(last.train_nmse));
    EXPECT_TRUE(std::isnan(last.test_sum_rate));
    EXPECT_TRUE(std::isnan(last.test_nmse));
}

TEST(Trainer, OneLinkLearnsToTransmit) {
    Experiment run;
    run.train = Channels(60, 1, 1);
    run.test = Channels(20, 1, 2);
    run.training.batch = 1000; // more than there are
    run.training.learning_rate = 0.05;
    run.training.epochs = 60;
    run.network.batch_norm = false;
    const Trainer trainer = run.Create();
    Finish(trainer.get());
    EXPECT_GT(Epochs(trainer.get()).back().test_sum_rate, 0.97 * FullPower(run.test.get()));
}

TEST(Trainer, BatchesOfOneWithBatchNormStayFinite) {
    Experiment run;
    run.training.batch = 129; // the epoch's last step has a single sample
    const Trainer trainer = run.Create();
    Finish(trainer.get());
    for (float b : Buffers(trainer.get()))
        EXPECT_TRUE(std::isfinite(b));
}

// Gains in watts and gains over the noise are the same problem.
TEST(Trainer, UnitsDoNotMatter) {
    Experiment run;
    run.network.batch_norm = false;
    const Trainer plain = run.Create();
    const double watts = std::ldexp(1.0, -47);
    for (mog_dataset *data : {run.train.get(), run.test.get()}) {
        data->noise_power *= watts;
        for (size_t i = 0; i < data->samples * 16; i++)
            data->gain[i] *= watts;
    }
    const Trainer scaled = run.Create();
    Finish(plain.get());
    Finish(scaled.get());
    EXPECT_EQ(Parameters(plain.get()), Parameters(scaled.get()));
    EXPECT_NEAR(Epochs(plain.get()).back().test_sum_rate, Epochs(scaled.get()).back().test_sum_rate,
                1e-12);
}

TEST(Trainer, WeightsChangeTheGoal) {
    Experiment run;
    run.training.method = MOG_METHOD_UNSUP;
    mog_error error;
    const auto weighted = [&](const mog_dataset *from) {
        Dataset to(mog_dataset_create(from->samples, 4, MOG_DATASET_WEIGHTS, &error));
        std::copy(from->gain, from->gain + from->samples * 16, to->gain);
        for (size_t i = 0; i < from->samples * 4; i++)
            to->weight[i] = i % 4 == 0 ? 1 : 0; // only the first link counts
        return to;
    };
    run.train = weighted(run.train.get());
    run.test = weighted(run.test.get());
    run.labels = nullptr;
    run.training.epochs = 60;
    run.training.learning_rate = 0.01;
    const Trainer trainer = run.Create();
    Finish(trainer.get());
    // alone on the air, link 0 has log2(1 + G_00)
    double alone = 0;
    for (size_t s = 0; s < 60; s++)
        alone += std::log2(1 + run.test->gain[s * 16]) / 60;
    EXPECT_GT(Epochs(trainer.get()).back().test_sum_rate, 0.9 * alone);
}

TEST(Trainer, LossThatOverflowsIsReportedAndTheNetworkKept) {
    Experiment run;
    run.training.optimizer = MOG_OPTIMIZER_SGD;
    run.training.learning_rate = 1000;
    run.training.beta = run.training.beta_cap = 1e6;
    run.training.method = MOG_METHOD_MOG;
    run.network.output = MOG_OUTPUT_RELU6;
    run.training.weight_decay = 1; // parameters grow a thousandfold in every step
    run.training.epochs = 1000;
    const Trainer trainer = run.Create();
    mog_error error;
    mog_status status = MOG_OK;
    std::vector<float> before, buffers;
    for (size_t i = 0; i < 3000 && status == MOG_OK; i++) {
        before = Parameters(trainer.get());
        buffers = Buffers(trainer.get());
        status = mog_trainer_step(trainer.get(), &error);
    }
    ASSERT_EQ(status, MOG_ERROR_NUMERIC);
    EXPECT_NE(std::string(error.message).find("learning_rate"), std::string::npos);
    EXPECT_EQ(std::memcmp(before.data(), mog_trainer_parameter(trainer.get()),
                          before.size() * sizeof before[0]),
              0);
    EXPECT_EQ(std::memcmp(buffers.data(), mog_trainer_buffer(trainer.get()),
                          buffers.size() * sizeof buffers[0]),
              0);
}

// ---- checkpoints ------------------------------------------------------------------------------

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

TEST(Trainer, SavingIntoNowhereFails) {
    const Experiment run;
    const Trainer trainer = run.Create();
    mog_error error = {};
    EXPECT_NE(mog_trainer_save(trainer.get(), "/nonexistent/checkpoint", &error), MOG_OK);
    EXPECT_NE(std::string(error.message).find("/nonexistent"), std::string::npos);
}

// ---- bad arguments ----------------------------------------------------------------------------

TEST(Trainer, RefusesWhatCannotBeTrained) {
    Experiment run;
    run.labels = nullptr;
    EXPECT_NE(run.CreationError(MOG_ERROR_ARGUMENT).find("labels"), std::string::npos);
    run = Experiment();
    run.labels = "optimum";
    const std::string message = run.CreationError(MOG_ERROR_DATA);
    EXPECT_NE(message.find("optimum"), std::string::npos);
    EXPECT_NE(message.find("fplinq"), std::string::npos);
    run = Experiment();
    run.training.batch = 0;
    EXPECT_NE(run.CreationError(MOG_ERROR_ARGUMENT).find("batch"), std::string::npos);
    run = Experiment();
    run.network.hidden.value[0] = 0;
    EXPECT_NE(run.CreationError(MOG_ERROR_ARGUMENT).find("hidden"), std::string::npos);
    run = Experiment();
    run.test = Channels(60, 5, 2);
    EXPECT_NE(run.CreationError(MOG_ERROR_DATA).find("5 links"), std::string::npos);
    run = Experiment();
    run.train->gain[7] = NAN;
    EXPECT_NE(run.CreationError(MOG_ERROR_DATA), "");
    run = Experiment();
    run.train->gain[17] = 1e36;
    EXPECT_NE(run.CreationError(MOG_ERROR_DATA).find("gain[1][0][1]"), std::string::npos);
    run = Experiment();
    run.train->samples = 0;
    EXPECT_NE(run.CreationError(MOG_ERROR_DATA).find("empty"), std::string::npos);
}

} // namespace
