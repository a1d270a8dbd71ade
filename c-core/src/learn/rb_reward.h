/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Link rates of assignments to RBs, for episodes by the hundred thousand: powers on every RB are
 * set by 100 sweeps of FPLinQ from full power.
 *
 * What happens on an RB depends on nothing but who is on it. Up to MOG_RB_TABLE_LINKS links the
 * rates of all 2^K sets of links are therefore worked out when a sample is first met, and kept as
 * long as there is room: a reward is a few look-ups then.
 */
#ifndef MOG_LEARN_RB_REWARD_H
#define MOG_LEARN_RB_REWARD_H

#include "mog/radio.h"

/** Most links with a table. */
#define MOG_RB_TABLE_LINKS 8

typedef struct mog_rb_reward mog_rb_reward;

/**
 * @param samples  of the data set
 * @param shape    links, RBs and kind of gains of the problems to come
 * @param memory   most bytes of all tables together, but there is always room for one
 * @return NULL and `error` on lack of memory
 */
mog_rb_reward *mog_rb_reward_create(size_t samples, const mog_problem *shape, size_t memory,
                                    mog_error *error);

/** Frees it; NULL is allowed. */
void mog_rb_reward_free(mog_rb_reward *reward);

/**
 * @param problem  [S] samples, true gains
 * @param sample   [S]: which ones of the data set these are
 * @param rb       [S][K], 0..N-1
 * @param rate     [S][K], out: weighted, bit/s/Hz
 */
void mog_rb_reward_rates(mog_rb_reward *reward, const mog_problem *problem, const size_t *sample,
                         const uint32_t *rb, double *rate);

#endif
