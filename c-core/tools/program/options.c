/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Parses the options of a verb by argp, from the verb's table and that of all verbs. */
#include "program/command.h"
#include "program/completion.h"
#include "program/help.h"
#include "program/manual.h"

#include <argp.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { shared_config, shared_set, shared_json, shared_quiet, shared_help, most_options = 32 };

/* Options of all verbs. From --help on, they are argp's own. */
static const verb_option shared_options[] = {
    [shared_config] = {.name = "config",
                       .value = "FILE",
                       .help = "Read settings from an INI file; may be repeated: later ones win"},
    [shared_set] = {.name = "set",
                    .value = "SECTION.KEY=VALUE",
                    .help = "Change one setting; may be repeated: later ones win, and all of them "
                            "over --config"},
    [shared_json] = {.name = "json",
                     .help = "Print one JSON object on stdout",
                     .place = offsetof(common_options, json)},
    [shared_quiet] = {.name = "quiet",
                      .letter = 'q',
                      .help = "No progress on stderr",
                      .place = offsetof(common_options, quiet)},
    [shared_help] = {.name = "help", .letter = '?', .help = "Give this help list"},
    {.name = "usage", .help = "Give a short usage message"},
    {.name = "version", .letter = 'V', .help = "Print program version"},
};
enum { shared_count = sizeof shared_options / sizeof shared_options[0] };

static size_t own_count(const verb_syntax *syntax) {
    size_t count = 0;
    while (syntax->options != NULL && syntax->options[count].name != NULL)
        count++;
    return count;
}

const verb_option *verb_option_at(const verb_syntax *syntax, size_t index) {
    const size_t own = own_count(syntax);
    if (index < own)
        return &syntax->options[index];
    return index - own < shared_count ? &shared_options[index - own] : NULL;
}

bool verb_option_sets(const verb_option *option) {
    return option == &shared_options[shared_set];
}

/* What the parser of a verb works on. */
typedef struct verb_parse {
    const verb_syntax *syntax;
    void *arguments;
} verb_parse;

/* argp's key of an option: its letter, or else a number beyond all letters. */
static int option_key(const verb_option *option, size_t index) {
    return option->letter != 0 ? option->letter : 0x100 + (int)index;
}

static const verb_option *find_option(const verb_syntax *syntax, int key) {
    const verb_option *option;
    for (size_t i = 0; (option = verb_option_at(syntax, i)) != NULL; i++)
        if (option_key(option, i) == key)
            return option;
    return NULL;
}

static error_t append(const char **list, size_t *count, struct argp_state *state,
                      const char *text) {
    if (*count == CONFIG_MOST)
        argp_error(state, "'%s' is one setting too many: put some into a file for --config", text);
    list[(*count)++] = text;
    return 0;
}

static error_t take_file(const verb_parse *parse, char *text, struct argp_state *state) {
    if (state->arg_num >= parse->syntax->file_count)
        argp_error(state, "'%s' is one argument too many", text);
    void *place = (char *)parse->arguments + parse->syntax->file_place;
    ((const char **)place)[state->arg_num] = text;
    return 0;
}

/* A setting that an option stands for comes after all that --set says. */
static error_t take_setting(config_sources *sources, const char *setting, const char *value,
                            struct argp_state *state) {
    size_t count = sources->option_count;
    append(sources->option_values, &count, state, value);
    return append(sources->option_settings, &sources->option_count, state, setting);
}

static error_t parse_verb(int key, char *text, struct argp_state *state) {
    const verb_parse *parse = state->input;
    config_sources *sources = &((common_options *)parse->arguments)->sources;
    if (key == ARGP_KEY_ARG)
        return take_file(parse, text, state);
    const verb_option *option = find_option(parse->syntax, key);
    if (option == NULL)
        return ARGP_ERR_UNKNOWN;
    if (option == &shared_options[shared_config])
        return append(sources->files, &sources->file_count, state, text);
    if (option == &shared_options[shared_set])
        return append(sources->assignments, &sources->assignment_count, state, text);
    if (option->setting != NULL)
        return take_setting(sources, option->setting, text, state);
    void *place = (char *)parse->arguments + option->place;
    if (option->value != NULL)
        *(const char **)place = text;
    else
        *(bool *)place = true;
    return 0;
}

