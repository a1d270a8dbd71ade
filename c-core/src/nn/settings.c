/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The settings of networks: their names and ranges, and which of them go together. */
#include "nn/settings.h"

#include "base/settings.h"

static const char *const kind_names[] = {"mlp", "cnn", "unrolled", "mpgnn", NULL};
static const char *const output_names[] = {"sigmoid", "relu6",  "bernoulli", "beta",
                                           "softmax", "linear", NULL};

/* What an output gives for a link, in the order of mog_output. */
static const struct output_traits {
    size_t per_link, per_rb; /* numbers */
    size_t most_rbs;         /* that it can be for */
    bool power;              /* itself, which an unrolled sweep can start from */
} outputs[] = {
    [MOG_OUTPUT_SIGMOID] = {.per_link = 1, .most_rbs = 1, .power = true},
    [MOG_OUTPUT_RELU6] = {.per_link = 1, .most_rbs = 1, .power = true},
    [MOG_OUTPUT_BERNOULLI] = {.per_link = 1, .most_rbs = 1},
    [MOG_OUTPUT_BETA] = {.per_link = 2, .most_rbs = 1},
    [MOG_OUTPUT_SOFTMAX] = {.per_rb = 1, .most_rbs = SIZE_MAX},
    [MOG_OUTPUT_LINEAR] = {.per_link = 1, .most_rbs = SIZE_MAX},
};

static const char *const feature_names[] = {"amplitude", "power", "decibel", "rate", NULL};
static const char *const aggregation_names[] = {"max", "sum", "mean", NULL};
static const char *const node_input_names[] = {"first", "head", "every", NULL};
static const char *const neighbours_names[] = {"all", "gain", "distance", NULL};

#define MEMBER(name) #name, .offset = offsetof(mog_network_settings, name)
static const mog_field fields[] = {
    {MEMBER(kind), .type = MOG_FIELD_CHOICE, .choices = kind_names, .help = "kind of network"},
    {MEMBER(hidden), .type = MOG_FIELD_SIZES, .minimum = 1, .maximum = 65536,
     .help = "mlp, cnn: widths of the hidden layers"},
    {MEMBER(batch_norm), .type = MOG_FIELD_BOOL,
     .help = "batch normalisation after each hidden activation"},
    {MEMBER(output), .type = MOG_FIELD_CHOICE, .choices = output_names,
     .help = "last activation: powers, the parameters of their distribution, or (softmax) "
             "probabilities of resource blocks; relu6 is min(max(x, 0), 6) / 6"},
    {MEMBER(n_rb), .type = MOG_FIELD_SIZE, .minimum = 1, .maximum = 64,
     .help = "softmax: number of resource blocks"},
    {MEMBER(per_rb), .type = MOG_FIELD_BOOL,
     .help = "softmax, linear: every resource block has gains of its own"},
    {MEMBER(weights), .type = MOG_FIELD_BOOL,
     .help = "links' weights are seen, over their mean; training sets it if its data have weights"},
    {MEMBER(prices), .type = MOG_FIELD_BOOL,
     .help = "prices of power are seen, over the mean weight; training sets it likewise"},
    {MEMBER(extra), .type = MOG_FIELD_SIZE, .minimum = 0, .maximum = 256,
     .help = "mlp, mpgnn: numbers that are seen for each link besides the gains, for critics"},
    {MEMBER(feature), .type = MOG_FIELD_CHOICE, .choices = feature_names,
     .help = "how a gain over noise becomes an input"},
    {MEMBER(normalize), .type = MOG_FIELD_BOOL,
     .help = "subtract each input's mean over the training set and divide by its deviation"},
    {MEMBER(node_embedding), .type = MOG_FIELD_SIZES, .minimum = 1, .maximum = 4096,
     .help = "mpgnn: widths of an MLP on each node's features"},
    {MEMBER(edge_embedding), .type = MOG_FIELD_SIZES, .minimum = 1, .maximum = 4096,
     .help = "mpgnn: widths of an MLP on each edge's features"},
    {MEMBER(rounds), .type = MOG_FIELD_SIZE, .minimum = 1, .maximum = 16,
     .help = "mpgnn: rounds of message passing"},
    {MEMBER(message), .type = MOG_FIELD_SIZE_LISTS, .minimum = 1, .maximum = 4096,
     .help = "mpgnn: widths of the message MLP in each round; the last list serves later rounds"},
    {MEMBER(update), .type = MOG_FIELD_SIZE_LISTS, .minimum = 1, .maximum = 4096,
     .help = "mpgnn: widths of the update MLP; empty: the state becomes the aggregated message"},
    {MEMBER(head), .type = MOG_FIELD_SIZES, .minimum = 1, .maximum = 4096,
     .help = "mpgnn: widths of the hidden layers behind the last round"},
    {MEMBER(shared), .type = MOG_FIELD_BOOL, .help = "mpgnn: one set of weights for all rounds"},
    {MEMBER(aggregation), .type = MOG_FIELD_CHOICE, .choices = aggregation_names,
     .help = "mpgnn: how a node puts its neighbours' messages together"},
    {MEMBER(receiver), .type = MOG_FIELD_BOOL,
     .help = "mpgnn: messages see the receiver's state, too"},
    {MEMBER(node_input), .type = MOG_FIELD_CHOICE, .choices = node_input_names,
     .help = "mpgnn: where the nodes' own features enter besides the initial state"},
    {MEMBER(power_state), .type = MOG_FIELD_BOOL,
     .help = "mpgnn: the state is the power: updates end in the output activation, no head"},
    {MEMBER(neighbours), .type = MOG_FIELD_CHOICE, .choices = neighbours_names,
     .help = "mpgnn, unrolled: whom a node hears: all, by gain, or by distance"},
    {MEMBER(threshold), .type = MOG_FIELD_REAL, .minimum = -1e9, .maximum = 1e9,
     .help =
         "mpgnn, unrolled: least gain over noise of a neighbour, dB, or its largest distance, m"},
    {MEMBER(channels), .type = MOG_FIELD_SIZES, .minimum = 1, .maximum = 1024,
     .help = "cnn: channels of the convolutions"},
    {MEMBER(kernel), .type = MOG_FIELD_SIZE, .minimum = 1, .maximum = 31,
     .help = "cnn: width and height of the convolutions' kernels, odd"},
    {MEMBER(unroll), .type = MOG_FIELD_SIZE, .minimum = 0, .maximum = 32,
     .help = "sweeps of FPLinQ as layers with learned parameters, behind the network"},
    {MEMBER(unroll_hidden), .type = MOG_FIELD_SIZE, .minimum = 1, .maximum = 64,
     .help = "width of the graph convolution that sets an unrolled layer's weights"},
    {MEMBER(refine), .type = MOG_FIELD_SIZE, .minimum = 0, .maximum = 10000,
     .help = "behind the network when it is run: plain sweeps of FPLinQ; softmax: most moves of "
             "local search"},
};
#undef MEMBER

