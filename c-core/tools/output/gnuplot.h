/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Line charts by gnuplot, from CSV files with a header.
 */
#ifndef MOG_TOOLS_GNUPLOT_H
#define MOG_TOOLS_GNUPLOT_H

#include "mog/status.h"
#include <stdbool.h>
#include <stddef.h>

/** A chart in the making: the script for gnuplot. */
typedef struct gnuplot {
    char script[32768];
    size_t used;
    bool is_full; /**< the script lacks its end */
    int curves;
    const char *png;
} gnuplot;

/** A chart whose key stands in a corner that curves leave free: "bottom right". */
gnuplot gnuplot_start(const char *png, const char *title, const char *key);
void gnuplot_axes(gnuplot *plot, const char *x, const char *y);

/** Column `column` of a CSV file over its first, with "lines" or "linespoints". */
void gnuplot_curve(gnuplot *plot, const char *csv, int column, const char *style,
                   const char *label);

/**
 * Writes the script beside the picture, to be changed and run again, and draws. A picture of that
 * name that was there before is gone, whatever the outcome.
 *
 * @return MOG_OK, MOG_ERROR_MISSING without gnuplot, MOG_ERROR_MEMORY, MOG_ERROR_IO if something
 *         cannot be written, or there is no picture in the end
 */
mog_status gnuplot_finish(gnuplot *plot, mog_error *error);

#endif
