/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Data sets, labels that are added to one, and decisions to HDF5 files, some samples at a time. */
#include "base/memory.h"
#include "data/hdf5/dataset_layout.h"
#include "data/lock.h"
#include "mog/io.h"

#include <string.h>

/* An array of the file, and where its data are in a chunk. */
typedef struct output_array {
    const mog_stored_array *stored;
    char solver[MOG_NAME_SIZE]; /* whose labels; empty: the data set's own */
    hid_t array;
} output_array;

struct mog_dataset_writer {
    mog_hdf5_output output;
    char *path;                 /* of the file that labels are added to; NULL: a new file */
    char solver[MOG_NAME_SIZE]; /* whose labels are added */
    int lock;
    size_t samples, done;
    bool is_laid_out;
    bool has_decisions; /* and nothing else */
    size_t own;         /* arrays that are no labels */
    size_t count;
    output_array arrays[MOG_STORED_MOST];
};

/* ---- the layout, which the first chunk tells ----------------------------------------------- */

static bool put_attributes(hid_t file, const mog_dataset *like) {
    const mog_dataset_attributes attributes = {
        .noise_power = like->noise_power,
        .max_power = like->max_power,
        .n_rb = like->n_rb,
        .seed = like->seed,
        .first_sample = like->first,
    };
    return mog_hdf5_put_settings(file, "", &mog_dataset_attribute_section, &attributes) &&
           (!like->has_scenario || mog_hdf5_put_settings(file, MOG_SCENARIO_PREFIX,
                                                         &mog_scenario_section, &like->scenario));
}

static bool is_stored(const mog_stored_array *array, const mog_dataset *like, const void *owner) {
    return mog_stored_data(array, owner) != NULL && (!array->is_rb || like->n_rb > 1);
}

static bool add_array(mog_dataset_writer *w, hid_t place, const mog_stored_array *array, int rank,
                      const hsize_t shape[], const char *solver) {
    output_array *out = &w->arrays[w->count];
    out->stored = array;
    strcpy(out->solver, solver);
    out->array = mog_hdf5_add_array(place, array->name, array->is_rb, rank, shape);
    w->count += out->array >= 0;
    return out->array >= 0;
}

/* Arrays of `owner`, a data set or labels, in place of older ones. */
static bool add_arrays(mog_dataset_writer *w, hid_t place, const mog_stored_array *array,
                       const mog_dataset *like, const void *owner, const char *solver) {
    for (; array->name != NULL; array++) {
        if (H5Lexists(place, array->name, H5P_DEFAULT) > 0 &&
            H5Ldelete(place, array->name, H5P_DEFAULT) < 0)
            return false;
        if (!is_stored(array, like, owner))
            continue;
        hsize_t shape[MOG_HDF5_MAX_RANK];
        const int rank = mog_stored_shape(array, like, w->samples, shape);
        if (!add_array(w, place, array, rank, shape, solver))
            return false;
    }
    return true;
}

