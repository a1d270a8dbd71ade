/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Digamma and trigamma by recurrence and asymptotic series. */
#include "base/polygamma.h"

#include <math.h>

/*
 * Asymptotic series (Abramowitz, Stegun, "Handbook of Mathematical Functions", 6.3.18 and 6.4.12),
 * to which smaller arguments are brought by the recurrences 6.3.5 and 6.4.6. From here on the terms
 * that are left out are below the rounding of doubles.
 */
static const double series_start = 12;

double mog_digamma(double x) {
    double shift = 0;
    for (; x < series_start; x++)
        shift += 1 / x;
    const double z = 1 / (x * x);
    double series = 1.0 / 12;
    series = 691.0 / 32760 - series * z;
    series = 1.0 / 132 - series * z;
    series = 1.0 / 240 - series * z;
    series = 1.0 / 252 - series * z;
    series = 1.0 / 120 - series * z;
    series = 1.0 / 12 - series * z;
    return log(x) - 0.5 / x - series * z - shift;
}

double mog_trigamma(double x) {
    double shift = 0;
    for (; x < series_start; x++)
        shift += 1 / (x * x);
    const double z = 1 / (x * x);
    double series = 7.0 / 6;
    series = 691.0 / 2730 - series * z;
    series = 5.0 / 66 - series * z;
    series = 1.0 / 30 - series * z;
    series = 1.0 / 42 - series * z;
    series = 1.0 / 30 - series * z;
    series = 1.0 / 6 - series * z;
    return 1 / x + 0.5 * z + series * z / x + shift;
}
