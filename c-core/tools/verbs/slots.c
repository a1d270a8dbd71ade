/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Solvers and policies in the slots of a play. */
#include "verbs/slots.h"

/* The slot's channels, with the weights that links have in the data set, if they are wanted. */
static mog_problem seen_by(const slots_decider *d, const mog_problem *problem, uint64_t first) {
    mog_problem seen = *problem;
    if (d->own_weights) {
        const mog_problem all = mog_dataset_problem(d->dataset);
        const mog_problem own = mog_problem_range(&all, first, problem->samples);
        seen.weight = own.weight;
        seen.price = own.price;
    }
    return seen;
}

mog_status slots_decide(void *context, const mog_problem *problem, uint64_t first,
                        const mog_allocation *allocation, mog_error *error) {
    slots_decider *d = context;
    const mog_problem seen = seen_by(d, problem, first);
    const double start = now_seconds();
    const mog_status status =
        d->solver != NULL
            ? mog_solver_run(d->solver, &seen, d->dataset->first + first, allocation, NULL, error)
            : allocator_run(d->policy, &seen, allocation, error);
    d->seconds += now_seconds() - start;
    d->done += problem->samples;
    if (d->bar != NULL)
        progress_update(d->bar, d->done, NULL);
    return status;
}

size_t slots_in_all(const mog_slots_settings *settings) {
    return settings->warm_up + settings->count;
}
