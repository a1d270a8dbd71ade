/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * What the sources of a training run share.
 */
#ifndef MOG_LEARN_TRAINING_H
#define MOG_LEARN_TRAINING_H

#include "learn/batch/rows.h"
#include "learn/batch/state.h"
#include "learn/run/problem.h"
#include "learn/run/source.h"
#include "mog/learn.h"
#include "mog/random.h"
#include "mog/solve.h"
#include "policy/decision.h"

/** Checks every member and their combination. @return MOG_OK or MOG_ERROR_ARGUMENT */
mog_status mog_recipe_check(const mog_recipe *recipe, mog_error *error);

/** A value that is multiplied by a factor every so often: epochs, or episodes. */
double mog_stepped(double value, double factor, uint64_t every, uint64_t time);

/** The learning rate in an epoch, counted from 0. */
double mog_learning_rate(const mog_training_settings *settings, size_t epoch);

/** The 2-norm of a gradient of n numbers. */
double mog_gradient_norm(size_t n, const float *gradient);

/** Factor that cuts a gradient of that norm to `clip_norm`, as PyTorch's clip_grad_norm_ does. */
double mog_clip_factor(const mog_training_settings *settings, double norm);

/** The numbers an optimiser works on: flat arrays of the same length. */
typedef struct mog_optimizer_state {
    size_t count;
    float *parameter;
    float *first;  /* momentum, or Adam's first moment */
    float *second; /* squared average: RMSprop's, or Adam's second moment */
} mog_optimizer_state;

/**
 * One update of all parameters, in one pass.
 *
 * @param rate    learning rate
 * @param update  which update this is, counted from 1
 * @param scale   factor on the gradient
 */
void mog_optimizer_step(const mog_training_settings *settings, double rate, uint64_t update,
                        double scale, const float *gradient, const mog_optimizer_state *state);

/** A data set as training needs it: the exact numbers, and float32 copies. */
typedef struct mog_sample_set {
    mog_dataset *exact; /* with the run's labels, if it has them; NULL: the set is empty */
    const mog_labels *labels;
    mog_rows rows; /* inputs are made by mog_sample_set_normalise() */
    uint64_t checksum;
} mog_sample_set;

/**
 * Copies a data set, checked; with the labels of a solver unless `labels` is NULL.
 *
 * @param problem  what labels are of
 * @return MOG_OK, MOG_ERROR_DATA, MOG_ERROR_MEMORY; free with mog_sample_set_clear() in any case
 */
mog_status mog_sample_set_copy(mog_sample_set *set, const mog_dataset *dataset, const char *labels,
                               const mog_problem_type *problem, mog_error *error);
/** How many there are; an empty set has none. */
size_t mog_sample_set_size(const mog_sample_set *set);
/** Samples first ... first + count - 1 with their exact numbers. */
mog_problem mog_sample_set_problem(const mog_sample_set *set, size_t first, size_t count);
/** The same samples with the gains that decisions are made on. */
mog_problem mog_sample_set_known(const mog_sample_set *set, size_t first, size_t count);
/** Takes other known gains over; the checksum stays. */
mog_status mog_sample_set_renew(mog_sample_set *set, const mog_dataset *dataset, mog_error *error);
/** Makes the network's inputs from the known gains. */
void mog_sample_set_normalise(mog_sample_set *set, const mog_network *network, const float *buffer);
/** Frees what a set holds. A set of zeros is empty. */
void mog_sample_set_clear(mog_sample_set *set);

/** Memory to measure a network, for up to `chunk` samples at a time. */
typedef struct mog_evaluator {
    mog_network_workspace *workspace;
    mog_utility utility;
    const mog_problem_type *problem;
    size_t chunk;
    float *output;      /* [chunk][K][W] */
    mog_allocation out; /* [chunk] */
    double *value;      /* [2][chunk]: sum rate, utility */
    double *scratch;    /* [2][K] */
    mog_decision *decision;
} mog_evaluator;

/** What a network is worth on a set. */
typedef struct mog_measure {
    double sum_rate; /**< weighted, mean over the samples */
    double utility;  /**< likewise */
    double nmse;     /**< NaN without labels */
} mog_measure;

/** @param recipe  what stands behind the network when it is run is measured, too */
mog_status mog_evaluator_init(mog_evaluator *evaluator, const mog_network *network,
                              const mog_recipe *recipe, size_t links, mog_error *error);
void mog_evaluator_clear(mog_evaluator *evaluator);

/**
 * Over a set's first samples: what is decided on a network's outputs is worth, in float64, and the
 * distance from the labels: of powers the mean of ||p - p*||^2 / ||p*||^2 over the samples whose
 * label is not all zero, of RBs the share of links that are on another one; NaN without labels.
 */
mog_measure mog_evaluate(const mog_evaluator *evaluator, const mog_network *network,
                         const float *parameter, const float *buffer, const mog_sample_set *set,
                         size_t samples);

struct mog_trainer {
    mog_recipe recipe;
    char labels[MOG_NAME_SIZE]; /* solver, or empty */
    mog_network *network;
    mog_network_workspace *workspace;
    mog_evaluator evaluator;
    mog_sample_set train, test;

    const mog_method_type *method;
    void *held;                   /* by the method's source */
    mog_environment *own;         /* RL: the training set's channels */
    mog_environment *environment; /* RL: the one in use */

    /* the network's numbers and the optimiser's */
    mog_optimizer_state state;
    size_t buffer_count;
    float *buffer, *buffer_before; /* as they are, and as they were before the step */
    float *gradient;

    /* where the run stands */
    size_t step;      /* steps taken in this epoch */
    uint64_t updates; /* of the parameters, in all */
    mog_sums sums;    /* over this epoch */
    size_t *order;    /* [samples]: this epoch's, on a data set */
    mog_random random;
    size_t epoch_count;
    mog_epoch *epochs; /* [epochs] */

    /* one batch */
    mog_rows batch;
    float *y, *dy;
    void *scratch; /* of the loss */
};

/** All numbers of a run but where it stands. */
void mog_trainer_list_state(mog_trainer *trainer, mog_state *state);

/** Rows as the network takes them. */
mog_network_batch mog_trainer_batch(const mog_rows *rows, size_t count);

/** Puts the samples into the order of the current epoch. */
void mog_trainer_shuffle(mog_trainer *trainer);

/** Samples, or episodes, of a whole step; the last of an epoch takes what is left. */
size_t mog_trainer_step_size(const mog_trainer *trainer);

/** The step's place in the epoch: first sample or episode, and how many. */
size_t mog_trainer_range(const mog_trainer *trainer, size_t *count);

/** What beta follows: epochs on a data set; in RL episodes, the number of the step's first. */
uint64_t mog_trainer_time(const mog_trainer *trainer);

#endif
