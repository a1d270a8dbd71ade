/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Training on a data set or by interaction with an environment: supervised (SUP), without labels
 * (UNSUP, PG, DPG), and by a mixture of gradients (MoG; Cheng et al., IEEE Internet of Things
 * Journal 2025).
 *
 * What is minimised, as a mean over the batch:
 *
 *     SUP      L = D(y, y*)
 *     UNSUP    L = -U(y)                     U: utility of the powers y
 *     PG       L = -E[U(a)], a ~ pi(.; y)    its gradient estimated from actions drawn
 *     DPG      L = -V(y)                     V: a critic fitted to the rewards of actions
 *     MoG-...  L = L without labels + beta D(y, y*)
 *
 * The utility is that of an instant (mog/utility.h): the weighted sum rate in bit/s/Hz, less the
 * price of the powers, or another. Weights and prices are taken over the sample's mean weight, so
 * that a sample counts alike whatever the scale of its weights. D is a distance to the label,
 * summed over the outputs or averaged. (The paper's equations add the distance to the objective
 * that is maximised; its text and figures mean the form above.)
 *
 * A trainer belongs to one thread at a time; everything else here may be called by any thread.
 */
#ifndef MOG_LEARN_H
#define MOG_LEARN_H

#include "mog/dataset.h"
#include "mog/environment.h"
#include "mog/network.h"
#include "mog/policy.h"
#include "mog/rl.h"
#include "mog/utility.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Where samples come from. */
typedef enum mog_pattern {
    MOG_PATTERN_DATASET, /**< the training set, in a new order every epoch */
    MOG_PATTERN_RL       /**< episodes in an environment */
} mog_pattern;

/** What is decided. */
typedef enum mog_problem_kind {
    MOG_PROBLEM_POWER, /**< the power of every link */
    MOG_PROBLEM_RB     /**< the resource block of every link */
} mog_problem_kind;

/**
 * Where the gradient comes from. All methods, one a row: its name in mog_method and in settings,
 * the source of gradients that labels are mixed with, what labels are for (NONE, ALONE, MIXED), the
 * patterns that it works in (DATASET, RL, BOTH), and what it is in words.
 */
#define MOG_METHODS(METHOD)                                                                        \
    METHOD(SUP, "sup", none, ALONE, BOTH, "labels")                                                \
    METHOD(UNSUP, "unsup", utility, NONE, DATASET, "the utility")                                  \
    METHOD(MOG, "mog", utility, MIXED, DATASET, "both")                                            \
    METHOD(PG, "pg", pg, NONE, RL, "rewards of actions drawn from the policy")                     \
    METHOD(DPG, "dpg", dpg, NONE, RL, "a critic")                                                  \
    METHOD(MOG_PG, "mog-pg", pg, MIXED, RL, "pg and labels")                                       \
    METHOD(MOG_DPG, "mog-dpg", dpg, MIXED, RL, "dpg and labels")

/** The methods' numbers. */
typedef enum mog_method {
#define MOG_METHOD_NUMBER(id, name, source, labels, patterns, help) MOG_METHOD_##id,
    MOG_METHODS(MOG_METHOD_NUMBER)
#undef MOG_METHOD_NUMBER
} mog_method;

/** How beta changes with time: with the epochs on a data set, with the episodes in RL. */
typedef enum mog_schedule {
    MOG_SCHEDULE_FIXED,      /**< beta */
    MOG_SCHEDULE_INCREASING, /**< times `beta_factor` > 1 every `beta_every`, up to `beta_cap` */
    MOG_SCHEDULE_DECREASING  /**< times `beta_factor` < 1 every `beta_every` */
} mog_schedule;

/** Distance to the label. */
typedef enum mog_label_loss {
    MOG_LABEL_LOSS_SQUARE,        /**< ||y - y*||^2; RBs: of one-hot rows */
    MOG_LABEL_LOSS_CROSS_ENTROPY, /**< powers: of on and off */
    MOG_LABEL_LOSS_CO_MEMBERSHIP  /**< RBs: sum over i != j of (X_ij - X*_ij)^2, X_ij the
                                     probability that links i and j share an RB: the same for all
                                     numberings of the RBs */
} mog_label_loss;

/** How the label term adds up over a sample's outputs. */
typedef enum mog_reduction { MOG_REDUCTION_SUM, MOG_REDUCTION_MEAN } mog_reduction;

/** Update rules, with PyTorch's definitions. */
typedef enum mog_optimizer_kind {
    MOG_OPTIMIZER_SGD,
    MOG_OPTIMIZER_MOMENTUM,
    MOG_OPTIMIZER_RMSPROP,
    MOG_OPTIMIZER_ADAM
} mog_optimizer_kind;

