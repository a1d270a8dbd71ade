// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * A network with its numbers, and the reference of tests/data/network_gradients.h5, in the
 * precision that the including file asks for (f64.h). Everything is local to that file.
 */
#ifndef MOG_TESTS_NETWORK_FIXTURE_H
#define MOG_TESTS_NETWORK_FIXTURE_H

#include "mixture.h"
#include "reference.h"

extern "C" {
#include "nn/network.h"
}

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using Reals = std::vector<mog_real>;

struct Deleter {
    void operator()(mog_network *network) const {
        mog_network_free(network);
    }
    void operator()(mog_network_workspace *workspace) const {
        mog_network_workspace_free(workspace);
    }
};

using Network = std::unique_ptr<mog_network, Deleter>;
using Workspace = std::unique_ptr<mog_network_workspace, Deleter>;

/** Nothing, and the error, where there is none. */
Network MakeNetwork(const mog_network_settings &settings, size_t links, mog_error *error) {
    mog_network *network;
    const mog_status status = mog_network_create(&settings, links, &network, error);
    EXPECT_EQ(status == MOG_OK, network != nullptr);
    return Network(network);
}

Workspace MakeWorkspace(const mog_network *network, const mog_network_shape &shape, bool training,
                        mog_error *error) {
    mog_network_workspace *workspace;
    const mog_status status =
        mog_network_workspace_create(network, &shape, training, &workspace, error);
    EXPECT_EQ(status == MOG_OK, workspace != nullptr);
    return Workspace(workspace);
}

mog_network_settings Settings(std::vector<size_t> hidden, bool batch_norm, mog_output output) {
    mog_network_settings settings;
    mog_network_default(&settings);
    settings.hidden.count = hidden.size();
    std::copy(hidden.begin(), hidden.end(), settings.hidden.value);
    settings.batch_norm = batch_norm;
    settings.output = output;
    return settings;
}

struct Net {
    Network network;
    Workspace workspace;
    mog_network_shape most;
    Reals parameter, buffer, gradient;

    Net(const mog_network_settings &settings, size_t links, size_t batch, uint64_t seed = 1) {
        mog_error error;
        network = MakeNetwork(settings, links, &error);
        if (!network)
            throw std::runtime_error(error.message);
        most = {batch, links, 0};
        UseWorkspace(true);
        parameter.resize(mog_network_parameter_count(network.get()));
        gradient.resize(parameter.size());
        buffer.resize(mog_network_buffer_count(network.get()));
        mog_network_init(network.get(), seed, parameter.data(), buffer.data());
    }

    /** A new workspace: for gradients, too, as it is at first, or not. */
    void UseWorkspace(bool training) {
        mog_error error;
        workspace = MakeWorkspace(network.get(), most, training, &error);
        if (!workspace)
            throw std::runtime_error(error.message);
    }

    size_t Links() const {
        return mog_network_links(network.get());
    }

    size_t Width() const {
        return mog_network_width(network.get());
    }

    /** Samples of the network's own number of links. */
    mog_network_batch Batch(const Reals &x) const {
        const size_t links = Links();
        return {x.size() / mog_network_input_count(network.get(), links),
                links,
                x.data(),
                nullptr,
                nullptr,
                nullptr,
                nullptr,
                nullptr};
    }

    Reals Forward(const mog_network_batch &batch) {
        Reals y(batch.samples * batch.links * Width());
        mog_network_forward(network.get(), parameter.data(), buffer.data(), workspace.get(), &batch,
                            y.data());
        return y;
    }

    Reals Forward(const Reals &x) {
        return Forward(Batch(x));
    }

    Reals ForwardTraining(const mog_network_batch &batch) {
        Reals y(batch.samples * batch.links * Width());
        mog_network_forward_training(network.get(), parameter.data(), buffer.data(),
                                     workspace.get(), &batch, y.data());
        return y;
    }

    Reals ForwardTraining(const Reals &x) {
        return ForwardTraining(Batch(x));
    }

    void Backward(const mog_network_batch &batch, const Reals &y, const Reals &dy) {
        mog_network_backward(network.get(), parameter.data(), workspace.get(), &batch, y.data(),
                             dy.data(), gradient.data(), nullptr);
    }

    /** The gradient of extra inputs. */
    Reals BackwardExtra(const mog_network_batch &batch, const Reals &y, const Reals &dy,
                        size_t extra, bool parameters) {
        Reals dextra(batch.samples * batch.links * extra);
        mog_network_backward(network.get(), parameter.data(), workspace.get(), &batch, y.data(),
                             dy.data(), parameters ? gradient.data() : nullptr, dextra.data());
        return dextra;
    }

