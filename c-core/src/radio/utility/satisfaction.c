/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Users who are content at some rate: what a link has beyond it is worth less and less,
 *
 *     v (1 - exp(-R / R_min)),
 *
 * as of streams whose quality saturates (Shenker, "Fundamental design issues for the future
 * Internet", IEEE JSAC 1995, calls such applications elastic).
 */
#include "radio/utility/utility_type.h"

static double scale_of(const mog_utility *utility) {
    return fmax(utility->minimum_rate, MOG_RATE_FLOOR);
}

static void share(const mog_utility *utility, const mog_instant *instant, double *share) {
    const double scale = scale_of(utility);
    for (size_t i = 0; i < instant->links; i++)
        share[i] = -mog_instant_weight(instant, i) * expm1(-instant->rate[i] / scale);
}

static void gradient(const mog_utility *utility, const mog_instant *instant, double *weight,
                     double *price) {
    const double scale = scale_of(utility);
    for (size_t i = 0; i < instant->links; i++) {
        const double left = exp(-instant->rate[i] / scale);
        weight[i] = mog_instant_weight(instant, i) * left / scale;
        price[i] = 0;
    }
}

const mog_utility_type mog_utility_type_satisfaction = {
    .separable = true,
    .share = share,
    .gradient = gradient,
};
