/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A run's state in a safetensors file. Tensors hold the network's and the optimiser's numbers and
 * the table of epochs; the metadata says where the run stands, and identifies it: a checkpoint fits
 * settings and data that are exactly the same, but for the number of epochs. The order of the
 * samples is not stored, for it follows from seed and epoch.
 */
#include "training.h"

#include "../base/memory.h"
#include "../base/safetensors.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char format_name[] = "mog checkpoint 1";

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
    const size_t most = mog_network_section()->count + mog_training_section()->count + OTHER_TEXTS;
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
    snprintf(add_text(list, name, "samples"), MOG_FIELD_TEXT_SIZE, "%zu", set->samples);
    snprintf(add_text(list, name, "checksum"), MOG_FIELD_TEXT_SIZE, "%016" PRIx64, set->checksum);
}

/* What must be the same for a run to go on. */
static void add_identity(text_list *list, const mog_trainer *trainer) {
    snprintf(add_text(list, "", "format"), MOG_FIELD_TEXT_SIZE, "%s", format_name);
    add_settings(list, mog_network_section(), &trainer->network_settings, "");
    add_settings(list, mog_training_section(), &trainer->settings, "epochs");
    snprintf(add_text(list, "", "links"), MOG_FIELD_TEXT_SIZE, "%zu", trainer->train.links);
    snprintf(add_text(list, "", "labels"), MOG_FIELD_TEXT_SIZE, "%s", trainer->labels);
    add_set(list, "train", &trainer->train);
    add_set(list, "test", &trainer->test);
}

/* Where the run stands. "%a" keeps every bit. */
static void add_position(text_list *list, const mog_trainer *trainer) {
    snprintf(add_text(list, "", "epoch"), MOG_FIELD_TEXT_SIZE, "%zu", trainer->epoch_count);
    snprintf(add_text(list, "", "step"), MOG_FIELD_TEXT_SIZE, "%zu", trainer->step);
    snprintf(add_text(list, "", "updates"), MOG_FIELD_TEXT_SIZE, "%" PRIu64, trainer->updates);
    snprintf(add_text(list, "", "loss_sum"), MOG_FIELD_TEXT_SIZE, "%a", trainer->loss_sum);
}

/* ---- the table of epochs ------------------------------------------------------------------- */

/* The file holds finite float32: a float64 is four 16-bit integers, NaN included. */
#define EPOCH_NUMBERS 8
#define EPOCH_COLUMNS (4 * EPOCH_NUMBERS)

static void pack_epoch(const mog_epoch *epoch, float row[EPOCH_COLUMNS]) {
    const double number[EPOCH_NUMBERS] = {
        (double)epoch->epoch,  epoch->beta,          epoch->learning_rate, epoch->loss,
        epoch->train_sum_rate, epoch->test_sum_rate, epoch->train_nmse,    epoch->test_nmse,
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
                         .test_nmse = number[7]};
    return true;
}

/* ---- saving -------------------------------------------------------------------------------- */

#define TENSORS 5

static size_t list_tensors(const mog_trainer *trainer, const float *table,
                           mog_tensor_entry tensor[TENSORS]) {
    const mog_optimizer_state *state = &trainer->state;
    tensor[0] = (mog_tensor_entry){"parameter", 1, {state->count}, state->parameter};
    tensor[1] = (mog_tensor_entry){"first", 1, {state->count}, state->first};
    tensor[2] = (mog_tensor_entry){"second", 1, {state->count}, state->second};
    tensor[3] = (mog_tensor_entry){"buffer", 1, {trainer->buffer_count}, trainer->buffer};
    if (trainer->epoch_count == 0)
        return 4;
    tensor[4] = (mog_tensor_entry){"epochs", 2, {trainer->epoch_count, EPOCH_COLUMNS}, table};
    return 5;
}

mog_status mog_trainer_save(const mog_trainer *trainer, const char *path, mog_error *error) {
    text_list list;
    if (!allocate_texts(&list, error))
        return MOG_ERROR_MEMORY;
    add_identity(&list, trainer);
    add_position(&list, trainer);
    mog_status status = MOG_ERROR_MEMORY;
    float *table = mog_allocate(trainer->epoch_count * EPOCH_COLUMNS, sizeof *table, error);
    if (table != NULL) {
        for (size_t i = 0; i < trainer->epoch_count; i++)
            pack_epoch(&trainer->epochs[i], table + i * EPOCH_COLUMNS);
        mog_tensor_entry tensor[TENSORS];
        const size_t tensors = list_tensors(trainer, table, tensor);
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
    double loss_sum;
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

static bool read_position(const mog_safetensors *file, size_t steps, position *where) {
    const char *text = mog_safetensors_text(file, "loss_sum");
    if (text == NULL || !read_count(file, "epoch", 1000000, &where->epoch) ||
        !read_count(file, "step", steps - 1, &where->step) ||
        !read_count(file, "updates", UINT64_MAX, &where->updates))
        return false;
    char *end;
    where->loss_sum = strtod(text, &end);
    return end != text && *end == '\0' && where->updates == where->epoch * steps + where->step;
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
static bool read_state(mog_trainer *trainer, const mog_safetensors *file, const position *where) {
    const size_t count = trainer->state.count, epochs = (size_t)where->epoch;
    const float *parameter = find_tensor(file, "parameter", count, 0);
    const float *first = find_tensor(file, "first", count, 0);
    const float *second = find_tensor(file, "second", count, 0);
    const float *buffer = find_tensor(file, "buffer", trainer->buffer_count, 0);
    const float *table = epochs > 0 ? find_tensor(file, "epochs", epochs, EPOCH_COLUMNS) : NULL;
    if (parameter == NULL || first == NULL || second == NULL || buffer == NULL ||
        (epochs > 0 && table == NULL))
        return false;
    mog_epoch unused;
    for (size_t i = 0; i < epochs; i++)
        if (!unpack_epoch(table + i * EPOCH_COLUMNS, &unused))
            return false;
    for (size_t i = 0; i < epochs; i++)
        unpack_epoch(table + i * EPOCH_COLUMNS, &trainer->epochs[i]);
    memcpy(trainer->state.parameter, parameter, count * sizeof *parameter);
    memcpy(trainer->state.first, first, count * sizeof *first);
    memcpy(trainer->state.second, second, count * sizeof *second);
    memcpy(trainer->buffer, buffer, trainer->buffer_count * sizeof *buffer);
    trainer->epoch_count = epochs;
    trainer->step = (size_t)where->step;
    trainer->updates = where->updates;
    trainer->loss_sum = where->loss_sum;
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
    position where;
    if (!read_position(file, steps, &where))
        return mog_fail(error, MOG_ERROR_DATA, "%s does not say properly where its run stands",
                        path);
    if (where.epoch > trainer->settings.epochs)
        return mog_fail(error, MOG_ERROR_DATA,
                        "%s has %" PRIu64 " epochs behind it, training.epochs = %zu wants fewer",
                        path, where.epoch, trainer->settings.epochs);
    if (!read_state(trainer, file, &where))
        return mog_fail(error, MOG_ERROR_DATA,
                        "%s lacks a tensor of the run's state, or has it in another size", path);
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
