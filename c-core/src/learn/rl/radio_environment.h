/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * The environment of c-core's own radio channels.
 */
#ifndef MOG_LEARN_RADIO_ENVIRONMENT_H
#define MOG_LEARN_RADIO_ENVIRONMENT_H

#include "mog/environment.h"

/**
 * c-core's radio channels: episodes go through the samples of a data set, in an order that every
 * pass draws anew. On RBs powers are set by 100 sweeps of FPLinQ from full power.
 *
 * @param dataset  kept, not copied: must outlive the environment
 * @param labels   solver whose labels are the teacher's, or NULL
 * @param utility  what rewards are shares of; NULL: the sum rate; RBs need a separable one
 * @param seed     names the orders
 * @param most     episodes side by side, >= 1
 * @param environment  out; NULL on failure
 * @return MOG_OK, MOG_ERROR_DATA (no such labels, no samples), MOG_ERROR_ARGUMENT, MOG_ERROR_MEMORY
 */
mog_status mog_radio_environment_create(const mog_dataset *dataset, const char *labels,
                                        const mog_utility *utility, uint64_t seed, size_t most,
                                        mog_environment **environment, mog_error *error);

#endif