/** Everything that decides a run besides the network and the data. */
typedef struct mog_training_settings {
    int pattern;  /**< mog_pattern */
    int problem;  /**< mog_problem_kind */
    int method;   /**< mog_method */
    int schedule; /**< mog_schedule */
    double beta;  /**< weight of the label term at first */
    double beta_factor;
    size_t beta_every; /**< epochs; in RL episodes */
    double beta_cap;
    int label_loss;      /**< mog_label_loss */
    int label_reduction; /**< mog_reduction */
    int optimizer;       /**< mog_optimizer_kind */
    double learning_rate;
    double momentum;     /**< momentum: coefficient; adam: first moment's decay */
    double decay;        /**< rmsprop: squared average's decay; adam: second moment's decay */
    double epsilon;      /**< rmsprop, adam */
    double weight_decay; /**< decoupled: parameters shrink by learning rate x this in every step */
    double clip_norm;    /**< the gradient's 2-norm is cut to this; 0: not */
    size_t rate_step;    /**< epochs after which the learning rate is multiplied; 0: never */
    double rate_factor;
    size_t epochs;
    size_t episodes; /**< of an epoch in RL; on a data set an epoch is a pass */
    size_t batch;    /**< samples per step; the last step of an epoch takes what is left */
    uint64_t seed;   /**< initial parameters, the order of the samples, actions */
} mog_training_settings;

/** All settings of a run. */
typedef struct mog_recipe {
    mog_network_settings network;
    mog_training_settings training;
    mog_utility utility; /**< what is maximised */
    mog_rl_settings rl;
    mog_network_settings critic; /**< dpg: kind and widths; its inputs are the network's and the
                                    action, so `feature`, `normalize` and `neighbours` mean nothing
                                    here, and output, extra and RBs follow from the network's */
} mog_recipe;

/** Section "training" of configuration files. */
extern const mog_section mog_training_section;

/** Whether a mog_method needs labels; what is no method needs none. */
bool mog_method_needs_labels(int method);

/** All defaults: mog_network_default(), the sum rate, MoG with increasing beta, Adam 1e-3, batch
 * 50, 100 epochs. */
void mog_recipe_default(mog_recipe *recipe);

/** Enough for the name of any preset. */
#define MOG_PRESET_NAME_SIZE 64

/**
 * Names of presets, by index from 0: `<network>-<method>`, e.g. "mlp-mog-increasing".
 * @return false behind the last one
 */
bool mog_preset_name(size_t index, char name[MOG_PRESET_NAME_SIZE]);

/** A preset's settings, with the papers' beta schedules. @return MOG_OK, or MOG_ERROR_ARGUMENT: no
 * such preset */
mog_status mog_preset_find(const char *name, mog_recipe *recipe, mog_error *error);

/**
 * What is measured in an epoch, in the order of metrics.csv. Sum rates, bit/s/Hz, and utilities are
 * means over the set, in RL over no more training samples than there are to test on; of linear
 * utilities they are the weighted sum rate, less the price of the powers. An NMSE is the mean of
 * ||p - p*||^2 / ||p*||^2; of RBs the share that differs from the label. What does not exist, such
 * as distances without labels, is NaN.
 */
#define MOG_EPOCH_METRICS(METRIC)                                                                  \
    METRIC(beta, "weight of the label term in the last step")                                      \
    METRIC(learning_rate, "step size of the optimiser")                                            \
    METRIC(loss, "mean over the epoch's steps")                                                    \
    METRIC(train_sum_rate, "sum rate on the training set, bit/s/Hz")                               \
    METRIC(test_sum_rate, "sum rate on the test set, bit/s/Hz")                                    \
    METRIC(train_nmse, "distance from the labels on the training set")                             \
    METRIC(test_nmse, "distance from the labels on the test set")                                  \
    METRIC(reward, "rl: mean reward of the actions taken, bit/s/Hz")                               \
    METRIC(entropy, "pg: of the policy, nats per link")                                            \
    METRIC(train_utility, "utility on the training set")                                           \
    METRIC(test_utility, "utility on the test set")

/** What is known after an epoch. */
typedef struct mog_epoch {
    size_t epoch; /**< counted from 1 */
#define MOG_EPOCH_MEMBER(name, help) double name;
    MOG_EPOCH_METRICS(MOG_EPOCH_MEMBER)
#undef MOG_EPOCH_MEMBER
} mog_epoch;

/** The members of mog_epoch, in the order of metrics.csv: the epoch's number, then reals. */
extern const mog_section mog_epoch_section;

/** A training run: the caller owns the loop. Used by one thread at a time; what it borrows may be
 * read by others meanwhile. */
