/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Interference channels: where gains come from, and what an allocation of powers is worth on them.
 *
 * Gains are linear power gains, row-major `gain[sample][rx i][tx j]` from transmitter j to receiver
 * i. Powers are fractions of the maximum, 0..1. The noise power is relative to maximum power x
 * gain: a gain and its noise always go together. Rates are in bit/s/Hz.
 *
 * Threads: everything here may be called by any number of threads, each with arrays of its own to
 * write to.
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
    size_t samples;       /**< S >= 0 */
    size_t links;         /**< K >= 1 */
    double noise_power;   /**< sigma^2 > 0 */
    const double *gain;   /**< [S][K][K], or [S][N][K][K] if per_rb; finite and >= 0 */
    const double *weight; /**< [S][K], finite and >= 0; NULL means all ones */
    const double *price;  /**< [S][K], what a unit of a link's power costs, in the unit of weight
                             x rate; finite and >= 0; NULL means nothing */
    const double *tx_position; /**< [S][K][2], m, or NULL: only networks with neighbours by distance
                                  need them */
    const double *rx_position; /**< like tx_position */
    size_t n_rb;               /**< N: resource blocks (RBs), each link is on one of them and
                                  interferes with the others there; 0 and 1: one band for all */
    bool per_rb;               /**< whether every RB has gains of its own */
} mog_problem;

/** Samples first ... first + count - 1 of a problem, as a problem. */
mog_problem mog_problem_range(const mog_problem *problem, size_t first, size_t count);

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

/** What is decided for every sample of a problem. The arrays belong to the caller. */
typedef struct mog_allocation {
    uint32_t *rb;  /**< [S][K], 0..N-1; NULL where there is one RB: all links are on it */
    double *power; /**< [S][K], 0..1 */
} mog_allocation;

/** The part of an allocation from a sample on. */
mog_allocation mog_allocation_from(const mog_allocation *allocation, const mog_problem *problem,
                                   size_t sample);

/**
 * Rate of each link, log2(1 + SINR_i) in bit/s/Hz of its RB, not weighted.
 *
 * SINR_i = G_ii p_i / (sum over the others j on its RB of G_ij p_j + sigma^2)
 *
 * @param rb     [S][K]; may be NULL where there is one RB
 * @param power  [S][K], 0..1
 * @param rate   [S][K], out
 * @return MOG_OK, or MOG_ERROR_DATA: RBs that are not there, or none said where there are several
 */
mog_status mog_rates(const mog_problem *problem, const uint32_t *rb, const double *power,
                     double *rate, mog_error *error);

/**
 * Weighted sum rate of each sample, sum_i w_i log2(1 + SINR_i) in bit/s/Hz.
 *
 * @param sum_rate  [S], out; other arguments and the return value are those of mog_rates()
 */
mog_status mog_sum_rate(const mog_problem *problem, const uint32_t *rb, const double *power,
                        double *sum_rate, mog_error *error);

/**
 * The channels that links have when they are on RBs, as gains of one band: those of RB c_i between
 * links on the same RB, 0 between others. Whatever sets powers on one band sets them here.
 *
 * @param gain  [S][K][K], out; `rb` and the return value are those of mog_rates()
 */
mog_status mog_rb_mask(const mog_problem *problem, const uint32_t *rb, double *gain,
                       mog_error *error);

/** Most resource blocks of scenarios and data sets. */
#define MOG_MAX_RBS 10000

/** How `gic` turns the channel coefficient h into a gain. */
typedef enum mog_gain_mode {
    MOG_GAIN_POWER,    /**< |h|^2 */
    MOG_GAIN_AMPLITUDE /**< |h| used as a power gain, as in GNN4Com (notes on parity in the docs) */
} mog_gain_mode;

/**
 * All generators of channels: constant, object, name. A new one is a row here and a file in
 * src/radio.
 *
 *     gic          Gaussian interference channel: h ~ CN(0, 1), independent
 *     d2d          device-to-device pairs on a square, as Cui, Shen, Yu (JSAC 2019)
 *     rb_pairwise  gic, whose RBs may fade independently
 *     uplink       users of one base station
 *     dual_slope   pairs of which every transmitter is the best one of its receiver, as
 *                  Naderializadeh, Eisen, Ribeiro (IEEE Trans. Signal Processing 2022)
 *
 * Gains of those with positions carry 1/noise, so that their sigma^2 is 1.
 */
