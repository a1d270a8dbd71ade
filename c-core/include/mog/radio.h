/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Interference channels: where gains come from, and what an allocation of powers is worth on them.
 *
 * Gains are linear power gains, row-major `gain[sample][rx i][tx j]` from transmitter j to receiver
 * i. Powers are fractions of the maximum, 0..1. The noise power is relative to maximum power x
 * gain: a gain and its noise always go together. Rates are in bit/s/Hz.
 */
#ifndef MOG_RADIO_H
#define MOG_RADIO_H

#include "mog/settings.h"
#include "mog/status.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A batch of channels, read only. The arrays belong to the caller. */
typedef struct mog_problem {
    size_t samples;            /**< S >= 0 */
    size_t links;              /**< K >= 1 */
    double noise_power;        /**< sigma^2 > 0 */
    const double *gain;        /**< [S][K][K], or [S][N][K][K] if per_rb; finite and >= 0 */
    const double *weight;      /**< [S][K], finite and >= 0; NULL means all ones */
    const double *tx_position; /**< [S][K][2], m, or NULL: only networks with neighbours by distance
                                  need them */
    const double *rx_position; /**< like tx_position */
    size_t n_rb;               /**< N: resource blocks (RBs), each link is on one of them and
                                  interferes with the others there; 0 and 1: one band for all */
    bool per_rb;               /**< whether every RB has gains of its own */
} mog_problem;

/**
 * Checks a problem from an untrusted source: K, noise, and every gain and weight.
 *
 * @return MOG_OK, or MOG_ERROR_DATA with a message that names the first bad entry by its indices
 */
mog_status mog_problem_check(const mog_problem *problem, mog_error *error);

/** K x K matrices of gains in a sample: N if every RB has its own, else 1. */
size_t mog_problem_matrices(const mog_problem *problem);

/** Samples first ... first + count - 1 of a problem, as a problem. */
mog_problem mog_problem_range(const mog_problem *problem, size_t first, size_t count);

/** RBs of a problem: 1 if it says 0. */
size_t mog_problem_n_rb(const mog_problem *problem);

/** Gains of a problem's first sample on an RB, [K][K]. */
const double *mog_problem_gains(const mog_problem *problem, size_t rb);

/** One sample of a problem, as a problem. */
mog_problem mog_problem_sample(const mog_problem *problem, size_t sample);

/**
 * One sample with only the gains between neighbours, for numbers of links whose square is too much:
 * compressed rows, receiver by receiver. The arrays belong to the caller.
 */
typedef struct mog_sparse_problem {
    size_t links;          /**< K >= 1 */
    double noise_power;    /**< sigma^2 > 0 */
    const double *direct;  /**< [K], gain of each link's own path */
    const double *weight;  /**< [K]; NULL means all ones */
    const size_t *first;   /**< [K + 1]: entries first[i] ... first[i + 1] - 1 end in receiver i */
    const uint32_t *from;  /**< [E]: transmitter j of each entry, j != i */
    const double *gain;    /**< [E]: G_ij */
    const double *reverse; /**< [E]: G_ji */
} mog_sparse_problem;

/**
 * Checks a sparse problem from an untrusted source: indices, noise, every gain and weight.
 *
 * @return MOG_OK, or MOG_ERROR_DATA with a message that names the first bad entry
 */
mog_status mog_sparse_problem_check(const mog_sparse_problem *problem, mog_error *error);

/**
 * Rate of each link, log2(1 + SINR_i) in bit/s/Hz, not weighted.
 *
 * SINR_i = G_ii p_i / (sum_{j != i} G_ij p_j + sigma^2)
 *
 * @param power  [S][K], 0..1
 * @param rate   [S][K], out
 */
void mog_link_rates(const mog_problem *problem, const double *power, double *rate);

/**
 * Weighted sum rate of each sample, sum_i w_i log2(1 + SINR_i) in bit/s/Hz.
 *
 * @param power     [S][K], 0..1
 * @param sum_rate  [S], out
 */
void mog_sum_rate(const mog_problem *problem, const double *power, double *sum_rate);

/**
 * Gradient of the weighted sum rate,
 * dR/dp_k = (1/ln 2) [ w_k G_kk / S_k + sum_{i != k} w_i G_ik (1/S_i - 1/I_i) ]
 * with I_i the interference and noise at receiver i and S_i = I_i + G_ii p_i.
 *
 * @param power     [S][K], 0..1
 * @param gradient  [S][K], out, bit/s/Hz per unit of power
 */
void mog_sum_rate_gradient(const mog_problem *problem, const double *power, double *gradient);

/** Most resource blocks of scenarios and data sets. */
#define MOG_MAX_RBS 10000

/** How `gic` turns the channel coefficient h into a gain. */
typedef enum mog_gain_mode {
    MOG_GAIN_POWER,    /**< |h|^2 */
    MOG_GAIN_AMPLITUDE /**< |h| used as a power gain, as in GNN4Com (notes on parity in the docs) */
} mog_gain_mode;

