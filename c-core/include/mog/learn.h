/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Training on a data set: supervised (SUP), unsupervised (UNSUP), and by a mixture of gradients
 * (MoG; Cheng et al., IEEE Internet of Things Journal 2025).
 *
 * What is minimised, as a mean over the batch:
 *
 *     SUP     L = D(y, y*)
 *     UNSUP   L = -R(y)
 *     MoG     L = -R(y) + beta D(y, y*)
 *
 * R is the weighted sum rate in bit/s/Hz and D the squared distance to the label, summed over the
 * outputs or averaged. (The paper's equations add the distance to the objective that is maximised;
 * its text and figures mean the form above.)
 */
#ifndef MOG_LEARN_H
#define MOG_LEARN_H

#include "mog/dataset.h"
#include "mog/network.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Where the gradient comes from. */
typedef enum mog_method { MOG_METHOD_SUP, MOG_METHOD_UNSUP, MOG_METHOD_MOG } mog_method;

/** How beta changes with the epochs. */
typedef enum mog_schedule {
    MOG_SCHEDULE_FIXED,      /**< beta */
    MOG_SCHEDULE_INCREASING, /**< times `beta_factor` > 1 every `beta_every` epochs, up to
                                `beta_cap` */
    MOG_SCHEDULE_DECREASING  /**< times `beta_factor` < 1 every `beta_every` epochs */
} mog_schedule;

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
    int method;   /**< mog_method */
    int schedule; /**< mog_schedule */
    double beta;  /**< weight of the label term in the first epoch */
    double beta_factor;
    size_t beta_every; /**< epochs */
    double beta_cap;
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
    size_t batch;  /**< samples per step; the last step of an epoch takes what is left */
    uint64_t seed; /**< initial parameters and the order of the samples */
} mog_training_settings;

/** Section "training" of configuration files. */
const mog_section *mog_training_section(void);

/** MoG with increasing beta, Adam 1e-3, batch 50, 100 epochs. */
void mog_training_default(mog_training_settings *settings);

/** NULL-terminated names of presets: `<network>-<method>`, e.g. "mlp-mog-increasing". */
const char *const *mog_preset_names(void);

/** Network and training settings of a preset, with the papers' beta schedules. */
mog_status mog_preset_find(const char *name, mog_network_settings *network,
                           mog_training_settings *training, mog_error *error);

/** Weight of the label term in an epoch, counted from 0. For UNSUP 0, for SUP 1. */
double mog_beta(const mog_training_settings *settings, size_t epoch);

#define mog_loss MOG_REAL(mog_loss)

/** Coefficients of the loss -rate_weight R(y) + label_weight D(y, y*). */
typedef struct mog_loss_weights {
    double rate;
    double label; /**< of the squared distance summed over the outputs */
} mog_loss_weights;

/** The coefficients that a training has in an epoch. */
mog_loss_weights mog_loss_weights_at(const mog_training_settings *settings, size_t links,
                                     size_t epoch);

/**
 * Mean loss of a batch and its gradient.
 *
 * @param gain    [batch][K][K]
 * @param weight  [batch][K], or NULL: all ones
 * @param label   [batch][K]; may be NULL if weights.label is 0
 * @param y       [batch][K]
 * @param dy      [batch][K], out: dL/dy
 * @param scratch [5 K]
 * @return the mean loss
 */
double mog_loss(mog_loss_weights weights, size_t batch, size_t links, double noise_power,
                const mog_real *gain, const mog_real *weight, const mog_real *label,
                const mog_real *y, mog_real *dy, mog_real *scratch);

#ifndef MOG_DOUBLE

/** What is known after an epoch. */
typedef struct mog_epoch {
    size_t epoch; /**< counted from 1 */
    double beta;
    double learning_rate;
    double loss;                          /**< mean over the epoch's steps */
    double train_sum_rate, test_sum_rate; /**< bit/s/Hz, mean over the set */
    double train_nmse, test_nmse; /**< mean of ||y - y*||^2 / ||y*||^2; NaN without labels */
} mog_epoch;

/** A training run: the caller owns the loop. */
typedef struct mog_trainer mog_trainer;

/**
 * Networks see the known gains of the data sets (mog/csi.h); losses, labels and sum rates are those
 * of the true ones.
 *
 * @param labels  solver whose labels are used; may be NULL for UNSUP
 * @param train   copied; must have samples
 * @param test    copied; may be NULL: the test columns are NaN then
 * @return NULL and `error` on failure
 */
mog_trainer *mog_trainer_create(const mog_network_settings *network,
                                const mog_training_settings *training, const char *labels,
                                const mog_dataset *train, const mog_dataset *test,
                                mog_error *error);
/** Frees a trainer; NULL is allowed. */
void mog_trainer_free(mog_trainer *trainer);

/**
 * Lets the network see the present known gains of the training set from now on: errors that stay
 * the same for many epochs are learned by heart. A checkpoint still belongs to the data that the
 * trainer was created with.
 *
 * @param train  with the true gains of before
 * @return MOG_OK; MOG_ERROR_ARGUMENT (the shape is another one, or the trainer was created with
 * ideal knowledge); MOG_ERROR_DATA
 */
mog_status mog_trainer_renew_known(mog_trainer *trainer, const mog_dataset *train,
                                   mog_error *error);

/** Whether all epochs have been run. */
bool mog_trainer_done(const mog_trainer *trainer);

/** Steps taken in the current epoch, and steps in an epoch. */
void mog_trainer_progress(const mog_trainer *trainer, size_t *step, size_t *steps);

/**
 * One update of the parameters; the last of an epoch also measures the epoch.
 * @return MOG_OK, or MOG_ERROR_NUMERIC if the loss is not finite: parameters are those before the
 * step
 */
mog_status mog_trainer_step(mog_trainer *trainer, mog_error *error);

/** The epochs that have been completed, oldest first. */
const mog_epoch *mog_trainer_epochs(const mog_trainer *trainer, size_t *count);

/** The network and its numbers as they stand. */
const mog_network *mog_trainer_network(const mog_trainer *trainer);
const mog_real *mog_trainer_parameter(const mog_trainer *trainer);
const mog_real *mog_trainer_buffer(const mog_trainer *trainer);

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

#endif

#ifdef __cplusplus
}
#endif
#endif
