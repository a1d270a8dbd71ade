/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "training.h"

#include "../base/memory.h"
#include "mog/random.h"
#include <gsl/gsl_randist.h>
#include <math.h>
#include <string.h>

static size_t batch_size(const mog_trainer *trainer) {
    const size_t batch = trainer->settings.batch, samples = trainer->train.samples;
    return batch < samples ? batch : samples;
}

static size_t steps_per_epoch(const mog_trainer *trainer) {
    const size_t batch = batch_size(trainer);
    return (trainer->train.samples + batch - 1) / batch;
}

void mog_trainer_shuffle(mog_trainer *trainer) {
    for (size_t i = 0; i < trainer->train.samples; i++)
        trainer->order[i] = i;
    mog_random_select(&trainer->random.rng, trainer->settings.seed, trainer->epoch_count,
                      MOG_PURPOSE_SHUFFLE);
    gsl_ran_shuffle(&trainer->random.rng, trainer->order, trainer->train.samples,
                    sizeof *trainer->order);
}

/* ---- life ---------------------------------------------------------------------------------- */

static mog_status check_arguments(const mog_training_settings *training, const char *labels,
                                  const mog_dataset *train, const mog_dataset *test,
                                  mog_error *error) {
    const mog_status status = mog_training_check(training, error);
    if (status != MOG_OK)
        return status;
    if (training->method != MOG_METHOD_UNSUP && labels == NULL)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "training.method = %s needs labels: name a solver",
                        training->method == MOG_METHOD_SUP ? "sup" : "mog");
    if (labels != NULL && strlen(labels) >= MOG_NAME_SIZE)
        return mog_fail(error, MOG_ERROR_ARGUMENT, "labels \"%s\": the name is too long", labels);
    if (train->samples == 0)
        return mog_fail(error, MOG_ERROR_DATA, "the training set is empty");
    if (test != NULL && test->links != train->links)
        return mog_fail(error, MOG_ERROR_DATA,
                        "the test set has %zu links, the training set %zu: they must agree",
                        test->links, train->links);
    return MOG_OK;
}

/* Labels are only looked at, not needed, where the test set has none or the method uses none. */
static mog_status copy_data(mog_trainer *trainer, const mog_dataset *train, const mog_dataset *test,
                            mog_error *error) {
    const char *labels = trainer->labels[0] != '\0' ? trainer->labels : NULL;
    const mog_status status = mog_sample_set_copy(&trainer->train, train, labels, error);
    if (status != MOG_OK || test == NULL)
        return status;
    const bool labelled = labels != NULL && mog_dataset_labels(test, labels) != NULL;
    return mog_sample_set_copy(&trainer->test, test, labelled ? labels : NULL, error);
}

/* One aligned array of each kind; false if one of them could not be had. */
static bool allocate_arrays(mog_trainer *trainer, mog_error *error) {
    const size_t p = mog_network_parameter_count(trainer->network);
    const size_t k = trainer->train.links, batch = batch_size(trainer);
    trainer->state.count = p;
    trainer->buffer_count = mog_network_buffer_count(trainer->network);
    const struct {
        float **array;
        size_t count;
    } arrays[] = {
        {&trainer->state.parameter, p},
        {&trainer->state.first, p},
        {&trainer->state.second, p},
        {&trainer->gradient, p},
        {&trainer->buffer, trainer->buffer_count},
        {&trainer->buffer_before, trainer->buffer_count},
        {&trainer->x, batch * k * k},
        {&trainer->gain, batch * k * k},
        {&trainer->known, trainer->train.uncertain ? batch * k * k : 0},
        {&trainer->weight, batch * k},
        {&trainer->label, batch * k},
        {&trainer->y, batch * k},
        {&trainer->dy, batch * k},
        {&trainer->scratch, 5 * k},
    };
    bool complete = true;
    for (size_t i = 0; i < sizeof arrays / sizeof arrays[0] && complete; i++) {
        *arrays[i].array = mog_allocate(arrays[i].count, sizeof(float), error);
        complete = *arrays[i].array != NULL;
    }
    trainer->order = mog_allocate(trainer->train.samples, sizeof *trainer->order, error);
    trainer->epochs = mog_allocate(trainer->settings.epochs, sizeof *trainer->epochs, error);
    return complete && trainer->order != NULL && trainer->epochs != NULL;
}

/* Says which data set a network's refusal is about; an empty one is not looked at. */
static mog_status check_accepted(const mog_trainer *trainer, const mog_sample_set *set,
                                 const char *what, mog_error *error) {
    const mog_problem known = mog_sample_set_known(set, 0, set->samples);
    mog_error reason;
    const mog_status status =
        set->samples > 0 ? mog_network_accepts(trainer->network, &known, &reason) : MOG_OK;
    return status == MOG_OK
               ? MOG_OK
               : mog_fail(error, status, "%s set: the network %s", what, reason.message);
}

