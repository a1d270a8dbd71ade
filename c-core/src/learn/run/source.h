/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Sources of gradients, which methods mix with labels. A new source is a file of its own and a line
 * below.
 */
#ifndef MOG_LEARN_SOURCE_H
#define MOG_LEARN_SOURCE_H

#include "learn/batch/state.h"
#include "learn/run/step.h"

typedef struct mog_source {
    bool draws;   /**< whether actions are drawn from the policy, whose output says how */
    bool replays; /**< whether a step learns from older experience: it has rl.interactions new
                     episodes, besides a batch */
    /** Parts of a batch (mog_samples_part) that it needs besides the network; NULL: none. */
    unsigned (*parts)(const mog_recipe *recipe);
    /** Whether it goes with a recipe; NULL: with all of them. */
    mog_status (*check)(const mog_recipe *recipe, mog_error *error);
    /**
     * Makes what it keeps from step to step; NULL: nothing.
     * @param first  a step like those to come, none of which is larger
     * @param state  out, also on failure
     */
    mog_status (*create)(const mog_step *first, void **state, mog_error *error);
    void (*free)(void *state);
    /** Adds what a checkpoint has to keep of it; NULL: nothing. */
    void (*list_state)(void *state, mog_state *list);
    /** Fills the step's batch. */
    mog_status (*next)(void *state, mog_step *step, mog_error *error);
    /** Sets the step's dy to the gradient of what is minimised, whose mean is `loss`. */
    mog_status (*differentiate)(void *state, mog_step *step, double *loss, mog_error *error);
} mog_source;

extern const mog_source mog_source_none;    /**< labels alone */
extern const mog_source mog_source_utility; /**< the utility itself */
extern const mog_source mog_source_pg;
extern const mog_source mog_source_dpg;

#endif
