/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A study's numbers: rates of all runs, ratios to the reference, their spread. */
#include "figure/study_result.h"

#include <math.h>
#include <stdlib.h>

/* ---- life ---------------------------------------------------------------------------------- */

static bool allocate(study_result *result) {
    const size_t rates = result->runs * result->series * result->points;
    const size_t columns = result->runs * result->points;
    result->x = calloc(result->points, sizeof *result->x);
    result->rate = calloc(rates, sizeof *result->rate);
    result->refined = calloc(rates, sizeof *result->refined);
    result->reference = calloc(columns, sizeof *result->reference);
    result->baseline = calloc(columns * result->yardsticks->baselines, sizeof *result->baseline);
    for (size_t i = 0; result->refined != NULL && i < rates; i++)
        result->refined[i] = NAN;
    return result->x != NULL && result->rate != NULL && result->refined != NULL &&
           result->reference != NULL && result->baseline != NULL;
}

study_result *study_result_create(size_t runs, size_t series, size_t points,
                                  const study_yardsticks *yardsticks, mog_error *error) {
    study_result *result = calloc(1, sizeof *result);
    if (result != NULL) {
        *result = (study_result){
            .runs = runs, .series = series, .points = points, .yardsticks = yardsticks};
        if (allocate(result))
            return result;
        study_result_free(result);
    }
    mog_fail(error, MOG_ERROR_MEMORY, "out of memory for %zu runs", runs * series);
    return NULL;
}

void study_result_free(study_result *result) {
    if (result == NULL)
        return;
    free(result->x);
    free(result->rate);
    free(result->refined);
    free(result->reference);
    free(result->baseline);
    free(result);
}

/* ---- numbers ------------------------------------------------------------------------------- */

/* Numbers of every run: [runs][rows][points]. */
typedef struct table {
    double *value;
    size_t rows;
} table;

static table rates_of(const study_result *result) {
    return (table){result->rate, result->series};
}

static table refined_of(const study_result *result) {
    return (table){result->refined, result->series};
}

static table reference_of(const study_result *result) {
    return (table){result->reference, 1};
}

static table baseline_table(const study_result *result) {
    return (table){result->baseline, result->yardsticks->baselines};
}

static double *row_of(const study_result *result, table t, size_t run, size_t row) {
    return t.value + (run * t.rows + row) * result->points;
}

static double mean_rate(const study_result *result, table t, size_t row, size_t point) {
    double sum = 0;
    for (size_t r = 0; r < result->runs; r++)
        sum += row_of(result, t, r, row)[point];
    return sum / (double)result->runs;
}

static double ratio_of(const study_result *result, table t, size_t run, size_t row, size_t point) {
    return row_of(result, t, run, row)[point] / row_of(result, reference_of(result), run, 0)[point];
}

static double mean_ratio(const study_result *result, table t, size_t row, size_t point) {
    double sum = 0;
    for (size_t r = 0; r < result->runs; r++)
        sum += ratio_of(result, t, r, row, point);
    return sum / (double)result->runs;
}

double *study_result_rates(const study_result *result, size_t run, size_t series) {
    return row_of(result, rates_of(result), run, series);
}

double *study_result_refined_rates(const study_result *result, size_t run, size_t series) {
    return row_of(result, refined_of(result), run, series);
}

double *study_result_reference_rates(const study_result *result, size_t run) {
    return row_of(result, reference_of(result), run, 0);
}

double *study_result_baseline_rates(const study_result *result, size_t run, size_t baseline) {
    return row_of(result, baseline_table(result), run, baseline);
}

double study_result_rate(const study_result *result, size_t series, size_t point) {
    return mean_rate(result, rates_of(result), series, point);
}

double study_result_reference(const study_result *result, size_t point) {
    return mean_rate(result, reference_of(result), 0, point);
}

double study_result_baseline(const study_result *result, size_t baseline, size_t point) {
    return mean_rate(result, baseline_table(result), baseline, point);
}

double study_result_ratio(const study_result *result, size_t series, size_t point) {
    return mean_ratio(result, rates_of(result), series, point);
}

double study_result_refined_ratio(const study_result *result, size_t series, size_t point) {
    return mean_ratio(result, refined_of(result), series, point);
}

double study_result_baseline_ratio(const study_result *result, size_t baseline, size_t point) {
    return mean_ratio(result, baseline_table(result), baseline, point);
}

study_spread study_result_spread(const study_result *result, size_t series, size_t point) {
    const double center = study_result_ratio(result, series, point);
    study_spread spread = {.least = INFINITY, .greatest = -INFINITY};
    double square = 0;
    for (size_t r = 0; r < result->runs; r++) {
        const double ratio = ratio_of(result, rates_of(result), r, series, point);
        square += (ratio - center) * (ratio - center);
        spread.least = fmin(spread.least, ratio);
        spread.greatest = fmax(spread.greatest, ratio);
    }
    spread.deviation = result->runs > 1 ? sqrt(square / (double)(result->runs - 1)) : (double)NAN;
    return spread;
}
