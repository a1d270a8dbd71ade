/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of utilities, their settings, and what all of them have in common. */
#include "radio/utility/utility.h"

#include "base/settings.h"
#include "radio/allocation.h"
#include "radio/blocks.h"
#include "radio/problem.h"
#include "radio/rates.h"
#include "radio/utility/utility_type.h"

#define ROW(constant, object, name) &mog_utility_type_##object,
static const mog_utility_type *const types[] = {MOG_UTILITY_LIST(ROW)};
#undef ROW

#define ROW(constant, object, name) name,
static const char *const names[] = {MOG_UTILITY_LIST(ROW) NULL};
#undef ROW

/* Settings may come from a program that has not checked them: then the first kind answers. */
static size_t index_of(const mog_utility *utility) {
    const size_t kind = (size_t)utility->kind;
    return kind < sizeof types / sizeof types[0] ? kind : 0;
}

static const mog_utility_type *type_of(const mog_utility *utility) {
    return types[index_of(utility)];
}

#define MEMBER(name) #name, .offset = offsetof(mog_utility, name)
static const mog_field fields[] = {
    {MEMBER(kind), .type = MOG_FIELD_CHOICE, .choices = names,
     .help = "what is maximised, at an instant or over time"},
    {MEMBER(alpha), .type = MOG_FIELD_REAL, .minimum = 0, .maximum = 100,
     .help = "alpha-fair: 0 is the sum rate, 1 proportional fair, more is fairer"},
    {MEMBER(minimum_rate), .type = MOG_FIELD_REAL, .minimum = 0, .maximum = 1e6,
     .help = "minimum-rate: least mean rate of every link; satisfaction: where 63 % is reached; "
             "bit/s/Hz"},
    {MEMBER(step), .type = MOG_FIELD_REAL, .minimum = 0, .maximum = 1e6,
     .help = "minimum-rate: what a missing bit/s/Hz adds to a link's multiplier"},
    {MEMBER(period), .type = MOG_FIELD_SIZE, .minimum = 1, .maximum = 1e6,
     .help = "minimum-rate: slots between two updates of a multiplier"},
    {MEMBER(multiplier), .type = MOG_FIELD_REAL, .minimum = 0, .maximum = 1e9,
     .help = "minimum-rate: largest multiplier, for links that cannot have the minimum"},
    {MEMBER(memory), .type = MOG_FIELD_REAL, .minimum = 1e-6, .maximum = 1,
     .help = "over time: share of the last slot in a link's mean rate and power"},
    {MEMBER(amplifier), .type = MOG_FIELD_REAL, .minimum = 0, .maximum = 1e6,
     .help = "energy: power spent per unit of transmit power"},
    {MEMBER(circuit_power), .type = MOG_FIELD_REAL, .minimum = 1e-9, .maximum = 1e6,
     .help = "energy: power a link spends besides; maximum transmit power is 1"},
};
#undef MEMBER

const mog_section mog_utility_section = {"utility", fields, sizeof fields / sizeof fields[0]};

void mog_utility_default(mog_utility *utility) {
    *utility = (mog_utility){
        .kind = MOG_UTILITY_SUM_RATE,
        .alpha = 2,
        .minimum_rate = 1,
        .step = 2,
        .period = 5,
        .multiplier = 100,
        .memory = 0.05,
        .amplifier = 4,
        .circuit_power = 1,
    };
}

mog_utility mog_utility_or_sum_rate(const mog_utility *utility) {
    mog_utility sum_rate;
    mog_utility_default(&sum_rate);
    return utility != NULL ? *utility : sum_rate;
}

mog_status mog_utility_check(const mog_utility *utility, mog_error *error) {
    return mog_settings_check(&mog_utility_section, utility, error);
}

const char *mog_utility_name(const mog_utility *utility) {
    return names[index_of(utility)];
}

bool mog_utility_is_linear(const mog_utility *utility) {
    return type_of(utility)->linear;
}

bool mog_utility_is_separable(const mog_utility *utility) {
    return type_of(utility)->separable;
}

