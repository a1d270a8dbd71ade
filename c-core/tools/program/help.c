/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The text of `mog VERB --help`, in lines as wide as argp's. */
#define _GNU_SOURCE /* asprintf */
#include "program/help.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { page_width = 78 }; /* of which argp breaks no line */

/* Text in lines of at most page_width, all of them indented; argp would begin at the margin. */
static void print_indented(FILE *stream, int indent, const char *text) {
    int column = page_width;
    for (const char *word = text + strspn(text, " "); *word != '\0'; word += strspn(word, " ")) {
        const int length = (int)strcspn(word, " ");
        if (column + 1 + length > page_width) {
            fprintf(stream, "\n%*s", indent, "");
            column = indent;
        } else {
            fputc(' ', stream);
            column++;
        }
        fprintf(stream, "%.*s", length, word);
        column += length;
        word += length;
    }
}

static void print_names(FILE *stream, const name_list *list) {
    char name[NAME_SIZE];
    fprintf(stream, "\n\n%s:\n", list->title);
    for (size_t i = 0; list->name(i, name); i++) {
        fprintf(stream, "\n  %s", name);
        print_indented(stream, 6, list->help(name));
    }
}

static void print_example(FILE *stream, const char *example) {
    fputs("\n\nFor example:\n", stream);
    for (const char *line = example; *line != '\0'; line += strcspn(line, "\n") + 1)
        fprintf(stream, "\n  %.*s", (int)strcspn(line, "\n"), line);
}

/* false if there is no memory */
static bool print_settings(FILE *stream, const config_binding *bindings) {
    fputs("Settings for --set and --config, with their defaults:\n", stream);
    for (; bindings->section != NULL; bindings++)
        for (size_t i = 0; i < bindings->section->count; i++) {
            const mog_field *field = &bindings->section->fields[i];
            char value[MOG_FIELD_TEXT_SIZE];
            mog_settings_print(field, bindings->settings, value);
            fprintf(stream, "\n  %s.%s=%s", bindings->section->name, field->name, value);
            char *text = help_setting(field);
            if (text == NULL)
                return false;
            print_indented(stream, 6, text);
            free(text);
        }
    return true;
}

char *help_text(const verb_syntax *syntax, const config_binding *bindings) {
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    if (stream == NULL)
        return NULL;
    fputs(syntax->doc, stream);
    for (const name_list *list = syntax->names; list != NULL && list->title != NULL; list++)
        print_names(stream, list);
    print_example(stream, syntax->example);
    fputc('\v', stream);
    bool is_whole = bindings->section == NULL || print_settings(stream, bindings);
    is_whole &= ferror(stream) == 0;
    is_whole &= fclose(stream) == 0;
    if (is_whole)
        return text;
    free(text);
    return NULL;
}

char *help_setting(const mog_field *field) {
    char *text = NULL, range[MOG_FIELD_TEXT_SIZE];
    mog_settings_describe(field, range);
    return asprintf(&text, "%s (%s)", field->help, range) >= 0 ? text : NULL;
}

char *help_option(const verb_option *option, const config_binding *bindings) {
    if (option->setting == NULL)
        return strdup(option->help);
    const config_binding *binding;
    const mog_field *field = config_find(bindings, option->setting, &binding);
    const char *help = option->help != NULL ? option->help : field->help;
    char *text = NULL, range[MOG_FIELD_TEXT_SIZE], value[MOG_FIELD_TEXT_SIZE];
    mog_settings_describe(field, range);
    mog_settings_print(field, binding->settings, value);
    const int length =
        asprintf(&text, "%c%s (%s; %s if not given). Short for --set %s=%s", toupper(help[0]),
                 help + 1, range, value, option->setting, option->value);
    return length >= 0 ? text : NULL;
}
