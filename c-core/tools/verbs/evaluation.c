/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rows of mog evaluate, chunk by chunk. */
#include "verbs/evaluation.h"

#include "mog/csi.h"
#include "mog/solve.h"
#include "output/statistics.h"
#include "verbs/baselines.h"
#include "verbs/channels.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- time ---------------------------------------------------------------------------------- */

/* Of the first samples, one by one. */
static mog_status time_decisions(evaluation *e, mog_error *error) {
    const mog_problem all = mog_dataset_known_problem(e->dataset);
    allocator a;
    if (e->timed == EVALUATION_MOST_TIMED)
        return MOG_OK;
    mog_status status = allocator_open(&a, &e->use, 1, all.links, error);
    for (size_t n = 0; status == MOG_OK && n < all.samples && e->timed < EVALUATION_MOST_TIMED;
         n++) {
        const mog_problem one = mog_problem_range(&all, n, 1);
        const double start = now_seconds();
        status = allocator_run(&a, &one, &e->scratch, error);
        e->seconds[e->timed++] = now_seconds() - start;
    }
    allocator_close(&a);
    return status;
}

double evaluation_decision_seconds(evaluation *e) {
    return median(e->seconds, e->timed);
}

/* ---- decisions ----------------------------------------------------------------------------- */

/* Enough for matrix products at full speed; fewer where a sample's links are many. */
size_t evaluation_batch(size_t links) {
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
        allocator_open(&a, &e->use, evaluation_batch(problem->links), problem->links, error);
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
    mog_refiner *refiner;
    mog_status status =
        mog_refiner_create(&how, &e->utility, problem->links, e->dataset->n_rb, &refiner, error);
    if (status != MOG_OK)
        return status;
    memcpy(out->rb, e->decided.rb, count * sizeof *out->rb);
    memcpy(out->power, e->decided.power, count * sizeof *out->power);
    status = mog_refine(refiner, problem, out, error);
    mog_refiner_free(refiner);
    return status == MOG_OK ? allocator_set_powers(a, problem, out, error) : status;
}

static mog_status run_solver(const evaluation *e, const char *name, const mog_problem *problem,
                             const mog_allocation *out, mog_error *error) {
    mog_solver *solver;
    mog_status status = mog_solver_create(name, NULL, &e->utility, problem->links, e->dataset->n_rb,
                                          &solver, error);
    if (status == MOG_OK)
        status = mog_solver_run(solver, problem, e->dataset->first, out, NULL, error);
    mog_solver_free(solver);
    return status;
}

/* ---- rows ---------------------------------------------------------------------------------- */

/* They come in the same order in every chunk. */
static evaluation_row *next_row(evaluation *e, const char *name, const char *csi) {
    evaluation_row *row = &e->row[e->next++];
    if (e->next > e->count) {
        e->count = e->next;
        row->csi = csi;
        snprintf(row->name, sizeof row->name, "%s", name);
    }
    return row;
}

static mog_status compare(const evaluation *e, mog_measure *measure, const mog_allocation *decided,
                          mog_error *error) {
    const mog_problem problem = mog_dataset_problem(e->dataset);
    return mog_measure_compare(measure, &problem, &e->decided, decided, error);
}

static mog_status add_row(evaluation *e, const char *name, const char *csi,
                          const mog_allocation *decided, mog_error *error) {
    evaluation_row *row = next_row(e, name, csi);
    worth_add(&row->measure, e->dataset, &e->utility, decided);
    return compare(e, &row->measure, decided, error);
}

/* Channels that decisions are made on. */
typedef struct knowledge {
    const char *csi;
    mog_problem problem;
    bool ideal;
} knowledge;

static knowledge truth(const evaluation *e) {
    return (knowledge){channels_csi_name(MOG_CSI_IDEAL), mog_dataset_problem(e->dataset), true};
}

static knowledge what_is_known(const evaluation *e) {
    return (knowledge){e->csi, mog_dataset_known_problem(e->dataset),
                       e->dataset->known_gain == NULL};
}

/* Labels of a solver are its decision on the true channels: one row is enough. Solvers that do not
 * take the utility have none. */
static mog_status add_solver(evaluation *e, const char *name, knowledge k, mog_error *error) {
    const mog_labels *labels = mog_dataset_labels(e->dataset, name);
    const bool is_there = labels != NULL && channels_maximise(labels, &e->utility);
    if ((k.ideal && is_there) ||
        !mog_solver_takes(name, &e->utility, e->dataset->links, e->dataset->n_rb))
        return MOG_OK;
    const mog_status status = run_solver(e, name, &k.problem, &e->scratch, error);
    return status == MOG_OK ? add_row(e, name, k.csi, &e->scratch, error) : status;
}

/* The policy with the truth, and a good solver with and without it: who suffers more? */
static mog_status add_losses(evaluation *e, mog_error *error) {
    const char *solver = e->baselines->teacher;
    const knowledge ideal = truth(e);
    mog_status status = run_allocator(e, decide_by_policy, &ideal.problem, &e->scratch, error);
    if (status == MOG_OK)
        status = add_row(e, "policy", ideal.csi, &e->scratch, error);
    if (status == MOG_OK)
        status = add_solver(e, solver, what_is_known(e), error);
    return status == MOG_OK ? add_solver(e, solver, ideal, error) : status;
}

/* Moves compare sums over links. */
static bool can_move(const evaluation *e) {
    return e->baselines->moves > 0 && mog_utility_is_separable(&e->utility);
}

