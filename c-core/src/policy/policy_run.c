/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Running a policy on all gains. */
#include "policy/policy.h"

#include "base/memory.h"
#include <string.h>

struct mog_policy_workspace {
    size_t batch, links;
    mog_network_workspace *network;
    float *x;      /* [batch][M][K][K]: the network's input */
    float *gain;   /* [batch][K][K]: over the noise; NULL if the network does not read it */
    float *weight; /* [batch][K]; NULL if the network does not see it, like the next */
    float *price;  /* [batch][K] */
    float *y;      /* [batch][K][W] */
    mog_decision *decision;
};

/* Says which policy a network's refusal is about. */
static mog_status check_problem(const mog_policy *policy, const mog_problem *problem,
                                mog_error *error) {
    mog_error reason;
    const mog_status status = mog_network_accepts(policy->network, problem, &reason);
    return status == MOG_OK
               ? MOG_OK
               : mog_fail(error, status, "policy %s %s", mog_policy_name(policy), reason.message);
}

static bool allocate(mog_policy_workspace *workspace, const mog_policy *policy, mog_error *error) {
    const mog_network_shape shape = {.samples = workspace->batch, .links = workspace->links};
    const size_t links = workspace->links, nodes = workspace->batch * links;
    workspace->network = mog_network_workspace_create(policy->network, &shape, false, error);
    if (workspace->network == NULL)
        return false;
    const size_t input = mog_network_input_count(policy->network, links);
    workspace->x = mog_allocate(workspace->batch * input, sizeof(float), error);
    const bool reads_gain = policy->settings.unroll > 0;
    if (reads_gain)
        workspace->gain = mog_allocate(nodes * links, sizeof(float), error);
    if (policy->settings.weights)
        workspace->weight = mog_allocate(nodes, sizeof(float), error);
    if (policy->settings.prices)
        workspace->price = mog_allocate(nodes, sizeof(float), error);
    workspace->y = mog_allocate(nodes * mog_network_width(policy->network), sizeof(float), error);
    workspace->decision = mog_decision_create(&policy->settings, &policy->utility, links, error);
    return workspace->x != NULL && (workspace->gain != NULL || !reads_gain) &&
           (workspace->weight != NULL || !policy->settings.weights) &&
           (workspace->price != NULL || !policy->settings.prices) && workspace->y != NULL &&
           workspace->decision != NULL;
}

mog_policy_workspace *mog_policy_workspace_create(const mog_policy *policy, size_t batch,
                                                  size_t links, mog_error *error) {
    if (batch == 0) {
        mog_fail(error, MOG_ERROR_ARGUMENT, "a workspace for batches of 0 samples is of no use");
        return NULL;
    }
    const mog_problem shape = {
        .links = links, .n_rb = policy->settings.n_rb, .per_rb = policy->settings.per_rb};
    if (!mog_policy_any_links(policy) && check_problem(policy, &shape, error) != MOG_OK)
        return NULL;
    mog_policy_workspace *workspace = mog_allocate(1, sizeof *workspace, error);
    if (workspace == NULL)
        return NULL;
    workspace->batch = batch;
    workspace->links = links;
    if (allocate(workspace, policy, error))
        return workspace;
    mog_policy_workspace_free(workspace);
    return NULL;
}

void mog_policy_workspace_free(mog_policy_workspace *workspace) {
    if (workspace == NULL)
        return;
    mog_network_workspace_free(workspace->network);
    mog_release(workspace->x);
    mog_release(workspace->gain);
    mog_release(workspace->weight);
    mog_release(workspace->price);
    mog_release(workspace->y);
    mog_decision_free(workspace->decision);
    mog_release(workspace);
}

mog_status mog_policy_decide(const mog_policy *policy, mog_decision *decision, size_t first,
                             const mog_problem *some, const float *y, const mog_allocation *out,
                             mog_error *error) {
    mog_error reason;
    const mog_status status =
        mog_decision_check(decision, first, some->samples, some->links, y, &reason);
    if (status != MOG_OK)
        return mog_fail(error, status, "policy %s %s", mog_policy_name(policy), reason.message);
    return mog_decide(decision, some, y, out, error);
}

/* The network's input from some samples. */
static mog_network_batch read_batch(const mog_policy *policy, const mog_policy_workspace *workspace,
                                    const mog_problem *some) {
    const size_t k = some->links, nodes = some->samples * k;
    mog_network_input(policy->network, policy->buffer, some, workspace->x);
    for (size_t i = 0; workspace->gain != NULL && i < nodes * k; i++)
        workspace->gain[i] = (float)(some->gain[i] / some->noise_power);
    mog_network_input_links(some->samples, k, some->weight, some->price, workspace->weight,
                            workspace->price);
    return (mog_network_batch){.samples = some->samples,
                               .links = k,
                               .x = workspace->x,
                               .gain = workspace->gain,
                               .weight = workspace->weight,
                               .price = workspace->price};
}

static mog_status check_run(const mog_policy *policy, const mog_policy_workspace *workspace,
                            const mog_problem *problem, mog_error *error) {
    const mog_status status = check_problem(policy, problem, error);
    if (status != MOG_OK)
        return status;
    if (problem->links > workspace->links)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "the workspace was made for %zu links, the channels have %zu",
                        workspace->links, problem->links);
    const mog_status proper = mog_problem_check(problem, error);
    return proper == MOG_OK ? mog_utility_accepts(&policy->utility, problem, error) : proper;
}

mog_status mog_policy_run(const mog_policy *policy, mog_policy_workspace *workspace,
                          const mog_problem *problem, const mog_allocation *out, mog_error *error) {
    mog_status status = check_run(policy, workspace, problem, error);
    if (status == MOG_OK && out->rb == NULL && policy->settings.n_rb > 1)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "policy %s decides on resource blocks: give room for them, not for powers "
                        "alone",
                        mog_policy_name(policy));
    for (size_t first = 0; status == MOG_OK && first < problem->samples;
         first += workspace->batch) {
        const size_t left = problem->samples - first;
        const mog_problem some =
            mog_problem_range(problem, first, left < workspace->batch ? left : workspace->batch);
        const mog_allocation here = mog_allocation_from(out, problem, first);
        const mog_network_batch batch = read_batch(policy, workspace, &some);
        mog_network_forward(policy->network, policy->parameter, policy->buffer, workspace->network,
                            &batch, workspace->y);
        status = mog_policy_decide(policy, workspace->decision, first, &some, workspace->y, &here,
                                   error);
    }
    return status;
}
