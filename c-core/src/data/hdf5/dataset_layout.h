/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * What is where in a data set file: one table of arrays and one of attributes, for those who read
 * and those who write.
 */
#ifndef MOG_DATA_HDF5_DATASET_LAYOUT_H
#define MOG_DATA_HDF5_DATASET_LAYOUT_H

#include "data/hdf5/hdf5_file.h"

/** An array of a data set or of labels. */
typedef struct mog_stored_array {
    const char *name; /**< in the root, or in the group of the labels; NULL ends a table */
    size_t offset;    /**< of the pointer in mog_dataset or mog_labels */
    const char *axes; /**< a letter each: samples, matrices (if every RB has one), k links, 2 */
    unsigned part;    /**< mog_dataset_part or mog_labels_part; 0: always there */
    bool is_rb;       /**< uint32_t, there if there are several RBs; else double */
} mog_stored_array;

extern const mog_stored_array mog_stored_arrays[];
extern const mog_stored_array mog_stored_labels[];

/** Most arrays of a file. */
enum { MOG_STORED_MOST = 6 + 5 * MOG_MAX_LABELS };

/** The shape in a file of `samples` samples. @return the rank */
int mog_stored_shape(const mog_stored_array *array, const mog_dataset *like, size_t samples,
                     hsize_t shape[MOG_HDF5_MAX_RANK]);

/** The data in a mog_dataset or mog_labels; NULL if it has none. */
void *mog_stored_data(const mog_stored_array *array, const void *owner);

/** Attributes of the root besides the scenario. */
typedef struct mog_dataset_attributes {
    double noise_power;
    double max_power;
    size_t n_rb;
    uint64_t seed;
    uint64_t first_sample;
} mog_dataset_attributes;

/** Their table: names, types, ranges. */
extern const mog_section mog_dataset_attribute_section;

/** What the members of the scenario are called in a file. */
#define MOG_SCENARIO_PREFIX "scenario."

#endif
