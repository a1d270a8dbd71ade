/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * What an agent interacts with: reset, observe, act, reward. Episodes have one step: channels are
 * seen, an allocation is made, the rates that it gives are the reward. c-core's own environment has
 * the channels of a data set; a simulation can be another one.
 */
#ifndef MOG_ENVIRONMENT_H
#define MOG_ENVIRONMENT_H

#include "mog/dataset.h"
#include "mog/utility.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What is seen at the start of episodes, one sample for each. Valid until the next reset. */
typedef struct mog_observation {
    mog_problem problem; /**< the channels as they are known */
    const double *power; /**< [S][K], a teacher's, or NULL */
    const uint32_t *rb;  /**< [S][K], a teacher's, or NULL */
} mog_observation;

/** What is done, one row for each episode. */
typedef struct mog_action {
    const double *power; /**< [S][K], 0..1; NULL if RBs are decided: the environment sets powers */
    const uint32_t *rb;  /**< [S][K]; NULL if powers are decided */
} mog_action;

typedef struct mog_environment mog_environment;

/**
 * An environment: a struct of its own begins with this one. Everything it does follows from what it
 * was made with and from the numbers of the episodes, so that runs can be repeated and continued.
 */
struct mog_environment {
    /** Starts episodes first ... first + count - 1, side by side. */
    mog_status (*reset)(mog_environment *environment, uint64_t first, size_t count,
                        mog_error *error);
    /** What there is to see in them. */
    mog_status (*observe)(mog_environment *environment, mog_observation *observation,
                          mog_error *error);
    /**
     * Acts in all of them; may be called several times after one reset, always with the same
     * channels.
     * @param reward  [S][K], out: each link's share of the utility; their sum is the reward
     */
    mog_status (*act)(mog_environment *environment, const mog_action *action, double *reward,
                      mog_error *error);
    void (*free)(mog_environment *environment);
};

/** Frees an environment; NULL is allowed. */
void mog_environment_free(mog_environment *environment);

/**
 * c-core's radio channels: episodes go through the samples of a data set, in an order that every
 * pass draws anew. On RBs powers are set by 100 sweeps of FPLinQ from full power.
 *
 * @param dataset  kept, not copied: must outlive the environment
 * @param labels   solver whose labels are the teacher's, or NULL
 * @param utility  what rewards are shares of; NULL: the sum rate; RBs need a separable one
 * @param seed     names the orders
 * @param most     episodes side by side, >= 1
 * @return NULL and `error` on failure: no such labels, no samples, lack of memory
 */
mog_environment *mog_radio_environment_create(const mog_dataset *dataset, const char *labels,
                                              const mog_utility *utility, uint64_t seed,
                                              size_t most, mog_error *error);

#ifdef __cplusplus
}
#endif
#endif
