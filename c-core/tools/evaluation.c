/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "evaluation.h"

#include "mog/csi.h"
#include "mog/rb.h"
#include "mog/solve.h"
#include "progress.h"
#include "report.h"
#include "statistics.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

double evaluation_decision_seconds(const evaluation *e, mog_error *error) {
    const size_t most = 1000, all_samples = e->dataset->samples;
    const size_t samples = all_samples < most ? all_samples : most;
    const mog_problem all = mog_dataset_known_problem(e->dataset);
    double *seconds = calloc(samples, sizeof *seconds);
    allocator a;
    double result = NAN;
    if (allocator_open(&a, &e->use, 1, all.links, error) == MOG_OK && seconds != NULL) {
        for (size_t n = 0; n < samples; n++) {
            const mog_problem one = mog_problem_sample(&all, n);
            const double start = now_seconds();
            allocator_run(&a, &one, &e->scratch, NULL);
            seconds[n] = now_seconds() - start;
        }
        result = median(seconds, samples);
    }
    allocator_close(&a);
    free(seconds);
    return result;
}

/* Enough for matrix products at full speed; fewer where a sample's links are many. */
static size_t batch_size(size_t links) {
    const size_t most = 64, entries = 64 * 64 * most, fitting = entries / (links * links);
    return fitting < 1 ? 1 : fitting < most ? fitting : most;
}

/* Decides something on known channels. */
typedef mog_status decide(const evaluation *e, const allocator *a, const mog_problem *problem,
                          const allocation *out, mog_error *error);

static mog_status run_allocator(const evaluation *e, decide *f, const mog_problem *problem,
                                const allocation *out, mog_error *error) {
    allocator a;
    mog_status status =
        allocator_open(&a, &e->use, batch_size(problem->links), problem->links, error);
    if (status == MOG_OK)
        status = f(e, &a, problem, out, error);
    allocator_close(&a);
    return status;
}

static mog_status decide_by_policy(const evaluation *e, const allocator *a,
                                   const mog_problem *problem, const allocation *out,
                                   mog_error *error) {
    (void)e;
    return allocator_run(a, problem, out, error);
}

/* The policy's RBs, then moves while one improves. */
static mog_status decide_by_moves(const evaluation *e, const allocator *a,
                                  const mog_problem *problem, const allocation *out,
                                  mog_error *error) {
    const size_t moves = 10000, sweeps = 100, count = problem->samples * problem->links;
    mog_rb_refiner *refiner =
        mog_rb_refiner_create(moves, sweeps, problem->links, problem->n_rb, error);
    if (refiner == NULL)
        return error->status;
    memcpy(out->rb, e->decided.rb, count * sizeof *out->rb);
    const mog_status status = mog_rb_refine(refiner, problem, out->rb, out->power, error);
    mog_rb_refiner_free(refiner);
    return status == MOG_OK ? allocator_set_powers(a, problem, out, error) : status;
}

static mog_status run_solver(const evaluation *e, const char *name, const mog_problem *problem,
                             const allocation *out, mog_error *error) {
    mog_solver *solver = mog_solver_create(name, NULL, problem->links, error);
    if (solver == NULL)
        return error->status;
    const mog_status status =
        mog_solver_run(solver, problem, e->dataset->first, out->power, NULL, error);
    mog_solver_free(solver);
    return status;
}

static mog_status run_rb_solver(const evaluation *e, const char *name, const mog_problem *problem,
                                const allocation *out, mog_error *error) {
    mog_rb_solver *solver = mog_rb_solver_create(name, NULL, problem->links, problem->n_rb, error);
    if (solver == NULL)
        return error->status;
    const mog_status status =
        mog_rb_solver_run(solver, problem, e->dataset->first, out->rb, out->power, error);
    mog_rb_solver_free(solver);
    return status;
}

static bool has_rbs(const evaluation *e) {
    return e->dataset->n_rb > 1;
}

/* What falls short of the best, in percent of it. */
static void report_gap(json_t *row, const char *key, double best, double rate) {
    report_real(row, key, 100 * (best - rate) / best);
}

/* How a policy's decision compares with a row's, and by what key. */
static void report_likeness(json_t *row, const evaluation *e, const allocation *other) {
    if (has_rbs(e))
        report_real(row, "same_rb", allocation_same_rb(e->dataset, &e->decided, other));
    else
        report_real(row, "nmse", mean_nmse(e->dataset, e->decided.power, other->power));
}

