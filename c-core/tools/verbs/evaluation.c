/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "verbs/evaluation.h"

#include "mog/csi.h"
#include "mog/solve.h"
#include "output/progress.h"
#include "output/statistics.h"
#include "verbs/baselines.h"
#include "verbs/channels.h"

#include <math.h>
#include <stdio.h>
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
                          const mog_allocation *out, mog_error *error);

static mog_status run_allocator(const evaluation *e, decide *f, const mog_problem *problem,
                                const mog_allocation *out, mog_error *error) {
    allocator a;
    mog_status status =
        allocator_open(&a, &e->use, batch_size(problem->links), problem->links, error);
    if (status == MOG_OK)
        status = f(e, &a, problem, out, error);
    allocator_close(&a);
    return status;
}

static mog_status decide_by_policy(const evaluation *e, const allocator *a,
                                   const mog_problem *problem, const mog_allocation *out,
                                   mog_error *error) {
    (void)e;
    return allocator_run(a, problem, out, error);
}

/* The policy's decision, then moves while one improves. */
static mog_status decide_by_moves(const evaluation *e, const allocator *a,
                                  const mog_problem *problem, const mog_allocation *out,
                                  mog_error *error) {
    const size_t count = problem->samples * problem->links;
    const mog_refinement how = {.moves = e->baselines->moves, .sweeps = MOG_SWEEPS};
    mog_refiner *refiner =
        mog_refiner_create(&how, &e->utility, problem->links, mog_problem_n_rb(problem), error);
    if (refiner == NULL)
        return error->status;
    memcpy(out->rb, e->decided.rb, count * sizeof *out->rb);
    memcpy(out->power, e->decided.power, count * sizeof *out->power);
    const mog_status status = mog_refine(refiner, problem, out, error);
    mog_refiner_free(refiner);
    return status == MOG_OK ? allocator_set_powers(a, problem, out, error) : status;
}

static mog_status run_solver(const evaluation *e, const char *name, const mog_problem *problem,
                             const mog_allocation *out, mog_error *error) {
    mog_solver *solver = mog_solver_create(name, NULL, &e->utility, problem->links,
                                           mog_problem_n_rb(problem), error);
    if (solver == NULL)
        return error->status;
    const mog_status status = mog_solver_run(solver, problem, e->dataset->first, out, NULL, error);
    mog_solver_free(solver);
    return status;
}

/* ---- rows ---------------------------------------------------------------------------------- */

/* What falls short of the best, in percent of it. */
static void report_gap(json_t *row, const char *key, double best, double value) {
    report_real(row, key, ratio_of(100 * (best - value), best));
}

/* decided: what the row decides; NULL for bounds. */
static void add_row(const evaluation *e, json_t *rows, const char *name, const char *csi, worth w,
                    const mog_allocation *decided) {
    const mog_labels *best = e->reference.labels;
    const baselines *b = e->baselines;
    json_t *row = json_object();
    report_text(row, "allocator", name);
    report_text(row, "csi", csi);
    report_real(row, "sum_rate", w.sum_rate);
    if (!is_sum_rate(e->dataset, &e->utility))
        report_real(row, "utility", w.value);
    report_real(row, "policy_ratio", ratio_of(e->policy.value, w.value));
    if (best != NULL)
        report_gap(row, "gap_percent", e->best.value, w.value);
    if (best != NULL && best->bound != NULL)
        report_gap(row, "bound_gap_percent", mean(best->bound, e->dataset->samples), w.value);
    report_real(row, b->likeness_key,
                decided != NULL ? b->likeness(e->dataset, &e->decided, decided) : (double)NAN);
    json_array_append_new(rows, row);
}

