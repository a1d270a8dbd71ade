/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Data sets from HDF5 files, some samples at a time. */
#include "base/memory.h"
#include "data/dataset.h"
#include "data/hdf5/dataset_layout.h"
#include "mog/io.h"

#include <stdio.h>
#include <string.h>

/* An array of the file, and where its data go. */
typedef struct input_array {
    const mog_stored_array *stored;
    int labels; /* index of the labels that it belongs to; -1: the data set's own */
    hid_t array;
} input_array;

struct mog_dataset_file {
    mog_hdf5_reader reader;
    char *path;
    mog_dataset *head;
    mog_dataset_contents contents;
    size_t count;
    input_array arrays[MOG_STORED_MOST];
};

/* ---- what the root says -------------------------------------------------------------------- */

static mog_status read_attributes(const mog_hdf5_reader *reader,
                                  mog_dataset_attributes *attributes) {
    if (!mog_hdf5_has_attribute(reader, "noise_power"))
        return mog_hdf5_refuse(reader,
                               "its root has no attribute noise_power, which the gains need");
    *attributes = (mog_dataset_attributes){.max_power = 1, .n_rb = 1};
    return mog_hdf5_get_settings(reader, "", &mog_dataset_attribute_section, attributes);
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
    hsize_t shape[MOG_HDF5_MAX_RANK] = {0};
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

static unsigned parts_in(const mog_hdf5_reader *reader, const char *group,
                         const mog_stored_array *array) {
    unsigned parts = 0;
    char path[128];
    for (; array->name != NULL; array++) {
        snprintf(path, sizeof path, "%s/%s", group, array->name);
        if (array->part != 0 && mog_hdf5_has(reader, path))
            parts |= array->part;
    }
    return parts;
}

/* A data set of no samples with what the file has. */
static mog_status create_head(mog_dataset_file *file) {
    mog_dataset_attributes attributes;
    extent size = {0, 0, false};
    mog_status status = read_attributes(&file->reader, &attributes);
    if (status == MOG_OK)
        status = read_extent(&file->reader, attributes.n_rb, &size);
    if (status != MOG_OK)
        return status;
    const unsigned parts =
        parts_in(&file->reader, "", mog_stored_arrays) | (size.per_rb ? MOG_DATASET_PER_RB : 0);
    mog_dataset *head;
    status = mog_dataset_create(0, size.links, attributes.n_rb, parts, &head, file->reader.error);
    if (status != MOG_OK)
        return status;
    head->noise_power = attributes.noise_power;
    head->max_power = attributes.max_power;
    head->seed = attributes.seed;
    head->first = attributes.first_sample;
    file->head = head;
    file->contents = (mog_dataset_contents){.head = head, .samples = size.samples};
    return MOG_OK;
}

static mog_status read_scenario(const mog_hdf5_reader *reader, mog_dataset *dataset) {
    dataset->has_scenario = mog_hdf5_has_attribute(reader, MOG_SCENARIO_PREFIX "kind");
    if (!dataset->has_scenario)
        return MOG_OK;
    mog_scenario_default(&dataset->scenario);
    return mog_hdf5_get_settings(reader, MOG_SCENARIO_PREFIX, &mog_scenario_section,
                                 &dataset->scenario);
}

/* ---- which arrays there are ---------------------------------------------------------------- */

static void print_path(const mog_dataset_file *file, const input_array *input, char *path,
                       size_t size) {
    const char *name = input->stored->name;
    if (input->labels < 0)
        snprintf(path, size, "/%s", name);
    else
        snprintf(path, size, "/labels/%s/%s", file->head->labels[input->labels].solver, name);
}

/* RBs are read where there is one, too: a file that forgot n_rb is not one of powers alone. */
static bool is_expected(const mog_dataset_file *file, const input_array *input, const void *owner,
                        const char *path) {
    return mog_stored_data(input->stored, owner) != NULL &&
           (!input->stored->is_rb || file->head->n_rb > 1 || mog_hdf5_has(&file->reader, path));
}

static mog_status open_arrays(mog_dataset_file *file, const mog_stored_array *stored,
                              const void *owner, int labels) {
    mog_status status = MOG_OK;
    for (; status == MOG_OK && stored->name != NULL; stored++) {
        input_array *input = &file->arrays[file->count];
        char path[128];
        hsize_t shape[MOG_HDF5_MAX_RANK];
        *input = (input_array){stored, labels, -1};
        print_path(file, input, path, sizeof path);
        if (!is_expected(file, input, owner, path))
            continue;
        const int rank = mog_stored_shape(stored, file->head, file->contents.samples, shape);
        status =
            mog_hdf5_open_array(&file->reader, path, stored->is_rb, rank, shape, &input->array);
        file->count++;
    }
    return status;
}

static mog_status open_labels(mog_dataset_file *file, const char *solver) {
    char group[64 + MOG_NAME_SIZE];
    snprintf(group, sizeof group, "/labels/%s", solver);
    const unsigned parts = parts_in(&file->reader, group, mog_stored_labels);
    mog_labels *labels;
    const mog_status status =
        mog_dataset_add_labels(file->head, solver, parts, &labels, file->reader.error);
    if (status != MOG_OK)
        return status;
    mog_hdf5_get_notes(&file->reader, group, &labels->notes);
    return open_arrays(file, mog_stored_labels, labels, (int)(labels - file->head->labels));
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

static mog_status open_all_labels(mog_dataset_file *file) {
    const mog_hdf5_reader *reader = &file->reader;
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
        status = open_labels(file, list.name[i]);
    return status;
}

/* ---- opening ------------------------------------------------------------------------------- */

static bool is_plain(const mog_dataset_file *file) {
    bool plain = true;
    for (size_t n = 0; plain && n < file->count; n++) {
        const hid_t creation = H5Dget_create_plist(file->arrays[n].array);
        plain = H5Pget_layout(creation) == H5D_CONTIGUOUS;
        H5Pclose(creation);
    }
    return plain;
}

static mog_status look_around(mog_dataset_file *file) {
    mog_status status = create_head(file);
    if (status == MOG_OK)
        status = read_scenario(&file->reader, file->head);
    if (status == MOG_OK)
        status = open_arrays(file, mog_stored_arrays, file->head, -1);
    if (status == MOG_OK && file->head->weight != NULL)
        mog_hdf5_get_notes(&file->reader, "/weight", &file->head->weight_notes);
    if (status == MOG_OK)
        status = open_all_labels(file);
    file->contents.plain = status == MOG_OK && is_plain(file);
    return status;
}

static mog_status open_file(mog_dataset_file *file, const char *path, mog_error *error) {
    file->path = mog_copy_text(path, error);
    if (file->path == NULL)
        return MOG_ERROR_MEMORY;
    const mog_hdf5_printing printing = mog_hdf5_hush();
    mog_status status = mog_hdf5_open(&file->reader, file->path, error);
    if (status == MOG_OK)
        status = look_around(file);
    mog_hdf5_restore(printing);
    return status;
}

mog_status mog_dataset_file_open(const char *path, mog_dataset_file **file, mog_error *error) {
    *file = NULL;
    mog_dataset_file *fresh = mog_allocate(1, sizeof *fresh, error);
    if (fresh == NULL)
        return MOG_ERROR_MEMORY;
    fresh->reader.file = -1;
    const mog_status status = open_file(fresh, path, error);
    if (status == MOG_OK)
        *file = fresh;
    else
        mog_dataset_file_close(fresh);
    return status;
}

void mog_dataset_file_close(mog_dataset_file *file) {
    if (file == NULL)
        return;
    if (file->reader.file >= 0)
        H5Fclose(file->reader.file);
    mog_dataset_free(file->head);
    mog_release(file->path);
    mog_release(file);
}

const mog_dataset_contents *mog_dataset_file_contents(const mog_dataset_file *file) {
    return &file->contents;
}

/* ---- samples ------------------------------------------------------------------------------- */

static mog_status read_blocks(const mog_dataset_file *file, const input_array *input,
                              const char *path, size_t first, size_t samples, uint32_t *rb) {
    const size_t k = file->head->links, n_rb = file->head->n_rb, count = samples * k;
    int64_t *read = mog_allocate(count, sizeof *read, file->reader.error);
    if (read == NULL)
        return MOG_ERROR_MEMORY;
    mog_status status = mog_hdf5_read_part(&file->reader, input->array, path, first, samples,
                                           H5T_NATIVE_INT64, read);
    for (size_t n = 0; status == MOG_OK && n < count; n++) {
        if (read[n] < 0 || read[n] >= (int64_t)n_rb)
            status = mog_hdf5_refuse(&file->reader,
                                     "%s[%zu][%zu] = %lld: RBs are numbered from 0 to n_rb - 1 = "
                                     "%zu",
                                     path, first + n / k, n % k, (long long)read[n], n_rb - 1);
        else
            rb[n] = (uint32_t)read[n];
    }
    mog_release(read);
    return status;
}

static mog_status read_arrays(const mog_dataset_file *file, size_t first, mog_dataset *chunk) {
    mog_status status = MOG_OK;
    for (size_t n = 0; status == MOG_OK && n < file->count; n++) {
        const input_array *input = &file->arrays[n];
        const void *owner =
            input->labels < 0 ? (const void *)chunk : (const void *)&chunk->labels[input->labels];
        void *data = mog_stored_data(input->stored, owner);
        char path[128];
        print_path(file, input, path, sizeof path);
        status = input->stored->is_rb ? read_blocks(file, input, path, first, chunk->samples, data)
                                      : mog_hdf5_read_part(&file->reader, input->array, path, first,
                                                           chunk->samples, H5T_NATIVE_DOUBLE, data);
    }
    return status;
}

static mog_status check_contents(const mog_dataset_file *file, size_t first,
                                 const mog_dataset *chunk) {
    mog_error reason;
    return mog_dataset_check_from(chunk, first, &reason) == MOG_OK
               ? MOG_OK
               : mog_hdf5_refuse(&file->reader, "%s", reason.message);
}

static mog_status read_chunk(const mog_dataset_file *file, size_t first, mog_dataset *chunk) {
    const mog_hdf5_printing printing = mog_hdf5_hush();
    const mog_status status = read_arrays(file, first, chunk);
    mog_hdf5_restore(printing);
    return status == MOG_OK ? check_contents(file, first, chunk) : status;
}

mog_status mog_dataset_file_read(mog_dataset_file *file, size_t first, size_t count,
                                 mog_dataset **dataset, mog_error *error) {
    const size_t samples = file->contents.samples;
    *dataset = NULL;
    if (first > samples || count == 0 || count > samples - first)
        return mog_fail(error, MOG_ERROR_ARGUMENT, "%s has no samples %zu to %zu: there are %zu",
                        file->path, first, first + count - 1, samples);
    mog_dataset *chunk;
    mog_status status = mog_dataset_create_like(file->head, count, &chunk, error);
    if (status != MOG_OK)
        return status;
    chunk->first += first;
    file->reader.error = error;
    status = read_chunk(file, first, chunk);
    if (status == MOG_OK)
        *dataset = chunk;
    else
        mog_dataset_free(chunk);
    return status;
}

mog_status mog_dataset_read(const char *path, mog_dataset **dataset, mog_error *error) {
    mog_dataset_file *file;
    *dataset = NULL;
    mog_status status = mog_dataset_file_open(path, &file, error);
    if (status != MOG_OK)
        return status;
    status = mog_dataset_file_read(file, 0, file->contents.samples, dataset, error);
    mog_dataset_file_close(file);
    return status;
}
