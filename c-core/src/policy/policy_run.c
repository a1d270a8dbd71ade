/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policy/policy.h"

#include "base/memory.h"

struct mog_policy_workspace {
    size_t batch;
    mog_network_workspace *network;
    float *x; /* [batch][input size] */
    float *y; /* [batch][K] */
};

mog_policy_workspace *mog_policy_workspace_create(const mog_policy *policy, size_t batch,
                                                  mog_error *error) {
    if (batch == 0) {
        mog_fail(error, MOG_ERROR_ARGUMENT, "a workspace for batches of 0 samples is of no use");
        return NULL;
    }
    mog_policy_workspace *workspace = mog_allocate(1, sizeof *workspace, error);
    if (workspace == NULL)
        return NULL;
    workspace->batch = batch;
    workspace->network = mog_network_workspace_create(policy->network, batch, false, error);
    if (workspace->network != NULL) {
        workspace->x =
            mog_allocate(batch * mog_network_input_size(policy->network), sizeof(float), error);
        workspace->y = mog_allocate(batch * mog_policy_links(policy), sizeof(float), error);
    }
    if (workspace->x != NULL && workspace->y != NULL)
        return workspace;
    mog_policy_workspace_free(workspace);
    return NULL;
}

void mog_policy_workspace_free(mog_policy_workspace *workspace) {
    if (workspace == NULL)
        return;
    mog_network_workspace_free(workspace->network);
    mog_release(workspace->x);
    mog_release(workspace->y);
    mog_release(workspace);
}

static mog_status fail_links(const mog_policy *policy, size_t links, mog_error *error) {
    const size_t trained = mog_policy_links(policy);
    return mog_fail(error, MOG_ERROR_DATA,
                    "policy %s was trained for %zu link%s, not %zu; use a policy trained for %zu "
                    "link%s, or %zu link%s",
                    policy->path != NULL ? policy->path : "in memory", trained,
                    trained == 1 ? "" : "s", links, links, links == 1 ? "" : "s", trained,
                    trained == 1 ? "" : "s");
}

/* Gains beyond float32 can make numbers that are no powers; nobody may transmit with those. */
static mog_status take_powers(const mog_policy *policy, const float *y, size_t first, size_t count,
                              double *power, mog_error *error) {
    const size_t k = mog_policy_links(policy);
    for (size_t i = 0; i < count * k; i++) {
        if (!(y[i] >= 0 && y[i] <= 1))
            return mog_fail(error, MOG_ERROR_NUMERIC,
                            "policy %s gives %g as power of link %zu in sample %zu: gains or noise "
                            "are far from those it was trained on",
                            policy->path != NULL ? policy->path : "in memory", (double)y[i], i % k,
                            first + i / k);
        power[i] = (double)y[i];
    }
    return MOG_OK;
}

mog_status mog_policy_run(const mog_policy *policy, mog_policy_workspace *workspace,
                          const mog_problem *problem, double *power, mog_error *error) {
    const size_t k = mog_policy_links(policy);
    if (problem->links != k)
        return fail_links(policy, problem->links, error);
    mog_status status = mog_problem_check(problem, error);
    for (size_t first = 0; status == MOG_OK && first < problem->samples;
         first += workspace->batch) {
        const size_t left = problem->samples - first;
        const size_t count = left < workspace->batch ? left : workspace->batch;
        mog_network_input(policy->network, policy->buffer, count, problem->gain + first * k * k,
                          problem->noise_power, workspace->x);
        mog_network_forward(policy->network, policy->parameter, policy->buffer, workspace->network,
                            count, workspace->x, workspace->y);
        status = take_powers(policy, workspace->y, first, count, power + first * k, error);
    }
    return status;
}
