/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The Gaussian interference channel, and the same on several RBs: with gains equal on all of them
 * samples are those of one band.
 */
#include "radio/scenario.h"

#include "mog/random.h"
#include <gsl/gsl_randist.h>
#include <math.h>

static double gic_noise_power(const mog_scenario *scenario) {
    return scenario->noise_power;
}

static mog_status gic_check(const mog_scenario *scenario, mog_error *error) {
    (void)scenario;
    (void)error;
    return MOG_OK;
}

static bool gic_fades(const mog_scenario *scenario) {
    (void)scenario;
    return true;
}

/* |h|^2 of h ~ CN(0, 1) is exponential with mean 1 */
static mog_status gic_generate(const mog_scenario *scenario, gsl_rng *rng, uint64_t seed,
                               uint64_t index, bool mean, double *gain, double *tx_position,
                               double *rx_position, mog_error *error) {
    (void)tx_position;
    (void)rx_position;
    (void)error;
    mog_random_select(rng, seed, index, MOG_PURPOSE_FADING);
    const size_t entries = mog_scenario_matrices(scenario) * scenario->links * scenario->links;
    for (size_t n = 0; n < entries; n++) {
        const double power = mean ? 1 : gsl_ran_exponential(rng, 1);
        gain[n] = scenario->gain_mode == MOG_GAIN_AMPLITUDE ? sqrt(power) : power;
    }
    return MOG_OK;
}

const scenario_type mog_scenario_type_gic = {
    .knows_gain_mode = true,
    .noise_power = gic_noise_power,
    .check = gic_check,
    .fades = gic_fades,
    .generate = gic_generate,
};

const scenario_type mog_scenario_type_rb_pairwise = {
    .knows_rb_fading = true,
    .knows_gain_mode = true,
    .noise_power = gic_noise_power,
    .check = gic_check,
    .fades = gic_fades,
    .generate = gic_generate,
};
