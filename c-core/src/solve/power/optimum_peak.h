/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * A function of one power with a single peak: a rate over the power spent, less a toll on the
 * power. It is a concave function over a positive linear one.
 */
#ifndef MOG_SOLVE_OPTIMUM_PEAK_H
#define MOG_SOLVE_OPTIMUM_PEAK_H

#include <stdbool.h>

/** f(p) = weight ln(1 + p / rise) / (amplifier p + circuit) - toll p on low <= p <= high. */
typedef struct mog_peak {
    double weight;
    double rise; /**< interference over gain, > 0; infinite if there is no gain */
    double amplifier, circuit;
    double toll; /**< >= 0 */
    double low, high;
} mog_peak;

double mog_peak_at(const mog_peak *f, double power);

/** An upper bound of f, by little more than rounding errors above its peak. */
double mog_peak_most(const mog_peak *f);

/**
 * Cuts off, at either end, powers where f is below a level.
 * @param low, high  in and out
 * @return whether anything was cut off
 */
bool mog_peak_cut(const mog_peak *f, double level, double *low, double *high);

#endif
