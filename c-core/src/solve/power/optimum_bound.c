/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The mixed monotonic bound needs nothing of a box and decides about large ones. The other two
 * follow the sum rate to second order, so that boxes around the optimum are not split again and
 * again: one in the powers, one in their logarithms for channels far above the noise.
 */
#include "solve/power/optimum_bound.h"

#include <math.h>
#include <string.h>

/* Points at which a bound by tangents is tried; more would hardly lower it. */
enum { MAX = MOG_OPTIMUM_MAX_LINKS, TANGENTS = 6 };

static const double margin = MOG_BOUND_MARGIN;

/* Interference and noise at receiver i. */
static double interference(const mog_box_problem *p, const double *power, size_t i) {
    double sum = p->noise;
    for (size_t j = 0; j < p->links; j++)
        sum += p->cross[i][j] * power[j];
    return sum;
}

mog_box_range mog_box_interference(const mog_box_problem *p, const mog_box *box) {
    mog_box_range range;
    for (size_t i = 0; i < p->links; i++) {
        range.least[i] = interference(p, box->low, i);
        range.most[i] = interference(p, box->high, i);
    }
    return range;
}

/* Where w ln(1 + G p / I) - c p is largest. */
static double best_power(const mog_box_problem *p, const mog_box *box, double heard, size_t i) {
    if (p->price[i] == 0)
        return box->high[i];
    if (p->direct[i] * p->weight[i] == 0)
        return box->low[i];
    const double free = p->weight[i] / p->price[i] - heard / p->direct[i];
    return fmin(fmax(free, box->low[i]), box->high[i]);
}

double mog_bound_monotonic(const mog_box_problem *p, const mog_box *box, double *worth) {
    double sum = 0, costs = 0;
    for (size_t i = 0; i < p->links; i++) {
        const double heard = interference(p, box->low, i);
        const double power = best_power(p, box, heard, i), cost = p->price[i] * power;
        worth[i] = p->weight[i] * log1p(p->direct[i] * power / heard) - cost;
        sum += worth[i];
        costs += cost;
    }
    return sum * (1 + margin) + 2 * margin * costs;
}

/*
 * A linear bound. R = sum w (ln S - ln I) with S and I linear in the powers: ln S lies below its
 * tangent at any point, -ln I below its chord between the ends of its range. Its error falls with
 * the square of the box's size, that of the monotonic bound only linearly.
 *
 * @param at  powers where the tangents touch
 * @param vertex  out: where the linear function is largest
 */
static double linear_at(const mog_box_problem *p, const mog_box *box, const mog_box_range *e,
                        const double *chord, const double *at, double *slope, double *vertex) {
    double constant = 0, magnitude = 0;
    memset(slope, 0, p->links * sizeof *slope);
    for (size_t i = 0; i < p->links; i++) {
        const double total = interference(p, at, i) + p->direct[i] * at[i];
        const double w = p->weight[i], tangent = 1 / total;
        /* ln S - ln I_least + (S(p) - S) / S - chord (I(p) - I_least), powers and constant apart */
        constant += w * (log(total / e->least[i]) - 1 + p->noise * tangent +
                         chord[i] * (e->least[i] - p->noise));
        magnitude += w * (fabs(log(total / e->least[i])) + 2 + chord[i] * e->least[i]);
        slope[i] += w * p->direct[i] * tangent;
        for (size_t j = 0; j < p->links; j++)
            slope[j] += w * p->cross[i][j] * (tangent - chord[i]);
    }
    double sum = constant;
    for (size_t j = 0; j < p->links; j++) {
        slope[j] -= p->price[j];
        vertex[j] = slope[j] > 0 ? box->high[j] : box->low[j];
        sum += slope[j] * vertex[j];
        magnitude += (fabs(slope[j]) + p->price[j]) * vertex[j];
    }
    return sum + margin * magnitude;
}

/* The best linear bound of a few Frank-Wolfe steps; each point on the way gives a valid one. */
double mog_bound_linear(const mog_box_problem *p, const mog_box *box, double *slope) {
    const mog_box_range e = mog_box_interference(p, box);
    double chord[MAX], at[MAX], vertex[MAX], s[MAX], best = HUGE_VAL;
    for (size_t i = 0; i < p->links; i++) {
        const double width = e.most[i] - e.least[i];
        /* where the range is too short to divide by, the tangent at its end is flat enough */
        chord[i] = width > 1e-8 * e.least[i] ? log1p(width / e.least[i]) / width : 1 / e.most[i];
        at[i] = (box->low[i] + box->high[i]) / 2;
    }
    for (int step = 0; step < TANGENTS; step++) {
        const double bound = linear_at(p, box, &e, chord, at, s, vertex);
        if (bound < best) {
            best = bound;
            memcpy(slope, s, p->links * sizeof *slope);
        }
        for (size_t i = 0; i < p->links; i++)
            at[i] += 2.0 / (step + 2) * (vertex[i] - at[i]);
    }
    return best;
}

