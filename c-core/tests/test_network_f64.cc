// SPDX-License-Identifier: GPL-2.0-or-later
// Gradients of layers, networks and losses in float64: against PyTorch and finite differences.
#include "f64.h"

#include "gradient_check.h"

extern "C" {
#include "nn/layer/layers.h"
}

namespace {

TEST(NetworkF64, LossesAndGradientsAsPyTorch) {
    CheckReference(MlpReference(), 1e-10);
}

TEST(NetworkF64, LinearGradients) {
    const size_t batch = 3, in = 5, out = 4;
    mog_error error;
    ASSERT_EQ(mog_blas_open(nullptr, &error), MOG_OK) << error.message;
    Reals x = Numbers(batch * in, 0.1), weight = Numbers(out * in, 0.2);
    const Reals direction = Numbers(batch * out, 0.3);
    const auto f = [&] {
        Reals z(batch * out);
        mog_linear_forward(z.data(), x.data(), weight.data(), batch, in, out);
        return Project(z, direction);
    };
    Reals dweight(weight.size()), dx(x.size());
    mog_linear_backward_weight(dweight.data(), direction.data(), x.data(), batch, in, out);
    mog_linear_backward_input(dx.data(), direction.data(), weight.data(), batch, in, out);
    CheckGradient(f, weight, dweight);
    CheckGradient(f, x, dx);
}

TEST(NetworkF64, LinearOfOneSampleIsLinearOfABatch) {
    const size_t batch = 3, in = 7, out = 4;
    mog_error error;
    ASSERT_EQ(mog_blas_open(nullptr, &error), MOG_OK) << error.message;
    const Reals x = Numbers(batch * in, 0.1), weight = Numbers(out * in, 0.2);
    Reals all(batch * out), one(out);
    mog_linear_forward(all.data(), x.data(), weight.data(), batch, in, out);
    for (size_t b = 0; b < batch; b++) {
        mog_linear_forward(one.data(), x.data() + b * in, weight.data(), 1, in, out);
        for (size_t j = 0; j < out; j++)
            EXPECT_NEAR(one[j], all[b * out + j], 1e-14);
    }
}

TEST(NetworkF64, ReluGradients) {
    const size_t batch = 4, n = 6;
    Reals z = Numbers(batch * n, 0.4), bias = Numbers(n, 0.5);
    const Reals direction = Numbers(batch * n, 0.6);
    const auto f = [&] {
        Reals a = z;
        mog_bias_relu(a.data(), bias.data(), batch, n);
        return Project(a, direction);
    };
    Reals a = z, d = direction, dbias(n);
    mog_bias_relu(a.data(), bias.data(), batch, n);
    mog_bias_relu_backward(d.data(), dbias.data(), a.data(), batch, n);
    CheckGradient(f, z, d);
    CheckGradient(f, bias, dbias);
}

struct OutputCase {
    const char *name;
    mog_output output;
    size_t width;
    double smallest, largest;
};

const OutputCase outputs[] = {
    {"Sigmoid", MOG_OUTPUT_SIGMOID, 1, 0, 1},
    {"Relu6", MOG_OUTPUT_RELU6, 1, 0, 1},
    {"Bernoulli", MOG_OUTPUT_BERNOULLI, 1, 0, 1},
    {"Beta", MOG_OUTPUT_BETA, 2, 1, INFINITY},
    {"Softmax", MOG_OUTPUT_SOFTMAX, 3, 0, 1},
    {"Linear", MOG_OUTPUT_LINEAR, 1, -INFINITY, INFINITY},
};

class Output : public testing::TestWithParam<OutputCase> {};
INSTANTIATE_TEST_SUITE_P(NetworkF64, Output, testing::ValuesIn(outputs),
                         [](const testing::TestParamInfo<OutputCase> &p) { return p.param.name; });

TEST_P(Output, Gradients) {
    const size_t batch = 4, n = 6, width = GetParam().width;
    const mog_output output = GetParam().output;
    Reals z = Numbers(batch * n, 0.4), bias = Numbers(n, 0.5);
    for (size_t i = 0; i < z.size(); i++)
        z[i] = 3 + 4 * z[i]; // all three pieces of ReLU6
    const Reals direction = Numbers(batch * n, 0.6);
    const auto f = [&] {
        Reals y = z;
        mog_bias_output(y.data(), bias.data(), batch, n, width, output);
        return Project(y, direction);
    };
    Reals y = z, dz(z.size()), dbias(n);
    mog_bias_output(y.data(), bias.data(), batch, n, width, output);
    EXPECT_GE(*std::min_element(y.begin(), y.end()), GetParam().smallest);
    EXPECT_LE(*std::max_element(y.begin(), y.end()), GetParam().largest);
    mog_bias_output_backward(dz.data(), dbias.data(), direction.data(), y.data(), batch, n, width,
                             output);
    CheckGradient(f, z, dz);
    CheckGradient(f, bias, dbias);
}

TEST(NetworkF64, OutputsAreTheirClosedForms) {
    const Reals z = {-1, 0.5, 2, 0, 0, 0}, bias = {0.1, -0.2, 0.3, 0, 0, 0};
    Reals y = z;
    mog_bias_output(y.data(), bias.data(), 1, 6, 3, MOG_OUTPUT_SOFTMAX);
    const double sum = std::exp(-0.9) + std::exp(0.3) + std::exp(2.3);
    const double expected[] = {
        std::exp(-0.9) / sum, std::exp(0.3) / sum, std::exp(2.3) / sum, 1. / 3, 1. / 3, 1. / 3};
    for (size_t i = 0; i < 6; i++)
        EXPECT_NEAR(y[i], expected[i], 1e-15);
    y = z;
    mog_bias_output(y.data(), bias.data(), 1, 6, 2, MOG_OUTPUT_BETA);
    for (size_t i = 0; i < 6; i++)
        EXPECT_NEAR(y[i], 1 + std::log(1 + std::exp(z[i] + bias[i])), 1e-15);
    y = z;
    mog_bias_output(y.data(), bias.data(), 1, 6, 1, MOG_OUTPUT_LINEAR);
    for (size_t i = 0; i < 6; i++)
        EXPECT_EQ(y[i], z[i] + bias[i]);
}

TEST(NetworkF64, BatchNormGradients) {
    const size_t batch = 5, n = 3;
    Reals x = Numbers(batch * n, 0.7), weight = Numbers(n, 0.8), bias = Numbers(n, 0.9);
    const Reals direction = Numbers(batch * n, 1.0);
    Reals mean(n), inverse(n), running_mean(n), running_variance(n, 1), y(batch * n);
    const auto forward = [&] {
        mog_batch_norm_training(y.data(), mean.data(), inverse.data(), running_mean.data(),
                                running_variance.data(), x.data(), weight.data(), bias.data(),
                                batch, n);
        return Project(y, direction);
    };
    forward();
    Reals d = direction, dweight(n), dbias(n);
    mog_batch_norm_backward(d.data(), dweight.data(), dbias.data(), x.data(), mean.data(),
                            inverse.data(), weight.data(), batch, n);
    CheckGradient(forward, x, d);
    CheckGradient(forward, weight, dweight);
    CheckGradient(forward, bias, dbias);
}

struct Architecture {
    const char *name;
    std::vector<size_t> hidden;
    bool batch_norm;
    mog_output output;
    size_t links;
};

class WholeNetwork : public testing::TestWithParam<Architecture> {};
INSTANTIATE_TEST_SUITE_P(
    NetworkF64, WholeNetwork,
    testing::Values(Architecture{"Plain", {7, 6}, false, MOG_OUTPUT_SIGMOID, 3},
                    Architecture{"BatchNorm", {7, 6}, true, MOG_OUTPUT_SIGMOID, 3},
                    Architecture{"BatchNormRelu6", {5}, true, MOG_OUTPUT_RELU6, 3},
                    Architecture{"Linear", {}, false, MOG_OUTPUT_SIGMOID, 3},
                    Architecture{"Deep", {6, 5, 7, 4}, true, MOG_OUTPUT_SIGMOID, 2},
                    Architecture{"OneLink", {4}, false, MOG_OUTPUT_SIGMOID, 1}),
    [](const testing::TestParamInfo<Architecture> &p) { return p.param.name; });

/** Every output, from one matrix or one for each of 3 RBs, with and without extra inputs. */
struct Variant {
    OutputCase output;
    bool per_rb;
    size_t extra;
    bool batch_norm;
    std::vector<size_t> hidden;

