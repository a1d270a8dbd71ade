/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What verbs share: how they fail, and how they are found and asked. */
#include "program/command.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int exit_code(mog_status status) {
    static const int codes[] = {
        [MOG_OK] = EX_OK,
        [MOG_ERROR_ARGUMENT] = EX_USAGE,
        [MOG_ERROR_MEMORY] = EXIT_FAILURE,
        [MOG_ERROR_MISSING] = EX_NOINPUT,
        [MOG_ERROR_DATA] = EX_DATAERR,
        [MOG_ERROR_IO] = EX_IOERR,
        [MOG_ERROR_NUMERIC] = EXIT_FAILURE,
        [MOG_INTERRUPTED] = EX_TEMPFAIL,
        [MOG_BUSY] = EX_TEMPFAIL,
    };
    return codes[status];
}

/* Names of files may hold anything; a message is one line whatever they are. */
static void print_line(const char *message) {
    fputs("mog: ", stderr);
    for (; *message != '\0'; message++)
        if (iscntrl((unsigned char)*message))
            fprintf(stderr, "\\x%02x", (unsigned)*message);
        else
            fputc(*message, stderr);
    fputc('\n', stderr);
}

int fail(const mog_error *error) {
    print_line(error->message);
    return exit_code(error->status);
}

int fail_usage(const char *format, ...) {
    char message[MOG_MESSAGE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    print_line(message);
    return EX_USAGE;
}

static size_t smallest(size_t a, size_t b, size_t c) {
    const size_t ab = a < b ? a : b;
    return ab < c ? ab : c;
}

/* Levenshtein's distance: insertions, deletions and replacements that lead from `a` to `b`. */
static size_t edit_distance(const char *a, const char *b) {
    enum { longest = 63 };
    const size_t columns = strlen(b);
    size_t row[longest + 1];
    if (columns > longest)
        return SIZE_MAX;
    for (size_t j = 0; j <= columns; j++)
        row[j] = j;
    for (size_t i = 1; a[i - 1] != '\0'; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= columns; j++) {
            const size_t replaced = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = row[j];
            row[j] = smallest(replaced, row[j] + 1, row[j - 1] + 1);
        }
    }
    return row[columns];
}

/* The name that was probably meant, or NULL. */
static const char *nearest_name(const char *name, const char *const *names) {
    const char *nearest = NULL;
    size_t least = strlen(name) / 2 + 1;
    for (size_t i = 0; names[i] != NULL; i++) {
        const size_t distance = edit_distance(name, names[i]);
        if (distance < least) {
            least = distance;
            nearest = names[i];
        }
    }
    return nearest;
}

int fail_unknown(const char *what, const char *name, const char *const *names) {
    char meant[128] = "", list[MOG_MESSAGE_SIZE / 2] = "";
    const char *nearest = nearest_name(name + strspn(name, "-"), names);
    if (nearest != NULL)
        snprintf(meant, sizeof meant, "; did you mean '%s'?", nearest);
    for (size_t i = 0, used = 0; names[i] != NULL && used < sizeof list; i++)
        used +=
            (size_t)snprintf(list + used, sizeof list - used, "%s%s", i == 0 ? "" : ", ", names[i]);
    return fail_usage("there is no %s '%.64s'%s%s%s", what, name, meant,
                      nearest != NULL ? " There are: " : "; there are: ", list);
}

const command *find_command(const command *verbs, const char *name) {
    while (verbs->name != NULL && strcmp(verbs->name, name) != 0)
        verbs++;
    return verbs->name != NULL ? verbs : NULL;
}

int ask_command(const command *verb, const char *question, char **words) {
    char *argv[2 + MOST_WORDS + 1] = {(char *)(uintptr_t)verb->name, (char *)(uintptr_t)question};
    int argc = 2;
    for (; words != NULL && *words != NULL && argc < 2 + MOST_WORDS; words++)
        argv[argc++] = *words;
    return verb->run(argc, argv);
}