/* The row of what stands in the scratch memory. */
static void add_scratch(const evaluation *e, json_t *rows, const char *name, const char *csi) {
    add_row(e, rows, name, csi, worth_of(e->dataset, &e->utility, &e->scratch), &e->scratch);
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

/* Labels of a solver are its decision on the true channels: one row is enough. Solvers that do not
 * take the utility have none. */
static mog_status add_solver(const evaluation *e, json_t *rows, const char *name, knowledge k,
                             mog_error *error) {
    const mog_labels *labels = mog_dataset_labels(e->dataset, name);
    const bool is_there = labels != NULL && channels_maximise(labels, &e->utility);
    if ((k.ideal && is_there) ||
        !mog_solver_takes(name, &e->utility, e->dataset->links, e->dataset->n_rb))
        return MOG_OK;
    const mog_status status = run_solver(e, name, &k.problem, &e->scratch, error);
    if (status == MOG_OK)
        add_scratch(e, rows, name, k.csi);
    return status;
}

/* The policy with the truth, and a good solver with and without it: who suffers more? */
static mog_status add_losses(const evaluation *e, json_t *rows, mog_error *error) {
    const char *solver = e->baselines->teacher;
    const knowledge ideal = truth(e);
    mog_status status = run_allocator(e, decide_by_policy, &ideal.problem, &e->scratch, error);
    if (status != MOG_OK)
        return status;
    add_scratch(e, rows, "policy", ideal.csi);
    status = add_solver(e, rows, solver, what_is_known(e), error);
    return status == MOG_OK ? add_solver(e, rows, solver, ideal, error) : status;
}

/* Moves compare sums over links. */
static bool can_move(const evaluation *e) {
    return e->baselines->moves > 0 && mog_utility_is_separable(&e->utility);
}

static mog_status add_moves(const evaluation *e, json_t *rows, mog_error *error) {
    const mog_problem known = mog_dataset_known_problem(e->dataset);
    if (!can_move(e))
        return MOG_OK;
    const mog_status status = run_allocator(e, decide_by_moves, &known, &e->scratch, error);
    if (status == MOG_OK)
        add_scratch(e, rows, "policy + moves", e->csi);
    return status;
}

/* By their solver, and by what they maximise if that is not what is evaluated. */
static const char *name_labels(const evaluation *e, const mog_labels *labels, char *name,
                               size_t size) {
    const char *kind = mog_notes_get(&labels->notes, "utility.kind");
    if (channels_maximise(labels, &e->utility))
        return labels->solver;
    snprintf(name, size, "%s for %s", labels->solver, kind != NULL ? kind : "sum-rate");
    return name;
}

static void add_labels(const evaluation *e, json_t *rows) {
    const char *csi = truth(e).csi;
    for (size_t i = 0; i < e->dataset->label_count; i++) {
        const mog_labels *labels = &e->dataset->labels[i];
        const mog_allocation decided = {labels->rb, labels->power};
        char name[128];
        add_row(e, rows, name_labels(e, labels, name, sizeof name), csi,
                worth_of_labels(e->dataset, &e->utility, labels), &decided);
    }
    const double bound = best_bound(e->dataset, &e->utility);
    const worth w = {is_sum_rate(e->dataset, &e->utility) ? bound : (double)NAN, bound};
    if (isfinite(bound))
        add_row(e, rows, "upper bound", csi, w, NULL);
}

/* Solvers that cost nothing, or little. */
static mog_status add_cheap(const evaluation *e, json_t *rows, mog_error *error) {
    mog_status status = MOG_OK;
    for (const char *const *name = e->baselines->cheap; status == MOG_OK && *name != NULL; name++)
        status = add_solver(e, rows, *name, what_is_known(e), error);
    return status;
}

static mog_status add_rows(const evaluation *e, json_t *rows, mog_error *error) {
    add_row(e, rows, "policy", e->csi, e->policy, &e->decided);
    mog_status status = add_moves(e, rows, error);
    if (status == MOG_OK && e->dataset->known_gain != NULL)
        status = add_losses(e, rows, error);
    if (status != MOG_OK)
        return status;
    add_labels(e, rows);
    return add_cheap(e, rows, error);
}

/* The policy comes first: it should not refuse its data after minutes of solving the reference. */
mog_status evaluation_run(evaluation *e, const char *reference_name, bool quiet, json_t *rows,
                          mog_error *error) {
    const mog_problem known = mog_dataset_known_problem(e->dataset);
    e->baselines = baselines_of(e->dataset->n_rb);
    mog_status status = run_allocator(e, decide_by_policy, &known, &e->decided, error);
    if (status != MOG_OK)
        return status;
    e->policy = worth_of(e->dataset, &e->utility, &e->decided);
    status = reference_find(reference_name, e->dataset, &e->utility, quiet, &e->reference, error);
    if (status != MOG_OK)
        return status;
    if (e->reference.labels != NULL)
        e->best = worth_of_labels(e->dataset, &e->utility, e->reference.labels);
    return add_rows(e, rows, error);
}
