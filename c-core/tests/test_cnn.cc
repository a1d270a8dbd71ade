// SPDX-License-Identifier: GPL-2.0-or-later
// Convolutional networks in float32; their gradients are checked in test_cnn_f64.cc.
#include "cnn_fixture.h"

namespace {

TEST(Cnn, OutputsGradientsAndStatisticsAsPyTorchInFloat64) {
    CheckCnnReferences(1e-5);
}

// A Sequential called conv, then one called layers.
TEST(Cnn, TensorsHavePyTorchsNamesAndShapes) {
    const Net net(CnnSettings({8, 4}, 3, {6}, true), 5, 1);
    size_t count;
    const mog_tensor *tensors = mog_network_tensors(net.network.get(), &count);
    std::vector<std::string> names;
    for (size_t i = 0; i < count; i++) {
        std::string shape;
        for (size_t axis = 0; axis < tensors[i].rank; axis++)
            shape += " " + std::to_string(tensors[i].shape[axis]);
        names.push_back(tensors[i].name + shape);
    }
    const std::vector<std::string> expected = {
        "conv.0.weight 8 1 3 3",   "conv.0.bias 8",          "conv.2.weight 8",
        "conv.2.bias 8",           "conv.3.weight 4 8 3 3",  "conv.3.bias 4",
        "conv.5.weight 4",         "conv.5.bias 4",          "layers.0.weight 6 100",
        "layers.0.bias 6",         "layers.2.weight 6",      "layers.2.bias 6",
        "layers.3.weight 5 6",     "layers.3.bias 5",        "conv.2.running_mean 8",
        "conv.2.running_var 8",    "conv.5.running_mean 4",  "conv.5.running_var 4",
        "layers.2.running_mean 6", "layers.2.running_var 6", "input.mean 25",
        "input.deviation 25"};
    EXPECT_EQ(names, expected);
    EXPECT_FALSE(mog_network_any_links(net.network.get()));
}

TEST(Cnn, StartsAsPyTorchDoes) {
    const Net net(CnnSettings({8, 4}, 3, {}, true), 5, 1);
    const mog_tensor &weight = net.Tensor("conv.3.weight"), &bias = net.Tensor("conv.3.bias");
    const double bound = 1 / std::sqrt(8.0 * 3 * 3);
    double largest = 0;
    for (size_t i = 0; i < 4 * 8 * 9; i++)
        largest = std::max(largest, std::fabs(double(net.parameter[weight.offset + i])));
    EXPECT_LE(largest, bound);
    EXPECT_GT(largest, 0.95 * bound);
    for (size_t i = 0; i < 4; i++) {
        EXPECT_LE(std::fabs(net.parameter[bias.offset + i]), bound);
        EXPECT_EQ(net.parameter[net.Tensor("conv.5.weight").offset + i], 1);
        EXPECT_EQ(net.parameter[net.Tensor("conv.5.bias").offset + i], 0);
        EXPECT_EQ(net.buffer[net.Tensor("conv.5.running_mean").offset + i], 0);
        EXPECT_EQ(net.buffer[net.Tensor("conv.5.running_var").offset + i], 1);
    }
}

TEST(Cnn, RefusesWhatIsNoImageNetwork) {
    const struct {
        std::vector<size_t> channels;
        size_t kernel, links;
        const char *reason;
    } cases[] = {
        {{}, 3, 5, "network.channels is empty"},
        {{8}, 4, 5, "network.kernel = 4"},
        {{8, 1024}, 3, 4096, "1024 channels of 4096 links"},
    };
    for (const auto &c : cases) {
        const mog_network_settings settings = CnnSettings(c.channels, c.kernel, {}, false);
        mog_error error = {};
        EXPECT_EQ(MakeNetwork(settings, c.links, &error), nullptr);
        EXPECT_EQ(error.status, MOG_ERROR_ARGUMENT);
        EXPECT_NE(std::string(error.message).find(c.reason), std::string::npos) << error.message;
    }
}

} // namespace
