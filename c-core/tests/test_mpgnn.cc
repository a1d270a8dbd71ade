// SPDX-License-Identifier: GPL-2.0-or-later
// Message passing: PyTorch's numbers, permutations, neighbours, any number of links.
#include "mog/blas.h"
#include "mpgnn_fixture.h"

#include <numeric>

namespace {

TEST(Mpgnn, LossesAndGradientsAsPyTorch) {
    CheckReference(MpgnnReference(), 1e-4);
}

/** A variant's network and channels, for any number of links. */
struct Case {
    Net net;
    size_t samples, links;
    Reals x, weight;
    mog_network_batch batch;

    explicit Case(const Variant &variant, size_t of_samples = 3)
        : Case(variant, of_samples, variant.links) {
    }

    Case(const Variant &variant, size_t of_samples, size_t of_links)
        : net(variant.settings, of_links, of_samples), samples(of_samples), links(of_links),
          x(Channels(variant, samples, links)), weight(Weights(samples * links)),
          batch(net.Batch(x)) {
        batch.weight = weight.data();
        net.ForwardTraining(batch); // moves the running statistics
    }

    /** One of the samples, alone. */
    mog_network_batch Sample(size_t s) const {
        return {1,
                links,
                x.data() + s * links * links,
                nullptr,
                weight.data() + s * links,
                nullptr,
                nullptr,
                nullptr};
    }
};

class MpgnnVariant : public testing::TestWithParam<Variant> {};
INSTANTIATE_TEST_SUITE_P(Mpgnn, MpgnnVariant, testing::ValuesIn(Variants()), VariantName);

TEST_P(MpgnnVariant, TrainingRunsAsInferenceUnlessTheBatchNormalises) {
    Case c(GetParam());
    if (GetParam().settings.batch_norm)
        EXPECT_NE(c.net.ForwardTraining(c.batch), c.net.Forward(c.batch));
    else
        EXPECT_EQ(c.net.ForwardTraining(c.batch), c.net.Forward(c.batch));
}

TEST_P(MpgnnVariant, ASampleDoesNotDependOnItsBatch) {
    Case c(GetParam());
    const Reals all = c.net.Forward(c.batch);
    for (size_t s = 0; s < c.samples; s++) {
        const Reals one = c.net.Forward(c.Sample(s));
        for (size_t i = 0; i < c.links; i++)
            EXPECT_NEAR(one[i], all[s * c.links + i], 1e-6);
    }
}

TEST_P(MpgnnVariant, NeighboursAsEdgesAreTheSameAsInAMatrix) {
    Case c(GetParam());
    for (size_t s = 0; s < c.samples; s++) {
        const mog_network_batch dense = c.Sample(s);
        Reals direct, feature;
        std::vector<size_t> first;
        std::vector<uint32_t> from;
        for (size_t i = 0; i < c.links; i++) {
            direct.push_back(dense.x[i * c.links + i]);
            first.push_back(from.size());
            for (size_t j = 0; j < c.links; j++)
                if (j != i && dense.x[i * c.links + j] != MOG_NO_NEIGHBOUR) {
                    from.push_back(static_cast<uint32_t>(j));
                    feature.push_back(dense.x[i * c.links + j]);
                    feature.push_back(dense.x[j * c.links + i]);
                }
        }
        first.push_back(from.size());
        const mog_network_edges edges = {direct.data(), first.data(), from.data(), feature.data()};
        mog_network_batch sparse = dense;
        sparse.x = nullptr;
        sparse.edges = &edges;
        EXPECT_EQ(c.net.Forward(sparse), c.net.Forward(dense));
    }
}

/** The sample's links in another order. */
struct Permuted {
    std::vector<size_t> order;
    Reals x, weight;

    explicit Permuted(const mog_network_batch &one) : order(one.links) {
        const size_t links = one.links;
        std::iota(order.begin(), order.end(), 0);
        for (size_t i = 0; i + 1 < links; i++)
            std::swap(order[i], order[i + (7 * i + 3) % (links - i)]);
        for (size_t i : order) {
            weight.push_back(one.weight[i]);
            for (size_t j : order)
                x.push_back(one.x[i * links + j]);
        }
    }

