/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * What decisions are worth on the true channels of a data set, and how verbs print that.
 */
#ifndef MOG_TOOLS_WORTH_H
#define MOG_TOOLS_WORTH_H

#include "mog/dataset.h"
#include "mog/measure.h"
#include "output/report.h"

/** mog_measure_add() of decisions on all samples of a data set; NaN if there is no memory. */
void worth_add(mog_measure *sum, const mog_dataset *dataset, const mog_utility *utility,
               const mog_allocation *allocation);

/** The same of what a solver decides with its default settings; NaN if it does not take the data
 * set or the utility. */
void worth_add_solver(mog_measure *sum, const mog_dataset *dataset, const mog_utility *utility,
                      const char *solver);

/** The same of labels, whose sum rates are what the data set says. */
void worth_add_labels(mog_measure *sum, const mog_dataset *dataset, const mog_utility *utility,
                      const mog_labels *labels);

/** Sums of the labels of a data set that comes in chunks; zero at first. */
typedef struct label_sums {
    mog_measure worth[MOG_MAX_LABELS];
    double bound[MOG_MAX_LABELS];
} label_sums;

void label_sums_add(label_sums *sums, const mog_dataset *dataset, const mog_utility *utility);

/** What best_bound() says of all that have been added; `dataset` has their labels. */
double label_sums_best_bound(const label_sums *sums, const mog_dataset *dataset,
                             const mog_utility *utility);

/** The mean over one data set; both NaN if there is no memory. */
mog_measured worth_of(const mog_dataset *dataset, const mog_utility *utility,
                      const mog_allocation *allocation);

/** The same of what a solver decides with its default settings; NaN if it does not take the data
 * set or the utility. */
mog_measured worth_of_solver(const mog_dataset *dataset, const mog_utility *utility,
                             const char *solver);

/** The same of labels. */
mog_measured worth_of_labels(const mog_dataset *dataset, const mog_utility *utility,
                             const mog_labels *labels);

/** The lowest mean upper bound of the value that any labels of the data set carry; NaN if none. */
double best_bound(const mog_dataset *dataset, const mog_utility *utility);

/** Whether the value of decisions is their sum rate: then there is nothing to say besides. */
bool is_sum_rate(const mog_dataset *dataset, const mog_utility *utility);

/** A ratio of values; NaN where it says nothing, as for logarithms below 0. */
double ratio_of(double value, double other);

/** Adds WHOSE_sum_rate, and WHOSE_value if that is another. */
void report_worth(json_t *object, const char *whose, const mog_dataset *dataset,
                  const mog_utility *utility, mog_measured w);

/** The same of a solver with its default settings; returns it. */
mog_measured report_solver(json_t *object, const char *solver, const mog_dataset *dataset,
                           const mog_utility *utility);

/** Adds "utility", and "value" if that is another than the sum rate. */
void report_utility(json_t *object, const mog_dataset *dataset, const mog_utility *utility,
                    mog_measured w);

#endif
