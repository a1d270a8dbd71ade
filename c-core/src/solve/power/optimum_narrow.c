/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What shrinks boxes between splits: the sign of the gradient, and cuts where a bound cannot reach
 * the best powers known. With them a few hundred boxes decide about 8 links of equal strength, and
 * some ten thousand at 70 dB of SNR.
 */
#include "solve/power/optimum_narrow.h"

#include "solve/power/optimum_bound.h"

#include <math.h>

enum { MAX = MOG_OPTIMUM_MAX_LINKS };

static const double margin = MOG_BOUND_MARGIN;
/* Cuts are solved for, and stay this much further away. */
static const double cut_margin = 1e-9;

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
    if (mog_box_is_priced(p->price_most, p->links))
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
    if (mog_box_is_priced(p->price, p->links))
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
