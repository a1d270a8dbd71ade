/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Settings structs as text: read, printed, described and checked by their tables. */
#include "mog/settings.h"

#include "base/locale.h"
#include "base/settings.h"
#include "base/text.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* A value of any type, before it is known to be in range. */
typedef union field_value {
    size_t size;
    uint64_t seed;
    double real;
    bool truth;
    int choice;
    mog_sizes sizes;
    mog_size_lists lists;
} field_value;

/* Bytes of a member of each type. */
static const size_t field_bytes[] = {
    [MOG_FIELD_SIZE] = sizeof(size_t),
    [MOG_FIELD_SEED] = sizeof(uint64_t),
    [MOG_FIELD_REAL] = sizeof(double),
    [MOG_FIELD_BOOL] = sizeof(bool),
    [MOG_FIELD_CHOICE] = sizeof(int),
    [MOG_FIELD_SIZES] = sizeof(mog_sizes),
    [MOG_FIELD_SIZE_LISTS] = sizeof(mog_size_lists),
};

static bool is_blank(const char *text) {
    while (isspace((unsigned char)*text))
        text++;
    return *text == '\0';
}

static bool read_unsigned(const char *text, uint64_t *value) {
    char *end;
    errno = 0;
    const unsigned long long number = strtoull(text, &end, 10);
    *value = number;
    /* strtoull would take "-1" for a very large number */
    return end != text && is_blank(end) && errno == 0 && strchr(text, '-') == NULL;
}

static bool read_size(const char *text, size_t *value) {
    uint64_t number = 0;
    const bool ok = read_unsigned(text, &number) && number <= SIZE_MAX;
    *value = (size_t)number;
    return ok;
}

static bool read_real(const char *text, double *value) {
    char *end;
    *value = mog_read_real(text, &end);
    return end != text && is_blank(end) && isfinite(*value);
}

static bool read_truth(const char *text, bool *value) {
    static const char *const words[][2] = {
        {"false", "true"}, {"no", "yes"}, {"off", "on"}, {"0", "1"}};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        for (int truth = 0; truth < 2; truth++)
            if (strcasecmp(text, words[i][truth]) == 0) {
                *value = truth;
                return true;
            }
    return false;
}

static bool read_choice(const char *text, const char *const *choices, int *value) {
    for (int i = 0; choices[i] != NULL; i++)
        if (strcmp(text, choices[i]) == 0) {
            *value = i;
            return true;
        }
    return false;
}

/* Reads entry number `index` of a list. */
typedef bool entry_reader(const char *text, void *list, size_t index);

/* Entries between separators, up to `most`; an empty text has none. */
static bool read_entries(const char *text, const char *separator, size_t most, entry_reader *read,
                         void *list, size_t *count) {
    char copy[MOG_FIELD_TEXT_SIZE];
    if (strlen(text) >= sizeof copy)
        return false;
    if (is_blank(text))
        return true;
    strcpy(copy, text);
    for (char *rest = copy, *entry; (entry = strsep(&rest, separator)) != NULL; (*count)++)
        if (*count == most || !read(entry, list, *count))
            return false;
    return true;
}

static bool read_sizes_entry(const char *text, void *list, size_t index) {
    return read_size(text, &((mog_sizes *)list)->value[index]);
}

/* "400,200" */
static bool read_sizes(const char *text, mog_sizes *value) {
    memset(value, 0, sizeof *value);
    return read_entries(text, ",", MOG_MAX_SIZES, read_sizes_entry, value, &value->count);
}

static bool read_lists_entry(const char *text, void *list, size_t index) {
    return read_sizes(text, &((mog_size_lists *)list)->list[index]);
}

/* "16,16/32" */
static bool read_lists(const char *text, mog_size_lists *value) {
    memset(value, 0, sizeof *value);
    return read_entries(text, "/", MOG_MAX_LISTS, read_lists_entry, value, &value->count);
}

