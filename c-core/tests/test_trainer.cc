// SPDX-License-Identifier: GPL-2.0-or-later
// Training runs: what they reach, and that they follow from their seed.
#include "mog/csi.h"
#include "owned.h"
#include "trainer_fixture.h"

#include <cmath>

namespace {

double FullPower(const mog_dataset *data) {
    const mog_problem problem = mog_dataset_problem(data);
    const std::vector<double> ones(data->samples * data->links, 1);
    std::vector<double> rate(data->samples);
    mog_sum_rate(&problem, nullptr, ones.data(), rate.data(), nullptr);
    double sum = 0;
    for (double r : rate)
        sum += r;
    return sum / static_cast<double>(data->samples);
}

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

/** A run that is to know its channels badly. */
void Misinform(const Dataset &data) {
    mog_csi_settings csi;
    mog_csi_default(&csi);
    csi.kind = MOG_CSI_NOISY;
    csi.error_db = 0;
    EXPECT_EQ(mog_csi_apply(&csi, 0, data.get(), nullptr), MOG_OK);
}

Experiment BadlyInformed() {
    Experiment run;
    Misinform(run.train);
    Misinform(run.test);
    return run;
}

// The reported numbers are those of the network that stands there: it decides on the channels that
// are known, and so do the sweeps behind it; rates and labels are those of the true ones.
void ExpectMeasuresTheNetworkItHas(const Experiment &run) {
    const Trainer trainer = run.Create();
    Finish(trainer.get());
    const mog_network *network = trainer->network;
    const mog_dataset *data = run.test.get();
    const mog_network_shape shape = {60, 4, 0};
    mog_error error;
    const auto workspace = mogtest::Made<mog_network_workspace>(mog_network_workspace_create,
                                                                &error, network, &shape, false);
    std::vector<float> x(60 * 16), y(60 * 4);
    const mog_problem problem = mog_dataset_problem(data), known = mog_dataset_known_problem(data);
    mog_network_input(network, trainer->buffer, &known, x.data());
    mog_network_batch batch{};
    batch.samples = 60;
    batch.links = 4;
    batch.x = x.data();
    mog_network_forward(network, trainer->state.parameter, trainer->buffer, workspace.get(), &batch,
                        y.data());
    std::vector<double> power(y.begin(), y.end());
    if (run.network.refine > 0) {
        const mog_refinement how = {0, run.network.refine};
        const auto refiner =
            mogtest::Made<mog_refiner>(mog_refiner_create, &error, &how, nullptr, 4, 1);
        const mog_allocation out = {nullptr, power.data()};
        EXPECT_EQ(mog_refine(refiner.get(), &known, &out, &error), MOG_OK);
    }
    std::vector<double> rate(60);
    mog_sum_rate(&problem, nullptr, power.data(), rate.data(), nullptr);
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

TEST(Trainer, MeasuresTheNetworkItHas) {
    ExpectMeasuresTheNetworkItHas(Experiment());
    Experiment run = BadlyInformed();
    ExpectMeasuresTheNetworkItHas(run);
    run.network.refine = 3;
    ExpectMeasuresTheNetworkItHas(run);
}

TEST(Trainer, LearnsFromWhatIsKnown) {
    const Experiment ideal, noisy = BadlyInformed();
    Experiment equal;
    equal.train->known_gain = equal.train->gain; // known as they are
    const Trainer a = ideal.Create(), b = noisy.Create(), c = equal.Create();
    for (const Trainer *trainer : {&a, &b, &c})
        Finish(trainer->get());
    equal.train->known_gain = nullptr;
    EXPECT_NE(Buffers(a.get()), Buffers(b.get())) << "inputs are normalised as they are known";
    EXPECT_NE(Parameters(a.get()), Parameters(b.get()));
    ExpectSameBytes(a.get(), c.get());
}

/** Errors that are drawn anew: as if the network had seen the new ones from the start. */
TEST(Trainer, TakesOtherKnownGainsOver) {
    Experiment run = BadlyInformed();
    run.network.normalize = false; // the normalisation stays that of the first gains
    const Trainer renewed = run.Create();
    for (size_t i = 0; i < 130 * 16; i++)
        run.train->known_gain[i] = run.train->gain[i] * (i % 3 == 0 ? 0.5 : 2);
    const Trainer straight = run.Create();
    mog_error error = {};
    ASSERT_EQ(mog_trainer_renew_known(renewed.get(), &error), MOG_OK) << error.message;
    Finish(renewed.get());
    Finish(straight.get());
    ExpectSameBytes(renewed.get(), straight.get());
}

TEST(Trainer, RefusesKnownGainsThatDoNotFit) {
    const Experiment ideal, noisy = BadlyInformed();
    const Trainer a = ideal.Create(), b = noisy.Create();
    const auto renew = [](const Trainer &trainer) {
        mog_error error = {};
        return mog_trainer_renew_known(trainer.get(), &error);
    };
    EXPECT_EQ(renew(a), MOG_ERROR_ARGUMENT) << "nothing is known";
    Misinform(ideal.train);
    EXPECT_EQ(renew(a), MOG_ERROR_ARGUMENT) << "created with ideal knowledge";
    EXPECT_EQ(renew(b), MOG_OK);
    noisy.train->known_gain[3] = -1;
    EXPECT_EQ(renew(b), MOG_ERROR_DATA);
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

// What is asked for once goes on saying it.
TEST(Trainer, TheStateIsWhereTheRunStands) {
    Experiment run;
    run.training.epochs = 2;
    const Trainer trainer = run.Create();
    const mog_trainer_state *now = mog_trainer_state_of(trainer.get());
    EXPECT_EQ(now->step, 0u);
    EXPECT_EQ(now->steps, 3u); // the last one is short
    EXPECT_EQ(now->epoch_count, 0u);
    EXPECT_FALSE(now->done);
    Step(trainer.get(), 2);
    EXPECT_EQ(now->step, 2u);
    EXPECT_EQ(now->epoch_count, 0u);
    Step(trainer.get(), 1);
    EXPECT_EQ(now->step, 0u);
    ASSERT_EQ(now->epoch_count, 1u);
    EXPECT_EQ(now->epochs[0].epoch, 1u);
    EXPECT_FALSE(now->done);
    Step(trainer.get(), 3);
    EXPECT_EQ(now->epoch_count, 2u);
    EXPECT_TRUE(now->done);
    EXPECT_EQ(mog_trainer_state_of(trainer.get()), now);
}

// ---- policies ---------------------------------------------------------------------------------

using Policy = mogtest::Owned<mog_policy>;

Policy PolicyOf(const Trainer &trainer, const std::vector<mog_policy_note> &notes = {}) {
    return mogtest::Made<mog_policy>(mog_trainer_policy, nullptr, trainer.get(), notes.data(),
                                     notes.size());
}

double TestSumRate(const Policy &policy, const mog_dataset *data) {
    const mog_problem problem = mog_dataset_problem(data);
    std::vector<double> power(data->samples * data->links), rate(data->samples);
    const mog_allocation out = {nullptr, power.data()};
    const auto runner = mogtest::Runner(policy.get(), 16, data->links);
    EXPECT_EQ(mog_policy_run(runner.get(), &problem, &out, nullptr), MOG_OK);
    mog_sum_rate(&problem, nullptr, power.data(), rate.data(), nullptr);
    double sum = 0;
    for (const double r : rate)
        sum += r;
    return sum / double(data->samples);
}

// A copy, which outlives the trainer and does not learn on.
TEST(TrainerPolicy, IsWhatStandsThere) {
    const Experiment run;
    Trainer trainer = run.Create();
    Step(trainer.get(), 3);
    const Policy early = PolicyOf(trainer, {{"a", "1"}, {"b", "2"}});
    Finish(trainer.get());
    const Policy late = PolicyOf(trainer);
    const std::vector<mog_epoch> epochs = Epochs(trainer.get());
    trainer.reset();
    EXPECT_NEAR(TestSumRate(early, run.test.get()), epochs.front().test_sum_rate, 1e-9);
    EXPECT_NEAR(TestSumRate(late, run.test.get()), epochs.back().test_sum_rate, 1e-9);
    const mog_policy_info *info = mog_policy_info_of(early.get());
    EXPECT_EQ(info->links, 4u);
    ASSERT_EQ(info->note_count, 2u);
    EXPECT_STREQ(info->notes[1].key, "b");
    EXPECT_STREQ(info->notes[1].value, "2");
    EXPECT_EQ(mog_policy_info_of(late.get())->note_count, 0u);
}

// Parameters are those of a policy that is made by the seed, but inputs are normalised already.
TEST(TrainerPolicy, IsFreshBeforeTheFirstStep) {
    Experiment run;
    run.network.normalize = false;
    const Policy own = PolicyOf(run.Create());
    const auto fresh = mogtest::Made<mog_policy>(mog_policy_create, nullptr, &run.network, nullptr,
                                                 4, run.training.seed);
    EXPECT_EQ(TestSumRate(own, run.test.get()), TestSumRate(fresh, run.test.get()));
    run.network.normalize = true;
    EXPECT_NE(TestSumRate(PolicyOf(run.Create()), run.test.get()),
              TestSumRate(fresh, run.test.get()));
}

TEST(TrainerPolicy, HasNoNotesThatNameItsArchitecture) {
    const Experiment run;
    const Trainer trainer = run.Create();
    for (const char *key : {"links", "network.kind", "utility.kind", "format", "mog.policy"}) {
        const mog_policy_note note = {key, "1"};
        mog_error error = {};
        const Policy none =
            mogtest::Made<mog_policy>(mog_trainer_policy, &error, trainer.get(), &note, size_t{1});
        EXPECT_EQ(none, nullptr) << key;
        EXPECT_EQ(error.status, MOG_ERROR_ARGUMENT);
        EXPECT_NE(std::string(error.message).find(key), std::string::npos) << error.message;
    }
}

// ---- ends -------------------------------------------------------------------------------------

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
        Dataset to = mogtest::Made<mog_dataset>(mog_dataset_create, &error, from->samples, 4, 1,
                                                MOG_DATASET_WEIGHTS);
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
    EXPECT_EQ(
        std::memcmp(before.data(), trainer->state.parameter, before.size() * sizeof before[0]), 0);
    EXPECT_EQ(std::memcmp(buffers.data(), trainer->buffer, buffers.size() * sizeof buffers[0]), 0);
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
    run = BadlyInformed();
    run.train->known_gain[17] = INFINITY;
    EXPECT_NE(run.CreationError(MOG_ERROR_DATA).find("gain[1][0][1]"), std::string::npos);
    run = BadlyInformed();
    run.train->known_gain[17] = 1e36;
    EXPECT_NE(run.CreationError(MOG_ERROR_DATA).find("gain[1][0][1]"), std::string::npos);
    run = Experiment();
    run.network.kind = MOG_NETWORK_MPGNN;
    run.network.neighbours = MOG_NEIGHBOURS_DISTANCE;
    EXPECT_NE(run.CreationError(MOG_ERROR_DATA)
                  .find("training set: the network chooses neighbours "
                        "by distance"),
              std::string::npos);
    std::vector<double> position(130 * 8);
    run.train->tx_position = run.train->rx_position = position.data();
    EXPECT_NE(run.CreationError(MOG_ERROR_DATA).find("test set: "), std::string::npos);
    run.train->tx_position = run.train->rx_position = nullptr;
    run = Experiment();
    run.train->samples = 0;
    EXPECT_NE(run.CreationError(MOG_ERROR_DATA).find("empty"), std::string::npos);
}

} // namespace
