/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Policies that decide, some samples at a time. */
#include "verbs/allocator.h"

#include <stdlib.h>

mog_status allocator_open(allocator *a, const policies *use, size_t batch, size_t links,
                          mog_error *error) {
    *a = (allocator){.use = *use, .batch = batch};
    mog_policy_use how = {.batch = batch, .links = links, .refine = use->refine};
    mog_status status = mog_policy_runner_create(use->policy, &how, &a->runner, error);
    if (status != MOG_OK || use->powers == NULL)
        return status;
    how.refine = mog_policy_info_of(use->powers)->settings.refine;
    status = mog_policy_runner_create(use->powers, &how, &a->powers_runner, error);
    if (status != MOG_OK)
        return status;
    a->masked = calloc(batch * links * links, sizeof *a->masked);
    if (a->masked == NULL)
        return mog_fail(error, MOG_ERROR_MEMORY, "out of memory: gains of %zu samples", batch);
    return MOG_OK;
}

void allocator_close(allocator *a) {
    mog_policy_runner_free(a->runner);
    mog_policy_runner_free(a->powers_runner);
    free(a->masked);
}

mog_status allocator_set_powers(const allocator *a, const mog_problem *problem,
                                const mog_allocation *out, mog_error *error) {
    mog_status status = MOG_OK;
    const size_t samples = a->use.powers != NULL ? problem->samples : 0;
    for (size_t first = 0; status == MOG_OK && first < samples; first += a->batch) {
        const size_t left = samples - first;
        mog_problem some = mog_problem_range(problem, first, left < a->batch ? left : a->batch);
        const mog_allocation here = mog_allocation_from(out, problem, first);
        status = mog_rb_mask(&some, here.rb, a->masked, error);
        if (status != MOG_OK)
            break;
        some.gain = a->masked;
        some.n_rb = 1;
        some.per_rb = false;
        status =
            mog_policy_run(a->powers_runner, &some, &(mog_allocation){.power = here.power}, error);
    }
    return status;
}

mog_status allocator_run(const allocator *a, const mog_problem *problem, const mog_allocation *out,
                         mog_error *error) {
    const mog_status status = mog_policy_run(a->runner, problem, out, error);
    return status == MOG_OK ? allocator_set_powers(a, problem, out, error) : status;
}