static bool read_value(const mog_field *field, const char *text, field_value *value) {
    switch (field->type) {
    case MOG_FIELD_SIZE:
        return read_size(text, &value->size);
    case MOG_FIELD_SEED:
        return read_unsigned(text, &value->seed);
    case MOG_FIELD_REAL:
        return read_real(text, &value->real);
    case MOG_FIELD_BOOL:
        return read_truth(text, &value->truth);
    case MOG_FIELD_CHOICE:
        return read_choice(text, field->choices, &value->choice);
    case MOG_FIELD_SIZES:
        return read_sizes(text, &value->sizes);
    case MOG_FIELD_SIZE_LISTS:
        return read_lists(text, &value->lists);
    }
    return false;
}

static bool number_in_range(const mog_field *field, double number) {
    return number >= field->minimum && number <= field->maximum;
}

static size_t choice_count(const mog_field *field) {
    size_t count = 0;
    while (field->choices[count] != NULL)
        count++;
    return count;
}

static bool sizes_in_range(const mog_field *field, const mog_sizes *sizes) {
    for (size_t i = 0; i < sizes->count && i < MOG_MAX_SIZES; i++)
        if (!number_in_range(field, (double)sizes->value[i]))
            return false;
    return sizes->count <= MOG_MAX_SIZES;
}

static bool lists_in_range(const mog_field *field, const mog_size_lists *lists) {
    for (size_t i = 0; i < lists->count && i < MOG_MAX_LISTS; i++)
        if (!sizes_in_range(field, &lists->list[i]))
            return false;
    return lists->count <= MOG_MAX_LISTS;
}

static bool in_range(const mog_field *field, const field_value *value) {
    switch (field->type) {
    case MOG_FIELD_SIZE:
        return number_in_range(field, (double)value->size);
    case MOG_FIELD_REAL:
        return number_in_range(field, value->real);
    case MOG_FIELD_CHOICE:
        return value->choice >= 0 && (size_t)value->choice < choice_count(field);
    case MOG_FIELD_SIZES:
        return sizes_in_range(field, &value->sizes);
    case MOG_FIELD_SIZE_LISTS:
        return lists_in_range(field, &value->lists);
    case MOG_FIELD_SEED:
    case MOG_FIELD_BOOL:
        return true;
    }
    return false;
}

static void describe_range(const mog_field *field, const char *what,
                           char text[MOG_FIELD_TEXT_SIZE]) {
    mog_print(text, MOG_FIELD_TEXT_SIZE, "%s from %.15g to %.15g", what, field->minimum,
              field->maximum);
}

void mog_settings_describe(const mog_field *field, char text[MOG_FIELD_TEXT_SIZE]) {
    size_t used = 0;
    switch (field->type) {
    case MOG_FIELD_SIZE:
        describe_range(field, "a whole number", text);
        return;
    case MOG_FIELD_SIZES:
        describe_range(field, "comma-separated whole numbers", text);
        return;
    case MOG_FIELD_SIZE_LISTS:
        describe_range(field, "lists, separated by '/', of comma-separated whole numbers", text);
        return;
    case MOG_FIELD_SEED:
        snprintf(text, MOG_FIELD_TEXT_SIZE, "a whole number from 0 to 2^64 - 1");
        return;
    case MOG_FIELD_REAL:
        describe_range(field, "a number", text);
        return;
    case MOG_FIELD_BOOL:
        snprintf(text, MOG_FIELD_TEXT_SIZE, "true or false");
        return;
    case MOG_FIELD_CHOICE:
        text[0] = '\0';
        for (size_t i = 0; i < choice_count(field) && used < MOG_FIELD_TEXT_SIZE; i++)
            used += (size_t)snprintf(text + used, MOG_FIELD_TEXT_SIZE - used, "%s%s",
                                     i == 0 ? "one of " : ", ", field->choices[i]);
        return;
    }
}

static const mog_field *find_field(const mog_section *section, const char *key) {
    for (size_t i = 0; i < section->count; i++)
        if (strcmp(section->fields[i].name, key) == 0)
            return &section->fields[i];
    return NULL;
}

static mog_status fail_unknown(const mog_section *section, const char *key, mog_error *error) {
    char names[MOG_MESSAGE_SIZE / 2] = "";
    for (size_t i = 0; i < section->count; i++)
        mog_text_append(names, sizeof names, section->fields[i].name);
    return mog_fail(error, MOG_ERROR_ARGUMENT, "there is no setting %s.%s: %s has %s",
                    section->name, key, section->name, names);
}

