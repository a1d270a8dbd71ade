/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Measures without memory of their own.
 */
#ifndef MOG_RADIO_MEASURE_H
#define MOG_RADIO_MEASURE_H

#include "mog/measure.h"

/** mog_measure_add() that does not allocate. @param scratch  [2 K] */
mog_status mog_measure_add_with(mog_measure *measure, const mog_utility *utility,
                                const mog_problem *problem, const mog_allocation *allocation,
                                double *scratch, mog_error *error);

/**
 * How far the powers of a sample are from others'.
 * @param distance  out: ||p - p*||^2 / ||p*||^2
 * @return whether it exists: not where all of p* is 0
 */
bool mog_power_distance(size_t links, const double *power, const double *other, double *distance);

#endif
