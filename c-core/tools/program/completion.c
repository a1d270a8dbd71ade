/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a word of a command line may become, from the tables of verbs, options and settings. */
#include "program/completion.h"

#include <stdio.h>
#include <string.h>

/* One candidate, if it begins like the word. */
static void offer(const char *word, const char *before, const char *name, const char *behind) {
    char candidate[2 * NAME_SIZE];
    snprintf(candidate, sizeof candidate, "%s%s%s", before, name, behind);
    if (strncmp(candidate, word, strlen(word)) == 0)
        puts(candidate);
}

static void offer_names(const char *word, const name_list *lists) {
    char name[NAME_SIZE];
    for (; lists != NULL && lists->title != NULL; lists++)
        for (size_t i = 0; lists->name(i, name); i++)
            offer(word, "", name, "");
}

static void offer_settings(const char *word, const config_binding *bindings) {
    for (; bindings->section != NULL; bindings++) {
        char section[NAME_SIZE];
        snprintf(section, sizeof section, "%s.", bindings->section->name);
        for (size_t i = 0; i < bindings->section->count; i++)
            offer(word, section, bindings->section->fields[i].name, "=");
    }
}

static void offer_values(const char *word, const config_binding *bindings, const char *setting) {
    static const char *const truth[] = {"true", "false", NULL};
    const config_binding *binding;
    const mog_field *field = config_find(bindings, setting, &binding);
    if (field == NULL)
        return;
    const char *const *names = field->type == MOG_FIELD_BOOL ? truth : field->choices;
    for (; names != NULL && *names != NULL; names++)
        offer(word, "", *names, "");
}

static void offer_options(const char *word, const verb_syntax *syntax) {
    const verb_option *option;
    for (size_t i = 0; (option = verb_option_at(syntax, i)) != NULL; i++)
        offer(word, "--", option->name, "");
}

/* The option whose value comes behind a word, or NULL. */
static const verb_option *option_before_value(const verb_syntax *syntax, const char *word) {
    const verb_option *option;
    for (size_t i = 0; (option = verb_option_at(syntax, i)) != NULL; i++) {
        const char letter[] = {'-', option->letter, '\0'};
        const bool is_long = strncmp(word, "--", 2) == 0 && strcmp(word + 2, option->name) == 0;
        if (option->value != NULL &&
            (is_long || (option->letter != 0 && strcmp(word, letter) == 0)))
            return option;
    }
    return NULL;
}

int complete_verb(const verb_syntax *syntax, const config_binding *bindings, char **words) {
    const char *word = "", *previous = "", *before_previous = "";
    for (; *words != NULL; words++) {
        before_previous = previous;
        previous = word;
        word = *words;
    }
    const verb_option *option = option_before_value(syntax, previous);
    const verb_option *earlier = option_before_value(syntax, before_previous);
    if (option != NULL && verb_option_sets(option))
        offer_settings(word, bindings);
    else if (option != NULL && option->setting != NULL)
        offer_values(word, bindings, option->setting);
    else if (option != NULL)
        offer_names(word, option->names);
    else if (earlier != NULL && verb_option_sets(earlier) && strchr(previous, '=') == NULL)
        offer_values(word, bindings, previous);
    else if (word[0] == '-' || syntax->file_count == 0)
        offer_options(word, syntax);
    else
        offer_names(word, syntax->file_names);
    return VERB_ANSWERED;
}

static void offer_verbs(const char *word, const command *verbs) {
    for (; verbs->name != NULL; verbs++)
        offer(word, "", verbs->name, "");
}

static void offer_first(const char *word, const command *verbs) {
    offer_verbs(word, verbs);
    offer(word, "", "help", "");
    offer(word, "--", "help", "");
    offer(word, "--", "version", "");
}

int complete(const command *verbs, char **words) {
    size_t count = 0;
    while (words[count] != NULL)
        count++;
    const command *verb = count > 1 ? find_command(verbs, words[0]) : NULL;
    if (count == 1)
        offer_first(words[0], verbs);
    else if (count == 2 && strcmp(words[0], "help") == 0)
        offer_verbs(words[1], verbs);
    else if (verb != NULL) /* the last words are enough */
        ask_command(verb, "--complete",
                    count > MOST_WORDS ? words + count - MOST_WORDS : words + 1);
    return EX_OK;
}
