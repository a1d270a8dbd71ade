/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A training run: how it is made from settings and data, and what there is to see of it. */
#include "learn/run/trainer.h"

#include "base/memory.h"
#include "learn/rl/environment.h"
#include "learn/rl/radio_environment.h"
#include "learn/run/recipe.h"
#include "policy/policy.h"
#include "radio/utility/utility.h"

#include <string.h>

/* ---- data ---------------------------------------------------------------------------------- */

static mog_status check_data(const mog_recipe *recipe, const char *labels, const mog_dataset *train,
                             const mog_dataset *test, mog_error *error) {
    const mog_training_settings *training = &recipe->training;
    if (mog_method_needs_labels(training->method) && labels == NULL)
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
static mog_status open_data(mog_trainer *trainer, const mog_dataset *train, const mog_dataset *test,
                            mog_error *error) {
    const char *labels = trainer->labels[0] != '\0' ? trainer->labels : NULL;
    const mog_problem_type *problem = mog_problem_type_of(trainer->recipe.training.problem);
    const mog_status status = mog_sample_set_open(&trainer->train, train, labels, problem, error);
    if (status != MOG_OK || test == NULL)
        return status;
    const bool labelled = labels != NULL && mog_dataset_labels(test, labels) != NULL;
    return mog_sample_set_open(&trainer->test, test, labelled ? labels : NULL, problem, error);
}

/* ---- life ---------------------------------------------------------------------------------- */

/* One aligned array of each kind; false if one of them could not be had. */
static bool allocate_arrays(mog_trainer *trainer, mog_error *error) {
    const size_t p = mog_network_parameter_count(trainer->network);
    const mog_samples_shape *shape = &trainer->batch.shape;
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
    const size_t links = trainer->train.data->links;
    mog_status status =
        mog_network_create(&trainer->recipe.network, links, &trainer->network, error);
    if (status == MOG_OK)
        status = check_accepted(trainer, &trainer->train, "training", error);
    if (status == MOG_OK)
        status = check_accepted(trainer, &trainer->test, "test", error);
    const mog_network_shape shape = {.samples = mog_trainer_batch_size(trainer), .links = links};
    if (status == MOG_OK)
        status = mog_network_workspace_create(trainer->network, &shape, true, &trainer->workspace,
                                              error);
    if (status == MOG_OK)
        status = mog_evaluator_init(&trainer->evaluator, trainer->network, &trainer->recipe, links,
                                    error);
    return status;
}

/* What the network, the source of the gradient and the label term read of a batch. In RL what is
 * known is all that is seen. */
static unsigned batch_parts(const mog_trainer *trainer) {
    const mog_recipe *recipe = &trainer->recipe;
    const mog_source *source = trainer->method->source;
    const bool has_known = trainer->train.has_known && !mog_trainer_in_rl(trainer);
    unsigned parts = trainer->train.samples.shape.parts & ~(unsigned)MOG_SAMPLES_LABEL;
    if (recipe->network.unroll > 0)
        parts |= has_known ? MOG_SAMPLES_KNOWN : MOG_SAMPLES_GAIN;
    if (source->parts != NULL)
        parts |= source->parts(recipe);
    if (trainer->method->labels != MOG_LABEL_USE_NONE)
        parts |= MOG_SAMPLES_LABEL;
    return parts;
}

static mog_status allocate(mog_trainer *trainer, mog_error *error) {
    mog_samples_shape shape = trainer->train.samples.shape;
    shape.count = mog_trainer_batch_size(trainer);
    shape.width = mog_network_width(trainer->network);
    shape.parts = batch_parts(trainer);
    if (mog_samples_init(&trainer->batch, &shape, error) != MOG_OK ||
        !allocate_arrays(trainer, error))
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
    mog_trainer_move_to(trainer, 0, 0);
}

static mog_status create_source(mog_trainer *trainer, mog_error *error) {
    const mog_step first = mog_trainer_next_step(trainer);
    if (mog_trainer_in_rl(trainer)) {
        const char *labels = trainer->labels[0] != '\0' ? trainer->labels : NULL;
        const mog_status status = mog_radio_environment_create(
            trainer->train.data, labels, &trainer->recipe.utility, trainer->recipe.training.seed,
            first.fresh, &trainer->own, error);
        if (status != MOG_OK)
            return status;
        trainer->environment = trainer->own;
    }
    const mog_source *source = trainer->method->source;
    return source->create != NULL ? source->create(&first, &trainer->source_state, error) : MOG_OK;
}

static mog_status set_up(mog_trainer *trainer, const mog_dataset *train, const mog_dataset *test,
                         mog_error *error) {
    mog_status status = open_data(trainer, train, test, error);
    if (status == MOG_OK)
        status = create_network(trainer, error);
    if (status == MOG_OK)
        status = allocate(trainer, error);
    if (status != MOG_OK)
        return status;
    initialise(trainer);
    return create_source(trainer, error);
}

mog_status mog_trainer_create(const mog_recipe *recipe, const char *labels,
                              const mog_dataset *train, const mog_dataset *test,
                              mog_trainer **trainer, mog_error *error) {
    *trainer = NULL;
    mog_status status = mog_recipe_check(recipe, error);
    if (status == MOG_OK)
        status = check_data(recipe, labels, train, test, error);
    if (status != MOG_OK)
        return status;
    mog_trainer *made = mog_allocate(1, sizeof *made, error);
    if (made == NULL)
        return MOG_ERROR_MEMORY;
    made->recipe = *recipe;
    made->method = mog_method_find(recipe->training.method);
    adapt(&made->recipe, train);
    if (labels != NULL)
        memcpy(made->labels, labels, strlen(labels) + 1);
    status = set_up(made, train, test, error);
    if (status == MOG_OK)
        *trainer = made;
    else
        mog_trainer_free(made);
    return status;
}

void mog_trainer_set_environment(mog_trainer *trainer, mog_environment *environment) {
    trainer->environment = environment;
}

mog_status mog_trainer_renew_known(mog_trainer *trainer, mog_error *error) {
    const mog_status status = mog_sample_set_renew(&trainer->train, error);
    if (status == MOG_OK)
        mog_sample_set_normalise(&trainer->train, trainer->network, trainer->buffer);
    return status;
}

void mog_trainer_free(mog_trainer *trainer) {
    if (trainer == NULL)
        return;
    if (trainer->source_state != NULL)
        trainer->method->source->free(trainer->source_state);
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
    mog_samples_clear(&trainer->batch);
    mog_evaluator_clear(&trainer->evaluator);
    mog_sample_set_clear(&trainer->train);
    mog_sample_set_clear(&trainer->test);
    mog_network_workspace_free(trainer->workspace);
    mog_network_free(trainer->network);
    mog_release(trainer);
}

void mog_trainer_list_state(mog_trainer *trainer, mog_state *state) {
    *state = (mog_state){.is_cut = false};
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
    if (trainer->source_state != NULL && trainer->method->source->list_state != NULL)
        trainer->method->source->list_state(trainer->source_state, state);
}

/* ---- what there is to see ------------------------------------------------------------------ */

const mog_trainer_state *mog_trainer_state_of(const mog_trainer *trainer) {
    return &trainer->now;
}

mog_status mog_trainer_policy(const mog_trainer *trainer, const mog_policy_note *notes,
                              size_t note_count, mog_policy **policy, mog_error *error) {
    const mog_recipe *recipe = &trainer->recipe;
    return mog_policy_from_numbers(&recipe->network, &recipe->utility,
                                   mog_network_links(trainer->network), trainer->state.parameter,
                                   trainer->buffer, notes, note_count, policy, error);
}