/** Which generator makes the channels. */
typedef enum mog_scenario_kind {
    MOG_SCENARIO_GIC, /**< Gaussian interference channel: h ~ CN(0, 1), independent */
    MOG_SCENARIO_D2D, /**< device-to-device pairs on a square; gains carry 1/noise, so sigma^2 = 1
                       */
    MOG_SCENARIO_RB_PAIRWISE, /**< gic, whose RBs may fade independently */
    MOG_SCENARIO_UPLINK       /**< users of one base station; gains carry 1/noise, so sigma^2 = 1 */
} mog_scenario_kind;

/** A scenario and all its parameters. Members that a kind does not use are ignored. */
typedef struct mog_scenario {
    int kind;                 /**< mog_scenario_kind */
    size_t links;             /**< K */
    size_t n_rb;              /**< N; gains are the same on all unless rb_fading */
    bool rb_fading;           /**< rb_pairwise, uplink: every RB fades on its own */
    double noise_power;       /**< gic, rb_pairwise: sigma^2 */
    int gain_mode;            /**< gic, rb_pairwise: mog_gain_mode */
    double radius;            /**< uplink: of the cell, m */
    double side;              /**< d2d: side of the square, m */
    double distance_min;      /**< d2d: shortest transmitter-receiver distance of a pair, m */
    double distance_max;      /**< d2d: longest, m */
    double shadowing_db;      /**< standard deviation of log-normal shadowing, dB; 0 for none */
    bool rayleigh;            /**< d2d, uplink: Rayleigh fading on every path */
    double frequency;         /**< carrier, Hz */
    double height;            /**< d2d: antenna height of all devices, m */
    double antenna_gain_db;   /**< d2d: gain of direct paths only, dB */
    double max_power_dbm;     /**< maximum transmit power, dBm */
    double noise_density_dbm; /**< noise density, dBm/Hz */
    double bandwidth;         /**< of one RB, Hz */
} mog_scenario;

/** Section "scenario" of configuration files. */
const mog_section *mog_scenario_section(void);

/** `gic` with 20 links and unit noise; the members of other kinds at values of the literature. */
void mog_scenario_default(mog_scenario *scenario);

/**
 * Checks ranges and their combination, for example that the pairs fit into the square.
 *
 * @return MOG_OK or MOG_ERROR_ARGUMENT
 */
mog_status mog_scenario_check(const mog_scenario *scenario, mog_error *error);

/** sigma^2 that goes with the gains of mog_scenario_generate(). */
double mog_scenario_noise_power(const mog_scenario *scenario);

/** Whether the scenario has positions. */
bool mog_scenario_has_positions(const mog_scenario *scenario);

/** K x K matrices of gains in a sample: N if every RB fades on its own, else 1. */
size_t mog_scenario_matrices(const mog_scenario *scenario);

/** Whether the scenario's channels have small-scale fading. */
bool mog_scenario_fades(const mog_scenario *scenario);

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

/**
 * Mean gains of the same samples over their small-scale fading: layout and shadowing are those of
 * mog_scenario_generate(), every path's |h|^2 is replaced by its mean.
 *
 * @param gain  like that of mog_scenario_generate(), out
 */
mog_status mog_scenario_mean_gain(const mog_scenario *scenario, uint64_t seed, uint64_t first,
                                  size_t count, double *gain, mog_error *error);

/**
 * Gains of one d2d drop from its positions, without shadowing and fading, divided by the noise
 * power relative to maximum power.
 *
 * @param tx_position  [K][2], m
 * @param rx_position  [K][2], m
 * @param gain         [K][K], out
 */
void mog_d2d_gain(const mog_scenario *scenario, const double *tx_position,
                  const double *rx_position, double *gain);

/** Noise power over maximum power of the d2d and uplink scenarios, both in the same unit. */
double mog_d2d_relative_noise(const mog_scenario *scenario);

/**
 * Median line-of-sight path loss of ITU-R P.1411 between two low antennas of equal height, dB:
 * |20 log10(lambda^2 / (8 pi h^2))| + 6 + 20 log10(d/R), and 20 log10(d/R) more beyond the
 * breakpoint R = 4 h^2 / lambda.
 *
 * @param distance   m, > 0; distances below 1 m count as 1 m
 * @param frequency  Hz
 * @param height     m
 */
double mog_path_loss_db(double distance, double frequency, double height);

/**
 * Path loss of an urban macro cell, dB: 128.1 + 37.6 log10(d/1 km) + 21 log10(f/2 GHz), for a base
 * station 15 m above the roofs, and not below the minimum coupling loss of 70 dB (3GPP TR 36.942,
 * 4.5.1 and 4.5.2).
 *
 * @param distance   m, >= 0
 * @param frequency  Hz
 */
double mog_cell_loss_db(double distance, double frequency);

#ifdef __cplusplus
}
#endif
#endif
