/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Uplink of one cell: users uniform on a disc, the base station in its middle receives them all, so
 * a user's gain is the same at every receiver, G_ij = g_j. With gains equal on all RBs the best
 * decision is nearly trivial; it is RBs that fade on their own which make it interesting.
 */
#include "radio/scenario.h"

#include "mog/random.h"
#include <gsl/gsl_randist.h>
#include <math.h>

double mog_cell_loss_db(double distance, double frequency) {
    const double minimum_coupling = 70;
    const double loss =
        128.1 + 37.6 * log10(distance / 1000) + 21 * log10(frequency / 2e9); /* -inf at 0 m */
    return fmax(loss, minimum_coupling);
}

static void draw_layout(const mog_scenario *scenario, gsl_rng *rng, double *tx, double *rx) {
    for (size_t j = 0; j < scenario->links; j++) {
        const double distance = scenario->radius * sqrt(gsl_rng_uniform(rng));
        const double angle = gsl_ran_flat(rng, 0, 2 * M_PI);
        tx[2 * j] = distance * cos(angle);
        tx[2 * j + 1] = distance * sin(angle);
        rx[2 * j] = rx[2 * j + 1] = 0;
    }
}

static bool uplink_fades(const mog_scenario *scenario) {
    return scenario->rayleigh || scenario->rb_fading;
}

/* Over all RBs, relative to the noise. */
static double mean_gain(const mog_scenario *scenario, gsl_rng *rng, const double *tx) {
    double db = -mog_cell_loss_db(hypot(tx[0], tx[1]), scenario->frequency);
    if (scenario->shadowing_db > 0)
        db += gsl_ran_gaussian(rng, scenario->shadowing_db);
    return pow(10, db / 10) / mog_d2d_relative_noise(scenario);
}

/* Shadowing and fading take turns in one stream: the mean draws the fading as well, unused. */
static mog_status uplink_generate(const mog_scenario *scenario, gsl_rng *rng, uint64_t seed,
                                  uint64_t index, bool mean, double *gain, double *tx_position,
                                  double *rx_position, mog_error *error) {
    (void)error;
    const size_t k = scenario->links, matrices = mog_scenario_matrices(scenario);
    mog_random_select(rng, seed, index, MOG_PURPOSE_LAYOUT);
    draw_layout(scenario, rng, tx_position, rx_position);
    mog_random_select(rng, seed, index, MOG_PURPOSE_FADING);
    for (size_t j = 0; j < k; j++) {
        const double average = mean_gain(scenario, rng, tx_position + 2 * j);
        for (size_t m = 0; m < matrices; m++) {
            const double fading = uplink_fades(scenario) ? gsl_ran_exponential(rng, 1) : 1;
            for (size_t i = 0; i < k; i++)
                gain[(m * k + i) * k + j] = mean ? average : average * fading;
        }
    }
    return MOG_OK;
}

static double uplink_noise_power(const mog_scenario *scenario) {
    (void)scenario;
    return 1; /* the gains carry it */
}

static mog_status uplink_check(const mog_scenario *scenario, mog_error *error) {
    (void)scenario;
    (void)error;
    return MOG_OK;
}

const scenario_type mog_scenario_type_uplink = {
    .has_positions = true,
    .knows_rb_fading = true,
    .one_receiver = true,
    .noise_power = uplink_noise_power,
    .check = uplink_check,
    .fades = uplink_fades,
    .generate = uplink_generate,
};