/* "--out", "--out=x": the option that it is, or abbreviates. */
static const verb_option *find_long(const verb_syntax *syntax, const char *text) {
    const char *name = text + 2;
    const size_t length = strcspn(name, "=");
    const verb_option *option;
    for (size_t i = 0; (option = verb_option_at(syntax, i)) != NULL; i++)
        if (strncmp(option->name, name, length) == 0)
            return option;
    return NULL;
}

static int fail_bad_option(const verb_syntax *syntax, const char *text) {
    const char *names[most_options + 1] = {NULL};
    const verb_option *option;
    char name[NAME_SIZE];
    for (size_t i = 0; (option = verb_option_at(syntax, i)) != NULL && i < most_options; i++)
        names[i] = option->name;
    snprintf(name, sizeof name, "%.*s", (int)strcspn(text, "="), text);
    return fail_unknown("option", name, names);
}

/* argp would only say that an option is unknown; this also says which ones there are. */
static int check_options(const verb_syntax *syntax, int argc, char **argv) {
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        const char *text = argv[i];
        if (text[0] != '-' || text[1] == '\0')
            continue;
        const bool is_long = text[1] == '-';
        const verb_option *option =
            is_long ? find_long(syntax, text) : find_option(syntax, text[1]);
        if (option == NULL)
            return fail_bad_option(syntax, text);
        const bool value_follows = is_long ? strchr(text, '=') == NULL : text[2] == '\0';
        if (option->value != NULL && value_follows)
            i++;
    }
    return EX_OK;
}

/* argp's tables of a verb, and the texts in them. */
typedef struct verb_parser {
    struct argp_option options[most_options + 1];
    char *texts[most_options + 1];
    size_t text_count;
    bool lacks_memory;
} verb_parser;

static char *keep(verb_parser *parser, char *text) {
    parser->lacks_memory |= text == NULL;
    return parser->texts[parser->text_count++] = text;
}

static void add_options(verb_parser *parser, const verb_syntax *syntax,
                        const config_binding *bindings) {
    const size_t own = own_count(syntax);
    for (size_t i = 0; i < own + shared_help && i < most_options; i++) {
        const verb_option *option = verb_option_at(syntax, i);
        parser->options[i] =
            (struct argp_option){.name = option->name,
                                 .key = option_key(option, i),
                                 .arg = option->value,
                                 .doc = keep(parser, help_option(option, bindings)),
                                 .group = i < own ? 0 : 1};
    }
}

static int parse(const verb_syntax *syntax, int argc, char **argv, void *arguments,
                 const config_binding *bindings) {
    verb_parser parser = {.text_count = 0};
    add_options(&parser, syntax, bindings);
    const struct argp argp = {.options = parser.options,
                              .parser = parse_verb,
                              .args_doc = syntax->files,
                              .doc = keep(&parser, help_text(syntax, bindings))};
    verb_parse state = {.syntax = syntax, .arguments = arguments};
    const error_t reason =
        parser.lacks_memory ? ENOMEM : argp_parse(&argp, argc, argv, 0, NULL, &state);
    for (size_t i = 0; i < parser.text_count; i++)
        free(parser.texts[i]);
    mog_error error;
    if (reason == 0)
        return EX_OK;
    mog_fail(&error, MOG_ERROR_MEMORY, "out of memory: options could not be read");
    return fail(&error);
}

/* What can be asked instead of letting the verb do its work: for the shell and for man. */
static const struct {
    const char *question;
    int (*answer)(const verb_syntax *syntax, const config_binding *bindings, char **words);
} answers[] = {{"--complete", complete_verb}, {"--manual", manual_verb}};

int parse_options(const verb_syntax *syntax, int argc, char **argv, void *arguments) {
    const config_binding *bindings = ((common_options *)arguments)->bindings;
    for (size_t i = 0; argc > 1 && i < sizeof answers / sizeof answers[0]; i++)
        if (strcmp(argv[1], answers[i].question) == 0)
            return answers[i].answer(syntax, bindings, argv + 2);
    const int code = check_options(syntax, argc, argv);
    return code == EX_OK ? parse(syntax, argc, argv, arguments, bindings) : code;
}
