// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * Convolutional networks, and those of PyTorch in tests/data/cnn_gradients.h5, in the precision
 * that the including file asks for (f64.h). Everything is local to that file.
 */
#ifndef MOG_TESTS_CNN_FIXTURE_H
#define MOG_TESTS_CNN_FIXTURE_H

#include "network_fixture.h"

namespace {

mog_network_settings CnnSettings(std::vector<size_t> channels, size_t kernel,
                                 std::vector<size_t> hidden, bool batch_norm) {
    mog_network_settings settings = Settings(hidden, batch_norm, MOG_OUTPUT_SIGMOID);
    settings.kind = MOG_NETWORK_CNN;
    settings.channels.count = channels.size();
    std::copy(channels.begin(), channels.end(), settings.channels.value);
    settings.kernel = kernel;
    return settings;
}

/** Outputs, gradients, running statistics and evaluation of one group of cnn_gradients.h5. */
void CheckCnnReference(const mog_network_settings &settings, const std::string &group,
                       double tolerance) {
    const auto read = [&](const std::string &name) {
        return mogtest::ReadArray("cnn_gradients.h5", group + "/" + name);
    };
    const mogtest::Array x = read("x");
    Net net(settings, x.shape[1], x.shape[0]);
    const auto names = mogtest::ListGroup("cnn_gradients.h5", group + "/parameter");
    for (const std::string &name : names) {
        const mog_tensor &tensor = net.Tensor(name);
        const mogtest::Array value = read("parameter/" + name);
        ASSERT_EQ(value.shape, std::vector<size_t>(tensor.shape, tensor.shape + tensor.rank));
        const Reals reals = ToReals(value.value);
        std::copy(reals.begin(), reals.end(), net.parameter.begin() + tensor.offset);
    }
    const Reals input = ToReals(x.value), y = net.ForwardTraining(input);
    EXPECT_LT(Distance(y.data(), read("output").value), tolerance);
    net.Backward(input, y, ToReals(read("direction").value));
    for (const std::string &name : names)
        EXPECT_LT(
            Distance(net.gradient.data() + net.Tensor(name).offset, read("gradient/" + name).value),
            tolerance)
            << name;
    for (const std::string &name : mogtest::ListGroup("cnn_gradients.h5", group + "/buffer"))
        EXPECT_LT(
            Distance(net.buffer.data() + net.Tensor(name).offset, read("buffer/" + name).value),
            tolerance)
            << name;
    EXPECT_LT(Distance(net.Forward(input).data(), read("evaluation").value), tolerance);
}

void CheckCnnReferences(double tolerance) {
    CheckCnnReference(CnnSettings({2, 3}, 3, {}, false), "plain", tolerance);
    CheckCnnReference(CnnSettings({3, 2}, 5, {6}, true), "batch_norm", tolerance);
}

} // namespace

#endif
