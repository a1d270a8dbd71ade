/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "data/hdf5/dataset_attributes.h"

#include "mog/radio.h"

#include <float.h>

#define MEMBER(member) .name = #member, .offset = offsetof(mog_dataset_attributes, member)

static const mog_field fields[] = {
    {MEMBER(noise_power), .type = MOG_FIELD_REAL, .maximum = DBL_MAX,
     .help = "sigma^2, relative to maximum power x gain"},
    {MEMBER(max_power), .type = MOG_FIELD_REAL, .minimum = 1, .maximum = 1,
     .help = "powers are fractions of the maximum"},
    {MEMBER(n_rb), .type = MOG_FIELD_SIZE, .minimum = 1, .maximum = MOG_MAX_RBS,
     .help = "resource blocks N"},
    {MEMBER(seed), .type = MOG_FIELD_SEED, .help = "seed of the scenario's stream"},
    {MEMBER(first_sample), .type = MOG_FIELD_SEED, .help = "index of sample 0 in that stream"},
};

const mog_section *mog_dataset_attribute_section(void) {
    static const mog_section section = {"attribute", fields, sizeof fields / sizeof fields[0]};
    return &section;
}
