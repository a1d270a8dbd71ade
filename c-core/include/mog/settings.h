/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Settings structs described by tables.
 *
 * Each part has a plain settings struct with a `_default` function and one table of mog_field that
 * names every member, its range and its meaning. Configuration files, `--set`, range checks,
 * `--help` and the provenance stored in data sets and policies all work from that table, so that a
 * new setting is one member and one line.
 *
 * Functions may be called by any thread; settings belong to the caller.
 */
#ifndef MOG_SETTINGS_H
#define MOG_SETTINGS_H

#include "mog/status.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Most entries of a mog_sizes. */
#define MOG_MAX_SIZES 8

/** A short list of sizes, for example the widths of hidden layers. Text form: "400,200". */
typedef struct mog_sizes {
    size_t count;
    size_t value[MOG_MAX_SIZES];
} mog_sizes;

/** Most lists of a mog_size_lists. */
#define MOG_MAX_LISTS 8

/** A short list of lists, for example widths of layers for each round. Text form: "16,16/32". */
typedef struct mog_size_lists {
    size_t count;
    mog_sizes list[MOG_MAX_LISTS];
} mog_size_lists;

/** How a member is stored, and how its text is read. */
typedef enum mog_field_type {
    MOG_FIELD_SIZE,   /**< size_t */
    MOG_FIELD_SEED,   /**< uint64_t */
    MOG_FIELD_REAL,   /**< double, finite */
    MOG_FIELD_BOOL,   /**< bool: true, false, yes, no, on, off, 1, 0 */
    MOG_FIELD_CHOICE, /**< int, an index into `choices` */
    MOG_FIELD_SIZES,  /**< mog_sizes, comma-separated; `minimum`..`maximum` hold for each entry */
    MOG_FIELD_SIZE_LISTS /**< mog_size_lists, separated by '/'; the range holds for each entry */
} mog_field_type;

/** One member of a settings struct. */
typedef struct mog_field {
    const char *name;
    mog_field_type type;
    size_t offset;              /**< offsetof the member */
    double minimum, maximum;    /**< inclusive range of numbers */
    const char *const *choices; /**< NULL-terminated names, for MOG_FIELD_CHOICE */
    const char *help;           /**< one line, with the unit */
} mog_field;

/** A settings struct's description: its section name in a configuration file, and its members. */
typedef struct mog_section {
    const char *name;
    const mog_field *fields;
    size_t count;
} mog_section;

/** Enough for the text of any field. */
#define MOG_FIELD_TEXT_SIZE 512

/**
 * Sets the member `key` of `settings` from text.
 *
 * @return MOG_OK, or MOG_ERROR_ARGUMENT with a message that names section, key, value and what
 * would be right; `settings` is unchanged then
 */
mog_status mog_settings_parse(const mog_section *section, void *settings, const char *key,
                              const char *value, mog_error *error);

/** Writes one member as text that mog_settings_parse() reads back to the same value. */
void mog_settings_print(const mog_field *field, const void *settings,
                        char text[MOG_FIELD_TEXT_SIZE]);

/** Writes what a member may be: "a whole number from 1 to 64", "one of mlp, cnn". */
void mog_settings_describe(const mog_field *field, char text[MOG_FIELD_TEXT_SIZE]);

#ifdef __cplusplus
}
#endif
#endif
