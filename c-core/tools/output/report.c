/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a verb has found: members of a JSON object, printed as JSON or as text. */
#include "output/report.h"

#include "program/command.h"
#include <ctype.h>
#include <inttypes.h>
#include <limits.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- memory -------------------------------------------------------------------------------- */

static bool lacks_memory;

static void *allocate(size_t bytes) {
    void *memory = malloc(bytes);
    lacks_memory |= memory == NULL && bytes > 0;
    return memory;
}

void report_begin(void) {
    json_set_alloc_funcs(allocate, free);
}

void report_lacks_memory(void) {
    lacks_memory = true;
}

mog_status report_is_whole(mog_error *error) {
    return !lacks_memory ? MOG_OK
                         : mog_fail(error, MOG_ERROR_MEMORY,
                                    "out of memory: what was done could not be reported");
}

/* ---- bytes in JSON ------------------------------------------------------------------------- */

/* Bytes of the UTF-8 character at the beginning of a text, by Unicode's table of well-formed
 * sequences; 0: there is none. */
static size_t character_length(const char *text) {
    static const struct {
        unsigned char first, last, second_from, second_to;
        size_t length;
    } forms[] = {
        {0x01, 0x7f, 0, 0xff, 1},    {0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3},
        {0xe1, 0xec, 0x80, 0xbf, 3}, {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3},
        {0xf0, 0xf0, 0x90, 0xbf, 4}, {0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4}};
    const unsigned char *byte = (const unsigned char *)text;
    size_t form = 0, valid = 2;
    while (form < sizeof forms / sizeof forms[0] &&
           (byte[0] < forms[form].first || byte[0] > forms[form].last))
        form++;
    if (form == sizeof forms / sizeof forms[0])
        return 0;
    if (byte[1] < forms[form].second_from || byte[1] > forms[form].second_to)
        return 0;
    while (valid < forms[form].length && (byte[valid] & 0xc0) == 0x80)
        valid++;
    return valid >= forms[form].length ? forms[form].length : 0;
}

/* A text that is UTF-8 throughout; free() it. */
static char *escape(const char *text, bool is_path) {
    char *escaped = allocate(4 * strlen(text) + 1), *end = escaped;
    if (escaped == NULL)
        return NULL;
    while (*text != '\0') {
        const size_t length = character_length(text);
        if (length == 0)
            end += sprintf(end, "\\x%02x", (unsigned)(unsigned char)*text);
        for (size_t i = 0; i < length; i++)
            *end++ = text[i];
        if (is_path && *text == '\\')
            *end++ = '\\';
        text += length > 0 ? length : 1;
    }
    *end = '\0';
    return escaped;
}

static void add_escaped(json_t *object, const char *key, const char *value, bool is_path) {
    char *name = escape(key, false), *text = escape(value, is_path);
    if (name != NULL && text != NULL)
        json_object_set_new(object, name, json_string(text));
    free(name);
    free(text);
}

/* One byte of a path, of which `*text` points behind the escape. */
static char unescape(const char **text) {
    const char *here = *text;
    if (here[0] == '\\' && here[1] == 'x' && isxdigit((unsigned char)here[2]) &&
        isxdigit((unsigned char)here[3])) {
        const char digits[] = {here[2], here[3], '\0'};
        *text += 4;
        return (char)strtol(digits, NULL, 16);
    }
    *text += here[0] == '\\' && here[1] == '\\' ? 2 : 1;
    return here[0];
}

/* ---- members ------------------------------------------------------------------------------- */

void report_real(json_t *object, const char *key, double value) {
    json_object_set_new(object, key, isfinite(value) ? json_real(value) : json_null());
}

/* Jansson's integers end at 2^63, seeds do not: those beyond become texts. */
void report_integer(json_t *object, const char *key, uint64_t value) {
    char text[32];
    snprintf(text, sizeof text, "%" PRIu64, value);
    json_object_set_new(object, key,
                        value <= INT64_MAX ? json_integer((json_int_t)value) : json_string(text));
}

void report_text(json_t *object, const char *key, const char *value) {
    add_escaped(object, key, value, false);
}

void report_path(json_t *object, const char *key, const char *path) {
    add_escaped(object, key, path, true);
}

bool report_path_of(const json_t *object, const char *key, char *path) {
    const char *text = json_string_value(json_object_get(object, key));
    size_t length = 0;
    if (text == NULL)
        return false;
    while (*text != '\0' && length + 1 < PATH_MAX)
        path[length++] = unescape(&text);
    path[length] = '\0';
    return true;
}

report_key report_key_of(const char *before, const char *solver, const char *behind) {
    report_key key;
    snprintf(key.text, sizeof key.text, "%s%s%s", before, solver, behind);
    for (char *c = key.text; *c != '\0'; c++)
        if (*c == '-')
            *c = '_';
    return key;
}

void report_join(const char *const *names, size_t count, char *text, size_t size) {
    size_t used = 0;
    text[0] = '\0';
    for (size_t i = 0; i < count && used < size; i++) {
        const char *between = i == 0 ? "" : i + 1 < count ? ", " : " and ";
        used += (size_t)snprintf(text + used, size - used, "%s%s", between, names[i]);
    }
}

