/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Policies that decide, some samples at a time. */
#include "verbs/allocator.h"

#include <stdlib.h>

mog_status allocator_open(allocator *a, const policies *use, size_t batch, size_t links,
                          mog_error *error) {
    *a = (allocator){.use = *use, .batch = batch};
    a->workspace = mog_policy_workspace_create(use->policy, batch, links, error);
    if (a->workspace == NULL)
        return error->status;
    if (use->powers == NULL)
        return MOG_OK;
    a->powers_workspace = mog_policy_workspace_create(use->powers, batch, links, error);
    if (a->powers_workspace == NULL)
        return error->status;
    a->masked = calloc(batch * links * links, sizeof *a->masked);
    if (a->masked == NULL)
        return mog_fail(error, MOG_ERROR_MEMORY, "out of memory: gains of %zu samples", batch);
    return MOG_OK;
}

void allocator_close(allocator *a) {
    mog_policy_workspace_free(a->workspace);
    mog_policy_workspace_free(a->powers_workspace);
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
        mog_rb_mask(&some, here.rb, a->masked);
        some.gain = a->masked;
        some.n_rb = 1;
        some.per_rb = false;
        status = mog_policy_run(a->use.powers, a->powers_workspace, &some,
                                &(mog_allocation){.power = here.power}, error);
    }
    return status;
}

mog_status allocator_run(const allocator *a, const mog_problem *problem, const mog_allocation *out,
                         mog_error *error) {
    const mog_status status = mog_policy_run(a->use.policy, a->workspace, problem, out, error);
    return status == MOG_OK ? allocator_set_powers(a, problem, out, error) : status;
}