#define MOG_SCENARIO_LIST(ROW)                                                                     \
    ROW(GIC, gic, "gic")                                                                           \
    ROW(D2D, d2d, "d2d")                                                                           \
    ROW(RB_PAIRWISE, rb_pairwise, "rb_pairwise")                                                   \
    ROW(UPLINK, uplink, "uplink")                                                                  \
    ROW(DUAL_SLOPE, dual_slope, "dual_slope")

#define MOG_SCENARIO_CONSTANT(constant, object, name) MOG_SCENARIO_##constant,
/** Which generator makes the channels. */
typedef enum mog_scenario_kind { MOG_SCENARIO_LIST(MOG_SCENARIO_CONSTANT) } mog_scenario_kind;
#undef MOG_SCENARIO_CONSTANT

/** What links are worth in a scenario. */
typedef enum mog_weights {
    MOG_WEIGHTS_ONES,        /**< all the same; data sets have no weights */
    MOG_WEIGHTS_LOG_UNIFORM, /**< logarithms are uniform: every ratio of two links is as likely as
                                  its inverse, up to `weight_range` */
    MOG_WEIGHTS_VARIED,      /**< log-uniform, each sample over a range of its own, whose logarithm
                                  is uniform, too: from links that are worth the same to links
                                  that differ by `weight_range` */
    MOG_WEIGHTS_PARETO,      /**< few are worth much: P(w > x) = x^-weight_shape, x >= 1 */
    MOG_WEIGHTS_TRAJECTORY   /**< those of a random slot of a sample that is played over time
                                  (mog/slots.h): a solver decides, the scenario alone cannot say */
} mog_weights;

/** A scenario and all its parameters. Members that a kind does not use are ignored. */
typedef struct mog_scenario {
    int kind;                    /**< mog_scenario_kind */
    size_t links;                /**< K */
    size_t n_rb;                 /**< N; gains are the same on all unless rb_fading */
    bool rb_fading;              /**< rb_pairwise, uplink: every RB fades on its own */
    double noise_power;          /**< gic, rb_pairwise: sigma^2 */
    int gain_mode;               /**< gic, rb_pairwise: mog_gain_mode */
    double radius;               /**< uplink: of the cell, m */
    double side;                 /**< d2d, dual_slope: side of the square, m */
    double distance_min;         /**< d2d, dual_slope: shortest transmitter-receiver distance of a
                                      pair, m */
    double distance_max;         /**< d2d, dual_slope: longest, m */
    double transmitter_distance; /**< dual_slope: shortest between two transmitters, m */
    double shadowing_db;         /**< standard deviation of log-normal shadowing, dB; 0 for none */
    bool rayleigh;               /**< those with positions: Rayleigh fading on every path */
    double fading_share;         /**< d2d: share of the samples that have shadowing and fading; the
                                      others have path loss alone */
    double frequency;            /**< carrier, Hz */
    double height;               /**< d2d: antenna height of all devices, m */
    double antenna_gain_db;      /**< d2d: gain of direct paths only, dB */
    double max_power_dbm;        /**< maximum transmit power, dBm */
    double noise_density_dbm;    /**< noise density, dBm/Hz */
    double bandwidth;            /**< of one RB, Hz */
    double gap_db;               /**< SNR gap of modulation and coding to capacity, dB: a rate is
                                      log2(1 + SINR/gap). Direct gains are divided by it */
    int weights;                 /**< mog_weights */
    double weight_range;         /**< log-uniform, varied: largest over smallest weight */
    double weight_shape;         /**< pareto: tail exponent; the mean exists above 1 */
} mog_scenario;

/** Section "scenario" of configuration files. */
extern const mog_section mog_scenario_section;

/** `gic` with 20 links, unit noise and no weights; the members of other kinds at values of the
 * literature. */
void mog_scenario_default(mog_scenario *scenario);

/**
 * Checks ranges and their combination, for example that the pairs fit into the square.
 *
 * @return MOG_OK or MOG_ERROR_ARGUMENT
 */
mog_status mog_scenario_check(const mog_scenario *scenario, mog_error *error);

/** Whether the scenario has positions. */
bool mog_scenario_has_positions(const mog_scenario *scenario);

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
