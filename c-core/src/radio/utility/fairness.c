/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Utilities of the rates alone: the sum rate, and fairness between links at an instant or, by mean
 * rates, over time (Mo, Walrand, "Fair end-to-end window-based congestion control", IEEE/ACM Trans.
 * Networking 2000).
 */
#include "radio/utility/utility_type.h"

const mog_utility_type mog_utility_type_sum_rate = {.linear = true, .separable = true};

static void no_prices(const mog_instant *instant, double *price) {
    for (size_t i = 0; i < instant->links; i++)
        price[i] = 0;
}

/* ---- alpha fairness ------------------------------------------------------------------------ */

static void share_fair(const mog_instant *instant, double alpha, double *share) {
    for (size_t i = 0; i < instant->links; i++) {
        const double rate = mog_instant_rate(instant, i);
        const double worth = alpha == 1 ? log(rate) : pow(rate, 1 - alpha) / (1 - alpha);
        share[i] = mog_instant_weight(instant, i) * worth;
    }
}

static void gradient_fair(const mog_instant *instant, double alpha, double *weight, double *price) {
    for (size_t i = 0; i < instant->links; i++) {
        const double rate = mog_instant_rate(instant, i);
        const double slope = alpha == 1 ? 1 / rate : pow(rate, -alpha);
        weight[i] = mog_instant_weight(instant, i) * slope;
    }
    no_prices(instant, price);
}

static void share_proportional(const mog_utility *utility, const mog_instant *instant,
                               double *share) {
    (void)utility;
    share_fair(instant, 1, share);
}

static void gradient_proportional(const mog_utility *utility, const mog_instant *instant,
                                  double *weight, double *price) {
    (void)utility;
    gradient_fair(instant, 1, weight, price);
}

const mog_utility_type mog_utility_type_proportional_fair = {
    .separable = true,
    .share = share_proportional,
    .gradient = gradient_proportional,
};

static void share_alpha(const mog_utility *utility, const mog_instant *instant, double *share) {
    share_fair(instant, utility->alpha, share);
}

static void gradient_alpha(const mog_utility *utility, const mog_instant *instant, double *weight,
                           double *price) {
    gradient_fair(instant, utility->alpha, weight, price);
}

const mog_utility_type mog_utility_type_alpha_fair = {
    .separable = true,
    .share = share_alpha,
    .gradient = gradient_alpha,
};

/* ---- max-min ------------------------------------------------------------------------------- */

/* Links of weight 0 do not count. */
static size_t weakest(const mog_instant *instant) {
    size_t least = 0;
    double smallest = INFINITY;
    for (size_t i = 0; i < instant->links; i++) {
        const double v = mog_instant_weight(instant, i);
        if (v > 0 && v * instant->rate[i] < smallest) {
            smallest = v * instant->rate[i];
            least = i;
        }
    }
    return least;
}

static void share_max_min(const mog_utility *utility, const mog_instant *instant, double *share) {
    (void)utility;
    const size_t least = weakest(instant);
    const double smallest = mog_instant_weight(instant, least) * instant->rate[least];
    for (size_t i = 0; i < instant->links; i++)
        share[i] = smallest / (double)instant->links;
}

static void gradient_max_min(const mog_utility *utility, const mog_instant *instant, double *weight,
                             double *price) {
    (void)utility;
    const size_t least = weakest(instant);
    const double v = mog_instant_weight(instant, least);
    for (size_t i = 0; i < instant->links; i++)
        weight[i] = 0;
    weight[least] = v;
    no_prices(instant, price);
}

/* Serving the weakest link alone would make another one the weakest: links close to the smallest
 * rate count, too, as under alpha fairness with a large alpha. */
static void linearize_max_min(const mog_utility *utility, const mog_instant *instant,
                              double *weight, double *price) {
    enum { SHARPNESS = 8 };
    (void)utility;
    const size_t least = weakest(instant);
    const double smallest = mog_instant_weight(instant, least) * mog_instant_rate(instant, least);
    for (size_t i = 0; i < instant->links; i++) {
        const double v = mog_instant_weight(instant, i);
        const double ratio = smallest / (v * mog_instant_rate(instant, i));
        weight[i] = v > 0 ? v * pow(ratio, SHARPNESS) : 0;
    }
    no_prices(instant, price);
}

const mog_utility_type mog_utility_type_max_min = {
    .share = share_max_min,
    .gradient = gradient_max_min,
    .linearize = linearize_max_min,
};
