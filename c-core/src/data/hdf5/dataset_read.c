/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Data sets from HDF5 files. */
#include "base/memory.h"
#include "data/hdf5/dataset_attributes.h"
#include "data/hdf5/hdf5_file.h"
#include "mog/io.h"

#include <stdio.h>
#include <string.h>

static mog_status read_attributes(const mog_hdf5_reader *reader,
                                  mog_dataset_attributes *attributes) {
    if (!mog_hdf5_has_attribute(reader, "noise_power"))
        return mog_hdf5_refuse(reader,
                               "its root has no attribute noise_power, which the gains need");
    *attributes = (mog_dataset_attributes){.max_power = 1, .n_rb = 1};
    return mog_hdf5_get_settings(reader, "", mog_dataset_attribute_section(), attributes);
}

/* What /gain says: [samples][links][links], or with an axis of RBs behind the samples. */
typedef struct extent {
    size_t samples, links;
    bool per_rb;
} extent;

/* "3 x 2 x 2" */
static void print_shape(int rank, const hsize_t shape[], char *text, size_t size) {
    size_t used = 0;
    for (int axis = 0; axis < rank && used < size; axis++)
        used += (size_t)snprintf(text + used, size - used, "%s%llu", axis > 0 ? " x " : "",
                                 (unsigned long long)shape[axis]);
}

static mog_status read_extent(const mog_hdf5_reader *reader, size_t n_rb, extent *found) {
    const bool per_rb = mog_hdf5_get_rank(reader, "/gain") == 4;
    hsize_t shape[MOG_HDF5_MAX_RANK];
    const mog_status status = mog_hdf5_get_shape(reader, "/gain", per_rb ? 4 : 3, shape);
    if (status != MOG_OK)
        return status;
    const hsize_t *matrix = shape + (per_rb ? 2 : 1);
    if (matrix[0] != matrix[1] || matrix[0] == 0) {
        char text[128];
        print_shape(per_rb ? 4 : 3, shape, text, sizeof text);
        return mog_hdf5_refuse(reader,
                               "/gain is %s; it must be samples x links x links, or samples x n_rb "
                               "x links x links",
                               text);
    }
    if (shape[0] == 0)
        return mog_hdf5_refuse(reader, "it is empty: /gain has no samples");
    if (per_rb && shape[1] != n_rb)
        return mog_hdf5_refuse(reader,
                               "/gain has gains for %llu RBs, but the attribute n_rb of the root "
                               "is %zu: they must be the same",
                               (unsigned long long)shape[1], n_rb);
    *found = (extent){(size_t)shape[0], (size_t)matrix[0], per_rb};
    return MOG_OK;
}

/* A data set with room for what the file has; no array is read yet. */
static mog_dataset *create_like_file(const mog_hdf5_reader *reader) {
    mog_dataset_attributes attributes;
    extent size = {0, 0, false};
    if (read_attributes(reader, &attributes) != MOG_OK ||
        read_extent(reader, attributes.n_rb, &size) != MOG_OK)
        return NULL;
    unsigned parts = size.per_rb ? MOG_DATASET_PER_RB : 0;
    if (mog_hdf5_has(reader, "/weight"))
        parts |= MOG_DATASET_WEIGHTS;
    if (mog_hdf5_has(reader, "/price"))
        parts |= MOG_DATASET_PRICES;
    if (mog_hdf5_has(reader, "/tx_position") || mog_hdf5_has(reader, "/rx_position"))
        parts |= MOG_DATASET_POSITIONS;
    mog_dataset *dataset =
        mog_dataset_create(size.samples, size.links, attributes.n_rb, parts, reader->error);
    if (dataset == NULL)
        return NULL;
    dataset->noise_power = attributes.noise_power;
    dataset->max_power = attributes.max_power;
    dataset->seed = attributes.seed;
    dataset->first = attributes.first_sample;
    return dataset;
}

