/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Exploration of powers and of resource blocks. */
#include "learn/rl/exploration.h"

#include "learn/rl/distribution.h"
#include <gsl/gsl_randist.h>
#include <math.h>

/* Noise moves logits of this size at most, or a policy would be stuck where it is certain. */
static const double certain = 1e-3;

/* ---- powers -------------------------------------------------------------------------------- */

static void vertex_of_powers(gsl_rng *rng, size_t links, size_t width, float *action) {
    (void)width;
    for (size_t k = 0; k < links; k++)
        action[k] = gsl_rng_uniform_int(rng, 2) == 1;
}

static void any_powers(gsl_rng *rng, size_t links, size_t width, float *action) {
    (void)width;
    for (size_t k = 0; k < links; k++)
        action[k] = (float)gsl_rng_uniform(rng);
}

static void powers_near(gsl_rng *rng, double noise, size_t links, size_t width, const float *y,
                        float *action) {
    (void)width;
    for (size_t k = 0; k < links; k++) {
        const double p = fmin(fmax((double)y[k], certain), 1 - certain);
        action[k] = (float)(1 / (1 + (1 - p) / p * exp(gsl_ran_gaussian(rng, noise))));
    }
}

static void set_powers(gsl_rng *rng, size_t links, size_t width, float *action, double *power,
                       uint32_t *rb) {
    (void)rng, (void)width, (void)rb;
    for (size_t k = 0; k < links; k++)
        power[k] = (double)action[k];
}

static mog_action powers_taken(const double *power, const uint32_t *rb) {
    (void)rb;
    return (mog_action){.power = power};
}

const mog_exploration mog_explore_power = {
    .vertex = vertex_of_powers,
    .anywhere = any_powers,
    .near = powers_near,
    .act = set_powers,
    .taken = powers_taken,
    .is_bounded = true,
    .has_gradient = true,
};

/* ---- resource blocks ----------------------------------------------------------------------- */

static void vertex_of_rbs(gsl_rng *rng, size_t links, size_t width, float *action) {
    for (size_t k = 0; k < links; k++, action += width) {
        const size_t choice = gsl_rng_uniform_int(rng, width);
        for (size_t n = 0; n < width; n++)
            action[n] = n == choice;
    }
}

static void normalise(size_t width, float *action) {
    float sum = 0;
    for (size_t n = 0; n < width; n++)
        sum += action[n];
    for (size_t n = 0; n < width; n++)
        action[n] /= sum;
}

/* Exponential numbers over their sum are uniform on the simplex. */
static void any_probabilities(gsl_rng *rng, size_t links, size_t width, float *action) {
    for (size_t k = 0; k < links; k++, action += width) {
        for (size_t n = 0; n < width; n++)
            action[n] = (float)gsl_ran_exponential(rng, 1);
        normalise(width, action);
    }
}

static void probabilities_near(gsl_rng *rng, double noise, size_t links, size_t width,
                               const float *y, float *action) {
    for (size_t k = 0; k < links; k++, y += width, action += width) {
        for (size_t n = 0; n < width; n++)
            action[n] = (float)(fmax((double)y[n], certain) * exp(gsl_ran_gaussian(rng, noise)));
        normalise(width, action);
    }
}

static void draw_rbs(gsl_rng *rng, size_t links, size_t width, float *action, double *power,
                     uint32_t *rb) {
    (void)power;
    for (size_t k = 0; k < links; k++) {
        float choice;
        mog_categorical.sample(rng, 1, width, action + k * width, &choice);
        rb[k] = (uint32_t)choice;
    }
    const bool one_hot = gsl_rng_uniform(rng) < 0.5;
    for (size_t k = 0; one_hot && k < links; k++)
        for (size_t n = 0; n < width; n++)
            action[k * width + n] = n == rb[k];
}

static mog_action rbs_taken(const double *power, const uint32_t *rb) {
    (void)power;
    return (mog_action){.rb = rb};
}

const mog_exploration mog_explore_rb = {
    .vertex = vertex_of_rbs,
    .anywhere = any_probabilities,
    .near = probabilities_near,
    .act = draw_rbs,
    .taken = rbs_taken,
};

/* ---- by output ----------------------------------------------------------------------------- */

const mog_exploration *mog_exploration_of(int output) {
    static const mog_exploration *const types[] = {
        [MOG_OUTPUT_SIGMOID] = &mog_explore_power,   [MOG_OUTPUT_RELU6] = &mog_explore_power,
        [MOG_OUTPUT_BERNOULLI] = &mog_explore_power, [MOG_OUTPUT_BETA] = NULL,
        [MOG_OUTPUT_SOFTMAX] = &mog_explore_rb,      [MOG_OUTPUT_LINEAR] = NULL,
    };
    const bool exists = output >= 0 && (size_t)output < sizeof types / sizeof types[0];
    return exists ? types[output] : NULL;
}
