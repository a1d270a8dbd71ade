/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A run's state in a safetensors file. Tensors hold the network's and the optimiser's numbers and
 * the table of epochs; the metadata says where the run stands, and identifies it: a checkpoint fits
 * settings and data that are exactly the same, but for the number of epochs. The order of the
 * samples is not stored, for it follows from seed and epoch.
 */
#include "learn/run/trainer.h"

#include "base/memory.h"
#include "base/safetensors.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char format_name[] = "mog checkpoint 3";

/* of the keys of a state's numbers */
static const char state_prefix[] = "state";

/* ---- metadata ------------------------------------------------------------------------------ */

/* Texts besides the settings. */
#define OTHER_TEXTS (16 + MOG_STATE_MOST)

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
    const size_t most = 2 * mog_network_section()->count + mog_training_section()->count +
                        mog_utility_section()->count + mog_rl_section()->count + OTHER_TEXTS;
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

/* What must be the same for a run to go on. */
static void add_identity(text_list *list, const mog_trainer *trainer) {
    snprintf(add_text(list, "", "format"), MOG_FIELD_TEXT_SIZE, "%s", format_name);
    add_settings(list, mog_network_section(), &trainer->recipe.network, "");
    add_settings(list, mog_training_section(), &trainer->recipe.training, "epochs");
    add_settings(list, mog_utility_section(), &trainer->recipe.utility, "");
    if (trainer->recipe.training.pattern == MOG_PATTERN_RL) {
        add_settings(list, mog_rl_section(), &trainer->recipe.rl, "");
        add_settings(list, mog_critic_section(), &trainer->recipe.critic, "");
    }
    snprintf(add_text(list, "", "links"), MOG_FIELD_TEXT_SIZE, "%zu", trainer->train.data->links);
    snprintf(add_text(list, "", "labels"), MOG_FIELD_TEXT_SIZE, "%s", trainer->labels);
    add_set(list, "train", &trainer->train);
    add_set(list, "test", &trainer->test);
}

/* Where the run stands. "%a" keeps every bit. */
static void add_position(text_list *list, const mog_trainer *trainer, const mog_state *state) {
    snprintf(add_text(list, "", "epoch"), MOG_FIELD_TEXT_SIZE, "%zu", trainer->epoch_count);
    snprintf(add_text(list, "", "step"), MOG_FIELD_TEXT_SIZE, "%zu", trainer->steps);
    snprintf(add_text(list, "", "updates"), MOG_FIELD_TEXT_SIZE, "%" PRIu64, trainer->updates);
    for (size_t i = 0; i < state->number_count; i++)
        snprintf(add_text(list, state_prefix, state->number[i].name), MOG_FIELD_TEXT_SIZE, "%a",
                 *state->number[i].value);
}

/* ---- the table of epochs ------------------------------------------------------------------- */

/* The file holds finite float32: a float64 is four 16-bit integers, NaN included. */
#define EPOCH_NUMBERS 12
#define EPOCH_COLUMNS (4 * EPOCH_NUMBERS)

static void pack_epoch(const mog_epoch *epoch, float row[EPOCH_COLUMNS]) {
    const double number[EPOCH_NUMBERS] = {
        (double)epoch->epoch,  epoch->beta,          epoch->learning_rate, epoch->loss,
        epoch->train_sum_rate, epoch->test_sum_rate, epoch->train_nmse,    epoch->test_nmse,
        epoch->reward,         epoch->entropy,       epoch->train_utility, epoch->test_utility,
    };
    for (size_t i = 0; i < EPOCH_NUMBERS; i++) {
        uint64_t bits;
        memcpy(&bits, &number[i], sizeof bits);
        for (size_t part = 0; part < 4; part++)
            row[4 * i + part] = (float)(bits >> (16 * part) & 0xffff);
    }
}

/* false if a number is none that pack_epoch() writes */
static bool unpack_epoch(const float row[EPOCH_COLUMNS], mog_epoch *epoch) {
    double number[EPOCH_NUMBERS];
    for (size_t i = 0; i < EPOCH_NUMBERS; i++) {
        uint64_t bits = 0;
        for (size_t part = 0; part < 4; part++) {
            const float value = row[4 * i + part];
            if (!(value >= 0 && value <= 0xffff))
                return false;
            bits |= (uint64_t)value << (16 * part);
        }
        memcpy(&number[i], &bits, sizeof bits);
    }
    if (!(number[0] >= 1 && number[0] <= 1e9))
        return false;
    *epoch = (mog_epoch){.epoch = (size_t)number[0],
                         .beta = number[1],
                         .learning_rate = number[2],
                         .loss = number[3],
                         .train_sum_rate = number[4],
                         .test_sum_rate = number[5],
                         .train_nmse = number[6],
                         .test_nmse = number[7],
                         .reward = number[8],
                         .entropy = number[9],
                         .train_utility = number[10],
                         .test_utility = number[11]};
    return true;
}

/* ---- saving -------------------------------------------------------------------------------- */

static const char table_name[] = "epochs";

static size_t list_tensors(const mog_state *state, size_t epochs, const float *table,
                           mog_tensor_entry tensor[MOG_STATE_MOST + 1]) {
    const size_t count = state->array_count;
    for (size_t i = 0; i < count; i++)
        tensor[i] = (mog_tensor_entry){
            state->array[i].name, 1, {state->array[i].count}, state->array[i].data};
    if (epochs == 0)
        return count;
    tensor[count] = (mog_tensor_entry){table_name, 2, {epochs, EPOCH_COLUMNS}, table};
    return count + 1;
}