    mog_network_batch Batch() const {
        return {1, order.size(), x.data(), nullptr, weight.data(), nullptr, nullptr, nullptr};
    }
};

/** Whether OpenBLAS rounds a row of a product alike wherever it stands: its kernels for AVX-512 do,
 * Haswell's, Zen's and Prescott's do not. */
bool RowsAreRoundedAlike() {
    mog_blas_info info;
    return mog_blas_open(&info, nullptr) == MOG_OK && std::string(info.kernels) == "SkylakeX";
}

// Bitwise under max. 41 links fill no vector, no tile and no block of rows evenly.
TEST_P(MpgnnVariant, PermutingTheLinksPermutesThePowers) {
    for (size_t links : {GetParam().links, size_t{41}}) {
        Case c(GetParam(), 2, links);
        const mog_network_batch one = c.Sample(1);
        const Permuted permuted(one);
        const Reals y = c.net.Forward(one), z = c.net.Forward(permuted.Batch());
        for (size_t i = 0; i < links; i++)
            if (GetParam().settings.aggregation != MOG_AGGREGATION_MAX)
                EXPECT_NEAR(z[i], y[permuted.order[i]], 1e-6) << i;
            else if (RowsAreRoundedAlike())
                EXPECT_EQ(z[i], y[permuted.order[i]]) << i;
            else
                EXPECT_FLOAT_EQ(z[i], y[permuted.order[i]]) << i;
    }
}

TEST_P(MpgnnVariant, RunsWithAnyNumberOfLinks) {
    Case trained(GetParam());
    ASSERT_TRUE(mog_network_any_links(trained.net.network.get()));
    for (size_t links : {1, 2, 7, 30}) {
        Case c(GetParam(), 2, links);
        c.net.parameter = trained.net.parameter;
        c.net.buffer = trained.net.buffer;
        const Reals expected = c.net.Forward(c.batch);
        mog_error error;
        trained.net.workspace =
            MakeWorkspace(trained.net.network.get(), {2, links, 0}, false, &error);
        ASSERT_TRUE(trained.net.workspace) << error.message;
        EXPECT_EQ(trained.net.Forward(c.batch), expected);
    }
}

TEST_P(MpgnnVariant, RunsOnASmallerBatchThanTheWorkspaceHolds) {
    Case large(GetParam(), 3, 6), small(GetParam(), 2, 5);
    small.net.parameter = large.net.parameter;
    small.net.buffer = large.net.buffer;
    const Reals direction = Numbers(2 * 5, 0.4);
    const Reals y = small.net.ForwardTraining(small.batch);
    small.net.Backward(small.batch, y, direction);
    EXPECT_EQ(large.net.ForwardTraining(small.batch), y);
    large.net.Backward(small.batch, y, direction);
    EXPECT_EQ(large.net.gradient, small.net.gradient);
}

// A node that hears nobody gets the aggregate 0, whatever the statistics are.
TEST(Mpgnn, AnIsolatedLinkDependsOnItselfOnly) {
    for (bool batch_norm : {false, true}) {
        mog_network_settings settings = Mpgnn({{5, 6}}, {{7, 4}}, {3});
        settings.batch_norm = batch_norm;
        Net net(settings, 5, 1);
        Reals x = Numbers(25, 0.3);
        for (size_t j = 0; j < 5; j++)
            if (j != 2)
                x[2 * 5 + j] = x[j * 5 + 2] = MOG_NO_NEIGHBOUR;
        net.ForwardTraining(x);
        const mog_network_batch alone = {1, 1, &x[12], nullptr, nullptr, nullptr, nullptr, nullptr};
        EXPECT_NEAR(net.Forward(alone)[0], net.Forward(x)[2], 1e-6);
    }
}

// It is not taken for what marks links that are no neighbours, nor lost in a maximum.
TEST(Mpgnn, AGainThatIsNoNumberShows) {
    for (mog_aggregation aggregation :
         {MOG_AGGREGATION_MAX, MOG_AGGREGATION_SUM, MOG_AGGREGATION_MEAN})
        for (size_t j : {1, 2, 3}) {
            mog_network_settings settings = Mpgnn({{5, 6}}, {{7, 4}}, {3});
            settings.aggregation = aggregation;
            Net net(settings, 4, 1);
            Reals x = Numbers(16, 0.3);
            for (bool training : {true, false}) {
                net.UseWorkspace(training);
                x[j] = 0.3f;
                EXPECT_TRUE(std::isfinite(net.Forward(x)[0]));
                x[j] = std::numeric_limits<mog_real>::quiet_NaN();
                const Reals y = net.Forward(x);
                EXPECT_TRUE(std::isnan(y[0])) << aggregation << " from " << j;
                EXPECT_TRUE(std::isnan(y[j])) << aggregation << " to " << j;
            }
        }
}

// Without a gradient nobody asks which message was the strongest: the numbers are the same.
TEST(Mpgnn, RunsAlikeWithoutAGradient) {
    for (mog_aggregation aggregation :
         {MOG_AGGREGATION_MAX, MOG_AGGREGATION_SUM, MOG_AGGREGATION_MEAN})
        for (size_t width : {3, 16, 40}) {
            mog_network_settings settings = Mpgnn({{5, width}}, {{7, 4}}, {3});
            settings.aggregation = aggregation;
            Net net(settings, 9, 2);
            const Reals x = Numbers(2 * 81, 0.3), y = net.Forward(x);
            net.UseWorkspace(false);
            EXPECT_EQ(net.Forward(x), y) << aggregation << " " << width;
        }
}

// Of two networks with batch normalisation over the same edges, the one that saw a batch has moved
// its statistics towards those of all edges: a tenth of the way, variance with n - 1.
TEST(Mpgnn, StatisticsAreOfAllEdges) {
    mog_network_settings settings = Mpgnn({{1}}, {}, {});
    settings.rounds = 1;
    settings.batch_norm = true;
    Net net(settings, 3, 2);
    const size_t weight = net.Tensor("message.0.0.weight").offset; // of x_jj, w_j, x_ij, x_ji
    const Reals only_x_ij = {0, 0, 1, 0, /* bias */ 0};
    std::copy(only_x_ij.begin(), only_x_ij.end(), net.parameter.begin() + weight);
    Reals x = Numbers(18, 0.1);
    double sum = 0, squares = 0;
    for (size_t i = 0; i < x.size(); i++) {
        x[i] = std::fabs(x[i]);
        if (i % 9 % 4 != 0) {
            sum += x[i];
            squares += static_cast<double>(x[i]) * x[i];
        }
    }
    net.ForwardTraining(x);
    const double mean = sum / 12, variance = (squares - 12 * mean * mean) / 11;
    EXPECT_NEAR(net.buffer[net.Tensor("message.0.2.running_mean").offset], 0.1 * mean, 1e-6);
    EXPECT_NEAR(net.buffer[net.Tensor("message.0.2.running_var").offset], 0.9 + 0.1 * variance,
                1e-6);
}

// ---- shapes -----------------------------------------------------------------------------------

size_t Parameters(const mog_network_settings &settings) {
    return Net(settings, 5, 1).parameter.size();
}

// Published numbers of parameters; see notes on each network's own conventions.
TEST(Mpgnn, PublishedNetworksHaveTheirNumberOfParameters) {
    // PCGNN (Shen et al., GNN4Com): there, edges have a third feature that is always 1, hence
    // 16 more parameters than the 2481 here
    mog_network_settings pcgnn = Mpgnn({{16}, {24}}, {}, {16});
    pcgnn.batch_norm = pcgnn.receiver = true;
    pcgnn.node_embedding = Sizes({8});
    pcgnn.edge_embedding = Sizes({16});
    pcgnn.node_input = MOG_NODE_INPUT_HEAD;
    EXPECT_EQ(Parameters(pcgnn), 2497u - 16);
    // IGCNet (Shen et al., GNN-Resource-Management)
    mog_network_settings igcnet = Mpgnn({{16, 32}}, {{16}}, {});
    igcnet.rounds = 3;
    igcnet.shared = igcnet.power_state = true;
    igcnet.node_input = MOG_NODE_INPUT_EVERY;
    EXPECT_EQ(Parameters(igcnet), 1233u);
    // the supervised network of GNN4Com: there, nodes have one feature, here two, the link's
    // weight; as source and as receiver it adds 2 columns of 16 weights
    mog_network_settings sup_gnn = Mpgnn({{16, 16}, {32}}, {}, {16});
    sup_gnn.batch_norm = sup_gnn.receiver = true;
    sup_gnn.output = MOG_OUTPUT_RELU6;
    EXPECT_EQ(Parameters(sup_gnn), 2177u + 2 * 16);
}

TEST(Mpgnn, TensorsAreNamedAndOrderedAsInPyTorch) {
    mog_network_settings settings = Mpgnn({{3}}, {{2}}, {5});
    settings.node_embedding = Sizes({4});
    settings.node_input = MOG_NODE_INPUT_HEAD;
    settings.receiver = true;
    const Net net(settings, 3, 1);
    const std::vector<std::string> expected = {"node_embedding.0.weight 4x2",
                                               "node_embedding.0.bias 4x1", // [x_ii, w_i]
                                               "message.0.0.weight 3x10",
                                               "message.0.0.bias 3x1", // source, receiver, edge
                                               "message.1.0.weight 3x6",
                                               "message.1.0.bias 3x1",
                                               "update.0.0.weight 2x7",
                                               "update.0.0.bias 2x1", // state, aggregate
                                               "update.1.0.weight 2x5",
                                               "update.1.0.bias 2x1",
                                               "head.0.weight 5x6",
                                               "head.0.bias 5x1", // state, node
                                               "head.2.weight 1x5",
                                               "head.2.bias 1x1",
                                               "input.mean 2x1",
                                               "input.deviation 2x1"};
    size_t count;
    const mog_tensor *tensors = mog_network_tensors(net.network.get(), &count);
    std::vector<std::string> names;
    for (size_t i = 0; i < count; i++)
        names.push_back(std::string(tensors[i].name) + " " + std::to_string(tensors[i].shape[0]) +
                        "x" + std::to_string(tensors[i].shape[1]));
    EXPECT_EQ(names, expected);
}

std::string MpgnnError(const mog_network_settings &settings) {
    mog_error error;
    const Network network = MakeNetwork(settings, 3, &error);
    return network ? "" : error.message;
}

TEST(Mpgnn, RefusesWhatCannotBe) {
    const mog_network_settings good = Mpgnn({{4}}, {{4}}, {});
    EXPECT_EQ(MpgnnError(good), "");
    mog_network_settings bad = good;
    bad.message = Lists({});
    EXPECT_NE(MpgnnError(bad).find("network.message has no widths for round 1"), std::string::npos);
    bad.message = Lists({{4}, {}});
    EXPECT_NE(MpgnnError(bad).find("network.message has no widths for round 2"), std::string::npos);
    bad = good;
    bad.shared = true; // 2 features, then 4 numbers
    EXPECT_NE(MpgnnError(bad).find("network.shared"), std::string::npos);
    bad.rounds = 1;
    EXPECT_EQ(MpgnnError(bad), "");
    bad = good;
    bad.rounds = 0;
    EXPECT_NE(MpgnnError(bad).find("rounds"), std::string::npos);
}

// ---- resource blocks --------------------------------------------------------------------------

class MpgnnOutput : public testing::TestWithParam<Variant> {};
INSTANTIATE_TEST_SUITE_P(Mpgnn, MpgnnOutput, testing::ValuesIn(OutputVariants()), VariantName);

// Nor on how many links, samples and edges the workspace has room for.
TEST_P(MpgnnOutput, ASampleDoesNotDependOnItsBatch) {
    const Variant &variant = GetParam();
    const size_t samples = 3, extra = variant.settings.extra;
    Net trained(variant.settings, 4, 1);
    for (size_t links : {size_t{1}, variant.links, size_t{30}}) {
        Net net(variant.settings, links, samples);
        net.parameter = trained.parameter;
        const Reals x = Channels(variant, samples, links);
        const Reals extras = Numbers(samples * links * extra, 0.6);
        mog_network_batch batch = net.Batch(x);
        batch.extra = extras.data();
        const Reals all = net.Forward(batch);
        const size_t out = links * net.Width();
        for (size_t s = 0; s < samples; s++) {
            mog_network_batch one = batch;
            one.samples = 1;
            one.x += s * x.size() / samples;
            one.extra += s * links * extra;
            const Reals y = net.Forward(one);
            for (size_t i = 0; i < out; i++)
                EXPECT_NEAR(y[i], all[s * out + i], 1e-5) << links << " " << s << " " << i;
        }
    }
}

// Links that are alike can still be told apart, as labels in canonical order do.
TEST(Mpgnn, SoftmaxSeesThePlaceOfALink) {
    mog_network_settings settings = Mpgnn({{5, 6}}, {{7, 4}}, {});
    Net powers(settings, 3, 1);
    settings.output = MOG_OUTPUT_SOFTMAX;
    settings.n_rb = 2;
    Net blocks(settings, 3, 1);
    const Reals x(9, 0.7f);
    EXPECT_EQ(powers.Forward(x)[0], powers.Forward(x)[2]);
    EXPECT_NE(blocks.Forward(x)[0], blocks.Forward(x)[4]);
}

TEST(Mpgnn, GainsOfEveryBlockNeedAllGains) {
    mog_network_settings settings = Mpgnn({{4}}, {{4}}, {});
    settings.output = MOG_OUTPUT_SOFTMAX;
    settings.n_rb = 2;
    settings.per_rb = true;
    const Net net(settings, 3, 1);
    mog_error error;
    EXPECT_EQ(MakeWorkspace(net.network.get(), {1, 3, 4}, false, &error), nullptr);
    EXPECT_NE(std::string(error.message).find("needs all gains"), std::string::npos);
}

// Two links are neighbours if they hear each other on any block; statistics leave others out.
TEST(Mpgnn, NeighboursByGainOnAnyBlock) {
    mog_network_settings settings = Mpgnn({{4}}, {{4}}, {});
    settings.output = MOG_OUTPUT_SOFTMAX;
    settings.n_rb = 2;
    settings.per_rb = settings.normalize = true;
    settings.neighbours = MOG_NEIGHBOURS_GAIN;
    settings.threshold = 0;
    Net net(settings, 3, 1);
    // block by block; 0 and 1 hear each other on block 0 alone, 1 and 2 on block 1, 0 and 2 never
    const std::vector<double> gain = {4, 9,  0.1, 0.1, 16, 0.1, 0.1, 0.1, 25,
                                      1, .1, 0.1, 0.1, 1,  0.1, 0.1, 36,  1};
    mog_problem problem = {1, 3, 1.0, gain.data(), nullptr, nullptr, nullptr, nullptr, 1, false};
    problem.n_rb = 2;
    problem.per_rb = true;
    mog_network_fit_input(net.network.get(), &problem, net.buffer.data());
    const double direct = (2 + 4 + 5 + 1 + 1 + 1) / 6.0;
    const double cross = (3 + 6 + 6 * std::sqrt(0.1)) / 8;
    EXPECT_NEAR(net.buffer[net.Tensor("input.mean").offset], direct, 1e-6);
    EXPECT_NEAR(net.buffer[net.Tensor("input.mean").offset + 1], cross, 1e-6);
    Reals x(18);
    mog_network_input(net.network.get(), net.buffer.data(), &problem, x.data());
    for (size_t i = 0; i < 18; i++)
        EXPECT_EQ(x[i] == MOG_NO_NEIGHBOUR, i % 9 == 2 || i % 9 == 6) << i;
}

} // namespace
