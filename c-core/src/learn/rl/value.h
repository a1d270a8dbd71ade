/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * What a critic's network says of an action, V: the sum of a number for each link.
 *
 * The network sees a sample and, as its extra inputs, the action [K][W].
 */
#ifndef MOG_LEARN_VALUE_H
#define MOG_LEARN_VALUE_H

#include "nn/network.h"

/** Rewards are learned less `mean` and over `deviation`. */
typedef struct mog_value_unit {
    double mean, deviation;
} mog_value_unit;

/**
 * Mean squared error of a batch of values and its gradient.
 *
 * @param per_link  each link's value against its own reward, as a mean over the links; else the sum
 *                  of the values against the sum of the rewards
 * @param reward    [samples][K]
 * @param value     [samples][K], what came out of the network
 * @param dvalue    [samples][K], out
 */
double mog_value_error(bool per_link, mog_value_unit unit, size_t samples, size_t links,
                       const mog_real *reward, const mog_real *value, mog_real *dvalue);

/**
 * Values of actions, and the gradients of each sample's V with respect to its action.
 *
 * @param batch    its `extra` are the actions
 * @param value    [samples][K], out
 * @param dvalue   [samples][K], scratch
 * @param daction  [samples][K][W], out
 */
void mog_value_gradient(const mog_network *network, const mog_real *parameter, mog_real *buffer,
                        mog_network_workspace *workspace, const mog_network_batch *batch,
                        mog_real *value, mog_real *dvalue, mog_real *daction);

#endif
