/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mog/network.h"

static const char *const kind_names[] = {"mlp", NULL};
static const char *const output_names[] = {"sigmoid", "relu6", NULL};
static const char *const feature_names[] = {"amplitude", "power", "decibel", NULL};

#define MEMBER(name) #name, .offset = offsetof(mog_network_settings, name)
static const mog_field fields[] = {
    {MEMBER(kind), .type = MOG_FIELD_CHOICE, .choices = kind_names, .help = "kind of network"},
    {MEMBER(hidden), .type = MOG_FIELD_SIZES, .minimum = 1, .maximum = 65536,
     .help = "widths of the hidden layers"},
    {MEMBER(batch_norm), .type = MOG_FIELD_BOOL,
     .help = "batch normalisation after each hidden activation"},
    {MEMBER(output), .type = MOG_FIELD_CHOICE, .choices = output_names,
     .help = "last activation; relu6 is min(max(x, 0), 6) / 6"},
    {MEMBER(feature), .type = MOG_FIELD_CHOICE, .choices = feature_names,
     .help = "how a gain over noise becomes an input"},
    {MEMBER(normalize), .type = MOG_FIELD_BOOL,
     .help = "subtract each input's mean over the training set and divide by its deviation"},
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
    };
}
