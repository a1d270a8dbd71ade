/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A step's new samples, and whether what an environment shows can be trained on. */
#include "learn/run/observe.h"

#include "nn/input.h"
#include "radio/allocation.h"
#include "radio/problem.h"

/* ---- what an environment must show --------------------------------------------------------- */

/* The training set's shape. */
static mog_status check_shape(const mog_step *step, const mog_observation *seen,
                              const mog_samples *samples, mog_error *error) {
    const mog_problem *problem = &seen->problem;
    const size_t links = samples->shape.links;
    if (problem->samples != step->fresh || problem->links != links)
        return mog_fail(error, MOG_ERROR_DATA,
                        "the environment shows %zu samples with %zu links, %zu with %zu are "
                        "expected, as in the training set",
                        problem->samples, problem->links, step->fresh, links);
    mog_error reason;
    const mog_status status = mog_network_accepts(step->network, problem, &reason);
    if (status != MOG_OK)
        return mog_fail(error, status, "environment: the network %s", reason.message);
    const struct {
        const char *name;
        bool seen, wanted;
    } parts[] = {{"weights", problem->weight != NULL, samples->weight != NULL},
                 {"prices", problem->price != NULL, samples->price != NULL}};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (parts[i].seen != parts[i].wanted)
            return mog_fail(error, MOG_ERROR_DATA,
                            "the environment shows %s %s, and the training set has %s: both must "
                            "have them, or none",
                            parts[i].seen ? "some" : "no", parts[i].name,
                            parts[i].wanted ? "some" : "none");
    return MOG_OK;
}

/* Gains, weights and prices that training can work with, as of a data set. */
static mog_status check_channels(const mog_problem *problem, mog_error *error) {
    mog_error reason;
    mog_status status = mog_problem_check(problem, &reason);
    if (status == MOG_OK)
        status = mog_check_float_range(problem, &reason);
    return status == MOG_OK ? MOG_OK : mog_fail(error, status, "environment: %s", reason.message);
}

/* A decision that a label term can be taken to. */
static mog_status check_teacher(const mog_allocation *taught, const mog_problem *problem,
                                mog_error *error) {
    if (taught->power == NULL && taught->rb == NULL)
        return mog_fail(error, MOG_ERROR_DATA,
                        "the environment has no teacher, and the method needs labels");
    mog_error reason;
    const mog_status status = mog_allocation_check(taught, problem, &reason);
    return status == MOG_OK
               ? MOG_OK
               : mog_fail(error, status, "the environment's teacher: %s", reason.message);
}

/* ---- samples ------------------------------------------------------------------------------- */

static void read_samples(const mog_step *step, const mog_observation *seen, mog_samples *samples) {
    const mog_problem *problem = &seen->problem;
    const size_t k = samples->shape.links, links = step->fresh * k;
    mog_network_input(step->network, step->buffer, problem, samples->x);
    if (samples->gain != NULL)
        mog_samples_round(samples->gain, problem->gain, 1 / problem->noise_power,
                          links * k * samples->shape.matrices);
    mog_network_input_links(step->fresh, k, problem->weight, problem->price, samples->weight,
                            samples->price);
}

mog_status mog_observe(const mog_step *step, mog_samples *samples, mog_error *error) {
    mog_environment *environment = step->environment;
    mog_observation seen;
    mog_status status = environment->reset(environment, step->time, step->fresh, error);
    if (status == MOG_OK)
        status = environment->observe(environment, &seen, error);
    if (status == MOG_OK)
        status = check_shape(step, &seen, samples, error);
    if (status == MOG_OK)
        status = check_channels(&seen.problem, error);
    if (status != MOG_OK)
        return status;
    read_samples(step, &seen, samples);
    if (samples->label == NULL)
        return MOG_OK;
    const mog_problem_type *decided = mog_problem_type_of(step->recipe->training.problem);
    const mog_allocation taught = decided->taught(&seen);
    status = check_teacher(&taught, &seen.problem, error);
    if (status == MOG_OK)
        decided->read_labels(step->fresh * samples->shape.links, taught.power, taught.rb,
                             samples->label);
    return status;
}

mog_status mog_next_samples(mog_step *step, mog_error *error) {
    step->count = step->fresh;
    if (step->environment != NULL)
        return mog_observe(step, step->batch, error);
    mog_sample_set_gather(step->train, step->sample, step->fresh, step->batch);
    return MOG_OK;
}
