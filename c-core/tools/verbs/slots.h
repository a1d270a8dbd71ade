/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Who decides when verbs play samples over time: a solver or a policy, under a progress bar.
 */
#ifndef MOG_TOOLS_SLOTS_H
#define MOG_TOOLS_SLOTS_H

#include "mog/slots.h"
#include "mog/solve.h"
#include "output/progress.h"
#include "verbs/allocator.h"

/** One of `solver` and `policy` decides; they belong to their owner. */
typedef struct slots_decider {
    const mog_dataset *dataset; /**< that is played */
    mog_solver *solver;         /**< of sum of w R - c p */
    const allocator *policy;
    bool own_weights; /**< decide for the weights and prices that links have in the data set, and
                           not for those of the slot */
    progress *bar;    /**< NULL: none */
    size_t done;      /**< samples times slots that have been decided on */
    double seconds;   /**< that decisions have taken */
} slots_decider;

/** A mog_slots_decide; its context is a slots_decider. */
mog_status slots_decide(void *context, const mog_problem *problem, uint64_t first,
                        const mog_allocation *allocation, mog_error *error);

/** Slots of a sample, those of the warm-up included. */
size_t slots_in_all(const mog_slots_settings *settings);

#endif
