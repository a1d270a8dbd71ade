/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Samples that are played over time: slot by slot channels fade, somebody decides, links collect
 * rates, and the utility turns what they have had into the weights of the next slot.
 *
 *     mog_slots *slots = mog_slots_create(&settings, &utility, dataset, 0, 64, &error);
 *     mog_problem problem;
 *     while (mog_slots_next(slots, &problem)) {
 *         ... decide for sum of w R - c p on `problem`: a solver, a policy, anything ...
 *         mog_slots_take(slots, &allocation, &error);
 *     }
 *     mog_slots_means(slots, rate, power, served, NULL);
 *
 * Samples are side by side, [S][K], so that who decides may do so for all at once. What happens to
 * a sample depends on (settings, its index in its scenario) and the decisions alone, not on which
 * samples are beside it.
 *
 * Channels keep their mean gains g, see mog/csi.h, and in every slot have the gains g |h(t)|^2
 * (amplitudes: g |h(t)|):
 *
 *     static        the gains that the data set has, in every slot
 *     gauss-markov  h(t) = rho h(t - 1) + sqrt(1 - rho^2) e, e ~ CN(0, 1), from the gains that the
 *                   data set has; rho = J0(2 pi f T) if no other is given
 *     jakes         h(t) = 1/sqrt(M) sum over M sinusoids of exp(j (2 pi f T t cos a + b)) with
 *                   angles a and phases b drawn for every path (Clarke, "A statistical theory of
 *                   mobile-radio reception", Bell System Technical Journal 1968); the data set
 *                   gives the mean gains alone
 *
 * with slots of T seconds and the Doppler frequency f = speed x carrier frequency / speed of light.
 */
#ifndef MOG_SLOTS_H
#define MOG_SLOTS_H

#include "mog/dataset.h"
#include "mog/utility.h"

#ifdef __cplusplus
extern "C" {
#endif

/** How channels change from slot to slot. */
typedef enum mog_fading { MOG_FADING_STATIC, MOG_FADING_GAUSS_MARKOV, MOG_FADING_JAKES } mog_fading;

/** How samples are played. Members that a kind of fading does not use are ignored. */
typedef struct mog_slots_settings {
    size_t count;       /**< slots that are measured */
    size_t warm_up;     /**< slots before those */
    int fading;         /**< mog_fading */
    double speed;       /**< of the devices, m/s */
    double slot;        /**< T, duration of a slot, s */
    double correlation; /**< gauss-markov: rho, 0..1; below 0: that of the speed */
    size_t sinusoids;   /**< jakes: M */
    uint64_t seed;      /**< names the fading; that of a sample depends on its index */
} mog_slots_settings;

/** Section "slots" of configuration files. */
extern const mog_section mog_slots_section;

/** 100 slots of 1 ms, static; other fading: 1 m/s, 25 sinusoids. */
void mog_slots_default(mog_slots_settings *settings);

/** Samples that are being played; used by one thread at a time. */
typedef struct mog_slots mog_slots;

/**
 * Puts samples first ... first + count - 1 of a data set in front of their first slot. A link's
 * history starts from its rate in that slot with all links at full power, and link i on RB i mod N.
 * True gains count, also where the data set knows others.
 *
 * @param utility  what turns histories into weights; links' own weights and prices are the data
 *                 set's
 * @param dataset  must live as long as the object
 * @return NULL and `error`: MOG_ERROR_ARGUMENT (bad settings; fading, where the data set's scenario
 * has none; samples that are not there), MOG_ERROR_DATA (gains that are not those of the data set's
 * scenario; prices that the utility cannot have), MOG_ERROR_MEMORY
 */
mog_slots *mog_slots_create(const mog_slots_settings *settings, const mog_utility *utility,
                            const mog_dataset *dataset, size_t first, size_t count,
                            mog_error *error);

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

/**
 * What decides in a slot.
 *
 * @param context     the caller's
 * @param problem     [S]
 * @param first       index of its first sample in the data set
 * @param allocation  out, [S][K]
 * @return MOG_OK, or a failure and `error`, which ends the play
 */
typedef mog_status (*mog_slots_decide)(void *context, const mog_problem *problem, uint64_t first,
                                       const mog_allocation *allocation, mog_error *error);

/**
 * Plays all samples of a data set, some at a time, as one would with the functions above.
 *
 * @param rate    [S][K], out; these are those of mog_slots_means()
 */
mog_status mog_slots_play(const mog_slots_settings *settings, const mog_utility *utility,
                          const mog_dataset *dataset, mog_slots_decide decide, void *context,
                          double *rate, double *power, double *served, double *weight,
                          mog_error *error);

/**
 * Gives a data set the weights that its links have some time on their way: plays every sample for
 * warm_up and 1 to `count` slots, a number that is drawn for each, and keeps the weights of the
 * slot that would come next, divided by their mean over the sample's links. Likewise the prices, if
 * there are any, divided by the same number. The gains stay. Utility and settings are noted in
 * `weight_notes`; whoever decides is for the caller to note.
 *
 * @param dataset  without labels, which would be for other weights
 * @return as mog_slots_create() and mog_slots_decide do; on failure the data set is as before
 */
mog_status mog_slots_trajectory(const mog_slots_settings *settings, const mog_utility *utility,
                                mog_dataset *dataset, mog_slots_decide decide, void *context,
                                mog_error *error);

#ifdef __cplusplus
}
#endif
#endif
