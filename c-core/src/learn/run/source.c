/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of methods, and the sources that need no memory of their own. */
#include "learn/run/source.h"

#include "learn/run/training.h"
#include <string.h>

/* in the order of mog_method */
static const mog_method_type methods[] = {
    {"sup", &mog_source_none, .labels = true, .on_dataset = true, .in_rl = true},
    {"unsup", &mog_source_utility, .on_dataset = true},
    {"mog", &mog_source_utility, .labels = true, .on_dataset = true},
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

static const mog_problem_type *problem_of(const mog_trainer *trainer) {
    return mog_problem_type_of(trainer->recipe.training.problem);
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
    const struct {
        const char *name;
        bool seen, wanted;
    } parts[] = {{"weights", problem->weight != NULL, rows->weight != NULL},
                 {"prices", problem->price != NULL, rows->price != NULL}};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (parts[i].seen != parts[i].wanted)
            return mog_fail(error, MOG_ERROR_DATA,
                            "the environment shows %s %s, and the training set has %s: both must "
                            "have them, or none",
                            parts[i].seen ? "some" : "no", parts[i].name,
                            parts[i].wanted ? "some" : "none");
    if (rows->label != NULL && !problem_of(trainer)->is_taught(seen))
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
    mog_network_input_links(count, rows->shape.links, seen.problem.weight, seen.problem.price,
                            rows->weight, rows->price);
    if (rows->label != NULL)
        problem_of(trainer)->read_labels(links, seen.power, seen.rb, rows->label);
    return MOG_OK;
}

mog_loss_batch mog_rows_loss_batch(const mog_rows *rows, size_t count) {
    return (mog_loss_batch){.samples = count,
                            .links = rows->shape.links,
                            .noise_power = 1,
                            .gain = rows->gain,
                            .weight = rows->weight,
                            .price = rows->price};
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

static mog_status differentiate_utility(mog_trainer *trainer, size_t count, double *loss,
                                        mog_error *error) {
    (void)error;
    const mog_loss_batch batch = mog_rows_loss_batch(&trainer->batch, count);
    *loss = mog_utility_loss(&trainer->recipe.utility, &batch, trainer->y, trainer->dy,
                             trainer->scratch);
    return MOG_OK;
}

const mog_source mog_source_none = {.next = mog_next_samples, .differentiate = differentiate_none};
const mog_source mog_source_utility = {.next = mog_next_samples,
                                       .differentiate = differentiate_utility};