static mog_status set_up(mog_trainer *trainer, const mog_dataset *train, const mog_dataset *test,
                         mog_error *error) {
    mog_status status = copy_data(trainer, train, test, error);
    if (status != MOG_OK)
        return status;
    trainer->network = mog_network_create(&trainer->network_settings, trainer->train.links, error);
    if (trainer->network == NULL)
        return MOG_ERROR_ARGUMENT;
    status = check_accepted(trainer, &trainer->train, "training", error);
    if (status == MOG_OK)
        status = check_accepted(trainer, &trainer->test, "test", error);
    if (status != MOG_OK)
        return status;
    const mog_network_shape shape = {.samples = batch_size(trainer), .links = trainer->train.links};
    trainer->workspace = mog_network_workspace_create(trainer->network, &shape, true, error);
    if (trainer->workspace == NULL || !allocate_arrays(trainer, error))
        return MOG_ERROR_MEMORY;
    status = mog_evaluator_init(&trainer->evaluator, trainer->network, &trainer->network_settings,
                                trainer->train.links, error);
    if (status != MOG_OK)
        return status;
    mog_random_init(&trainer->random);
    mog_network_init(trainer->network, trainer->settings.seed, trainer->state.parameter,
                     trainer->buffer);
    const mog_problem known = mog_sample_set_known(&trainer->train, 0, trainer->train.samples);
    mog_network_fit_input(trainer->network, &known, trainer->buffer);
    mog_sample_set_normalise(&trainer->train, trainer->network, trainer->buffer);
    mog_sample_set_normalise(&trainer->test, trainer->network, trainer->buffer);
    mog_trainer_shuffle(trainer);
    return MOG_OK;
}

mog_trainer *mog_trainer_create(const mog_network_settings *network,
                                const mog_training_settings *training, const char *labels,
                                const mog_dataset *train, const mog_dataset *test,
                                mog_error *error) {
    if (check_arguments(training, labels, train, test, error) != MOG_OK)
        return NULL;
    mog_trainer *trainer = mog_allocate(1, sizeof *trainer, error);
    if (trainer == NULL)
        return NULL;
    trainer->network_settings = *network;
    trainer->settings = *training;
    if (labels != NULL)
        memcpy(trainer->labels, labels, strlen(labels) + 1);
    if (set_up(trainer, train, test, error) != MOG_OK) {
        mog_trainer_free(trainer);
        return NULL;
    }
    return trainer;
}

mog_status mog_trainer_renew_known(mog_trainer *trainer, const mog_dataset *train,
                                   mog_error *error) {
    const mog_status status = mog_sample_set_renew(&trainer->train, train, error);
    if (status == MOG_OK)
        mog_sample_set_normalise(&trainer->train, trainer->network, trainer->buffer);
    return status;
}

void mog_trainer_free(mog_trainer *trainer) {
    if (trainer == NULL)
        return;
    float *const arrays[] = {
        trainer->state.parameter,
        trainer->state.first,
        trainer->state.second,
        trainer->gradient,
        trainer->buffer,
        trainer->buffer_before,
        trainer->x,
        trainer->gain,
        trainer->known,
        trainer->weight,
        trainer->label,
        trainer->y,
        trainer->dy,
        trainer->scratch,
    };
    for (size_t i = 0; i < sizeof arrays / sizeof arrays[0]; i++)
        mog_release(arrays[i]);
    mog_release(trainer->order);
    mog_release(trainer->epochs);
    mog_evaluator_clear(&trainer->evaluator);
    mog_sample_set_clear(&trainer->train);
    mog_sample_set_clear(&trainer->test);
    mog_network_workspace_free(trainer->workspace);
    mog_network_free(trainer->network);
    mog_release(trainer);
}

/* ---- steps --------------------------------------------------------------------------------- */

/* Copies the rows of the step's samples together; returns how many there are. */
static size_t gather(mog_trainer *trainer) {
    const mog_sample_set *set = &trainer->train;
    const size_t k = set->links, first = trainer->step * batch_size(trainer);
    const size_t left = set->samples - first;
    const size_t n = left < batch_size(trainer) ? left : batch_size(trainer);
    for (size_t i = 0; i < n; i++) {
        const size_t s = trainer->order[first + i];
        memcpy(trainer->x + i * k * k, set->input + s * k * k, k * k * sizeof(float));
        memcpy(trainer->gain + i * k * k, set->gain + s * k * k, k * k * sizeof(float));
        if (set->uncertain)
            memcpy(trainer->known + i * k * k, set->known + s * k * k, k * k * sizeof(float));
        if (set->weighted)
            memcpy(trainer->weight + i * k, set->weight + s * k, k * sizeof(float));
        if (set->labelled)
            memcpy(trainer->label + i * k, set->label + s * k, k * sizeof(float));
    }
    return n;
}

