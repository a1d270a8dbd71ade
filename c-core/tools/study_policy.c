/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "allocator.h"
#include "study.h"

#include <math.h>

mog_policy *study_policy(const mog_trainer *trainer, mog_error *error) {
    const mog_network_settings *settings = &mog_trainer_recipe(trainer)->network;
    return mog_policy_create(settings, mog_network_links(mog_trainer_network(trainer)),
                             mog_trainer_parameter(trainer), mog_trainer_buffer(trainer), NULL, 0,
                             error);
}

static mog_status decide(mog_policy *policy, const mog_dataset *test, const allocation *decided,
                         mog_error *error) {
    const mog_problem problem = mog_dataset_problem(test);
    const policies use = {.policy = policy};
    allocator a;
    mog_status status = allocator_open(&a, &use, 16, test->links, error);
    if (status == MOG_OK)
        status = allocator_run(&a, &problem, decided, error);
    allocator_close(&a);
    return status;
}

mog_status study_measure(mog_policy *policy, const mog_dataset *test, double *sum_rate,
                         mog_error *error) {
    allocation decided;
    mog_status status = allocation_open(&decided, test, error);
    if (status == MOG_OK)
        status = decide(policy, test, &decided, error);
    if (status == MOG_OK)
        *sum_rate = allocation_rate(test, &decided);
    allocation_close(&decided);
    return status;
}

mog_status study_measure_refined(mog_policy *policy, const mog_dataset *test, double *sum_rate,
                                 mog_error *error) {
    const size_t own = mog_policy_settings(policy)->refine, until_none_improves = 10000;
    *sum_rate = NAN;
    if (mog_policy_n_rb(policy) == 0)
        return MOG_OK;
    mog_status status = mog_policy_set_refine(policy, until_none_improves, error);
    if (status == MOG_OK)
        status = study_measure(policy, test, sum_rate, error);
    return status == MOG_OK ? mog_policy_set_refine(policy, own, error) : status;
}
