/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A training run: its life, its steps, and what is measured after an epoch. */
#include "learn/run/training.h"

#include "base/memory.h"
#include "mog/random.h"
#include <gsl/gsl_randist.h>
#include <math.h>
#include <string.h>

/* ---- where the run stands ------------------------------------------------------------------ */

static bool is_rl(const mog_trainer *trainer) {
    return trainer->recipe.training.pattern == MOG_PATTERN_RL;
}

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

/* Samples, or episodes, of an epoch. */
static size_t epoch_size(const mog_trainer *trainer) {
    return is_rl(trainer) ? trainer->recipe.training.episodes
                          : mog_sample_set_size(&trainer->train);
}

size_t mog_trainer_step_size(const mog_trainer *trainer) {
    const mog_recipe *recipe = &trainer->recipe;
    const size_t size =
        trainer->method->source->replays ? recipe->rl.interactions : recipe->training.batch;
    return least(size, epoch_size(trainer));
}

/* Most samples that a step learns from. */
static size_t batch_size(const mog_trainer *trainer) {
    return trainer->method->source->replays ? trainer->recipe.training.batch
                                            : mog_trainer_step_size(trainer);
}

size_t mog_trainer_range(const mog_trainer *trainer, size_t *count) {
    const size_t size = mog_trainer_step_size(trainer), first = trainer->step * size;
    *count = least(size, epoch_size(trainer) - first);
    return first;
}

static size_t steps_per_epoch(const mog_trainer *trainer) {
    const size_t size = mog_trainer_step_size(trainer);
    return (epoch_size(trainer) + size - 1) / size;
}

uint64_t mog_trainer_time(const mog_trainer *trainer) {
    if (!is_rl(trainer))
        return trainer->epoch_count;
    size_t count;
    return (uint64_t)trainer->epoch_count * epoch_size(trainer) +
           mog_trainer_range(trainer, &count);
}

void mog_trainer_shuffle(mog_trainer *trainer) {
    const size_t samples = mog_sample_set_size(&trainer->train);
    for (size_t i = 0; i < samples; i++)
        trainer->order[i] = i;
    mog_random_select(&trainer->random.rng, trainer->recipe.training.seed, trainer->epoch_count,
                      MOG_PURPOSE_SHUFFLE);
    gsl_ran_shuffle(&trainer->random.rng, trainer->order, samples, sizeof *trainer->order);
}

/* ---- life ---------------------------------------------------------------------------------- */

static mog_status check_data(const mog_recipe *recipe, const char *labels, const mog_dataset *train,
                             const mog_dataset *test, mog_error *error) {
    const mog_training_settings *training = &recipe->training;
    if (mog_method_find(training->method)->labels && labels == NULL)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "training.method = %s needs labels: name a solver",
                        mog_method_find(training->method)->name);
    if (labels != NULL && strlen(labels) >= MOG_NAME_SIZE)
        return mog_fail(error, MOG_ERROR_ARGUMENT, "labels \"%s\": the name is too long", labels);
    if (train->samples == 0)
        return mog_fail(error, MOG_ERROR_DATA, "the training set is empty");
    if (train->n_rb > mog_problem_type_of(training->problem)->most_rbs)
        return mog_fail(error, MOG_ERROR_DATA,
                        "the training set has %zu RBs: set training.problem = rb, or use a preset "
                        "whose name begins with rb",
                        train->n_rb);
    const mog_problem problem = mog_dataset_problem(train);
    mog_error reason;
    const mog_status status = mog_utility_accepts(&recipe->utility, &problem, &reason);
    if (status != MOG_OK)
        return mog_fail(error, status, "training set: %s", reason.message);
    if (test != NULL && test->links != train->links)
        return mog_fail(error, MOG_ERROR_DATA,
                        "the test set has %zu links, the training set %zu: they must agree",
                        test->links, train->links);
    if (test != NULL && (test->n_rb != train->n_rb || test->per_rb != train->per_rb))
        return mog_fail(error, MOG_ERROR_DATA,
                        "the test set has %zu RBs with %s gains, the training set %zu with %s: "
                        "they must agree",
                        test->n_rb, test->per_rb ? "their own" : "the same", train->n_rb,
                        train->per_rb ? "their own" : "the same");
    return MOG_OK;
}

/* What the data decide about the network. */
static void adapt(mog_recipe *recipe, const mog_dataset *train) {
    recipe->network.weights = train->weight != NULL;
    recipe->network.prices = train->price != NULL;
    mog_problem_type_of(recipe->training.problem)->adapt(&recipe->network, train);
}

