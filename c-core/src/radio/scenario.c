/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of scenarios, their settings, and what all of them have in common. */
#include "radio/scenario.h"

#include "base/memory.h"
#include "base/random.h"
#include "base/settings.h"
#include <math.h>

#define ROW(constant, object, name) name,
static const char *const kind_names[] = {MOG_SCENARIO_LIST(ROW) NULL};
#undef ROW

#define ROW(constant, object, name) &mog_scenario_type_##object,
static const scenario_type *const kinds[] = {MOG_SCENARIO_LIST(ROW)};
#undef ROW

/* Settings may come from a program that has not checked them: then the first kind answers. */
static const scenario_type *type_of(const mog_scenario *scenario) {
    const size_t kind = (size_t)scenario->kind;
    return kinds[kind < sizeof kinds / sizeof kinds[0] ? kind : 0];
}

static const char *const gain_mode_names[] = {"power", "amplitude", NULL};

static const char *const weight_names[] = {"ones",   "log-uniform", "varied",
                                           "pareto", "trajectory",  NULL};

#define MEMBER(name) #name, .offset = offsetof(mog_scenario, name)
static const mog_field fields[] = {
    {MEMBER(kind), .type = MOG_FIELD_CHOICE, .choices = kind_names, .help = "generator"},
    {MEMBER(links), .type = MOG_FIELD_SIZE, .minimum = 1, .maximum = 10000, .help = "pairs K"},
    {MEMBER(n_rb), .type = MOG_FIELD_SIZE, .minimum = 1, .maximum = MOG_MAX_RBS,
     .help = "resource blocks N, of which every pair has one"},
    {MEMBER(rb_fading), .type = MOG_FIELD_BOOL,
     .help = "rb_pairwise, uplink: every resource block fades on its own"},
    {MEMBER(noise_power), .type = MOG_FIELD_REAL, .minimum = 1e-30, .maximum = 1e30,
     .help = "gic, rb_pairwise: noise power relative to maximum power x gain"},
    {MEMBER(gain_mode), .type = MOG_FIELD_CHOICE, .choices = gain_mode_names,
     .help = "gic, rb_pairwise: |h|^2, or |h| used as a power gain"},
    {MEMBER(radius), .type = MOG_FIELD_REAL, .minimum = 1, .maximum = 1e6,
     .help = "uplink: radius of the cell, m"},
    {MEMBER(side), .type = MOG_FIELD_REAL, .minimum = 1, .maximum = 1e6,
     .help = "d2d, dual_slope: side of the square, m"},
    {MEMBER(distance_min), .type = MOG_FIELD_REAL, .minimum = 1, .maximum = 1e6,
     .help = "d2d, dual_slope: shortest distance of a pair, m"},
    {MEMBER(distance_max), .type = MOG_FIELD_REAL, .minimum = 1, .maximum = 1e6,
     .help = "d2d, dual_slope: longest distance of a pair, m"},
    {MEMBER(transmitter_distance), .type = MOG_FIELD_REAL, .minimum = 0, .maximum = 1e6,
     .help = "dual_slope: shortest distance of two transmitters, m"},
    {MEMBER(shadowing_db), .type = MOG_FIELD_REAL, .minimum = 0, .maximum = 100,
     .help = "d2d, dual_slope, uplink: deviation of log-normal shadowing, dB; 0 for none"},
    {MEMBER(rayleigh), .type = MOG_FIELD_BOOL,
     .help = "d2d, dual_slope, uplink: Rayleigh fading on every path"},
    {MEMBER(fading_share), .type = MOG_FIELD_REAL, .minimum = 0, .maximum = 1,
     .help =
         "d2d: share of the samples with shadowing and fading, the others have path loss alone"},
    {MEMBER(frequency), .type = MOG_FIELD_REAL, .minimum = 1e6, .maximum = 1e12,
     .help = "d2d, uplink: carrier frequency, Hz"},
    {MEMBER(height), .type = MOG_FIELD_REAL, .minimum = 0.1, .maximum = 100,
     .help = "d2d: antenna height, m"},
    {MEMBER(antenna_gain_db), .type = MOG_FIELD_REAL, .minimum = -100, .maximum = 100,
     .help = "d2d: antenna gain of direct paths, dB"},
    {MEMBER(max_power_dbm), .type = MOG_FIELD_REAL, .minimum = -200, .maximum = 200,
     .help = "d2d, dual_slope, uplink: maximum transmit power, dBm"},
    {MEMBER(noise_density_dbm), .type = MOG_FIELD_REAL, .minimum = -300, .maximum = 100,
     .help = "d2d, dual_slope, uplink: noise density, dBm/Hz"},
    {MEMBER(bandwidth), .type = MOG_FIELD_REAL, .minimum = 1, .maximum = 1e12,
     .help = "d2d, dual_slope, uplink: bandwidth of a resource block, Hz"},
    {MEMBER(gap_db), .type = MOG_FIELD_REAL, .minimum = 0, .maximum = 100,
     .help = "SNR gap to capacity, dB: a rate is log2(1 + SINR/gap)"},
    {MEMBER(weights), .type = MOG_FIELD_CHOICE, .choices = weight_names,
     .help = "what links are worth; their mean is 1 in every sample"},
    {MEMBER(weight_range), .type = MOG_FIELD_REAL, .minimum = 1, .maximum = 1e12,
     .help = "log-uniform and varied weights: largest over smallest"},
    {MEMBER(weight_shape), .type = MOG_FIELD_REAL, .minimum = 1, .maximum = 1000,
     .help = "pareto weights: the tail's exponent, small for few links that are worth much"},
};
#undef MEMBER

