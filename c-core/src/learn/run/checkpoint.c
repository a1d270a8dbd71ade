/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A run's state in a safetensors file. Tensors hold the network's and the optimiser's numbers,
 * where the run stands, and the table of epochs; the metadata identifies the run: a checkpoint fits
 * settings and data that are exactly the same, but for the number of epochs. The order of the
 * samples is not stored, for it follows from seed and epoch.
 */
#include "learn/run/trainer.h"

#include "base/locale.h"
#include "base/memory.h"
#include "base/safetensors.h"
#include "base/text.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static const char format_name[] = "mog checkpoint 4";

/* ---- metadata ------------------------------------------------------------------------------ */

/* Texts besides the settings. */
#define OTHER_TEXTS 16

typedef struct text_pair {
    char key[64];
    char value[MOG_FIELD_TEXT_SIZE];
} text_pair;

typedef struct text_list {
    size_t count;
    text_pair *pair;
    mog_text_entry *entry; /* the same, as a file takes them */
} text_list;

static void free_texts(text_list *list) {
    mog_release(list->pair);
    mog_release(list->entry);
}

static bool allocate_texts(text_list *list, mog_error *error) {
    const size_t most = 2 * mog_network_section.count + mog_training_section.count +
                        mog_utility_section.count + mog_rl_section.count + OTHER_TEXTS;
    list->count = 0;
    list->pair = mog_allocate(most, sizeof *list->pair, error);
    list->entry = mog_allocate(most, sizeof *list->entry, error);
    if (list->pair != NULL && list->entry != NULL)
        return true;
    free_texts(list);
    return false;
}

/* Adds the key "section.name"; its value is to be written to what is returned. */
static char *add_text(text_list *list, const char *section, const char *name) {
    const size_t i = list->count++;
    text_pair *added = &list->pair[i];
    snprintf(added->key, sizeof added->key, "%s%s%s", section, *section != '\0' ? "." : "", name);
    list->entry[i] = (mog_text_entry){added->key, added->value};
    return added->value;
}

static void add_settings(text_list *list, const mog_section *section, const void *settings,
                         const char *but) {
    for (size_t i = 0; i < section->count; i++)
        if (strcmp(section->fields[i].name, but) != 0)
            mog_settings_print(&section->fields[i], settings,
                               add_text(list, section->name, section->fields[i].name));
}

static void add_set(text_list *list, const char *name, const mog_sample_set *set) {
    snprintf(add_text(list, name, "samples"), MOG_FIELD_TEXT_SIZE, "%zu", mog_sample_set_size(set));
    snprintf(add_text(list, name, "checksum"), MOG_FIELD_TEXT_SIZE, "%016" PRIx64, set->checksum);
}

/* The columns of the table of epochs. */
static void list_metrics(char text[MOG_FIELD_TEXT_SIZE]) {
    const mog_section *metrics = &mog_epoch_section;
    text[0] = '\0';
    for (size_t i = 0; i < metrics->count; i++)
        mog_text_append(text, MOG_FIELD_TEXT_SIZE, metrics->fields[i].name);
}

/* What must be the same for a run to go on. */
static void add_identity(text_list *list, const mog_trainer *trainer) {
    snprintf(add_text(list, "", "format"), MOG_FIELD_TEXT_SIZE, "%s", format_name);
    list_metrics(add_text(list, "", "metrics"));
    add_settings(list, &mog_network_section, &trainer->recipe.network, "");
    add_settings(list, &mog_training_section, &trainer->recipe.training, "epochs");
    add_settings(list, &mog_utility_section, &trainer->recipe.utility, "");
    if (trainer->recipe.training.pattern == MOG_PATTERN_RL) {
        add_settings(list, &mog_rl_section, &trainer->recipe.rl, "");
        add_settings(list, &mog_critic_section, &trainer->recipe.critic, "");
    }
    snprintf(add_text(list, "", "links"), MOG_FIELD_TEXT_SIZE, "%zu", trainer->train.data->links);
    snprintf(add_text(list, "", "labels"), MOG_FIELD_TEXT_SIZE, "%s", trainer->labels);
    add_set(list, "train", &trainer->train);
    add_set(list, "test", &trainer->test);
}

