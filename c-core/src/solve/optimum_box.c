/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Two upper bounds. The mixed monotonic one lets each link have its own power at the upper corner
 * and all others' at the lower; it holds everywhere and decides about large boxes. The linear one,
 * from tangents and chords of logarithms, has an error of second order, so that small boxes around
 * the optimum are not split again and again. Signs of the gradient and cuts at the incumbent, exact
 * for either bound, shrink boxes between splits: for 8 links a few hundred boxes do.
 */
#include "solve/optimum_box.h"

#include <math.h>
#include <string.h>

enum { MAX = MOG_OPTIMUM_MAX_LINKS };

/* Relative margin for rounding. A bound is a few hundred operations away from its inputs. */
static const double margin = 1e-12;
/* Cuts are solved for, and stay this much further away. */
static const double cut_margin = 1e-9;

/* Products of a few numbers up to this, and their inverses, stay far from overflow. */
static const double largest_ratio = 1e60;

mog_status mog_box_problem_init(mog_box_problem *p, const mog_problem *sample, mog_error *error) {
    const size_t links = sample->links;
    double scale = 0, weight = 0;
    for (size_t n = 0; n < links * links; n++)
        scale = fmax(scale, sample->gain[n]);
    for (size_t i = 0; i < links && sample->weight != NULL; i++)
        weight = fmax(weight, sample->weight[i]);
    if (scale / sample->noise_power > largest_ratio || weight > largest_ratio)
        return mog_fail(error, MOG_ERROR_NUMERIC,
                        "optimum: a gain of %g with noise %g and weight %g is beyond what can be "
                        "certified: gain / noise and weight must not exceed %g",
                        scale, sample->noise_power, weight, largest_ratio);
    if (scale == 0)
        scale = sample->noise_power;
    *p = (mog_box_problem){.links = links, .noise = sample->noise_power / scale};
    for (size_t i = 0; i < links; i++) {
        p->weight[i] = (sample->weight != NULL ? sample->weight[i] : 1) / M_LN2;
        for (size_t j = 0; j < links; j++)
            p->cross[i][j] = sample->gain[i * links + j] / scale;
        p->direct[i] = p->cross[i][i];
        p->cross[i][i] = 0;
    }
    return MOG_OK;
}

/* Interference and noise at receiver i. */
static double interference(const mog_box_problem *p, const double *power, size_t i) {
    double sum = p->noise;
    for (size_t j = 0; j < p->links; j++)
        sum += p->cross[i][j] * power[j];
    return sum;
}

/* Interference at both corners. */
typedef struct extremes {
    double least[MAX], most[MAX];
} extremes;

static extremes interference_range(const mog_box_problem *p, const mog_box *box) {
    extremes e;
    for (size_t i = 0; i < p->links; i++) {
        e.least[i] = interference(p, box->low, i);
        e.most[i] = interference(p, box->high, i);
    }
    return e;
}

/*
 * Fixes powers at a side of the box towards which the sum rate grows everywhere in it: the sign of
 *
 *     dR/dp_k = w_k G_kk / S_k - sum_i w_i G_ik G_ii p_i / (S_i I_i)
 *
 * is certain if the smallest gain exceeds the largest harm, or the other way round.
 */
