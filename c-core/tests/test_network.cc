// SPDX-License-Identifier: GPL-2.0-or-later
// Networks in float32: tensors, inputs, outputs, what is refused; MLPs against PyTorch.
#include "network_fixture.h"

extern "C" {
#include "nn/layer/layers.h"
#include "nn/tensors.h"
}

#include <cstring>

namespace {

TEST(Network, LossesAndGradientsAsPyTorch) {
    CheckReference(MlpReference(), 1e-4);
}

TEST(Tensors, TheTableGrows) {
    mog_tensors tensors = {};
    const size_t count = 5000, shape[] = {2, 3};
    for (size_t n = 0; n < count; n++)
        EXPECT_EQ(mog_tensors_add(&tensors, n % 2 == 0, 2, shape, "t.%zu", n), n / 2 * 6);
    ASSERT_EQ(mog_tensors_check(&tensors, nullptr), MOG_OK);
    ASSERT_EQ(tensors.count, count);
    EXPECT_EQ(tensors.parameters, 3 * count);
    EXPECT_EQ(tensors.buffers, 3 * count);
    for (size_t n = 0; n < count; n++) {
        const mog_tensor &t = tensors.tensor[n];
        EXPECT_EQ(t.trainable, n < count / 2);
        EXPECT_EQ(t.name, "t." + std::to_string(n < count / 2 ? 2 * n : 2 * n - count + 1));
    }
    mog_tensors_clear(&tensors);
}

TEST(Tensors, ANameThatDoesNotFitIsRefused) {
    const std::string longest(MOG_TENSOR_NAME_SIZE - 1, 'n');
    mog_tensors tensors = {};
    mog_error error = {};
    const size_t one = 1;
    mog_tensors_add(&tensors, true, 1, &one, "%s", longest.c_str());
    EXPECT_EQ(mog_tensors_check(&tensors, &error), MOG_OK);
    mog_tensors_add(&tensors, true, 1, &one, "%s+", longest.c_str());
    mog_tensors_add(&tensors, true, 1, &one, "fits");
    EXPECT_EQ(mog_tensors_check(&tensors, &error), MOG_ERROR_ARGUMENT);
    EXPECT_NE(std::string(error.message).find("63 characters"), std::string::npos);
    mog_tensors_clear(&tensors);
}

TEST(Network, TensorsAreNamedAndOrderedAsInPyTorch) {
    const Net net(Settings({6, 4}, true, MOG_OUTPUT_SIGMOID), 3, 1);
    const std::vector<std::string> expected = {
        "layers.0.weight 6x9",     "layers.0.bias 6",         "layers.2.weight 6",
        "layers.2.bias 6",         "layers.3.weight 4x6",     "layers.3.bias 4",
        "layers.5.weight 4",       "layers.5.bias 4",         "layers.6.weight 3x4",
        "layers.6.bias 3",         "layers.2.running_mean 6", "layers.2.running_var 6",
        "layers.5.running_mean 4", "layers.5.running_var 4",  "input.mean 9",
        "input.deviation 9"};
    size_t count, parameters = 0, buffers = 0;
    const mog_tensor *tensors = mog_network_tensors(net.network.get(), &count);
    std::vector<std::string> names;
    for (size_t i = 0; i < count; i++) {
        const mog_tensor &t = tensors[i];
        names.push_back(std::string(t.name) + " " + std::to_string(t.shape[0]) +
                        (t.rank == 2 ? "x" + std::to_string(t.shape[1]) : ""));
        size_t &end = t.trainable ? parameters : buffers;
        EXPECT_EQ(t.offset, end) << t.name;
        end += t.shape[0] * t.shape[1];
    }
    EXPECT_EQ(names, expected);
    EXPECT_EQ(parameters, net.parameter.size());
    EXPECT_EQ(buffers, net.buffer.size());
    EXPECT_EQ(net.Links(), 3u);
}

TEST(Network, InitialParametersAreUniformAndFollowTheSeed) {
    const mog_network_settings settings = Settings({50}, true, MOG_OUTPUT_SIGMOID);
    const Net net(settings, 4, 1, 7), same(settings, 4, 1, 7), other(settings, 4, 1, 8);
    EXPECT_EQ(net.parameter, same.parameter);
    EXPECT_NE(net.parameter, other.parameter);
    const mog_tensor &weight = net.Tensor("layers.0.weight");
    double sum = 0, squares = 0;
    for (size_t i = 0; i < 800; i++) {
        const double w = net.parameter[weight.offset + i];
        EXPECT_LE(std::fabs(w), 0.25); // 1 / sqrt(16)
        sum += w;
        squares += w * w;
    }
    EXPECT_NEAR(sum / 800, 0, 0.02);
    EXPECT_NEAR(squares / 800, 0.25 * 0.25 / 3, 0.002);
    EXPECT_EQ(net.parameter[net.Tensor("layers.2.weight").offset], 1);
    EXPECT_EQ(net.parameter[net.Tensor("layers.2.bias").offset], 0);
    EXPECT_EQ(net.buffer[net.Tensor("layers.2.running_var").offset], 1);
    EXPECT_EQ(net.buffer[net.Tensor("input.deviation").offset], 1);
}

TEST(Network, OneSampleIsTheSameAsInABatch) {
    for (size_t links : {1, 3, 5, 20}) {
        Net net(Settings({33, 20}, true, MOG_OUTPUT_SIGMOID), links, 8);
        const size_t in = links * links;
        const Reals x = Numbers(8 * in, 0.2), all = net.Forward(x);
        for (size_t b = 0; b < 8; b++) {
            const Reals one = net.Forward(Reals(x.begin() + b * in, x.begin() + (b + 1) * in));
            for (size_t k = 0; k < links; k++)
                EXPECT_NEAR(one[k], all[b * links + k], 2e-6);
        }
    }
}

// The same bits on every CPU: products go into 16 sums in turn, which are added in halves.
TEST(Network, OneSampleAddsInAFixedOrder) {
    for (size_t in : {1, 15, 16, 25, 100, 200}) {
        for (size_t out : {1, 3, 8, 13, 20}) {
            const Reals x = Numbers(in, 0.3), w = Numbers(in * out, 0.7);
            Reals z(out);
            mog_linear_forward(z.data(), x.data(), w.data(), 1, in, out);
            for (size_t o = 0; o < out; o++) {
                mog_real lane[16] = {0};
                const size_t whole = in - in % 16;
                for (size_t k = 0; k < whole; k++)
                    lane[k % 16] += w[o * in + k] * x[k];
                for (size_t half = 8; half > 0; half /= 2)
                    for (size_t l = 0; l < half; l++)
                        lane[l] += lane[l + half];
                mog_real sum = lane[0];
                for (size_t k = whole; k < in; k++)
                    sum += w[o * in + k] * x[k];
                EXPECT_EQ(z[o], sum) << in << " " << out << " " << o;
            }
        }
    }
}

TEST(Network, InferenceChangesNoBuffer) {
    Net net(Settings({6}, true, MOG_OUTPUT_RELU6), 3, 4);
    const Reals before = net.buffer, x = Numbers(4 * 9, 0.2), y = net.Forward(x);
    EXPECT_EQ(net.buffer, before);
    EXPECT_EQ(net.Forward(x), y);
    net.ForwardTraining(x);
    EXPECT_NE(net.buffer, before);
}

// One hidden unit that passes x through: its statistics are the batch's, moved a tenth of the way,
// the variance with n - 1 in the denominator.
TEST(Network, RunningStatisticsAsPyTorch) {
    Net net(Settings({1}, true, MOG_OUTPUT_SIGMOID), 1, 4);
    net.parameter[net.Tensor("layers.0.weight").offset] = 1;
    net.parameter[net.Tensor("layers.0.bias").offset] = 0;
    const size_t mean = net.Tensor("layers.2.running_mean").offset;
    const size_t variance = net.Tensor("layers.2.running_var").offset;
    net.ForwardTraining(Reals{1, 2, 4, 9}); // mean 4, squared deviations 9 + 4 + 0 + 25
    EXPECT_NEAR(net.buffer[mean], 0.1 * 4, 1e-6);
    EXPECT_NEAR(net.buffer[variance], 0.9 + 0.1 * 38 / 3.0, 1e-6);
    net.ForwardTraining(Reals{5}); // one sample has no unbiased variance
    EXPECT_NEAR(net.buffer[mean], 0.9 * 0.4 + 0.1 * 5, 1e-6);
    EXPECT_NEAR(net.buffer[variance], 0.9 + 0.1 * 38 / 3.0, 1e-6);
}

TEST(Network, Relu6ReachesBothEnds) {
    Net net(Settings({}, false, MOG_OUTPUT_RELU6), 1, 1);
    net.parameter[0] = 1;
    net.parameter[1] = 0;
    EXPECT_EQ(net.Forward(Reals{-1})[0], 0);
    EXPECT_EQ(net.Forward(Reals{7})[0], 1);
    EXPECT_NEAR(net.Forward(Reals{3})[0], 0.5, 1e-7);
}

// ---- outputs ----------------------------------------------------------------------------------

// Probabilities that round to 0 or 1, and exponentials that would overflow.
TEST(Network, OutputsSurviveAnyFiniteNumber) {
    const Reals z = {-1e30f, -200, -100, 0, 100, 200, 1e30f, 3e38f, -3e38f, 88, -88, 17};
    const Reals bias(z.size(), 0), dy = Numbers(z.size(), 0.3);
    for (mog_output output : {MOG_OUTPUT_SIGMOID, MOG_OUTPUT_RELU6, MOG_OUTPUT_BERNOULLI,
                              MOG_OUTPUT_BETA, MOG_OUTPUT_SOFTMAX, MOG_OUTPUT_LINEAR}) {
        Reals y = z, dz(z.size()), dbias(z.size());
        mog_bias_output(y.data(), bias.data(), 1, z.size(), 3, output);
        mog_bias_output_backward(dz.data(), dbias.data(), dy.data(), y.data(), 1, z.size(), 3,
                                 output);
        for (size_t i = 0; i < z.size(); i++) {
            EXPECT_TRUE(std::isfinite(y[i])) << output << " " << z[i];
            EXPECT_TRUE(std::isfinite(dz[i])) << output << " " << z[i];
        }
    }
}

TEST(Network, SoftmaxOfOneBlockIsCertain) {
    mog_network_settings settings = Settings({4}, false, MOG_OUTPUT_SOFTMAX);
    Net net(settings, 3, 2);
    EXPECT_EQ(net.Width(), 1u);
    const Reals x = Numbers(18, 0.2), y = net.ForwardTraining(x);
    EXPECT_EQ(y, Reals(6, 1));
    net.Backward(x, y, Numbers(6, 0.3));
    for (mog_real g : net.gradient)
        EXPECT_NEAR(g, 0, 1e-7);
}

// NaN must come out as NaN: whoever runs the network sees that something is wrong.
TEST(Network, SoftmaxLetsNanThrough) {
    Reals z = {1, NAN, 2, 1, 2, 3};
    const Reals bias(6, 0);
    mog_bias_output(z.data(), bias.data(), 1, 6, 3, MOG_OUTPUT_SOFTMAX);
    for (size_t i = 0; i < 6; i++)
        EXPECT_EQ(std::isnan(z[i]), i < 3);
}

TEST(Network, ExtraInputsOfOneSampleAreTheSameAsInABatch) {
    mog_network_settings settings = Settings({33, 20}, true, MOG_OUTPUT_LINEAR);
    settings.extra = 3;
    settings.n_rb = 2;
    settings.per_rb = true;
    const size_t links = 4, samples = 5, in = 2 * links * links;
    Net net(settings, links, samples);
    const Reals x = Numbers(samples * in, 0.2), extra = Numbers(samples * links * 3, 0.4);
    mog_network_batch batch = net.Batch(x);
    batch.extra = extra.data();
    const Reals all = net.Forward(batch);
    for (size_t s = 0; s < samples; s++) {
        const mog_network_batch one = {
            1,       links,   x.data() + s * in, nullptr,
            nullptr, nullptr, nullptr,           extra.data() + s * links * 3};
        const Reals y = net.Forward(one);
        for (size_t k = 0; k < links; k++)
            EXPECT_NEAR(y[k], all[s * links + k], 2e-6);
    }
}

// ---- inputs -----------------------------------------------------------------------------------

class Feature : public testing::TestWithParam<mog_feature> {};
INSTANTIATE_TEST_SUITE_P(Network, Feature,
                         testing::Values(MOG_FEATURE_AMPLITUDE, MOG_FEATURE_POWER,
                                         MOG_FEATURE_DECIBEL, MOG_FEATURE_RATE));

double Expected(mog_feature feature, double ratio) {
    switch (feature) {
    case MOG_FEATURE_AMPLITUDE:
        return std::sqrt(ratio);
    case MOG_FEATURE_POWER:
        return ratio;
    case MOG_FEATURE_DECIBEL:
        return 10 * std::log10(ratio + 1e-12);
    case MOG_FEATURE_RATE:
        break;
    }
    return std::log2(1 + ratio);
}

TEST_P(Feature, IsOfTheGainOverTheNoise) {
    mog_network_settings settings = Settings({4}, false, MOG_OUTPUT_SIGMOID);
    settings.feature = GetParam();
    settings.normalize = false;
    Net net(settings, 2, 1);
    const std::vector<double> ratio = {0, 0.03, 1, 5e7};
    const double noise =
        6.3e-15; // watts: the gains are far below float32's smallest normal squares
    std::vector<double> gain;
    for (double r : ratio)
        gain.push_back(r * noise);
    const mog_problem problem = {1,       2,       noise,   gain.data(), nullptr,
                                 nullptr, nullptr, nullptr, 1,           false};
    mog_network_fit_input(net.network.get(), &problem, net.buffer.data());
    Reals x(4);
    mog_network_input(net.network.get(), net.buffer.data(), &problem, x.data());
    for (size_t i = 0; i < 4; i++)
        EXPECT_NEAR(x[i], Expected(GetParam(), ratio[i]),
                    2e-6 * std::max(1.0, std::fabs(Expected(GetParam(), ratio[i]))));
}

TEST_P(Feature, IsNormalisedOverTheTrainingSet) {
    mog_network_settings settings = Settings({4}, false, MOG_OUTPUT_SIGMOID);
    settings.feature = GetParam();
    const size_t links = 9, in = links * links, samples = 300; // more inputs than one strip
    Net net(settings, links, 1);
    std::vector<double> gain(samples * in);
    for (size_t i = 0; i < gain.size(); i++)
        gain[i] = i % in == 3 ? 0.7 : 1 + std::sin(static_cast<double>(i * i % 1013));
    const mog_problem problem = {samples, links,   0.5,     gain.data(), nullptr,
                                 nullptr, nullptr, nullptr, 1,           false};
    mog_network_fit_input(net.network.get(), &problem, net.buffer.data());
    Reals x(gain.size());
    mog_network_input(net.network.get(), net.buffer.data(), &problem, x.data());
    for (size_t i = 0; i < in; i++) {
        double sum = 0, squares = 0;
        for (size_t s = 0; s < samples; s++) {
            sum += x[s * in + i];
            squares += static_cast<double>(x[s * in + i]) * x[s * in + i];
        }
        EXPECT_NEAR(sum / samples, 0, 1e-5) << i;
        EXPECT_NEAR(squares / samples, i == 3 ? 0 : 1, 1e-5) << i;
    }
    // input 3 never varies: nothing to divide by
    EXPECT_EQ(net.buffer[net.Tensor("input.deviation").offset + 3], 1);
}

// Gains of 2 RBs: every entry of both matrices has statistics of its own.
TEST(Network, GainsOfEveryBlockAreNormalised) {
    mog_network_settings settings = Settings({4}, false, MOG_OUTPUT_SOFTMAX);
    settings.n_rb = 2;
    settings.per_rb = true;
    const size_t links = 3, in = 2 * links * links, samples = 40;
    Net net(settings, links, 1);
    EXPECT_EQ(net.Tensor("input.mean").shape[0], in);
    std::vector<double> gain(samples * in);
    for (size_t i = 0; i < gain.size(); i++)
        gain[i] = (1 + static_cast<double>(i % in)) * (1.1 + std::sin(static_cast<double>(i * i)));
    mog_problem problem = {samples, links,   0.5,     gain.data(), nullptr,
                           nullptr, nullptr, nullptr, 1,           false};
    problem.n_rb = 2;
    problem.per_rb = true;
    ASSERT_EQ(mog_network_accepts(net.network.get(), &problem, nullptr), MOG_OK);
    mog_network_fit_input(net.network.get(), &problem, net.buffer.data());
    Reals x(gain.size());
    mog_network_input(net.network.get(), net.buffer.data(), &problem, x.data());
    for (size_t i = 0; i < in; i++) {
        double sum = 0, squares = 0;
        for (size_t s = 0; s < samples; s++) {
            sum += x[s * in + i];
            squares += static_cast<double>(x[s * in + i]) * x[s * in + i];
        }
        EXPECT_NEAR(sum / samples, 0, 1e-5) << i;
        EXPECT_NEAR(squares / samples, 1, 1e-5) << i;
    }
}

TEST(Network, AcceptsOnlyTheBlocksItWasMadeFor) {
    const auto refusal = [](const mog_network_settings &settings, size_t n_rb, bool per_rb) {
        const Net net(settings, 3, 1);
        mog_problem problem{};
        problem.links = 3;
        problem.n_rb = n_rb;
        problem.per_rb = per_rb;
        mog_error error{};
        const mog_status status = mog_network_accepts(net.network.get(), &problem, &error);
        EXPECT_TRUE(status == MOG_OK || status == MOG_ERROR_DATA);
        return std::string(status == MOG_OK ? "" : error.message);
    };
    mog_network_settings blocks = Settings({4}, false, MOG_OUTPUT_SOFTMAX);
    blocks.n_rb = 3;
    EXPECT_EQ(refusal(blocks, 3, false), "");
    EXPECT_NE(refusal(blocks, 4, false).find("3 resource blocks, and these channels have 4"),
              std::string::npos);
    EXPECT_NE(refusal(blocks, 0, false).find("channels have 1"), std::string::npos);
    EXPECT_NE(refusal(blocks, 3, true).find("per_rb"), std::string::npos);
    blocks.per_rb = true;
    EXPECT_EQ(refusal(blocks, 3, true), "");
    EXPECT_NE(refusal(blocks, 3, false).find("3 matrices of gains, and these channels have 1"),
              std::string::npos);
    const mog_network_settings powers = Settings({4}, false, MOG_OUTPUT_BETA);
    EXPECT_EQ(refusal(powers, 0, false), "");
    EXPECT_EQ(refusal(powers, 1, true), "");
    EXPECT_NE(refusal(powers, 2, false).find("1 resource block, and these channels have 2"),
              std::string::npos);
}

// ---- bad settings -----------------------------------------------------------------------------

std::string CreationError(const mog_network_settings &settings, size_t links) {
    mog_error error;
    const Network network = MakeNetwork(settings, links, &error);
    return network ? "" : error.message;
}

TEST(Network, RefusesBadSettings) {
    const mog_network_settings good = Settings({4}, false, MOG_OUTPUT_SIGMOID);
    EXPECT_EQ(CreationError(good, 3), "");
    EXPECT_NE(CreationError(good, 0).find("0 links"), std::string::npos);
    EXPECT_NE(CreationError(good, size_t{1} << 40).find("links"), std::string::npos);
    mog_network_settings bad = good;
    bad.hidden.value[0] = 0;
    EXPECT_NE(CreationError(bad, 3).find("hidden"), std::string::npos);
    bad = good;
    bad.kind = 77;
    EXPECT_NE(CreationError(bad, 3).find("kind"), std::string::npos);
    bad = good;
    bad.output = -1;
    EXPECT_NE(CreationError(bad, 3).find("output"), std::string::npos);
}

TEST(Network, RefusesSettingsThatMeanNothingTogether) {
    const auto error = [](int kind, mog_output output, auto change) {
        mog_network_settings settings = Settings({4}, false, output);
        settings.kind = kind;
        change(settings);
        return CreationError(settings, 3);
    };
    const auto has = [](const std::string &text, const char *part) {
        return text.find(part) != std::string::npos;
    };
    using S = mog_network_settings;
    EXPECT_TRUE(has(error(MOG_NETWORK_MLP, MOG_OUTPUT_SOFTMAX, [](S &s) { s.n_rb = 0; }), "n_rb"));
    for (mog_output output :
         {MOG_OUTPUT_SIGMOID, MOG_OUTPUT_RELU6, MOG_OUTPUT_BERNOULLI, MOG_OUTPUT_BETA})
        EXPECT_TRUE(has(error(MOG_NETWORK_MLP, output, [](S &s) { s.n_rb = 2; }), "one band"));
    for (mog_output output :
         {MOG_OUTPUT_BERNOULLI, MOG_OUTPUT_BETA, MOG_OUTPUT_SOFTMAX, MOG_OUTPUT_LINEAR})
        EXPECT_TRUE(has(error(MOG_NETWORK_MLP, output, [](S &s) { s.unroll = 2; }), "unroll"));
    EXPECT_TRUE(
        has(error(MOG_NETWORK_UNROLLED, MOG_OUTPUT_SOFTMAX, [](S &s) { s.unroll = 2; }), "unroll"));
    for (int kind : {MOG_NETWORK_CNN, MOG_NETWORK_UNROLLED})
        EXPECT_TRUE(has(error(kind, MOG_OUTPUT_SIGMOID, [](S &s) { s.extra = 1; }), "extra"));
    EXPECT_TRUE(has(error(MOG_NETWORK_MLP, MOG_OUTPUT_SIGMOID,
                          [](S &s) {
                              s.extra = 1;
                              s.unroll = 1;
                          }),
                    "unroll"));
    for (mog_output output : {MOG_OUTPUT_BETA, MOG_OUTPUT_SOFTMAX, MOG_OUTPUT_LINEAR})
        EXPECT_TRUE(has(error(MOG_NETWORK_MPGNN, output, [](S &s) { s.power_state = true; }),
                        "power_state"));
    EXPECT_TRUE(
        has(error(MOG_NETWORK_MLP, MOG_OUTPUT_LINEAR, [](S &s) { s.refine = 1; }), "refine"));
}

/** Why there is no workspace for training. */
mog_status WorkspaceError(const mog_network *network, const mog_network_shape &shape) {
    mog_error error{};
    EXPECT_EQ(MakeWorkspace(network, shape, true, &error), nullptr);
    return error.status;
}

TEST(Network, RefusesAnImpossibleBatch) {
    const Net net(Settings({4}, false, MOG_OUTPUT_SIGMOID), 3, 1);
    for (const mog_network_shape &shape :
         {mog_network_shape{0, 3, 0}, mog_network_shape{SIZE_MAX, 3, 0}, mog_network_shape{1, 4, 0},
          mog_network_shape{1, 0, 0}})
        EXPECT_EQ(WorkspaceError(net.network.get(), shape), MOG_ERROR_ARGUMENT);
}

TEST(Network, TheLargestHasRoomForItsTensors) {
    const mog_sizes most = {MOG_MAX_SIZES, {1, 1, 1, 1, 1, 1, 1, 1}};
    mog_network_settings large = Settings({}, true, MOG_OUTPUT_SIGMOID);
    large.kind = MOG_NETWORK_MPGNN;
    large.rounds = 16;
    large.node_embedding = large.edge_embedding = large.head = most;
    large.message = large.update = {1, {most}};
    large.unroll = 32;
    const Network network = MakeNetwork(large, 3, nullptr);
    ASSERT_NE(network, nullptr);
    size_t count;
    const mog_tensor *tensors = mog_network_tensors(network.get(), &count);
    const size_t stacks = 16 * 2 + 3, of_a_layer = 6, of_a_sweep = 5;
    EXPECT_EQ(count, stacks * MOG_MAX_SIZES * of_a_layer + 2 + 32 * of_a_sweep + 2);
    EXPECT_STREQ(tensors[0].name, "node_embedding.0.weight");
    EXPECT_STREQ(tensors[count - 1].name, "input.deviation");
}

// Sizes whose products or sums do not fit into a size_t.
TEST(Network, RefusesABatchBeyondAllMemory) {
    mog_network_settings wide = Settings({}, true, MOG_OUTPUT_SIGMOID);
    wide.kind = MOG_NETWORK_MPGNN;
    wide.rounds = 16;
    wide.message.list[0] = {MOG_MAX_SIZES, {4096, 4096, 4096, 4096, 4096, 4096, 4096, 4096}};
    const Network network = MakeNetwork(wide, 3, nullptr);
    ASSERT_NE(network, nullptr);
    EXPECT_EQ(WorkspaceError(network.get(), {1, 4097, 0}), MOG_ERROR_ARGUMENT);
    EXPECT_EQ(WorkspaceError(network.get(), {size_t{1} << 24, 4096, 0}), MOG_ERROR_ARGUMENT);
    EXPECT_EQ(WorkspaceError(network.get(), {1, 4096, SIZE_MAX / 2 + 1}), MOG_ERROR_ARGUMENT);
    EXPECT_EQ(WorkspaceError(network.get(), {(size_t{1} << 19) - 1, 4096, 0}), MOG_ERROR_MEMORY);
}

} // namespace
