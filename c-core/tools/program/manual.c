/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The manual page in roff, from its frame and the tables of verbs, options and settings. */
#include "program/manual.h"

#include "program/help.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What stands for a character that roff would take for something else; NULL: itself. */
static const char *escaped(char c) {
    static const char *const escapes[UCHAR_MAX + 1] = {
        ['\\'] = "\\e",  ['\''] = "\\(aq", ['`'] = "\\(ga", ['^'] = "\\(ha",
        ['~'] = "\\(ti", ['-'] = "\\-", /* no hyphen: names and options can be copied */
    };
    return escapes[(unsigned char)c];
}

static void put(const char *text) {
    for (; *text != '\0'; text++)
        if (escaped(*text) != NULL)
            fputs(escaped(*text), stdout);
        else
            putchar(*text);
}

static void put_bold(const char *before, const char *text) {
    fputs("\\fB", stdout);
    put(before);
    put(text);
    fputs("\\fR", stdout);
}

static void put_italic(const char *text) {
    fputs("\\fI", stdout);
    put(text);
    fputs("\\fR", stdout);
}

static size_t put_length(const char *text) {
    size_t length = 0;
    for (; *text != '\0'; text++)
        length += escaped(*text) != NULL ? strlen(escaped(*text)) : 1;
    return length;
}

/* Text in lines that a reader of the source likes, too. None begins as a request does. */
static void put_text(const char *text) {
    enum { width = 80 };
    size_t column = 0;
    for (text += strspn(text, " "); *text != '\0'; text += strspn(text, " ")) {
        char word[256];
        snprintf(word, sizeof word, "%.*s", (int)strcspn(text, " "), text);
        const size_t length = put_length(word);
        const bool fits = column + 1 + length <= width;
        if (column > 0)
            putchar(fits ? ' ' : '\n');
        column = fits && column > 0 ? column + 1 + length : length;
        fputs(word[0] == '.' ? "\\&" : "", stdout);
        put(word);
        text += strcspn(text, " ");
    }
    putchar('\n');
}

static void put_text_and_free(char *text) {
    put_text(text != NULL ? text : "");
    free(text);
}

static void print_option(const verb_option *option, const config_binding *bindings) {
    const char letter[] = {option->letter, '\0'};
    puts(".TP");
    if (option->letter != 0) {
        put_bold("-", letter);
        fputs(", ", stdout);
    }
    put_bold("--", option->name);
    if (option->value != NULL) {
        putchar('=');
        put_italic(option->value);
    }
    putchar('\n');
    put_text_and_free(help_option(option, bindings));
}

static void print_names(const name_list *list) {
    char name[NAME_SIZE];
    printf(".PP\n%s:\n", list->title);
    for (size_t i = 0; list->name(i, name); i++) {
        puts(".TP");
        put_bold("", name);
        putchar('\n');
        put_text(list->help(name));
    }
}

static void print_example(const char *example) {
    puts(".PP\nFor example:\n.PP\n.RS 4\n.nf");
    put(example);
    puts(".fi\n.RE");
}

static void print_sections(const config_binding *bindings) {
    if (bindings->section == NULL)
        return;
    puts(".PP\nSettings:");
    for (; bindings->section != NULL; bindings++) {
        put_bold("", bindings->section->name);
        puts(bindings[1].section != NULL ? "," : ".");
    }
}

static int print_section(const config_binding *bindings, const char *name) {
    const config_binding *binding = config_find_section(bindings, name);
    if (binding == NULL)
        return EX_UNAVAILABLE;
    const mog_section *section = binding->section;
    printf(".SS [%s]\n", name);
    for (size_t i = 0; i < section->count; i++) {
        char value[MOG_FIELD_TEXT_SIZE], setting[2 * NAME_SIZE];
        mog_settings_print(&section->fields[i], binding->settings, value);
        snprintf(setting, sizeof setting, "%s.%s=", name, section->fields[i].name);
        puts(".TP");
        put_bold("", setting);
        put(value);
        putchar('\n');
        put_text_and_free(help_setting(&section->fields[i]));
    }
    return VERB_ANSWERED;
}

static void print_verb(const verb_syntax *syntax, const config_binding *bindings) {
    if (syntax->files != NULL) {
        putchar(' ');
        put_italic(syntax->files);
    }
    puts("\n.PP");
    put_text(syntax->doc);
    for (const verb_option *o = syntax->options; o != NULL && o->name != NULL; o++)
        print_option(o, bindings);
    for (const name_list *list = syntax->names; list != NULL && list->title != NULL; list++)
        print_names(list);
    print_sections(bindings);
    print_example(syntax->example);
}

int manual_verb(const verb_syntax *syntax, const config_binding *bindings, char **words) {
    if (words[0] != NULL)
        return print_section(bindings, words[0]);
    print_verb(syntax, bindings);
    return VERB_ANSWERED;
}

static void print_verbs(const command *verbs) {
    for (const command *c = verbs; c->name != NULL; c++) {
        printf(".SS mog %s\n", c->name);
        printf("\\fBmog %s\\fR [\\fIOPTION\\fR...]", c->name);
        ask_command(c, "--manual", NULL);
    }
}

static void print_shared_options(const command *verbs) {
    (void)verbs;
    const verb_syntax no_verb = {.doc = ""};
    const verb_option *option;
    for (size_t i = 0; (option = verb_option_at(&no_verb, i)) != NULL; i++)
        print_option(option, NULL);
}

/* Each section once, with the defaults of the first verb that takes it. */
static void print_settings(const command *verbs) {
    for (const char *const *section = config_sections; *section != NULL; section++) {
        char *words[] = {(char *)(uintptr_t)*section, NULL};
        for (const command *c = verbs; c->name != NULL; c++)
            if (ask_command(c, "--manual", words) == VERB_ANSWERED)
                break;
    }
}

static void print_version(const char *line) {
    static const char word[] = "@version@";
    const char *place = strstr(line, word);
    if (place != NULL)
        printf("%.*s" MOG_VERSION "%s", (int)(place - line), line, place + sizeof word - 1);
    else
        fputs(line, stdout);
}

/* A line of the frame: what stands for a part of the page is replaced by that. */
static void print_line(const command *verbs, const char *line) {
    static const struct {
        const char *line;
        void (*print)(const command *verbs);
    } parts[] = {{"@verbs@\n", print_verbs},
                 {"@options@\n", print_shared_options},
                 {"@settings@\n", print_settings}};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (strcmp(line, parts[i].line) == 0) {
            parts[i].print(verbs);
            return;
        }
    print_version(line);
}

int manual(const command *verbs, const char *path) {
    char line[1024];
    FILE *frame = fopen(path, "r");
    if (frame == NULL) {
        fprintf(stderr, "mog: %s: %s\n", path, strerror(errno));
        return EX_NOINPUT;
    }
    while (fgets(line, sizeof line, frame) != NULL)
        print_line(verbs, line);
    fclose(frame);
    return EX_OK;
}