/* Labels are only looked at, not needed, where the test set has none or the method uses none. */
static mog_status copy_data(mog_trainer *trainer, const mog_dataset *train, const mog_dataset *test,
                            mog_error *error) {
    const char *labels = trainer->labels[0] != '\0' ? trainer->labels : NULL;
    const mog_problem_type *problem = mog_problem_type_of(trainer->recipe.training.problem);
    const mog_status status = mog_sample_set_copy(&trainer->train, train, labels, problem, error);
    if (status != MOG_OK || test == NULL)
        return status;
    const bool labelled = labels != NULL && mog_dataset_labels(test, labels) != NULL;
    return mog_sample_set_copy(&trainer->test, test, labelled ? labels : NULL, problem, error);
}

/* One aligned array of each kind; false if one of them could not be had. */
static bool allocate_arrays(mog_trainer *trainer, mog_error *error) {
    const size_t p = mog_network_parameter_count(trainer->network);
    const mog_rows_shape *shape = &trainer->batch.shape;
    const size_t outputs = shape->count * shape->links * shape->width;
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
        {&trainer->y, outputs},
        {&trainer->dy, outputs},
    };
    bool complete = true;
    for (size_t i = 0; i < sizeof arrays / sizeof arrays[0] && complete; i++) {
        *arrays[i].array = mog_allocate(arrays[i].count, sizeof(float), error);
        complete = *arrays[i].array != NULL;
    }
    trainer->scratch = mog_allocate(1, MOG_LOSS_SCRATCH(shape->links), error);
    trainer->order =
        mog_allocate(mog_sample_set_size(&trainer->train), sizeof *trainer->order, error);
    trainer->epochs = mog_allocate(trainer->recipe.training.epochs, sizeof *trainer->epochs, error);
    return complete && trainer->scratch != NULL && trainer->order != NULL &&
           trainer->epochs != NULL;
}

/* Says which data set a network's refusal is about; an empty one is not looked at. */
static mog_status check_accepted(const mog_trainer *trainer, const mog_sample_set *set,
                                 const char *what, mog_error *error) {
    if (mog_sample_set_size(set) == 0)
        return MOG_OK;
    const mog_problem known = mog_sample_set_known(set, 0, mog_sample_set_size(set));
    mog_error reason;
    const mog_status status = mog_network_accepts(trainer->network, &known, &reason);
    return status == MOG_OK
               ? MOG_OK
               : mog_fail(error, status, "%s set: the network %s", what, reason.message);
}

static mog_status create_network(mog_trainer *trainer, mog_error *error) {
    const size_t links = trainer->train.exact->links;
    trainer->network = mog_network_create(&trainer->recipe.network, links, error);
    if (trainer->network == NULL)
        return MOG_ERROR_ARGUMENT;
    mog_status status = check_accepted(trainer, &trainer->train, "training", error);
    if (status == MOG_OK)
        status = check_accepted(trainer, &trainer->test, "test", error);
    if (status != MOG_OK)
        return status;
    const mog_network_shape shape = {.samples = batch_size(trainer), .links = links};
    trainer->workspace = mog_network_workspace_create(trainer->network, &shape, true, error);
    return trainer->workspace != NULL ? mog_evaluator_init(&trainer->evaluator, trainer->network,
                                                           &trainer->recipe, links, error)
                                      : MOG_ERROR_MEMORY;
}

static mog_status allocate(mog_trainer *trainer, mog_error *error) {
    mog_rows_shape shape = trainer->train.rows.shape;
    shape.count = batch_size(trainer);
    shape.width = mog_network_width(trainer->network);
    if (is_rl(trainer)) { /* what is known is all that is seen */
        shape.parts &= ~(unsigned)(MOG_ROWS_KNOWN | MOG_ROWS_GAIN | MOG_ROWS_LABEL);
        shape.parts |= (trainer->recipe.network.unroll > 0 ? MOG_ROWS_GAIN : 0u) |
                       (trainer->method->labels ? MOG_ROWS_LABEL : 0u);
    }
    if (mog_rows_init(&trainer->batch, &shape, error) != MOG_OK || !allocate_arrays(trainer, error))
        return MOG_ERROR_MEMORY;
    return MOG_OK;
}

/* Fresh parameters, and inputs in the training set's measure. */
static void initialise(mog_trainer *trainer) {
    const mog_problem known =
        mog_sample_set_known(&trainer->train, 0, mog_sample_set_size(&trainer->train));
    mog_random_init(&trainer->random);
    mog_network_init(trainer->network, trainer->recipe.training.seed, trainer->state.parameter,
                     trainer->buffer);
    mog_network_fit_input(trainer->network, &known, trainer->buffer);
    mog_sample_set_normalise(&trainer->train, trainer->network, trainer->buffer);
    mog_sample_set_normalise(&trainer->test, trainer->network, trainer->buffer);
    mog_trainer_shuffle(trainer);
}

