/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Test sum rates of a study's runs, series by series, over points of a horizontal axis; and their
 * files.
 */
#ifndef MOG_TOOLS_STUDY_RESULT_H
#define MOG_TOOLS_STUDY_RESULT_H

#include "figure/study_yardsticks.h"
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
    bool spread;             /**< how the runs' results differ gets a file of its own */
} study_axes;

typedef struct study_result {
    size_t runs, series, points;
    uint64_t first_seed;                 /**< of run 0; the next runs have the next ones */
    const char *name[STUDY_MOST_SERIES]; /**< of the series */
    const study_yardsticks *yardsticks;
    size_t *x;         /**< [points] */
    double *rate;      /**< [runs][series][points]: mean test sum rate, bit/s/Hz */
    double *refined;   /**< likewise, with local search behind a trained policy; where RBs are
                          decided and a training has ended, else not a number */
    double *reference; /**< [runs][points]: the reference's on the same samples */
    double *baseline;  /**< [runs][baselines][points] */
} study_result;

/** Names and numbers are for the caller to fill in. NULL and `error` if there is no memory. */
study_result *study_result_create(size_t runs, size_t series, size_t points,
                                  const study_yardsticks *yardsticks, mog_error *error);

void study_result_free(study_result *result);

/** One run's sum rates of a series, point by point; and those with local search. */
double *study_result_rates(const study_result *result, size_t run, size_t series);
double *study_result_refined_rates(const study_result *result, size_t run, size_t series);

/** One run's sum rates of the reference, and of a baseline, point by point. */
double *study_result_reference_rates(const study_result *result, size_t run);
double *study_result_baseline_rates(const study_result *result, size_t run, size_t baseline);

/** Mean over the runs: of the sum rate, of the reference's and a baseline's, bit/s/Hz. */
double study_result_rate(const study_result *result, size_t series, size_t point);
double study_result_reference(const study_result *result, size_t point);
double study_result_baseline(const study_result *result, size_t baseline, size_t point);

/** Mean over the runs of the ratio to the reference: of a series, also with local search, and of a
 * baseline. */
double study_result_ratio(const study_result *result, size_t series, size_t point);
double study_result_refined_ratio(const study_result *result, size_t series, size_t point);
double study_result_baseline_ratio(const study_result *result, size_t baseline, size_t point);

/** How a series' ratio to the reference differs between runs. */
typedef struct study_spread {
    double deviation; /**< sample standard deviation; not a number with one run */
    double least, greatest;
} study_spread;

study_spread study_result_spread(const study_result *result, size_t series, size_t point);

/** DIRECTORY/NAME.csv: ratios by point; DIRECTORY/NAME-runs.csv: what every run reached;
 * DIRECTORY/NAME-spread.csv, if the axes say so: each series' last ratios over the runs;
 * DIRECTORY/NAME.png and .gp: the picture. */
mog_status study_result_write(const study_result *result, const study_axes *axes,
                              const char *directory, const char *name, const char *title,
                              mog_error *error);

#endif
