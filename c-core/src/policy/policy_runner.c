/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Running a policy: on all gains, or on those between neighbours alone. */
#include "policy/policy.h"

#include "base/memory.h"
#include "nn/input.h"
#include "nn/settings.h"
#include "radio/problem.h"
#include "radio/utility/utility.h"

struct mog_policy_runner {
    const mog_policy *policy;
    mog_policy_use use;
    mog_network_workspace *network;
    mog_decision *decision;
    float *y; /* [batch][K][W] */
    /* NULL where the network does not see it */
    float *weight; /* [batch][K] */
    float *price;  /* [batch][K] */
    /* on all gains */
    float *x;    /* [batch][M][K][K]: the network's input */
    float *gain; /* [batch][K][K]: over the noise; NULL if the network does not read it */
    /* sparse */
    float *direct;  /* [K]: features of the direct gains */
    float *feature; /* [E][2]: features of the gains between neighbours */
};

void mog_policy_use_default(const mog_policy *policy, mog_policy_use *use) {
    *use = (mog_policy_use){
        .batch = 1, .links = policy->info.links, .refine = policy->info.settings.refine};
}

/* ---- checks -------------------------------------------------------------------------------- */

/* Says which policy a network's refusal is about. */
static mog_status check_problem(const mog_policy *policy, const mog_problem *problem,
                                mog_error *error) {
    mog_error reason;
    const mog_status status = mog_network_accepts(policy->network, problem, &reason);
    return status == MOG_OK
               ? MOG_OK
               : mog_fail(error, status, "policy %s %s", mog_policy_name(policy), reason.message);
}

static mog_status check_links(const mog_policy *policy, size_t links, mog_error *error) {
    const mog_problem shape = {
        .links = links, .n_rb = policy->info.settings.n_rb, .per_rb = policy->info.settings.per_rb};
    return policy->info.any_links ? MOG_OK : check_problem(policy, &shape, error);
}

static mog_status check_sparse(const mog_policy *policy, const mog_network_settings *settings,
                               mog_error *error) {
    const size_t sweeps = settings->unroll + mog_refinement_of(settings).sweeps;
    if (settings->kind != MOG_NETWORK_MPGNN)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "policy %s needs all gains: only message-passing networks run on "
                        "neighbours alone",
                        mog_policy_name(policy));
    if (settings->prices)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "policy %s needs all gains: it sees prices, which sparse channels have not",
                        mog_policy_name(policy));
    if (sweeps > 0)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "policy %s needs all gains: it ends in %zu sweeps of FPLinQ",
                        mog_policy_name(policy), sweeps);
    return MOG_OK;
}

static mog_status check_use(const mog_policy *policy, const mog_policy_use *use,
                            const mog_network_settings *settings, mog_error *error) {
    if (use->batch == 0)
        return mog_fail(error, MOG_ERROR_ARGUMENT, "batches of 0 samples are of no use");
    if (use->sparse && use->batch > 1)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "batches of %zu samples: on neighbours alone policies run one at a time",
                        use->batch);
    const mog_status status = mog_network_settings_check(settings, error);
    if (status != MOG_OK)
        return status;
    return use->sparse ? check_sparse(policy, settings, error)
                       : check_links(policy, use->links, error);
}

/* ---- life ---------------------------------------------------------------------------------- */

static mog_status allocate(mog_policy_runner *runner, const mog_network_settings *settings,
                           mog_error *error) {
    const mog_policy *policy = runner->policy;
    const mog_policy_use *use = &runner->use;
    const size_t k = use->links, nodes = use->batch * k;
    const mog_network_shape shape = {.samples = use->batch, .links = k, .edges = use->edges};
    const struct {
        float **array;
        size_t count;
        bool needed;
    } arrays[] = {
        {&runner->y, nodes * mog_network_width(policy->network), true},
        {&runner->weight, nodes, settings->weights},
        {&runner->price, nodes, settings->prices},
        {&runner->x, use->batch * mog_network_input_count(policy->network, k), !use->sparse},
        {&runner->gain, nodes * k, settings->unroll > 0},
        {&runner->direct, k, use->sparse},
        {&runner->feature, 2 * use->edges, use->sparse},
    };
    for (size_t i = 0; i < sizeof arrays / sizeof arrays[0]; i++) {
        if (!arrays[i].needed)
            continue;
        *arrays[i].array = mog_allocate(arrays[i].count, sizeof(float), error);
        if (*arrays[i].array == NULL)
            return MOG_ERROR_MEMORY;
    }
    const mog_status status =
        mog_network_workspace_create(policy->network, &shape, false, &runner->network, error);
    return status == MOG_OK
               ? mog_decision_create(settings, &policy->info.utility, k, &runner->decision, error)
               : status;
}

mog_status mog_policy_runner_create(const mog_policy *policy, const mog_policy_use *use,
                                    mog_policy_runner **runner, mog_error *error) {
    mog_network_settings settings = policy->info.settings;
    settings.refine = use->refine;
    *runner = NULL;
    mog_status status = check_use(policy, use, &settings, error);
    if (status != MOG_OK)
        return status;
    mog_policy_runner *made = mog_allocate(1, sizeof *made, error);
    if (made == NULL)
        return MOG_ERROR_MEMORY;
    made->policy = policy;
    made->use = *use;
    if (!use->sparse)
        made->use.edges = 0; /* of a network's shape: all */
    else if (use->edges == 0)
        made->use.edges = 1; /* and not all */
    status = allocate(made, &settings, error);
    if (status == MOG_OK)
        *runner = made;
    else
        mog_policy_runner_free(made);
    return status;
}