static mog_status create_source(mog_trainer *trainer, mog_error *error) {
    if (is_rl(trainer)) {
        const char *labels = trainer->labels[0] != '\0' ? trainer->labels : NULL;
        trainer->own = mog_radio_environment_create(
            trainer->train.exact, labels, &trainer->recipe.utility, trainer->recipe.training.seed,
            mog_trainer_step_size(trainer), error);
        if (trainer->own == NULL)
            return MOG_ERROR_MEMORY;
        trainer->environment = trainer->own;
    }
    const mog_source *source = trainer->method->source;
    return source->create != NULL ? source->create(trainer, error) : MOG_OK;
}

static mog_status set_up(mog_trainer *trainer, const mog_dataset *train, const mog_dataset *test,
                         mog_error *error) {
    mog_status status = copy_data(trainer, train, test, error);
    if (status == MOG_OK)
        status = create_network(trainer, error);
    if (status == MOG_OK)
        status = allocate(trainer, error);
    if (status != MOG_OK)
        return status;
    initialise(trainer);
    return create_source(trainer, error);
}

mog_trainer *mog_trainer_create(const mog_recipe *recipe, const char *labels,
                                const mog_dataset *train, const mog_dataset *test,
                                mog_error *error) {
    if (mog_recipe_check(recipe, error) != MOG_OK ||
        check_data(recipe, labels, train, test, error) != MOG_OK)
        return NULL;
    mog_trainer *trainer = mog_allocate(1, sizeof *trainer, error);
    if (trainer == NULL)
        return NULL;
    trainer->recipe = *recipe;
    trainer->method = mog_method_find(recipe->training.method);
    adapt(&trainer->recipe, train);
    if (labels != NULL)
        memcpy(trainer->labels, labels, strlen(labels) + 1);
    if (set_up(trainer, train, test, error) != MOG_OK) {
        mog_trainer_free(trainer);
        return NULL;
    }
    return trainer;
}

void mog_trainer_set_environment(mog_trainer *trainer, mog_environment *environment) {
    trainer->environment = environment;
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
    if (trainer->held != NULL)
        trainer->method->source->free(trainer->held);
    float *const arrays[] = {
        trainer->state.parameter,
        trainer->state.first,
        trainer->state.second,
        trainer->gradient,
        trainer->buffer,
        trainer->buffer_before,
        trainer->y,
        trainer->dy,
    };
    for (size_t i = 0; i < sizeof arrays / sizeof arrays[0]; i++)
        mog_release(arrays[i]);
    mog_release(trainer->scratch);
    mog_release(trainer->order);
    mog_release(trainer->epochs);
    mog_environment_free(trainer->own);
    mog_rows_clear(&trainer->batch);
    mog_evaluator_clear(&trainer->evaluator);
    mog_sample_set_clear(&trainer->train);
    mog_sample_set_clear(&trainer->test);
    mog_network_workspace_free(trainer->workspace);
    mog_network_free(trainer->network);
    mog_release(trainer);
}

void mog_trainer_list_state(mog_trainer *trainer, mog_state *state) {
    state->array_count = state->number_count = 0;
    mog_optimizer_state *numbers = &trainer->state;
    mog_state_add_array(state, "parameter", numbers->parameter, numbers->count);
    mog_state_add_array(state, "first", numbers->first, numbers->count);
    mog_state_add_array(state, "second", numbers->second, numbers->count);
    mog_state_add_array(state, "buffer", trainer->buffer, trainer->buffer_count);
    mog_state_add_number(state, "sums.updates", &trainer->sums.updates);
    mog_state_add_number(state, "sums.loss", &trainer->sums.loss);
    mog_state_add_number(state, "sums.actions", &trainer->sums.actions);
    mog_state_add_number(state, "sums.reward", &trainer->sums.reward);
    mog_state_add_number(state, "sums.drawn", &trainer->sums.drawn);
    mog_state_add_number(state, "sums.entropy", &trainer->sums.entropy);
    if (trainer->held != NULL && trainer->method->source->list_state != NULL)
        trainer->method->source->list_state(trainer->held, state);
}

/* ---- steps --------------------------------------------------------------------------------- */

mog_network_batch mog_trainer_batch(const mog_rows *rows, size_t count) {
    return (mog_network_batch){.samples = count,
                               .links = rows->shape.links,
                               .x = rows->x,
                               .gain = rows->known != NULL ? rows->known : rows->gain,
                               .weight = rows->weight,
                               .price = rows->price};
}