/* decided: what the row decides; NULL for bounds. */
static void add_row(const evaluation *e, json_t *rows, const char *name, const char *csi,
                    double rate, const allocation *decided) {
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
    if (decided != NULL)
        report_likeness(row, e, decided);
    else
        report_real(row, has_rbs(e) ? "same_rb" : "nmse", NAN);
    json_array_append_new(rows, row);
}

/* The row of what stands in the scratch memory. */
static void add_scratch(const evaluation *e, json_t *rows, const char *name, const char *csi) {
    add_row(e, rows, name, csi, allocation_rate(e->dataset, &e->scratch), &e->scratch);
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
    const mog_status status = has_rbs(e) ? run_rb_solver(e, name, &k.problem, &e->scratch, error)
                                         : run_solver(e, name, &k.problem, &e->scratch, error);
    if (status == MOG_OK)
        add_scratch(e, rows, name, k.csi);
    return status;
}

/* The policy with the truth, and a good solver with and without it: who suffers more? */
static mog_status add_losses(const evaluation *e, json_t *rows, mog_error *error) {
    const char *solver = has_rbs(e) ? "rb-local-search" : "fplinq";
    const knowledge ideal = truth(e);
    mog_status status = run_allocator(e, decide_by_policy, &ideal.problem, &e->scratch, error);
    if (status != MOG_OK)
        return status;
    add_scratch(e, rows, "policy", ideal.csi);
    status = add_solver(e, rows, solver, what_is_known(e), error);
    return status == MOG_OK ? add_solver(e, rows, solver, ideal, error) : status;
}

static mog_status add_moves(const evaluation *e, json_t *rows, mog_error *error) {
    const mog_problem known = mog_dataset_known_problem(e->dataset);
    const mog_status status = run_allocator(e, decide_by_moves, &known, &e->scratch, error);
    if (status == MOG_OK)
        add_scratch(e, rows, "policy + moves", e->csi);
    return status;
}

static void add_labels(const evaluation *e, json_t *rows) {
    const char *csi = truth(e).csi;
    for (size_t i = 0; i < e->dataset->label_count; i++) {
        const mog_labels *labels = &e->dataset->labels[i];
        const allocation decided = {labels->power, labels->rb};
        add_row(e, rows, labels->solver, csi, mean(labels->sum_rate, e->dataset->samples),
                &decided);
    }
    const double bound = best_bound(e->dataset);
    if (isfinite(bound))
        add_row(e, rows, "upper bound", csi, bound, NULL);
}

/* Solvers that cost nothing, or little. */
static mog_status add_trivial(const evaluation *e, json_t *rows, mog_error *error) {
    static const char *const of_powers[] = {"full-power", "strongest", "random", NULL};
    static const char *const of_rbs[] = {"rb-random", "rb-balanced", "rb-local-search", NULL};
    mog_status status = MOG_OK;
    for (const char *const *name = has_rbs(e) ? of_rbs : of_powers;
         status == MOG_OK && *name != NULL; name++)
        status = add_solver(e, rows, *name, what_is_known(e), error);
    return status;
}

static mog_status add_rows(const evaluation *e, json_t *rows, mog_error *error) {
    add_row(e, rows, "policy", e->csi, e->policy_rate, &e->decided);
    mog_status status = has_rbs(e) ? add_moves(e, rows, error) : MOG_OK;
    if (status == MOG_OK && e->dataset->known_gain != NULL)
        status = add_losses(e, rows, error);
    if (status != MOG_OK)
        return status;
    add_labels(e, rows);
    return add_trivial(e, rows, error);
}

/* The policy comes first: it should not refuse its data after minutes of solving the reference. */
mog_status evaluation_run(evaluation *e, const char *reference_name, bool quiet, json_t *rows,
                          mog_error *error) {
    const mog_problem known = mog_dataset_known_problem(e->dataset);
    mog_status status = run_allocator(e, decide_by_policy, &known, &e->decided, error);
    if (status != MOG_OK)
        return status;
    e->policy_rate = allocation_rate(e->dataset, &e->decided);
    status = reference_find(reference_name, e->dataset, quiet, &e->reference, error);
    return status == MOG_OK ? add_rows(e, rows, error) : status;
}
