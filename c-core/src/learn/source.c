/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source.h"

#include "training.h"
#include <string.h>

/* in the order of mog_method */
static const mog_method_type methods[] = {
    {"sup", &mog_source_none, .labels = true, .on_dataset = true, .in_rl = true},
    {"unsup", &mog_source_rate, .on_dataset = true},
    {"mog", &mog_source_rate, .labels = true, .on_dataset = true},
    {"pg", &mog_source_pg, .in_rl = true},
    {"dpg", &mog_source_dpg, .in_rl = true},
    {"mog-pg", &mog_source_pg, .labels = true, .in_rl = true},
    {"mog-dpg", &mog_source_dpg, .labels = true, .in_rl = true},
};

const mog_method_type *mog_method_find(int method) {
    return &methods[method];
}

bool mog_method_needs_labels(int method) {
    return methods[method].labels;
}

/* ---- samples ------------------------------------------------------------------------------- */

static void gather(mog_trainer *trainer, size_t *count) {
    const size_t first = mog_trainer_range(trainer, count);
    for (size_t i = 0; i < *count; i++)
        mog_rows_copy(&trainer->batch, i, &trainer->train.rows, trainer->order[first + i]);
}

static bool decides_rb(const mog_trainer *trainer) {
    return trainer->recipe.training.problem == MOG_PROBLEM_RB;
}

/* What an environment shows has the training set's shape, and the labels that are asked for. */
static mog_status check_observation(const mog_trainer *trainer, const mog_observation *seen,
                                    const mog_rows *rows, size_t count, mog_error *error) {
    const mog_problem *problem = &seen->problem;
    const size_t links = rows->shape.links;
    if (problem->samples != count || problem->links != links)
        return mog_fail(error, MOG_ERROR_DATA,
                        "the environment shows %zu samples with %zu links, %zu with %zu are "
                        "expected, as in the training set",
                        problem->samples, problem->links, count, links);
    mog_error reason;
    const mog_status status = mog_network_accepts(trainer->network, problem, &reason);
    if (status != MOG_OK)
        return mog_fail(error, status, "environment: the network %s", reason.message);
    if ((rows->weight != NULL) != (problem->weight != NULL))
        return mog_fail(error, MOG_ERROR_DATA,
                        "the environment shows %s weights, and the training set has %s: both must "
                        "have them, or none",
                        problem->weight != NULL ? "some" : "no",
                        rows->weight != NULL ? "some" : "none");
    const bool taught =
        decides_rb(trainer) ? seen->rb != NULL || problem->n_rb <= 1 : seen->power != NULL;
    if (rows->label != NULL && !taught)
        return mog_fail(error, MOG_ERROR_DATA,
                        "the environment has no teacher, and the method needs labels");
    return MOG_OK;
}

mog_status mog_observe(mog_trainer *trainer, uint64_t first, size_t count, mog_rows *rows,
                       mog_error *error) {
    mog_environment *environment = trainer->environment;
    mog_observation seen;
    mog_status status = environment->reset(environment, first, count, error);
    if (status == MOG_OK)
        status = environment->observe(environment, &seen, error);
    if (status == MOG_OK)
        status = check_observation(trainer, &seen, rows, count, error);
    if (status != MOG_OK)
        return status;
    const size_t links = count * rows->shape.links;
    const double scale = 1 / seen.problem.noise_power;
    mog_network_input(trainer->network, trainer->buffer, &seen.problem, rows->x);
    if (rows->gain != NULL)
        mog_rows_round(rows->gain, seen.problem.gain, scale,
                       links * rows->shape.links * rows->shape.matrices);
    if (rows->weight != NULL)
        mog_rows_round(rows->weight, seen.problem.weight, 1, links);
    if (rows->label != NULL)
        mog_rows_set_labels(rows, decides_rb(trainer) ? NULL : seen.power, seen.rb, links);
    return MOG_OK;
}

/* By the pattern. */
mog_status mog_next_samples(mog_trainer *trainer, size_t *count, mog_error *error) {
    if (trainer->recipe.training.pattern == MOG_PATTERN_DATASET) {
        gather(trainer, count);
        return MOG_OK;
    }
    mog_trainer_range(trainer, count);
    return mog_observe(trainer, mog_trainer_time(trainer), *count, &trainer->batch, error);
}

/* ---- sources ------------------------------------------------------------------------------- */

/* Nothing but what the label term will add. */
static mog_status differentiate_none(mog_trainer *trainer, size_t count, double *loss,
                                     mog_error *error) {
    (void)error;
    const mog_rows_shape *shape = &trainer->batch.shape;
    memset(trainer->dy, 0, count * shape->links * shape->width * sizeof *trainer->dy);
    *loss = 0;
    return MOG_OK;
}

/* The gains are over the noise, so the noise is 1. */
static mog_status differentiate_rate(mog_trainer *trainer, size_t count, double *loss,
                                     mog_error *error) {
    (void)error;
    const mog_rows *batch = &trainer->batch;
    *loss = mog_rate_loss(count, batch->shape.links, 1, batch->gain, batch->weight, trainer->y,
                          trainer->dy, trainer->scratch);
    return MOG_OK;
}

const mog_source mog_source_none = {.next = mog_next_samples, .differentiate = differentiate_none};
const mog_source mog_source_rate = {.next = mog_next_samples, .differentiate = differentiate_rate};