mog_status mog_settings_parse(const mog_section *section, void *settings, const char *key,
                              const char *value, mog_error *error) {
    const mog_field *field = find_field(section, key);
    if (field == NULL)
        return fail_unknown(section, key, error);
    field_value parsed;
    if (!read_value(field, value, &parsed) || !in_range(field, &parsed)) {
        char wanted[MOG_FIELD_TEXT_SIZE];
        mog_settings_describe(field, wanted);
        return mog_fail(error, MOG_ERROR_ARGUMENT, "%s.%s = %s: it must be %s", section->name, key,
                        value, wanted);
    }
    memcpy((char *)settings + field->offset, &parsed, field_bytes[field->type]);
    return MOG_OK;
}

static field_value get_value(const mog_field *field, const void *settings) {
    field_value value;
    memset(&value, 0, sizeof value);
    memcpy(&value, (const char *)settings + field->offset, field_bytes[field->type]);
    return value;
}

static size_t print_sizes(const mog_sizes *sizes, size_t used, char text[MOG_FIELD_TEXT_SIZE]) {
    for (size_t i = 0; i < sizes->count && i < MOG_MAX_SIZES && used < MOG_FIELD_TEXT_SIZE; i++)
        used += (size_t)snprintf(text + used, MOG_FIELD_TEXT_SIZE - used, "%s%zu",
                                 i == 0 ? "" : ",", sizes->value[i]);
    return used;
}

static void print_lists(const mog_size_lists *lists, char text[MOG_FIELD_TEXT_SIZE]) {
    size_t used = 0;
    for (size_t i = 0; i < lists->count && i < MOG_MAX_LISTS && used < MOG_FIELD_TEXT_SIZE; i++) {
        if (i > 0)
            used += (size_t)snprintf(text + used, MOG_FIELD_TEXT_SIZE - used, "/");
        used = print_sizes(&lists->list[i], used, text);
    }
}

void mog_settings_print(const mog_field *field, const void *settings,
                        char text[MOG_FIELD_TEXT_SIZE]) {
    const field_value value = get_value(field, settings);
    text[0] = '\0';
    switch (field->type) {
    case MOG_FIELD_SIZE:
        snprintf(text, MOG_FIELD_TEXT_SIZE, "%zu", value.size);
        return;
    case MOG_FIELD_SEED:
        snprintf(text, MOG_FIELD_TEXT_SIZE, "%llu", (unsigned long long)value.seed);
        return;
    case MOG_FIELD_REAL:
        /* the shorter form where it reads back to the same value */
        mog_print(text, MOG_FIELD_TEXT_SIZE, "%.15g", value.real);
        if (mog_read_real(text, NULL) != value.real)
            mog_print(text, MOG_FIELD_TEXT_SIZE, "%.17g", value.real);
        return;
    case MOG_FIELD_BOOL:
        snprintf(text, MOG_FIELD_TEXT_SIZE, "%s", value.truth ? "true" : "false");
        return;
    case MOG_FIELD_CHOICE:
        snprintf(text, MOG_FIELD_TEXT_SIZE, "%s",
                 in_range(field, &value) ? field->choices[value.choice] : "invalid");
        return;
    case MOG_FIELD_SIZES:
        print_sizes(&value.sizes, 0, text);
        return;
    case MOG_FIELD_SIZE_LISTS:
        print_lists(&value.lists, text);
        return;
    }
}

mog_status mog_settings_check(const mog_section *section, const void *settings, mog_error *error) {
    for (size_t i = 0; i < section->count; i++) {
        const mog_field *field = &section->fields[i];
        const field_value value = get_value(field, settings);
        if (in_range(field, &value))
            continue;
        char text[MOG_FIELD_TEXT_SIZE], wanted[MOG_FIELD_TEXT_SIZE];
        mog_settings_print(field, settings, text);
        mog_settings_describe(field, wanted);
        return mog_fail(error, MOG_ERROR_ARGUMENT, "%s.%s = %s: it must be %s", section->name,
                        field->name, text, wanted);
    }
    return MOG_OK;
}
