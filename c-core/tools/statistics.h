/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Numbers about allocations that several verbs print.
 */
#ifndef MOG_TOOLS_STATISTICS_H
#define MOG_TOOLS_STATISTICS_H

#include "mog/dataset.h"

double mean(const double *value, size_t count);

/** The median; reorders the values. */
double median(double *value, size_t count);

/** Mean weighted sum rate of an allocation [S][K] over a data set; NaN if there is no memory. */
double mean_sum_rate(const mog_dataset *dataset, const double *power);

/** The same with every transmitter at full power, on one RB. */
double full_power_rate(const mog_dataset *dataset);

/** The same of an RB solver with its default settings; NaN if it cannot take the data set. */
double rb_solver_rate(const mog_dataset *dataset, const char *name);

/** What costs nothing on a data set: full power on one RB, the balanced split on several. */
typedef struct trivial_allocation {
    const char *name; /**< "full_power" or "rb_balanced" */
    const char *key;  /**< the same and "_sum_rate" */
    double rate;      /**< mean weighted sum rate */
} trivial_allocation;

trivial_allocation trivial_of(const mog_dataset *dataset);

/** The lowest mean upper bound that any labels of the data set carry; NaN if none. */
double best_bound(const mog_dataset *dataset);

/** Mean over the samples of ||y - y*||^2 / ||y*||^2; samples whose y* is all zero do not count. */
double mean_nmse(const mog_dataset *dataset, const double *power, const double *wanted);

#endif
