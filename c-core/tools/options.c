/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command.h"

#include <argp.h>
#include <string.h>

enum { key_config = 0x100, key_set, key_json };

static const struct argp_option options[] = {
    {"config", key_config, "FILE", 0, "Read settings from an INI file", 10},
    {"set", key_set, "SECTION.KEY=VALUE", 0, "Change one setting; may be repeated", 10},
    {"json", key_json, NULL, 0, "Print one JSON object on stdout", 11},
    {"quiet", 'q', NULL, 0, "No progress on stderr", 11},
    {0},
};

static error_t append(const char **list, size_t *count, struct argp_state *state,
                      const char *text) {
    if (*count == CONFIG_MOST)
        argp_error(state, "'%s' is one setting too many: put some into a file for --config", text);
    list[(*count)++] = text;
    return 0;
}

static error_t parse_common(int key, char *text, struct argp_state *state) {
    common_options *common = state->input;
    config_sources *sources = &common->sources;
    switch (key) {
    case key_config:
        return append(sources->files, &sources->file_count, state, text);
    case key_set:
        return append(sources->assignments, &sources->assignment_count, state, text);
    case key_json:
        common->json = true;
        return 0;
    case 'q':
        common->quiet = true;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static char *add_settings_to_help(int key, const char *text, void *input) {
    const common_options *common = input;
    if (key != ARGP_KEY_HELP_POST_DOC || common == NULL || common->bindings == NULL ||
        common->bindings[0].section == NULL)
        return (char *)(uintptr_t)text; /* argp's way to say: as it is */
    return config_help(common->bindings);
}

static const struct argp common_argp = {
    .options = options, .parser = parse_common, .help_filter = add_settings_to_help};
static const struct argp_child children[] = {{&common_argp, 0, NULL, 0}, {0}};

/* What the parser of a verb works on. */
typedef struct verb_parse {
    const verb_syntax *syntax;
    void *arguments;
} verb_parse;

enum { key_verb = 0x200, most_options = 16 };

/* argp's key of a verb's option: its letter, or else a number beyond all letters. */
static int option_key(const verb_syntax *syntax, const verb_option *option) {
    return option->letter != 0 ? option->letter : key_verb + (int)(option - syntax->options);
}

static const verb_option *find_option(const verb_syntax *syntax, int key) {
    for (const verb_option *o = syntax->options; o != NULL && o->name != NULL; o++)
        if (option_key(syntax, o) == key)
            return o;
    return NULL;
}

static error_t take_file(const verb_parse *parse, char *text, struct argp_state *state) {
    if (state->arg_num >= parse->syntax->file_count)
        argp_error(state, "'%s' is one argument too many", text);
    void *place = (char *)parse->arguments + parse->syntax->file_place;
    ((const char **)place)[state->arg_num] = text;
    return 0;
}

/* A setting that an option stands for comes after all that --set says. */
static error_t take_setting(const verb_parse *parse, const char *setting, const char *value,
                            struct argp_state *state) {
    config_sources *sources = &((common_options *)parse->arguments)->sources;
    size_t count = sources->option_count;
    append(sources->option_values, &count, state, value);
    return append(sources->option_settings, &sources->option_count, state, setting);
}

static error_t parse_verb(int key, char *text, struct argp_state *state) {
    const verb_parse *parse = state->input;
    if (key == ARGP_KEY_INIT) {
        state->child_inputs[0] = parse->arguments;
        return 0;
    }
    if (key == ARGP_KEY_ARG)
        return take_file(parse, text, state);
    const verb_option *option = find_option(parse->syntax, key);
    if (option == NULL)
        return ARGP_ERR_UNKNOWN;
    if (option->setting != NULL)
        return take_setting(parse, option->setting, text, state);
    void *place = (char *)parse->arguments + option->place;
    if (option->value != NULL)
        *(const char **)place = text;
    else
        *(bool *)place = true;
    return 0;
}

/* The options of a parser, of its children, and those that argp adds. */
typedef struct option_list {
    size_t count;
    struct argp_option option[64];
} option_list;

static bool is_last(const struct argp_option *option) {
    return option->name == NULL && option->key == 0 && option->doc == NULL;
}

static void list_options(const struct argp *argp, option_list *list) {
    const size_t most = sizeof list->option / sizeof list->option[0];
    for (const struct argp_option *o = argp->options; o != NULL && !is_last(o); o++)
        if (o->name != NULL && list->count < most)
            list->option[list->count++] = *o;
    for (const struct argp_child *c = argp->children; c != NULL && c->argp != NULL; c++)
        list_options(c->argp, list);
}

/* "--out", "--out=x": the option that it is, or abbreviates. */
static const struct argp_option *find_long(const option_list *list, const char *text) {
    const char *name = text + 2;
    const size_t length = strcspn(name, "=");
    for (size_t i = 0; i < list->count; i++)
        if (strncmp(list->option[i].name, name, length) == 0)
            return &list->option[i];
    return NULL;
}

/* "-o", "-ox": by the first letter. */
static const struct argp_option *find_short(const option_list *list, const char *text) {
    for (size_t i = 0; i < list->count; i++)
        if (list->option[i].key == text[1])
            return &list->option[i];
    return NULL;
}

static int fail_bad_option(const option_list *list, const char *text) {
    const char *names[sizeof list->option / sizeof list->option[0] + 1] = {NULL};
    char name[64];
    for (size_t i = 0; i < list->count; i++)
        names[i] = list->option[i].name;
    snprintf(name, sizeof name, "%.*s", (int)strcspn(text, "="), text);
    return fail_unknown("option", name, names);
}

/* argp would only say that an option is unknown; this also says which ones there are. */
static int check_options(const struct argp *argp, int argc, char **argv) {
    option_list list = {.count = 3,
                        .option = {{.name = "help", .key = '?'},
                                   {.name = "usage"},
                                   {.name = "version", .key = 'V'}}};
    list_options(argp, &list);
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        const char *text = argv[i];
        if (text[0] != '-' || text[1] == '\0')
            continue;
        const bool is_long = text[1] == '-';
        const struct argp_option *option =
            is_long ? find_long(&list, text) : find_short(&list, text);
        if (option == NULL)
            return fail_bad_option(&list, text);
        const bool value_follows = is_long ? strchr(text, '=') == NULL : text[2] == '\0';
        if (option->arg != NULL && value_follows)
            i++;
    }
    return EX_OK;
}

int parse_options(const verb_syntax *syntax, int argc, char **argv, void *arguments) {
    struct argp_option table[most_options + 1] = {{0}};
    size_t count = 0;
    for (const verb_option *option = syntax->options;
         option != NULL && option->name != NULL && count < most_options; option++)
        table[count++] = (struct argp_option){.name = option->name,
                                              .key = option_key(syntax, option),
                                              .arg = option->value,
                                              .doc = option->help};
    /* of an empty table glibc's help would lose two bytes */
    const struct argp argp = {.options = count > 0 ? table : NULL,
                              .parser = parse_verb,
                              .args_doc = syntax->files,
                              .doc = syntax->doc,
                              .children = children};
    verb_parse parse = {.syntax = syntax, .arguments = arguments};
    const int code = check_options(&argp, argc, argv);
    if (code != EX_OK)
        return code;
    if (argp_parse(&argp, argc, argv, 0, NULL, &parse) != 0)
        return fail_usage("out of memory");
    return EX_OK;
}
