/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Bits for the power that they cost: a link that sends with power p spends m p + c. One ratio for
 * the whole network, or the sum of every link's own (Zappone, Jorswieck, "Energy efficiency in
 * wireless networks via fractional programming theory", Foundations and Trends in Communications
 * and Information Theory 2015).
 *
 * The ratio's weights and prices are those of Dinkelbach's method: with the present ratio as the
 * price of a unit of power, sum of v R - ratio (m p + c) is above 0 for powers that are better.
 */
#include "radio/utility/utility_type.h"

static double spent_by(const mog_utility *utility, const mog_instant *instant, size_t i) {
    return utility->amplifier * instant->power[i] + utility->circuit_power;
}

static double spent_by_all(const mog_utility *utility, const mog_instant *instant) {
    double spent = 0;
    for (size_t i = 0; i < instant->links; i++)
        spent += spent_by(utility, instant, i);
    return spent;
}

static double rate_of(const mog_instant *instant, size_t i) {
    return mog_instant_weight(instant, i) * instant->rate[i];
}

static void share_network(const mog_utility *utility, const mog_instant *instant, double *share) {
    const double spent = spent_by_all(utility, instant);
    for (size_t i = 0; i < instant->links; i++)
        share[i] = rate_of(instant, i) / spent;
}

static void gradient_network(const mog_utility *utility, const mog_instant *instant, double *weight,
                             double *price) {
    const double spent = spent_by_all(utility, instant);
    double rate = 0;
    for (size_t i = 0; i < instant->links; i++)
        rate += rate_of(instant, i);
    for (size_t i = 0; i < instant->links; i++) {
        weight[i] = mog_instant_weight(instant, i) / spent;
        price[i] = utility->amplifier * rate / (spent * spent);
    }
}

const mog_utility_type mog_utility_type_energy_efficiency = {
    .share = share_network,
    .gradient = gradient_network,
};

static void share_links(const mog_utility *utility, const mog_instant *instant, double *share) {
    for (size_t i = 0; i < instant->links; i++)
        share[i] = rate_of(instant, i) / spent_by(utility, instant, i);
}

static void gradient_links(const mog_utility *utility, const mog_instant *instant, double *weight,
                           double *price) {
    for (size_t i = 0; i < instant->links; i++) {
        const double spent = spent_by(utility, instant, i), rate = rate_of(instant, i);
        weight[i] = mog_instant_weight(instant, i) / spent;
        price[i] = utility->amplifier * rate / (spent * spent);
    }
}

const mog_utility_type mog_utility_type_link_energy_efficiency = {
    .separable = true,
    .share = share_links,
    .gradient = gradient_links,
};
