/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "output/report.h"

#include "program/command.h"
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

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
    json_object_set_new(object, key, json_string(value));
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
static void print_cell(bool first, bool is_text, int width, const char *text) {
    printf(is_text ? "%s%-*s" : "%s%*s", first ? "" : "  ", width, text);
}

/* All rows have the members of the first. */
static void print_table(json_t *rows) {
    json_t *first = json_array_get(rows, 0), *row, *value;
    const char *key;
    bool is_first = true;
    size_t i;
    json_object_foreach(first, key, value) {
        char text[64];
        format_key(key, text);
        print_cell(is_first, json_is_string(value), column_width(rows, key), text);
        is_first = false;
    }
    putchar('\n');
    json_array_foreach(rows, i, row) {
        is_first = true;
        json_object_foreach(first, key, value) {
            char text[256];
            format_value(json_object_get(row, key), text);
            print_cell(is_first, json_is_string(value), column_width(rows, key), text);
            is_first = false;
        }
        putchar('\n');
    }
}

/* "a, b, c" */
static void print_list(const char *label, const json_t *list) {
    printf("%s:", label);
    size_t i;
    json_t *value;
    json_array_foreach(list, i, value) {
        char text[256];
        format_value(value, text);
        printf("%s %s", i == 0 ? "" : ",", text);
    }
    putchar('\n');
}

static void print_text(json_t *report) {
    const char *key;
    json_t *value;
    json_object_foreach(report, key, value) {
        char label[64], text[256];
        format_key(key, label);
        if (json_is_array(value) && json_is_object(json_array_get(value, 0))) {
            print_table(value);
        } else if (json_is_array(value)) {
            print_list(label, value);
        } else if (json_is_object(value)) {
            printf("%s:\n", label);
            const char *inner;
            json_t *entry;
            json_object_foreach(value, inner, entry) {
                format_value(entry, text);
                printf("  %s: %s\n", inner, text);
            }
        } else {
            format_value(value, text);
            printf("%s: %s\n", label, text);
        }
    }
}

int report_print(json_t *report, bool as_json) {
    if (as_json) {
        json_dumpf(report, stdout, JSON_INDENT(2) | JSON_REAL_PRECISION(15));
        putchar('\n');
    } else {
        print_text(report);
    }
    json_decref(report);
    if (fflush(stdout) == 0 && !ferror(stdout))
        return EX_OK;
    fprintf(stderr, "mog: cannot write the result: %s\n", strerror(errno));
    return EX_IOERR;
}
