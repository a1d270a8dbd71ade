// SPDX-License-Identifier: GPL-2.0-or-later
// Message passing in float64: against PyTorch, finite differences and plain loops.
#define MOG_DOUBLE
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
    mog_network_batch batch = net.Batch(x);

    void SetUp() override {
        batch.weight = variant.weighted ? weight.data() : nullptr;
    }
};
INSTANTIATE_TEST_SUITE_P(MpgnnF64, MpgnnVariantF64, testing::ValuesIn(Variants()), VariantName);

TEST_P(MpgnnVariantF64, GradientsOfAllParameters) {
    if (variant.settings.output == MOG_OUTPUT_RELU6)
        net.parameter.back() += 3; // between its ends
    const Reals direction = Numbers(samples * links, 0.4);
    const auto f = [&] { return Project(net.ForwardTraining(batch), direction); };
    net.Backward(batch, net.ForwardTraining(batch), direction);
    // normalisation by the statistics of a few rows bends much: hence a small step
    CheckGradient(f, net.parameter, net.gradient, 1e-6, 1e-7);
}

TEST_P(MpgnnVariantF64, PowersAsInPlainLoops) {
    net.ForwardTraining(batch); // moves the running statistics
    const Reals y = net.Forward(batch);
    const PlainMpgnn plain(net, variant.settings);
    for (size_t s = 0; s < samples; s++) {
        const Row expected =
            plain.Powers(x.data() + s * links * links,
                         variant.weighted ? weight.data() + s * links : nullptr, links);
        for (size_t i = 0; i < links; i++)
            EXPECT_NEAR(y[s * links + i], expected[i], 1e-12) << s << " " << i;
    }
}

} // namespace