/* ---- the table of epochs ------------------------------------------------------------------- */

static const char table_name[] = "epochs";

/* Columns are the members of mog_epoch, its number, too. */
static void pack_epoch(const mog_epoch *epoch, double *row) {
    const mog_section *metrics = &mog_epoch_section;
    for (size_t i = 0; i < metrics->count; i++) {
        const mog_field *field = &metrics->fields[i];
        const char *member = (const char *)epoch + field->offset;
        row[i] = field->type == MOG_FIELD_SIZE ? (double)*(const size_t *)(const void *)member
                                               : *(const double *)(const void *)member;
    }
}

/* false if a number is none that pack_epoch() writes */
static bool unpack_epoch(const double *row, mog_epoch *epoch) {
    const mog_section *metrics = &mog_epoch_section;
    for (size_t i = 0; i < metrics->count; i++) {
        const mog_field *field = &metrics->fields[i];
        char *member = (char *)epoch + field->offset;
        if (field->type != MOG_FIELD_SIZE)
            *(double *)(void *)member = row[i];
        else if (row[i] >= field->minimum && row[i] <= field->maximum)
            *(size_t *)(void *)member = (size_t)row[i];
        else
            return false;
    }
    return true;
}

/* ---- where the run stands ------------------------------------------------------------------ */

enum { EPOCH, STEP, UPDATES, PLACES };

static const char *const place_names[PLACES] = {
    [EPOCH] = "epoch", [STEP] = "step", [UPDATES] = "updates"};

/* Of the run, or of a file. */
typedef struct position {
    uint64_t place[PLACES];
    double number[MOG_STATE_MOST]; /* those of the state */
} position;

static position position_of(const mog_trainer *trainer, const mog_state *state) {
    position where = {.place = {[EPOCH] = trainer->now.epoch_count,
                                [STEP] = trainer->now.step,
                                [UPDATES] = trainer->updates}};
    for (size_t i = 0; i < state->number_count; i++)
        where.number[i] = *state->number[i].value;
    return where;
}

/* ---- saving -------------------------------------------------------------------------------- */

#define MOST_TENSORS (2 * MOG_STATE_MOST + PLACES + 1)

static size_t list_tensors(const mog_state *state, const position *where, const double *table,
                           mog_tensor_entry tensor[MOST_TENSORS]) {
    size_t count = 0;
    for (size_t i = 0; i < state->array_count; i++)
        tensor[count++] = (mog_tensor_entry){
            state->array[i].name, 1, {state->array[i].count}, .data = state->array[i].data};
    for (size_t i = 0; i < state->number_count; i++)
        tensor[count++] =
            (mog_tensor_entry){.name = state->number[i].name, .real = &where->number[i]};
    for (size_t i = 0; i < PLACES; i++)
        tensor[count++] = (mog_tensor_entry){.name = place_names[i], .whole = &where->place[i]};
    const size_t epochs = (size_t)where->place[EPOCH];
    if (epochs > 0)
        tensor[count++] =
            (mog_tensor_entry){table_name, 2, {epochs, mog_epoch_section.count}, .real = table};
    return count;
}

/* That it is whole, and could be restored. */
static mog_status check_state(const mog_state *state, const char *path, mog_error *error) {
    if (state->is_cut)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "cannot write %s: a run of this method keeps more than %d arrays or "
                        "numbers, which no checkpoint can list",
                        path, MOG_STATE_MOST);
    for (size_t i = 0; i < state->number_count; i++)
        if (!mog_state_number_takes(&state->number[i], *state->number[i].value))
            return mog_fail(error, MOG_ERROR_NUMERIC, "cannot write %s: %s is %g", path,
                            state->number[i].name, *state->number[i].value);
    return MOG_OK;
}

