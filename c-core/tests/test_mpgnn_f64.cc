// SPDX-License-Identifier: GPL-2.0-or-later
// Message passing in float64: against PyTorch, finite differences and plain loops.
#include "f64.h"

#include "gradient_check.h"
#include "mpgnn_fixture.h"

namespace {

TEST(MpgnnF64, LossesAndGradientsAsPyTorch) {
    CheckReference(MpgnnReference(), 1e-10);
}

class MpgnnVariantF64 : public testing::TestWithParam<Variant> {
  protected:
    const Variant &variant = GetParam();
    const size_t samples = 3, links = variant.links;
    Net net{variant.settings, links, samples};
    const Reals x = Channels(variant, samples, links), weight = Weights(samples * links);
    Reals extra = Numbers(samples * links * variant.settings.extra, 0.6);
    mog_network_batch batch = net.Batch(x);

    void SetUp() override {
        batch.weight = variant.weighted ? weight.data() : nullptr;
        batch.extra = extra.data();
    }
};
INSTANTIATE_TEST_SUITE_P(MpgnnF64, MpgnnVariantF64, testing::ValuesIn(Variants()), VariantName);
INSTANTIATE_TEST_SUITE_P(MpgnnOutputF64, MpgnnVariantF64, testing::ValuesIn(OutputVariants()),
                         VariantName);

TEST_P(MpgnnVariantF64, GradientsOfParametersAndExtraInputs) {
    if (variant.settings.output == MOG_OUTPUT_RELU6)
        net.parameter.back() += 3; // between its ends
    const Reals direction = Numbers(samples * links * net.Width(), 0.4);
    const auto f = [&] { return Project(net.ForwardTraining(batch), direction); };
    const Reals y = net.ForwardTraining(batch);
    const size_t count = variant.settings.extra;
    const Reals dextra = net.BackwardExtra(batch, y, direction, count, true);
    // normalisation by the statistics of a few rows bends much: hence a small step
    CheckGradient(f, net.parameter, net.gradient, 1e-6, 1e-7);
    if (count == 0)
        return;
    CheckGradient(f, extra, dextra, 1e-6, 1e-7);
    net.ForwardTraining(batch);
    const Reals kept = net.gradient;
    EXPECT_EQ(net.BackwardExtra(batch, y, direction, count, false), dextra);
    EXPECT_EQ(net.gradient, kept);
}

TEST_P(MpgnnVariantF64, OutputsAsInPlainLoops) {
    net.ForwardTraining(batch); // moves the running statistics
    const Reals y = net.Forward(batch);
    const PlainMpgnn plain(net, variant.settings);
    for (size_t s = 0; s < samples; s++) {
        const Row expected =
            plain.Outputs(x.data() + s * (x.size() / samples),
                          variant.weighted ? weight.data() + s * links : nullptr,
                          extra.data() + s * links * variant.settings.extra, links);
        ASSERT_EQ(expected.size(), links * net.Width());
        for (size_t i = 0; i < expected.size(); i++)
            EXPECT_NEAR(y[s * expected.size() + i], expected[i], 1e-12) << s << " " << i;
    }
}

// More than there are links: a sparse problem may name a pair of links many times.
TEST(MpgnnF64, GradientsOfParallelEdges) {
    const size_t links = 2, heard = 100, edges = heard + 3;
    Net net(Mpgnn({{5, 32}}, {{7, 4}}, {3}), links, 1);
    mog_error error;
    net.workspace = MakeWorkspace(net.network.get(), {1, links, edges}, true, &error);
    ASSERT_TRUE(net.workspace) << error.message;
    std::vector<uint32_t> from(heard, 1);
    from.resize(edges, 0);
    const std::vector<size_t> first = {0, heard, edges};
    const Reals own = Numbers(links, 0.2), feature = Numbers(2 * edges, 0.3);
    const mog_network_edges list = {own.data(), first.data(), from.data(), feature.data()};
    const mog_network_batch batch = {1, links, nullptr, nullptr, nullptr, nullptr, &list, nullptr};
    const Reals direction = Numbers(links, 0.4), y = net.ForwardTraining(batch);
    net.Backward(batch, y, direction);
    CheckGradient([&] { return Project(net.ForwardTraining(batch), direction); }, net.parameter,
                  net.gradient, 1e-6, 1e-7);
}

} // namespace