/* Forward, loss and backward on the batch. */
static mog_status differentiate(mog_trainer *trainer, size_t count, double *loss,
                                mog_error *error) {
    const mog_rows *batch = &trainer->batch;
    const size_t links = batch->shape.links, width = batch->shape.width;
    const mog_network_batch input = mog_trainer_batch(batch, count);
    mog_network_forward_training(trainer->network, trainer->state.parameter, trainer->buffer,
                                 trainer->workspace, &input, trainer->y);
    const mog_status status = trainer->method->source->differentiate(trainer, count, loss, error);
    if (status != MOG_OK)
        return status;
    const mog_label_term term =
        mog_label_term_at(&trainer->recipe.training, &trainer->recipe.network, links, width,
                          mog_trainer_time(trainer));
    if (term.weight > 0)
        *loss +=
            mog_label_distance(&term, count, links, width, batch->label, trainer->y, trainer->dy);
    if (isfinite(*loss))
        mog_network_backward(trainer->network, trainer->state.parameter, trainer->workspace, &input,
                             trainer->y, trainer->dy, trainer->gradient, NULL);
    return MOG_OK;
}

/* One update of the parameters; as before on failure. */
static mog_status update(mog_trainer *trainer, size_t count, mog_error *error) {
    const mog_training_settings *settings = &trainer->recipe.training;
    const size_t bytes = trainer->buffer_count * sizeof(float);
    memcpy(trainer->buffer_before, trainer->buffer, bytes);
    double loss = 0;
    const mog_status status = differentiate(trainer, count, &loss, error);
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
                        trainer->epoch_count + 1, trainer->step + 1, settings->learning_rate);
    trainer->updates++;
    mog_optimizer_step(settings, mog_learning_rate(settings, trainer->epoch_count),
                       trainer->updates, mog_clip_factor(settings, norm), trainer->gradient,
                       &trainer->state);
    trainer->sums.loss += loss;
    trainer->sums.updates++;
    return MOG_OK;
}

/* A mean that does not exist is no number. */
static double ratio(double sum, double count) {
    return count > 0 ? sum / count : NAN;
}

/* In RL the training set may be large and an epoch short: as many as there are to test on, if there
 * is a test set. */
static size_t training_samples(const mog_trainer *trainer) {
    const size_t all = mog_sample_set_size(&trainer->train);
    const size_t tested = mog_sample_set_size(&trainer->test);
    return is_rl(trainer) && tested > 0 ? least(all, tested) : all;
}

static mog_measure measure(const mog_trainer *trainer, const mog_sample_set *set, size_t samples) {
    return mog_evaluate(&trainer->evaluator, trainer->network, trainer->state.parameter,
                        trainer->buffer, set, samples);
}

static void finish_epoch(mog_trainer *trainer) {
    const mog_training_settings *settings = &trainer->recipe.training;
    const mog_sums *sums = &trainer->sums;
    mog_epoch *epoch = &trainer->epochs[trainer->epoch_count];
    const mog_measure train = measure(trainer, &trainer->train, training_samples(trainer));
    const mog_measure test = measure(trainer, &trainer->test, mog_sample_set_size(&trainer->test));
    trainer->step--; /* the beta of the last step, not of the next one */
    *epoch = (mog_epoch){
        .epoch = trainer->epoch_count + 1,
        .beta = mog_beta(settings, mog_trainer_time(trainer)),
        .learning_rate = mog_learning_rate(settings, trainer->epoch_count),
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
    trainer->epoch_count++;
    trainer->step = 0;
    trainer->sums = (mog_sums){0};
    mog_trainer_shuffle(trainer);
}

mog_status mog_trainer_step(mog_trainer *trainer, mog_error *error) {
    if (mog_trainer_done(trainer))
        return MOG_OK;
    size_t count = 0;
    mog_status status = trainer->method->source->next(trainer, &count, error);
    if (status == MOG_OK && count > 0)
        status = update(trainer, count, error);
    if (status != MOG_OK)
        return status;
    trainer->step++;
    if (trainer->step == steps_per_epoch(trainer))
        finish_epoch(trainer);
    return MOG_OK;
}

bool mog_trainer_done(const mog_trainer *trainer) {
    return trainer->epoch_count >= trainer->recipe.training.epochs;
}

void mog_trainer_progress(const mog_trainer *trainer, size_t *step, size_t *steps) {
    *step = trainer->step;
    *steps = steps_per_epoch(trainer);
}

const mog_epoch *mog_trainer_epochs(const mog_trainer *trainer, size_t *count) {
    *count = trainer->epoch_count;
    return trainer->epochs;
}

const mog_recipe *mog_trainer_recipe(const mog_trainer *trainer) {
    return &trainer->recipe;
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