    mog_network_settings Make() const {
        mog_network_settings settings = Settings(hidden, batch_norm, output.output);
        const bool blocks =
            output.output == MOG_OUTPUT_SOFTMAX || output.output == MOG_OUTPUT_LINEAR;
        settings.n_rb = blocks ? 3 : 1;
        settings.per_rb = per_rb;
        settings.extra = extra;
        return settings;
    }
};

std::vector<Variant> Variants() {
    std::vector<Variant> variants;
    for (const OutputCase &output : outputs)
        for (size_t extra : {0, 2})
            for (bool batch_norm : {false, true}) {
                variants.push_back({output, false, extra, batch_norm, {7, 6}});
                if (output.output == MOG_OUTPUT_SOFTMAX || output.output == MOG_OUTPUT_LINEAR)
                    variants.push_back({output, true, extra, batch_norm, {7, 6}});
            }
    for (size_t extra : {0, 2}) // nothing between the input and the output layer
        variants.push_back({outputs[4], true, extra, false, {}});
    return variants;
}

class WholeVariant : public testing::TestWithParam<Variant> {};
INSTANTIATE_TEST_SUITE_P(NetworkF64, WholeVariant, testing::ValuesIn(Variants()),
                         [](const testing::TestParamInfo<Variant> &p) {
                             const Variant &v = p.param;
                             return std::string(v.output.name) + (v.per_rb ? "PerRb" : "") +
                                    (v.extra > 0 ? "Extra" : "") + (v.batch_norm ? "Norm" : "") +
                                    (v.hidden.empty() ? "NoHidden" : "");
                         });

TEST_P(WholeVariant, GradientsOfParametersAndExtraInputs) {
    const Variant &v = GetParam();
    const size_t samples = 5, links = 3;
    Net net(v.Make(), links, samples);
    ASSERT_EQ(net.Width(), v.output.width);
    const size_t inputs = mog_network_input_count(net.network.get(), links);
    EXPECT_EQ(inputs, (v.per_rb ? 3 : 1) * links * links);
    const Reals x = Numbers(samples * inputs, 0.3);
    const Reals direction = Numbers(samples * links * net.Width(), 0.4);
    Reals extra = Numbers(samples * links * v.extra, 0.5);
    mog_network_batch batch = net.Batch(x);
    ASSERT_EQ(batch.samples, samples);
    batch.extra = extra.data();
    const auto f = [&] { return Project(net.ForwardTraining(batch), direction); };
    const Reals y = net.ForwardTraining(batch);
    const Reals dextra = net.BackwardExtra(batch, y, direction, v.extra, true);
    CheckGradient(f, net.parameter, net.gradient, 1e-6);
    if (v.extra == 0)
        return;
    CheckGradient(f, extra, dextra, 1e-6);
    net.ForwardTraining(batch);
    const Reals kept = net.gradient, alone = net.BackwardExtra(batch, y, direction, v.extra, false);
    EXPECT_EQ(alone, dextra);
    EXPECT_EQ(net.gradient, kept);
}

TEST_P(WholeNetwork, GradientsOfAllParameters) {
    const Architecture &a = GetParam();
    const size_t batch = 6;
    Net net(Settings(a.hidden, a.batch_norm, a.output), a.links, batch);
    const Reals x = Numbers(batch * a.links * a.links, 0.3);
    const Reals direction = Numbers(batch * a.links, 0.4);
    const auto f = [&] { return Project(net.ForwardTraining(x), direction); };
    net.Backward(x, net.ForwardTraining(x), direction);
    CheckGradient(f, net.parameter, net.gradient, 1e-6);
}

// The same, through the loss, as a training step does it.
TEST(NetworkF64, GradientsThroughTheWeightedLoss) {
    const size_t batch = 4, links = 3;
    Net net(Settings({6, 5}, true, MOG_OUTPUT_SIGMOID), links, batch);
    const Reals x = Numbers(batch * links * links, 0.3);
    Reals gain(x.size()), weight(batch * links), label(batch * links);
    for (size_t i = 0; i < gain.size(); i++)
        gain[i] = x[i] * x[i];
    for (size_t i = 0; i < weight.size(); i++) {
        weight[i] = 0.5 + 0.3 * static_cast<double>(i % 4);
        label[i] = static_cast<double>(i % 2);
    }
    Reals dy(batch * links);
    const auto loss = [&] {
        const Reals y = net.ForwardTraining(x);
        return Mixture({0.7, 1.3}, batch, links, 0.4, gain.data(), weight.data(), label.data(),
                       y.data(), dy.data());
    };
    loss();
    const Reals y = net.ForwardTraining(x);
    net.Backward(x, y, dy);
    CheckGradient(loss, net.parameter, net.gradient, 1e-6);
}

class LossGradient : public testing::TestWithParam<Weights> {};
INSTANTIATE_TEST_SUITE_P(NetworkF64, LossGradient,
                         testing::Values(Weights{0, 1}, Weights{1, 0}, Weights{1, 2.5}));

// 19 links: more than a vector, and not a multiple of one.
TEST_P(LossGradient, FiniteDifferences) {
    const size_t batch = 2, links = 19;
    Reals gain = Numbers(batch * links * links, 0.3), y = Numbers(batch * links, 0.5);
    Reals weight(batch * links), label(batch * links), dy(batch * links);
    for (double &g : gain)
        g *= g;
    gain[0] = 0;
    for (size_t i = 0; i < y.size(); i++) {
        y[i] = 0.5 + 0.25 * y[i];
        weight[i] = 0.2 + 0.1 * static_cast<double>(i % 7);
        label[i] = static_cast<double>(i % 2);
    }
    Reals unused(dy.size());
    const auto loss = [&](const double *w, Reals &d) {
        return Mixture(GetParam(), batch, links, 0.3, gain.data(), w, label.data(), y.data(),
                       d.data());
    };
    for (const double *w : std::vector<const double *>{nullptr, weight.data()}) {
        loss(w, dy);
        CheckGradient([&] { return loss(w, unused); }, y, dy);
    }
}

} // namespace
