/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Mean and deviation of numbers that come one by one (Welford, Technometrics 1962).
 */
#ifndef MOG_LEARN_RUNNING_MOMENTS_H
#define MOG_LEARN_RUNNING_MOMENTS_H

/** Zeros: no numbers yet. */
typedef struct mog_running_moments {
    double count;
    double mean;
    double squares; /* sum of the squared differences from the mean */
} mog_running_moments;

void mog_running_moments_add(mog_running_moments *moments, double value);

/** 1 if the numbers do not differ, or there are none. */
double mog_running_moments_deviation(const mog_running_moments *moments);

#endif
