/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The program `mog`: finds the verb that is meant, and sees to it that what it says arrives. */
#include "output/report.h"
#include "program/commands.h"
#include "program/completion.h"
#include "program/manual.h"

#include <argp.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

static int fail_unknown_verb(const char *name) {
    enum { most_names = 32 };
    const char *names[most_names + 1] = {NULL};
    for (size_t i = 0; i < most_names && commands[i].name != NULL; i++)
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
    const command *c = find_command(commands, argv[0]);
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
    return complete(commands, argv);
}

/* For the build, which makes mog.1 of mog.1.in. */
static int say_manual(int argc, char **argv) {
    return argc == 1 ? manual(commands, argv[0]) : fail_usage("--manual: name the frame, mog.1.in");
}

static const struct {
    const char *name;
    int (*say)(int argc, char **argv);
} sayings[] = {{"--version", say_version}, {"-V", say_version}, {"--help", say_help},
               {"-?", say_help},           {"help", say_help},  {"--complete", say_completions},
               {"--manual", say_manual},   {NULL, NULL}};

/* Else the next file that is opened would become the stream, and be written to as such. Writing to
 * what stands in for it fails: what is said does not vanish. */
static void occupy_closed_streams(void) {
    for (int descriptor = STDIN_FILENO; descriptor <= STDERR_FILENO; descriptor++)
        if (fcntl(descriptor, F_GETFD) < 0)
            open("/dev/null", O_RDONLY);
}

/* Help, results, versions: whatever was printed, and wherever the program ends. */
static void close_stdout(void) {
    const bool has_failed = ferror(stdout) != 0;
    errno = 0;
    if (fclose(stdout) == 0 && !has_failed)
        return;
    fprintf(stderr, "mog: cannot write to stdout: %s\n", strerror(errno != 0 ? errno : EIO));
    _exit(EX_IOERR);
}

int main(int argc, char **argv) {
    occupy_closed_streams();
    atexit(close_stdout);
    report_begin();
    /* a file that grows beyond its limit is an error of write() and not a reason to be killed */
    signal(SIGXFSZ, SIG_IGN);
    if (argc < 2) {
        print_help(stderr);
        return EX_USAGE;
    }
    for (size_t i = 0; sayings[i].name != NULL; i++)
        if (strcmp(argv[1], sayings[i].name) == 0)
            return sayings[i].say(argc - 2, argv + 2);
    return run_named(argc - 1, argv + 1);
}
