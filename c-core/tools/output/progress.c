/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A progress bar on stderr. */
#include "output/progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

double now_seconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

progress progress_start(const char *what, size_t total, bool quiet) {
    return (progress){
        .shown = !quiet && total > 0 && isatty(STDERR_FILENO), .what = what, .total = total};
}

void progress_update(progress *bar, size_t done, const char *note) {
    static const char full[] = "##############################";
    const double now = bar->shown ? now_seconds() : 0;
    if (!bar->shown || now - bar->last < 0.1)
        return;
    bar->last = now;
    const int width = (int)sizeof full - 1;
    const int filled = (int)((double)width * (double)done / (double)bar->total);
    fprintf(stderr, "\r\033[K%s [%.*s%*s] %zu/%zu %s", bar->what, filled, full, width - filled, "",
            done, bar->total, note != NULL ? note : "");
}

void progress_end(progress *bar) {
    if (bar->shown)
        fputs("\r\033[K", stderr);
    bar->shown = false;
}
