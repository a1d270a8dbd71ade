/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Checks of problems that are parts of a larger one.
 */
#ifndef MOG_RADIO_PROBLEM_H
#define MOG_RADIO_PROBLEM_H

#include "mog/radio.h"

/** mog_problem_check(); messages number samples from `first` on. */
mog_status mog_problem_check_from(const mog_problem *problem, size_t first, mog_error *error);

#endif
