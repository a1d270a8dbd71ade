/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * The linear objective: what an instant is worth under utilities that weights and prices say all
 * of.
 */
#ifndef MOG_RADIO_RATES_H
#define MOG_RADIO_RATES_H

#include "mog/radio.h"

/** The weighted sum rate less the price of the powers, sum_i w_i R_i - c_i p_i; all else
 * is as of mog_sum_rate(). */
mog_status mog_objective(const mog_problem *problem, const uint32_t *rb, const double *power,
                         double *objective, mog_error *error);

#endif
