/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "evaluation.h"

#include "mog/csi.h"
#include "mog/solve.h"
#include "progress.h"
#include "report.h"
#include "statistics.h"

#include <math.h>
#include <stdlib.h>

double evaluation_decision_seconds(const evaluation *e, mog_error *error) {
    const size_t most = 1000, all_samples = e->dataset->samples;
    const size_t samples = all_samples < most ? all_samples : most;
    const mog_problem all = mog_dataset_known_problem(e->dataset);
    double *seconds = calloc(samples, sizeof *seconds);
    mog_policy_workspace *workspace = mog_policy_workspace_create(e->policy, 1, all.links, error);
    double result = NAN;
    if (seconds != NULL && workspace != NULL) {
        for (size_t n = 0; n < samples; n++) {
            const mog_problem one = mog_problem_sample(&all, n);
            const double start = now_seconds();
            mog_policy_run(e->policy, workspace, &one, e->scratch, NULL);
            seconds[n] = now_seconds() - start;
        }
        result = median(seconds, samples);
    }
    mog_policy_workspace_free(workspace);
    free(seconds);
    return result;
}

/* Enough for matrix products at full speed; fewer where a sample's links are many. */
static size_t batch_size(size_t links) {
    const size_t most = 64, entries = 64 * 64 * most, fitting = entries / (links * links);
    return fitting < 1 ? 1 : fitting < most ? fitting : most;
}

static mog_status run_policy(const evaluation *e, const mog_problem *problem, double *power,
                             mog_error *error) {
    mog_policy_workspace *workspace =
        mog_policy_workspace_create(e->policy, batch_size(problem->links), problem->links, error);
    if (workspace == NULL)
        return error->status;
    const mog_status status = mog_policy_run(e->policy, workspace, problem, power, error);
    mog_policy_workspace_free(workspace);
    return status;
}

static mog_status run_solver(const evaluation *e, const char *name, const mog_problem *problem,
                             double *power, mog_error *error) {
    mog_solver *solver = mog_solver_create(name, NULL, problem->links, error);
    if (solver == NULL)
        return error->status;
    const mog_status status =
        mog_solver_run(solver, problem, e->dataset->first, power, NULL, error);
    mog_solver_free(solver);
    return status;
}

/* What falls short of the best, in percent of it. */
static void report_gap(json_t *row, const char *key, double best, double rate) {
    report_real(row, key, 100 * (best - rate) / best);
}

static void add_row(const evaluation *e, json_t *rows, const char *name, const char *csi,
                    double rate, double nmse) {
    const mog_labels *best = e->reference.labels;
    const size_t samples = e->dataset->samples;
    json_t *row = json_object();
    report_text(row, "allocator", name);
    report_text(row, "csi", csi);
    report_real(row, "sum_rate", rate);
    report_real(row, "policy_ratio", e->policy_rate / rate);
    if (best != NULL)
        report_gap(row, "gap_percent", mean(best->sum_rate, samples), rate);
    if (best != NULL && best->bound != NULL)
        report_gap(row, "bound_gap_percent", mean(best->bound, samples), rate);
    report_real(row, "nmse", nmse);
    json_array_append_new(rows, row);
}

/* Channels that decisions are made on. */
typedef struct knowledge {
    const char *csi;
    mog_problem problem;
    bool ideal;
} knowledge;

static knowledge truth(const evaluation *e) {
    return (knowledge){mog_csi_name(MOG_CSI_IDEAL), mog_dataset_problem(e->dataset), true};
}

static knowledge what_is_known(const evaluation *e) {
    return (knowledge){e->csi, mog_dataset_known_problem(e->dataset),
                       e->dataset->known_gain == NULL};
}

/* Labels of a solver are its decision on the true channels: one row is enough. */
static mog_status add_solver(const evaluation *e, json_t *rows, const char *name, knowledge k,
                             mog_error *error) {
    if (k.ideal && mog_dataset_labels(e->dataset, name) != NULL)
        return MOG_OK;
    const mog_status status = run_solver(e, name, &k.problem, e->scratch, error);
    if (status == MOG_OK)
        add_row(e, rows, name, k.csi, mean_sum_rate(e->dataset, e->scratch),
                mean_nmse(e->dataset, e->power, e->scratch));
    return status;
}

/* The policy with the truth, and the solver with and without it: who suffers more? */
static mog_status add_losses(const evaluation *e, json_t *rows, mog_error *error) {
    static const char solver[] = "fplinq";
    const knowledge ideal = truth(e);
    mog_status status = run_policy(e, &ideal.problem, e->scratch, error);
    if (status != MOG_OK)
        return status;
    add_row(e, rows, "policy", ideal.csi, mean_sum_rate(e->dataset, e->scratch),
            mean_nmse(e->dataset, e->power, e->scratch));
    status = add_solver(e, rows, solver, what_is_known(e), error);
    return status == MOG_OK ? add_solver(e, rows, solver, ideal, error) : status;
}

static void add_labels(const evaluation *e, json_t *rows) {
    const char *csi = truth(e).csi;
    for (size_t i = 0; i < e->dataset->label_count; i++) {
        const mog_labels *labels = &e->dataset->labels[i];
        add_row(e, rows, labels->solver, csi, mean(labels->sum_rate, e->dataset->samples),
                mean_nmse(e->dataset, e->power, labels->power));
    }
    const double bound = best_bound(e->dataset);
    if (isfinite(bound))
        add_row(e, rows, "upper bound", csi, bound, NAN);
}

/* Solvers that cost nothing. */
static mog_status add_trivial(const evaluation *e, json_t *rows, mog_error *error) {
    static const char *const names[] = {"full-power", "strongest", "random"};
    mog_status status = MOG_OK;
    for (size_t i = 0; status == MOG_OK && i < sizeof names / sizeof names[0]; i++)
        status = add_solver(e, rows, names[i], what_is_known(e), error);
    return status;
}

static mog_status add_rows(const evaluation *e, json_t *rows, mog_error *error) {
    add_row(e, rows, "policy", e->csi, e->policy_rate, 0);
    const mog_status status = e->dataset->known_gain != NULL ? add_losses(e, rows, error) : MOG_OK;
    if (status != MOG_OK)
        return status;
    add_labels(e, rows);
    return add_trivial(e, rows, error);
}

/* The policy comes first: it should not refuse its data after minutes of solving the reference. */
mog_status evaluation_run(evaluation *e, const char *reference_name, bool quiet, json_t *rows,
                          mog_error *error) {
    const mog_problem known = mog_dataset_known_problem(e->dataset);
    mog_status status = run_policy(e, &known, e->power, error);
    if (status != MOG_OK)
        return status;
    e->policy_rate = mean_sum_rate(e->dataset, e->power);
    status = reference_find(reference_name, e->dataset, quiet, &e->reference, error);
    return status == MOG_OK ? add_rows(e, rows, error) : status;
}
