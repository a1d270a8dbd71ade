/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Distributions of what stochastic policies do. */
#include "learn/rl/distribution.h"

#include "base/polygamma.h"
#include "nn/kernel/real.h"
#include <float.h>
#include <gsl/gsl_randist.h>

#ifdef MOG_DOUBLE
static const mog_real resolution = DBL_EPSILON;
#else
static const mog_real resolution = FLT_EPSILON;
#endif

/* Away from 0 and 1 by what the type can tell from 1. */
static mog_real inside(mog_real p) {
    const mog_real above = p > resolution ? p : resolution;
    return above < 1 - resolution ? above : 1 - resolution;
}

static void act_by_power(size_t count, const mog_real *action, double *power, uint32_t *rb,
                         mog_action *taken) {
    (void)rb;
    for (size_t i = 0; i < count; i++)
        power[i] = (double)action[i];
    *taken = (mog_action){.power = power};
}

/* ---- bernoulli ----------------------------------------------------------------------------- */

static void bernoulli_sample(gsl_rng *rng, size_t links, size_t width, const mog_real *y,
                             mog_real *action) {
    (void)width;
    for (size_t k = 0; k < links; k++)
        action[k] = gsl_rng_uniform(rng) < (double)inside(y[k]);
}

static double bernoulli_log_probability(size_t links, size_t width, const mog_real *y,
                                        const mog_real *action) {
    (void)width;
    double sum = 0;
    for (size_t k = 0; k < links; k++) {
        const mog_real p = inside(y[k]);
        sum += (double)real_log(action[k] > 0 ? p : 1 - p);
    }
    return sum;
}

static void bernoulli_add_score(size_t links, size_t width, const mog_real *y,
                                const mog_real *action, mog_real scale, mog_real *dy) {
    (void)width;
    for (size_t k = 0; k < links; k++) {
        const mog_real p = inside(y[k]);
        dy[k] += action[k] > 0 ? scale / p : -scale / (1 - p);
    }
}

static double bernoulli_entropy(size_t links, size_t width, const mog_real *y) {
    (void)width;
    double sum = 0;
    for (size_t k = 0; k < links; k++) {
        const mog_real p = inside(y[k]);
        sum -= (double)(p * real_log(p) + (1 - p) * real_log(1 - p));
    }
    return sum;
}

static void bernoulli_add_entropy_gradient(size_t links, size_t width, const mog_real *y,
                                           mog_real scale, mog_real *dy) {
    (void)width;
    for (size_t k = 0; k < links; k++) {
        const mog_real p = inside(y[k]);
        dy[k] += scale * real_log((1 - p) / p);
    }
}

const mog_distribution mog_bernoulli = {
    .act = act_by_power,
    .sample = bernoulli_sample,
    .log_probability = bernoulli_log_probability,
    .add_score = bernoulli_add_score,
    .entropy = bernoulli_entropy,
    .add_entropy_gradient = bernoulli_add_entropy_gradient,
};

/* ---- beta ---------------------------------------------------------------------------------- */

/* ln B(a, b); lgamma() itself writes to a global. */
static double log_beta(double a, double b) {
    int sign;
    return lgamma_r(a, &sign) + lgamma_r(b, &sign) - lgamma_r(a + b, &sign);
}

static void beta_sample(gsl_rng *rng, size_t links, size_t width, const mog_real *y,
                        mog_real *action) {
    for (size_t k = 0; k < links; k++, y += width)
        action[k] = inside((mog_real)gsl_ran_beta(rng, (double)y[0], (double)y[1]));
}

static double beta_log_probability(size_t links, size_t width, const mog_real *y,
                                   const mog_real *action) {
    double sum = 0;
    for (size_t k = 0; k < links; k++, y += width) {
        const double a = (double)y[0], b = (double)y[1], x = (double)action[k];
        sum += (a - 1) * log(x) + (b - 1) * log1p(-x) - log_beta(a, b);
    }
    return sum;
}

static void beta_add_score(size_t links, size_t width, const mog_real *y, const mog_real *action,
                           mog_real scale, mog_real *dy) {
    for (size_t k = 0; k < links; k++, y += width, dy += width) {
        const double a = (double)y[0], b = (double)y[1], x = (double)action[k];
        const double both = mog_digamma(a + b);
        dy[0] += scale * (mog_real)(log(x) - mog_digamma(a) + both);
        dy[1] += scale * (mog_real)(log1p(-x) - mog_digamma(b) + both);
    }
}

