/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A policy of a study, trained and run. */
#include "figure/study.h"
#include "verbs/allocation.h"
#include "verbs/allocator.h"
#include "verbs/worth.h"

#include <math.h>

static mog_status decide(const policies *use, const mog_dataset *test,
                         const mog_allocation *decided, mog_error *error) {
    const mog_problem problem = mog_dataset_problem(test);
    allocator a;
    mog_status status = allocator_open(&a, use, 16, test->links, error);
    if (status == MOG_OK)
        status = allocator_run(&a, &problem, decided, error);
    allocator_close(&a);
    return status;
}

static mog_status measure(const policies *use, const mog_dataset *test, double *sum_rate,
                          mog_error *error) {
    mog_utility utility;
    mog_utility_default(&utility);
    mog_allocation decided;
    mog_status status = allocation_open(&decided, test, error);
    if (status == MOG_OK)
        status = decide(use, test, &decided, error);
    if (status == MOG_OK)
        *sum_rate = worth_of(test, &utility, &decided).sum_rate;
    allocation_close(&decided);
    return status;
}

mog_status study_measure(mog_policy *policy, const mog_dataset *test, double *sum_rate,
                         mog_error *error) {
    const policies use = {.policy = policy, .refine = mog_policy_info_of(policy)->settings.refine};
    return measure(&use, test, sum_rate, error);
}

mog_status study_measure_refined(mog_policy *policy, const mog_dataset *test, double *sum_rate,
                                 mog_error *error) {
    const size_t moves = baselines_of(mog_policy_info_of(policy)->settings.n_rb)->moves;
    const policies use = {.policy = policy, .refine = moves};
    *sum_rate = NAN;
    return moves == 0 ? MOG_OK : measure(&use, test, sum_rate, error);
}
