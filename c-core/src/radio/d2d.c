/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Device-to-device pairs on a square, as in Cui, Shen, Yu, "Spatial deep learning for wireless
 * scheduling", IEEE JSAC 2019: transmitters uniform, receivers at a uniform distance and angle, the
 * median line-of-sight path loss of ITU-R P.1411, an antenna gain on direct paths only.
 */
#include "radio/scenario.h"

#include "mog/random.h"
#include <gsl/gsl_randist.h>
#include <math.h>

static const double light_speed = 2.998e8; /* m/s, rounded as in the paper's code */
static const double closest = 1.0;         /* m, between any transmitter and any receiver */

/* Draws before a layout counts as impossible; it takes a few for 50 pairs on 1 km. */
static const int most_draws = 100000;

double mog_path_loss_db(double distance, double frequency, double height) {
    const double wavelength = light_speed / frequency;
    const double breakpoint = 4 * height * height / wavelength;
    const double at_breakpoint =
        fabs(20 * log10(wavelength * wavelength / (8 * M_PI * height * height)));
    const double slope = 20 * log10(fmax(distance, closest) / breakpoint);
    return at_breakpoint + 6 + slope + fmax(slope, 0);
}

double mog_d2d_relative_noise(const mog_scenario *scenario) {
    return pow(10, (scenario->noise_density_dbm - scenario->max_power_dbm) / 10) *
           scenario->bandwidth;
}

static double path_gain_db(const mog_scenario *scenario, const double *tx, const double *rx,
                           bool direct) {
    const double distance = hypot(tx[0] - rx[0], tx[1] - rx[1]);
    const double loss = mog_path_loss_db(distance, scenario->frequency, scenario->height);
    return (direct ? scenario->antenna_gain_db : 0) - loss;
}

void mog_d2d_gain(const mog_scenario *scenario, const double *tx_position,
                  const double *rx_position, double *gain) {
    const size_t k = scenario->links;
    const double noise = mog_d2d_relative_noise(scenario);
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < k; j++) {
            const double db =
                path_gain_db(scenario, tx_position + 2 * j, rx_position + 2 * i, i == j);
            gain[i * k + j] = pow(10, db / 10) / noise;
        }
}

/* One pair: a transmitter anywhere, its receiver at a uniform distance, both inside the square. */
static bool draw_pair(const mog_scenario *scenario, gsl_rng *rng, double *tx, double *rx) {
    const double side = scenario->side;
    tx[0] = gsl_ran_flat(rng, 0, side);
    tx[1] = gsl_ran_flat(rng, 0, side);
    const double distance = gsl_ran_flat(rng, scenario->distance_min, scenario->distance_max);
    const double angle = gsl_ran_flat(rng, 0, 2 * M_PI);
    rx[0] = tx[0] + distance * cos(angle);
    rx[1] = tx[1] + distance * sin(angle);
    return rx[0] >= 0 && rx[0] <= side && rx[1] >= 0 && rx[1] <= side;
}

static bool keeps_distance(size_t links, const double *tx, const double *rx) {
    for (size_t i = 0; i < links; i++)
        for (size_t j = 0; j < links; j++)
            if (hypot(tx[2 * j] - rx[2 * i], tx[2 * j + 1] - rx[2 * i + 1]) <= closest)
                return false;
    return true;
}

/* Pairs that leave the square are drawn again; a layout with devices on top of each other, whole.
 */
static mog_status draw_layout(const mog_scenario *scenario, gsl_rng *rng, double *tx, double *rx,
                              mog_error *error) {
    int draws = 0;
    do {
        for (size_t i = 0; i < scenario->links; i++)
            while (draws++ < most_draws && !draw_pair(scenario, rng, tx + 2 * i, rx + 2 * i))
                ;
    } while (draws++ < most_draws && !keeps_distance(scenario->links, tx, rx));
    if (draws >= most_draws)
        return mog_fail(
            error, MOG_ERROR_ARGUMENT,
            "no layout of %zu pairs was found on a square of %g m: enlarge scenario.side",
            scenario->links, scenario->side);
    return MOG_OK;
}

static bool d2d_fades(const mog_scenario *scenario) {
    return scenario->rayleigh;
}

/* Shadowing and fading take turns in one stream: the mean draws the fading as well, unused. */
static mog_status d2d_generate(const mog_scenario *scenario, gsl_rng *rng, uint64_t seed,
                               uint64_t index, bool mean, double *gain, double *tx_position,
                               double *rx_position, mog_error *error) {
    mog_random_select(rng, seed, index, MOG_PURPOSE_LAYOUT);
    const mog_status status = draw_layout(scenario, rng, tx_position, rx_position, error);
    if (status != MOG_OK)
        return status;
    mog_d2d_gain(scenario, tx_position, rx_position, gain);
    mog_random_select(rng, seed, index, MOG_PURPOSE_MIXTURE);
    if (scenario->fading_share < 1 && gsl_rng_uniform(rng) >= scenario->fading_share)
        return MOG_OK;
    mog_random_select(rng, seed, index, MOG_PURPOSE_FADING);
    for (size_t n = 0; n < scenario->links * scenario->links; n++) {
        if (scenario->shadowing_db > 0)
            gain[n] *= pow(10, gsl_ran_gaussian(rng, scenario->shadowing_db) / 10);
        const double fading = scenario->rayleigh ? gsl_ran_exponential(rng, 1) : 1;
        if (!mean)
            gain[n] *= fading;
    }
    return MOG_OK;
}

mog_status mog_scenario_check_pairs(const mog_scenario *scenario, mog_error *error) {
    if (scenario->distance_min > scenario->distance_max)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "scenario.distance_min = %g is above scenario.distance_max = %g",
                        scenario->distance_min, scenario->distance_max);
    if (scenario->distance_min > scenario->side)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "scenario.distance_min = %g: pairs do not fit into scenario.side = %g",
                        scenario->distance_min, scenario->side);
    return MOG_OK;
}

const scenario_type mog_scenario_type_d2d = {
    .has_positions = true,
    .noise_power = mog_scenario_noise_in_gains,
    .check = mog_scenario_check_pairs,
    .fades = d2d_fades,
    .generate = d2d_generate,
};
