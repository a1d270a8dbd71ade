/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Presets trained for one number of links, scenario.links, and run as policies with others. Where
 * links have places, the square grows with their number, so that the density is that of training.
 */
#include "figure/study.h"
#include "output/report.h"

#include <math.h>
#include <stdio.h>

/* to the reference: what a policy is to reach with every number of links */
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
    const mog_recipe *recipe = &s->series[series].recipe;
    mog_policy *fresh;
    const mog_status status =
        mog_policy_create(&recipe->network, &recipe->utility, s->scenario.links, 1, &fresh, error);
    if (status != MOG_OK)
        return status;
    const bool any_links = mog_policy_info_of(fresh)->any_links;
    mog_policy_free(fresh);
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
    for (size_t i = 0; status == MOG_OK && i < s->series_count; i++)
        status = check_series(s, i, error);
    return status;
}

static mog_status train_policy(study *s, size_t series, size_t run, mog_dataset *train,
                               mog_policy **policy, mog_error *error) {
    mog_trainer *trainer;
    mog_status status = study_train(s, series, run, train, NULL, &trainer, error);
    if (status == MOG_OK)
        status = mog_trainer_policy(trainer, NULL, 0, policy, error);
    mog_trainer_free(trainer);
    return status;
}

/* Test sets one after the other: the largest take much memory. */
static mog_status measure_all(const study *s, mog_policy *const *policy, size_t run,
                              study_result *result, mog_error *error) {
    mog_status status = MOG_OK;
    for (size_t p = 0; status == MOG_OK && p < result->points; p++) {
        const mog_scenario scenario = scenario_of(s, result->x[p]);
        mog_dataset *test = study_test_set(s, &scenario, run, error);
        if (test == NULL)
            return error->status;
        for (size_t i = 0; status == MOG_OK && i < s->series_count; i++) {
            status = study_measure(policy[i], test, &study_result_rates(result, run, i)[p], error);
            if (status == MOG_OK)
                status = study_measure_refined(
                    policy[i], test, &study_result_refined_rates(result, run, i)[p], error);
        }
        if (status == MOG_OK)
            status = study_note_yardsticks(result, run, p, 1, test, error);
        mog_dataset_free(test);
    }
    return status;
}

static mog_status run_transfer(study *s, study_result *result, size_t run, mog_error *error) {
    mog_policy *policy[STUDY_MOST_SERIES] = {NULL};
    mog_dataset *train = study_train_set(s, &s->scenario, run, error);
    mog_status status = train != NULL ? MOG_OK : error->status;
    for (size_t i = 0; status == MOG_OK && i < s->series_count; i++)
        status = train_policy(s, i, run, train, &policy[i], error);
    mog_dataset_free(train);
    if (status == MOG_OK)
        status = measure_all(s, policy, run, result, error);
    for (size_t i = 0; i < s->series_count; i++)
        mog_policy_free(policy[i]);
    return status;
}

/* ---- report -------------------------------------------------------------------------------- */

static json_t *report_size(const study_result *result, size_t series, size_t point) {
    const study_yardsticks *y = result->yardsticks;
    const double rate = study_result_rate(result, series, point);
    json_t *row = json_object();
    report_text(row, "preset", result->name[series]);
    report_integer(row, "links", result->x[point]);
    report_real(row, "sum_rate", rate);
    report_real(row, report_key_of("", y->reference.solver, "_sum_rate").text,
                study_result_reference(result, point));
    for (size_t b = 0; b < y->baselines; b++)
        report_real(row, report_key_of("", y->baseline[b].solver, "_sum_rate").text,
                    study_result_baseline(result, b, point));
    report_real(row, report_key_of("ratio_to_", y->reference.solver, "").text,
                study_result_ratio(result, series, point));
    for (size_t b = 0; b < y->baselines; b++)
        report_real(row, report_key_of("ratio_to_", y->baseline[b].solver, "").text,
                    rate / study_result_baseline(result, b, point));
    return row;
}

static void report(const study_result *result, json_t *object) {
    const baseline_solver *reference = &result->yardsticks->reference;
    json_t *rows = json_array();
    double least = INFINITY;
    for (size_t i = 0; i < result->series; i++)
        for (size_t p = 0; p < result->points; p++) {
            json_array_append_new(rows, report_size(result, i, p));
            least = fmin(least, study_result_ratio(result, i, p));
        }
    char verdict[128];
    snprintf(verdict, sizeof verdict, "%s: the least ratio to %s is %.4f, wanted is %g",
             least >= wanted_ratio ? "holds" : "does not hold", reference->title, least,
             wanted_ratio);
    json_object_set_new(object, "rows", rows);
    report_real(object, report_key_of("least_ratio_to_", reference->solver, "").text, least);
    report_text(object, "verdict", verdict);
}

const study_kind study_transfer = {
    .axes = {.x = "links", .series = "preset", .style = "linespoints", .key = "bottom left"},
    .points = STUDY_SIZES,
    .check = check,
    .run = run_transfer,
    .report = report,
};