/*
 * A bound that is linear in q = ln p. With v_i = ln SINR_i, R = sum w ln(1 + exp v): each term lies
 * below its chord over the range of v, and v is concave in q, below its tangent. Where all links of
 * a box are well above the noise the chords are nearly straight: this decides about channels of
 * high SNR whose best powers lie inside, and for which powers matter by their decibels.
 *
 * A power that may be 0 is left out of the tangents: interference is at least that of the others.
 * Prices are concave in q, too: -c p lies below its tangent. A link whose power may be 0 has its
 * best worth in place of its best rate.
 */
typedef struct log_model {
    double chord[MAX];    /* slope of the chord in v; 0: only the constant holds */
    double constant[MAX]; /* of the chord, with ln G_ii */
    double cost[MAX];     /* of a power that may be 0: what its best worth is below its best rate */
} log_model;

static log_model log_chords(const mog_box_problem *p, const mog_box *box, const mog_box_range *e) {
    log_model m = {.chord = {0}};
    for (size_t i = 0; i < p->links; i++) {
        const double most = p->direct[i] * box->high[i] / e->least[i];
        const double least = p->direct[i] * box->low[i] / e->most[i];
        const double width = log(most / least);
        m.constant[i] = log1p(most);
        if (p->price[i] > 0 && box->low[i] == 0) {
            const double power = best_power(p, box, e->least[i], i);
            const double rate = log1p(p->direct[i] * power / e->least[i]);
            m.cost[i] = p->weight[i] * (m.constant[i] - rate) + p->price[i] * power;
        }
        if (!(least > 1e-6) || !(width > 1e-8))
            continue;
        m.chord[i] = (log1p(most) - log1p(least)) / width;
        m.constant[i] += m.chord[i] * log(p->direct[i] / most);
    }
    return m;
}

static double logarithmic_at(const mog_box_problem *p, const mog_box *box, const log_model *m,
                             const double *at, double *slope, double *vertex) {
    double sum = 0, magnitude = 0;
    memset(slope, 0, p->links * sizeof *slope);
    for (size_t i = 0; i < p->links; i++) {
        const double w = p->weight[i], heard = interference(p, at, i);
        const double value = w * (m->constant[i] - m->chord[i] * log(heard)) - m->cost[i];
        sum += value;
        magnitude += w * (fabs(m->constant[i]) + fabs(m->chord[i] * log(heard)) + 1);
        slope[i] += w * m->chord[i];
        for (size_t j = 0; j < p->links; j++)
            slope[j] -= w * m->chord[i] * p->cross[i][j] * at[j] / heard;
    }
    for (size_t j = 0; j < p->links; j++) {
        const double cost = p->price[j] * at[j];
        slope[j] -= cost;
        vertex[j] = slope[j] > 0 ? box->high[j] : box->low[j];
        if (at[j] == 0)
            continue;
        /* chord_j ln p_j - (its share of the tangents, and the price's) (ln p_j - ln at_j) */
        const double own = p->weight[j] * m->chord[j] * log(at[j]) - cost;
        const double ratio = log(vertex[j] / at[j]), term = slope[j] * ratio;
        sum += own + term;
        magnitude += fabs(own) + fabs(term) + cost * (2 + fabs(ratio));
    }
    return sum + margin * magnitude;
}

double mog_bound_logarithmic(const mog_box_problem *p, const mog_box *box, double *slope) {
    const mog_box_range e = mog_box_interference(p, box);
    const log_model m = log_chords(p, box, &e);
    double at[MAX], vertex[MAX], s[MAX], best = HUGE_VAL;
    for (size_t i = 0; i < p->links; i++)
        at[i] = sqrt(box->low[i] * box->high[i]);
    for (int step = 0; step < TANGENTS; step++) {
        const double bound = logarithmic_at(p, box, &m, at, s, vertex);
        if (bound < best) {
            best = bound;
            memcpy(slope, s, p->links * sizeof *slope);
        }
        for (size_t i = 0; i < p->links; i++)
            if (at[i] > 0)
                at[i] *= pow(vertex[i] / at[i], 2.0 / (step + 2));
    }
    return best;
}
