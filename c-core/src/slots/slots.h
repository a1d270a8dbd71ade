/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Samples that are being played, slot by slot: what mog_slots_play() and mog_slots_trajectory() are
 * made of.
 *
 *     mog_slots_create(&settings, &utility, dataset, 0, 64, &slots, &error);
 *     while (mog_slots_next(slots, &problem)) {
 *         ... decide for sum of w R - c p on `problem` ...
 *         mog_slots_take(slots, &allocation, &error);
 *     }
 *     mog_slots_means(slots, rate, power, served, NULL);
 */
#ifndef MOG_SLOTS_SLOTS_H
#define MOG_SLOTS_SLOTS_H

#include "mog/slots.h"

/** Samples that are being played; used by one thread at a time. */
typedef struct mog_slots mog_slots;

/**
 * Puts samples first ... first + count - 1 of a data set in front of their first slot.
 *
 * @param utility  what turns histories into weights; links' own weights and prices are the data
 *                 set's
 * @param dataset  must live as long as the object
 * @param slots    out; NULL on failure
 * @return MOG_OK; MOG_ERROR_ARGUMENT (bad settings; fading, where the data set's scenario has none;
 * samples that are not there); MOG_ERROR_DATA (gains that are not those of the data set's scenario;
 * prices that the utility cannot have); MOG_ERROR_MEMORY
 */
mog_status mog_slots_create(const mog_slots_settings *settings, const mog_utility *utility,
                            const mog_dataset *dataset, size_t first, size_t count,
                            mog_slots **slots, mog_error *error);

/** Frees the object; NULL is allowed. */
void mog_slots_free(mog_slots *slots);

/**
 * The slot to decide on: gains, weights and prices, for sum of w R - c p. `price` is NULL where all
 * prices are 0. Asking again before mog_slots_take() gives the same.
 *
 * @param problem  out, [S]; valid until the next mog_slots_take(). Its weights are also behind the
 *                 last slot those that the next would have
 * @return false if all slots have been played
 */
bool mog_slots_next(const mog_slots *slots, mog_problem *problem);

/**
 * Plays the slot with a decision, and goes to the next one. Does not allocate.
 *
 * @param allocation  [S][K]; `rb` may be NULL where there is one RB
 * @return MOG_OK; MOG_ERROR_DATA (powers outside 0..1, RBs that are not there) or
 * MOG_ERROR_ARGUMENT (all slots have been played): nothing has happened then
 */
mog_status mog_slots_take(mog_slots *slots, const mog_allocation *allocation, mog_error *error);

/**
 * Means over the slots behind the warm-up that have been played so far; 0 if there are none.
 *
 * @param rate    [S][K], out, bit/s/Hz; each may be NULL if it is not wanted
 * @param power   [S][K], out
 * @param served  [S][K], out, share of slots in which the link had a rate above MOG_RATE_FLOOR
 * @param weight  [S][K], out, the weights that the next slot has
 */
void mog_slots_means(const mog_slots *slots, double *rate, double *power, double *served,
                     double *weight);

#endif