static double beta_entropy(size_t links, size_t width, const mog_real *y) {
    double sum = 0;
    for (size_t k = 0; k < links; k++, y += width) {
        const double a = (double)y[0], b = (double)y[1];
        sum += log_beta(a, b) - (a - 1) * mog_digamma(a) - (b - 1) * mog_digamma(b) +
               (a + b - 2) * mog_digamma(a + b);
    }
    return sum;
}

static void beta_add_entropy_gradient(size_t links, size_t width, const mog_real *y, mog_real scale,
                                      mog_real *dy) {
    for (size_t k = 0; k < links; k++, y += width, dy += width) {
        const double a = (double)y[0], b = (double)y[1];
        const double both = (a + b - 2) * mog_trigamma(a + b);
        dy[0] += scale * (mog_real)(both - (a - 1) * mog_trigamma(a));
        dy[1] += scale * (mog_real)(both - (b - 1) * mog_trigamma(b));
    }
}

const mog_distribution mog_beta_density = {
    .act = act_by_power,
    .sample = beta_sample,
    .log_probability = beta_log_probability,
    .add_score = beta_add_score,
    .entropy = beta_entropy,
    .add_entropy_gradient = beta_add_entropy_gradient,
};

/* ---- categorical --------------------------------------------------------------------------- */

/* Small probabilities keep their digits, so only those count more whose inverse would overflow. */
static mog_real positive(mog_real p) {
    const mog_real least = (mog_real)1e-30;
    return p > least ? p : least;
}

/* The sum of the probabilities misses 1 by rounding: what is left over is the last possible one's,
 * and impossible ones are never drawn. */
static size_t draw(double left, size_t width, const mog_real *p) {
    size_t choice = 0;
    for (size_t n = 0; n < width; n++) {
        if (!(p[n] > 0))
            continue;
        choice = n;
        if (left < (double)p[n])
            break;
        left -= (double)p[n];
    }
    return choice;
}

static void categorical_sample(gsl_rng *rng, size_t links, size_t width, const mog_real *y,
                               mog_real *action) {
    for (size_t k = 0; k < links; k++, y += width)
        action[k] = (mog_real)draw(gsl_rng_uniform(rng), width, y);
}

static double categorical_log_probability(size_t links, size_t width, const mog_real *y,
                                          const mog_real *action) {
    double sum = 0;
    for (size_t k = 0; k < links; k++, y += width)
        sum += (double)real_log(positive(y[(size_t)action[k]]));
    return sum;
}

static void categorical_add_score(size_t links, size_t width, const mog_real *y,
                                  const mog_real *action, mog_real scale, mog_real *dy) {
    for (size_t k = 0; k < links; k++, y += width, dy += width)
        dy[(size_t)action[k]] += scale / positive(y[(size_t)action[k]]);
}

static double categorical_entropy(size_t links, size_t width, const mog_real *y) {
    double sum = 0;
    for (size_t n = 0; n < links * width; n++)
        sum -= (double)(y[n] * real_log(positive(y[n])));
    return sum;
}

static void categorical_add_entropy_gradient(size_t links, size_t width, const mog_real *y,
                                             mog_real scale, mog_real *dy) {
    for (size_t n = 0; n < links * width; n++)
        dy[n] -= scale * (real_log(positive(y[n])) + 1);
}

static void act_on_rb(size_t count, const mog_real *action, double *power, uint32_t *rb,
                      mog_action *taken) {
    (void)power;
    for (size_t i = 0; i < count; i++)
        rb[i] = (uint32_t)action[i];
    *taken = (mog_action){.rb = rb};
}

const mog_distribution mog_categorical = {
    .act = act_on_rb,
    .sample = categorical_sample,
    .log_probability = categorical_log_probability,
    .add_score = categorical_add_score,
    .entropy = categorical_entropy,
    .add_entropy_gradient = categorical_add_entropy_gradient,
};

const mog_distribution *mog_distribution_of(int output) {
    static const mog_distribution *const types[] = {
        [MOG_OUTPUT_SIGMOID] = NULL,
        [MOG_OUTPUT_RELU6] = NULL,
        [MOG_OUTPUT_BERNOULLI] = &mog_bernoulli,
        [MOG_OUTPUT_BETA] = &mog_beta_density,
        [MOG_OUTPUT_SOFTMAX] = &mog_categorical,
        [MOG_OUTPUT_LINEAR] = NULL,
    };
    const bool exists = output >= 0 && (size_t)output < sizeof types / sizeof types[0];
    return exists ? types[output] : NULL;
}
