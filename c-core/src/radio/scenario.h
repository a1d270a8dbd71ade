/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * What a kind of scenario has to provide, and what c-core's own sources ask of scenarios. A new
 * kind is one file with one such table, and one row in MOG_SCENARIO_LIST.
 */
#ifndef MOG_RADIO_SCENARIO_H
#define MOG_RADIO_SCENARIO_H

#include "mog/radio.h"
#include <gsl/gsl_rng.h>

typedef struct scenario_type {
    bool has_positions;
    bool knows_rb_fading; /* whether RBs can fade on their own */
    bool knows_gain_mode; /* whether gains can be amplitudes */
    bool one_receiver;    /* whether all receivers are at one place, and gains [i][j] the same */
    /* sigma^2 that goes with the gains */
    double (*noise_power)(const mog_scenario *scenario);
    /* ranges that depend on several members */
    mog_status (*check)(const mog_scenario *scenario, mog_error *error);
    /* whether channels have small-scale fading, which changes with time */
    bool (*fades)(const mog_scenario *scenario);
    /*
     * One sample; `rng` is selected to (seed, index) for each purpose by the generator itself. With
     * `mean`, every |h|^2 of the sample's fading is replaced by its mean, all else is the same.
     * `gain` has mog_scenario_matrices() matrices; the SNR gap comes later.
     */
    mog_status (*generate)(const mog_scenario *scenario, gsl_rng *rng, uint64_t seed,
                           uint64_t index, bool mean, double *gain, double *tx_position,
                           double *rx_position, mog_error *error);
} scenario_type;

#define MOG_SCENARIO_OBJECT(constant, object, name)                                                \
    extern const scenario_type mog_scenario_type_##object;
MOG_SCENARIO_LIST(MOG_SCENARIO_OBJECT)
#undef MOG_SCENARIO_OBJECT

/** noise_power of scenarios whose gains carry it. */
double mog_scenario_noise_in_gains(const mog_scenario *scenario);

/** Checks that pairs fit into the square: d2d, dual_slope. */
mog_status mog_scenario_check_pairs(const mog_scenario *scenario, mog_error *error);

/** Whether all receivers of a checked scenario are at one place. */
bool mog_scenario_has_one_receiver(const mog_scenario *scenario);

/**
 * sigma^2 that goes with the gains of mog_scenario_generate(). This and the questions below are
 * asked of settings that passed mog_scenario_check(); a kind that does not exist counts as `gic`.
 */
double mog_scenario_noise_power(const mog_scenario *scenario);

/** K x K matrices of gains in a sample: N if every RB fades on its own, else 1. */
size_t mog_scenario_matrices(const mog_scenario *scenario);

/**
 * Makes samples `first` ... `first + count - 1` of the scenario. Sample n depends on (scenario,
 * seed, n) alone.
 *
 * @param gain         [count][K][K], or [count][N][K][K] if every RB fades on its own; out
 * @param tx_position  [count][K][2], out, m; NULL if not wanted; left alone without positions
 * @param rx_position  like tx_position
 * @return MOG_OK, MOG_ERROR_ARGUMENT, MOG_ERROR_MEMORY
 */
mog_status mog_scenario_generate(const mog_scenario *scenario, uint64_t seed, uint64_t first,
                                 size_t count, double *gain, double *tx_position,
                                 double *rx_position, mog_error *error);

/** Whether the scenario's channels have small-scale fading. */
bool mog_scenario_fades(const mog_scenario *scenario);

/** Whether its gains are |h| and not |h|^2. */
bool mog_scenario_has_amplitudes(const mog_scenario *scenario);

/** Whether its links have weights: whether `weights` is another than ones. */
bool mog_scenario_has_weights(const mog_scenario *scenario);

/**
 * Mean gains of the same samples over their small-scale fading: layout and shadowing are those of
 * mog_scenario_generate(), every path's |h|^2 is replaced by its mean.
 *
 * @param gain  like that of mog_scenario_generate(), out
 */
mog_status mog_scenario_mean_gain(const mog_scenario *scenario, uint64_t seed, uint64_t first,
                                  size_t count, double *gain, mog_error *error);

/**
 * Weights of the same samples, from random numbers of their own: the gains of a sample are the same
 * whatever its weights. They are divided by their mean over the sample's links.
 *
 * @param weight  [count][K], out; ones for MOG_WEIGHTS_ONES and MOG_WEIGHTS_TRAJECTORY
 */
mog_status mog_scenario_draw_weights(const mog_scenario *scenario, uint64_t seed, uint64_t first,
                                     size_t count, double *weight, mog_error *error);

/**
 * Gains of one d2d drop from its positions, without shadowing, fading and SNR gap, divided by the
 * noise power relative to maximum power.
 *
 * @param tx_position  [K][2], m
 * @param rx_position  [K][2], m
 * @param gain         [K][K], out
 */
void mog_d2d_gain(const mog_scenario *scenario, const double *tx_position,
                  const double *rx_position, double *gain);

/** Noise power over maximum power of the scenarios with positions, both in the same unit. */
double mog_d2d_relative_noise(const mog_scenario *scenario);

/**
 * Path loss of dual_slope, dB: 39 + 20 log10(d/1 m) up to 100 m, 40 dB a decade beyond.
 *
 * @param distance  m, >= 0; distances below 1 m count as 1 m
 */
double mog_dual_slope_loss_db(double distance);

#endif
