/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading a policy from a file that may be anything. */
#include "policy/policy.h"

#include "base/memory.h"
#include "base/safetensors.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* What is known while a policy is being read. */
typedef struct loader {
    const char *path;
    const mog_safetensors *file;
    mog_error *error;
} loader;

/* "FILE is not a usable policy: reason" */
static mog_status refuse(const loader *l, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
static mog_status refuse(const loader *l, const char *format, ...) {
    char reason[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(reason, sizeof reason, format, arguments);
    va_end(arguments);
    return mog_fail(l->error, MOG_ERROR_DATA, "%s is not a usable policy: %s", l->path, reason);
}

static mog_status check_version(const loader *l) {
    const char *version = mog_safetensors_text(l->file, MOG_POLICY_VERSION_KEY);
    if (version == NULL)
        return refuse(l, "its metadata has no " MOG_POLICY_VERSION_KEY
                         ", which mog train writes into its policies");
    if (strcmp(version, MOG_POLICY_VERSION) != 0)
        return refuse(
            l,
            "its format has version %s, and this program reads version " MOG_POLICY_VERSION
            ": use the mog that wrote it",
            version);
    return MOG_OK;
}

static mog_status read_links(const loader *l, size_t *links) {
    static const mog_field field = {
        .name = MOG_POLICY_LINKS_KEY, .type = MOG_FIELD_SIZE, .minimum = 1, .maximum = 10000};
    static const mog_section section = {"policy", &field, 1};
    mog_error reason;
    const char *text = mog_safetensors_text(l->file, MOG_POLICY_LINKS_KEY);
    if (text == NULL)
        return refuse(l, "its metadata has no " MOG_POLICY_LINKS_KEY);
    if (mog_settings_parse(&section, links, MOG_POLICY_LINKS_KEY, text, &reason) != MOG_OK)
        return refuse(l, "%s", reason.message);
    return MOG_OK;
}

/*
 * The kind must be there. What else is missing has its default: a setting that a later version adds
 * has to default to what networks did before.
 */
static mog_status read_settings(const loader *l, const char *prefix, const mog_section *section,
                                void *settings) {
    const size_t length = strlen(prefix);
    for (size_t i = 0; i < mog_safetensors_text_count(l->file); i++) {
        const mog_text_entry *text = mog_safetensors_text_at(l->file, i);
        mog_error reason;
        if (strncmp(text->key, prefix, length) == 0 &&
            mog_settings_parse(section, settings, text->key + length, text->value, &reason) !=
                MOG_OK)
            return refuse(l, "%s", reason.message);
    }
    return MOG_OK;
}

static mog_status read_network(const loader *l, mog_network_settings *settings) {
    if (mog_safetensors_text(l->file, MOG_POLICY_NETWORK_PREFIX "kind") == NULL)
        return refuse(l, "its metadata has no " MOG_POLICY_NETWORK_PREFIX "kind");
    mog_network_default(settings);
    return read_settings(l, MOG_POLICY_NETWORK_PREFIX, &mog_network_section, settings);
}

static mog_status read_utility(const loader *l, mog_utility *utility) {
    mog_utility_default(utility);
    return read_settings(l, MOG_POLICY_UTILITY_PREFIX, &mog_utility_section, utility);
}

/* Enough for the shape of any tensor. */
#define SHAPE_SIZE 96

/* "[400][200]" */
static void print_shape(size_t rank, const size_t shape[], char text[SHAPE_SIZE]) {
    snprintf(text, SHAPE_SIZE, "a single number");
    for (size_t axis = 0, end = 0; axis < rank; axis++)
        end += (size_t)snprintf(text + end, SHAPE_SIZE - end, "[%zu]", shape[axis]);
}

static bool same_shape(const mog_tensor *wanted, const mog_tensor_entry *found) {
    bool same = wanted->rank == found->rank;
    for (size_t axis = 0; same && axis < wanted->rank; axis++)
        same = wanted->shape[axis] == found->shape[axis];
    return same;
}

static bool is_wanted(const mog_tensor *wanted, size_t count, const char *name) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(wanted[i].name, name) == 0)
            return true;
    return false;
}

