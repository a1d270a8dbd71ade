/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What links are worth, where a scenario draws it. Weights have random numbers of their own, so
 * that the channels of a sample are the same with any weights, and a mean of 1 over its links: only
 * their ratios matter to a decision, and sum rates keep the size that they have without weights.
 */
#include "radio/scenario.h"

#include "base/random.h"
#include <gsl/gsl_randist.h>
#include <math.h>

/* Largest over smallest weight of a sample. */
static double range_of(const mog_scenario *scenario, gsl_rng *rng) {
    if (scenario->weights == MOG_WEIGHTS_VARIED)
        return pow(scenario->weight_range, gsl_rng_uniform(rng));
    return scenario->weights == MOG_WEIGHTS_LOG_UNIFORM ? scenario->weight_range : 1;
}

static double draw(const mog_scenario *scenario, double range, gsl_rng *rng) {
    if (range > 1)
        return pow(range, gsl_rng_uniform(rng));
    if (scenario->weights == MOG_WEIGHTS_PARETO)
        return gsl_ran_pareto(rng, scenario->weight_shape, 1);
    return 1;
}

mog_status mog_scenario_draw_weights(const mog_scenario *scenario, uint64_t seed, uint64_t first,
                                     size_t count, double *weight, mog_error *error) {
    const mog_status status = mog_scenario_check(scenario, error);
    if (status != MOG_OK)
        return status;
    const size_t k = scenario->links;
    mog_random random;
    gsl_rng *rng = mog_random_init(&random);
    for (size_t n = 0; n < count; n++) {
        double *w = weight + n * k, sum = 0;
        mog_random_select(rng, seed, first + n, MOG_PURPOSE_WEIGHT);
        const double range = range_of(scenario, rng);
        for (size_t i = 0; i < k; i++)
            sum += w[i] = draw(scenario, range, rng);
        for (size_t i = 0; i < k; i++)
            w[i] /= sum / (double)k;
    }
    return MOG_OK;
}
