/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Distances of a network's outputs to labels. Every function below does one sample, returns its
 * distance, and adds `scale` times the gradient.
 */
#include "learn/objective/label_distance.h"

#include <math.h>

/* Outputs of one sample, y and dy [K][width], and its label [K]. */
typedef struct sample {
    size_t links, width;
    const mog_real *label, *y;
    mog_real *dy;
} sample;

/* Probabilities that round to 0 or 1 would make a logarithm or its slope infinite; no float32 that
 * an activation gives lies closer to 1 than this. */
static const mog_real least = (mog_real)6e-8;

static mog_real clamp(mog_real probability) {
    return probability < least ? least : probability > 1 - least ? 1 - least : probability;
}

/* ---- powers -------------------------------------------------------------------------------- */

static double square_power(const sample *s, mog_real scale) {
    double sum = 0;
    for (size_t k = 0; k < s->links; k++) {
        const mog_real difference = s->y[k] - s->label[k];
        sum += (double)(difference * difference);
        s->dy[k] += scale * 2 * difference;
    }
    return sum;
}

/* -l log y - (1 - l) log(1 - y) */
static double cross_entropy_power(const sample *s, mog_real scale) {
    double sum = 0;
    for (size_t k = 0; k < s->links; k++) {
        const mog_real y = clamp(s->y[k]), l = s->label[k];
        sum -= (double)l * log((double)y) + (double)(1 - l) * log((double)(1 - y));
        s->dy[k] += scale * (y - l) / (y * (1 - y));
    }
    return sum;
}

/* The power of a beta distribution is its mean m = a / (a + b): dm/da = b / (a + b)^2, dm/db = -a /
 * (a + b)^2. */
static double mean_of_beta(const sample *s, mog_real scale, bool squared) {
    double sum = 0;
    for (size_t k = 0; k < s->links; k++) {
        const mog_real a = s->y[2 * k], b = s->y[2 * k + 1], total = a + b, mean = a / total;
        mog_real slope;
        const sample one = {1, 1, s->label + k, &mean, &slope};
        slope = 0;
        sum += squared ? square_power(&one, scale) : cross_entropy_power(&one, scale);
        s->dy[2 * k] += slope * b / (total * total);
        s->dy[2 * k + 1] -= slope * a / (total * total);
    }
    return sum;
}

static double square_beta(const sample *s, mog_real scale) {
    return mean_of_beta(s, scale, true);
}

static double cross_entropy_beta(const sample *s, mog_real scale) {
    return mean_of_beta(s, scale, false);
}

/* ---- resource blocks ----------------------------------------------------------------------- */

/* to the row that has 1 at the label */
static double square_rb(const sample *s, mog_real scale) {
    double sum = 0;
    for (size_t k = 0; k < s->links; k++)
        for (size_t n = 0; n < s->width; n++) {
            const size_t i = k * s->width + n;
            const mog_real difference = s->y[i] - (mog_real)(n == (size_t)s->label[k]);
            sum += (double)(difference * difference);
            s->dy[i] += scale * 2 * difference;
        }
    return sum;
}

static double cross_entropy_rb(const sample *s, mog_real scale) {
    double sum = 0;
    for (size_t k = 0; k < s->links; k++) {
        const size_t i = k * s->width + (size_t)s->label[k];
        const mog_real y = clamp(s->y[i]);
        sum -= log((double)y);
        s->dy[i] -= scale / y;
    }
    return sum;
}

/* X_ij = sum_n y_i(n) y_j(n) over ordered pairs i != j: each pair counts twice, and so does its
 * gradient in either row. */
static double co_membership_rb(const sample *s, mog_real scale) {
    const size_t w = s->width;
    double sum = 0;
    for (size_t i = 0; i < s->links; i++)
        for (size_t j = 0; j < i; j++) {
            const mog_real *yi = s->y + i * w, *yj = s->y + j * w;
            mog_real difference = -(mog_real)(s->label[i] == s->label[j]);
            for (size_t n = 0; n < w; n++)
                difference += yi[n] * yj[n];
            sum += 2 * (double)(difference * difference);
            for (size_t n = 0; n < w; n++) {
                s->dy[i * w + n] += scale * 4 * difference * yj[n];
                s->dy[j * w + n] += scale * 4 * difference * yi[n];
            }
        }
    return sum;
}

/* ---- all of them --------------------------------------------------------------------------- */

typedef double distance(const sample *s, mog_real scale);

/* NULL: such outputs have no such distance */
static distance *choose(const mog_label_term *term) {
    static distance *const distances[][3] = {
        [MOG_OUTPUT_SIGMOID] = {square_power, cross_entropy_power},
        [MOG_OUTPUT_RELU6] = {square_power, cross_entropy_power},
        [MOG_OUTPUT_BERNOULLI] = {square_power, cross_entropy_power},
        [MOG_OUTPUT_BETA] = {square_beta, cross_entropy_beta},
        [MOG_OUTPUT_SOFTMAX] = {square_rb, cross_entropy_rb, co_membership_rb},
    };
    const size_t outputs = sizeof distances / sizeof distances[0];
    const size_t losses = sizeof distances[0] / sizeof distances[0][0];
    const bool exists = term->output >= 0 && (size_t)term->output < outputs && term->loss >= 0 &&
                        (size_t)term->loss < losses;
    return exists ? distances[term->output][term->loss] : NULL;
}

double mog_label_distance(const mog_label_term *term, size_t batch, size_t links, size_t width,
                          const mog_real *label, const mog_real *y, mog_real *dy) {
    distance *measure = choose(term);
    if (measure == NULL)
        return (double)NAN;
    const mog_real scale = (mog_real)(term->weight / (double)batch);
    double sum = 0;
    for (size_t b = 0; b < batch; b++) {
        const sample s = {links, width, label + b * links, y + b * links * width,
                          dy + b * links * width};
        sum += measure(&s, scale);
    }
    return term->weight * sum / (double)batch;
}
