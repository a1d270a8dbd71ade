/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Ways to train side by side, on the same channels, and whether the best of some is above all the
 * others: mixtures of gradients above their parts, canonical labels above raw ones.
 */
#include "figure/study.h"
#include "output/report.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static mog_status run_methods(study *s, study_result *result, size_t run, mog_error *error) {
    return study_compare(s, &s->scenario, run, 0, result->points, result, error);
}

/* ---- names --------------------------------------------------------------------------------- */

/* "mog-fixed" of "mlp-mog-fixed" and "rb-mlp-mog-fixed": presets are called [rb-]<network>-<method>
 */
static const char *method_name(const char *preset) {
    const char *network = strncmp(preset, "rb-", 3) == 0 ? preset + 3 : preset;
    return strchr(network, '-') + 1;
}

static bool is_mixture(const char *name) {
    return strncmp(name, "mog-", 4) == 0;
}

static bool is_no_mixture(const char *name) {
    return !is_mixture(name);
}

static bool is_canonical(const char *name) {
    return strcmp(name, "canonical") == 0;
}

static bool is_raw(const char *name) {
    return strcmp(name, "raw") == 0;
}

/* The best of one side is compared with all of the other. */
typedef struct contest {
    const char *key, *title; /* of the side that is to win, in the report and in its verdict */
    bool (*is_to_win)(const char *series);
    bool (*is_to_lose)(const char *series);
} contest;

static const contest mixtures = {"mixture", "the best mixture", is_mixture, is_no_mixture};
static const contest numberings = {"canonical", "training with canonical labels", is_canonical,
                                   is_raw};

/* ---- report -------------------------------------------------------------------------------- */

static size_t last_point(const study_result *result) {
    return result->points - 1;
}

/* The best mean of the side that is to win. */
static size_t best_of(const study_result *result, const contest *c) {
    const size_t last = last_point(result);
    size_t best = 0;
    for (size_t m = 0; m < result->series; m++)
        if (c->is_to_win(result->name[m]) &&
            (!c->is_to_win(result->name[best]) ||
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
    const size_t last = last_point(result);
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

/* The margin of the best over another series, in bit/s/Hz. */
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
    const size_t last = last_point(result);
    const study_spread spread = study_result_spread(result, method, last);
    json_t *row = json_object();
    report_text(row, "method", result->name[method]);
    report_real(row, "sum_rate", study_result_rate(result, method, last));
    report_real(row, report_key_of("ratio_to_", result->yardsticks->reference.solver, "").text,
                study_result_ratio(result, method, last));
    report_real(row, "ratio_deviation", spread.deviation);
    report_real(row, "least_ratio", spread.least);
    report_real(row, "greatest_ratio", spread.greatest);
    if (result->yardsticks->all->moves > 0)
        report_real(row, "refined_ratio", study_result_refined_ratio(result, method, last));
    return row;
}

static void report_yardsticks(const study_result *result, json_t *object) {
    const study_yardsticks *y = result->yardsticks;
    const size_t last = last_point(result);
    report_real(object, report_key_of("", y->reference.solver, "_sum_rate").text,
                study_result_reference(result, last));
    for (size_t b = 0; b < y->baselines; b++)
        report_real(object, report_key_of("", y->baseline[b].solver, "_ratio").text,
                    study_result_baseline_ratio(result, b, last));
}

static void report_verdict(const study_result *result, const contest *c, bool holds,
                           json_t *object) {
    const char *names[STUDY_MOST_SERIES];
    char others[256], verdict[512];
    size_t count = 0;
    for (size_t m = 0; m < result->series; m++)
        if (c->is_to_lose(result->name[m]))
            names[count++] = result->name[m];
    report_join(names, count, others, sizeof others);
    snprintf(verdict, sizeof verdict,
             "%s: %s is %sabove %s by more than two standard errors of the paired difference",
             holds ? "holds" : "does not hold", c->title, holds ? "" : "not ", others);
    report_text(object, "verdict", verdict);
}

static void report_contest(const study_result *result, const contest *c, json_t *object) {
    json_t *rows = json_array(), *margins = json_array();
    const size_t best = best_of(result, c);
    bool holds = true;
    for (size_t m = 0; m < result->series; m++) {
        json_array_append_new(rows, report_method(result, m));
        if (c->is_to_lose(result->name[m]))
            json_array_append_new(margins, report_margin(result, best, m, &holds));
    }
    report_yardsticks(result, object);
    json_object_set_new(object, "methods", rows);
    report_text(object, report_key_of("best_", c->key, "").text, result->name[best]);
    report_real(object, report_key_of("best_", c->key, "_ratio").text,
                study_result_ratio(result, best, last_point(result)));
    json_object_set_new(object, "margins", margins);
    report_verdict(result, c, holds, object);
}

static void report_mixtures(const study_result *result, json_t *object) {
    report_contest(result, &mixtures, object);
}

static void report_labels(const study_result *result, json_t *object) {
    report_contest(result, &numberings, object);
}

/* ---- kinds --------------------------------------------------------------------------------- */

const study_kind study_methods = {
    .axes = {.x = "epoch",
             .series = "method",
             .style = "lines",
             .key = "bottom right",
             .last_point_counts = true},
    .points = STUDY_EPOCHS,
    .name = method_name,
    .run = run_methods,
    .report = report_mixtures,
};

const study_kind study_rl = {
    .axes = {.x = "episode",
             .series = "method",
             .style = "lines",
             .key = "outside right center",
             .last_point_counts = true,
             .spread = true},
    .points = STUDY_EPISODES,
    .name = method_name,
    .run = run_methods,
    .report = report_mixtures,
};

const study_kind study_labels = {
    .axes = {.x = "epoch",
             .series = "labels",
             .style = "lines",
             .key = "outside right center",
             .last_point_counts = true,
             .spread = true},
    .points = STUDY_EPOCHS,
    .name = method_name,
    .run = run_methods,
    .report = report_labels,
};