mog_status mog_utility_accepts(const mog_utility *utility, const mog_problem *problem,
                               mog_error *error) {
    if (problem->price != NULL && !mog_utility_is_linear(utility))
        return mog_fail(error, MOG_ERROR_DATA,
                        "these channels have prices of power, and utility.kind = %s has none: use "
                        "sum-rate, or data without prices",
                        mog_utility_name(utility));
    return MOG_OK;
}

/* ---- an instant ---------------------------------------------------------------------------- */

void mog_utility_shares(const mog_utility *utility, const mog_instant *instant, double *share) {
    const mog_utility_type *type = type_of(utility);
    if (!type->linear) {
        type->share(utility, instant, share);
        return;
    }
    for (size_t i = 0; i < instant->links; i++) {
        share[i] = mog_instant_weight(instant, i) * instant->rate[i];
        if (instant->price != NULL)
            share[i] -= instant->price[i] * instant->power[i];
    }
}

double mog_utility_value(const mog_utility *utility, const mog_instant *instant, double *share) {
    mog_utility_shares(utility, instant, share);
    double value = 0;
    for (size_t i = 0; i < instant->links; i++)
        value += share[i];
    return value;
}

/* The problem's own weights and prices. */
static void copy_weights(const mog_instant *instant, double *weight, double *price) {
    for (size_t i = 0; i < instant->links; i++) {
        weight[i] = mog_instant_weight(instant, i);
        price[i] = instant->price != NULL ? instant->price[i] : 0;
    }
}

void mog_utility_gradient(const mog_utility *utility, const mog_instant *instant, double *weight,
                          double *price) {
    const mog_utility_type *type = type_of(utility);
    if (type->linear)
        copy_weights(instant, weight, price);
    else
        type->gradient(utility, instant, weight, price);
}

void mog_utility_linearize(const mog_utility *utility, const mog_instant *instant, double *weight,
                           double *price) {
    const mog_utility_type *type = type_of(utility);
    if (type->linearize != NULL)
        type->linearize(utility, instant, weight, price);
    else
        mog_utility_gradient(utility, instant, weight, price);
}

mog_status mog_utility_values(const mog_utility *utility, const mog_problem *problem,
                              const uint32_t *rb, const double *power, double *scratch,
                              double *value, mog_error *error) {
    const size_t k = problem->links;
    if (mog_utility_is_linear(utility))
        return mog_objective(problem, rb, power, value, error);
    const mog_status status = mog_rb_check(problem, rb, error);
    if (status != MOG_OK)
        return status;
    for (size_t s = 0; s < problem->samples; s++) {
        const mog_problem one = mog_problem_sample(problem, s);
        const mog_instant instant = {.links = k,
                                     .weight = one.weight,
                                     .price = one.price,
                                     .rate = scratch,
                                     .power = power + s * k};
        mog_rates(&one, mog_rb_from(rb, s * k), power + s * k, scratch, NULL);
        value[s] = mog_utility_value(utility, &instant, scratch + k);
    }
    return MOG_OK;
}

/* ---- over time ----------------------------------------------------------------------------- */

mog_link_history mog_link_history_start(double rate) {
    return (mog_link_history){.rate = rate, .power = 1};
}

void mog_utility_weigh(const mog_utility *utility, size_t links, const double *weight,
                       const double *price, const mog_link_history *history, double *w, double *c) {
    const mog_utility_type *type = type_of(utility);
    /* the means stand in what is about to be filled: a kind reads all of a link before it writes */
    for (size_t i = 0; i < links; i++) {
        w[i] = history[i].rate;
        c[i] = history[i].power;
    }
    const mog_instant mean = {
        .links = links, .weight = weight, .price = price, .rate = w, .power = c};
    mog_utility_linearize(utility, &mean, w, c);
    if (type->weigh != NULL)
        type->weigh(utility, links, history, w);
}

void mog_utility_observe(const mog_utility *utility, size_t links, const double *rate,
                         const double *power, mog_link_history *history) {
    const mog_utility_type *type = type_of(utility);
    const double memory = utility->memory;
    for (size_t i = 0; i < links; i++) {
        mog_link_history *h = &history[i];
        h->rate = (1 - memory) * h->rate + memory * rate[i];
        h->power = (1 - memory) * h->power + memory * power[i];
        if (type->observe != NULL)
            type->observe(utility, rate[i], h);
    }
}