const mog_section mog_network_section = {"network", fields, sizeof fields / sizeof fields[0]};

const mog_section mog_critic_section = {"critic", fields, sizeof fields / sizeof fields[0]};

void mog_network_default(mog_network_settings *settings) {
    *settings = (mog_network_settings){
        .kind = MOG_NETWORK_MLP,
        .hidden = {.count = 2, .value = {400, 200}},
        .batch_norm = false,
        .output = MOG_OUTPUT_SIGMOID,
        .n_rb = 1,
        .feature = MOG_FEATURE_AMPLITUDE,
        .normalize = true,
        .rounds = 3,
        .message = {.count = 1, .list = {{.count = 2, .value = {32, 32}}}},
        .update = {.count = 1, .list = {{.count = 2, .value = {32, 32}}}},
        .aggregation = MOG_AGGREGATION_MAX,
        .node_input = MOG_NODE_INPUT_EVERY,
        .neighbours = MOG_NEIGHBOURS_ALL,
        .channels = {.count = 3, .value = {8, 8, 8}},
        .kernel = 3,
        .unroll_hidden = 5,
    };
}

size_t mog_network_settings_width(const mog_network_settings *settings) {
    const struct output_traits *output = &outputs[settings->output];
    return output->per_link + output->per_rb * settings->n_rb;
}

size_t mog_network_settings_matrices(const mog_network_settings *settings) {
    return settings->per_rb ? settings->n_rb : 1;
}

static bool sees_extra(const mog_network_settings *settings) {
    return settings->kind == MOG_NETWORK_MLP || settings->kind == MOG_NETWORK_MPGNN;
}

/* Combinations that mean nothing. */
static mog_status check_together(const mog_network_settings *s, mog_error *error) {
    const char *output = output_names[s->output];
    const bool gives_power = outputs[s->output].power;
    if (s->n_rb > outputs[s->output].most_rbs)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "network.n_rb = %zu, but network.output = %s sets powers on one band: use "
                        "output = softmax to decide on resource blocks",
                        s->n_rb, output);
    if (s->extra > 0 && !sees_extra(s))
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "network.extra = %zu, but network.kind = %s sees gains alone: use mlp or "
                        "mpgnn",
                        s->extra, kind_names[s->kind]);
    if (s->unroll > 0 && (!gives_power || s->extra > 0))
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "network.unroll = %zu: unrolled sweeps stand behind powers alone; use "
                        "output = sigmoid or relu6 (not %s) and extra = 0 (not %zu)",
                        s->unroll, output, s->extra);
    if (s->refine > 0 && s->output == MOG_OUTPUT_LINEAR)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "network.refine = %zu, but network.output = linear makes no decision that "
                        "could be refined",
                        s->refine);
    if (s->kind == MOG_NETWORK_MPGNN && s->power_state && !gives_power &&
        s->output != MOG_OUTPUT_BERNOULLI)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "network.power_state: the state is the power, which network.output = %s "
                        "does not give; use sigmoid, relu6 or bernoulli",
                        output);
    return MOG_OK;
}

mog_status mog_network_settings_check(const mog_network_settings *settings, mog_error *error) {
    const mog_status status = mog_settings_check(&mog_network_section, settings, error);
    return status == MOG_OK ? check_together(settings, error) : status;
}