static mog_status write_state(const mog_trainer *trainer, const mog_state *state,
                              const text_list *list, const char *path, mog_error *error) {
    const size_t columns = mog_epoch_section.count;
    double *table = mog_allocate(trainer->now.epoch_count * columns, sizeof *table, error);
    if (table == NULL)
        return MOG_ERROR_MEMORY;
    for (size_t i = 0; i < trainer->now.epoch_count; i++)
        pack_epoch(&trainer->epochs[i], table + i * columns);
    const position where = position_of(trainer, state);
    mog_tensor_entry tensor[MOST_TENSORS];
    const size_t tensors = list_tensors(state, &where, table, tensor);
    const mog_status status =
        mog_safetensors_write(path, tensor, tensors, list->entry, list->count, error);
    mog_release(table);
    return status;
}

mog_status mog_trainer_save(const mog_trainer *trainer, const char *path, mog_error *error) {
    mog_state state;
    mog_trainer_list_state((mog_trainer *)trainer, &state); /* only read here */
    mog_status status = check_state(&state, path, error);
    if (status != MOG_OK)
        return status;
    text_list list;
    if (!allocate_texts(&list, error))
        return MOG_ERROR_MEMORY;
    add_identity(&list, trainer);
    status = write_state(trainer, &state, &list, path, error);
    free_texts(&list);
    return status;
}

/* ---- restoring ----------------------------------------------------------------------------- */

/* Checkpoints of other versions are told from what is none. */
static mog_status check_format(const mog_safetensors *file, const char *path, mog_error *error) {
    const char *there = mog_safetensors_text(file, "format");
    if (there != NULL && strcmp(there, format_name) == 0)
        return MOG_OK;
    const size_t family = strlen("mog checkpoint ");
    if (there == NULL || strncmp(there, format_name, family) != 0)
        return mog_fail(error, MOG_ERROR_DATA, "%s is not a checkpoint of a training run", path);
    return mog_fail(error, MOG_ERROR_DATA,
                    "%s was written by another version of mog: it is a \"%.40s\", this one reads "
                    "\"%s\"; end the run with that version, or start it again",
                    path, there, format_name);
}

static mog_status check_identity(const mog_trainer *trainer, const mog_safetensors *file,
                                 const char *path, mog_error *error) {
    text_list list;
    if (!allocate_texts(&list, error))
        return MOG_ERROR_MEMORY;
    add_identity(&list, trainer);
    mog_status status = MOG_OK;
    for (size_t i = 0; i < list.count && status == MOG_OK; i++) {
        const mog_text_entry here = list.entry[i];
        const char *there = mog_safetensors_text(file, here.key);
        if (there == NULL || strcmp(there, here.value) != 0)
            status = mog_fail(error, MOG_ERROR_DATA,
                              "%s belongs to another run: there, %s is \"%.200s\", here \"%s\"; "
                              "only training.epochs may change",
                              path, here.key, there == NULL ? "missing" : there, here.value);
    }
    free_texts(&list);
    return status;
}

/* The tensor of a name and shape, or NULL. */
static const mog_tensor_entry *find_tensor(const mog_safetensors *file, const char *name,
                                           size_t rank, size_t rows, size_t columns) {
    const mog_tensor_entry *tensor = mog_safetensors_find(file, name);
    const size_t shape[] = {rows, columns};
    bool fits = tensor != NULL && tensor->rank == rank;
    for (size_t axis = 0; fits && axis < rank; axis++)
        fits = tensor->shape[axis] == shape[axis];
    return fits ? tensor : NULL;
}

static bool read_place(const mog_safetensors *file, const char *name, uint64_t most,
                       uint64_t *value) {
    const mog_tensor_entry *tensor = find_tensor(file, name, 0, 0, 0);
    if (tensor == NULL || tensor->whole == NULL || tensor->whole[0] > most)
        return false;
    *value = tensor->whole[0];
    return true;
}

static bool read_number(const mog_safetensors *file, const mog_state_number *number,
                        double *value) {
    const mog_tensor_entry *tensor = find_tensor(file, number->name, 0, 0, 0);
    if (tensor == NULL || tensor->real == NULL || !mog_state_number_takes(number, tensor->real[0]))
        return false;
    *value = tensor->real[0];
    return true;
}

