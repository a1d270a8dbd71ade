/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What shrinks boxes between splits: the sign of the gradient, and cuts where a bound cannot reach
 * the best powers known. With them a few hundred boxes decide about 8 links of equal strength, and
 * some ten thousand at 70 dB of SNR.
 */
#include "solve/power/optimum_box.h"

#include "solve/power/optimum_bound.h"

#include <math.h>

enum { MAX = MOG_OPTIMUM_MAX_LINKS };

static const double margin = MOG_BOUND_MARGIN;
/* Cuts are solved for, and stay this much further away. */
static const double cut_margin = 1e-9;
/* Products of a few numbers up to this, and their inverses, stay far from overflow. */
static const double largest_ratio = 1e60;

static double largest_of(const double *x, size_t n) {
    double largest = 0;
    for (size_t i = 0; i < n && x != NULL; i++)
        largest = fmax(largest, x[i]);
    return largest;
}

/* Where power costs something best powers lie inside the box, and how precisely a link's own power
 * is known counts, too: without it, a power that reaches no other receiver would never be split. */
static void set_reach(mog_box_problem *p) {
    const bool priced =
        largest_of(p->price, p->links) > 0 || p->utility->kind == MOG_UTILITY_ENERGY_EFFICIENCY;
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

/*
 * Fixes powers at a side of the box towards which the objective grows everywhere in it: the sign of
 *
 *     w_k G_kk / S_k - sum_i w_i G_ik G_ii p_i / (S_i I_i) - c_k
 *
 * is certain if the smallest gain exceeds the largest harm, or the other way round.
 */
static bool fix_monotone(const mog_box_problem *p, mog_box *box) {
    bool fixed = false;
    const mog_box_range e = mog_box_interference(p, box);
    for (size_t k = 0; k < p->links; k++) {
        if (box->low[k] == box->high[k])
            continue;
        const double own = p->weight[k] * p->direct[k];
        const double gain_least = own / (e.most[k] + p->direct[k] * box->high[k]);
        const double gain_most = own / (e.least[k] + p->direct[k] * box->low[k]);
        double harm_least = p->price[k], harm_most = p->price_most[k];
        for (size_t i = 0; i < p->links; i++) {
            const double coupling = p->weight[i] * p->cross[i][k];
            const double weak = p->direct[i] * box->low[i], strong = p->direct[i] * box->high[i];
            harm_least += coupling * weak / ((e.most[i] + weak) * e.most[i]);
            harm_most += coupling * strong / ((e.least[i] + strong) * e.least[i]);
        }
        if (gain_least * (1 - margin) >= harm_most * (1 + margin)) {
            box->low[k] = box->high[k];
            fixed = true;
        } else if (gain_most * (1 + margin) <= harm_least * (1 - margin)) {
            box->high[k] = box->low[k];
            fixed = true;
        }
    }
    return fixed;
}

/* Raises low corners: below them even the least interference leaves too little. */
static bool raise_low(const mog_box_problem *p, mog_box *box, double goal) {
    double worth[MAX];
    bool cut = false;
    const double bound = mog_bound_monotonic(p, box, worth);
    const mog_box_range e = mog_box_interference(p, box);
    for (size_t i = 0; i < p->links; i++) {
        const double need = goal - (bound - worth[i]) + p->price[i] * box->low[i];
        if (need <= 0 || p->direct[i] * p->weight[i] == 0)
            continue;
        const double least =
            e.least[i] * expm1(need / p->weight[i]) / p->direct[i] * (1 - cut_margin);
        if (least > box->low[i]) {
            box->low[i] = fmin(least, box->high[i]);
            cut = true;
        }
    }
    return cut;
}

/* Lowers high corners: above them even the least interference leaves less than the power costs. */
static bool lower_high(const mog_box_problem *p, mog_box *box, double goal) {
    double worth[MAX];
    bool cut = false;
    const double bound = mog_bound_monotonic(p, box, worth);
    const mog_box_range e = mog_box_interference(p, box);
    for (size_t i = 0; i < p->links; i++) {
        if (p->price[i] == 0)
            continue;
        const double need = goal - (bound - worth[i]);
        const double rate = p->weight[i] * log1p(p->direct[i] * box->high[i] / e.least[i]);
        const double affordable = (rate - need) * (1 + cut_margin);
        if (affordable >= p->price[i] * box->high[i])
            continue;
        box->high[i] = fmax(affordable / p->price[i], box->low[i]);
        cut = true;
    }
    return cut;
}

/* Cuts off what the linear bound says is too far from its best corner. */
static bool cut_linear(const mog_box_problem *p, mog_box *box, const double *slope, double bound,
                       double goal) {
    const double reach = (bound - goal) * (1 + cut_margin);
    bool cut = false;
    for (size_t j = 0; j < p->links; j++) {
        const double steep = fabs(slope[j]), width = box->high[j] - box->low[j];
        if (steep * width <= reach)
            continue;
        if (slope[j] > 0)
            box->low[j] = box->high[j] - reach / steep;
        else
            box->high[j] = box->low[j] + reach / steep;
        cut = true;
    }
    return cut;
}

/* The same for the bound in logarithms. */
static bool cut_logarithmic(const mog_box_problem *p, mog_box *box, const double *slope,
                            double bound, double goal) {
    bool cut = false;
    for (size_t j = 0; j < p->links; j++) {
        if (box->low[j] == 0 || slope[j] == 0)
            continue;
        const double factor = exp((goal - bound) / fabs(slope[j])) * (1 - cut_margin);
        if (box->low[j] >= box->high[j] * factor)
            continue;
        if (slope[j] > 0)
            box->low[j] = box->high[j] * factor;
        else
            box->high[j] = box->low[j] / factor;
        cut = true;
    }
    return cut;
}

/*
 * Where power is free, best powers have a link at full power, because scaling all of them up raises
 * every SINR: a box with one candidate has it at full power. @return false if the box has none
 */
static bool keep_full_power(const mog_box_problem *p, mog_box *box) {
    size_t candidates = 0, last = 0;
    if (largest_of(p->price_most, p->links) > 0)
        return true;
    for (size_t j = 0; j < p->links; j++) {
        if (box->high[j] == 1) {
            candidates++;
            last = j;
        }
    }
    if (candidates == 1)
        box->low[last] = 1;
    return candidates > 0;
}

bool mog_box_narrow_logarithmic(const mog_box_problem *p, mog_box *box, double goal, bool *cut) {
    double slope[MAX];
    const double bound = mog_bound_logarithmic(p, box, slope);
    box->bound = fmin(box->bound, bound);
    if (box->bound <= goal)
        return true;
    *cut |= cut_logarithmic(p, box, slope, bound, goal);
    return false;
}

/* One round; says whether `goal` has been undercut, so that nothing is left to do. */
static bool narrow_once(const mog_box_problem *p, mog_box *box, double goal, bool *cut) {
    double worth[MAX], slope[MAX];
    box->bound = fmin(box->bound, mog_bound_monotonic(p, box, worth));
    if (box->bound <= goal)
        return true;
    *cut |= raise_low(p, box, goal);
    if (largest_of(p->price, p->links) > 0)
        *cut |= lower_high(p, box, goal);
    const double linear = mog_bound_linear(p, box, slope);
    box->bound = fmin(box->bound, linear);
    if (box->bound <= goal)
        return true;
    *cut |= cut_linear(p, box, slope, linear, goal);
    return mog_box_narrow_logarithmic(p, box, goal, cut);
}

bool mog_box_narrow_priced(const mog_box_problem *p, mog_box *box, double goal) {
    enum { ROUNDS = 4 };
    bool any_cut = false, changed = true;
    for (int round = 0; round < ROUNDS && changed; round++) {
        changed = fix_monotone(p, box);
        if (!keep_full_power(p, box)) {
            box->bound = 0;
            return any_cut;
        }
        bool cut = false;
        const bool done = narrow_once(p, box, goal, &cut);
        any_cut |= cut;
        changed |= cut;
        if (done)
            break;
    }
    return any_cut;
}

bool mog_box_narrow(const mog_box_problem *p, mog_box *box, double goal) {
    switch (p->utility->kind) {
    case MOG_UTILITY_ENERGY_EFFICIENCY:
        return mog_box_narrow_network(p, box, goal);
    case MOG_UTILITY_LINK_ENERGY_EFFICIENCY:
        return mog_box_narrow_links(p, box, goal);
    default:
        return mog_box_narrow_priced(p, box, goal);
    }
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
