/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command.h"
#include "mog/io.h"
#include "mog/policy.h"
#include "mog/solve.h"
#include "progress.h"
#include "report.h"
#include "statistics.h"

#include <math.h>
#include <stdlib.h>

typedef struct arguments {
    common_options common;
    const char *files[2]; /* policy, data set */
} arguments;

static const verb_syntax syntax = {
    .doc =
        "Prints the mean sum rate of a policy beside the data set's labels and bounds, and beside "
        "allocations that cost nothing. \"policy ratio\" is the policy's sum rate over the "
        "row's, NMSE is the policy's distance from the row's powers.",
    .files = "POLICY DATA.h5",
    .file_count = 2,
    .file_place = offsetof(arguments, files),
};

/* Seconds that one decision takes, one sample at a time: the median over the data set. */
static double decision_seconds(const mog_policy *policy, const mog_dataset *dataset,
                               mog_error *error) {
    const size_t most = 1000, samples = dataset->samples < most ? dataset->samples : most;
    const mog_problem all = mog_dataset_problem(dataset);
    double *seconds = calloc(samples, sizeof *seconds);
    double *power = calloc(dataset->links, sizeof *power);
    mog_policy_workspace *workspace = mog_policy_workspace_create(policy, 1, dataset->links, error);
    double result = NAN;
    if (seconds != NULL && power != NULL && workspace != NULL) {
        for (size_t n = 0; n < samples; n++) {
            const mog_problem one = mog_problem_sample(&all, n);
            const double start = now_seconds();
            mog_policy_run(policy, workspace, &one, power, NULL);
            seconds[n] = now_seconds() - start;
        }
        result = median(seconds, samples);
    }
    mog_policy_workspace_free(workspace);
    free(power);
    free(seconds);
    return result;
}

static mog_status run_policy(const mog_policy *policy, const mog_dataset *dataset, double *power,
                             mog_error *error) {
    const mog_problem problem = mog_dataset_problem(dataset);
    mog_policy_workspace *workspace =
        mog_policy_workspace_create(policy, 64, dataset->links, error);
    if (workspace == NULL)
        return error->status;
    const mog_status status = mog_policy_run(policy, workspace, &problem, power, error);
    mog_policy_workspace_free(workspace);
    return status;
}

/* What the rows are compared with. */
typedef struct evaluation {
    const mog_dataset *dataset;
    const double *power; /* the policy's, [S][K] */
    double policy_rate;
    json_t *rows;
} evaluation;

static json_t *add_row(const evaluation *e, const char *name, double rate, double nmse) {
    json_t *row = json_object();
    report_text(row, "allocator", name);
    report_real(row, "sum_rate", rate);
    report_real(row, "policy_ratio", e->policy_rate / rate);
    report_real(row, "nmse", nmse);
    json_array_append_new(e->rows, row);
    return row;
}

static void add_labels(const evaluation *e) {
    for (size_t i = 0; i < e->dataset->label_count; i++) {
        const mog_labels *labels = &e->dataset->labels[i];
        add_row(e, labels->solver, mean(labels->sum_rate, e->dataset->samples),
                mean_nmse(e->dataset, e->power, labels->power));
    }
    const double bound = best_bound(e->dataset);
    if (isfinite(bound))
        add_row(e, "upper bound", bound, NAN);
}

/* A solver that costs nothing, unless the data set has its labels already. */
static mog_status add_trivial(const evaluation *e, const char *name, double *power,
                              mog_error *error) {
    if (mog_dataset_labels(e->dataset, name) != NULL)
        return MOG_OK;
    const mog_problem problem = mog_dataset_problem(e->dataset);
    mog_solver *solver = mog_solver_create(name, NULL, problem.links, error);
    if (solver == NULL)
        return error->status;
    const mog_status status =
        mog_solver_run(solver, &problem, e->dataset->first, power, NULL, error);
    mog_solver_free(solver);
    if (status == MOG_OK)
        add_row(e, name, mean_sum_rate(e->dataset, power), mean_nmse(e->dataset, e->power, power));
    return status;
}

static mog_status add_rows(const evaluation *e, double *scratch, mog_error *error) {
    static const char *const trivial[] = {"full-power", "strongest", "random"};
    add_row(e, "policy", e->policy_rate, 0);
    add_labels(e);
    mog_status status = MOG_OK;
    for (size_t i = 0; status == MOG_OK && i < sizeof trivial / sizeof trivial[0]; i++)
        status = add_trivial(e, trivial[i], scratch, error);
    return status;
}

static int report(const mog_policy *policy, const mog_dataset *dataset, const arguments *a,
                  double *power, double *scratch) {
    mog_error error;
    if (run_policy(policy, dataset, power, &error) != MOG_OK)
        return fail(&error);
    const evaluation e = {.dataset = dataset,
                          .power = power,
                          .policy_rate = mean_sum_rate(dataset, power),
                          .rows = json_array()};
    json_t *object = json_object();
    report_text(object, "policy", a->files[0]);
    report_text(object, "data", a->files[1]);
    report_integer(object, "samples", dataset->samples);
    report_integer(object, "links", dataset->links);
    report_real(object, "decision_us", 1e6 * decision_seconds(policy, dataset, &error));
    json_object_set_new(object, "rows", e.rows);
    if (add_rows(&e, scratch, &error) == MOG_OK)
        return report_print(object, a->common.json);
    json_decref(object);
    return fail(&error);
}

static int evaluate(const mog_policy *policy, const mog_dataset *dataset, const arguments *a) {
    const size_t count = dataset->samples * dataset->links;
    double *power = calloc(count, sizeof *power), *scratch = calloc(count, sizeof *scratch);
    int code = EXIT_FAILURE;
    if (power == NULL || scratch == NULL)
        fail_usage("evaluate: out of memory");
    else
        code = report(policy, dataset, a, power, scratch);
    free(power);
    free(scratch);
    return code;
}

int run_evaluate(int argc, char **argv) {
    const config_binding bindings[] = {{NULL, NULL}};
    arguments a = {.common.bindings = bindings};
    int code = parse_options(&syntax, argc, argv, &a);
    if (code != EX_OK)
        return code;
    if (a.files[1] == NULL)
        return fail_usage("evaluate: name a policy and a data set, for example mog evaluate "
                          "run/policy.safetensors data.h5");
    mog_error error;
    if (config_apply(&a.common.sources, bindings, &error) != MOG_OK)
        return fail(&error);
    mog_policy *policy = mog_policy_load(a.files[0], &error);
    mog_dataset *dataset = policy != NULL ? mog_dataset_read(a.files[1], &error) : NULL;
    code = dataset != NULL ? evaluate(policy, dataset, &a) : fail(&error);
    mog_dataset_free(dataset);
    mog_policy_free(policy);
    return code;
}
