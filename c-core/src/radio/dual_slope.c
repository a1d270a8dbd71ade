/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Pairs on a square, as in Naderializadeh, Eisen, Ribeiro, "State-augmented learnable algorithms
 * for resource management in wireless networks", IEEE Trans. Signal Processing 2022: transmitters
 * are access points that keep a distance from each other, each serves one receiver near it, and
 * every receiver is with the transmitter that it hears best, shadowing included. Their numbers are
 * 6 pairs on 500 m, 10 to 50 m apart, 7 dB of shadowing, Rayleigh fading; 10 dBm, -174 dBm/Hz,
 * 10 MHz.
 *
 * As in their code, transmitters stay where they are, and receivers move until all hear their own
 * best. Given the transmitters receivers do not depend on each other, so each is drawn again alone.
 * Other than there, each has an angle of its own, and those outside the square are drawn again.
 */
#include "radio/scenario.h"

#include "mog/random.h"
#include <gsl/gsl_randist.h>
#include <math.h>

/* Draws before a place for a device counts as impossible; it takes a few in the paper. */
static const int most_draws = 100000;

double mog_dual_slope_loss_db(double distance) {
    const double breakpoint = 100; /* m */
    const double d = fmax(distance, 1);
    return 39 + 20 * log10(d) + fmax(20 * log10(d / breakpoint), 0);
}

/* ---- layout -------------------------------------------------------------------------------- */

static bool keeps_distance(const double *place, const double *others, size_t count, double least) {
    for (size_t n = 0; n < count; n++)
        if (hypot(place[0] - others[2 * n], place[1] - others[2 * n + 1]) < least)
            return false;
    return true;
}

static bool draw_transmitter(const mog_scenario *scenario, gsl_rng *rng, size_t j, double *tx) {
    tx[2 * j] = gsl_ran_flat(rng, 0, scenario->side);
    tx[2 * j + 1] = gsl_ran_flat(rng, 0, scenario->side);
    return keeps_distance(tx + 2 * j, tx, j, scenario->transmitter_distance);
}

/* Around transmitter i, uniform in area: the square of the distance is uniform. */
static bool draw_receiver(const mog_scenario *scenario, gsl_rng *rng, size_t i, const double *tx,
                          double *rx) {
    const double low = scenario->distance_min, high = scenario->distance_max, side = scenario->side;
    const double distance = sqrt(low * low + (high * high - low * low) * gsl_rng_uniform(rng));
    const double angle = gsl_ran_flat(rng, 0, 2 * M_PI);
    double *place = rx + 2 * i;
    place[0] = tx[2 * i] + distance * cos(angle);
    place[1] = tx[2 * i + 1] + distance * sin(angle);
    /* its own transmitter is as near as was asked for, but for rounding */
    return place[0] >= 0 && place[0] <= side && place[1] >= 0 && place[1] <= side &&
           keeps_distance(place, tx, i, low) &&
           keeps_distance(place, tx + 2 * (i + 1), scenario->links - i - 1, low);
}

/* Gains to receiver i with shadowing; false if it hears another transmitter better than its own. */
static bool draw_gains(const mog_scenario *scenario, gsl_rng *rng, const double *tx,
                       const double *place, size_t i, double *gain) {
    const double noise = mog_d2d_relative_noise(scenario);
    size_t best = 0;
    for (size_t j = 0; j < scenario->links; j++) {
        double db = -mog_dual_slope_loss_db(hypot(tx[2 * j] - place[0], tx[2 * j + 1] - place[1]));
        if (scenario->shadowing_db > 0)
            db += gsl_ran_gaussian(rng, scenario->shadowing_db);
        gain[j] = pow(10, db / 10) / noise;
        if (gain[j] > gain[best])
            best = j;
    }
    return best == i;
}

static mog_status place_transmitters(const mog_scenario *scenario, gsl_rng *rng, double *tx,
                                     mog_error *error) {
    for (size_t j = 0; j < scenario->links; j++)
        for (int draws = 0; !draw_transmitter(scenario, rng, j, tx);)
            if (++draws == most_draws)
                return mog_fail(error, MOG_ERROR_ARGUMENT,
                                "%zu transmitters with %g m between them do not fit on a square of "
                                "%g m: enlarge scenario.side or reduce "
                                "scenario.transmitter_distance",
                                scenario->links, scenario->transmitter_distance, scenario->side);
    return MOG_OK;
}

static mog_status place_receivers(const mog_scenario *scenario, gsl_rng *rng, const double *tx,
                                  double *rx, double *gain, mog_error *error) {
    const size_t k = scenario->links;
    for (size_t i = 0; i < k; i++)
        for (int draws = 0; !draw_receiver(scenario, rng, i, tx, rx) ||
                            !draw_gains(scenario, rng, tx, rx + 2 * i, i, gain + i * k);)
            if (++draws == most_draws)
                return mog_fail(error, MOG_ERROR_ARGUMENT,
                                "no place was found for one of %zu receivers, at %g to %g m from "
                                "its transmitter, where it hears that best: reduce "
                                "scenario.distance_max or enlarge scenario.side",
                                k, scenario->distance_min, scenario->distance_max);
    return MOG_OK;
}

/* ---- the kind ------------------------------------------------------------------------------ */

static bool dual_slope_fades(const mog_scenario *scenario) {
    return scenario->rayleigh;
}

/* Shadowing decides which places stay, and is drawn with them; what fades has its own stream. */
static mog_status dual_slope_generate(const mog_scenario *scenario, gsl_rng *rng, uint64_t seed,
                                      uint64_t index, bool mean, double *gain, double *tx_position,
                                      double *rx_position, mog_error *error) {
    mog_random_select(rng, seed, index, MOG_PURPOSE_LAYOUT);
    mog_status status = place_transmitters(scenario, rng, tx_position, error);
    if (status == MOG_OK)
        status = place_receivers(scenario, rng, tx_position, rx_position, gain, error);
    if (status != MOG_OK || mean || !scenario->rayleigh)
        return status;
    mog_random_select(rng, seed, index, MOG_PURPOSE_FADING);
    for (size_t n = 0; n < scenario->links * scenario->links; n++)
        gain[n] *= gsl_ran_exponential(rng, 1);
    return MOG_OK;
}

const scenario_type mog_scenario_type_dual_slope = {
    .has_positions = true,
    .noise_power = mog_scenario_noise_in_gains,
    .check = mog_scenario_check_pairs,
    .fades = dual_slope_fades,
    .generate = dual_slope_generate,
};