/* A link would lead to what the user did not name, even into other files. */
static hid_t open_group(hid_t place, const char *name) {
    H5L_info_t link;
    if (H5Lexists(place, name, H5P_DEFAULT) <= 0)
        return H5Gcreate2(place, name, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
    return H5Lget_info(place, name, &link, H5P_DEFAULT) >= 0 && link.type == H5L_TYPE_HARD
               ? H5Gopen2(place, name, H5P_DEFAULT)
               : H5I_INVALID_HID;
}

/* What else somebody keeps in the labels' group stays. */
static bool add_labels(mog_dataset_writer *w, hid_t parent, const mog_dataset *like,
                       const mog_labels *labels) {
    const hid_t group = open_group(parent, labels->solver);
    const bool done = group >= 0 && mog_hdf5_put_notes(group, &labels->notes) &&
                      add_arrays(w, group, mog_stored_labels, like, labels, labels->solver);
    if (group >= 0)
        H5Gclose(group);
    return done;
}

static bool is_wanted(const mog_dataset_writer *w, const mog_labels *labels) {
    return w->path == NULL || strcmp(w->solver, labels->solver) == 0;
}

static bool add_all_labels(mog_dataset_writer *w, const mog_dataset *like) {
    if (like->label_count == 0)
        return true;
    const hid_t parent = open_group(w->output.file, "labels");
    bool done = parent >= 0;
    for (size_t i = 0; done && i < like->label_count; i++)
        if (is_wanted(w, &like->labels[i]))
            done = add_labels(w, parent, like, &like->labels[i]);
    if (parent >= 0)
        H5Gclose(parent);
    return done;
}

/* How weights came about stands beside them. */
static bool put_weight_notes(const mog_dataset_writer *w, const mog_dataset *like) {
    for (size_t n = 0; n < w->count; n++)
        if (w->arrays[n].stored->part == MOG_DATASET_WEIGHTS && w->arrays[n].solver[0] == '\0')
            return mog_hdf5_put_notes(w->arrays[n].array, &like->weight_notes);
    return true;
}

static bool add_dataset(mog_dataset_writer *w, const mog_dataset *like) {
    return put_attributes(w->output.file, like) &&
           add_arrays(w, w->output.file, mog_stored_arrays, like, like, "") &&
           (w->own = w->count) > 0 && put_weight_notes(w, like);
}

static uint64_t bytes_of(const mog_stored_array *array, const mog_dataset *like, const void *owner,
                         size_t samples) {
    hsize_t shape[MOG_HDF5_MAX_RANK];
    uint64_t bytes = 0;
    for (; array->name != NULL; array++) {
        uint64_t size = is_stored(array, like, owner) ? sizeof(double) : 0;
        const int rank = mog_stored_shape(array, like, samples, shape);
        for (int axis = 0; axis < rank; axis++)
            size *= shape[axis];
        bytes += size;
    }
    return bytes;
}

static mog_status start(mog_dataset_writer *w, const mog_dataset *like, mog_error *error) {
    uint64_t bytes =
        w->path == NULL ? bytes_of(mog_stored_arrays, like, like, w->samples) : (uint64_t)0;
    for (size_t i = 0; i < like->label_count; i++)
        if (is_wanted(w, &like->labels[i]))
            bytes +=
                MOG_HDF5_METADATA + bytes_of(mog_stored_labels, like, &like->labels[i], w->samples);
    return w->path == NULL ? mog_hdf5_output_start(&w->output, bytes, error)
                           : mog_hdf5_output_start_copy(&w->output, w->path, bytes, error);
}

static mog_status lay_out(mog_dataset_writer *w, const mog_dataset *like, mog_error *error) {
    const mog_status status = start(w, like, error);
    if (status != MOG_OK)
        return status;
    w->is_laid_out = true;
    const bool built = (w->path != NULL || add_dataset(w, like)) && add_all_labels(w, like);
    return mog_hdf5_output_settle(&w->output, built, error);
}

/* Like labels, but RBs are there even if there is one alone. */
static mog_status lay_out_decisions(mog_dataset_writer *w, size_t links, mog_error *error) {
    const hsize_t shape[] = {w->samples, links};
    const uint64_t bytes = w->samples * links * (sizeof(double) + sizeof(uint32_t));
    const mog_status status = mog_hdf5_output_start(&w->output, bytes, error);
    if (status != MOG_OK)
        return status;
    w->is_laid_out = w->has_decisions = true;
    const mog_stored_array *power = &mog_stored_labels[0], *rb = &mog_stored_labels[1];
    const bool built = add_array(w, w->output.file, power, 2, shape, "") &&
                       add_array(w, w->output.file, rb, 2, shape, "");
    return mog_hdf5_output_settle(&w->output, built, error);
}

/* ---- filling ------------------------------------------------------------------------------- */

/* Arrays of its own that a new file gets from a chunk. */
static size_t count_own(const mog_dataset *chunk) {
    size_t count = 0;
    for (const mog_stored_array *array = mog_stored_arrays; array->name != NULL; array++)
        count += is_stored(array, chunk, chunk);
    return count;
}

static mog_status fill(mog_dataset_writer *w, const mog_dataset *chunk, mog_error *error) {
    mog_status status = MOG_OK;
    if (w->path == NULL && count_own(chunk) > w->own)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "sample %zu and those behind it have arrays that those before lack",
                        w->done);
    for (size_t n = 0; status == MOG_OK && n < w->count; n++) {
        const output_array *out = &w->arrays[n];
        const void *owner = out->solver[0] == '\0'
                                ? (const void *)chunk
                                : (const void *)mog_dataset_labels(chunk, out->solver);
        const void *data = owner != NULL ? mog_stored_data(out->stored, owner) : NULL;
        if (data == NULL)
            return mog_fail(error, MOG_ERROR_ARGUMENT,
                            "sample %zu and those behind it have no '%s', which those before have",
                            w->done, out->stored->name);
        status = mog_hdf5_write_part(&w->output, out->array, w->done, chunk->samples,
                                     out->stored->is_rb, data, error);
    }
    return status;
}

