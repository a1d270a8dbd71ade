/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Utilities as callers hand them over.
 */
#ifndef MOG_RADIO_UTILITY_UTILITY_H
#define MOG_RADIO_UTILITY_UTILITY_H

#include "mog/utility.h"

/** What is meant: NULL stands for the sum rate. */
mog_utility mog_utility_or_sum_rate(const mog_utility *utility);

#endif
