/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * What decisions are worth on the true channels of a data set, and how verbs print that.
 */
#ifndef MOG_TOOLS_WORTH_H
#define MOG_TOOLS_WORTH_H

#include "mog/dataset.h"
#include "mog/utility.h"
#include "output/report.h"

/** Means over a data set. */
typedef struct worth {
    double sum_rate; /**< weighted, bit/s/Hz */
    double value;    /**< of a utility; of the sum rate, the same */
} worth;

/** Sums of them, for data sets that come in chunks; zero at first. */
typedef struct worth_sum {
    worth sum;
    size_t samples;
} worth_sum;

/** Adds what decisions on all samples of a data set are worth; NaN if there is no memory. */
void worth_add(worth_sum *sum, const mog_dataset *dataset, const mog_utility *utility,
               const mog_allocation *allocation);

/** The same of what a solver decides with its default settings; NaN if it does not take the data
 * set or the utility. */
void worth_add_solver(worth_sum *sum, const mog_dataset *dataset, const mog_utility *utility,
                      const char *solver);

/** The same of labels. */
void worth_add_labels(worth_sum *sum, const mog_dataset *dataset, const mog_utility *utility,
                      const mog_labels *labels);

worth worth_mean(const worth_sum *sum);

/** Sums of the labels of a data set that comes in chunks; zero at first. */
typedef struct label_sums {
    worth_sum worth[MOG_MAX_LABELS];
    double bound[MOG_MAX_LABELS];
} label_sums;

void label_sums_add(label_sums *sums, const mog_dataset *dataset, const mog_utility *utility);

/** What best_bound() says of all that have been added; `dataset` has their labels. */
double label_sums_best_bound(const label_sums *sums, const mog_dataset *dataset,
                             const mog_utility *utility);

/** The mean over one data set; both NaN if there is no memory. */
worth worth_of(const mog_dataset *dataset, const mog_utility *utility,
               const mog_allocation *allocation);

/** The same of what a solver decides with its default settings; NaN if it does not take the data
 * set or the utility. */
worth worth_of_solver(const mog_dataset *dataset, const mog_utility *utility, const char *solver);

/** The same of labels. */
worth worth_of_labels(const mog_dataset *dataset, const mog_utility *utility,
                      const mog_labels *labels);

/** The lowest mean upper bound of the value that any labels of the data set carry; NaN if none. */
double best_bound(const mog_dataset *dataset, const mog_utility *utility);

/** Whether the value of decisions is their sum rate: then there is nothing to say besides. */
bool is_sum_rate(const mog_dataset *dataset, const mog_utility *utility);

/** A ratio of values; NaN where it says nothing, as for logarithms below 0. */
double ratio_of(double value, double other);

/** Adds WHOSE_sum_rate, and WHOSE_value if that is another. */
void report_worth(json_t *object, const char *whose, const mog_dataset *dataset,
                  const mog_utility *utility, worth w);

/** The same of a solver with its default settings; returns it. */
worth report_solver(json_t *object, const char *solver, const mog_dataset *dataset,
                    const mog_utility *utility);

/** Adds "utility", and "value" if that is another than the sum rate. */
void report_utility(json_t *object, const mog_dataset *dataset, const mog_utility *utility,
                    worth w);

#endif