typedef struct mog_trainer mog_trainer;

/** Where a run stands. */
typedef struct mog_trainer_state {
    const mog_recipe *recipe; /**< as it is followed, with what comes from the data */
    const mog_epoch *epochs;  /**< [epoch_count], completed, oldest first */
    size_t epoch_count;
    size_t step;  /**< steps taken in the current epoch */
    size_t steps; /**< in an epoch */
    bool done;    /**< whether all epochs have been run */
} mog_trainer_state;

/**
 * Networks see the known gains of the data sets (mog/csi.h), and the links' weights and prices if
 * the training set has them; losses, labels and sum rates are those of the true ones. With problem
 * = rb the network's output becomes softmax, and its RBs those of the training set; a critic's
 * input and output follow from the network's.
 *
 * Data sets are borrowed: they must outlive the trainer, and stay as they are but for the known
 * gains (mog_trainer_renew_known()).
 *
 * @param labels   solver whose labels are used; may be NULL for methods without labels
 * @param train    borrowed; must have samples; in RL the environment's channels
 * @param test     borrowed; may be NULL: the test columns are NaN then
 * @param trainer  out; NULL on failure
 * @return MOG_OK, MOG_ERROR_ARGUMENT (settings, or no labels where they are needed), MOG_ERROR_DATA
 * (data sets that cannot be trained on, or that the settings do not go with), MOG_ERROR_MISSING (no
 * BLAS), MOG_ERROR_MEMORY
 */
mog_status mog_trainer_create(const mog_recipe *recipe, const char *labels,
                              const mog_dataset *train, const mog_dataset *test,
                              mog_trainer **trainer, mog_error *error);
/**
 * RL: interacts with another environment than the training set's channels. To be said before the
 * first step.
 *
 * @param environment  with channels like those of the training set; not freed with the trainer
 */
void mog_trainer_set_environment(mog_trainer *trainer, mog_environment *environment);

/** Frees a trainer; NULL is allowed. */
void mog_trainer_free(mog_trainer *trainer);

/**
 * Lets the network see the known gains that stand in the training set from now on: errors that stay
 * the same for many epochs are learned by heart. To be called whenever they have changed. A
 * checkpoint still belongs to the data that the trainer was created with.
 *
 * @return MOG_OK; MOG_ERROR_ARGUMENT (the training set has no known gains, or had none when the
 * trainer was created); MOG_ERROR_DATA
 */
mog_status mog_trainer_renew_known(mog_trainer *trainer, mog_error *error);

/**
 * One update of the parameters; the last of an epoch also measures the epoch.
 * @return MOG_OK, or MOG_ERROR_NUMERIC if the loss is not finite; in RL what the environment says,
 * or MOG_ERROR_DATA if it shows what cannot be trained on. On failure parameters are those before
 * the step.
 */
mog_status mog_trainer_step(mog_trainer *trainer, mog_error *error);

/** The trainer's own: valid until it is freed, and always as the run stands, so it has to be asked
 * for only once. To be read by the thread that uses the trainer. */
const mog_trainer_state *mog_trainer_state_of(const mog_trainer *trainer);

/**
 * A policy of the network's numbers as they stand, at any time between two steps. It is a copy,
 * which knows nothing of the trainer; before the first step its parameters are fresh, but what it
 * sees is already normalised by the training set.
 *
 * @param notes   [note_count], copied: scenario and provenance; may be NULL if there are none
 * @param policy  out; NULL on failure
 * @return MOG_OK, MOG_ERROR_MEMORY, MOG_ERROR_ARGUMENT (a note whose key is the architecture's)
 */
mog_status mog_trainer_policy(const mog_trainer *trainer, const mog_policy_note *notes,
                              size_t note_count, mog_policy **policy, mog_error *error);

/**
 * Writes the state between two steps: beside, then renamed.
 * @return MOG_OK, MOG_ERROR_IO, MOG_ERROR_MEMORY, MOG_ERROR_NUMERIC if a number is not finite
 */
mog_status mog_trainer_save(const mog_trainer *trainer, const char *path, mog_error *error);

/**
 * Continues from a file of mog_trainer_save(); the run goes on as if it had never stopped. Settings
 * and data must be the same, but for more epochs. On failure the trainer is as before.
 * @return MOG_OK, MOG_ERROR_MISSING, MOG_ERROR_DATA if the file is malformed or of another run,
 *         MOG_ERROR_IO, MOG_ERROR_MEMORY
 */
mog_status mog_trainer_restore(mog_trainer *trainer, const char *path, mog_error *error);

#ifdef __cplusplus
}
#endif
#endif
