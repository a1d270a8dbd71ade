/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Speed of decisions, from gains to powers, on dense and on sparse channels. */
#include "bench/bench.h"
#include "bench/bench_drop.h"

#include "mog/policy.h"

#include <malloc.h>
#include <stdlib.h>

/* ---- on all gains -------------------------------------------------------------------------- */

typedef struct decision {
    mog_dataset *dataset;
    mog_policy *policy;
    mog_policy_runner *runner;
    double *power;
} decision;

static mog_status decision_open(const bench_row *row, decision *d, mog_error *error) {
    const mog_network_settings settings = bench_network_settings(row);
    d->dataset = bench_channels(row->links, 1, error);
    d->power = bench_allocate(row->links, sizeof *d->power, error);
    if (d->dataset == NULL || d->power == NULL)
        return error->status;
    const mog_status status = mog_policy_create(&settings, NULL, row->links, 1, &d->policy, error);
    if (status != MOG_OK)
        return status;
    mog_policy_use use;
    mog_policy_use_default(d->policy, &use);
    return mog_policy_runner_create(d->policy, &use, &d->runner, error);
}

static void decision_close(decision *d) {
    mog_policy_runner_free(d->runner);
    mog_policy_free(d->policy);
    mog_dataset_free(d->dataset);
    free(d->power);
}

static void decide(void *data) {
    const decision *d = data;
    const mog_problem problem = mog_dataset_problem(d->dataset);
    mog_policy_run(d->runner, &problem, &(mog_allocation){.power = d->power}, NULL);
}

mog_status bench_decision(const bench_row *row, bench_result *result, mog_error *error) {
    decision d = {.dataset = NULL};
    const mog_status status = decision_open(row, &d, error);
    if (status == MOG_OK) {
        result->parameters = mog_policy_info_of(d.policy)->parameter_count;
        bench_run(row, result, decide, &d);
    }
    decision_close(&d);
    return status;
}

/* ---- on the gains between neighbours ------------------------------------------------------- */

static const double reach = 300; /* m, of neighbours: what the literature takes for `d2d` */

typedef struct sparse_decision {
    bench_drop drop;
    mog_policy *policy;
    mog_policy_runner *runner;
    double *power;
} sparse_decision;

static mog_status sparse_decision_open(const bench_row *row, sparse_decision *d, mog_error *error) {
    mog_network_settings settings = bench_network_settings(row);
    settings.feature = MOG_FEATURE_DECIBEL;
    settings.neighbours = MOG_NEIGHBOURS_DISTANCE;
    settings.threshold = reach;
    const mog_status status = bench_drop_open(&d->drop, row->links, reach, error);
    if (status != MOG_OK)
        return status;
    d->power = bench_allocate(row->links, sizeof *d->power, error);
    return d->power != NULL ? mog_policy_create(&settings, NULL, row->links, 1, &d->policy, error)
                            : error->status;
}

static void sparse_decision_close(sparse_decision *d) {
    mog_policy_runner_free(d->runner);
    mog_policy_free(d->policy);
    bench_drop_close(&d->drop);
    free(d->power);
}

/* In all blocks that have been allocated and not freed. */
static size_t allocated_bytes(void) {
    const struct mallinfo2 info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

/* A decision allocates nothing, so that the runner is all that it needs. */
static mog_status open_runner(sparse_decision *d, bench_result *result, mog_error *error) {
    const size_t before = allocated_bytes();
    mog_policy_use use;
    mog_policy_use_default(d->policy, &use);
    use.sparse = true;
    use.edges = d->drop.first[use.links];
    const mog_status status = mog_policy_runner_create(d->policy, &use, &d->runner, error);
    if (status != MOG_OK)
        return status;
    result->workspace_bytes = allocated_bytes() - before;
    result->edges = use.edges;
    result->parameters = mog_policy_info_of(d->policy)->parameter_count;
    return MOG_OK;
}

static void decide_sparse(void *data) {
    const sparse_decision *d = data;
    const mog_sparse_problem problem = bench_drop_problem(&d->drop);
    mog_policy_run_sparse(d->runner, &problem, d->power, NULL);
}

mog_status bench_sparse_decision(const bench_row *row, bench_result *result, mog_error *error) {
    sparse_decision d = {.policy = NULL};
    mog_status status = sparse_decision_open(row, &d, error);
    if (status == MOG_OK)
        status = open_runner(&d, result, error);
    if (status == MOG_OK)
        bench_run(row, result, decide_sparse, &d);
    sparse_decision_close(&d);
    return status;
}
