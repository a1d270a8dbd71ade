// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * Message-passing networks of all kinds, and the same again in a few plain loops, in the precision
 * that the including file asks for (f64.h).
 */
#ifndef MOG_TESTS_MPGNN_FIXTURE_H
#define MOG_TESTS_MPGNN_FIXTURE_H

#include "network_fixture.h"

#include <limits>

namespace {

using Widths = std::vector<size_t>;

mog_sizes Sizes(const Widths &widths) {
    mog_sizes sizes = {};
    sizes.count = widths.size();
    std::copy(widths.begin(), widths.end(), sizes.value);
    return sizes;
}

mog_size_lists Lists(const std::vector<Widths> &lists) {
    mog_size_lists all = {};
    all.count = lists.size();
    std::transform(lists.begin(), lists.end(), all.list, Sizes);
    return all;
}

/** Plain: two rounds, max, features as the initial state. */
mog_network_settings Mpgnn(const std::vector<Widths> &message, const std::vector<Widths> &update,
                           const Widths &head) {
    mog_network_settings settings;
    mog_network_default(&settings);
    settings.kind = MOG_NETWORK_MPGNN;
    settings.normalize = false;
    settings.rounds = 2;
    settings.message = Lists(message);
    settings.update = Lists(update);
    settings.head = Sizes(head);
    settings.node_input = MOG_NODE_INPUT_FIRST;
    return settings;
}

[[maybe_unused]] Reference MpgnnReference() {
    return {"message_passing", "amplitude", "", Mpgnn({{8, 8}}, {{8, 6}}, {})};
}

/** Every option at least once, on K links, of which some are no neighbours. */
struct Variant {
    const char *name;
    mog_network_settings settings;
    size_t links = 4;
    double cut = 0; /**< share of the pairs that are no neighbours */
    bool weighted = false;
};

template <typename Change> mog_network_settings With(mog_network_settings settings, Change change) {
    change(settings);
    return settings;
}

[[maybe_unused]] std::vector<Variant> Variants() {
    using S = mog_network_settings;
    const auto norm = [](S &s) { s.batch_norm = true; };
    const auto sum = [](S &s) { s.aggregation = MOG_AGGREGATION_SUM; };
    const auto mean = [](S &s) { s.aggregation = MOG_AGGREGATION_MEAN; };
    const auto every = [](S &s) { s.node_input = MOG_NODE_INPUT_EVERY; };
    const S plain = Mpgnn({{5, 6}}, {{7, 4}}, {3});
    const S deep = Mpgnn({{5, 6, 4}, {19, 7, 5, 3}}, {{4}}, {});
    const S pcgnn = With(Mpgnn({{6}, {7}}, {}, {5}), [](S &s) {
        s.node_embedding = Sizes({4});
        s.edge_embedding = Sizes({18, 6, 5});
        s.receiver = true;
        s.node_input = MOG_NODE_INPUT_HEAD;
    });
    const S igcnet = With(Mpgnn({{5, 8}}, {{6}}, {}), [](S &s) {
        s.rounds = 3;
        s.shared = s.power_state = true;
        s.node_input = MOG_NODE_INPUT_EVERY;
    });
    return {
        {"Plain", plain},
        {"PlainNorm", With(plain, norm)},
        {"Sum", With(plain, sum)},
        {"SumNorm", With(plain, [&](S &s) { norm(s), sum(s); }), 4, 0.4},
        {"Mean", With(plain, mean), 5, 0.5},
        {"MeanNorm", With(plain, [&](S &s) { norm(s), mean(s); }), 5, 0.5},
        {"Relu6", With(plain, [](S &s) { s.output = MOG_OUTPUT_RELU6; })},
        {"Weighted", plain, 4, 0, true},
        {"Every", With(plain, every), 4, 0, true},
        {"EveryNorm", With(plain, [&](S &s) { norm(s), every(s); }), 4, 0, true},
        {"EveryReceiver", With(plain, [&](S &s) { every(s), s.receiver = true; })},
        {"Deep", deep},
        {"DeepSum", With(deep, sum)},
        {"DeepNorm", With(deep, norm), 4, 0.3},
        {"NoUpdateNoHead", Mpgnn({{6, 5}}, {}, {})},
        {"Pcgnn", pcgnn},
        {"PcgnnSum", With(pcgnn, sum), 4, 0.3},
        {"PcgnnNorm", With(pcgnn, norm), 5, 0.3, true},
        {"PcgnnNormMean", With(pcgnn, [&](S &s) { norm(s), mean(s); })},
        {"Igcnet", igcnet, 4, 0, true},
        {"IgcnetNorm", With(igcnet, norm), 4, 0, true},
        {"IgcnetMean", With(igcnet, mean), 4, 0.3},
        {"IgcnetOwnWeights", With(igcnet, [](S &s) { s.shared = false; })},
        {"PowerOfOneLayer", With(igcnet, [](S &s) { s.update = Lists({}); })},
        {"PowerFirst", With(igcnet,
                            [](S &s) {
                                s.shared = false;
                                s.node_input = MOG_NODE_INPUT_FIRST;
                            })},
        {"Shared", With(plain, [&](S &s) { every(s), s.shared = true; })},
        {"SharedEmbedding", With(pcgnn, [&](S &s) { every(s), s.shared = true; })},
        {"SharedFirst", With(plain,
                             [](S &s) {
                                 s.shared = true;
                                 s.node_embedding = Sizes({4});
                             })},
        {"SharedNorm", With(pcgnn, [&](S &s) { norm(s), every(s), s.shared = true; })},
        {"Isolated", plain, 5, 0.7},
        {"IsolatedNorm", With(plain, norm), 5, 0.7},
        {"NoEdges", plain, 3, 1},
        {"NoEdgesNorm", With(plain, norm), 3, 1},
        {"OneLink", plain, 1},
        {"OneLinkNorm", With(plain, norm), 1},
        {"TwoLinks", plain, 2},
        {"TwoLinksNorm", With(plain, norm), 2},
        // more edges than a tile has rows, more channels than that
        {"WideLayers", Mpgnn({{33, 18}}, {{17}}, {}), 9},
        {"WiderThanATile", Mpgnn({{3, 70}}, {{4}}, {}), 7},
        {"WiderThanATileNorm", With(Mpgnn({{3, 70}}, {{4}}, {}), norm), 7},
        {"ManyEdges", pcgnn, 9, 0.2},
        {"ManyEdgesMean", With(pcgnn, mean), 9, 0.2},
        {"ManyEdgesNorm", With(pcgnn, norm), 9, 0.2},
    };
}

/** What comes out and goes in besides powers and one matrix of gains. These networks are not
 * symmetric in the links: with softmax, nodes know their place. */
[[maybe_unused]] std::vector<Variant> OutputVariants() {
    using S = mog_network_settings;
    const auto norm = [](S &s) { s.batch_norm = true; };
    const auto extra = [](S &s) { s.extra = 3; };
    const auto every = [](S &s) { s.node_input = MOG_NODE_INPUT_EVERY; };
    const auto blocks = [](S &s) {
        s.output = MOG_OUTPUT_SOFTMAX;
        s.n_rb = 3;
    };
    const auto own_gains = [](S &s) {
        s.n_rb = 2;
        s.per_rb = true;
    };
    const S plain = Mpgnn({{5, 6}}, {{7, 4}}, {3});
    const S embedded = With(Mpgnn({{6}, {7}}, {}, {5}), [](S &s) {
        s.node_embedding = Sizes({4});
        s.edge_embedding = Sizes({6, 5});
        s.receiver = true;
        s.node_input = MOG_NODE_INPUT_HEAD;
    });
    const S value = With(plain, [&](S &s) {
        s.output = MOG_OUTPUT_LINEAR;
        extra(s);
    });
    const S powers = With(Mpgnn({{5, 8}}, {{6}}, {}), [&](S &s) {
        s.rounds = 3;
        s.shared = s.power_state = true;
        every(s), extra(s);
        s.output = MOG_OUTPUT_BERNOULLI;
    });
    return {
        {"Blocks", With(plain, blocks)},
        {"BlocksEvery", With(plain, [&](S &s) { blocks(s), every(s); }), 4, 0.3, true},
        {"BlocksNorm", With(plain, [&](S &s) { blocks(s), norm(s); }), 4, 0.3},
        {"BlocksOneLink", With(plain, blocks), 1},
        {"OneBlock", With(plain, [](S &s) { s.extra = 2, s.output = MOG_OUTPUT_LINEAR; })},
        {"OwnGains", With(plain, [&](S &s) { blocks(s), own_gains(s); }), 4, 0.3},
        {"OwnGainsEmbedded", With(embedded, [&](S &s) { blocks(s), own_gains(s); }), 9, 0.2, true},
        {"OwnGainsEmbeddedNorm", With(embedded, [&](S &s) { blocks(s), own_gains(s), norm(s); }), 5,
         0.3},
        {"OwnGainsSum", With(plain,
                             [&](S &s) {
                                 blocks(s), own_gains(s);
                                 s.aggregation = MOG_AGGREGATION_SUM;
                             })},
        {"Beta", With(plain, [](S &s) { s.output = MOG_OUTPUT_BETA; })},
        {"Bernoulli", With(plain, [](S &s) { s.output = MOG_OUTPUT_BERNOULLI; })},
        {"Value", value, 4, 0, true},
        {"ValueNorm", With(value, norm), 4, 0.3},
        {"ValueEvery", With(value, every), 4, 0, true},
        {"ValueEveryReceiver", With(value, [&](S &s) { every(s), s.receiver = true; }), 4, 0.3},
        {"ValueOwnGains", With(value, [&](S &s) { own_gains(s), every(s); }), 4, 0.3},
        {"ValueEmbedded", With(embedded, [&](S &s) { extra(s), s.output = MOG_OUTPUT_LINEAR; })},
        {"ValueEmbeddedEveryNorm",
         With(embedded, [&](S &s) { extra(s), every(s), norm(s), s.output = MOG_OUTPUT_LINEAR; }),
         5, 0.3},
        {"ValueShared", With(value, [&](S &s) { every(s), s.shared = true; })},
        {"ValueNoEdges", value, 3, 1},
        {"PowersWithExtra", powers},
        {"PowersWithExtraNorm", With(powers, norm)},
    };
}

[[maybe_unused]] std::ostream &operator<<(std::ostream &out, const Variant &variant) {
    return out << variant.name;
}

[[maybe_unused]] std::string VariantName(const testing::TestParamInfo<Variant> &p) {
    return p.param.name;
}

/** Features of channels, of which some links of a sample are no neighbours. */
[[maybe_unused]] Reals Channels(const Variant &variant, size_t samples, size_t links) {
    const size_t matrices = variant.settings.per_rb ? variant.settings.n_rb : 1;
    Reals x = Numbers(samples * matrices * links * links, 0.3);
    for (size_t s = 0; s < samples; s++)
        for (size_t i = 0; i < links; i++)
            for (size_t j = 0; j < i; j++) {
                const double draw = 0.5 + 0.5 * std::sin(78.233 * double((s * 31 + i) * 31 + j));
                if (draw >= variant.cut && variant.cut != 1)
                    continue;
                for (size_t m = 0; m < matrices; m++) {
                    mog_real *of = x.data() + (s * matrices + m) * links * links;
                    of[i * links + j] = of[j * links + i] = MOG_NO_NEIGHBOUR;
                }
            }
    return x;
}

/** Link weights that no two of are alike. */
[[maybe_unused]] Reals Weights(size_t count) {
    Reals weight = Numbers(count, 0.8);
    for (mog_real &w : weight)
        w = 1 + w / 2;
    return weight;
}

// ---- the same, plainly ------------------------------------------------------------------------

using Row = std::vector<double>;

Row operator+(Row a, const Row &b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

/** A network of the definition, in double, with running statistics; one sample at a time. */
class PlainMpgnn {
  public:
    explicit PlainMpgnn(const Net &net, const mog_network_settings &settings)
        : m_net(net), m_settings(settings) {
    }

    /** Outputs for one sample. x [M][K][K], weight [K], extra [K][E] */
    Row Outputs(const mog_real *x, const mog_real *weight, const mog_real *extra,
                size_t links) const {
        const bool every = m_settings.node_input == MOG_NODE_INPUT_EVERY;
        std::vector<Row> node, state;
        for (size_t i = 0; i < links; i++) {
            Row features = Gains(x, links, i, i);
            features.push_back(weight == nullptr ? 1.0 : weight[i]);
            for (size_t e = 0; e < m_settings.extra; e++)
                features.push_back(extra[i * m_settings.extra + e]);
            if (m_settings.output == MOG_OUTPUT_SOFTMAX)
                features.push_back(links == 1 ? 0 : double(i) / double(links - 1));
            node.push_back(Stack("node_embedding", Layers(m_settings.node_embedding), features));
        }
        for (size_t i = 0; i < links; i++)
            state.push_back(FirstState(node[i]));
        for (size_t t = 0; t < m_settings.rounds; t++) {
            std::vector<Row> next;
            for (size_t i = 0; i < links; i++) {
                const Row own = every ? state[i] + node[i] : state[i];
                next.push_back(Update(t, own, Aggregate(t, x, i, links, state, node)));
            }
            state = next;
        }
        Row output;
        for (size_t i = 0; i < links; i++)
            output = output + (m_settings.power_state ? state[i] : Head(state[i], node[i]));
        return output;
    }

  private:
    Row Gains(const mog_real *x, size_t links, size_t to, size_t from) const {
        Row gains;
        for (size_t m = 0; m < (m_settings.per_rb ? m_settings.n_rb : 1); m++)
            gains.push_back(x[(m * links + to) * links + from]);
        return gains;
    }

    static size_t Layers(const mog_sizes &widths) {
        return widths.count;
    }

    static mog_sizes OfRound(const mog_size_lists &lists, size_t t) {
        return lists.count == 0 ? mog_sizes{} : lists.list[std::min(t, lists.count - 1)];
    }

    const mog_real *Parameter(const std::string &name) const {
        return m_net.parameter.data() + m_net.Tensor(name).offset;
    }

    const mog_real *Buffer(const std::string &name) const {
        return m_net.buffer.data() + m_net.Tensor(name).offset;
    }

    Row Linear(const std::string &name, const Row &x) const {
        const mog_tensor &tensor = m_net.Tensor(name + ".weight");
        const mog_real *weight = Parameter(name + ".weight"), *bias = Parameter(name + ".bias");
        EXPECT_EQ(tensor.shape[1], x.size()) << name;
        Row z;
        for (size_t o = 0; o < tensor.shape[0]; o++) {
            double sum = bias[o];
            for (size_t k = 0; k < x.size(); k++)
                sum += weight[o * x.size() + k] * x[k];
            z.push_back(sum);
        }
        return z;
    }

    Row Stack(const std::string &prefix, size_t layers, Row x) const {
        const size_t places = m_settings.batch_norm ? 3 : 2;
        for (size_t l = 0; l < layers; l++) {
            x = Linear(prefix + "." + std::to_string(places * l), x);
            const std::string norm = prefix + "." + std::to_string(places * l + 2);
            for (size_t c = 0; c < x.size(); c++) {
                x[c] = std::max(x[c], 0.0);
                if (m_settings.batch_norm)
                    x[c] = (x[c] - Buffer(norm + ".running_mean")[c]) /
                               std::sqrt(Buffer(norm + ".running_var")[c] + 1e-5) *
                               Parameter(norm + ".weight")[c] +
                           Parameter(norm + ".bias")[c];
            }
        }
        return x;
    }

    Row Output(const std::string &prefix, size_t layers, const Row &x) const {
        const size_t place = layers * (m_settings.batch_norm ? 3 : 2);
        Row y = Linear(prefix + "." + std::to_string(place), x);
        double powers = 0;
        for (double z : y)
            powers += std::exp(z);
        for (double &z : y)
            switch (m_settings.output) {
            case MOG_OUTPUT_RELU6:
                z = std::min(std::max(z, 0.0), 6.0) / 6;
                break;
            case MOG_OUTPUT_BETA:
                z = 1 + std::log(1 + std::exp(z));
                break;
            case MOG_OUTPUT_SOFTMAX:
                z = std::exp(z) / powers;
                break;
            case MOG_OUTPUT_LINEAR:
                break;
            default:
                z = 1 / (1 + std::exp(-z));
            }
        return y;
    }

    std::string OfRound(const std::string &name, size_t t) const {
        return name + "." + std::to_string(m_settings.shared ? 0 : t);
    }

    Row FirstState(const Row &node) const {
        if (m_settings.node_input != MOG_NODE_INPUT_EVERY)
            return node;
        if (m_settings.power_state)
            return {1};
        if (!m_settings.shared)
            return {};
        const mog_sizes message = OfRound(m_settings.message, 0);
        const mog_sizes update = OfRound(m_settings.update, 0);
        const mog_sizes &last = update.count != 0 ? update : message;
        return Row(last.value[last.count - 1], 1);
    }

    Row Aggregate(size_t t, const mog_real *x, size_t i, size_t links,
                  const std::vector<Row> &state, const std::vector<Row> &node) const {
        const bool every = m_settings.node_input == MOG_NODE_INPUT_EVERY;
        const mog_sizes widths = OfRound(m_settings.message, m_settings.shared ? 0 : t);
        Row m(widths.value[widths.count - 1]);
        size_t neighbours = 0;
        for (size_t j = 0; j < links; j++) {
            if (j == i || x[i * links + j] == MOG_NO_NEIGHBOUR)
                continue;
            Row in = every ? state[j] + node[j] : state[j];
            if (m_settings.receiver)
                in = in + (every ? state[i] + node[i] : state[i]);
            in = in + Stack("edge_embedding", Layers(m_settings.edge_embedding),
                            Gains(x, links, i, j) + Gains(x, links, j, i));
            const Row message = Stack(OfRound("message", t), widths.count, in);
            for (size_t c = 0; c < m.size(); c++)
                if (m_settings.aggregation != MOG_AGGREGATION_MAX)
                    m[c] += message[c];
                else
                    m[c] = neighbours == 0 ? message[c] : std::max(m[c], message[c]);
            neighbours++;
        }
        for (double &value : m)
            if (m_settings.aggregation == MOG_AGGREGATION_MEAN && neighbours > 0)
                value /= static_cast<double>(neighbours);
        return m;
    }

    Row Update(size_t t, const Row &own, const Row &m) const {
        const mog_sizes widths = OfRound(m_settings.update, m_settings.shared ? 0 : t);
        const std::string prefix = OfRound("update", t);
        if (m_settings.power_state)
            return Output(prefix, widths.count, Stack(prefix, widths.count, own + m));
        return widths.count == 0 ? m : Stack(prefix, widths.count, own + m);
    }

    Row Head(const Row &state, const Row &node) const {
        const bool sees_node = m_settings.node_input != MOG_NODE_INPUT_FIRST;
        const size_t layers = Layers(m_settings.head);
        return Output("head", layers, Stack("head", layers, sees_node ? state + node : state));
    }

    const Net &m_net;
    mog_network_settings m_settings;
};

} // namespace

#endif
