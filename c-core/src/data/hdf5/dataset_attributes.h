/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * The attributes of a data set file's root besides the scenario.
 */
#ifndef MOG_IO_DATASET_ATTRIBUTES_H
#define MOG_IO_DATASET_ATTRIBUTES_H

#include "mog/settings.h"

typedef struct mog_dataset_attributes {
    double noise_power;
    double max_power;
    size_t n_rb;
    uint64_t seed;
    uint64_t first_sample;
} mog_dataset_attributes;

/** Their table: names, types, ranges. */
const mog_section *mog_dataset_attribute_section(void);

/** What the members of the scenario are called in a file. */
#define MOG_SCENARIO_PREFIX "scenario."

#endif
