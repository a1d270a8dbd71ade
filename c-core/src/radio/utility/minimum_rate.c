/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The sum rate with a minimum for every link's mean rate. An instant has no mean to hold: the
 * constraint acts over time, by a multiplier mu for each link, in steps of
 *
 *     mu <- max(0, mu - step (mean rate of the last slots - minimum)),   w = v (1 + mu)
 *
 * (dual descent; Naderializadeh, Eisen, Ribeiro, "State-augmented learnable algorithms for resource
 * management in wireless networks", IEEE Trans. Signal Processing 2022). Multipliers are bounded:
 * that of a link whose minimum cannot be met would grow for ever, and starve all others.
 */
#include "radio/utility/utility_type.h"

static void weigh(const mog_utility *utility, size_t links, const mog_link_history *history,
                  double *weight) {
    (void)utility;
    for (size_t i = 0; i < links; i++)
        weight[i] *= 1 + history[i].multiplier;
}

static void observe(const mog_utility *utility, double rate, mog_link_history *history) {
    history->sum += rate;
    if (++history->slots < utility->period)
        return;
    const double surplus = history->sum / (double)history->slots - utility->minimum_rate;
    const double moved = history->multiplier - utility->step * surplus;
    history->multiplier = fmin(fmax(moved, 0), utility->multiplier);
    history->sum = 0;
    history->slots = 0;
}

const mog_utility_type mog_utility_type_minimum_rate = {
    .linear = true,
    .separable = true,
    .weigh = weigh,
    .observe = observe,
};
