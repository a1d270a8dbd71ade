/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writing a policy. */
#include "policy/policy.h"

#include "base/memory.h"
#include "base/safetensors.h"
#include <stdio.h>
#include <string.h>

/* Longest key of a setting in the metadata. */
#define KEY_SIZE 96

_Static_assert(MOG_TENSOR_MAX_RANK == MOG_SAFETENSORS_MAX_RANK,
               "a network's tensors must fit into a file");

static void list_tensors(const mog_policy *policy, const mog_tensor *tensors, size_t count,
                         mog_tensor_entry *entries) {
    for (size_t i = 0; i < count; i++) {
        const float *numbers = tensors[i].trainable ? policy->parameter : policy->buffer;
        entries[i] = (mog_tensor_entry){
            .name = tensors[i].name, .rank = tensors[i].rank, .data = numbers + tensors[i].offset};
        memcpy(entries[i].shape, tensors[i].shape, sizeof entries[i].shape);
    }
}

/* Key and value of one member of a policy's settings. */
typedef struct setting_text {
    char key[KEY_SIZE];
    char value[MOG_FIELD_TEXT_SIZE];
} setting_text;

/* All members of a section, under keys that begin with a prefix. @return how many */
static size_t print_settings(const char *prefix, const mog_section *section, const void *settings,
                             setting_text *texts) {
    for (size_t i = 0; i < section->count; i++) {
        snprintf(texts[i].key, sizeof texts[i].key, "%s%s", prefix, section->fields[i].name);
        mog_settings_print(&section->fields[i], settings, texts[i].value);
    }
    return section->count;
}

/* A policy of the sum rate says nothing of it, as those before there were others. */
static bool has_utility(const mog_policy *policy) {
    return policy->info.utility.kind != MOG_UTILITY_SUM_RATE;
}

static mog_status write_entries(const mog_policy *policy, const char *path,
                                mog_tensor_entry *tensor_entries, mog_text_entry *texts,
                                setting_text *settings, mog_error *error) {
    size_t printed = print_settings(MOG_POLICY_NETWORK_PREFIX, &mog_network_section,
                                    &policy->info.settings, settings);
    if (has_utility(policy))
        printed += print_settings(MOG_POLICY_UTILITY_PREFIX, &mog_utility_section,
                                  &policy->info.utility, settings + printed);
    char links[32];
    snprintf(links, sizeof links, "%zu", policy->info.links);
    size_t n = 0;
    texts[n++] = (mog_text_entry){MOG_POLICY_FORMAT_KEY, MOG_POLICY_FORMAT};
    texts[n++] = (mog_text_entry){MOG_POLICY_VERSION_KEY, MOG_POLICY_VERSION};
    texts[n++] = (mog_text_entry){MOG_POLICY_LINKS_KEY, links};
    for (size_t i = 0; i < printed; i++)
        texts[n++] = (mog_text_entry){settings[i].key, settings[i].value};
    for (size_t i = 0; i < policy->info.note_count; i++)
        texts[n++] = (mog_text_entry){policy->info.notes[i].key, policy->info.notes[i].value};

    size_t count;
    const mog_tensor *tensors = mog_network_tensors(policy->network, &count);
    list_tensors(policy, tensors, count, tensor_entries);
    return mog_safetensors_write(path, tensor_entries, count, texts, n, error);
}

mog_status mog_policy_save(const mog_policy *policy, const char *path, mog_error *error) {
    const size_t own_texts = 3;
    const size_t settings = mog_network_section.count + mog_utility_section.count;
    size_t tensors;
    mog_network_tensors(policy->network, &tensors);
    mog_tensor_entry *entries = mog_allocate(tensors, sizeof *entries, error);
    mog_text_entry *texts =
        mog_allocate(own_texts + settings + policy->info.note_count, sizeof *texts, error);
    setting_text *printed = mog_allocate(settings, sizeof *printed, error);
    mog_status status = MOG_ERROR_MEMORY;
    if (entries != NULL && texts != NULL && printed != NULL)
        status = write_entries(policy, path, entries, texts, printed, error);
    mog_release(entries);
    mog_release(texts);
    mog_release(printed);
    return status;
}
