/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "exploration.h"

#include <gsl/gsl_randist.h>
#include <math.h>

/* Noise moves logits of this size at most, or a policy would be stuck where it is certain. */
static const double certain = 1e-3;

void mog_explore_vertex(gsl_rng *rng, bool rb, size_t links, size_t width, float *action) {
    for (size_t k = 0; k < links; k++, action += width) {
        const size_t choice = gsl_rng_uniform_int(rng, rb ? width : 2);
        for (size_t n = 0; n < width; n++)
            action[n] = rb ? n == choice : choice == 1;
    }
}

static void normalise(size_t width, float *action) {
    float sum = 0;
    for (size_t n = 0; n < width; n++)
        sum += action[n];
    for (size_t n = 0; n < width; n++)
        action[n] /= sum;
}

void mog_explore_anywhere(gsl_rng *rng, bool rb, size_t links, size_t width, float *action) {
    for (size_t k = 0; k < links; k++, action += width) {
        /* exponential numbers over their sum are uniform on the simplex */
        for (size_t n = 0; n < width; n++)
            action[n] = (float)(rb ? gsl_ran_exponential(rng, 1) : gsl_rng_uniform(rng));
        if (rb)
            normalise(width, action);
    }
}

static double noisy_power(gsl_rng *rng, double noise, double y) {
    const double p = fmin(fmax(y, certain), 1 - certain);
    return 1 / (1 + (1 - p) / p * exp(gsl_ran_gaussian(rng, noise)));
}

void mog_explore_near(gsl_rng *rng, bool rb, double noise, size_t links, size_t width,
                      const float *y, float *action) {
    for (size_t k = 0; k < links; k++, y += width, action += width) {
        for (size_t n = 0; n < width; n++)
            action[n] = (float)(rb ? fmax((double)y[n], certain) * exp(gsl_ran_gaussian(rng, noise))
                                   : noisy_power(rng, noise, (double)y[n]));
        if (rb)
            normalise(width, action);
    }
}