const mog_section mog_scenario_section = {"scenario", fields, sizeof fields / sizeof fields[0]};

void mog_scenario_default(mog_scenario *scenario) {
    *scenario = (mog_scenario){
        .kind = MOG_SCENARIO_GIC,
        .links = 20,
        .n_rb = 1,
        .rb_fading = false,
        .noise_power = 1,
        .gain_mode = MOG_GAIN_POWER,
        .radius = 250,
        .side = 1000,
        .distance_min = 2,
        .distance_max = 65,
        .transmitter_distance = 35,
        .shadowing_db = 0,
        .rayleigh = false,
        .fading_share = 1,
        .frequency = 2.4e9,
        .height = 1.5,
        .antenna_gain_db = 2.5,
        .max_power_dbm = 40,
        .noise_density_dbm = -169,
        .bandwidth = 5e6,
        .gap_db = 0,
        .weights = MOG_WEIGHTS_ONES,
        .weight_range = 100,
        .weight_shape = 2,
    };
}

mog_status mog_scenario_check(const mog_scenario *scenario, mog_error *error) {
    const mog_status status = mog_settings_check(&mog_scenario_section, scenario, error);
    if (status != MOG_OK)
        return status;
    if (scenario->rb_fading && !type_of(scenario)->knows_rb_fading)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "scenario.rb_fading = true, but the RBs of scenario.kind = %s do not fade "
                        "on their own: use rb_pairwise or uplink",
                        kind_names[scenario->kind]);
    return type_of(scenario)->check(scenario, error);
}

double mog_scenario_noise_in_gains(const mog_scenario *scenario) {
    (void)scenario;
    return 1;
}

double mog_scenario_noise_power(const mog_scenario *scenario) {
    return type_of(scenario)->noise_power(scenario);
}

bool mog_scenario_has_positions(const mog_scenario *scenario) {
    return type_of(scenario)->has_positions;
}

size_t mog_scenario_matrices(const mog_scenario *scenario) {
    return scenario->rb_fading ? scenario->n_rb : 1;
}

bool mog_scenario_fades(const mog_scenario *scenario) {
    return type_of(scenario)->fades(scenario);
}

bool mog_scenario_has_amplitudes(const mog_scenario *scenario) {
    return type_of(scenario)->knows_gain_mode && scenario->gain_mode == MOG_GAIN_AMPLITUDE;
}

bool mog_scenario_has_one_receiver(const mog_scenario *scenario) {
    return type_of(scenario)->one_receiver;
}

bool mog_scenario_has_weights(const mog_scenario *scenario) {
    return scenario->weights != MOG_WEIGHTS_ONES;
}

/* log2(1 + SINR/gap): the gap may as well be in the wanted signal. */
static void apply_gap(const mog_scenario *scenario, double *gain) {
    const size_t k = scenario->links;
    const double gap = pow(10, scenario->gap_db / 10);
    for (size_t m = 0; m < mog_scenario_matrices(scenario); m++)
        for (size_t i = 0; i < k; i++)
            gain[(m * k + i) * k + i] /= gap;
}

static mog_status generate(const mog_scenario *scenario, uint64_t seed, uint64_t first,
                           size_t count, bool mean, double *gain, double *tx_position,
                           double *rx_position, mog_error *error) {
    mog_status status = mog_scenario_check(scenario, error);
    if (status != MOG_OK)
        return status;
    const size_t k = scenario->links, entries = mog_scenario_matrices(scenario) * k * k;
    mog_random random;
    gsl_rng *rng = mog_random_init(&random);
    /* one drop's positions, where the caller does not want them */
    double *spare = mog_allocate(4 * k, sizeof *spare, error);
    if (spare == NULL)
        status = MOG_ERROR_MEMORY;
    for (size_t n = 0; status == MOG_OK && n < count; n++) {
        double *tx = tx_position != NULL ? tx_position + n * 2 * k : spare;
        double *rx = rx_position != NULL ? rx_position + n * 2 * k : spare + 2 * k;
        status = type_of(scenario)->generate(scenario, rng, seed, first + n, mean,
                                             gain + n * entries, tx, rx, error);
        if (status == MOG_OK && scenario->gap_db > 0)
            apply_gap(scenario, gain + n * entries);
    }
    mog_release(spare);
    return status;
}

mog_status mog_scenario_generate(const mog_scenario *scenario, uint64_t seed, uint64_t first,
                                 size_t count, double *gain, double *tx_position,
                                 double *rx_position, mog_error *error) {
    return generate(scenario, seed, first, count, false, gain, tx_position, rx_position, error);
}

mog_status mog_scenario_mean_gain(const mog_scenario *scenario, uint64_t seed, uint64_t first,
                                  size_t count, double *gain, mog_error *error) {
    return generate(scenario, seed, first, count, true, gain, NULL, NULL, error);
}
