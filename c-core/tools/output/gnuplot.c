/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "output/gnuplot.h"

#include "mog/file.h"
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
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
    plot->used += length > 0 && (size_t)length < room ? (size_t)length : room - 1;
}

/* Text in gnuplot's single quotes, in which only the quote itself is special, and is doubled. */
static void add_quoted(gnuplot *plot, const char *text) {
    add(plot, "'");
    for (; *text != '\0'; text++)
        add(plot, *text == '\'' ? "''" : "%c", *text);
    add(plot, "'");
}

gnuplot gnuplot_start(const char *png, const char *title, const char *key) {
    gnuplot plot = {.png = png};
    add(&plot, "set terminal pngcairo size 900,540 noenhanced font ',11'\nset output ");
    add_quoted(&plot, png);
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
    add_quoted(plot, csv);
    add(plot, " skip 1 using 1:%d with %s linewidth 2 title ", column, style);
    add_quoted(plot, label);
}

/* The picture's name with .gp for its ending. */
static void script_path(const gnuplot *plot, char *path, size_t size) {
    const char *dot = strrchr(plot->png, '.');
    const int stem = dot != NULL ? (int)(dot - plot->png) : (int)strlen(plot->png);
    snprintf(path, size, "%.*s.gp", stem, plot->png);
}

static mog_status run(const gnuplot *plot, char *path, mog_error *error) {
    char name[] = "gnuplot";
    char *const arguments[] = {name, path, NULL};
    pid_t child;
    int status;
    if (posix_spawnp(&child, name, NULL, NULL, arguments, environ) != 0)
        return mog_fail(error, MOG_ERROR_MISSING,
                        "%s was not drawn: gnuplot is missing; install the package gnuplot-nox and "
                        "run gnuplot %s",
                        plot->png, path);
    if (waitpid(child, &status, 0) != child || status != 0)
        return mog_fail(error, MOG_ERROR_IO, "gnuplot could not draw %s from %s", plot->png, path);
    return MOG_OK;
}

mog_status gnuplot_finish(gnuplot *plot, mog_error *error) {
    char path[4096];
    script_path(plot, path, sizeof path);
    mog_file *file = mog_file_create(path, error);
    if (file == NULL)
        return MOG_ERROR_IO;
    add(plot, "\n");
    mog_file_write(file, plot->script, plot->used);
    const mog_status status = mog_file_commit(file, error);
    return status != MOG_OK ? status : run(plot, path, error);
}