/* Forward, loss and backward on a batch. The gains are over the noise, so the noise is 1. */
static double differentiate(mog_trainer *trainer, size_t batch) {
    const mog_loss_weights weights =
        mog_loss_weights_at(&trainer->settings, trainer->train.links, trainer->epoch_count);
    const float *weight = trainer->train.weighted ? trainer->weight : NULL;
    const mog_network_batch input = {.samples = batch,
                                     .links = trainer->train.links,
                                     .x = trainer->x,
                                     .gain =
                                         trainer->train.uncertain ? trainer->known : trainer->gain,
                                     .weight = weight};
    mog_network_forward_training(trainer->network, trainer->state.parameter, trainer->buffer,
                                 trainer->workspace, &input, trainer->y);
    const double loss = mog_loss(weights, batch, trainer->train.links, 1, trainer->gain, weight,
                                 trainer->label, trainer->y, trainer->dy, trainer->scratch);
    if (isfinite(loss))
        mog_network_backward(trainer->network, trainer->state.parameter, trainer->workspace, &input,
                             trainer->y, trainer->dy, trainer->gradient, NULL);
    return loss;
}

static void finish_epoch(mog_trainer *trainer) {
    const mog_training_settings *settings = &trainer->settings;
    mog_epoch *epoch = &trainer->epochs[trainer->epoch_count];
    *epoch = (mog_epoch){
        .epoch = trainer->epoch_count + 1,
        .beta = mog_beta(settings, trainer->epoch_count),
        .learning_rate = mog_learning_rate(settings, trainer->epoch_count),
        .loss = trainer->loss_sum / (double)trainer->step,
    };
    mog_evaluate(&trainer->evaluator, trainer->network, trainer->state.parameter, trainer->buffer,
                 &trainer->train, &epoch->train_sum_rate, &epoch->train_nmse);
    mog_evaluate(&trainer->evaluator, trainer->network, trainer->state.parameter, trainer->buffer,
                 &trainer->test, &epoch->test_sum_rate, &epoch->test_nmse);
    trainer->epoch_count++;
    trainer->step = 0;
    trainer->loss_sum = 0;
    mog_trainer_shuffle(trainer);
}

mog_status mog_trainer_step(mog_trainer *trainer, mog_error *error) {
    if (mog_trainer_done(trainer))
        return MOG_OK;
    const mog_training_settings *settings = &trainer->settings;
    const size_t batch = gather(trainer), bytes = trainer->buffer_count * sizeof(float);
    memcpy(trainer->buffer_before, trainer->buffer, bytes);
    const double loss = differentiate(trainer, batch);
    const double norm =
        isfinite(loss) ? mog_gradient_norm(trainer->state.count, trainer->gradient) : 0;
    if (!isfinite(loss) || !isfinite(norm)) {
        memcpy(trainer->buffer, trainer->buffer_before, bytes);
        return mog_fail(error, MOG_ERROR_NUMERIC,
                        "the %s is %g in epoch %zu, step %zu: lower training.learning_rate = %g, "
                        "or set training.clip_norm",
                        isfinite(loss) ? "gradient's norm" : "loss", isfinite(loss) ? norm : loss,
                        trainer->epoch_count + 1, trainer->step + 1, settings->learning_rate);
    }
    trainer->updates++;
    mog_optimizer_step(settings, mog_learning_rate(settings, trainer->epoch_count),
                       trainer->updates, mog_clip_factor(settings, norm), trainer->gradient,
                       &trainer->state);
    trainer->loss_sum += loss;
    trainer->step++;
    if (trainer->step == steps_per_epoch(trainer))
        finish_epoch(trainer);
    return MOG_OK;
}

bool mog_trainer_done(const mog_trainer *trainer) {
    return trainer->epoch_count >= trainer->settings.epochs;
}

void mog_trainer_progress(const mog_trainer *trainer, size_t *step, size_t *steps) {
    *step = trainer->step;
    *steps = steps_per_epoch(trainer);
}

const mog_epoch *mog_trainer_epochs(const mog_trainer *trainer, size_t *count) {
    *count = trainer->epoch_count;
    return trainer->epochs;
}

const mog_network *mog_trainer_network(const mog_trainer *trainer) {
    return trainer->network;
}

const mog_real *mog_trainer_parameter(const mog_trainer *trainer) {
    return trainer->state.parameter;
}

const mog_real *mog_trainer_buffer(const mog_trainer *trainer) {
    return trainer->buffer;
}
