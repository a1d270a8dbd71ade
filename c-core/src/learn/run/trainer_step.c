/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The steps of a training run, and what is measured after an epoch. */
#include "learn/run/trainer.h"

#include "learn/objective/schedule.h"

#include <gsl/gsl_randist.h>
#include <math.h>
#include <string.h>

/* ---- where the run stands ------------------------------------------------------------------ */

bool mog_trainer_in_rl(const mog_trainer *trainer) {
    return trainer->recipe.training.pattern == MOG_PATTERN_RL;
}

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

/* Samples, or episodes, of an epoch. */
static size_t epoch_size(const mog_trainer *trainer) {
    return mog_trainer_in_rl(trainer) ? trainer->recipe.training.episodes
                                      : mog_sample_set_size(&trainer->train);
}

/* Samples, or episodes, of a whole step; the last of an epoch takes what is left. */
static size_t step_size(const mog_trainer *trainer) {
    const mog_recipe *recipe = &trainer->recipe;
    const size_t size =
        trainer->method->source->replays ? recipe->rl.interactions : recipe->training.batch;
    return least(size, epoch_size(trainer));
}

size_t mog_trainer_batch_size(const mog_trainer *trainer) {
    return trainer->method->source->replays ? trainer->recipe.training.batch : step_size(trainer);
}

static size_t steps_per_epoch(const mog_trainer *trainer) {
    const size_t size = step_size(trainer);
    return (epoch_size(trainer) + size - 1) / size;
}

/* What beta follows after so many steps of the present epoch: epochs on a data set; in RL episodes,
 * the number of the step's first. */
static uint64_t time_after(const mog_trainer *trainer, size_t steps) {
    if (!mog_trainer_in_rl(trainer))
        return trainer->now.epoch_count;
    return (uint64_t)trainer->now.epoch_count * epoch_size(trainer) + steps * step_size(trainer);
}

mog_step mog_trainer_next_step(mog_trainer *trainer) {
    const size_t size = step_size(trainer), first = trainer->now.step * size;
    return (mog_step){
        .recipe = &trainer->recipe,
        .network = trainer->network,
        .parameter = trainer->state.parameter,
        .buffer = trainer->buffer,
        .train = &trainer->train,
        .sample = mog_trainer_in_rl(trainer) ? NULL : trainer->order + first,
        .environment = trainer->environment,
        .time = time_after(trainer, trainer->now.step),
        .fresh = least(size, epoch_size(trainer) - first),
        .batch = &trainer->batch,
        .y = trainer->y,
        .dy = trainer->dy,
        .scratch = trainer->scratch,
    };
}

static void shuffle(mog_trainer *trainer) {
    const size_t samples = mog_sample_set_size(&trainer->train);
    for (size_t i = 0; i < samples; i++)
        trainer->order[i] = i;
    mog_random_select(&trainer->random.rng, trainer->recipe.training.seed, trainer->now.epoch_count,
                      MOG_PURPOSE_SHUFFLE);
    gsl_ran_shuffle(&trainer->random.rng, trainer->order, samples, sizeof *trainer->order);
}

void mog_trainer_move_to(mog_trainer *trainer, size_t epochs, size_t steps) {
    trainer->now = (mog_trainer_state){
        .recipe = &trainer->recipe,
        .epochs = trainer->epochs,
        .epoch_count = epochs,
        .step = steps,
        .steps = steps_per_epoch(trainer),
        .done = epochs >= trainer->recipe.training.epochs,
    };
    shuffle(trainer);
}

/* ---- steps --------------------------------------------------------------------------------- */

/* Forward, loss and backward on the batch. */
static mog_status differentiate(mog_trainer *trainer, mog_step *step, double *loss,
                                mog_error *error) {
    const mog_samples *batch = &trainer->batch;
    const size_t links = batch->shape.links, width = batch->shape.width;
    const mog_network_batch input = mog_samples_network_batch(batch, step->count);
    mog_network_forward_training(trainer->network, trainer->state.parameter, trainer->buffer,
                                 trainer->workspace, &input, trainer->y);
    const mog_status status =
        trainer->method->source->differentiate(trainer->source_state, step, loss, error);
    if (status != MOG_OK)
        return status;
    const mog_label_term term = mog_label_term_at(
        &trainer->recipe.training, &trainer->recipe.network, links, width, step->time);
    if (term.weight > 0)
        *loss += mog_label_distance(&term, step->count, links, width, batch->label, trainer->y,
                                    trainer->dy);
    if (isfinite(*loss))
        mog_network_backward(trainer->network, trainer->state.parameter, trainer->workspace, &input,
                             trainer->y, trainer->dy, trainer->gradient, NULL);
    return MOG_OK;
}

