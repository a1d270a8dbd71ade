/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A message-passing policy on neighbours alone: what it takes grows with the edges, not with the
 * square of the links.
 */
#include "policy/policy.h"

#include "base/memory.h"

struct mog_policy_sparse_workspace {
    size_t links, edges;
    mog_network_workspace *network;
    float *direct;  /* [K]: features of the direct gains */
    float *feature; /* [E][2]: features of the gains between neighbours */
    float *weight;  /* [K]; NULL if the network does not see it */
    float *y;       /* [K][W] */
    mog_decision *decision;
};

static mog_status check_policy(const mog_policy *policy, mog_error *error) {
    const mog_network_settings *settings = &policy->settings;
    if (settings->kind != MOG_NETWORK_MPGNN)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "policy %s needs all gains: only message-passing networks run on "
                        "neighbours alone",
                        mog_policy_name(policy));
    if (settings->prices)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "policy %s needs all gains: it sees prices, which sparse channels have not",
                        mog_policy_name(policy));
    const size_t sweeps = settings->unroll + mog_refinement_of(settings).sweeps;
    if (sweeps > 0)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "policy %s needs all gains: it ends in %zu sweeps of FPLinQ",
                        mog_policy_name(policy), sweeps);
    return MOG_OK;
}

static bool allocate(mog_policy_sparse_workspace *workspace, const mog_policy *policy,
                     mog_error *error) {
    const mog_network_shape shape = {
        .samples = 1, .links = workspace->links, .edges = workspace->edges};
    workspace->network = mog_network_workspace_create(policy->network, &shape, false, error);
    if (workspace->network == NULL)
        return false;
    workspace->direct = mog_allocate(workspace->links, sizeof(float), error);
    workspace->feature = mog_allocate(2 * workspace->edges, sizeof(float), error);
    if (policy->settings.weights)
        workspace->weight = mog_allocate(workspace->links, sizeof(float), error);
    workspace->y =
        mog_allocate(workspace->links * mog_network_width(policy->network), sizeof(float), error);
    workspace->decision =
        mog_decision_create(&policy->settings, &policy->utility, workspace->links, error);
    return workspace->direct != NULL && workspace->feature != NULL &&
           (workspace->weight != NULL || !policy->settings.weights) && workspace->y != NULL &&
           workspace->decision != NULL;
}

mog_policy_sparse_workspace *mog_policy_sparse_workspace_create(const mog_policy *policy,
                                                                size_t links, size_t edges,
                                                                mog_error *error) {
    if (check_policy(policy, error) != MOG_OK)
        return NULL;
    mog_policy_sparse_workspace *workspace = mog_allocate(1, sizeof *workspace, error);
    if (workspace == NULL)
        return NULL;
    workspace->links = links;
    workspace->edges = edges > 0 ? edges : 1; /* a shape of no edges would mean all */
    if (allocate(workspace, policy, error))
        return workspace;
    mog_policy_sparse_workspace_free(workspace);
    return NULL;
}

void mog_policy_sparse_workspace_free(mog_policy_sparse_workspace *workspace) {
    if (workspace == NULL)
        return;
    mog_network_workspace_free(workspace->network);
    mog_release(workspace->direct);
    mog_release(workspace->feature);
    mog_release(workspace->weight);
    mog_release(workspace->y);
    mog_decision_free(workspace->decision);
    mog_release(workspace);
}

static mog_status check_size(const mog_policy_sparse_workspace *workspace,
                             const mog_sparse_problem *problem, mog_error *error) {
    const size_t edges = problem->first[problem->links];
    if (problem->links > workspace->links || edges > workspace->edges)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "the workspace was made for %zu links and %zu edges, the channels have %zu "
                        "and %zu",
                        workspace->links, workspace->edges, problem->links, edges);
    return MOG_OK;
}

mog_status mog_policy_run_sparse(const mog_policy *policy, mog_policy_sparse_workspace *workspace,
                                 const mog_sparse_problem *problem, double *power,
                                 mog_error *error) {
    mog_status status = mog_sparse_problem_check(problem, error);
    if (status == MOG_OK)
        status = check_size(workspace, problem, error);
    if (status != MOG_OK)
        return status;
    const size_t k = problem->links;
    mog_network_input_sparse(policy->network, policy->buffer, problem, workspace->direct,
                             workspace->feature);
    mog_network_input_links(1, k, problem->weight, NULL, workspace->weight, NULL);
    const mog_network_edges edges = {.direct = workspace->direct,
                                     .first = problem->first,
                                     .from = problem->from,
                                     .feature = workspace->feature};
    const mog_network_batch batch = {
        .samples = 1, .links = k, .weight = workspace->weight, .edges = &edges};
    mog_network_forward(policy->network, policy->parameter, policy->buffer, workspace->network,
                        &batch, workspace->y);
    const mog_problem one = {.samples = 1, .links = k, .noise_power = problem->noise_power};
    return mog_policy_decide(policy, workspace->decision, 0, &one, workspace->y,
                             &(mog_allocation){.power = power}, error);
}
