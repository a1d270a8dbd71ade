/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Line charts: a script for gnuplot, which draws. */
#include "output/gnuplot.h"

#include "mog/file.h"
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ; /* POSIX leaves its declaration to the program */

static void add(gnuplot *plot, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void add(gnuplot *plot, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const size_t room = sizeof plot->script - plot->used;
    const int length = vsnprintf(plot->script + plot->used, room, format, arguments);
    va_end(arguments);
    plot->is_full |= length < 0 || (size_t)length >= room;
    plot->used += plot->is_full ? 0 : (size_t)length;
}

/* In double quotes, in which any byte can stand as an octal number; of ASCII, only letters, digits
 * and a few signs go as they are. In single quotes gnuplot has no way to write a newline. */
static void add_quoted(gnuplot *plot, const char *text) {
    add(plot, "\"");
    for (; *text != '\0'; text++) {
        const unsigned char byte = (unsigned char)*text;
        const bool is_plain = byte >= 0x80 || isalnum(byte) || strchr(" ,.:;/()+-_=", byte) != NULL;
        add(plot, is_plain ? "%c" : "\\%03o", byte);
    }
    add(plot, "\"");
}

/* What names a file for gnuplot and a file only: by itself, "|touch x" is a command, "-x" an
 * option,
 * "-" a stream, and "~" somebody's home. */
static const char *before_path(const char *path) {
    return path[0] == '/' ? "" : "./";
}

static void add_path(gnuplot *plot, const char *path) {
    char whole[PATH_MAX + 2];
    const int length = snprintf(whole, sizeof whole, "%s%s", before_path(path), path);
    plot->is_full |= (size_t)length >= sizeof whole;
    add_quoted(plot, whole);
}

gnuplot gnuplot_start(const char *png, const char *title, const char *key) {
    gnuplot plot = {.png = png};
    add(&plot, "set terminal pngcairo size 900,540 noenhanced font ',11'\nset output ");
    add_path(&plot, png);
    add(&plot, "\nset title ");
    add_quoted(&plot, title);
    add(&plot, "\nset datafile separator ','\nset key %s\nset grid\n", key);
    return plot;
}

void gnuplot_axes(gnuplot *plot, const char *x, const char *y) {
    add(plot, "set xlabel ");
    add_quoted(plot, x);
    add(plot, "\nset ylabel ");
    add_quoted(plot, y);
    add(plot, "\n");
}

void gnuplot_curve(gnuplot *plot, const char *csv, int column, const char *style,
                   const char *label) {
    add(plot, plot->curves++ == 0 ? "plot " : ", ");
    add_path(plot, csv);
    add(plot, " skip 1 using 1:%d with %s linewidth 2 title ", column, style);
    add_quoted(plot, label);
}

/* The picture's name with .gp for its ending. */
static void script_path(const gnuplot *plot, char *path, size_t size) {
    const char *dot = strrchr(plot->png, '.'), *slash = strrchr(plot->png, '/');
    const bool has_ending = dot != NULL && (slash == NULL || dot > slash);
    const int stem = has_ending ? (int)(dot - plot->png) : (int)strlen(plot->png);
    snprintf(path, size, "%s%.*s.gp", before_path(plot->png), stem, plot->png);
}

/* An old picture must not be taken for the new one. */
static mog_status remove_picture(const gnuplot *plot, mog_error *error) {
    struct stat status;
    if (lstat(plot->png, &status) != 0 || !S_ISREG(status.st_mode) || unlink(plot->png) == 0)
        return MOG_OK;
    return mog_fail(error, MOG_ERROR_IO, "cannot replace %s: %s", plot->png, strerror(errno));
}

static bool is_drawn(const gnuplot *plot) {
    struct stat status;
    return stat(plot->png, &status) == 0 && (!S_ISREG(status.st_mode) || status.st_size > 0);
}

/* Starts gnuplot, which says nothing: streams are the program's own. Returns errno, 0 if it runs.
 */
static int start(char *path, pid_t *child) {
    char name[] = "gnuplot";
    char *const arguments[] = {name, path, NULL};
    posix_spawn_file_actions_t streams;
    int reason = posix_spawn_file_actions_init(&streams);
    if (reason != 0)
        return reason;
    for (int stream = STDIN_FILENO; stream <= STDERR_FILENO && reason == 0; stream++)
        reason = posix_spawn_file_actions_addopen(&streams, stream, "/dev/null", O_RDWR, 0);
    if (reason == 0)
        reason = posix_spawnp(child, name, &streams, NULL, arguments, environ);
    posix_spawn_file_actions_destroy(&streams);
    return reason;
}

static mog_status run(const gnuplot *plot, char *path, mog_error *error) {
    pid_t child;
    int status = -1;
    const int reason = start(path, &child);
    if (reason == ENOENT)
        return mog_fail(error, MOG_ERROR_MISSING,
                        "%s was not drawn: gnuplot is missing; install the package gnuplot-nox and "
                        "run gnuplot %s",
                        plot->png, path);
    if (reason != 0)
        return mog_fail(error, reason == ENOMEM ? MOG_ERROR_MEMORY : MOG_ERROR_IO,
                        "%s was not drawn: gnuplot does not start: %s", plot->png,
                        strerror(reason));
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    if (status == 0 && is_drawn(plot))
        return MOG_OK;
    return mog_fail(error, MOG_ERROR_IO,
                    "%s was not drawn: gnuplot failed; it says why with: gnuplot %s", plot->png,
                    path);
}

static mog_status write_script(gnuplot *plot, const char *path, mog_error *error) {
    add(plot, "\n");
    if (plot->is_full)
        return mog_fail(error, MOG_ERROR_IO,
                        "%s was not drawn: its name is too long for a script of gnuplot",
                        plot->png);
    mog_file *file;
    if (mog_file_create(path, &file, error) != MOG_OK)
        return error->status;
    mog_file_print(file, "%s", plot->script);
    return mog_file_commit(file, error);
}

mog_status gnuplot_finish(gnuplot *plot, mog_error *error) {
    char path[PATH_MAX + 8];
    script_path(plot, path, sizeof path);
    mog_status status = write_script(plot, path, error);
    if (status == MOG_OK)
        status = remove_picture(plot, error);
    return status == MOG_OK ? run(plot, path, error) : status;
}
