/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The life of a policy, and what it says of itself. */
#include "policy/policy.h"

#include "base/memory.h"
#include "radio/utility/utility.h"
#include <string.h>

bool mog_policy_owns_key(const char *key) {
    return strcmp(key, MOG_POLICY_VERSION_KEY) == 0 || strcmp(key, MOG_POLICY_FORMAT_KEY) == 0 ||
           strcmp(key, MOG_POLICY_LINKS_KEY) == 0 ||
           strncmp(key, MOG_POLICY_NETWORK_PREFIX, strlen(MOG_POLICY_NETWORK_PREFIX)) == 0 ||
           strncmp(key, MOG_POLICY_UTILITY_PREFIX, strlen(MOG_POLICY_UTILITY_PREFIX)) == 0;
}

mog_status mog_policy_hold_notes(mog_policy *policy, const mog_policy_note *notes, size_t count,
                                 mog_error *error) {
    mog_policy_note *held = mog_allocate(count, sizeof *held, error);
    if (held == NULL)
        return MOG_ERROR_MEMORY;
    policy->info.notes = held;
    for (size_t i = 0; i < count; i++) {
        if (mog_policy_owns_key(notes[i].key))
            return mog_fail(error, MOG_ERROR_ARGUMENT,
                            "a policy's note cannot be called '%s': that names its architecture",
                            notes[i].key);
        held[i].key = mog_copy_text(notes[i].key, error);
        held[i].value = mog_copy_text(notes[i].value, error);
        policy->info.note_count++;
        if (held[i].key == NULL || held[i].value == NULL)
            return MOG_ERROR_MEMORY;
    }
    return MOG_OK;
}

/* Not every network is a policy. */
static mog_status check_settings(const mog_network_settings *settings, mog_error *error) {
    if (settings->output == MOG_OUTPUT_LINEAR)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "network.output = linear decides nothing: it is for critics");
    if (settings->extra > 0)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "network.extra = %zu: a policy sees channels alone", settings->extra);
    return MOG_OK;
}

mog_status mog_policy_shape(const mog_network_settings *settings, const mog_utility *utility,
                            size_t links, mog_policy **policy, mog_error *error) {
    *policy = NULL;
    mog_status status = check_settings(settings, error);
    if (status == MOG_OK && utility != NULL)
        status = mog_utility_check(utility, error);
    if (status != MOG_OK)
        return status;
    mog_policy *made = mog_allocate(1, sizeof *made, error);
    if (made == NULL)
        return MOG_ERROR_MEMORY;
    status = mog_network_create(settings, links, &made->network, error);
    if (status != MOG_OK) {
        mog_policy_free(made);
        return status;
    }
    made->info = (mog_policy_info){
        .links = links,
        .any_links = mog_network_any_links(made->network),
        .parameter_count = mog_network_parameter_count(made->network),
        .utility = mog_utility_or_sum_rate(utility),
        .settings = *settings,
    };
    *policy = made;
    return MOG_OK;
}

mog_status mog_policy_hold_numbers(mog_policy *policy, mog_error *error) {
    policy->parameter = mog_allocate(policy->info.parameter_count, sizeof(float), error);
    policy->buffer = mog_allocate(mog_network_buffer_count(policy->network), sizeof(float), error);
    return policy->parameter != NULL && policy->buffer != NULL ? MOG_OK : MOG_ERROR_MEMORY;
}

mog_status mog_policy_create(const mog_network_settings *settings, const mog_utility *utility,
                             size_t links, uint64_t seed, mog_policy **policy, mog_error *error) {
    mog_policy *made;
    *policy = NULL;
    mog_status status = mog_policy_shape(settings, utility, links, &made, error);
    if (status == MOG_OK)
        status = mog_policy_hold_numbers(made, error);
    if (status != MOG_OK) {
        mog_policy_free(made);
        return status;
    }
    mog_network_init(made->network, seed, made->parameter, made->buffer);
    *policy = made;
    return MOG_OK;
}

mog_status mog_policy_from_numbers(const mog_network_settings *settings, const mog_utility *utility,
                                   size_t links, const float *parameter, const float *buffer,
                                   const mog_policy_note *notes, size_t note_count,
                                   mog_policy **policy, mog_error *error) {
    mog_policy *made;
    *policy = NULL;
    mog_status status = mog_policy_shape(settings, utility, links, &made, error);
    if (status == MOG_OK)
        status = mog_policy_hold_numbers(made, error);
    if (status == MOG_OK)
        status = mog_policy_hold_notes(made, notes, note_count, error);
    if (status != MOG_OK) {
        mog_policy_free(made);
        return status;
    }
    memcpy(made->parameter, parameter, made->info.parameter_count * sizeof(float));
    memcpy(made->buffer, buffer, mog_network_buffer_count(made->network) * sizeof(float));
    *policy = made;
    return MOG_OK;
}

void mog_policy_free(mog_policy *policy) {
    if (policy == NULL)
        return;
    for (size_t i = 0; i < policy->info.note_count; i++) {
        mog_release((void *)(uintptr_t)policy->info.notes[i].key);
        mog_release((void *)(uintptr_t)policy->info.notes[i].value);
    }
    mog_release((void *)(uintptr_t)policy->info.notes);
    mog_release(policy->parameter);
    mog_release(policy->buffer);
    mog_release(policy->path);
    mog_network_free(policy->network);
    mog_release(policy);
}

const char *mog_policy_name(const mog_policy *policy) {
    return policy->path != NULL ? policy->path : "in memory";
}

const mog_policy_info *mog_policy_info_of(const mog_policy *policy) {
    return &policy->info;
}
