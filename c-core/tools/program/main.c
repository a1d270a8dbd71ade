/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "program/command.h"
#include "program/completion.h"
#include "program/manual.h"

#include <argp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

const command commands[] = {
    {"info", "say how the program was built, or what is in a file", run_info},
    {"generate", "make channels of a scenario", run_generate},
    {"label", "add a solver's solutions to a data set", run_label},
    {"train", "train a policy on labelled channels", run_train},
    {"evaluate", "compare a policy with labels, bounds and trivial allocations", run_evaluate},
    {"infer", "let a policy decide for every sample of a data set", run_infer},
    {"bench", "measure the speed of training, inference and solvers", run_bench},
    {"figure", "repeat a published experiment: numbers, picture, verdict", run_figure},
    {NULL, NULL, NULL},
};

const char *argp_program_version = "mog " MOG_VERSION;

static void print_help(FILE *stream) {
    fputs("Usage: mog VERB [OPTION...]\n"
          "Neural control of powers and resource blocks for interfering links: data,\n"
          "labels, training, evaluation.\n\n",
          stream);
    for (const command *c = commands; c->name != NULL; c++)
        fprintf(stream, "  %-10s %s\n", c->name, c->help);
    fputs("\n`mog VERB --help` or `mog help VERB` tells more, `mog --version` the version.\n"
          "Exit codes: 0 done, 1 failed, 64 usage, 65 bad data, 66 missing input,\n"
          "74 input/output, 75 interrupted but resumable, or a file is in use: try again.\n",
          stream);
}

const command *find_command(const char *name) {
    const command *c = commands;
    while (c->name != NULL && strcmp(c->name, name) != 0)
        c++;
    return c->name != NULL ? c : NULL;
}

static int fail_unknown_verb(const char *name) {
    const char *names[16] = {NULL};
    for (size_t i = 0; commands[i].name != NULL; i++)
        names[i] = commands[i].name;
    return fail_unknown("verb", name, names);
}

/* argp prints the program's name before its messages: here that is "mog VERB". */
static int run_verb(const command *verb, int argc, char **argv) {
    char name[64];
    snprintf(name, sizeof name, "mog %s", verb->name);
    argv[0] = name;
    const int code = verb->run(argc, argv);
    return code == VERB_ANSWERED ? EX_OK : code;
}

/* Runs the verb argv[0] with what follows. */
static int run_named(int argc, char **argv) {
    const command *c = find_command(argv[0]);
    return c != NULL ? run_verb(c, argc, argv) : fail_unknown_verb(argv[0]);
}

/* What can be said instead of a verb; `argv` is what follows. */
static int say_version(int argc, char **argv) {
    (void)argc, (void)argv;
    puts(argp_program_version);
    return EX_OK;
}

static int say_help(int argc, char **argv) {
    char *words[] = {argv[0], "--help", NULL};
    if (argc > 0)
        return run_named(2, words);
    print_help(stdout);
    return EX_OK;
}

/* For the shell, see completion/mog. */
static int say_completions(int argc, char **argv) {
    (void)argc;
    return complete(argv);
}

/* For the build, which makes mog.1 of mog.1.in. */
static int say_manual(int argc, char **argv) {
    return argc == 1 ? manual(argv[0]) : fail_usage("--manual: name the frame, mog.1.in");
}

static const struct {
    const char *name;
    int (*say)(int argc, char **argv);
} sayings[] = {{"--version", say_version}, {"-V", say_version}, {"--help", say_help},
               {"-?", say_help},           {"help", say_help},  {"--complete", say_completions},
               {"--manual", say_manual},   {NULL, NULL}};

int main(int argc, char **argv) {
    /* a file that grows beyond its limit is an error of write() and not a reason to be killed */
    signal(SIGXFSZ, SIG_IGN);
    if (argc < 2) {
        print_help(stderr);
        return EX_USAGE;
    }
    for (size_t i = 0; sayings[i].name != NULL; i++)
        if (strcmp(argv[1], sayings[i].name) == 0) {
            const int code = sayings[i].say(argc - 2, argv + 2);
            return code == EX_OK && fflush(stdout) != 0 ? EX_IOERR : code;
        }
    return run_named(argc - 1, argv + 1);
}