/* The file has the tensors of the architecture and no others. */
static mog_status check_tensors(const loader *l, const mog_policy *policy) {
    size_t count;
    const mog_tensor *wanted = mog_network_tensors(policy->network, &count);
    for (size_t i = 0; i < count; i++) {
        const mog_tensor_entry *found = mog_safetensors_find(l->file, wanted[i].name);
        if (found == NULL)
            return refuse(l, "tensor \"%s\" is missing", wanted[i].name);
        if (found->data == NULL)
            return refuse(l, "tensor \"%s\" is not float32 (F32)", wanted[i].name);
        if (!same_shape(&wanted[i], found)) {
            char is[SHAPE_SIZE], should[SHAPE_SIZE];
            print_shape(found->rank, found->shape, is);
            print_shape(wanted[i].rank, wanted[i].shape, should);
            return refuse(l, "tensor \"%s\" is %s; its architecture asks for %s", wanted[i].name,
                          is, should);
        }
    }
    for (size_t i = 0; i < mog_safetensors_tensor_count(l->file); i++) {
        const char *name = mog_safetensors_tensor_at(l->file, i)->name;
        if (!is_wanted(wanted, count, name))
            return refuse(l, "its architecture has no tensor \"%s\"", name);
    }
    return MOG_OK;
}

static void copy_tensors(const loader *l, mog_policy *policy) {
    size_t count;
    const mog_tensor *tensors = mog_network_tensors(policy->network, &count);
    for (size_t i = 0; i < count; i++) {
        const mog_tensor_entry *found = mog_safetensors_find(l->file, tensors[i].name);
        float *numbers = tensors[i].trainable ? policy->parameter : policy->buffer;
        memcpy(numbers + tensors[i].offset, found->data,
               mog_tensor_entry_count(found) * sizeof(float));
    }
}

static mog_status copy_notes(const loader *l, mog_policy *policy) {
    const size_t most = mog_safetensors_text_count(l->file);
    mog_policy_note *notes = mog_allocate(most, sizeof *notes, l->error);
    if (notes == NULL)
        return MOG_ERROR_MEMORY;
    size_t count = 0;
    for (size_t i = 0; i < most; i++) {
        const mog_text_entry *text = mog_safetensors_text_at(l->file, i);
        if (!mog_policy_owns_key(text->key))
            notes[count++] = (mog_policy_note){.key = text->key, .value = text->value};
    }
    const mog_status status = mog_policy_hold_notes(policy, notes, count, l->error);
    mog_release(notes);
    return status;
}

static mog_status fill(const loader *l, mog_policy *policy) {
    /* shapes first: an architecture may claim any size, the tensors in the file are real */
    mog_status status = check_tensors(l, policy);
    if (status == MOG_OK)
        status = mog_policy_hold_numbers(policy, l->error);
    if (status == MOG_OK) {
        copy_tensors(l, policy);
        status = copy_notes(l, policy);
    }
    if (status != MOG_OK)
        return status;
    policy->path = mog_copy_text(l->path, l->error);
    return policy->path != NULL ? MOG_OK : MOG_ERROR_MEMORY;
}

static mog_status load(const loader *l, mog_policy **policy) {
    size_t links;
    mog_network_settings settings;
    mog_utility utility;
    mog_status status = check_version(l);
    if (status == MOG_OK)
        status = read_links(l, &links);
    if (status == MOG_OK)
        status = read_network(l, &settings);
    if (status == MOG_OK)
        status = read_utility(l, &utility);
    if (status != MOG_OK)
        return status;
    mog_error reason;
    mog_policy *made;
    status = mog_policy_shape(&settings, &utility, links, &made, &reason);
    if (status != MOG_OK)
        return status == MOG_ERROR_MEMORY ? mog_fail(l->error, status, "%s", reason.message)
                                          : refuse(l, "%s", reason.message);
    status = fill(l, made);
    if (status == MOG_OK)
        *policy = made;
    else
        mog_policy_free(made);
    return status;
}

mog_status mog_policy_load(const char *path, mog_policy **policy, mog_error *error) {
    mog_error reason;
    *policy = NULL;
    mog_safetensors *file = mog_safetensors_read(path, &reason);
    if (file == NULL)
        return mog_fail(error, reason.status, "%s", reason.message);
    const mog_status status = load(&(loader){.path = path, .file = file, .error = error}, policy);
    mog_safetensors_free(file);
    return status;
}