/* ---- print --------------------------------------------------------------------------------- */

/* Text that grows; without memory it stops, and is remembered as a report with members missing. */
typedef struct page {
    char *text;
    size_t length, room;
} page;

static bool make_room(page *p, size_t more) {
    if (p->length + more < p->room)
        return true;
    const size_t room = 2 * p->room + more + 1;
    char *text = lacks_memory ? NULL : realloc(p->text, room);
    lacks_memory |= text == NULL;
    if (text == NULL)
        return false;
    p->text = text;
    p->room = room;
    return true;
}

__attribute__((format(printf, 2, 3))) static void put(page *p, const char *format, ...) {
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    const size_t more = (size_t)vsnprintf(NULL, 0, format, arguments);
    if (make_room(p, more))
        p->length += (size_t)vsnprintf(p->text + p->length, more + 1, format, again);
    va_end(again);
    va_end(arguments);
}

/* "sum_rate" reads as "sum rate" */
static void format_key(const char *key, char text[64]) {
    snprintf(text, 64, "%s", key);
    for (char *c = text; *c != '\0'; c++)
        if (*c == '_')
            *c = ' ';
}

static void format_value(const json_t *value, char text[256]) {
    if (json_is_string(value))
        snprintf(text, 256, "%s", json_string_value(value));
    else if (json_is_integer(value))
        snprintf(text, 256, "%llu", (unsigned long long)json_integer_value(value));
    else if (json_is_real(value))
        snprintf(text, 256, "%.5g", json_real_value(value));
    else if (json_is_boolean(value))
        snprintf(text, 256, "%s", json_is_true(value) ? "yes" : "no");
    else
        snprintf(text, 256, "-");
}

/* The wider of a column's heading and its cells. */
static int column_width(const json_t *rows, const char *key) {
    size_t width = strlen(key), i;
    json_t *row;
    json_array_foreach(rows, i, row) {
        char text[256];
        format_value(json_object_get(row, key), text);
        if (strlen(text) > width)
            width = strlen(text);
    }
    return (int)width;
}

/* Texts stand at the left of their column, numbers at the right. */
static void put_cell(page *p, bool first, bool is_text, int width, const char *text) {
    put(p, is_text ? "%s%-*s" : "%s%*s", first ? "" : "  ", width, text);
}

/* All rows have the members of the first. */
static void put_table(page *p, json_t *rows) {
    json_t *first = json_array_get(rows, 0), *row, *value;
    const char *key;
    bool is_first = true;
    size_t i;
    json_object_foreach(first, key, value) {
        char text[64];
        format_key(key, text);
        put_cell(p, is_first, json_is_string(value), column_width(rows, key), text);
        is_first = false;
    }
    put(p, "\n");
    json_array_foreach(rows, i, row) {
        is_first = true;
        json_object_foreach(first, key, value) {
            char text[256];
            format_value(json_object_get(row, key), text);
            put_cell(p, is_first, json_is_string(value), column_width(rows, key), text);
            is_first = false;
        }
        put(p, "\n");
    }
}

/* "a, b, c" */
static void put_list(page *p, const char *label, const json_t *list) {
    put(p, "%s:", label);
    size_t i;
    json_t *value;
    json_array_foreach(list, i, value) {
        char text[256];
        format_value(value, text);
        put(p, "%s %s", i == 0 ? "" : ",", text);
    }
    put(p, "\n");
}

static void put_text(page *p, json_t *report) {
    const char *key;
    json_t *value;
    json_object_foreach(report, key, value) {
        char label[64], text[256];
        format_key(key, label);
        if (json_is_array(value) && json_is_object(json_array_get(value, 0))) {
            put_table(p, value);
        } else if (json_is_array(value)) {
            put_list(p, label, value);
        } else if (json_is_object(value)) {
            put(p, "%s:\n", label);
            const char *inner;
            json_t *entry;
            json_object_foreach(value, inner, entry) {
                format_value(entry, text);
                put(p, "  %s: %s\n", inner, text);
            }
        } else {
            format_value(value, text);
            put(p, "%s: %s\n", label, text);
        }
    }
}

mog_status report_format(json_t *report, bool as_json, char **text, mog_error *error) {
    page p = {.text = NULL};
    char *json = as_json ? json_dumps(report, JSON_INDENT(2) | JSON_REAL_PRECISION(15)) : NULL;
    if (json != NULL)
        put(&p, "%s\n", json);
    else if (!as_json)
        put_text(&p, report);
    free(json);
    json_decref(report);
    *text = p.text;
    return report_is_whole(error);
}

int report_show(const char *text) {
    fputs(text, stdout);
    return EX_OK;
}

int report_print(json_t *report, bool as_json) {
    char *text;
    mog_error error;
    const mog_status status = report_format(report, as_json, &text, &error);
    const int code = status == MOG_OK ? report_show(text) : fail(&error);
    free(text);
    return code;
}
