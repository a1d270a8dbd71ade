/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Running mean and deviation. */
#include "learn/rl/running_moments.h"

#include <math.h>

void mog_running_moments_add(mog_running_moments *moments, double value) {
    const double before = value - moments->mean;
    moments->count++;
    moments->mean += before / moments->count;
    moments->squares += before * (value - moments->mean);
}

double mog_running_moments_deviation(const mog_running_moments *moments) {
    return moments->squares > 0 ? sqrt(moments->squares / moments->count) : 1;
}
