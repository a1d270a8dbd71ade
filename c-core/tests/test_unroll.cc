// SPDX-License-Identifier: GPL-2.0-or-later
// Networks with unrolled layers in float32: symmetry, sizes, names, training, refinement.
#include "owned.h"
#include "temporary.h"
#include "unroll_fixture.h"

#include "mog/dataset.h"
#include "mog/policy.h"

extern "C" {
#include "policy/policy.h"
}

#include <numeric>

namespace {

TEST(UnrolledNetwork, PermutingTheLinksPermutesThePowers) {
    const size_t links = 9, samples = 5;
    Net net(Unrolled(3), links, samples);
    Disturb(&net);
    const Channels channels = mogtest::MakeChannels(samples, links, 0.1, 10, true, 3);
    Channels permuted = channels;
    const auto other = [&](size_t i) { return (i * 4 + 2) % links; };
    for (size_t s = 0; s < samples; s++)
        for (size_t i = 0; i < links; i++) {
            permuted.weight[s * links + other(i)] = channels.weight[s * links + i];
            for (size_t j = 0; j < links; j++)
                permuted.gain[(s * links + other(i)) * links + other(j)] =
                    channels.gain[(s * links + i) * links + j];
        }
    const Reals y = net.Forward(Batch(net, channels).View());
    const Reals z = net.Forward(Batch(net, permuted).View());
    for (size_t s = 0; s < samples; s++)
        for (size_t i = 0; i < links; i++)
            EXPECT_NEAR(z[s * links + other(i)], y[s * links + i], 1e-5);
}

TEST(UnrolledNetwork, TakesAnyNumberOfLinks) {
    Net net(Unrolled(3), 20, 8);
    Disturb(&net);
    EXPECT_TRUE(mog_network_any_links(net.network.get()));
    for (size_t links : {20, 1, 7}) {
        const Channels channels = mogtest::MakeChannels(8, links, 0.1, 10, true, 3);
        Net fitting(Unrolled(3), links, 8);
        fitting.parameter = net.parameter;
        const Reals y = net.Forward(Batch(net, channels).View());
        EXPECT_EQ(y, fitting.Forward(Batch(fitting, channels).View())) << links << " links";
        // a sample's powers do not depend on the batch
        const Channels one = channels.Sample(5);
        const Reals alone = net.Forward(Batch(net, one).View());
        for (size_t i = 0; i < links; i++)
            EXPECT_NEAR(alone[i], y[5 * links + i], 1e-5);
    }
}

TEST(UnrolledNetwork, ForwardIsForwardOfTraining) {
    Net net(Unrolled(3, MOG_NETWORK_MLP), 5, 7);
    Disturb(&net);
    const Batch batch(net, mogtest::MakeChannels(7, 5, 0.1, 10, true, 3));
    EXPECT_EQ(net.Forward(batch.View()), net.ForwardTraining(batch.View()));
}

TEST(UnrolledNetwork, IsolatedLinks) {
    Net net(Unrolled(3), 6, 4);
    Disturb(&net);
    Batch batch(net, mogtest::MakeChannels(4, 6, 0.1, 10, true, 3));
    batch.DropEdges(1); // no edges at all
    const Reals y = net.ForwardTraining(batch.View());
    net.Backward(batch.View(), y, Reals(y.size(), 1));
    for (const Reals &values : {y, net.gradient})
        for (float v : values)
            ASSERT_TRUE(std::isfinite(v));
}

TEST(UnrolledNetwork, Tensors) {
    const Net net(Unrolled(2), 3, 1);
    size_t count;
    const mog_tensor *tensors = mog_network_tensors(net.network.get(), &count);
    std::vector<std::string> names;
    for (size_t i = 0; i < count; i++)
        names.push_back(tensors[i].name);
    const std::vector<std::string> expected = {"unroll.0.hidden.weight",
                                               "unroll.0.hidden.bias",
                                               "unroll.0.factor.weight",
                                               "unroll.0.factor.bias",
                                               "unroll.0.damping",
                                               "unroll.1.hidden.weight",
                                               "unroll.1.hidden.bias",
                                               "unroll.1.factor.weight",
                                               "unroll.1.factor.bias",
                                               "unroll.1.damping",
                                               "input.mean",
                                               "input.deviation"};
    EXPECT_EQ(names, expected);
    EXPECT_EQ(net.parameter.size(), 2 * (4 * 6 + 4 + 2 * 12 + 2 + 1));
}

TEST(UnrolledNetwork, NeedsALayer) {
    const mog_network_settings settings = Unrolled(0);
    mog_error error{};
    EXPECT_EQ(MakeNetwork(settings, 3, &error), nullptr);
    EXPECT_EQ(error.status, MOG_ERROR_ARGUMENT);
    EXPECT_NE(std::string(error.message).find("network.unroll = 0"), std::string::npos);
}

using mogtest::Owned;

Owned<mog_dataset> Generate(size_t samples, size_t links, uint64_t seed) {
    mog_scenario scenario;
    mog_scenario_default(&scenario);
    scenario.links = links;
    return mogtest::Made<mog_dataset>(mog_dataset_generate, nullptr, &scenario, seed, 0, samples);
}

Channels ChannelsOf(const mog_dataset *data) {
    const size_t nodes = data->samples * data->links;
    return {data->samples,
            data->links,
            data->noise_power,
            {data->gain, data->gain + nodes * data->links},
            {}};
}

double Mean(const std::vector<double> &values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

Owned<mog_trainer> Train(const mog_network_settings &network, const mog_dataset *train,
                         const mog_dataset *test, size_t epochs) {
    mog_recipe recipe;
    mog_recipe_default(&recipe);
    recipe.network = network;
    mog_training_settings &training = recipe.training;
    training.method = MOG_METHOD_UNSUP;
    training.epochs = epochs;
    training.batch = 50;
    training.learning_rate = 5e-3;
    mog_error error{};
    auto trainer =
        mogtest::Made<mog_trainer>(mog_trainer_create, &error, &recipe, nullptr, train, test);
    EXPECT_TRUE(trainer) << error.message;
    while (trainer && !mog_trainer_state_of(trainer.get())->done)
        EXPECT_EQ(mog_trainer_step(trainer.get(), &error), MOG_OK) << error.message;
    return trainer;
}

mog_epoch LastEpoch(const mog_trainer *trainer) {
    const mog_trainer_state *now = mog_trainer_state_of(trainer);
    return now->epochs[now->epoch_count - 1];
}

TEST(UnrolledNetwork, TrainedLayersBeatAsManySweeps) {
    const Owned<mog_dataset> train = Generate(500, 10, 1), test = Generate(500, 10, 2);
    const Owned<mog_trainer> trainer = Train(Unrolled(4), train.get(), test.get(), 30);
    const Channels channels = ChannelsOf(test.get());
    const double sweeps = Mean(channels.SumRate(Sweeps(4, channels)));
    EXPECT_GT(LastEpoch(trainer.get()).test_sum_rate, 1.01 * sweeps);
}

// ---- refinement -------------------------------------------------------------------------------

std::vector<double> Powers(const mog_policy *policy, const mog_problem &problem, size_t batch) {
    mog_error error{};
    const auto runner = mogtest::Runner(policy, batch, problem.links, &error);
    std::vector<double> power(problem.samples * problem.links);
    const mog_allocation out = {nullptr, power.data()};
    EXPECT_EQ(mog_policy_run(runner.get(), &problem, &out, &error), MOG_OK) << error.message;
    return power;
}

TEST(UnrolledNetwork, APolicyFileKeepsTheLayers) {
    mog_network_settings settings = Unrolled(2);
    settings.refine = 3;
    Net net(settings, 6, 1);
    Disturb(&net);
    mog_error error{};
    const auto policy =
        mogtest::Made<mog_policy>(mog_policy_from_numbers, &error, &settings, nullptr, 6,
                                  net.parameter.data(), net.buffer.data(), nullptr, 0);
    ASSERT_TRUE(policy) << error.message;
    const mogtest::TemporaryDirectory directory;
    const std::string path = directory / "policy.safetensors";
    ASSERT_EQ(mog_policy_save(policy.get(), path.c_str(), &error), MOG_OK) << error.message;
    const auto loaded = mogtest::Made<mog_policy>(mog_policy_load, &error, path.c_str());
    ASSERT_TRUE(loaded) << error.message;
    for (size_t links : {6, 11}) { // trained for 6, run for others
        const Channels channels = mogtest::MakeChannels(4, links, 0.1, 10, true, 3);
        EXPECT_EQ(Powers(loaded.get(), channels.View(), 4),
                  Powers(policy.get(), channels.View(), 4));
    }
}

TEST(Refinement, APolicyRunsItsSweeps) {
    mog_network_settings settings = Unrolled(0, MOG_NETWORK_MLP);
    const Net net(settings, 7, 1);
    const auto policy = [&](size_t refine) {
        settings.refine = refine;
        return mogtest::Made<mog_policy>(mog_policy_from_numbers, nullptr, &settings, nullptr, 7,
                                         net.parameter.data(), net.buffer.data(), nullptr, 0);
    };
    const Channels channels = mogtest::MakeChannels(21, 7, 0.1, 10, true, 3);
    const mog_problem problem = channels.View();
    const std::vector<double> plain = Powers(policy(0).get(), problem, 5);
    const std::vector<double> before = channels.SumRate(plain);
    for (size_t sweeps : {1, 10}) {
        const std::vector<double> refined = Powers(policy(sweeps).get(), problem, 5);
        std::vector<double> expected = plain;
        const mog_allocation out = {nullptr, expected.data()};
        const mogtest::Refiner refiner = mogtest::CreateRefiner(0, sweeps, 7, 1);
        EXPECT_EQ(mog_refine(refiner.get(), &problem, &out, nullptr), MOG_OK);
        EXPECT_EQ(refined, expected);
        const std::vector<double> after = channels.SumRate(refined);
        for (size_t n = 0; n < after.size(); n++)
            EXPECT_GT(after[n], before[n]);
    }
}

TEST(Refinement, CountsInTrainingsMeasurements) {
    const Owned<mog_dataset> train = Generate(100, 5, 1), test = Generate(300, 5, 2);
    mog_network_settings settings = Unrolled(0, MOG_NETWORK_MLP);
    const Owned<mog_trainer> plain = Train(settings, train.get(), test.get(), 2);
    settings.refine = 10;
    const Owned<mog_trainer> refined = Train(settings, train.get(), test.get(), 2);
    const mog_trainer *trainer = refined.get();
    const auto policy = mogtest::Made<mog_policy>(mog_trainer_policy, nullptr, trainer, nullptr, 0);
    const Channels channels = ChannelsOf(test.get());
    const double measured = Mean(channels.SumRate(Powers(policy.get(), channels.View(), 64)));
    EXPECT_NEAR(LastEpoch(trainer).test_sum_rate, measured, 1e-6 * measured);
    EXPECT_GT(LastEpoch(trainer).test_sum_rate, LastEpoch(plain.get()).test_sum_rate);
    // training does not see it
    EXPECT_EQ(LastEpoch(trainer).loss, LastEpoch(plain.get()).loss);
}

} // namespace
