/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * What an agent interacts with: reset, observe, act, reward. Episodes have one step: channels are
 * seen, an allocation is made, the rates that it gives are the reward. c-core's own environment has
 * the channels of a data set; a simulation can be another one. It is called by the thread
 * that steps the trainer which it was given to.
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

#ifdef __cplusplus
}
#endif
#endif
