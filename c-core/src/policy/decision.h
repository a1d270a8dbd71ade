/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * From what a network gives to what is done: the resource block of every link, and its power. Each
 * output has its rule, see mog_output; whoever runs or measures a policy decides here.
 */
#ifndef MOG_POLICY_DECISION_H
#define MOG_POLICY_DECISION_H

#include "mog/network.h"
#include "mog/solve.h"

/** Rules, and what stands behind the network; used by one thread at a time. */
typedef struct mog_decision mog_decision;

/** What stands behind a policy's network. */
mog_refinement mog_refinement_of(const mog_network_settings *settings);

/**
 * @param settings  of a policy's network; `refine` says what stands behind it
 * @param utility   what that improves
 * @param links     most links of a sample
 * @param decision  out; NULL on failure
 * @return MOG_OK, MOG_ERROR_ARGUMENT (a network that decides nothing), MOG_ERROR_MEMORY
 */
mog_status mog_decision_create(const mog_network_settings *settings, const mog_utility *utility,
                               size_t links, mog_decision **decision, mog_error *error);

/** Frees a decision; NULL is allowed. */
void mog_decision_free(mog_decision *decision);

/**
 * Whether a network gave what its output can give. Gains beyond float32 can make numbers that are
 * no powers; nobody may transmit with those.
 *
 * @param first  number of the first sample, for the message
 * @param y      [samples][links][W]
 * @return MOG_OK or MOG_ERROR_NUMERIC
 */
mog_status mog_decision_check(const mog_decision *decision, size_t first, size_t samples,
                              size_t links, const float *y, mog_error *error);

/**
 * Decides for every sample. Powers behind the choice of RBs are FPLinQ's, from full power. Does not
 * allocate.
 *
 * @param known  channels that the decision is made on, in order
 * @param y      [S][K][W]
 * @param out    out; `rb` may be NULL where powers on one band are decided
 * @return MOG_OK, or MOG_ERROR_ARGUMENT if there are more links than it was made for
 */
mog_status mog_decide(mog_decision *decision, const mog_problem *known, const float *y,
                      const mog_allocation *out, mog_error *error);

#endif
