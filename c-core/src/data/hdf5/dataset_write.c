/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Data sets to HDF5 files. */
#include "data/hdf5/dataset_attributes.h"
#include "data/hdf5/hdf5_file.h"
#include "mog/io.h"

static bool put_attributes(hid_t file, const mog_dataset *dataset) {
    const mog_dataset_attributes attributes = {
        .noise_power = dataset->noise_power,
        .max_power = dataset->max_power,
        .n_rb = dataset->n_rb,
        .seed = dataset->seed,
        .first_sample = dataset->first,
    };
    return mog_hdf5_put_settings(file, "", mog_dataset_attribute_section(), &attributes) &&
           (!dataset->has_scenario ||
            mog_hdf5_put_settings(file, MOG_SCENARIO_PREFIX, mog_scenario_section(),
                                  &dataset->scenario));
}

static bool put_arrays(hid_t file, const mog_dataset *dataset) {
    const hsize_t s = dataset->samples, n = dataset->n_rb, k = dataset->links;
    const struct {
        const char *name;
        const double *data;
        int rank;
        hsize_t shape[MOG_HDF5_MAX_RANK];
    } arrays[] = {
        {"/gain", dataset->per_rb ? NULL : dataset->gain, 3, {s, k, k}},
        {"/gain", dataset->per_rb ? dataset->gain : NULL, 4, {s, n, k, k}},
        {"/weight", dataset->weight, 2, {s, k}},
        {"/price", dataset->price, 2, {s, k}},
        {"/tx_position", dataset->tx_position, 3, {s, k, 2}},
        {"/rx_position", dataset->rx_position, 3, {s, k, 2}},
    };
    for (size_t i = 0; i < sizeof arrays / sizeof arrays[0]; i++)
        if (arrays[i].data != NULL && !mog_hdf5_put_reals(file, arrays[i].name, arrays[i].rank,
                                                          arrays[i].shape, arrays[i].data))
            return false;
    return true;
}

/* How weights came about stands beside them. */
static bool put_weight_notes(hid_t file, const mog_dataset *dataset) {
    if (dataset->weight == NULL)
        return true;
    const hid_t array = H5Dopen2(file, "/weight", H5P_DEFAULT);
    const bool done = array >= 0 && mog_hdf5_put_notes(array, &dataset->weight_notes);
    if (array >= 0)
        H5Dclose(array);
    return done;
}

static bool put_labels(hid_t parent, const mog_dataset *dataset, const mog_labels *labels) {
    const hsize_t shape[] = {dataset->samples, dataset->links};
    const hid_t group = H5Gcreate2(parent, labels->solver, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
    if (group < 0)
        return false;
    const bool done =
        mog_hdf5_put_reals(group, "power", 2, shape, labels->power) &&
        (dataset->n_rb == 1 || mog_hdf5_put_integers(group, "rb", 2, shape, labels->rb)) &&
        mog_hdf5_put_reals(group, "sum_rate", 1, shape, labels->sum_rate) &&
        (labels->value == NULL || mog_hdf5_put_reals(group, "value", 1, shape, labels->value)) &&
        (labels->bound == NULL || mog_hdf5_put_reals(group, "bound", 1, shape, labels->bound)) &&
        mog_hdf5_put_notes(group, &labels->notes);
    H5Gclose(group);
    return done;
}

static bool put_all_labels(hid_t file, const mog_dataset *dataset) {
    if (dataset->label_count == 0)
        return true;
    const hid_t group = H5Gcreate2(file, "/labels", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
    bool done = group >= 0;
    for (size_t i = 0; done && i < dataset->label_count; i++)
        done = put_labels(group, dataset, &dataset->labels[i]);
    if (group >= 0)
        H5Gclose(group);
    return done;
}

static size_t expected_bytes(const mog_dataset *dataset) {
    const size_t matrices = dataset->per_rb ? dataset->n_rb : 1;
    const size_t per_link = dataset->links * matrices + 6 + 2 * dataset->label_count;
    return sizeof(double) * dataset->samples *
           (dataset->links * per_link + 3 * dataset->label_count);
}

mog_status mog_dataset_write(const mog_dataset *dataset, const char *path, mog_error *error) {
    const mog_hdf5_printing printing = mog_hdf5_hush();
    const hid_t file = mog_hdf5_create(expected_bytes(dataset));
    const bool built = file >= 0 && put_attributes(file, dataset) && put_arrays(file, dataset) &&
                       put_weight_notes(file, dataset) && put_all_labels(file, dataset);
    const mog_status status = mog_hdf5_finish(file, built, path, error);
    mog_hdf5_restore(printing);
    return status;
}
