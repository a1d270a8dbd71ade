/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is where in a data set file. */
#include "data/hdf5/dataset_layout.h"

#include "mog/radio.h"
#include <float.h>

/* ---- arrays -------------------------------------------------------------------------------- */

#define ARRAY(member) .name = #member, .offset = offsetof(mog_dataset, member)
const mog_stored_array mog_stored_arrays[] = {
    {ARRAY(gain), .axes = "smkk"},
    {ARRAY(weight), .axes = "sk", .part = MOG_DATASET_WEIGHTS},
    {ARRAY(price), .axes = "sk", .part = MOG_DATASET_PRICES},
    {ARRAY(tx_position), .axes = "sk2", .part = MOG_DATASET_POSITIONS},
    {ARRAY(rx_position), .axes = "sk2", .part = MOG_DATASET_POSITIONS},
    {.name = NULL},
};
#undef ARRAY

#define ARRAY(member) .name = #member, .offset = offsetof(mog_labels, member)
const mog_stored_array mog_stored_labels[] = {
    {ARRAY(power), .axes = "sk"},
    {ARRAY(rb), .axes = "sk", .is_rb = true},
    {ARRAY(sum_rate), .axes = "s"},
    {ARRAY(value), .axes = "s", .part = MOG_LABELS_VALUE},
    {ARRAY(bound), .axes = "s", .part = MOG_LABELS_BOUND},
    {.name = NULL},
};
#undef ARRAY

int mog_stored_shape(const mog_stored_array *array, const mog_dataset *like, size_t samples,
                     hsize_t shape[MOG_HDF5_MAX_RANK]) {
    int rank = 0;
    for (const char *axis = array->axes; *axis != '\0'; axis++)
        if (*axis != 'm' || like->per_rb)
            shape[rank++] = *axis == 's'   ? samples
                            : *axis == 'm' ? like->n_rb
                            : *axis == 'k' ? like->links
                                           : 2;
    return rank;
}

void *mog_stored_data(const mog_stored_array *array, const void *owner) {
    const char *member = (const char *)owner + array->offset;
    return array->is_rb ? (void *)*(uint32_t *const *)(const void *)member
                        : (void *)*(double *const *)(const void *)member;
}

/* ---- attributes ---------------------------------------------------------------------------- */

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
#undef MEMBER

const mog_section mog_dataset_attribute_section = {"attribute", fields,
                                                   sizeof fields / sizeof fields[0]};
