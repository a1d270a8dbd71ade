/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The methods of training side by side: the same channels, labels, network and optimiser for each.
 * The presets are those of one network, <network>-<method>.
 */
#include "report.h"
#include "study.h"

#include <math.h>
#include <string.h>

/* "mog-fixed" of "mlp-mog-fixed" */
static const char *method_name(const char *preset) {
    return strchr(preset, '-') + 1;
}

static bool is_mixture(const char *name) {
    return strncmp(name, "mog-", 4) == 0;
}

static mog_status run_methods(study *s, study_result *result, size_t run, mog_error *error) {
    return study_compare(s, &s->scenario, run, 0, result->points, result, error);
}

/* ---- report -------------------------------------------------------------------------------- */

static size_t last_epoch(const study_result *result) {
    return result->points - 1;
}

/* The mixture with the best mean. */
static size_t best_mixture(const study_result *result) {
    const size_t last = last_epoch(result);
    size_t best = 0;
    for (size_t m = 0; m < result->series; m++)
        if (is_mixture(result->name[m]) &&
            (!is_mixture(result->name[best]) ||
             study_result_rate(result, m, last) > study_result_rate(result, best, last)))
            best = m;
    return best;
}

/* A difference paired over the runs, and its standard error. */
typedef struct margin {
    double mean, error;
} margin;

/* With one run the error is not a number, and no margin counts as shown. */
static margin difference(const study_result *result, size_t method, size_t other) {
    const size_t last = last_epoch(result);
    const double shift =
        study_result_rate(result, method, last) - study_result_rate(result, other, last);
    double square = 0;
    for (size_t r = 0; r < result->runs; r++) {
        const double distance = study_result_rates(result, r, method)[last] -
                                study_result_rates(result, r, other)[last] - shift;
        square += distance * distance;
    }
    const double n = (double)result->runs;
    return (margin){.mean = shift, .error = sqrt(square / (n * (n - 1)))};
}

/* The margin of the best mixture over another method, in bit/s/Hz. */
static json_t *report_margin(const study_result *result, size_t best, size_t other, bool *holds) {
    const margin over = difference(result, best, other);
    json_t *object = json_object();
    report_text(object, "over", result->name[other]);
    report_real(object, "difference", over.mean);
    report_real(object, "standard_error", over.error);
    report_real(object, "standard_errors", over.mean / over.error);
    *holds &= over.mean > 2 * over.error;
    return object;
}

static json_t *report_method(const study_result *result, size_t method) {
    json_t *row = json_object();
    report_text(row, "method", result->name[method]);
    report_real(row, "sum_rate", study_result_rate(result, method, last_epoch(result)));
    report_real(row, "ratio_to_fplinq", study_result_ratio(result, method, last_epoch(result)));
    return row;
}

static void report(const study_result *result, json_t *object) {
    json_t *rows = json_array(), *margins = json_array();
    const size_t best = best_mixture(result), last = last_epoch(result);
    bool holds = true;
    for (size_t m = 0; m < result->series; m++) {
        json_array_append_new(rows, report_method(result, m));
        if (!is_mixture(result->name[m]))
            json_array_append_new(margins, report_margin(result, best, m, &holds));
    }
    report_real(object, "fplinq_sum_rate", study_result_fplinq(result, last));
    report_real(object, "full_power_ratio", study_result_full_power_ratio(result, last));
    json_object_set_new(object, "methods", rows);
    report_text(object, "best_mixture", result->name[best]);
    report_real(object, "best_mixture_ratio", study_result_ratio(result, best, last));
    json_object_set_new(object, "margins", margins);
    report_text(object, "verdict",
                holds ? "holds: the best mixture is above SUP and UNSUP by more than two standard "
                        "errors of the paired difference"
                      : "does not hold: the best mixture is not above SUP and UNSUP by more than "
                        "two standard errors of the paired difference");
}

const study_kind study_methods = {
    .axes = {.x = "epoch",
             .series = "method",
             .style = "lines",
             .key = "bottom right",
             .last_point_counts = true},
    .over_epochs = true,
    .name = method_name,
    .run = run_methods,
    .report = report,
};
