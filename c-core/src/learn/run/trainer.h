/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * A training run from inside: what its steps and its checkpoints work on.
 */
#ifndef MOG_LEARN_TRAINER_H
#define MOG_LEARN_TRAINER_H

#include "base/random.h"
#include "learn/batch/optimizer.h"
#include "learn/run/evaluate.h"
#include "learn/run/method.h"

struct mog_trainer {
    mog_recipe recipe;
    char labels[MOG_NAME_SIZE]; /* solver, or empty */
    mog_network *network;
    mog_network_workspace *workspace;
    mog_evaluator evaluator;
    mog_sample_set train, test;

    const mog_method_type *method;
    void *source_state;           /* what the method's source keeps */
    mog_environment *own;         /* RL: the training set's channels */
    mog_environment *environment; /* RL: the one in use */

    /* the network's numbers and the optimiser's */
    mog_optimizer_state state;
    size_t buffer_count;
    float *buffer, *buffer_before; /* as they are, and as they were before the step */
    float *gradient;

    /* where the run stands */
    mog_trainer_state now;
    uint64_t updates; /* of the parameters, in all */
    mog_sums sums;    /* over this epoch */
    size_t *order;    /* [samples]: this epoch's, on a data set */
    mog_random random;
    mog_epoch *epochs; /* [training.epochs] */

    /* one batch */
    mog_samples batch;
    float *y, *dy;
    void *scratch; /* of the loss */
};

/** Whether it plays episodes. */
bool mog_trainer_in_rl(const mog_trainer *trainer);

/** Most samples that a step learns from. */
size_t mog_trainer_batch_size(const mog_trainer *trainer);

/** Stands behind so many epochs and so many steps of the next, whose order the samples take. */
void mog_trainer_move_to(mog_trainer *trainer, size_t epochs, size_t steps);

/** The step that comes next. */
mog_step mog_trainer_next_step(mog_trainer *trainer);

/** All numbers of a run but where it stands. */
void mog_trainer_list_state(mog_trainer *trainer, mog_state *state);

#endif
