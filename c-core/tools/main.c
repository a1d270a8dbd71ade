/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command.h"

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
          "Neural power control for interfering links: data, labels, training, evaluation.\n\n",
          stream);
    for (const command *c = commands; c->name != NULL; c++)
        fprintf(stream, "  %-10s %s\n", c->name, c->help);
    fputs(
        "\n`mog VERB --help` tells more, `mog --version` the version.\n"
        "Exit codes: 0 done, 1 failed, 64 usage, 65 bad data, 66 missing input, 74 input/output,\n"
        "75 interrupted but resumable.\n",
        stream);
}

static const command *find_command(const char *name) {
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
    return verb->run(argc, argv);
}

int main(int argc, char **argv) {
    /* a file that grows beyond its limit is an error of write() and not a reason to be killed */
    signal(SIGXFSZ, SIG_IGN);
    if (argc < 2) {
        print_help(stderr);
        return EX_USAGE;
    }
    const char *verb = argv[1];
    if (strcmp(verb, "--version") == 0 || strcmp(verb, "-V") == 0) {
        puts(argp_program_version);
    } else if (strcmp(verb, "--help") == 0 || strcmp(verb, "-?") == 0 ||
               strcmp(verb, "help") == 0) {
        print_help(stdout);
    } else {
        const command *c = find_command(verb);
        return c != NULL ? run_verb(c, argc - 1, argv + 1) : fail_unknown_verb(verb);
    }
    return fflush(stdout) == 0 ? EX_OK : EX_IOERR;
}
