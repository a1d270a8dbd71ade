/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * What all verbs of the program share: exit codes, messages, and the parsing of options.
 */
#ifndef MOG_TOOLS_COMMAND_H
#define MOG_TOOLS_COMMAND_H

#include "config.h"
#include "mog/status.h"
#include <argp.h>
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

/** Options that all verbs take. Their argp is a child of the verb's. */
typedef struct common_options {
    const config_binding *bindings; /**< what --config and --set may change; NULL-terminated */
    config_sources sources;
    bool json;
    bool quiet;
} common_options;

extern const struct argp common_argp;

/** The child table of a verb without other children. */
extern const struct argp_child common_children[];

/**
 * Parses a verb's options.
 *
 * @param argp     the verb's; its parser is given `input`, which starts with a common_options
 * @param input    the verb's arguments
 * @return EX_OK, or EX_USAGE after a line on stderr
 */
int parse_options(const struct argp *argp, int argc, char **argv, void *input);

/** In a verb's parser: `--samples 7` stands for `--set generate.samples=7`, and comes after all. */
error_t set_by_option(struct argp_state *state, const char *setting, const char *value);

/** In a verb's parser: takes positional arguments into `slots` one after the other. */
error_t take_argument(struct argp_state *state, const char **slots, unsigned count, char *text);

#endif
