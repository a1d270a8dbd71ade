// SPDX-License-Identifier: GPL-2.0-or-later
// Weights and prices as inputs of networks, in float64: gradients, neutral values, their scale.
#include "f64.h"

#include "gradient_check.h"

extern "C" {
#include "nn/input.h"
}

namespace {

constexpr size_t samples = 4, links = 3;

struct Seen {
    const char *name;
    mog_network_kind kind;
    bool weights, prices;
    size_t extra = 0;
    size_t unroll = 0;

    mog_network_settings Make() const {
        mog_network_settings s = Settings({6, 5}, true, MOG_OUTPUT_SIGMOID);
        s.kind = kind;
        s.weights = weights;
        s.prices = prices;
        s.extra = extra;
        s.unroll = unroll;
        s.unroll_hidden = 4;
        s.rounds = 2;
        s.message = s.update = {1, {s.hidden}};
        s.channels = {2, {3, 4}};
        return s;
    }
};

const Seen seen[] = {
    {"MlpWeights", MOG_NETWORK_MLP, true, false},
    {"MlpPrices", MOG_NETWORK_MLP, false, true},
    {"MlpBothAndExtra", MOG_NETWORK_MLP, true, true, 2},
    {"CnnWeights", MOG_NETWORK_CNN, true, false},
    {"CnnBoth", MOG_NETWORK_CNN, true, true},
    {"MpgnnWeights", MOG_NETWORK_MPGNN, true, false},
    {"MpgnnBothAndExtra", MOG_NETWORK_MPGNN, true, true, 2},
    {"MpgnnUnrolled", MOG_NETWORK_MPGNN, true, true, 0, 2},
    {"Unrolled", MOG_NETWORK_UNROLLED, true, true, 0, 3},
};

class LinkInputs : public testing::TestWithParam<Seen> {
  protected:
    Net net{GetParam().Make(), links, samples};
    Reals x = Numbers(samples * links * links, 0.3), gain = x;
    Reals weight = Numbers(samples * links, 0.4), price = Numbers(samples * links, 0.6);
    Reals extra = Numbers(samples * links * GetParam().extra, 0.5);
    mog_network_batch batch = {};

    void SetUp() override {
        for (size_t i = 0; i < gain.size(); i++)
            gain[i] = x[i] * x[i];
        for (size_t i = 0; i < weight.size(); i++) {
            weight[i] = 0.2 + weight[i] * weight[i];
            price[i] = 0.1 * price[i] * price[i];
        }
        batch.samples = samples;
        batch.links = links;
        batch.x = x.data();
        batch.gain = gain.data();
        batch.weight = weight.data();
        batch.price = price.data();
        batch.extra = extra.data();
        const Reals noise = Numbers(net.parameter.size(), 0.7);
        for (size_t i = 0; i < noise.size(); i++)
            net.parameter[i] += 0.25 * noise[i];
    }
};
INSTANTIATE_TEST_SUITE_P(LinkInputsF64, LinkInputs, testing::ValuesIn(seen),
                         [](const testing::TestParamInfo<Seen> &p) { return p.param.name; });

TEST_P(LinkInputs, GradientsOfParametersAndExtraInputs) {
    const Reals direction = Numbers(samples * links, 0.4);
    const auto f = [&] { return Project(net.ForwardTraining(batch), direction); };
    const Reals y = net.ForwardTraining(batch);
    const size_t count = GetParam().extra;
    if (count == 0)
        net.Backward(batch, y, direction);
    const Reals dextra = count > 0 ? net.BackwardExtra(batch, y, direction, count, true) : Reals();
    CheckGradient(f, net.parameter, net.gradient, 1e-6, 1e-7);
    if (count > 0)
        CheckGradient(f, extra, dextra, 1e-6, 1e-7);
}

// Without arrays, weights are 1 and prices 0; with them, outputs change.
TEST_P(LinkInputs, WhatIsLeftOutIsNeutral) {
    const Reals ones(samples * links, 1), zeros(samples * links, 0);
    const Reals given = net.Forward(batch);
    batch.weight = ones.data();
    batch.price = zeros.data();
    const Reals neutral = net.Forward(batch);
    EXPECT_NE(given, neutral);
    batch.weight = batch.price = nullptr;
    EXPECT_EQ(net.Forward(batch), neutral);
}

TEST(LinkInputsF64, AreTakenOverTheSamplesMeanWeight) {
    const std::vector<double> weight = {1, 3, 0, 0}, price = {2, 0.5, 7, 1};
    Reals w(4), p(4);
    mog_network_input_links(2, 2, weight.data(), price.data(), w.data(), p.data());
    EXPECT_EQ(w, (Reals{0.5, 1.5, 1, 1})); // where all are 0, they count as 1
    EXPECT_EQ(p, (Reals{1, 0.25, 7, 1}));
    mog_network_input_links(2, 2, nullptr, price.data(), w.data(), p.data());
    EXPECT_EQ(w, Reals(4, 1));
    EXPECT_EQ(p, (Reals{2, 0.5, 7, 1}));
    mog_network_input_links(2, 2, weight.data(), nullptr, w.data(), p.data());
    EXPECT_EQ(p, Reals(4, 0));
}

} // namespace