/* A step updates the parameters once, or not at all. */
static bool read_position(const mog_safetensors *file, size_t steps, const mog_state *state,
                          position *where) {
    uint64_t *place = where->place;
    bool complete =
        read_place(file, place_names[EPOCH], 1000000, &place[EPOCH]) &&
        read_place(file, place_names[STEP], steps - 1, &place[STEP]) &&
        read_place(file, place_names[UPDATES], place[EPOCH] * steps + place[STEP], &place[UPDATES]);
    for (size_t i = 0; complete && i < state->number_count; i++)
        complete = read_number(file, &state->number[i], &where->number[i]);
    return complete;
}

/* The arrays of the state, and the table of epochs; false if one of them is not what it must be. */
static bool find_arrays(const mog_safetensors *file, const mog_state *state, size_t epochs,
                        const float *array[MOG_STATE_MOST], const double **table) {
    for (size_t i = 0; i < state->array_count; i++) {
        const mog_state_array *wanted = &state->array[i];
        const mog_tensor_entry *found = find_tensor(file, wanted->name, 1, wanted->count, 0);
        if (found == NULL || found->data == NULL || !mog_state_array_takes(wanted, found->data))
            return false;
        array[i] = found->data;
    }
    const size_t columns = mog_epoch_section.count;
    const mog_tensor_entry *rows = find_tensor(file, table_name, 2, epochs, columns);
    if (epochs > 0 && (rows == NULL || rows->real == NULL))
        return false;
    mog_epoch unused;
    for (size_t i = 0; i < epochs; i++)
        if (!unpack_epoch(rows->real + i * columns, &unused))
            return false;
    *table = epochs > 0 ? rows->real : NULL;
    return true;
}

/* Takes the state over; the trainer has changed only if everything was there. */
static bool read_state(mog_trainer *trainer, const mog_safetensors *file, const position *where,
                       const mog_state *state) {
    const size_t epochs = (size_t)where->place[EPOCH], columns = mog_epoch_section.count;
    const float *array[MOG_STATE_MOST];
    const double *table;
    if (!find_arrays(file, state, epochs, array, &table))
        return false;
    for (size_t i = 0; i < epochs; i++)
        unpack_epoch(table + i * columns, &trainer->epochs[i]);
    for (size_t i = 0; i < state->array_count; i++)
        memcpy(state->array[i].data, array[i], state->array[i].count * sizeof(float));
    for (size_t i = 0; i < state->number_count; i++)
        *state->number[i].value = where->number[i];
    trainer->updates = where->place[UPDATES];
    mog_trainer_move_to(trainer, epochs, (size_t)where->place[STEP]);
    return true;
}

static mog_status restore_from(mog_trainer *trainer, const mog_safetensors *file, const char *path,
                               mog_error *error) {
    mog_status status = check_format(file, path, error);
    if (status == MOG_OK)
        status = check_identity(trainer, file, path, error);
    if (status != MOG_OK)
        return status;
    mog_state state;
    mog_trainer_list_state(trainer, &state);
    position where;
    if (!read_position(file, trainer->now.steps, &state, &where))
        return mog_fail(error, MOG_ERROR_DATA, "%s does not say properly where its run stands",
                        path);
    if (where.place[EPOCH] > trainer->recipe.training.epochs)
        return mog_fail(error, MOG_ERROR_DATA,
                        "%s has %" PRIu64 " epochs behind it, training.epochs = %zu wants fewer",
                        path, where.place[EPOCH], trainer->recipe.training.epochs);
    if (!read_state(trainer, file, &where, &state))
        return mog_fail(error, MOG_ERROR_DATA,
                        "%s lacks a tensor of the run's state, or has another in its place", path);
    return MOG_OK;
}

mog_status mog_trainer_restore(mog_trainer *trainer, const char *path, mog_error *error) {
    mog_error unread;
    mog_error *failure = error != NULL ? error : &unread;
    mog_safetensors *file = mog_safetensors_read(path, failure);
    if (file == NULL)
        return failure->status;
    const mog_status status = restore_from(trainer, file, path, error);
    mog_safetensors_free(file);
    return status;
}
