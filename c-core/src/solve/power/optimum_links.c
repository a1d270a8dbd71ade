/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Boxes for the sum of the links' energy efficiencies, f_i = w ln(1 + G p / I) / (m p + c), in a
 * link's power p and the interference I that it hears. There are two bounds.
 *
 * One is a sum of functions of one power each. f is convex in I, below its chord between the least
 * and the most interference of the box; b(p) being the chord's slope,
 *
 *     f(p, I) <= f(p, I_least) - b(p) (I - I_least) <= f(p, I_least) - b_least (I - I_least),
 *
 * and I is linear in the others' powers: each link is left with its own efficiency less a toll on
 * its power for the interference that it causes (optimum_peak.h). b(p) is a concave function over a
 * linear one, so that its least value is at an end.
 *
 * The other is the sum rate with weights and prices of the box's own (McCormick, Mathematical
 * Programming 1976): with d = m p + c, and because no rate of the box is below R_least,
 *
 *     R / d <= R / d_least - R_least (d - d_least) / (d_least d_most).
 *
 * It brings in the bound that is linear in logarithms, for channels far above the noise. Both
 * bounds are wrong by the square of the box's size.
 */
#include "solve/power/optimum_bound.h"
#include "solve/power/optimum_narrow.h"
#include "solve/power/optimum_peak.h"

#include <math.h>

enum { MAX = MOG_OPTIMUM_MAX_LINKS };

static const double margin = MOG_BOUND_MARGIN;

static double spent(const mog_box_problem *p, double power) {
    return p->utility->amplifier * power + p->utility->circuit_power;
}

/* The efficiency of link i under some interference. */
static mog_peak efficiency(const mog_box_problem *p, const mog_box *box, size_t i, double heard) {
    return (mog_peak){
        .weight = p->weight[i],
        .rise = heard / p->direct[i],
        .amplifier = p->utility->amplifier,
        .circuit = p->utility->circuit_power,
        .low = box->low[i],
        .high = box->high[i],
    };
}

/*
 * Fixes powers at a side of the box towards which the value grows everywhere in it: the sign of
 *
 *     w_k G_kk / (S_k d_k) - m f_k / d_k - sum_i w_i G_ik G_ii p_i / (S_i I_i d_i)
 *
 * is certain if the smallest gain exceeds the largest harm, or the other way round.
 */
static bool fix_monotone(const mog_box_problem *p, mog_box *box) {
    bool fixed = false;
    const mog_box_range e = mog_box_interference(p, box);
    for (size_t k = 0; k < p->links; k++) {
        const double low = box->low[k], high = box->high[k];
        if (low == high)
            continue;
        const mog_peak loud = efficiency(p, box, k, e.most[k]);
        const mog_peak quiet = efficiency(p, box, k, e.least[k]);
        const double worst = fmin(mog_peak_at(&loud, low), mog_peak_at(&loud, high));
        const double cheap = spent(p, low), dear = spent(p, high);
        const double gain_least = p->weight[k] / ((loud.rise + high) * dear);
        const double gain_most = p->weight[k] / ((quiet.rise + low) * cheap);
        double harm_least = p->utility->amplifier * worst / dear;
        double harm_most = p->utility->amplifier * mog_peak_most(&quiet) / cheap;
        for (size_t i = 0; i < p->links; i++) {
            const double coupling = p->weight[i] * p->cross[i][k];
            const double weak = p->direct[i] * box->low[i], strong = p->direct[i] * box->high[i];
            harm_least +=
                coupling * weak / ((e.most[i] + weak) * e.most[i]) / spent(p, box->high[i]);
            harm_most +=
                coupling * strong / ((e.least[i] + strong) * e.least[i]) / spent(p, box->low[i]);
        }
        if (gain_least * (1 - margin) >= harm_most * (1 + margin)) {
            box->low[k] = high;
            fixed = true;
        } else if (gain_most * (1 + margin) <= harm_least * (1 - margin)) {
            box->high[k] = low;
            fixed = true;
        }
    }
    return fixed;
}

