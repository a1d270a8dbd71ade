/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Experiences to learn from again (Lin, Machine Learning 1992): the latest ones, in a ring.
 */
#ifndef MOG_LEARN_REPLAY_H
#define MOG_LEARN_REPLAY_H

#include "base/random.h"
#include "learn/batch/samples.h"
#include "learn/batch/state.h"

typedef struct mog_replay {
    mog_samples samples;
    double stored; /* experiences ever, a whole number */
    mog_random random;
} mog_replay;

/**
 * @param shape  of what is kept; its count is how many
 * @return MOG_OK or MOG_ERROR_MEMORY; mog_replay_clear() in any case
 */
mog_status mog_replay_init(mog_replay *replay, const mog_samples_shape *shape, mog_error *error);
void mog_replay_clear(mog_replay *replay);

/** Experiences that are there. */
size_t mog_replay_count(const mog_replay *replay);

/**
 * Keeps a row, of the parts that both have, in place of the oldest one if there is no room.
 * @return the row's place, for parts that come from elsewhere
 */
size_t mog_replay_put(mog_replay *replay, const mog_samples *from, size_t source);

/** Fills rows 0 ... count - 1 with experiences, drawn with replacement. (seed, update) and what is
 * there decide which; there must be some. */
void mog_replay_draw(mog_replay *replay, uint64_t seed, uint64_t update, mog_samples *to,
                     size_t count);

/** Adds everything that has to be kept. @param n_rb  N if labels are RBs, 0 if they are powers */
void mog_replay_list_state(mog_replay *replay, size_t n_rb, mog_state *state);

#endif