mog_status mog_trainer_save(const mog_trainer *trainer, const char *path, mog_error *error) {
    text_list list;
    if (!allocate_texts(&list, error))
        return MOG_ERROR_MEMORY;
    mog_state state;
    mog_trainer_list_state((mog_trainer *)trainer, &state); /* only read here */
    add_identity(&list, trainer);
    add_position(&list, trainer, &state);
    mog_status status = MOG_ERROR_MEMORY;
    float *table = mog_allocate(trainer->epoch_count * EPOCH_COLUMNS, sizeof *table, error);
    if (table != NULL) {
        for (size_t i = 0; i < trainer->epoch_count; i++)
            pack_epoch(&trainer->epochs[i], table + i * EPOCH_COLUMNS);
        mog_tensor_entry tensor[MOG_STATE_MOST + 1];
        const size_t tensors = list_tensors(&state, trainer->epoch_count, table, tensor);
        status = mog_safetensors_write(path, tensor, tensors, list.entry, list.count, error);
    }
    mog_release(table);
    free_texts(&list);
    return status;
}

/* ---- restoring ----------------------------------------------------------------------------- */

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
        if (i == 0 && (there == NULL || strcmp(there, format_name) != 0))
            status =
                mog_fail(error, MOG_ERROR_DATA, "%s is not a checkpoint of a training run", path);
        else if (there == NULL || strcmp(there, here.value) != 0)
            status = mog_fail(error, MOG_ERROR_DATA,
                              "%s belongs to another run: there, %s is \"%.200s\", here \"%s\"; "
                              "only training.epochs may change",
                              path, here.key, there == NULL ? "missing" : there, here.value);
    }
    free_texts(&list);
    return status;
}

typedef struct position {
    uint64_t epoch, step, updates;
    double number[MOG_STATE_MOST];
} position;

static bool read_count(const mog_safetensors *file, const char *key, uint64_t limit,
                       uint64_t *value) {
    const char *text = mog_safetensors_text(file, key);
    if (text == NULL || *text < '0' || *text > '9')
        return false;
    char *end;
    *value = strtoull(text, &end, 10);
    return *end == '\0' && *value <= limit;
}

static bool read_number(const mog_safetensors *file, const char *name, double *value) {
    char key[64], *end;
    snprintf(key, sizeof key, "%s.%s", state_prefix, name);
    const char *text = mog_safetensors_text(file, key);
    if (text == NULL)
        return false;
    *value = strtod(text, &end);
    return end != text && *end == '\0';
}

/* A step updates the parameters once, or not at all. */
static bool read_position(const mog_safetensors *file, size_t steps, const mog_state *state,
                          position *where) {
    bool complete =
        read_count(file, "epoch", 1000000, &where->epoch) &&
        read_count(file, "step", steps - 1, &where->step) &&
        read_count(file, "updates", where->epoch * steps + where->step, &where->updates);
    for (size_t i = 0; complete && i < state->number_count; i++)
        complete = read_number(file, state->number[i].name, &where->number[i]) &&
                   mog_state_number_takes(&state->number[i], where->number[i]);
    return complete;
}

static const float *find_tensor(const mog_safetensors *file, const char *name, size_t rows,
                                size_t columns) {
    const mog_tensor_entry *tensor = mog_safetensors_find(file, name);
    const size_t rank = columns == 0 ? 1 : 2;
    if (tensor == NULL || tensor->rank != rank || tensor->shape[0] != rows ||
        (rank == 2 && tensor->shape[1] != columns))
        return NULL;
    return tensor->data;
}

/* Takes the state over; the trainer has changed only if everything was there. */
static bool read_state(mog_trainer *trainer, const mog_safetensors *file, const position *where,
                       const mog_state *state) {
    const size_t epochs = (size_t)where->epoch;
    const float *array[MOG_STATE_MOST];
    for (size_t i = 0; i < state->array_count; i++) {
        array[i] = find_tensor(file, state->array[i].name, state->array[i].count, 0);
        if (array[i] == NULL || !mog_state_array_takes(&state->array[i], array[i]))
            return false;
    }
    const float *table = epochs > 0 ? find_tensor(file, table_name, epochs, EPOCH_COLUMNS) : NULL;
    mog_epoch unused;
    for (size_t i = 0; i < epochs; i++)
        if (table == NULL || !unpack_epoch(table + i * EPOCH_COLUMNS, &unused))
            return false;
    for (size_t i = 0; i < epochs; i++)
        unpack_epoch(table + i * EPOCH_COLUMNS, &trainer->epochs[i]);
    for (size_t i = 0; i < state->array_count; i++)
        memcpy(state->array[i].data, array[i], state->array[i].count * sizeof(float));
    for (size_t i = 0; i < state->number_count; i++)
        *state->number[i].value = where->number[i];
    trainer->epoch_count = epochs;
    trainer->steps = (size_t)where->step;
    trainer->updates = where->updates;
    mog_trainer_shuffle(trainer);
    return true;
}

static mog_status restore_from(mog_trainer *trainer, const mog_safetensors *file, const char *path,
                               mog_error *error) {
    const mog_status status = check_identity(trainer, file, path, error);
    if (status != MOG_OK)
        return status;
    size_t step, steps;
    mog_trainer_progress(trainer, &step, &steps);
    mog_state state;
    mog_trainer_list_state(trainer, &state);
    position where;
    if (!read_position(file, steps, &state, &where))
        return mog_fail(error, MOG_ERROR_DATA, "%s does not say properly where its run stands",
                        path);
    if (where.epoch > trainer->recipe.training.epochs)
        return mog_fail(error, MOG_ERROR_DATA,
                        "%s has %" PRIu64 " epochs behind it, training.epochs = %zu wants fewer",
                        path, where.epoch, trainer->recipe.training.epochs);
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