/* b(p), the fall of link i's efficiency with its interference. */
static double chord(const mog_box_problem *p, const mog_box_range *e, size_t i, double power) {
    const double signal = p->direct[i] * power, width = e->most[i] - e->least[i];
    const double steepest = signal / (e->most[i] + signal) / e->least[i];
    const double slope = width > 0 ? log1p(width * steepest) / width : steepest;
    return p->weight[i] * slope / spent(p, power);
}

/* The bound that is a sum: its functions, and its constant. */
typedef struct separate {
    mog_peak link[MAX];
    double constant, magnitude;
} separate;

static separate separate_links(const mog_box_problem *p, const mog_box *box) {
    const mog_box_range e = mog_box_interference(p, box);
    separate s = {.constant = 0};
    for (size_t i = 0; i < p->links; i++)
        s.link[i] = efficiency(p, box, i, e.least[i]);
    for (size_t i = 0; i < p->links; i++) {
        const double ends = fmin(chord(p, &e, i, box->low[i]), chord(p, &e, i, box->high[i]));
        const double slope = ends * (1 - margin);
        s.constant += slope * (e.least[i] - p->noise);
        s.magnitude += slope * e.least[i];
        for (size_t j = 0; j < p->links; j++)
            s.link[j].toll += slope * p->cross[i][j];
    }
    return s;
}

/* Bounds and cuts by it. @return whether `goal` has been undercut */
static bool narrow_separately(const mog_box_problem *p, mog_box *box, double goal, bool *cut) {
    const separate s = separate_links(p, box);
    double most[MAX], sum = s.constant, magnitude = s.magnitude;
    for (size_t i = 0; i < p->links; i++) {
        most[i] = mog_peak_most(&s.link[i]);
        sum += most[i];
        magnitude += fabs(most[i]) + s.link[i].toll * box->high[i];
    }
    sum += margin * magnitude;
    box->bound = fmin(box->bound, sum);
    if (box->bound <= goal)
        return true;
    for (size_t i = 0; i < p->links; i++) {
        const double level = goal - (sum - most[i]);
        *cut |= mog_peak_cut(&s.link[i], level, &box->low[i], &box->high[i]);
    }
    return false;
}

/* The same by the sum rate with prices, in logarithms. */
static bool narrow_by_prices(const mog_box_problem *p, mog_box *box, double goal, bool *cut) {
    const mog_box_range e = mog_box_interference(p, box);
    mog_box_problem priced = *p;
    double constant = 0;
    for (size_t i = 0; i < p->links; i++) {
        const double cheap = spent(p, box->low[i]), dear = spent(p, box->high[i]);
        const double worst = p->weight[i] * log1p(p->direct[i] * box->low[i] / e.most[i]);
        const double price = worst * (1 - margin) * p->utility->amplifier / (cheap * dear);
        priced.weight[i] = p->weight[i] / cheap;
        priced.price[i] = priced.price_most[i] = price;
        constant += price * box->low[i];
    }
    constant *= 1 + margin;
    mog_box narrowed = *box;
    narrowed.bound = HUGE_VAL;
    const bool done = mog_box_narrow_logarithmic(&priced, &narrowed, goal - constant, cut);
    narrowed.bound = fmin(box->bound, narrowed.bound + constant);
    *box = narrowed;
    return done;
}

bool mog_box_narrow_links(const mog_box_problem *p, mog_box *box, double goal) {
    enum { ROUNDS = 4 };
    bool any_cut = false, changed = true, done = false;
    for (int round = 0; round < ROUNDS && changed && !done; round++) {
        bool cut = false;
        changed = fix_monotone(p, box);
        done = narrow_separately(p, box, goal, &cut) || narrow_by_prices(p, box, goal, &cut);
        any_cut |= cut;
        changed |= cut;
    }
    return any_cut;
}
