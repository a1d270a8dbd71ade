/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Policy gradients as a source. */
#include "learn/rl/pg.h"
#include "learn/run/observe.h"
#include "learn/run/source.h"

/* RBs are drawn from softmax, whatever the recipe says. */
static mog_status check(const mog_recipe *recipe, mog_error *error) {
    if (recipe->training.problem == MOG_PROBLEM_POWER &&
        mog_distribution_of(recipe->network.output) == NULL)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "training.method = pg and mog-pg draw powers: they need network.output = "
                        "bernoulli or beta");
    return MOG_OK;
}

static mog_status create(const mog_step *first, void **state, mog_error *error) {
    const mog_recipe *recipe = first->recipe;
    const mog_samples_shape *shape = &first->batch->shape;
    *state = mog_pg_create(&recipe->rl, mog_distribution_of(recipe->network.output), shape->links,
                           shape->width, shape->count, recipe->training.seed, error);
    return *state != NULL ? MOG_OK : MOG_ERROR_MEMORY;
}

static void release(void *state) {
    mog_pg_free(state);
}

static mog_status next(void *state, mog_step *step, mog_error *error) {
    (void)state;
    return mog_next_samples(step, error);
}

static mog_status differentiate(void *state, mog_step *step, double *loss, mog_error *error) {
    mog_pg_outcome outcome;
    const mog_status status = mog_pg_gradient(state, step->environment, step->time, step->count,
                                              step->y, step->dy, &outcome, error);
    if (status != MOG_OK)
        return status;
    *loss = -outcome.reward;
    step->sums.actions = (double)step->count;
    step->sums.reward = (double)step->count * outcome.reward;
    step->sums.drawn = 1;
    step->sums.entropy = outcome.entropy;
    return MOG_OK;
}

const mog_source mog_source_pg = {
    .draws = true,
    .check = check,
    .create = create,
    .free = release,
    .next = next,
    .differentiate = differentiate,
};
