/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * What a verb has found, as one JSON object; printed as such or as text.
 */
#ifndef MOG_TOOLS_REPORT_H
#define MOG_TOOLS_REPORT_H

#include "mog/status.h"
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * Before anything is built with jansson: from here on, an allocation that fails in it is
 * remembered. So nobody need ask after each member that is added; who prints or writes a report
 * asks once, with report_is_whole().
 */
void report_begin(void);

/** A number for a report could not be computed for want of memory: remembered likewise. */
void report_lacks_memory(void);

/** MOG_OK, or MOG_ERROR_MEMORY if members may be missing from what was built. */
mog_status report_is_whole(mog_error *error);

/** Adds members; a real that is not finite becomes null, JSON has no other word for it. */
void report_real(json_t *object, const char *key, double value);
void report_integer(json_t *object, const char *key, uint64_t value);

/** Bytes that are not UTF-8, of which JSON knows nothing, become "\xff". */
void report_text(json_t *object, const char *key, const char *value);

/**
 * A path, so that report_path_of() gives the same bytes: those that are not UTF-8 as in a text, and
 * a backslash twice.
 */
void report_path(json_t *object, const char *key, const char *path);

/** Puts the path of a member into `path`, of PATH_MAX bytes; false if there is none. */
bool report_path_of(const json_t *object, const char *key, char *path);

/** A key with a solver's name in it. */
typedef struct report_key {
    char text[80];
} report_key;

/** "ratio_to_", "rb-optimum", "" -> "ratio_to_rb_optimum" */
report_key report_key_of(const char *before, const char *solver, const char *behind);

/** "a, b and c"; cut where it does not fit. */
void report_join(const char *const *names, size_t count, char *text, size_t size);

/**
 * Makes the text of a report and frees that. A verb that writes a file does so before it commits
 * the file: later nothing may fail that stands between the file and exit code 0.
 *
 * @param text  gets what report_show() prints; free() it, whatever the outcome
 * @return MOG_OK, or MOG_ERROR_MEMORY
 */
mog_status report_format(json_t *report, bool as_json, char **text, mog_error *error);

/** Prints a text on stdout; returns EX_OK. */
int report_show(const char *text);

/**
 * Prints the report on stdout and frees it, for a verb that writes nothing. As text, members are
 * lines "key: value" and lists of objects are tables.
 *
 * @return EX_OK, or EXIT_FAILURE after a message if there was not enough memory for all of it.
 *         Whether stdout took it is known when the program ends
 */
int report_print(json_t *report, bool as_json);

#endif
