/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * What a verb has found, as one JSON object; printed as such or as text.
 */
#ifndef MOG_TOOLS_REPORT_H
#define MOG_TOOLS_REPORT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Adds members; a real that is not finite becomes null, JSON has no other word for it. */
void report_real(json_t *object, const char *key, double value);
void report_integer(json_t *object, const char *key, uint64_t value);
void report_text(json_t *object, const char *key, const char *value);

/** A key with a solver's name in it. */
typedef struct report_key {
    char text[80];
} report_key;

/** "ratio_to_", "rb-optimum", "" -> "ratio_to_rb_optimum" */
report_key report_key_of(const char *before, const char *solver, const char *behind);

/** "a, b and c"; cut where it does not fit. */
void report_join(const char *const *names, size_t count, char *text, size_t size);

/**
 * Prints the report on stdout and frees it. As text, members are lines "key: value" and lists of
 * objects are tables.
 *
 * @return EX_OK, or EX_IOERR after a message
 */
int report_print(json_t *report, bool as_json);

#endif
