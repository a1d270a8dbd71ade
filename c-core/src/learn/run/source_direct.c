/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The sources that keep nothing: labels alone, and the utility itself. */
#include "learn/run/observe.h"
#include "learn/run/source.h"

#include <string.h>

/* ---- labels alone -------------------------------------------------------------------------- */

static mog_status next(void *state, mog_step *step, mog_error *error) {
    (void)state;
    return mog_next_samples(step, error);
}

/* Nothing but what the label term will add. */
static mog_status differentiate_none(void *state, mog_step *step, double *loss, mog_error *error) {
    (void)state, (void)error;
    const mog_samples_shape *shape = &step->batch->shape;
    memset(step->dy, 0, step->count * shape->links * shape->width * sizeof *step->dy);
    *loss = 0;
    return MOG_OK;
}

const mog_source mog_source_none = {.next = next, .differentiate = differentiate_none};

/* ---- the utility --------------------------------------------------------------------------- */

static unsigned parts_for_utility(const mog_recipe *recipe) {
    (void)recipe;
    return MOG_SAMPLES_GAIN;
}

static mog_status check_utility(const mog_recipe *recipe, mog_error *error) {
    if (recipe->training.problem == MOG_PROBLEM_RB)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "training.method: a utility has no gradient with respect to RBs; use sup, "
                        "or training.pattern = rl");
    if (recipe->network.output == MOG_OUTPUT_BETA)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "network.output = beta goes with training.method = sup, pg and mog-pg");
    return MOG_OK;
}

static mog_status differentiate_utility(void *state, mog_step *step, double *loss,
                                        mog_error *error) {
    (void)state, (void)error;
    const mog_loss_batch batch = mog_samples_loss_batch(step->batch, step->count);
    *loss = mog_utility_loss(&step->recipe->utility, &batch, step->y, step->dy, step->scratch);
    return MOG_OK;
}

const mog_source mog_source_utility = {
    .parts = parts_for_utility,
    .check = check_utility,
    .next = next,
    .differentiate = differentiate_utility,
};
