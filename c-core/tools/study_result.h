/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Test sum rates of a study's runs, series by series, over points of a horizontal axis; and their
 * files.
 */
#ifndef MOG_TOOLS_STUDY_RESULT_H
#define MOG_TOOLS_STUDY_RESULT_H

#include "mog/status.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Most series of a figure. */
#define STUDY_MOST_SERIES 8

/** What a result's axes are called, in files and in the picture. */
typedef struct study_axes {
    const char *x;           /**< "epoch" */
    const char *series;      /**< "method" */
    const char *style, *key; /**< of the picture, in gnuplot's words */
    bool last_point_counts;  /**< the points are steps on the way to a run's one result */
} study_axes;

typedef struct study_result {
    size_t runs, series, points;
    uint64_t first_seed;                 /**< of run 0; the next runs have the next ones */
    const char *name[STUDY_MOST_SERIES]; /**< of the series */
    size_t *x;                           /**< [points] */
    double *rate;       /**< [runs][series][points]: mean test sum rate, bit/s/Hz */
    double *fplinq;     /**< [runs][points]: FPLinQ's on the same samples */
    double *full_power; /**< [runs][points] */
} study_result;

/** Names and numbers are for the caller to fill in. NULL and `error` if there is no memory. */
study_result *study_result_create(size_t runs, size_t series, size_t points, mog_error *error);

void study_result_free(study_result *result);

/** One run's sum rates of a series, point by point. */
double *study_result_rates(const study_result *result, size_t run, size_t series);

/** Mean over the runs: of the sum rate, of FPLinQ's and full power's, bit/s/Hz. */
double study_result_rate(const study_result *result, size_t series, size_t point);
double study_result_fplinq(const study_result *result, size_t point);
double study_result_full_power(const study_result *result, size_t point);

/** Mean over the runs of the ratio to FPLinQ, of a series and of full power. */
double study_result_ratio(const study_result *result, size_t series, size_t point);
double study_result_full_power_ratio(const study_result *result, size_t point);

/** DIRECTORY/NAME.csv: ratios by point; DIRECTORY/NAME-runs.csv: what every run reached;
 * DIRECTORY/NAME.png and .gp: the picture. */
mog_status study_result_write(const study_result *result, const study_axes *axes,
                              const char *directory, const char *name, const char *title,
                              mog_error *error);

#endif
