/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * What a network is judged by: statistics of rates and powers that links have had, in the mean over
 * time (mog/slots.h) or at an instant.
 *
 * Threads: everything here may be called by any number of threads.
 */
#ifndef MOG_STATISTICS_H
#define MOG_STATISTICS_H

#include "mog/utility.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What links have had. The arrays belong to the caller. */
typedef struct mog_link_means {
    size_t samples;       /**< S >= 1 */
    size_t links;         /**< K >= 1 */
    const double *rate;   /**< [S][K], bit/s/Hz */
    const double *power;  /**< [S][K], 0..1 */
    const double *served; /**< [S][K], share of slots, or NULL: from the rates */
    const double *weight; /**< [S][K], the links' own, or NULL: all ones; for the utility alone */
    const double *price;  /**< [S][K], the links' own, or NULL: none; for the utility alone */
} mog_link_means;

/** Statistics over links and samples. None but `utility` knows weights. */
typedef struct mog_link_statistics {
    double utility;           /**< mean over samples, of the utility at these rates and powers */
    double sum_rate;          /**< mean over samples, bit/s/Hz */
    double mean_rate;         /**< of all links, bit/s/Hz */
    double percentile_5;      /**< of all links' rates, bit/s/Hz, linear between two ranks */
    double mean_minimum;      /**< mean over samples of the smallest rate, bit/s/Hz */
    double minimum;           /**< smallest rate of all, bit/s/Hz */
    double geometric_mean;    /**< of all links' rates, bit/s/Hz; 0 if one is not above
                                   MOG_RATE_FLOOR */
    double log_rate;          /**< mean over samples of the sum of ln R, R at least
                                   MOG_RATE_FLOOR */
    double jain;              /**< mean over samples of (sum R)^2 / (K sum R^2), 1/K..1; 0 in a
                                   sample without any rate */
    double never_served;      /**< share of links, 0..1 */
    double below_minimum;     /**< share of links with less than utility.minimum_rate, 0..1 */
    double energy_efficiency; /**< mean over samples of sum R / sum of (m p + c), bit/s/Hz per
                                   unit of power */
    double link_energy_efficiency; /**< mean over samples of the sum of R / (m p + c) */
} mog_link_statistics;

/**
 * Statistics of what links have had.
 *
 * @param utility  its kind is what `utility` is; its minimum rate, amplifier m and circuit power c
 *                 are used whatever its kind
 * @return MOG_OK or MOG_ERROR_MEMORY
 */
mog_status mog_link_statistics_of(const mog_utility *utility, const mog_link_means *means,
                                  mog_link_statistics *statistics, mog_error *error);

/** A statistic's place in the struct, and what it is called. */
typedef struct mog_statistic {
    const char *name; /**< "percentile_5" */
    size_t offset;    /**< of the double in mog_link_statistics */
    const char *help; /**< one line, with the unit */
} mog_statistic;

/** All statistics, ended by one without a name. */
extern const mog_statistic mog_link_statistics_list[];

#ifdef __cplusplus
}
#endif
#endif
