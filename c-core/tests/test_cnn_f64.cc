// SPDX-License-Identifier: GPL-2.0-or-later
// Convolutional networks in float64: against PyTorch and finite differences.
#include "f64.h"

#include "cnn_fixture.h"
#include "gradient_check.h"

namespace {

TEST(CnnF64, OutputsGradientsAndStatisticsAsPyTorch) {
    CheckCnnReferences(1e-10);
}

struct Architecture {
    const char *name;
    std::vector<size_t> channels;
    size_t kernel;
    std::vector<size_t> hidden;
    bool batch_norm;
    size_t links;
};

class WholeCnn : public testing::TestWithParam<Architecture> {};
INSTANTIATE_TEST_SUITE_P(
    CnnF64, WholeCnn,
    testing::Values(Architecture{"Plain", {3, 2}, 3, {6}, false, 4},
                    Architecture{"BatchNorm", {3, 2}, 3, {6}, true, 4},
                    Architecture{"Pointwise", {2, 3}, 1, {5}, true, 3},
                    Architecture{"WideKernel", {2, 2}, 5, {4}, true, 5},
                    Architecture{"KernelBeyondTheImage", {3, 2}, 5, {5, 4}, false, 2},
                    Architecture{"NoHidden", {4}, 3, {}, true, 3},
                    Architecture{"NoHiddenPlain", {2, 3, 2}, 3, {}, false, 3},
                    Architecture{"Deep", {2, 3, 2, 3}, 3, {5, 4}, true, 3},
                    Architecture{"OneLink", {3, 2}, 3, {4}, false, 1}),
    [](const testing::TestParamInfo<Architecture> &p) { return p.param.name; });

TEST_P(WholeCnn, GradientsOfAllParameters) {
    const Architecture &a = GetParam();
    const size_t batch = 5;
    Net net(CnnSettings(a.channels, a.kernel, a.hidden, a.batch_norm), a.links, batch);
    const Reals x = Numbers(batch * a.links * a.links, 0.3);
    const Reals direction = Numbers(batch * a.links, 0.4);
    const auto f = [&] { return Project(net.ForwardTraining(x), direction); };
    net.Backward(x, net.ForwardTraining(x), direction);
    CheckGradient(f, net.parameter, net.gradient, 1e-6);
}

// Softmax on the images of 3 RBs.
TEST(CnnF64, GradientsOfResourceBlocks) {
    const size_t batch = 4, links = 3;
    mog_network_settings settings = CnnSettings({3, 2}, 3, {6}, true);
    settings.output = MOG_OUTPUT_SOFTMAX;
    settings.n_rb = 3;
    settings.per_rb = true;
    Net net(settings, links, batch);
    const Reals x = Numbers(batch * 3 * links * links, 0.3);
    const Reals direction = Numbers(batch * links * 3, 0.4);
    const auto f = [&] { return Project(net.ForwardTraining(x), direction); };
    net.Backward(x, net.ForwardTraining(x), direction);
    CheckGradient(f, net.parameter, net.gradient, 1e-6);
}

TEST(CnnF64, ASampleGivesTheSameInAnyBatch) {
    const size_t batch = 7, links = 4;
    Net net(CnnSettings({3, 2}, 3, {6}, true), links, batch);
    const Reals x = Numbers(batch * links * links, 0.3);
    net.ForwardTraining(x); // running statistics that are not neutral
    const Reals all = net.Forward(x);
    for (size_t b = 0; b < batch; b++) {
        const auto first = x.begin() + b * links * links;
        const Reals one = net.Forward(Reals(first, first + links * links));
        for (size_t i = 0; i < links; i++)
            EXPECT_NEAR(one[i], all[b * links + i], 1e-14);
    }
}

} // namespace
