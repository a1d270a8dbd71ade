/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Presets trained anew for each number of links K: does the first fall behind the last as links are
 * added?
 *
 * The gap is the last preset's ratio to the reference less the first one's. Shen, Zhang, Song,
 * Letaief
 * ("AI empowered resource management for future wireless networks", 2021, Example 1) expect it
 * between perceptrons and message passing to grow like sqrt(K).
 */
#include "figure/study.h"
#include "output/report.h"

#include <gsl/gsl_fit.h>
#include <gsl/gsl_statistics.h>
#include <math.h>

static mog_status run_sizes(study *s, study_result *result, size_t run, mog_error *error) {
    mog_status status = MOG_OK;
    for (size_t p = 0; status == MOG_OK && p < result->points; p++) {
        mog_scenario scenario = s->scenario;
        scenario.links = result->x[p];
        status = study_compare(s, &scenario, run, p, 1, result, error);
    }
    return status;
}

static double gap(const study_result *result, size_t point) {
    return study_result_ratio(result, result->series - 1, point) -
           study_result_ratio(result, 0, point);
}

/* Least squares of the gap: intercept + slope sqrt(K). */
typedef struct growth {
    double intercept, slope;
    double error;     /* standard error of the slope; not a number with fewer than three sizes */
    double explained; /* share of the gap's variance, R^2 */
} growth;

static growth fit_growth(const study_result *result) {
    double root[MOG_MAX_SIZES], value[MOG_MAX_SIZES];
    const size_t n = result->points;
    for (size_t p = 0; p < n; p++) {
        root[p] = sqrt((double)result->x[p]);
        value[p] = gap(result, p);
    }
    growth g;
    double covariance[3], residual;
    gsl_fit_linear(root, 1, value, 1, n, &g.intercept, &g.slope, &covariance[0], &covariance[1],
                   &covariance[2], &residual);
    g.error = n > 2 ? sqrt(covariance[2]) : (double)NAN;
    g.explained = 1 - residual / gsl_stats_tss(value, 1, n);
    return g;
}

static json_t *report_size(const study_result *result, size_t point) {
    const study_yardsticks *y = result->yardsticks;
    json_t *row = json_object();
    report_integer(row, "links", result->x[point]);
    report_real(row, report_key_of("", y->reference.solver, "_sum_rate").text,
                study_result_reference(result, point));
    for (size_t i = 0; i < result->series; i++)
        report_real(row, result->name[i], study_result_ratio(result, i, point));
    for (size_t b = 0; b < y->baselines; b++)
        report_real(row, report_key_of("", y->baseline[b].solver, "").text,
                    study_result_baseline_ratio(result, b, point));
    report_real(row, "gap", gap(result, point));
    return row;
}

static void report(const study_result *result, json_t *object) {
    json_t *rows = json_array(), *fit = json_object();
    for (size_t p = 0; p < result->points; p++)
        json_array_append_new(rows, report_size(result, p));
    const growth g = fit_growth(result);
    report_real(fit, "intercept", g.intercept);
    report_real(fit, "slope", g.slope);
    report_real(fit, "slope_standard_error", g.error);
    report_real(fit, "r_squared", g.explained);
    json_object_set_new(
        object, report_key_of("ratios_to_", result->yardsticks->reference.solver, "").text, rows);
    json_object_set_new(object, "gap_over_sqrt_links", fit);
    report_text(
        object, "verdict",
        g.slope > 2 * g.error
            ? "holds: the gap grows with the number of links, its slope over sqrt(links) is "
              "more than two standard errors above zero"
            : "does not hold: the gap's slope over sqrt(links) is not more than two "
              "standard errors above zero");
}

const study_kind study_sizes = {
    .axes = {.x = "links", .series = "preset", .style = "linespoints", .key = "bottom left"},
    .points = STUDY_SIZES,
    .trains_each_point = true,
    .run = run_sizes,
    .report = report,
};
