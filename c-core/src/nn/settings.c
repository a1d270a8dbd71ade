/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mog/network.h"

static const char *const kind_names[] = {"mlp", "cnn", "unrolled", "mpgnn", NULL};
static const char *const output_names[] = {"sigmoid", "relu6", NULL};
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
     .help = "last activation; relu6 is min(max(x, 0), 6) / 6"},
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
     .help = "plain sweeps of FPLinQ behind the network when it is run"},
};
#undef MEMBER

const mog_section *mog_network_section(void) {
    static const mog_section section = {"network", fields, sizeof fields / sizeof fields[0]};
    return &section;
}

void mog_network_default(mog_network_settings *settings) {
    *settings = (mog_network_settings){
        .kind = MOG_NETWORK_MLP,
        .hidden = {.count = 2, .value = {400, 200}},
        .batch_norm = false,
        .output = MOG_OUTPUT_SIGMOID,
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