static mog_status read_arrays(const mog_hdf5_reader *reader, mog_dataset *dataset) {
    const hsize_t s = dataset->samples, n = dataset->n_rb, k = dataset->links;
    const struct {
        const char *name;
        double *data;
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
    mog_status status = MOG_OK;
    for (size_t i = 0; status == MOG_OK && i < sizeof arrays / sizeof arrays[0]; i++)
        if (arrays[i].data != NULL)
            status = mog_hdf5_get_reals(reader, arrays[i].name, arrays[i].rank, arrays[i].shape,
                                        arrays[i].data);
    if (status == MOG_OK && dataset->weight != NULL)
        mog_hdf5_get_notes(reader, "/weight", &dataset->weight_notes);
    return status;
}

static mog_status read_scenario(const mog_hdf5_reader *reader, mog_dataset *dataset) {
    dataset->has_scenario = mog_hdf5_has_attribute(reader, MOG_SCENARIO_PREFIX "kind");
    if (!dataset->has_scenario)
        return MOG_OK;
    mog_scenario_default(&dataset->scenario);
    return mog_hdf5_get_settings(reader, MOG_SCENARIO_PREFIX, mog_scenario_section(),
                                 &dataset->scenario);
}

/* Checked where there is one RB, too: a file that forgot n_rb is not one of powers alone. */
static mog_status read_blocks(const mog_hdf5_reader *reader, const mog_dataset *dataset,
                              const char *name, uint32_t *rb) {
    const size_t count = dataset->samples * dataset->links;
    const hsize_t shape[] = {dataset->samples, dataset->links};
    int64_t *read = mog_allocate(count, sizeof *read, reader->error);
    if (read == NULL)
        return MOG_ERROR_MEMORY;
    mog_status status = mog_hdf5_get_integers(reader, name, 2, shape, read);
    for (size_t n = 0; status == MOG_OK && n < count; n++) {
        if (read[n] < 0 || read[n] >= (int64_t)dataset->n_rb)
            status = mog_hdf5_refuse(reader,
                                     "%s[%zu][%zu] = %lld: RBs are numbered from 0 to n_rb - 1 = "
                                     "%zu",
                                     name, n / dataset->links, n % dataset->links,
                                     (long long)read[n], dataset->n_rb - 1);
        else
            rb[n] = (uint32_t)read[n];
    }
    mog_release(read);
    return status;
}

static mog_status read_labels(const mog_hdf5_reader *reader, mog_dataset *dataset,
                              const char *solver) {
    char group[64 + MOG_NAME_SIZE], power[96 + MOG_NAME_SIZE], rb[96 + MOG_NAME_SIZE],
        sum_rate[96 + MOG_NAME_SIZE], value[96 + MOG_NAME_SIZE], bound[96 + MOG_NAME_SIZE];
    snprintf(group, sizeof group, "/labels/%s", solver);
    snprintf(power, sizeof power, "%s/power", group);
    snprintf(rb, sizeof rb, "%s/rb", group);
    snprintf(sum_rate, sizeof sum_rate, "%s/sum_rate", group);
    snprintf(value, sizeof value, "%s/value", group);
    snprintf(bound, sizeof bound, "%s/bound", group);
    const unsigned parts = (mog_hdf5_has(reader, bound) ? MOG_LABELS_BOUND : 0u) |
                           (mog_hdf5_has(reader, value) ? MOG_LABELS_VALUE : 0u);
    mog_labels *labels = mog_dataset_add_labels(dataset, solver, parts, reader->error);
    if (labels == NULL)
        return MOG_ERROR_MEMORY;
    const hsize_t shape[] = {dataset->samples, dataset->links};
    mog_status status = mog_hdf5_get_reals(reader, power, 2, shape, labels->power);
    if (status == MOG_OK && (dataset->n_rb > 1 || mog_hdf5_has(reader, rb)))
        status = read_blocks(reader, dataset, rb, labels->rb);
    if (status == MOG_OK)
        status = mog_hdf5_get_reals(reader, sum_rate, 1, shape, labels->sum_rate);
    if (status == MOG_OK && labels->value != NULL)
        status = mog_hdf5_get_reals(reader, value, 1, shape, labels->value);
    if (status == MOG_OK && labels->bound != NULL)
        status = mog_hdf5_get_reals(reader, bound, 1, shape, labels->bound);
    if (status == MOG_OK)
        mog_hdf5_get_notes(reader, group, &labels->notes);
    return status;
}

/* The names of the groups in /labels, in alphabetical order. */
typedef struct name_list {
    size_t count;
    bool too_many, too_long;
    char name[MOG_MAX_LABELS][MOG_NAME_SIZE];
} name_list;

static herr_t append_name(hid_t group, const char *name, const H5L_info_t *info, void *data) {
    (void)group;
    (void)info;
    name_list *list = data;
    list->too_many = list->count == MOG_MAX_LABELS;
    list->too_long = strlen(name) >= MOG_NAME_SIZE;
    if (list->too_many || list->too_long)
        return 1; /* enough seen */
    strcpy(list->name[list->count++], name);
    return 0;
}

static mog_status read_all_labels(const mog_hdf5_reader *reader, mog_dataset *dataset) {
    if (!mog_hdf5_has(reader, "/labels"))
        return MOG_OK;
    name_list list = {.count = 0};
    hsize_t position = 0;
    if (H5Literate_by_name(reader->file, "/labels", H5_INDEX_NAME, H5_ITER_INC, &position,
                           append_name, &list, H5P_DEFAULT) < 0)
        return mog_hdf5_refuse(reader, "/labels is not a group");
    if (list.too_many || list.too_long)
        return mog_hdf5_refuse(
            reader, "/labels has more than %d groups, or names of %d and more characters",
            MOG_MAX_LABELS, MOG_NAME_SIZE);
    mog_status status = MOG_OK;
    for (size_t i = 0; status == MOG_OK && i < list.count; i++)
        status = read_labels(reader, dataset, list.name[i]);
    return status;
}

static mog_status check_contents(const mog_hdf5_reader *reader, const mog_dataset *dataset) {
    mog_error reason;
    return mog_dataset_check(dataset, &reason) == MOG_OK
               ? MOG_OK
               : mog_hdf5_refuse(reader, "%s", reason.message);
}

static mog_dataset *read_open_file(const mog_hdf5_reader *reader) {
    mog_dataset *dataset = create_like_file(reader);
    if (dataset == NULL)
        return NULL;
    if (read_scenario(reader, dataset) == MOG_OK && read_arrays(reader, dataset) == MOG_OK &&
        read_all_labels(reader, dataset) == MOG_OK && check_contents(reader, dataset) == MOG_OK)
        return dataset;
    mog_dataset_free(dataset);
    return NULL;
}

mog_dataset *mog_dataset_read(const char *path, mog_error *error) {
    const mog_hdf5_printing printing = mog_hdf5_hush();
    mog_hdf5_reader reader;
    mog_dataset *dataset = NULL;
    if (mog_hdf5_open(&reader, path, error) == MOG_OK) {
        dataset = read_open_file(&reader);
        H5Fclose(reader.file);
    }
    mog_hdf5_restore(printing);
    return dataset;
}
