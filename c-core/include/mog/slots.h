/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Samples that are played over time: slot by slot channels fade, somebody decides, links collect
 * rates, and the utility turns what they have had into the weights of the next slot.
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
 *
 * A link's history starts from its rate in the first slot with all links at full power, and link i
 * on RB i mod N. True gains count, also where the data set knows others.
 *
 * Threads: everything here may be called by any number of threads, each with a data set of its own
 * to change; whoever decides is called by the thread that plays.
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

/**
 * What decides in a slot, for sum of w R - c p: a solver, a policy, anything.
 *
 * @param context     the caller's
 * @param problem     [S]: gains, weights and prices of the slot; `price` is NULL where all are 0
 * @param first       index of its first sample in the data set
 * @param allocation  out, [S][K]
 * @return MOG_OK, or a failure and `error`, which ends the play
 */
typedef mog_status (*mog_slots_decide)(void *context, const mog_problem *problem, uint64_t first,
                                       const mog_allocation *allocation, mog_error *error);

/**
 * Plays all samples of a data set, some at a time. What comes out are means over the slots behind
 * the warm-up; each array may be NULL if it is not wanted.
 *
 * @param utility  what turns histories into weights; links' own weights and prices are the data
 *                 set's
 * @param rate     [S][K], out, bit/s/Hz
 * @param power    [S][K], out
 * @param served   [S][K], out, share of slots in which the link had a rate above MOG_RATE_FLOOR
 * @param weight   [S][K], out, the weights that the next slot would have
 * @return MOG_OK; MOG_ERROR_ARGUMENT (bad settings; fading, where the data set's scenario has
 * none); MOG_ERROR_DATA (gains that are not those of the data set's scenario; prices that the
 * utility cannot have; decisions with powers outside 0..1 or RBs that are not there);
 * MOG_ERROR_MEMORY; or what `decide` returned
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
 * @return as mog_slots_play(); on failure the data set is as before
 */
mog_status mog_slots_trajectory(const mog_slots_settings *settings, const mog_utility *utility,
                                mog_dataset *dataset, mog_slots_decide decide, void *context,
                                mog_error *error);

#ifdef __cplusplus
}
#endif
#endif
