// SPDX-License-Identifier: GPL-2.0-or-later
// Gradients of layers, networks and losses in float64: against PyTorch and finite differences.
#define MOG_DOUBLE
#include "gradient_check.h"

extern "C" {
#include "nn/layers.h"
}

namespace {

TEST(NetworkF64, LossesAndGradientsAsPyTorch) {
    CheckReference(MlpReference(), 1e-10);
}

TEST(NetworkF64, LinearGradients) {
    const size_t batch = 3, in = 5, out = 4;
    mog_error error;
    ASSERT_EQ(mog_blas_open(&error), MOG_OK) << error.message;
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
    ASSERT_EQ(mog_blas_open(&error), MOG_OK) << error.message;
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

class Output : public testing::TestWithParam<mog_output> {};
INSTANTIATE_TEST_SUITE_P(NetworkF64, Output, testing::Values(MOG_OUTPUT_SIGMOID, MOG_OUTPUT_RELU6),
                         [](const testing::TestParamInfo<mog_output> &p) {
                             return p.param == MOG_OUTPUT_SIGMOID ? "Sigmoid" : "Relu6";
                         });

TEST_P(Output, Gradients) {
    const size_t batch = 4, n = 6;
    Reals z = Numbers(batch * n, 0.4), bias = Numbers(n, 0.5);
    for (size_t i = 0; i < z.size(); i++)
        z[i] = 3 + 4 * z[i]; // all three pieces of ReLU6
    const Reals direction = Numbers(batch * n, 0.6);
    const auto f = [&] {
        Reals y = z;
        mog_bias_output(y.data(), bias.data(), batch, n, GetParam());
        return Project(y, direction);
    };
    Reals y = z, dz(z.size()), dbias(n);
    mog_bias_output(y.data(), bias.data(), batch, n, GetParam());
    EXPECT_GE(*std::min_element(y.begin(), y.end()), 0);
    EXPECT_LE(*std::max_element(y.begin(), y.end()), 1);
    mog_bias_output_backward(dz.data(), dbias.data(), direction.data(), y.data(), batch, n,
                             GetParam());
    CheckGradient(f, z, dz);
    CheckGradient(f, bias, dbias);
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
    Reals gain(x.size()), weight(batch * links), label(batch * links), scratch(5 * links);
    for (size_t i = 0; i < gain.size(); i++)
        gain[i] = x[i] * x[i];
    for (size_t i = 0; i < weight.size(); i++) {
        weight[i] = 0.5 + 0.3 * static_cast<double>(i % 4);
        label[i] = static_cast<double>(i % 2);
    }
    Reals dy(batch * links);
    const auto loss = [&] {
        const Reals y = net.ForwardTraining(x);
        return mog_loss({0.7, 1.3}, batch, links, 0.4, gain.data(), weight.data(), label.data(),
                        y.data(), dy.data(), scratch.data());
    };
    loss();
    const Reals y = net.ForwardTraining(x);
    net.Backward(x, y, dy);
    CheckGradient(loss, net.parameter, net.gradient, 1e-6);
}

class LossGradient : public testing::TestWithParam<mog_loss_weights> {};
INSTANTIATE_TEST_SUITE_P(NetworkF64, LossGradient,
                         testing::Values(mog_loss_weights{0, 1}, mog_loss_weights{1, 0},
                                         mog_loss_weights{1, 2.5}));

// 19 links: more than a vector, and not a multiple of one.
TEST_P(LossGradient, FiniteDifferences) {
    const size_t batch = 2, links = 19;
    Reals gain = Numbers(batch * links * links, 0.3), y = Numbers(batch * links, 0.5);
    Reals weight(batch * links), label(batch * links), dy(batch * links), scratch(5 * links);
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
        return mog_loss(GetParam(), batch, links, 0.3, gain.data(), w, label.data(), y.data(),
                        d.data(), scratch.data());
    };
    for (const double *w : std::vector<const double *>{nullptr, weight.data()}) {
        loss(w, dy);
        CheckGradient([&] { return loss(w, unused); }, y, dy);
    }
}

} // namespace