/* One update of the parameters; as before on failure. */
static mog_status update(mog_trainer *trainer, mog_step *step, mog_error *error) {
    const mog_training_settings *settings = &trainer->recipe.training;
    const size_t bytes = trainer->buffer_count * sizeof(float);
    memcpy(trainer->buffer_before, trainer->buffer, bytes);
    double loss = 0;
    const mog_status status = differentiate(trainer, step, &loss, error);
    const double norm = status == MOG_OK && isfinite(loss)
                            ? mog_gradient_norm(trainer->state.count, trainer->gradient)
                            : 0;
    if (status != MOG_OK || !isfinite(loss) || !isfinite(norm))
        memcpy(trainer->buffer, trainer->buffer_before, bytes);
    if (status != MOG_OK)
        return status;
    if (!isfinite(loss) || !isfinite(norm))
        return mog_fail(error, MOG_ERROR_NUMERIC,
                        "the %s is %g in epoch %zu, step %zu: lower training.learning_rate = %g, "
                        "or set training.clip_norm",
                        isfinite(loss) ? "gradient's norm" : "loss", isfinite(loss) ? norm : loss,
                        trainer->now.epoch_count + 1, trainer->now.step + 1,
                        settings->learning_rate);
    trainer->updates++;
    mog_optimizer_step(settings, mog_learning_rate(settings, trainer->now.epoch_count),
                       trainer->updates, mog_clip_factor(settings, norm), trainer->gradient,
                       &trainer->state);
    step->sums.loss = loss;
    step->sums.updates = 1;
    return MOG_OK;
}

static void add_sums(mog_sums *sums, const mog_sums *added) {
    sums->updates += added->updates;
    sums->loss += added->loss;
    sums->actions += added->actions;
    sums->reward += added->reward;
    sums->drawn += added->drawn;
    sums->entropy += added->entropy;
}

/* ---- epochs -------------------------------------------------------------------------------- */

/* A mean that does not exist is no number. */
static double ratio(double sum, double count) {
    return count > 0 ? sum / count : NAN;
}

/* In RL the training set may be large and an epoch short: as many as there are to test on, if there
 * is a test set. */
static size_t training_samples(const mog_trainer *trainer) {
    const size_t all = mog_sample_set_size(&trainer->train);
    const size_t tested = mog_sample_set_size(&trainer->test);
    return mog_trainer_in_rl(trainer) && tested > 0 ? least(all, tested) : all;
}

static mog_evaluation measure(const mog_trainer *trainer, const mog_sample_set *set,
                              size_t samples) {
    return mog_evaluate(&trainer->evaluator, trainer->network, trainer->state.parameter,
                        trainer->buffer, set, samples);
}

static void finish_epoch(mog_trainer *trainer) {
    const mog_training_settings *settings = &trainer->recipe.training;
    const mog_sums *sums = &trainer->sums;
    mog_epoch *epoch = &trainer->epochs[trainer->now.epoch_count];
    const mog_evaluation train = measure(trainer, &trainer->train, training_samples(trainer));
    const mog_evaluation test =
        measure(trainer, &trainer->test, mog_sample_set_size(&trainer->test));
    *epoch = (mog_epoch){
        .epoch = trainer->now.epoch_count + 1,
        /* the last step's */
        .beta = mog_beta(settings, time_after(trainer, trainer->now.step - 1)),
        .learning_rate = mog_learning_rate(settings, trainer->now.epoch_count),
        .loss = ratio(sums->loss, sums->updates),
        .train_sum_rate = train.sum_rate,
        .test_sum_rate = test.sum_rate,
        .train_utility = train.utility,
        .test_utility = test.utility,
        .train_nmse = train.nmse,
        .test_nmse = test.nmse,
        .reward = ratio(sums->reward, sums->actions),
        .entropy = ratio(sums->entropy, sums->drawn),
    };
    trainer->sums = (mog_sums){0};
    mog_trainer_move_to(trainer, trainer->now.epoch_count + 1, 0);
}

/* ---- the run ------------------------------------------------------------------------------- */

mog_status mog_trainer_step(mog_trainer *trainer, mog_error *error) {
    if (trainer->now.done)
        return MOG_OK;
    mog_step step = mog_trainer_next_step(trainer);
    mog_status status = trainer->method->source->next(trainer->source_state, &step, error);
    if (status == MOG_OK && step.count > 0)
        status = update(trainer, &step, error);
    if (status != MOG_OK)
        return status;
    add_sums(&trainer->sums, &step.sums);
    trainer->now.step++;
    if (trainer->now.step == trainer->now.steps)
        finish_epoch(trainer);
    return MOG_OK;
}
