/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Utilities: what the rates and powers of links are worth, at an instant and over time.
 *
 * Whatever a utility U(R, p) is, near given rates and powers it grows as sum_i w_i R_i - c_i p_i
 * does, with weights w_i = dU/dR_i and prices c_i = -dU/dp_i. That is what solvers and networks
 * maximise in every slot: at an instant the weights follow from the decision itself, over time from
 * the rates and powers that links have had so far (gradient scheduling; Stolyar, "On the asymptotic
 * optimality of the gradient scheduling algorithm for multiuser throughput allocation", Operations
 * Research 2005).
 *
 * In what follows v_i is a link's weight in the problem, 1 if it has none. Rates are in bit/s/Hz,
 * powers fractions of the maximum. A rate below MOG_RATE_FLOOR counts as that where a utility
 * divides by it or takes its logarithm.
 *
 * Threads: everything here may be called by any number of threads, each with data of its own.
 */
#ifndef MOG_UTILITY_H
#define MOG_UTILITY_H

#include "mog/radio.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The least rate that a utility tells from none, bit/s/Hz. */
#define MOG_RATE_FLOOR 1e-9

/**
 * All utilities: constant, object, name. A new one is a row here and a file in src/radio/utility.
 *
 *     sum-rate                sum of v R - c p, c the problem's prices
 *     proportional-fair       sum of v ln R
 *     alpha-fair              sum of v R^(1 - alpha) / (1 - alpha)
 *     max-min                 the smallest v R
 *     minimum-rate            the sum rate; over time, with multipliers that hold every link's mean
 *                             rate above a minimum
 *     energy-efficiency       of the network: (sum of v R) / (sum of m p + c), bit/s/Hz per unit
 *     link-energy-efficiency  of the links: sum of v R / (m p + c)
 *     satisfaction            sum of v (1 - exp(-R / minimum rate))
 */
#define MOG_UTILITY_LIST(ROW)                                                                      \
    ROW(SUM_RATE, sum_rate, "sum-rate")                                                            \
    ROW(PROPORTIONAL_FAIR, proportional_fair, "proportional-fair")                                 \
    ROW(ALPHA_FAIR, alpha_fair, "alpha-fair")                                                      \
    ROW(MAX_MIN, max_min, "max-min")                                                               \
    ROW(MINIMUM_RATE, minimum_rate, "minimum-rate")                                                \
    ROW(ENERGY_EFFICIENCY, energy_efficiency, "energy-efficiency")                                 \
    ROW(LINK_ENERGY_EFFICIENCY, link_energy_efficiency, "link-energy-efficiency")                  \
    ROW(SATISFACTION, satisfaction, "satisfaction")

#define MOG_UTILITY_CONSTANT(constant, object, name) MOG_UTILITY_##constant,
/** Kinds of utility. */
typedef enum mog_utility_kind { MOG_UTILITY_LIST(MOG_UTILITY_CONSTANT) } mog_utility_kind;
#undef MOG_UTILITY_CONSTANT

/** A utility and its parameters. Members that a kind does not use are ignored. */
typedef struct mog_utility {
    int kind;             /**< mog_utility_kind */
    double alpha;         /**< alpha-fair: 0 is the sum rate, 1 proportional fair */
    double minimum_rate;  /**< minimum-rate: of every link's mean rate; satisfaction: where 63 % is
                               reached; bit/s/Hz */
    double step;          /**< minimum-rate: what a missing bit/s/Hz adds to a multiplier */
    size_t period;        /**< minimum-rate: slots between two updates of a multiplier */
    double multiplier;    /**< minimum-rate: the largest multiplier: a link that cannot have its
                               minimum must not starve all others for it */
    double memory;        /**< over time: share of the last slot in a mean rate or power */
    double amplifier;     /**< energy: m, power spent per unit of transmit power */
    double circuit_power; /**< energy: c, what a link spends besides, sending or not; maximum
                               transmit power is 1 */
} mog_utility;

/** Section "utility" of configuration files. */
extern const mog_section mog_utility_section;

/** The sum rate; other kinds: alpha 2, minimum rate 1 with step 2 every 5 slots and multipliers up
 * to 100, memory 0.05, amplifier 4, circuit power 1. */
void mog_utility_default(mog_utility *utility);

/** The name of a utility's kind. Here and below, one that is out of its ranges counts as the sum
 * rate. */
const char *mog_utility_name(const mog_utility *utility);

/** Whether an instant is worth sum of v R - c p, so that the problem's weights and prices say all
 * there is to say. Other utilities take no prices. */
bool mog_utility_is_linear(const mog_utility *utility);

/** Whether the worth of an instant is a sum over the links, each term of that link's rate and power
 * alone: then links that do not interfere can be decided on apart. */
bool mog_utility_is_separable(const mog_utility *utility);

/**
 * Values of every sample of a problem.
 *
 * @param rb       [S][K]; may be NULL where there is one RB
 * @param power    [S][K], 0..1
 * @param scratch  [2 K]
 * @param value    [S], out
 * @return MOG_OK, or MOG_ERROR_DATA: RBs that are not there, or none said where there are several
 */
mog_status mog_utility_values(const mog_utility *utility, const mog_problem *problem,
                              const uint32_t *rb, const double *power, double *scratch,
                              double *value, mog_error *error);

/**
 * What a utility remembers of a link. It belongs to whoever knows the link: arrays of these may be
 * reordered, and grow and shrink, as links come and go.
 */
typedef struct mog_link_history {
    double rate;       /**< mean, bit/s/Hz */
    double power;      /**< mean */
    double multiplier; /**< minimum-rate: >= 0 */
    double sum;        /**< minimum-rate: rates since the last update */
    size_t slots;      /**< ... and how many */
} mog_link_history;

/**
 * A link's history before its first slot.
 * @param rate  what its mean starts from, for example its rate with all links at full power
 */
mog_link_history mog_link_history_start(double rate);

/**
 * Weights and prices of the next slot. A problem with these in place of its own is to be solved
 * for sum of w R - c p.
 *
 * @param links    K >= 1
 * @param weight   [K]: v, or NULL: all ones
 * @param price    [K], of a linear utility, or NULL: none
 * @param history  [K]
 * @param w        [K], out
 * @param c        [K], out
 */
void mog_utility_weigh(const mog_utility *utility, size_t links, const double *weight,
                       const double *price, const mog_link_history *history, double *w, double *c);

/**
 * Takes note of a slot.
 *
 * @param rate     [K], bit/s/Hz
 * @param power    [K], 0..1
 * @param history  [K], in and out
 */
void mog_utility_observe(const mog_utility *utility, size_t links, const double *rate,
                         const double *power, mog_link_history *history);

#ifdef __cplusplus
}
#endif
#endif
