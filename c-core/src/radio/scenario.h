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
    bool knows_rb_fading; /* whether RBs can fade on their own */
    /* sigma^2 that goes with the gains */
    double (*noise_power)(const mog_scenario *scenario);
    /* ranges that depend on several members */
    mog_status (*check)(const mog_scenario *scenario, mog_error *error);
    /* whether channels have small-scale fading, which changes with time */
    bool (*fades)(const mog_scenario *scenario);
    /*
     * One sample; `rng` is selected to (seed, index) for each purpose by the generator itself. With
     * `mean`, every |h|^2 of the sample's fading is replaced by its mean, all else is the same.
     * `gain` has mog_scenario_matrices() matrices.
     */
    mog_status (*generate)(const mog_scenario *scenario, gsl_rng *rng, uint64_t seed,
                           uint64_t index, bool mean, double *gain, double *tx_position,
                           double *rx_position, mog_error *error);
} scenario_type;

extern const scenario_type mog_scenario_type_gic;
extern const scenario_type mog_scenario_type_d2d;
extern const scenario_type mog_scenario_type_rb_pairwise;
extern const scenario_type mog_scenario_type_uplink;

#endif