void mog_policy_runner_free(mog_policy_runner *runner) {
    if (runner == NULL)
        return;
    float *const arrays[] = {runner->y,    runner->weight, runner->price,  runner->x,
                             runner->gain, runner->direct, runner->feature};
    for (size_t i = 0; i < sizeof arrays / sizeof arrays[0]; i++)
        mog_release(arrays[i]);
    mog_network_workspace_free(runner->network);
    mog_decision_free(runner->decision);
    mog_release(runner);
}

/* ---- runs ---------------------------------------------------------------------------------- */

/* What the network gives for a batch, and what that decides. @param first  its first sample */
static mog_status decide(mog_policy_runner *runner, const mog_network_batch *batch, size_t first,
                         const mog_problem *some, const mog_allocation *out, mog_error *error) {
    const mog_policy *policy = runner->policy;
    mog_network_forward(policy->network, policy->parameter, policy->buffer, runner->network, batch,
                        runner->y);
    mog_error reason;
    const mog_status status =
        mog_decision_check(runner->decision, first, some->samples, some->links, runner->y, &reason);
    if (status != MOG_OK)
        return mog_fail(error, status, "policy %s %s", mog_policy_name(policy), reason.message);
    return mog_decide(runner->decision, some, runner->y, out, error);
}

static mog_status run_batch(mog_policy_runner *runner, size_t first, const mog_problem *some,
                            const mog_allocation *out, mog_error *error) {
    const mog_policy *policy = runner->policy;
    const size_t k = some->links, nodes = some->samples * k;
    mog_network_input(policy->network, policy->buffer, some, runner->x);
    for (size_t i = 0; runner->gain != NULL && i < nodes * k; i++)
        runner->gain[i] = (float)(some->gain[i] / some->noise_power);
    mog_network_input_links(some->samples, k, some->weight, some->price, runner->weight,
                            runner->price);
    const mog_network_batch batch = {.samples = some->samples,
                                     .links = k,
                                     .x = runner->x,
                                     .gain = runner->gain,
                                     .weight = runner->weight,
                                     .price = runner->price};
    return decide(runner, &batch, first, some, out, error);
}

static mog_status check_run(const mog_policy_runner *runner, const mog_problem *problem,
                            const mog_allocation *out, mog_error *error) {
    const mog_policy *policy = runner->policy;
    if (runner->use.sparse)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "the runner was made for gains between neighbours alone");
    mog_status status = check_problem(policy, problem, error);
    if (status != MOG_OK)
        return status;
    if (problem->links > runner->use.links)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "the runner was made for %zu links, the channels have %zu",
                        runner->use.links, problem->links);
    if (out->rb == NULL && policy->info.settings.n_rb > 1)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "policy %s decides on resource blocks: give room for them, not for powers "
                        "alone",
                        mog_policy_name(policy));
    status = mog_problem_check(problem, error);
    return status == MOG_OK ? mog_utility_accepts(&policy->info.utility, problem, error) : status;
}

mog_status mog_policy_run(mog_policy_runner *runner, const mog_problem *problem,
                          const mog_allocation *out, mog_error *error) {
    const size_t most = runner->use.batch;
    mog_status status = check_run(runner, problem, out, error);
    for (size_t first = 0; status == MOG_OK && first < problem->samples; first += most) {
        const size_t left = problem->samples - first;
        const mog_problem some = mog_problem_range(problem, first, left < most ? left : most);
        const mog_allocation here = mog_allocation_from(out, problem, first);
        status = run_batch(runner, first, &some, &here, error);
    }
    return status;
}

static mog_status check_run_sparse(const mog_policy_runner *runner,
                                   const mog_sparse_problem *problem, mog_error *error) {
    if (!runner->use.sparse)
        return mog_fail(error, MOG_ERROR_ARGUMENT, "the runner was made for all gains");
    const mog_status status = mog_sparse_problem_check(problem, error);
    if (status != MOG_OK)
        return status;
    const size_t edges = problem->first[problem->links];
    if (problem->links > runner->use.links || edges > runner->use.edges)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "the runner was made for %zu links and %zu edges, the channels have %zu "
                        "and %zu",
                        runner->use.links, runner->use.edges, problem->links, edges);
    return MOG_OK;
}

mog_status mog_policy_run_sparse(mog_policy_runner *runner, const mog_sparse_problem *problem,
                                 double *power, mog_error *error) {
    const mog_status status = check_run_sparse(runner, problem, error);
    if (status != MOG_OK)
        return status;
    const mog_policy *policy = runner->policy;
    const size_t k = problem->links;
    mog_network_input_sparse(policy->network, policy->buffer, problem, runner->direct,
                             runner->feature);
    mog_network_input_links(1, k, problem->weight, NULL, runner->weight, NULL);
    const mog_network_edges edges = {.direct = runner->direct,
                                     .first = problem->first,
                                     .from = problem->from,
                                     .feature = runner->feature};
    const mog_network_batch batch = {
        .samples = 1, .links = k, .weight = runner->weight, .edges = &edges};
    const mog_problem one = {.samples = 1, .links = k, .noise_power = problem->noise_power};
    return decide(runner, &batch, 0, &one, &(mog_allocation){.power = power}, error);
}
