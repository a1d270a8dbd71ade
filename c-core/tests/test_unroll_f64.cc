// SPDX-License-Identifier: GPL-2.0-or-later
// Gradients of networks with unrolled layers, in float64, against finite differences.
#include "f64.h"

#include "gradient_check.h"
#include "unroll_fixture.h"

extern "C" {
#include "nn/layer/layers.h"
}

namespace {

struct Case {
    const char *name;
    mog_network_kind kind;
    size_t layers, links;
    bool weighted, edges_missing;
};

class Unroll : public testing::TestWithParam<Case> {};
INSTANTIATE_TEST_SUITE_P(
    UnrollF64, Unroll,
    testing::Values(Case{"OneLayer", MOG_NETWORK_UNROLLED, 1, 4, false, false},
                    Case{"ThreeLayers", MOG_NETWORK_UNROLLED, 3, 5, false, false},
                    Case{"ThreeLayersWeighted", MOG_NETWORK_UNROLLED, 3, 5, true, false},
                    Case{"Neighbours", MOG_NETWORK_UNROLLED, 3, 6, true, true},
                    Case{"OneLink", MOG_NETWORK_MLP, 2, 1, false, false},
                    Case{"Mlp", MOG_NETWORK_MLP, 2, 4, false, false},
                    Case{"MlpWeighted", MOG_NETWORK_MLP, 2, 4, true, false},
                    Case{"Cnn", MOG_NETWORK_CNN, 2, 4, true, false},
                    Case{"Mpgnn", MOG_NETWORK_MPGNN, 2, 4, true, true}),
    [](const testing::TestParamInfo<Case> &p) { return p.param.name; });

TEST_P(Unroll, GradientsOfAllParameters) {
    const Case &c = GetParam();
    Net net(Unrolled(c.layers, c.kind), c.links, 6);
    Disturb(&net);
    Batch batch(net, mogtest::MakeChannels(6, c.links, 0.5, 10, c.weighted, 3));
    if (c.edges_missing)
        batch.DropEdges(3);
    const Reals direction = Numbers(6 * c.links, 0.4);
    const auto f = [&] { return Project(net.ForwardTraining(batch.View()), direction); };
    net.Backward(batch.View(), net.ForwardTraining(batch.View()), direction);
    CheckGradient(f, net.parameter, net.gradient, 1e-6);
}

TEST(UnrollF64, GraphGradients) {
    const size_t samples = 2, links = 5, width = 3;
    mog_error error;
    ASSERT_EQ(mog_blas_open(nullptr, &error), MOG_OK) << error.message;
    Reals x = Numbers(samples * links * links, 0.1),
          feature = Numbers(samples * links * width, 0.2);
    for (size_t j = 1; j < links; j++) // a link without neighbours
        x[j] = x[j * links] = MOG_NO_NEIGHBOUR;
    Reals edge(x.size()), share(samples * links), product(links * width);
    mog_convolution_graph graph = {samples, links, edge.data(), share.data(), product.data()};
    mog_convolution_graph_read(&graph, x.data());
    const Reals direction = Numbers(samples * links * MOG_GRAPH_CONVOLUTION_WIDTH(width), 0.3);
    Reals row(direction.size());
    const auto f = [&] {
        mog_graph_convolution(&graph, row.data(), feature.data(), width);
        return Project(row, direction);
    };
    f();
    for (size_t c = 0; c < width; c++) {
        EXPECT_EQ(row[c], feature[c]);
        EXPECT_EQ(row[width + c], 0);
        EXPECT_EQ(row[2 * width + c], 0);
        // the second link of the first sample: neighbours 2, 3, 4
        const size_t i = 1, own = i * MOG_GRAPH_CONVOLUTION_WIDTH(width) + c;
        double heard = 0, caused = 0;
        for (size_t j = 2; j < links; j++) {
            heard += x[i * links + j] * feature[j * width + c] / 3;
            caused += x[j * links + i] * feature[j * width + c] / 3;
        }
        EXPECT_NEAR(row[own + width], heard, 1e-14);
        EXPECT_NEAR(row[own + 2 * width], caused, 1e-14);
    }
    Reals dfeature(feature.size());
    mog_graph_convolution_backward(&graph, dfeature.data(), direction.data(), width);
    CheckGradient(f, feature, dfeature);
}

TEST(UnrollF64, FreshParametersAreFplinq) {
    for (size_t layers : {1, 5, 20})
        for (size_t links : {1, 2, 7, 20}) {
            const Net fresh(Unrolled(layers), links, 6);
            Net net(Unrolled(layers), links, 6);
            const Channels channels = mogtest::MakeChannels(6, links, 0.1, 20, true, 3);
            const Batch batch(net, channels);
            mogtest::ExpectNear(ToDoubles(net.Forward(batch.View())), Sweeps(layers, channels),
                                1e-9, std::to_string(layers) + " layers");
        }
}

// Behind a core, neutral layers are sweeps from its powers.
TEST(UnrollF64, FreshParametersRefineTheCore) {
    const size_t links = 6, samples = 9;
    const Channels channels = mogtest::MakeChannels(samples, links, 0.1, 20, false, 3);
    Net plain(Unrolled(0, MOG_NETWORK_MLP), links, samples);
    Net net(Unrolled(4, MOG_NETWORK_MLP), links, samples);
    const Batch batch(net, channels);
    std::vector<double> power = plain.Forward(batch.View());
    const mog_problem problem = channels.View();
    mog_error error{};
    const mog_allocation out = {nullptr, power.data()};
    const mogtest::Refiner refiner = mogtest::CreateRefiner(0, 4, links, 1);
    ASSERT_TRUE(refiner);
    EXPECT_EQ(mog_refine(refiner.get(), &problem, &out, &error), MOG_OK);
    mogtest::ExpectNear(net.Forward(batch.View()), power, 1e-9, "mlp");
}

} // namespace
