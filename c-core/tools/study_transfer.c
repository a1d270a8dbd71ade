/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Presets trained for one number of links, scenario.links, and run as policies with others. Where
 * links have places, the square grows with their number, so that the density is that of training.
 */
#include "mog/policy.h"
#include "report.h"
#include "statistics.h"
#include "study.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* of FPLinQ: what a policy is to reach with every number of links */
static const double wanted_ratio = 0.97;

static mog_scenario scenario_of(const study *s, size_t links) {
    mog_scenario scenario = s->scenario;
    scenario.links = links;
    if (mog_scenario_has_positions(&scenario))
        scenario.side *= sqrt((double)links / (double)s->scenario.links);
    return scenario;
}

/* ---- runs ---------------------------------------------------------------------------------- */

static mog_status check_series(const study *s, size_t series, mog_error *error) {
    const mog_network_settings *settings = &s->recipe[series].network;
    mog_network *network = mog_network_create(settings, s->scenario.links, error);
    if (network == NULL)
        return MOG_ERROR_ARGUMENT;
    const bool any_links = mog_network_any_links(network);
    mog_network_free(network);
    for (size_t p = 0; p < s->settings.sizes.count && !any_links; p++)
        if (s->settings.sizes.value[p] != s->scenario.links)
            return mog_fail(error, MOG_ERROR_ARGUMENT,
                            "figure.sizes has %zu links, but a network of this kind runs with the "
                            "%zu of its training only: choose network.kind = mpgnn or unrolled",
                            s->settings.sizes.value[p], s->scenario.links);
    return MOG_OK;
}

static mog_status check_size(const study *s, size_t links, mog_error *error) {
    const mog_scenario scenario = scenario_of(s, links);
    mog_error reason;
    const mog_status status = mog_scenario_check(&scenario, &reason);
    return status == MOG_OK
               ? MOG_OK
               : mog_fail(error, status, "figure.sizes has %zu links: %s", links, reason.message);
}

static mog_status check(const study *s, mog_error *error) {
    mog_status status = MOG_OK;
    for (size_t p = 0; status == MOG_OK && p < s->settings.sizes.count; p++)
        status = check_size(s, s->settings.sizes.value[p], error);
    for (size_t i = 0; status == MOG_OK && i < s->series; i++)
        status = check_series(s, i, error);
    return status;
}

static mog_status measure(const mog_policy *policy, const mog_dataset *test, double *sum_rate,
                          mog_error *error) {
    const mog_problem problem = mog_dataset_problem(test);
    mog_policy_workspace *workspace = mog_policy_workspace_create(policy, 16, test->links, error);
    double *power = calloc(test->samples * test->links, sizeof *power);
    mog_status status = MOG_ERROR_MEMORY;
    if (workspace != NULL && power != NULL)
        status = mog_policy_run(policy, workspace, &problem, power, error);
    else if (workspace != NULL)
        mog_fail(error, status, "out of memory for powers of %zu samples", test->samples);
    if (status == MOG_OK)
        *sum_rate = mean_sum_rate(test, power);
    free(power);
    mog_policy_workspace_free(workspace);
    return status;
}

static mog_policy *train_policy(study *s, size_t series, size_t run, const mog_dataset *train,
                                mog_error *error) {
    mog_trainer *trainer = study_train(s, series, run, train, NULL, error);
    mog_policy *policy = NULL;
    if (trainer != NULL)
        policy = mog_policy_create(&s->recipe[series].network, train->links,
                                   mog_trainer_parameter(trainer), mog_trainer_buffer(trainer),
                                   NULL, 0, error);
    mog_trainer_free(trainer);
    return policy;
}

/* Test sets one after the other: the largest take much memory. */
static mog_status measure_all(const study *s, mog_policy *const *policy, size_t run,
                              study_result *result, mog_error *error) {
    mog_status status = MOG_OK;
    for (size_t p = 0; status == MOG_OK && p < result->points; p++) {
        const mog_scenario scenario = scenario_of(s, result->x[p]);
        mog_dataset *test = study_test_set(s, &scenario, run, error);
        if (test == NULL)
            return MOG_ERROR_ARGUMENT;
        for (size_t i = 0; status == MOG_OK && i < s->series; i++)
            status = measure(policy[i], test, &study_result_rates(result, run, i)[p], error);
        study_note_baselines(result, run, p, 1, test);
        mog_dataset_free(test);
    }
    return status;
}

static mog_status run_transfer(study *s, study_result *result, size_t run, mog_error *error) {
    mog_policy *policy[STUDY_MOST_SERIES] = {NULL};
    mog_dataset *train = study_train_set(s, &s->scenario, run, error);
    mog_status status = train != NULL ? MOG_OK : MOG_ERROR_ARGUMENT;
    for (size_t i = 0; status == MOG_OK && i < s->series; i++) {
        policy[i] = train_policy(s, i, run, train, error);
        status = policy[i] != NULL ? MOG_OK : MOG_ERROR_ARGUMENT;
    }
    mog_dataset_free(train);
    if (status == MOG_OK)
        status = measure_all(s, policy, run, result, error);
    for (size_t i = 0; i < s->series; i++)
        mog_policy_free(policy[i]);
    return status;
}

/* ---- report -------------------------------------------------------------------------------- */

static json_t *report_size(const study_result *result, size_t series, size_t point) {
    const double rate = study_result_rate(result, series, point);
    const double full_power = study_result_full_power(result, point);
    json_t *row = json_object();
    report_text(row, "preset", result->name[series]);
    report_integer(row, "links", result->x[point]);
    report_real(row, "sum_rate", rate);
    report_real(row, "fplinq_sum_rate", study_result_fplinq(result, point));
    report_real(row, "full_power_sum_rate", full_power);
    report_real(row, "ratio_to_fplinq", study_result_ratio(result, series, point));
    report_real(row, "ratio_to_full_power", rate / full_power);
    return row;
}

static void report(const study_result *result, json_t *object) {
    json_t *rows = json_array();
    double least = INFINITY;
    for (size_t i = 0; i < result->series; i++)
        for (size_t p = 0; p < result->points; p++) {
            json_array_append_new(rows, report_size(result, i, p));
            least = fmin(least, study_result_ratio(result, i, p));
        }
    char verdict[128];
    snprintf(verdict, sizeof verdict, "%s: the least ratio to FPLinQ is %.4f, wanted is %g",
             least >= wanted_ratio ? "holds" : "does not hold", least, wanted_ratio);
    json_object_set_new(object, "rows", rows);
    report_real(object, "least_ratio_to_fplinq", least);
    report_text(object, "verdict", verdict);
}

const study_kind study_transfer = {
    .axes = {.x = "links", .series = "preset", .style = "linespoints", .key = "bottom left"},
    .check = check,
    .run = run_transfer,
    .report = report,
};
