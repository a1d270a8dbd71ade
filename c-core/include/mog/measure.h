/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * What decisions are worth in the mean over samples, and how far they are from others': what
 * training writes down, and what policies and solvers are compared by.
 *
 *     mog_measure measure = {0};
 *     mog_measure_add(&measure, &utility, &problem, &decided, &error);
 *     mog_measure_compare(&measure, &problem, &decided, &labels, &error);
 *     const mog_measured mean = mog_measure_means(&measure);
 *
 * Samples may come in any number of problems: the means are the same in every bit.
 *
 * Threads: everything here may be called by any number of threads, each with a measure of its own.
 */
#ifndef MOG_MEASURE_H
#define MOG_MEASURE_H

#include "mog/utility.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Sums over samples; zero at first. */
typedef struct mog_measure {
    size_t samples;   /**< whose worth was added */
    double sum_rate;  /**< weighted, bit/s/Hz */
    double value;     /**< of the utility */
    double distance;  /**< of powers from the others' */
    size_t distances; /**< samples that have a distance */
    size_t links;     /**< whose RBs were compared */
    size_t same_rb;   /**< ... and are the others' */
} mog_measure;

/** Means over what was added; NaN where nothing was. */
typedef struct mog_measured {
    double sum_rate; /**< over samples, weighted, bit/s/Hz */
    double value;    /**< over samples, of the utility */
    double nmse;     /**< of ||p - p*||^2 / ||p*||^2 over the samples in which not all of p*, the
                          others' powers, is 0 */
    double same_rb;  /**< share of links that are on the RB that the others put them on, 0..1; where
                          gains are the same on all RBs, of equal partitions of the links */
} mog_measured;

/**
 * Adds what decisions are worth.
 *
 * @param utility     what `value` is of; NULL: the sum rate, less the price of the powers
 * @param allocation  [S][K]; `rb` may be NULL where there is one RB
 * @return MOG_OK; MOG_ERROR_DATA (RBs that are not there, or none said where there are several);
 * MOG_ERROR_MEMORY: nothing has been added then
 */
mog_status mog_measure_add(mog_measure *measure, const mog_utility *utility,
                           const mog_problem *problem, const mog_allocation *allocation,
                           mog_error *error);

/**
 * Adds how far decisions are from others', which count as right. RBs are compared where both have
 * them.
 *
 * @param other  [S][K], p* and its RBs
 * @return as mog_measure_add()
 */
mog_status mog_measure_compare(mog_measure *measure, const mog_problem *problem,
                               const mog_allocation *allocation, const mog_allocation *other,
                               mog_error *error);

/** Means over all that was added. */
mog_measured mog_measure_means(const mog_measure *measure);

#ifdef __cplusplus
}
#endif
#endif
