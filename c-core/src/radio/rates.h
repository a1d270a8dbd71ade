/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * The linear objective and how it changes with the powers: what gradients of losses are checked by.
 */
#ifndef MOG_RADIO_RATES_H
#define MOG_RADIO_RATES_H

#include "mog/radio.h"

/** The weighted sum rate less the price of the powers, sum_i w_i R_i - c_i p_i; all else
 * is as of mog_sum_rate(). */
mog_status mog_objective(const mog_problem *problem, const uint32_t *rb, const double *power,
                         double *objective, mog_error *error);

/**
 * Gradient of mog_objective() with respect to the powers,
 * (1/ln 2) [ w_k G_kk / S_k + sum_{i != k} w_i G_ik (1/S_i - 1/I_i) ] - c_k
 * with I_i the interference and noise at receiver i, S_i = I_i + G_ii p_i, and i on k's RB.
 *
 * @param gradient  [S][K], out, bit/s/Hz per unit of power; all else is as of mog_rates()
 */
mog_status mog_objective_gradient(const mog_problem *problem, const uint32_t *rb,
                                  const double *power, double *gradient, mog_error *error);

#endif
