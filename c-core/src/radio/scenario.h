/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * What a kind of scenario has to provide. A new kind is one file with one such table, one entry in
 * scenario.c and one name in its list of kinds.
 */
#ifndef MOG_RADIO_SCENARIO_H
#define MOG_RADIO_SCENARIO_H

#include "mog/radio.h"
#include <gsl/gsl_rng.h>

typedef struct scenario_type {
    bool has_positions;
    /* sigma^2 that goes with the gains */
    double (*noise_power)(const mog_scenario *scenario);
    /* ranges that depend on several members */
    mog_status (*check)(const mog_scenario *scenario, mog_error *error);
    /*
     * One sample; `rng` is selected to (seed, index) for each purpose by the generator itself.
     * Positions may be NULL.
     */
    mog_status (*generate)(const mog_scenario *scenario, gsl_rng *rng, uint64_t seed,
                           uint64_t index, double *gain, double *tx_position, double *rx_position,
                           mog_error *error);
} scenario_type;

extern const scenario_type mog_scenario_type_gic;
extern const scenario_type mog_scenario_type_d2d;

#endif
