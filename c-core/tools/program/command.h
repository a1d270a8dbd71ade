/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * What all verbs of the program share: exit codes, messages, and the parsing of options.
 */
#ifndef MOG_TOOLS_COMMAND_H
#define MOG_TOOLS_COMMAND_H

#include "mog/status.h"
#include "program/config.h"
#include "program/name_list.h"
#include <stdbool.h>
#include <sysexits.h>

/** A verb. `run` gets its name and the arguments behind it, and returns the exit code. */
typedef struct command {
    const char *name;
    const char *help;
    int (*run)(int argc, char **argv);
} command;

/** The verb of that name in a table that ends with one without a name; NULL: there is none. */
const command *find_command(const command *verbs, const char *name);

/** Most words of a question. */
#define MOST_WORDS 3

/** Asks a verb about itself, see parse_options(). `words` end with NULL, and may be NULL. */
int ask_command(const command *verb, const char *question, char **words);

/** The exit code that goes with a status. */
int exit_code(mog_status status);

/** Prints the message on stderr as one line; returns the exit code. */
int fail(const mog_error *error);

/** Prints a line on stderr for a misuse of the program; returns EX_USAGE. */
int fail_usage(const char *format, ...) __attribute__((format(printf, 1, 2)));

/** "there is no WHAT 'name'; did you mean 'nearest'? There are: ..."; returns EX_USAGE. */
int fail_unknown(const char *what, const char *name, const char *const *names);

/** What a verb returns that was not run, but asked about itself; no exit code. */
#define VERB_ANSWERED (-1)

/** Options that all verbs take; the first member of every verb's arguments. */
typedef struct common_options {
    const config_binding *bindings; /**< what --config and --set may change; NULL-terminated */
    config_sources sources;
    bool json;
    bool quiet;
} common_options;

/** An option of one verb: fills a place in the verb's arguments, or stands for a --set. */
typedef struct verb_option {
    const char *name;    /**< the long one */
    char letter;         /**< the short one; 0 for none */
    const char *value;   /**< what its value is called in the help; NULL for a flag */
    const char *help;    /**< may be NULL with a setting: as that is explained */
    size_t place;        /**< offset of a `const char *` in the arguments; of a `bool` for a flag */
    const char *setting; /**< instead of a place: "section.key" that the value is for */
    const name_list *names; /**< what its value may be; NULL: anything */
} verb_option;

/** What can be said to a verb. */
typedef struct verb_syntax {
    const char *doc;        /**< one paragraph */
    const name_list *names; /**< listed in the help with their own; NULL for none */
    const char *example;    /**< command lines */
    const char *files;      /**< its positional arguments in the help; NULL for none */
    unsigned file_count;
    size_t file_place;           /**< offset of `const char *[file_count]` in the arguments */
    const name_list *file_names; /**< what the first one may be; NULL: a file */
    const verb_option *options;  /**< ended by one without a name; NULL for none */
} verb_syntax;

/**
 * An option of a verb: its own ones first, then those of all verbs.
 *
 * @return NULL behind the last
 */
const verb_option *verb_option_at(const verb_syntax *syntax, size_t index);

/** What `--set` is: its value names a setting. */
bool verb_option_sets(const verb_option *option);

/**
 * Parses a verb's options.
 *
 * @param arguments  the verb's struct, which starts with a common_options
 * @return EX_OK, EX_USAGE after a line on stderr, or VERB_ANSWERED
 */
int parse_options(const verb_syntax *syntax, int argc, char **argv, void *arguments);

#endif
