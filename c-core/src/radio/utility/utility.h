/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Utilities as callers hand them over.
 */
#ifndef MOG_RADIO_UTILITY_UTILITY_H
#define MOG_RADIO_UTILITY_UTILITY_H

#include "mog/utility.h"
#include "radio/utility/instant.h"

/** What is meant: NULL stands for the sum rate. */
mog_utility mog_utility_or_sum_rate(const mog_utility *utility);

/**
 * Whether problems go with a utility.
 * @return MOG_OK, or MOG_ERROR_DATA: prices, where the utility has none
 */
mog_status mog_utility_accepts(const mog_utility *utility, const mog_problem *problem,
                               mog_error *error);

/**
 * What an instant is worth, link by link: the sum of the shares is the utility's value.
 * @param share  [K], out
 */
void mog_utility_shares(const mog_utility *utility, const mog_instant *instant, double *share);

/** What an instant is worth: the sum of its shares. @param share  [K], scratch */
double mog_utility_value(const mog_utility *utility, const mog_instant *instant, double *share);

/**
 * The value's derivatives: with the weights w and the prices c, its gradient with respect to the
 * powers is that of sum of w R - c p. At a kink, as where two links have the smallest rate, one of
 * the gradients that are possible.
 *
 * @param weight  [K], out: dU/dR
 * @param price   [K], out: -dU/dp
 */
void mog_utility_gradient(const mog_utility *utility, const mog_instant *instant, double *weight,
                          double *price);

/**
 * Weights and prices to climb by: solving with them, and asking again, raises the utility. They are
 * those of mog_utility_gradient(), but for max-min, which is smoothed.
 */
void mog_utility_linearize(const mog_utility *utility, const mog_instant *instant, double *weight,
                           double *price);

/** Checks ranges and their combination. @return MOG_OK or MOG_ERROR_ARGUMENT */
mog_status mog_utility_check(const mog_utility *utility, mog_error *error);

#endif
