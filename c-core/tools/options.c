/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command.h"

#include <stdlib.h>
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

const struct argp common_argp = {
    .options = options, .parser = parse_common, .help_filter = add_settings_to_help};

const struct argp_child common_children[] = {{&common_argp, 0, NULL, 0}, {0}};

error_t set_by_option(struct argp_state *state, const char *setting, const char *value) {
    common_options *common = state->input;
    config_sources *sources = &common->sources;
    size_t count = sources->option_count;
    append(sources->option_values, &count, state, value);
    return append(sources->option_settings, &sources->option_count, state, setting);
}

error_t take_argument(struct argp_state *state, const char **slots, unsigned count, char *text) {
    if (state->arg_num >= count)
        argp_error(state, "'%s' is one argument too many", text);
    slots[state->arg_num] = text;
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

int parse_options(const struct argp *argp, int argc, char **argv, void *input) {
    const int code = check_options(argp, argc, argv);
    if (code != EX_OK)
        return code;
    if (argp_parse(argp, argc, argv, 0, NULL, input) != 0)
        return fail_usage("out of memory");
    return EX_OK;
}
