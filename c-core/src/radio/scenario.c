/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "scenario.h"

#include "../base/memory.h"
#include "mog/random.h"

static const char *const kind_names[] = {"gic", "d2d", "rb_pairwise", "uplink", NULL};

static const scenario_type *const kinds[] = {
    [MOG_SCENARIO_GIC] = &mog_scenario_type_gic,
    [MOG_SCENARIO_D2D] = &mog_scenario_type_d2d,
    [MOG_SCENARIO_RB_PAIRWISE] = &mog_scenario_type_rb_pairwise,
    [MOG_SCENARIO_UPLINK] = &mog_scenario_type_uplink,
};

static const char *const gain_mode_names[] = {"power", "amplitude", NULL};

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
     .help = "d2d: side of the square, m"},
    {MEMBER(distance_min), .type = MOG_FIELD_REAL, .minimum = 1, .maximum = 1e6,
     .help = "d2d: shortest distance of a pair, m"},
    {MEMBER(distance_max), .type = MOG_FIELD_REAL, .minimum = 1, .maximum = 1e6,
     .help = "d2d: longest distance of a pair, m"},
    {MEMBER(shadowing_db), .type = MOG_FIELD_REAL, .minimum = 0, .maximum = 100,
     .help = "d2d, uplink: deviation of log-normal shadowing, dB; 0 for none"},
    {MEMBER(rayleigh), .type = MOG_FIELD_BOOL,
     .help = "d2d, uplink: Rayleigh fading on every path"},
    {MEMBER(frequency), .type = MOG_FIELD_REAL, .minimum = 1e6, .maximum = 1e12,
     .help = "d2d, uplink: carrier frequency, Hz"},
    {MEMBER(height), .type = MOG_FIELD_REAL, .minimum = 0.1, .maximum = 100,
     .help = "d2d: antenna height, m"},
    {MEMBER(antenna_gain_db), .type = MOG_FIELD_REAL, .minimum = -100, .maximum = 100,
     .help = "d2d: antenna gain of direct paths, dB"},
    {MEMBER(max_power_dbm), .type = MOG_FIELD_REAL, .minimum = -200, .maximum = 200,
     .help = "d2d, uplink: maximum transmit power, dBm"},
    {MEMBER(noise_density_dbm), .type = MOG_FIELD_REAL, .minimum = -300, .maximum = 100,
     .help = "d2d, uplink: noise density, dBm/Hz"},
    {MEMBER(bandwidth), .type = MOG_FIELD_REAL, .minimum = 1, .maximum = 1e12,
     .help = "d2d, uplink: bandwidth of a resource block, Hz"},
};
#undef MEMBER

const mog_section *mog_scenario_section(void) {
    static const mog_section section = {"scenario", fields, sizeof fields / sizeof fields[0]};
    return &section;
}

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
        .shadowing_db = 0,
        .rayleigh = false,
        .frequency = 2.4e9,
        .height = 1.5,
        .antenna_gain_db = 2.5,
        .max_power_dbm = 40,
        .noise_density_dbm = -169,
        .bandwidth = 5e6,
    };
}

mog_status mog_scenario_check(const mog_scenario *scenario, mog_error *error) {
    const mog_status status = mog_settings_check(mog_scenario_section(), scenario, error);
    if (status != MOG_OK)
        return status;
    if (scenario->rb_fading && !kinds[scenario->kind]->knows_rb_fading)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "scenario.rb_fading = true, but the RBs of scenario.kind = %s do not fade "
                        "on their own: use rb_pairwise or uplink",
                        kind_names[scenario->kind]);
    return kinds[scenario->kind]->check(scenario, error);
}

double mog_scenario_noise_power(const mog_scenario *scenario) {
    return kinds[scenario->kind]->noise_power(scenario);
}

bool mog_scenario_has_positions(const mog_scenario *scenario) {
    return kinds[scenario->kind]->has_positions;
}

size_t mog_scenario_matrices(const mog_scenario *scenario) {
    return scenario->rb_fading ? scenario->n_rb : 1;
}

bool mog_scenario_fades(const mog_scenario *scenario) {
    return kinds[scenario->kind]->fades(scenario);
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
        status = kinds[scenario->kind]->generate(scenario, rng, seed, first + n, mean,
                                                 gain + n * entries, tx, rx, error);
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
