/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A study's files. */
#include "figure/study_result.h"

#include "mog/file.h"
#include "output/gnuplot.h"
#include "output/report.h"
#include <inttypes.h>
#include <stdio.h>

static mog_status write_points(const study_result *result, const study_axes *axes, const char *path,
                               mog_error *error) {
    const study_yardsticks *yardsticks = result->yardsticks;
    mog_file *file;
    if (mog_file_create(path, &file, error) != MOG_OK)
        return error->status;
    mog_file_print(file, "%s", axes->x);
    for (size_t i = 0; i < result->series; i++)
        mog_file_print(file, ",%s", result->name[i]);
    for (size_t b = 0; b < yardsticks->baselines; b++)
        mog_file_print(file, ",%s", yardsticks->baseline[b].solver);
    for (size_t p = 0; p < result->points; p++) {
        mog_file_print(file, "\n%zu", result->x[p]);
        for (size_t i = 0; i < result->series; i++)
            mog_file_print(file, ",%.6f", study_result_ratio(result, i, p));
        for (size_t b = 0; b < yardsticks->baselines; b++)
            mog_file_print(file, ",%.6f", study_result_baseline_ratio(result, b, p));
    }
    mog_file_print(file, "\n");
    return mog_file_commit(file, error);
}

static void print_run(mog_file *file, const study_result *result, const study_axes *axes,
                      size_t run, size_t series, size_t point) {
    const double rate = study_result_rates(result, run, series)[point];
    const double reference = study_result_reference_rates(result, run)[point];
    mog_file_print(file, "%" PRIu64 ",", result->first_seed + run);
    if (!axes->last_point_counts)
        mog_file_print(file, "%zu,", result->x[point]);
    mog_file_print(file, "%s,%.9g,%.9g,%.6f", result->name[series], rate, reference,
                   rate / reference);
    if (result->yardsticks->all->moves > 0)
        mog_file_print(file, ",%.6f",
                       study_result_refined_rates(result, run, series)[point] / reference);
    mog_file_print(file, "\n");
}

static mog_status write_runs(const study_result *result, const study_axes *axes, const char *path,
                             mog_error *error) {
    mog_file *file;
    if (mog_file_create(path, &file, error) != MOG_OK)
        return error->status;
    mog_file_print(file, "seed,");
    if (!axes->last_point_counts)
        mog_file_print(file, "%s,", axes->x);
    mog_file_print(file, "%s,test_sum_rate,%s,ratio%s\n", axes->series,
                   report_key_of("", result->yardsticks->reference.solver, "_sum_rate").text,
                   result->yardsticks->all->moves > 0 ? ",refined_ratio" : "");
    for (size_t r = 0; r < result->runs; r++)
        for (size_t p = axes->last_point_counts ? result->points - 1 : 0; p < result->points; p++)
            for (size_t i = 0; i < result->series; i++)
                print_run(file, result, axes, r, i, p);
    return mog_file_commit(file, error);
}

static mog_status write_spread(const study_result *result, const study_axes *axes, const char *path,
                               mog_error *error) {
    mog_file *file;
    if (mog_file_create(path, &file, error) != MOG_OK)
        return error->status;
    const size_t last = result->points - 1;
    mog_file_print(file, "%s,runs,ratio,ratio_deviation,least_ratio,greatest_ratio\n",
                   axes->series);
    for (size_t i = 0; i < result->series; i++) {
        const study_spread spread = study_result_spread(result, i, last);
        mog_file_print(file, "%s,%zu,%.6f,%.6f,%.6f,%.6f\n", result->name[i], result->runs,
                       study_result_ratio(result, i, last), spread.deviation, spread.least,
                       spread.greatest);
    }
    return mog_file_commit(file, error);
}

static mog_status draw(const study_result *result, const study_axes *axes, const char *csv,
                       const char *png, const char *title, mog_error *error) {
    const study_yardsticks *yardsticks = result->yardsticks;
    const char *style = yardsticks->all->style != NULL ? yardsticks->all->style : axes->style;
    char ratio[128];
    snprintf(ratio, sizeof ratio, "test sum rate / %s", yardsticks->reference.title);
    gnuplot plot = gnuplot_start(png, title, axes->key);
    gnuplot_axes(&plot, axes->x, ratio);
    int column = 2;
    for (size_t i = 0; i < result->series; i++)
        gnuplot_curve(&plot, csv, column++, axes->style, result->name[i]);
    for (size_t b = 0; b < yardsticks->baselines; b++)
        gnuplot_curve(&plot, csv, column++, style, yardsticks->baseline[b].title);
    return gnuplot_finish(&plot, error);
}

mog_status study_result_write(const study_result *result, const study_axes *axes,
                              const char *directory, const char *name, const char *title,
                              mog_error *error) {
    char points[4096], runs[4096], spread[4096], png[4096];
    snprintf(points, sizeof points, "%s/%s.csv", directory, name);
    snprintf(runs, sizeof runs, "%s/%s-runs.csv", directory, name);
    snprintf(spread, sizeof spread, "%s/%s-spread.csv", directory, name);
    snprintf(png, sizeof png, "%s/%s.png", directory, name);
    mog_status status = write_points(result, axes, points, error);
    if (status == MOG_OK)
        status = write_runs(result, axes, runs, error);
    if (status == MOG_OK && axes->spread)
        status = write_spread(result, axes, spread, error);
    return status != MOG_OK ? status : draw(result, axes, points, png, title, error);
}