static mog_status check_put(const mog_dataset_writer *w, bool has_decisions, size_t count,
                            mog_error *error) {
    if (w->has_decisions != has_decisions)
        return mog_fail(error, MOG_ERROR_ARGUMENT, "the file takes %s",
                        w->has_decisions ? "decisions, no data set" : "a data set, no decisions");
    return count <= w->samples - w->done
               ? MOG_OK
               : mog_fail(error, MOG_ERROR_ARGUMENT, "more than the %zu samples of the file",
                          w->samples);
}

mog_status mog_dataset_writer_put(mog_dataset_writer *writer, const mog_dataset *chunk,
                                  mog_error *error) {
    mog_status status = check_put(writer, false, chunk->samples, error);
    if (status != MOG_OK)
        return status;
    const mog_hdf5_printing printing = mog_hdf5_hush();
    if (!writer->is_laid_out)
        status = lay_out(writer, chunk, error);
    if (status == MOG_OK && chunk->samples > 0)
        status = fill(writer, chunk, error);
    mog_hdf5_restore(printing);
    writer->done += chunk->samples;
    return status;
}

mog_status mog_dataset_writer_put_decisions(mog_dataset_writer *writer, size_t count,
                                            const mog_allocation *decisions, mog_error *error) {
    mog_status status = check_put(writer, true, count, error);
    if (status == MOG_OK && decisions->rb == NULL)
        status =
            mog_fail(error, MOG_ERROR_ARGUMENT, "a file of decisions needs RBs, be they all 0");
    if (status != MOG_OK)
        return status;
    const void *const data[] = {decisions->power, decisions->rb};
    const mog_hdf5_printing printing = mog_hdf5_hush();
    for (size_t n = 0; status == MOG_OK && n < sizeof data / sizeof data[0]; n++)
        status = mog_hdf5_write_part(&writer->output, writer->arrays[n].array, writer->done, count,
                                     writer->arrays[n].stored->is_rb, data[n], error);
    mog_hdf5_restore(printing);
    writer->done += count;
    return status;
}

/* ---- beginning and end --------------------------------------------------------------------- */

static mog_dataset_writer *create(size_t samples, mog_error *error) {
    mog_dataset_writer *writer = mog_allocate(1, sizeof *writer, error);
    if (writer == NULL)
        return NULL;
    writer->output.file = -1;
    writer->lock = -1;
    writer->samples = samples;
    return writer;
}

static mog_status hand_over(mog_dataset_writer *fresh, mog_status status,
                            mog_dataset_writer **writer) {
    if (status == MOG_OK)
        *writer = fresh;
    else
        mog_dataset_writer_abort(fresh);
    return status;
}

