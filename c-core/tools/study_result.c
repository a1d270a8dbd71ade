/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "study_result.h"

#include "gnuplot.h"
#include "mog/file.h"
#include <stdio.h>
#include <stdlib.h>

/* ---- numbers ------------------------------------------------------------------------------- */

study_result *study_result_create(size_t runs, size_t series, size_t points, mog_error *error) {
    study_result *result = calloc(1, sizeof *result);
    if (result != NULL) {
        *result = (study_result){.runs = runs, .series = series, .points = points};
        result->x = calloc(points, sizeof *result->x);
        result->rate = calloc(runs * series * points, sizeof *result->rate);
        result->fplinq = calloc(runs * points, sizeof *result->fplinq);
        result->full_power = calloc(runs * points, sizeof *result->full_power);
        if (result->x != NULL && result->rate != NULL && result->fplinq != NULL &&
            result->full_power != NULL)
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
    free(result->fplinq);
    free(result->full_power);
    free(result);
}

double *study_result_rates(const study_result *result, size_t run, size_t series) {
    return result->rate + (run * result->series + series) * result->points;
}

double study_result_rate(const study_result *result, size_t series, size_t point) {
    double sum = 0;
    for (size_t r = 0; r < result->runs; r++)
        sum += study_result_rates(result, r, series)[point];
    return sum / (double)result->runs;
}

/* Mean over the runs of [runs][points]. */
static double mean_of_runs(const study_result *result, const double *value, size_t point) {
    double sum = 0;
    for (size_t r = 0; r < result->runs; r++)
        sum += value[r * result->points + point];
    return sum / (double)result->runs;
}

double study_result_fplinq(const study_result *result, size_t point) {
    return mean_of_runs(result, result->fplinq, point);
}

double study_result_full_power(const study_result *result, size_t point) {
    return mean_of_runs(result, result->full_power, point);
}

double study_result_ratio(const study_result *result, size_t series, size_t point) {
    double sum = 0;
    for (size_t r = 0; r < result->runs; r++)
        sum += study_result_rates(result, r, series)[point] /
               result->fplinq[r * result->points + point];
    return sum / (double)result->runs;
}

double study_result_full_power_ratio(const study_result *result, size_t point) {
    double sum = 0;
    for (size_t r = 0; r < result->runs; r++) {
        const size_t i = r * result->points + point;
        sum += result->full_power[i] / result->fplinq[i];
    }
    return sum / (double)result->runs;
}

/* ---- files --------------------------------------------------------------------------------- */

static mog_status write_points(const study_result *result, const study_axes *axes, const char *path,
                               mog_error *error) {
    mog_file *file = mog_file_create(path, error);
    if (file == NULL)
        return error->status;
    mog_file_print(file, "%s", axes->x);
    for (size_t i = 0; i < result->series; i++)
        mog_file_print(file, ",%s", result->name[i]);
    mog_file_print(file, ",full-power\n");
    for (size_t p = 0; p < result->points; p++) {
        mog_file_print(file, "%zu", result->x[p]);
        for (size_t i = 0; i < result->series; i++)
            mog_file_print(file, ",%.6f", study_result_ratio(result, i, p));
        mog_file_print(file, ",%.6f\n", study_result_full_power_ratio(result, p));
    }
    return mog_file_commit(file, error);
}

static void print_run(mog_file *file, const study_result *result, const study_axes *axes,
                      size_t run, size_t series, size_t point) {
    const double rate = study_result_rates(result, run, series)[point];
    const double fplinq = result->fplinq[run * result->points + point];
    mog_file_print(file, "%llu,", (unsigned long long)(result->first_seed + run));
    if (!axes->last_point_counts)
        mog_file_print(file, "%zu,", result->x[point]);
    mog_file_print(file, "%s,%.9g,%.9g,%.6f\n", result->name[series], rate, fplinq, rate / fplinq);
}

static mog_status write_runs(const study_result *result, const study_axes *axes, const char *path,
                             mog_error *error) {
    mog_file *file = mog_file_create(path, error);
    if (file == NULL)
        return error->status;
    mog_file_print(file, "seed,");
    if (!axes->last_point_counts)
        mog_file_print(file, "%s,", axes->x);
    mog_file_print(file, "%s,test_sum_rate,fplinq_sum_rate,ratio\n", axes->series);
    for (size_t r = 0; r < result->runs; r++)
        for (size_t p = axes->last_point_counts ? result->points - 1 : 0; p < result->points; p++)
            for (size_t i = 0; i < result->series; i++)
                print_run(file, result, axes, r, i, p);
    return mog_file_commit(file, error);
}

static mog_status draw(const study_result *result, const study_axes *axes, const char *csv,
                       const char *png, const char *title, mog_error *error) {
    gnuplot plot = gnuplot_start(png, title, axes->key);
    gnuplot_axes(&plot, axes->x, "test sum rate / FPLinQ");
    for (size_t i = 0; i <= result->series; i++)
        gnuplot_curve(&plot, csv, (int)i + 2, axes->style,
                      i < result->series ? result->name[i] : "full power");
    return gnuplot_finish(&plot, error);
}

mog_status study_result_write(const study_result *result, const study_axes *axes,
                              const char *directory, const char *name, const char *title,
                              mog_error *error) {
    char points[4096], runs[4096], png[4096];
    snprintf(points, sizeof points, "%s/%s.csv", directory, name);
    snprintf(runs, sizeof runs, "%s/%s-runs.csv", directory, name);
    snprintf(png, sizeof png, "%s/%s.png", directory, name);
    mog_status status = write_points(result, axes, points, error);
    if (status == MOG_OK)
        status = write_runs(result, axes, runs, error);
    return status != MOG_OK ? status : draw(result, axes, points, png, title, error);
}
