/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * What assignments to RBs are worth, link by link, for episodes by the hundred thousand: powers on
 * every RB are set by FPLinQ from full power.
 *
 * What happens on an RB depends on nothing but who is on it. Up to MOG_RB_REWARD_LINKS links the
 * shares of all 2^K sets of links are therefore worked out when a sample is first met, and kept as
 * long as there is room: a reward is a few look-ups then.
 */
#ifndef MOG_LEARN_RB_REWARD_H
#define MOG_LEARN_RB_REWARD_H

#include "mog/utility.h"

/** Most links with a table. */
#define MOG_RB_REWARD_LINKS 8

typedef struct mog_rb_reward mog_rb_reward;

/**
 * @param samples  of the data set
 * @param shape    links, RBs and kind of gains of the problems to come
 * @param utility  separable, copied
 * @param memory   most bytes of all tables together, but there is always room for one
 * @return NULL and `error` on lack of memory
 */
mog_rb_reward *mog_rb_reward_create(size_t samples, const mog_problem *shape,
                                    const mog_utility *utility, size_t memory, mog_error *error);

/** Frees it; NULL is allowed. */
void mog_rb_reward_free(mog_rb_reward *reward);

/**
 * @param problem  [S] samples, true gains
 * @param sample   [S]: which ones of the data set these are
 * @param rb       [S][K], 0..N-1
 * @param share    [S][K], out: of the utility
 */
void mog_rb_reward_shares(mog_rb_reward *reward, const mog_problem *problem, const size_t *sample,
                          const uint32_t *rb, double *share);

#endif
