/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * What all verbs of the program share: exit codes, messages, and the parsing of options.
 */
#ifndef MOG_TOOLS_COMMAND_H
#define MOG_TOOLS_COMMAND_H

#include "config.h"
#include "mog/status.h"
#include <stdbool.h>
#include <sysexits.h>

/** A verb. `run` gets the arguments behind the verb, and returns the exit code. */
typedef struct command {
    const char *name;
    const char *help;
    int (*run)(int argc, char **argv);
} command;

/** All verbs, ended by one without a name. */
extern const command commands[];

int run_bench(int argc, char **argv);
int run_evaluate(int argc, char **argv);
int run_figure(int argc, char **argv);
int run_generate(int argc, char **argv);
int run_infer(int argc, char **argv);
int run_info(int argc, char **argv);
int run_label(int argc, char **argv);
int run_train(int argc, char **argv);

/** The exit code that goes with a status. */
int exit_code(mog_status status);

/** Prints the message on stderr as one line; returns the exit code. */
int fail(const mog_error *error);

/** Prints a line on stderr for a misuse of the program; returns EX_USAGE. */
int fail_usage(const char *format, ...) __attribute__((format(printf, 1, 2)));

/** "there is no WHAT 'name'; did you mean 'nearest'? There are: ..." on stderr; returns EX_USAGE.
 */
int fail_unknown(const char *what, const char *name, const char *const *names);

/** Options that all verbs take; the first member of every verb's arguments. */
typedef struct common_options {
    const config_binding *bindings; /**< what --config and --set may change; NULL-terminated */
    config_sources sources;
    bool json;
    bool quiet;
} common_options;

/** An option of one verb: fills a place in the verb's arguments, or stands for a --set. */
typedef struct verb_option {
    const char *name;  /**< the long one */
    char letter;       /**< the short one; 0 for none */
    const char *value; /**< what its value is called in the help; NULL for a flag */
    const char *help;
    size_t place;        /**< offset of a `const char *` in the arguments; of a `bool` for a flag */
    const char *setting; /**< instead of a place: "section.key" that the value is for */
} verb_option;

/** What can be said to a verb. */
typedef struct verb_syntax {
    const char *doc;
    const char *files; /**< its positional arguments in the help; NULL for none */
    unsigned file_count;
    size_t file_place;          /**< offset of `const char *[file_count]` in the arguments */
    const verb_option *options; /**< ended by one without a name; NULL for none */
} verb_syntax;

/**
 * Parses a verb's options.
 *
 * @param arguments  the verb's struct, which starts with a common_options
 * @return EX_OK, or EX_USAGE after a line on stderr
 */
int parse_options(const verb_syntax *syntax, int argc, char **argv, void *arguments);

#endif