static bool fix_monotone(const mog_box_problem *p, mog_box *box) {
    bool fixed = false;
    const extremes e = interference_range(p, box);
    for (size_t k = 0; k < p->links; k++) {
        if (box->low[k] == box->high[k])
            continue;
        const double own = p->weight[k] * p->direct[k];
        const double gain_least = own / (e.most[k] + p->direct[k] * box->high[k]);
        const double gain_most = own / (e.least[k] + p->direct[k] * box->low[k]);
        double harm_least = 0, harm_most = 0;
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

/* The mixed monotonic bound: own power at the upper corner, all others' at the lower. */
static double monotonic_bound(const mog_box_problem *p, const mog_box *box, double *rate) {
    double sum = 0;
    for (size_t i = 0; i < p->links; i++) {
        rate[i] = p->weight[i] * log1p(p->direct[i] * box->high[i] / interference(p, box->low, i));
        sum += rate[i];
    }
    return sum * (1 + margin);
}

/* Raises low corners: below them even the least interference leaves too little. */
static bool raise_low(const mog_box_problem *p, mog_box *box, double goal) {
    double rate[MAX];
    bool cut = false;
    const double bound = monotonic_bound(p, box, rate);
    for (size_t i = 0; i < p->links; i++) {
        const double need = goal - (bound - rate[i]);
        if (need <= 0 || p->direct[i] * p->weight[i] == 0)
            continue;
        const double least = interference(p, box->low, i) * expm1(need / p->weight[i]) /
                             p->direct[i] * (1 - cut_margin);
        if (least > box->low[i]) {
            box->low[i] = fmin(least, box->high[i]);
            cut = true;
        }
    }
    return cut;
}

/*
 * A linear bound. R = sum w (ln S - ln I) with S and I linear in the powers: ln S lies below its
 * tangent at any point, -ln I below its chord between the ends of its range. Its error falls with
 * the square of the box's size, that of the monotonic bound only linearly.
 *
 * @param at  powers where the tangents touch
 * @param vertex  out: where the linear function is largest
 */
static double linear_bound(const mog_box_problem *p, const mog_box *box, const extremes *e,
                           const double *chord, const double *at, double *slope, double *vertex) {
    double constant = 0, magnitude = 0;
    memset(slope, 0, p->links * sizeof *slope);
    for (size_t i = 0; i < p->links; i++) {
        const double total = interference(p, at, i) + p->direct[i] * at[i];
        const double w = p->weight[i], tangent = 1 / total;
        /* ln S - ln I_least + (S(p) - S)/S - chord (I(p) - I_least), split into powers and the rest
         */
        constant += w * (log(total / e->least[i]) - 1 + p->noise * tangent +
                         chord[i] * (e->least[i] - p->noise));
        magnitude += w * (fabs(log(total / e->least[i])) + 2 + chord[i] * e->least[i]);
        slope[i] += w * p->direct[i] * tangent;
        for (size_t j = 0; j < p->links; j++)
            slope[j] += w * p->cross[i][j] * (tangent - chord[i]);
    }
    double sum = constant;
    for (size_t j = 0; j < p->links; j++) {
        vertex[j] = slope[j] > 0 ? box->high[j] : box->low[j];
        sum += slope[j] * vertex[j];
        magnitude += fabs(slope[j]) * vertex[j];
    }
    return sum + margin * magnitude;
}

/* The best linear bound of a few Frank-Wolfe steps; each point on the way gives a valid one. */
static double best_linear_bound(const mog_box_problem *p, const mog_box *box, double *slope) {
    const extremes e = interference_range(p, box);
    double chord[MAX], at[MAX], vertex[MAX], s[MAX], best = HUGE_VAL;
    for (size_t i = 0; i < p->links; i++) {
        const double width = e.most[i] - e.least[i];
        /* where the range is too short to divide by, the tangent at its end is flat enough */
        chord[i] = width > 1e-8 * e.least[i] ? log1p(width / e.least[i]) / width : 1 / e.most[i];
        at[i] = (box->low[i] + box->high[i]) / 2;
    }
    for (int step = 0; step < 6; step++) {
        const double bound = linear_bound(p, box, &e, chord, at, s, vertex);
        if (bound < best) {
            best = bound;
            memcpy(slope, s, p->links * sizeof *slope);
        }
        for (size_t i = 0; i < p->links; i++)
            at[i] += 2.0 / (step + 2) * (vertex[i] - at[i]);
    }
    return best;
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

bool mog_box_narrow(const mog_box_problem *p, mog_box *box, double goal) {
    enum { ROUNDS = 4 };
    double rate[MAX], slope[MAX];
    bool cut = false, changed = true;
    for (int round = 0; round < ROUNDS && changed; round++) {
        changed = fix_monotone(p, box);
        box->bound = fmin(box->bound, monotonic_bound(p, box, rate));
        if (box->bound <= goal)
            return cut;
        bool smaller = raise_low(p, box, goal);
        const double linear = best_linear_bound(p, box, slope);
        box->bound = fmin(box->bound, linear);
        if (box->bound <= goal)
            return cut || smaller;
        smaller |= cut_linear(p, box, slope, linear, goal);
        cut |= smaller;
        changed |= smaller;
    }
    return cut;
}
