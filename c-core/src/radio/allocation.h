/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * What others have decided is checked here, wherever it comes from: labels, teachers, users' code.
 */
#ifndef MOG_RADIO_ALLOCATION_H
#define MOG_RADIO_ALLOCATION_H

#include "mog/radio.h"

/**
 * Powers must be from 0 to 1, RBs from 0 to N - 1, and where there are several RBs somebody has to
 * say which ones links are on.
 *
 * @param allocation  either array may be NULL: powers that are not decided, RB 0 for all links
 * @return MOG_OK or MOG_ERROR_DATA
 */
mog_status mog_allocation_check(const mog_allocation *allocation, const mog_problem *problem,
                                mog_error *error);

/** The same of RBs alone. @param rb  [S][K], or NULL */
mog_status mog_rb_check(const mog_problem *problem, const uint32_t *rb, mog_error *error);

/** mog_allocation_check(); messages number samples from `first` on. */
mog_status mog_allocation_check_from(const mog_allocation *allocation, const mog_problem *problem,
                                     size_t first, mog_error *error);

#endif
