/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The policy that `mog train` ends with, and its notes. */
#include "mog/policy.h"
#include "verbs/run_directory.h"
#include "verbs/train.h"

#include <inttypes.h>
#include <stdio.h>

#define MOST_NOTES 128

/*
 * Notes say what the policy was trained on and how well it did. They hold no time, place or path:
 * the same seed gives the same file.
 */
typedef struct note_list {
    size_t count;
    mog_policy_note notes[MOST_NOTES];
    struct {
        char key[96];
        char value[MOG_FIELD_TEXT_SIZE];
    } text[MOST_NOTES];
} note_list;

static void add_note(note_list *list, const char *prefix, const char *key, const char *value) {
    const size_t i = list->count;
    if (i == sizeof list->notes / sizeof list->notes[0])
        return;
    snprintf(list->text[i].key, sizeof list->text[i].key, "%s%s", prefix, key);
    snprintf(list->text[i].value, sizeof list->text[i].value, "%s", value);
    list->notes[i] = (mog_policy_note){list->text[i].key, list->text[i].value};
    list->count++;
}

static void add_integer(note_list *list, const char *key, uint64_t value) {
    char text[32];
    snprintf(text, sizeof text, "%" PRIu64, value);
    add_note(list, "", key, text);
}

static void add_real(note_list *list, const char *key, double value) {
    char text[32];
    snprintf(text, sizeof text, "%.9g", value);
    add_note(list, "", key, text);
}

static void add_settings(note_list *list, const mog_section *section, const void *settings) {
    char prefix[64];
    snprintf(prefix, sizeof prefix, "%s.", section->name);
    for (size_t i = 0; i < section->count; i++) {
        char value[MOG_FIELD_TEXT_SIZE];
        mog_settings_print(&section->fields[i], settings, value);
        add_note(list, prefix, section->fields[i].name, value);
    }
}

static void add_data(note_list *list, const training_run *run) {
    const mog_dataset *data = run->train;
    add_integer(list, "data.samples", data->samples);
    add_real(list, "data.noise_power", data->noise_power);
    add_note(list, "data.", "labels", run->labels != NULL ? run->labels : "none");
    if (!data->has_scenario)
        return;
    add_integer(list, "data.seed", data->seed);
    add_integer(list, "data.first", data->first);
    add_settings(list, &mog_scenario_section, &data->scenario);
}

static void add_results(note_list *list, const mog_trainer *trainer) {
    const mog_trainer_state *now = mog_trainer_state_of(trainer);
    add_integer(list, "result.epochs", now->epoch_count);
    if (now->epoch_count == 0)
        return;
    const mog_epoch *last = &now->epochs[now->epoch_count - 1];
    add_real(list, "result.train_sum_rate", last->train_sum_rate);
    add_real(list, "result.test_sum_rate", last->test_sum_rate);
}

mog_status write_policy(const training_run *run, mog_error *error) {
    note_list list = {.count = 0};
    add_note(&list, "", "mog.version", MOG_VERSION);
    const mog_recipe *recipe = mog_trainer_state_of(run->trainer)->recipe;
    add_settings(&list, &mog_training_section, &recipe->training);
    if (recipe->training.pattern == MOG_PATTERN_RL)
        add_settings(&list, &mog_rl_section, &recipe->rl);
    add_settings(&list, &mog_csi_section, &run->csi);
    add_data(&list, run);
    add_results(&list, run->trainer);
    mog_policy *policy;
    mog_status status = mog_trainer_policy(run->trainer, list.notes, list.count, &policy, error);
    if (status == MOG_OK)
        status = mog_policy_save(policy, path_in_run(run->directory, RUN_POLICY).text, error);
    mog_policy_free(policy);
    return status;
}
