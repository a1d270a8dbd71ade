/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Methods of training, and the sources of gradients that they are mixed from. A new source is a
 * file of its own and a line in the table of methods.
 */
#ifndef MOG_LEARN_SOURCE_H
#define MOG_LEARN_SOURCE_H

#include "learn/batch/rows.h"
#include "learn/batch/state.h"
#include "mog/learn.h"

/** What is added up over an epoch. */
typedef struct mog_sums {
    double updates; /**< steps that moved the parameters */
    double loss;    /**< over those */
    double actions; /**< that were rewarded */
    double reward;  /**< over those */
    double drawn;   /**< updates with actions drawn from the policy */
    double entropy; /**< over those */
} mog_sums;

typedef struct mog_source {
    bool replays; /**< whether a step learns from older experience: it has rl.interactions new
                     episodes, besides a batch */
    /** Makes what trainer->held is to be; NULL: the source holds nothing. */
    mog_status (*create)(mog_trainer *trainer, mog_error *error);
    void (*free)(void *held);
    /** Adds what a checkpoint has to keep of it; NULL: nothing. */
    void (*list_state)(void *held, mog_state *state);
    /** Fills trainer->batch and says with how many samples; 0: the step moves no parameters. */
    mog_status (*next)(mog_trainer *trainer, size_t *count, mog_error *error);
    /** Sets trainer->dy to the gradient of what is minimised, whose mean is `loss`. */
    mog_status (*differentiate)(mog_trainer *trainer, size_t count, double *loss, mog_error *error);
} mog_source;

extern const mog_source mog_source_none;    /**< labels alone */
extern const mog_source mog_source_utility; /**< the utility itself */

extern const mog_source mog_source_pg;
extern const mog_source mog_source_dpg;

/** A method: a source of gradients, with labels or without. */
typedef struct mog_method_type {
    const char *name;
    const mog_source *source;
    bool labels;
    bool on_dataset, in_rl; /**< the patterns that it works in */
} mog_method_type;

/** What a mog_method is. */
const mog_method_type *mog_method_find(int method);

/** What most sources take for `next`: samples of the data set, or of new episodes. */
mog_status mog_next_samples(mog_trainer *trainer, size_t *count, mog_error *error);

/** Rows as the loss takes them: gains are over the noise. */
mog_loss_batch mog_rows_loss_batch(const mog_rows *rows, size_t count);

/** Fills rows with what the environment shows in some episodes. */
mog_status mog_observe(mog_trainer *trainer, uint64_t first, size_t count, mog_rows *rows,
                       mog_error *error);

#endif
