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
    policy->notes = mog_allocate(count, sizeof *policy->notes, error);
    if (policy->notes == NULL)
        return MOG_ERROR_MEMORY;
    for (size_t i = 0; i < count; i++) {
        if (mog_policy_owns_key(notes[i].key))
            return mog_fail(error, MOG_ERROR_ARGUMENT,
                            "a policy's note cannot be called '%s': that names its architecture",
                            notes[i].key);
        policy->notes[i].key = mog_copy_text(notes[i].key, error);
        policy->notes[i].value = mog_copy_text(notes[i].value, error);
        policy->note_count++;
        if (policy->notes[i].key == NULL || policy->notes[i].value == NULL)
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
    made->settings = *settings;
    made->utility = mog_utility_or_sum_rate(utility);
    mog_error reason;
    made->network = mog_network_create(settings, links, &reason);
    if (made->network == NULL) {
        mog_policy_free(made);
        return mog_fail(error, reason.status, "%s", reason.message);
    }
    *policy = made;
    return MOG_OK;
}

mog_status mog_policy_hold_numbers(mog_policy *policy, mog_error *error) {
    policy->parameter =
        mog_allocate(mog_network_parameter_count(policy->network), sizeof(float), error);
    policy->buffer = mog_allocate(mog_network_buffer_count(policy->network), sizeof(float), error);
    return policy->parameter != NULL && policy->buffer != NULL ? MOG_OK : MOG_ERROR_MEMORY;
}

mog_status mog_policy_create(const mog_network_settings *settings, const mog_utility *utility,
                             size_t links, const float *parameter, const float *buffer,
                             const mog_policy_note *notes, size_t note_count, mog_policy **policy,
                             mog_error *error) {
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
    memcpy(made->parameter, parameter, mog_policy_parameter_count(made) * sizeof(float));
    memcpy(made->buffer, buffer, mog_network_buffer_count(made->network) * sizeof(float));
    *policy = made;
    return MOG_OK;
}

void mog_policy_free(mog_policy *policy) {
    if (policy == NULL)
        return;
    for (size_t i = 0; i < policy->note_count; i++) {
        mog_release((void *)(uintptr_t)policy->notes[i].key);
        mog_release((void *)(uintptr_t)policy->notes[i].value);
    }
    mog_release(policy->notes);
    mog_release(policy->parameter);
    mog_release(policy->buffer);
    mog_release(policy->path);
    mog_network_free(policy->network);
    mog_release(policy);
}

const char *mog_policy_name(const mog_policy *policy) {
    return policy->path != NULL ? policy->path : "in memory";
}

size_t mog_policy_links(const mog_policy *policy) {
    return mog_network_links(policy->network);
}

bool mog_policy_any_links(const mog_policy *policy) {
    return mog_network_any_links(policy->network);
}

const mog_network_settings *mog_policy_settings(const mog_policy *policy) {
    return &policy->settings;
}

const mog_utility *mog_policy_utility(const mog_policy *policy) {
    return &policy->utility;
}

size_t mog_policy_parameter_count(const mog_policy *policy) {
    return mog_network_parameter_count(policy->network);
}

const mog_policy_note *mog_policy_note_at(const mog_policy *policy, size_t index) {
    return index < policy->note_count ? &policy->notes[index] : NULL;
}