mog_status mog_dataset_writer_create(const char *path, size_t samples, mog_dataset_writer **writer,
                                     mog_error *error) {
    *writer = NULL;
    mog_dataset_writer *fresh = create(samples, error);
    return fresh != NULL
               ? hand_over(fresh, mog_hdf5_output_open(&fresh->output, path, error), writer)
               : MOG_ERROR_MEMORY;
}

mog_status mog_dataset_writer_create_decisions(const char *path, size_t samples, size_t links,
                                               mog_dataset_writer **writer, mog_error *error) {
    *writer = NULL;
    mog_dataset_writer *fresh = create(samples, error);
    if (fresh == NULL)
        return MOG_ERROR_MEMORY;
    const mog_hdf5_printing printing = mog_hdf5_hush();
    mog_status status = mog_hdf5_output_open(&fresh->output, path, error);
    if (status == MOG_OK)
        status = lay_out_decisions(fresh, links, error);
    mog_hdf5_restore(printing);
    return hand_over(fresh, status, writer);
}

static mog_status claim(mog_dataset_writer *w, const char *path, const char *solver,
                        mog_error *error) {
    if (strlen(solver) >= MOG_NAME_SIZE)
        return mog_fail(error, MOG_ERROR_ARGUMENT, "labels '%s': names must be below %d characters",
                        solver, MOG_NAME_SIZE);
    strcpy(w->solver, solver);
    w->path = mog_copy_text(path, error);
    return w->path != NULL ? mog_lock_take(path, &w->lock, error) : MOG_ERROR_MEMORY;
}

mog_status mog_dataset_writer_add_labels(const char *path, const char *solver, size_t samples,
                                         mog_dataset_writer **writer, mog_error *error) {
    *writer = NULL;
    mog_dataset_writer *fresh = create(samples, error);
    if (fresh == NULL)
        return MOG_ERROR_MEMORY;
    mog_status status = claim(fresh, path, solver, error);
    if (status == MOG_OK)
        status = mog_hdf5_output_open(&fresh->output, path, error);
    return hand_over(fresh, status, writer);
}

static mog_status check_end(const mog_dataset_writer *w, mog_error *error) {
    if (w->done < w->samples || !w->is_laid_out)
        return mog_fail(error, MOG_ERROR_ARGUMENT, "only %zu of %zu samples have been written",
                        w->done, w->samples);
    if (w->path != NULL && !mog_lock_holds(w->path, w->lock))
        return mog_fail(error, MOG_BUSY,
                        "%s was replaced by another file while labels '%s' were made: it stays as "
                        "it is; try again",
                        w->path, w->solver);
    return MOG_OK;
}

static void release(mog_dataset_writer *writer) {
    mog_lock_release(writer->lock);
    mog_release(writer->path);
    mog_release(writer);
}

mog_status mog_dataset_writer_commit(mog_dataset_writer *writer, mog_error *error) {
    mog_status status = check_end(writer, error);
    if (status != MOG_OK) {
        mog_dataset_writer_abort(writer);
        return status;
    }
    const mog_hdf5_printing printing = mog_hdf5_hush();
    status = mog_hdf5_output_commit(&writer->output, error);
    mog_hdf5_restore(printing);
    release(writer);
    return status;
}

void mog_dataset_writer_abort(mog_dataset_writer *writer) {
    if (writer == NULL)
        return;
    const mog_hdf5_printing printing = mog_hdf5_hush();
    mog_hdf5_output_abort(&writer->output);
    mog_hdf5_restore(printing);
    release(writer);
}

mog_status mog_dataset_write(const mog_dataset *dataset, const char *path, mog_error *error) {
    mog_dataset_writer *writer;
    mog_status status = mog_dataset_writer_create(path, dataset->samples, &writer, error);
    if (status != MOG_OK)
        return status;
    status = mog_dataset_writer_put(writer, dataset, error);
    if (status == MOG_OK)
        return mog_dataset_writer_commit(writer, error);
    mog_dataset_writer_abort(writer);
    return status;
}
