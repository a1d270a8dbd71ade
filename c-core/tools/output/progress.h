/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * A progress bar on stderr, on terminals only.
 */
#ifndef MOG_TOOLS_PROGRESS_H
#define MOG_TOOLS_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

typedef struct progress {
    bool shown;
    const char *what;
    size_t total;
    double last; /**< when it was drawn, s */
} progress;

/** Seconds on a clock that never jumps. */
double now_seconds(void);

/** A bar for `total` units; it is not shown if `quiet`, or if stderr is no terminal. */
progress progress_start(const char *what, size_t total, bool quiet);

/** Draws the bar anew, at most ten times per second. `note` stands behind it; may be NULL. */
void progress_update(progress *bar, size_t done, const char *note);

/** Removes the bar. */
void progress_end(progress *bar);

#endif
