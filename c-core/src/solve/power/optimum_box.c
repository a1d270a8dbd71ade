/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Boxes of powers: the problem they are of, and where they are split. */
#include "solve/power/optimum_box.h"

#include <math.h>

/* Products of a few numbers up to this, and their inverses, stay far from overflow. */
static const double largest_ratio = 1e60;

static double largest_of(const double *x, size_t n) {
    double largest = 0;
    for (size_t i = 0; i < n && x != NULL; i++)
        largest = fmax(largest, x[i]);
    return largest;
}

bool mog_box_is_priced(const double *price, size_t links) {
    return largest_of(price, links) > 0;
}

/* Where power costs something best powers lie inside the box, and how precisely a link's own power
 * is known counts, too: without it, a power that reaches no other receiver would never be split. */
static void set_reach(mog_box_problem *p) {
    const bool priced =
        mog_box_is_priced(p->price, p->links) || p->utility->kind == MOG_UTILITY_ENERGY_EFFICIENCY;
    for (size_t j = 0; j < p->links; j++) {
        if (priced)
            p->reach[j] = p->direct[j] / p->noise;
        for (size_t i = 0; i < p->links; i++)
            p->reach[j] = fmax(p->reach[j], p->cross[i][j] / p->noise);
    }
}

mog_status mog_box_problem_init(mog_box_problem *p, const mog_utility *utility,
                                const mog_problem *sample, mog_error *error) {
    const size_t links = sample->links;
    double scale = largest_of(sample->gain, links * links);
    const double weight = largest_of(sample->weight, links);
    const double price = largest_of(sample->price, links);
    if (scale / sample->noise_power > largest_ratio || fmax(weight, price) > largest_ratio)
        return mog_fail(error, MOG_ERROR_NUMERIC,
                        "optimum: a gain of %g with noise %g, weight %g and price %g is beyond "
                        "what can be certified: gain / noise, weight and price must not exceed %g",
                        scale, sample->noise_power, weight, price, largest_ratio);
    if (scale == 0)
        scale = sample->noise_power;
    *p =
        (mog_box_problem){.utility = utility, .links = links, .noise = sample->noise_power / scale};
    for (size_t i = 0; i < links; i++) {
        p->weight[i] = (sample->weight != NULL ? sample->weight[i] : 1) / M_LN2;
        p->price[i] = p->price_most[i] = sample->price != NULL ? sample->price[i] : 0;
        for (size_t j = 0; j < links; j++)
            p->cross[i][j] = sample->gain[i * links + j] / scale;
        p->direct[i] = p->cross[i][i];
        p->cross[i][i] = 0;
    }
    set_reach(p);
    return MOG_OK;
}

void mog_box_split(const mog_box_problem *p, mog_box *lower, mog_box *upper) {
    /* the widest edge, if no power reaches any other receiver */
    size_t edge = 0;
    for (size_t j = 1; j < p->links; j++)
        if (lower->high[j] - lower->low[j] > lower->high[edge] - lower->low[edge])
            edge = j;
    double longest = 0, middle = (lower->low[edge] + lower->high[edge]) / 2;
    for (size_t j = 0; j < p->links; j++) {
        const double low = log1p(p->reach[j] * lower->low[j]);
        const double high = log1p(p->reach[j] * lower->high[j]);
        if (high - low <= longest)
            continue;
        edge = j;
        longest = high - low;
        middle = expm1((low + high) / 2) / p->reach[j];
    }
    /* rounding must not carry it out of the box */
    middle = fmin(fmax(middle, lower->low[edge]), lower->high[edge]);
    *upper = *lower;
    lower->high[edge] = upper->low[edge] = middle;
}
