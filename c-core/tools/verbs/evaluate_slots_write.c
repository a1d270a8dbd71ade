/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files of `mog evaluate --slots`. */
#include "verbs/evaluate_slots.h"

#include "mog/file.h"
#include "output/gnuplot.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Lines of several plays can stand in one table: each says what its play was for. */
mog_status slots_write_csv(const slots_result *result, const char *path, mog_error *error) {
    const size_t k = result->links;
    const char *utility = mog_utility_name(&result->request->utility);
    mog_file *file;
    if (mog_file_create(path, &file, error) != MOG_OK)
        return error->status;
    mog_file_print(file, "utility,allocator,sample,link,mean_rate,mean_power,served\n");
    for (size_t r = 0; r < result->count; r++) {
        const slots_row *row = &result->row[r];
        for (size_t n = 0; n < result->samples * k; n++)
            mog_file_print(file, "%s,%s,%zu,%zu,%.9g,%.9g,%.9g\n", utility, row->name, n / k, n % k,
                           row->rate[n], row->power[n], row->served[n]);
    }
    return mog_file_commit(file, error);
}

/* ---- the distribution of mean rates -------------------------------------------------------- */

static int compare(const void *left, const void *right) {
    const double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

/* Every row's rates, sorted: [rows][links]. */
static double *sort_rates(const slots_result *result, mog_error *error) {
    const size_t links = result->samples * result->links;
    double *sorted = malloc(result->count * links * sizeof *sorted);
    if (sorted == NULL) {
        mog_fail(error, MOG_ERROR_MEMORY, "out of memory: rates of %zu links", links);
        return NULL;
    }
    for (size_t r = 0; r < result->count; r++) {
        memcpy(sorted + r * links, result->row[r].rate, links * sizeof *sorted);
        qsort(sorted + r * links, links, sizeof *sorted, compare);
    }
    return sorted;
}

/* Rates from 0 to the greatest, and behind each the share of links that have no more. */
static mog_status write_distribution(const slots_result *result, const double *sorted,
                                     const char *path, mog_error *error) {
    enum { POINTS = 400 };
    const size_t links = result->samples * result->links;
    size_t seen[SLOTS_MOST_ROWS] = {0};
    double greatest = 0;
    for (size_t r = 0; r < result->count; r++)
        greatest =
            sorted[r * links + links - 1] > greatest ? sorted[r * links + links - 1] : greatest;
    mog_file *file;
    if (mog_file_create(path, &file, error) != MOG_OK)
        return error->status;
    mog_file_print(file, "mean_rate");
    for (size_t r = 0; r < result->count; r++)
        mog_file_print(file, ",%s", result->row[r].name);
    for (int p = 0; p <= POINTS; p++) {
        const double rate = greatest * p / POINTS;
        mog_file_print(file, "\n%.6g", rate);
        for (size_t r = 0; r < result->count; r++) {
            while (seen[r] < links && sorted[r * links + seen[r]] <= rate)
                seen[r]++;
            mog_file_print(file, ",%.6g", (double)seen[r] / (double)links);
        }
    }
    mog_file_print(file, "\n");
    return mog_file_commit(file, error);
}

static mog_status draw(const slots_result *result, const char *csv, const char *png,
                       mog_error *error) {
    char title[128];
    snprintf(title, sizeof title, "%s, %zu slots", mog_utility_name(&result->request->utility),
             result->request->slots.count);
    gnuplot plot = gnuplot_start(png, title, "bottom right");
    gnuplot_axes(&plot, "mean rate of a link, bit/s/Hz", "share of links with at most that");
    for (size_t r = 0; r < result->count; r++)
        gnuplot_curve(&plot, csv, (int)r + 2, "lines", result->row[r].name);
    return gnuplot_finish(&plot, error);
}

mog_status slots_draw(const slots_result *result, const char *png, mog_error *error) {
    char csv[4096];
    const char *dot = strrchr(png, '.');
    const int stem = dot != NULL ? (int)(dot - png) : (int)strlen(png);
    snprintf(csv, sizeof csv, "%.*s-cdf.csv", stem, png);
    double *sorted = sort_rates(result, error);
    if (sorted == NULL)
        return error->status;
    const mog_status status = write_distribution(result, sorted, csv, error);
    free(sorted);
    return status == MOG_OK ? draw(result, csv, png, error) : status;
}