    void Backward(const Reals &x, const Reals &y, const Reals &dy) {
        Backward(Batch(x), y, dy);
    }

    const mog_tensor &Tensor(const std::string &name) const {
        size_t count;
        const mog_tensor *tensors = mog_network_tensors(network.get(), &count);
        for (size_t i = 0; i < count; i++)
            if (name == tensors[i].name)
                return tensors[i];
        throw std::runtime_error("no tensor " + name);
    }
};

/** Numbers that no two of are alike, of the size of normalised inputs. */
[[maybe_unused]] Reals Numbers(size_t count, double phase) {
    Reals x(count);
    for (size_t i = 0; i < count; i++)
        x[i] = static_cast<mog_real>(1.7 * std::sin(12.9898 * static_cast<double>(i) + phase));
    return x;
}

Reals ToReals(const std::vector<double> &value) {
    Reals reals(value.size());
    std::transform(value.begin(), value.end(), reals.begin(),
                   [](double v) { return static_cast<mog_real>(v); });
    return reals;
}

/** Largest difference, relative to the largest expected number. */
double Distance(const mog_real *actual, const std::vector<double> &expected) {
    double difference = 0, scale = 0;
    for (size_t i = 0; i < expected.size(); i++) {
        difference = std::max(difference, std::fabs(static_cast<double>(actual[i]) - expected[i]));
        scale = std::max(scale, std::fabs(expected[i]));
    }
    return difference / scale;
}

/** A group of network_gradients.h5: what PyTorch made of 12 channels of 5 links. */
struct Reference {
    std::string group, input;
    std::string prefix; /**< of our tensors' names */
    mog_network_settings settings;
};

[[maybe_unused]] Reference MlpReference() {
    return {"mlp", "x", "layers.", Settings({16, 8}, false, MOG_OUTPUT_SIGMOID)};
}

/** Outputs, losses and all gradients of three methods. */
[[maybe_unused]] void CheckReference(const Reference &reference, double tolerance) {
    const auto read = [&](const std::string &path) {
        return mogtest::ReadArray("network_gradients.h5", reference.group + "/" + path);
    };
    const auto attribute = [&](const std::string &name) {
        return mogtest::ReadAttribute("network_gradients.h5", reference.group, name);
    };
    const mogtest::Array x = read("input/" + reference.input);
    const Reals gain = ToReals(read("gain").value), label = ToReals(read("label").value);
    const size_t batch = x.shape[0], links = 5;
    Net net(reference.settings, links, batch);
    const std::vector<std::string> names =
        mogtest::ListGroup("network_gradients.h5", reference.group + "/parameter");
    size_t parameters = 0;
    for (const std::string &name : names) {
        const mog_tensor &tensor = net.Tensor(reference.prefix + name);
        const mogtest::Array value = read("parameter/" + name);
        ASSERT_EQ(value.shape, std::vector<size_t>(tensor.shape, tensor.shape + tensor.rank));
        const Reals reals = ToReals(value.value);
        std::copy(reals.begin(), reals.end(), net.parameter.begin() + tensor.offset);
        parameters += reals.size();
    }
    ASSERT_EQ(parameters, net.parameter.size());
    const Reals input = ToReals(x.value), y = net.ForwardTraining(input);
    const std::vector<double> output = read("output").value;
    EXPECT_LT(Distance(y.data(), output), tolerance);
    EXPECT_LT(Distance(net.Forward(input).data(), output), tolerance);

    const std::vector<std::pair<std::string, Weights>> methods = {
        {"sup", {0, 1}}, {"unsup", {1, 0}}, {"mog", {1, attribute("beta")}}};
    for (const auto &[method, weights] : methods) {
        Reals dy(y.size());
        const double loss = Mixture(weights, batch, links, attribute("noise_power"), gain.data(),
                                    nullptr, label.data(), y.data(), dy.data());
        const double expected = read("loss/" + method).value[0];
        EXPECT_LT(std::fabs(loss - expected), tolerance * std::fabs(expected)) << method;
        net.Backward(input, y, dy);
        for (const std::string &name : names)
            EXPECT_LT(Distance(net.gradient.data() + net.Tensor(reference.prefix + name).offset,
                               read("gradient/" + method + "/" + name).value),
                      tolerance)
                << method << " " << name;
    }
}

} // namespace

#endif