static mog_status add_moves(evaluation *e, mog_error *error) {
    const mog_problem known = mog_dataset_known_problem(e->dataset);
    if (!can_move(e))
        return MOG_OK;
    const mog_status status = run_allocator(e, decide_by_moves, &known, &e->scratch, error);
    return status == MOG_OK ? add_row(e, "policy + moves", e->csi, &e->scratch, error) : status;
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

static mog_status add_labels(evaluation *e, mog_error *error) {
    const char *csi = truth(e).csi;
    mog_status status = MOG_OK;
    label_sums_add(&e->labels, e->dataset, &e->utility);
    for (size_t i = 0; status == MOG_OK && i < e->dataset->label_count; i++) {
        const mog_labels *labels = &e->dataset->labels[i];
        const mog_allocation decided = {labels->rb, labels->power};
        char name[128];
        evaluation_row *row = next_row(e, name_labels(e, labels, name, sizeof name), csi);
        status = compare(e, &e->labels.worth[i], &decided, error);
        row->measure = e->labels.worth[i];
    }
    e->behind_labels = e->next;
    e->bound = label_sums_best_bound(&e->labels, e->dataset, &e->utility);
    return status;
}

/* Solvers that cost nothing, or little. */
static mog_status add_cheap(evaluation *e, mog_error *error) {
    mog_status status = MOG_OK;
    for (const char *const *name = e->baselines->cheap; status == MOG_OK && *name != NULL; name++)
        status = add_solver(e, *name, what_is_known(e), error);
    return status;
}

static mog_status add_rows(evaluation *e, mog_error *error) {
    mog_status status = add_moves(e, error);
    if (status == MOG_OK && e->dataset->known_gain != NULL)
        status = add_losses(e, error);
    if (status == MOG_OK)
        status = add_labels(e, error);
    return status == MOG_OK ? add_cheap(e, error) : status;
}

static void add_best(evaluation *e) {
    const mog_labels *labels = e->reference.labels;
    if (labels == NULL)
        return;
    snprintf(e->reference_solver, sizeof e->reference_solver, "%s", labels->solver);
    worth_add_labels(&e->best, e->dataset, &e->utility, labels);
    e->best_has_bound = labels->bound != NULL;
    for (size_t n = 0; e->best_has_bound && n < e->dataset->samples; n++)
        e->best_bound += labels->bound[n];
}

/* The policy comes first: it should not refuse its data after minutes of solving the reference. */
static mog_status add_chunk(evaluation *e, mog_error *error) {
    const mog_problem known = mog_dataset_known_problem(e->dataset);
    mog_status status = run_allocator(e, decide_by_policy, &known, &e->decided, error);
    if (status == MOG_OK)
        status = add_row(e, "policy", e->csi, &e->decided, error);
    if (status == MOG_OK)
        status = time_decisions(e, error);
    if (status == MOG_OK)
        status = reference_find(e->reference_name, e->dataset, &e->utility, e->bar, e->samples,
                                &e->reference, error);
    if (status != MOG_OK)
        return status;
    add_best(e);
    return add_rows(e, error);
}

mog_status evaluation_add(evaluation *e, mog_dataset *chunk, mog_error *error) {
    e->dataset = chunk;
    e->baselines = baselines_of(chunk->n_rb);
    e->next = 0;
    mog_status status = allocation_open(&e->decided, chunk, error);
    mog_allocation none = {NULL, NULL};
    e->scratch = none;
    if (status == MOG_OK)
        status = allocation_open(&e->scratch, chunk, error);
    if (status == MOG_OK)
        status = add_chunk(e, error);
    allocation_close(&e->decided);
    allocation_close(&e->scratch);
    e->samples += chunk->samples;
    return status;
}

/* ---- the report ---------------------------------------------------------------------------- */

mog_measured evaluation_policy(const evaluation *e) {
    return mog_measure_means(&e->row[0].measure);
}

mog_measured evaluation_best(const evaluation *e) {
    return mog_measure_means(&e->best);
}

/* What falls short of the best, in percent of it. */
static void report_gap(json_t *row, const char *key, double best, double value) {
    report_real(row, key, ratio_of(100 * (best - value), best));
}

static void report_row(const evaluation *e, const mog_dataset *head, json_t *rows, const char *name,
                       const char *csi, mog_measured w) {
    json_t *row = json_object();
    report_text(row, "allocator", name);
    report_text(row, "csi", csi);
    report_real(row, "sum_rate", w.sum_rate);
    if (!is_sum_rate(head, &e->utility))
        report_real(row, "utility", w.value);
    report_real(row, "policy_ratio", ratio_of(evaluation_policy(e).value, w.value));
    if (e->best.samples > 0)
        report_gap(row, "gap_percent", evaluation_best(e).value, w.value);
    if (e->best_has_bound)
        report_gap(row, "bound_gap_percent", e->best_bound / (double)e->samples, w.value);
    report_real(row, e->baselines->likeness_key, e->baselines->likeness(&w));
    json_array_append_new(rows, row);
}

static void report_bound(const evaluation *e, const mog_dataset *head, json_t *rows) {
    const mog_measured w = {.sum_rate = is_sum_rate(head, &e->utility) ? e->bound : (double)NAN,
                            .value = e->bound,
                            .nmse = NAN,
                            .same_rb = NAN};
    if (isfinite(e->bound))
        report_row(e, head, rows, "upper bound", channels_csi_name(MOG_CSI_IDEAL), w);
}

void evaluation_report(const evaluation *e, const mog_dataset *head, json_t *rows) {
    for (size_t n = 0; n < e->count; n++) {
        const evaluation_row *row = &e->row[n];
        if (n == e->behind_labels)
            report_bound(e, head, rows);
        report_row(e, head, rows, row->name, row->csi, mog_measure_means(&row->measure));
    }
    if (e->behind_labels == e->count)
        report_bound(e, head, rows);
}
