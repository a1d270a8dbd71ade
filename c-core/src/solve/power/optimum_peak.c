/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * All questions about f(p) = N(p) / D(p), N concave and D > 0 linear, are asked of
 *
 *     h(p) = (f(p) - level) D(p) = N(p) - level D(p),
 *
 * which is concave, so that it lies below any of its tangents. That makes answers certain however
 * few steps an iteration takes, and whatever rounding does to the point where it ends.
 */
#include "solve/power/optimum_peak.h"

#include "solve/power/optimum_bound.h"

#include <math.h>

static const double margin = MOG_BOUND_MARGIN;
/* Cuts are solved for, and stay this much further away. */
static const double cut_margin = 1e-9;

static double spent(const mog_peak *f, double p) {
    return f->amplifier * p + f->circuit;
}

double mog_peak_at(const mog_peak *f, double p) {
    return f->weight * log1p(p / f->rise) / spent(f, p) - f->toll * p;
}

/* A tangent of h. Both numbers are known to within the rounding errors that are allowed for. */
typedef struct tangent {
    double value; /* raised */
    double slope, slope_error;
} tangent;

static tangent touch(const mog_peak *f, double level, double p) {
    const double rate = f->weight * log1p(p / f->rise), cost = spent(f, p), toll = f->toll * p;
    const double gain = f->weight / (f->rise + p);
    const double dearer = f->toll * (cost + f->amplifier * p);
    const double value = rate - (level + toll) * cost;
    return (tangent){
        .value = value + margin * (rate + (fabs(level) + toll) * cost),
        .slope = gain - dearer - level * f->amplifier,
        .slope_error = margin * (gain + dearer + fabs(level) * f->amplifier),
    };
}

/* Where h is largest: weight / (rise + p) = a p + b. */
static double top(const mog_peak *f, double level) {
    const double a = 2 * f->amplifier * f->toll;
    const double b = f->toll * f->circuit + level * f->amplifier;
    const double linear = a * f->rise + b, constant = f->weight - b * f->rise;
    const double root = sqrt(linear * linear + 4 * a * constant);
    const double p = linear >= 0 ? 2 * constant / (linear + root) : (root - linear) / (2 * a);
    return p > f->low ? fmin(p, f->high) : f->low; /* also where the slope has no zero */
}

/* Dinkelbach's method: h is nowhere above its tangent's higher end, and f above the level by no
 * more than that over the least power spent. */
double mog_peak_most(const mog_peak *f) {
    enum { STEPS = 16 };
    double level = fmax(mog_peak_at(f, f->low), mog_peak_at(f, f->high)), best = HUGE_VAL;
    for (int step = 0; step < STEPS; step++) {
        const double p = top(f, level);
        const tangent t = touch(f, level, p);
        const double left = (t.slope_error - t.slope) * (p - f->low);
        const double right = (t.slope_error + t.slope) * (f->high - p);
        const double most = fmax(t.value + fmax(left, right), 0);
        best = fmin(best, level + most / spent(f, f->low));
        const double next = mog_peak_at(f, p);
        if (!(next > level + margin * fabs(level)))
            break;
        level = next;
    }
    return best;
}

/* Newton's method, from outside: tangents are below 0 up to where they cross it, and so is h. */
bool mog_peak_cut(const mog_peak *f, double level, double *low, double *high) {
    enum { STEPS = 4 };
    bool cut = false;
    for (int step = 0; step < STEPS && *low < *high; step++) {
        const tangent t = touch(f, level, *low);
        const double slope = t.slope + t.slope_error;
        if (!(t.value < 0 && slope > 0))
            break;
        *low = fmin(*low - t.value / slope * (1 - cut_margin), *high);
        cut = true;
    }
    for (int step = 0; step < STEPS && *low < *high; step++) {
        const tangent t = touch(f, level, *high);
        const double slope = t.slope - t.slope_error;
        if (!(t.value < 0 && slope < 0))
            break;
        *high = fmax(*high - t.value / slope * (1 - cut_margin), *low);
        cut = true;
    }
    return cut;
}
