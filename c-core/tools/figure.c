/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Published experiments, done again: numbers as CSV, a picture, and whether what was published
 * holds.
 */
#include "command.h"
#include "comparison.h"
#include "gnuplot.h"
#include "report.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* An experiment: which methods meet on which channels. Sizes can be changed with --set. */
typedef struct figure {
    const char *name;
    const char *title;
    const char *network; /* the presets are <network>-<method> */
    comparison_settings size;
    size_t links;
} figure;

static const figure figures[] = {
    {"mlp-convergence",
     "MLP, 20 links, 2000 training samples (Cheng et al. 2025, Fig. 6a)",
     "mlp",
     {.seeds = 8, .first_seed = 1, .train_samples = 2000, .test_samples = 1000},
     20},
};
static const size_t figure_count = sizeof figures / sizeof figures[0];

typedef struct arguments {
    common_options common;
    const char *name;
    const char *output;
} arguments;

static const verb_option options[] = {
    {.name = "output",
     .letter = 'o',
     .value = "DIRECTORY",
     .help = "Where to write the files; the present one if not given",
     .place = offsetof(arguments, output)},
    {0},
};

static const verb_syntax syntax = {
    .doc = "Repeats a published experiment over several seeds: NAME.csv, NAME-runs.csv, NAME.png "
           "and a verdict. There is: mlp-convergence. It trains for minutes.",
    .files = "NAME",
    .file_count = 1,
    .file_place = offsetof(arguments, name),
    .options = options,
};

static const figure *find_figure(const char *name) {
    for (size_t i = 0; i < figure_count; i++)
        if (strcmp(figures[i].name, name) == 0)
            return &figures[i];
    return NULL;
}

static int fail_unknown_figure(const char *name) {
    const char *names[sizeof figures / sizeof figures[0] + 1] = {NULL};
    for (size_t i = 0; i < figure_count; i++)
        names[i] = figures[i].name;
    return fail_unknown("figure", name, names);
}

/* Mean ratio by epoch and method. */
static mog_status write_curves(const comparison *result, const char *path, mog_error *error) {
    mog_file *file = mog_file_create(path, error);
    if (file == NULL)
        return error->status;
    mog_file_print(file, "epoch");
    for (size_t m = 0; m < result->method_count; m++)
        mog_file_print(file, ",%s", result->method[m].name);
    mog_file_print(file, ",full-power\n");
    for (size_t e = 0; e < result->epochs; e++) {
        mog_file_print(file, "%zu", e + 1);
        for (size_t m = 0; m < result->method_count; m++)
            mog_file_print(file, ",%.6f", comparison_curve(result, m, e));
        mog_file_print(file, ",%.6f\n", comparison_full_power(result));
    }
    return mog_file_commit(file, error);
}

/* What every run reached. */
static mog_status write_runs(const comparison *result, const char *path, mog_error *error) {
    mog_file *file = mog_file_create(path, error);
    if (file == NULL)
        return error->status;
    mog_file_print(file, "seed,method,test_sum_rate,fplinq_sum_rate,ratio\n");
    for (size_t s = 0; s < result->seeds; s++)
        for (size_t m = 0; m < result->method_count; m++) {
            const double rate = comparison_final_rate(result, s, m);
            mog_file_print(file, "%llu,%s,%.9g,%.9g,%.6f\n",
                           (unsigned long long)(result->first_seed + s), result->method[m].name,
                           rate, result->label_rate[s], rate / result->label_rate[s]);
        }
    return mog_file_commit(file, error);
}

static mog_status draw(const figure *f, const comparison *result, const char *csv, const char *png,
                       mog_error *error) {
    gnuplot plot = gnuplot_start(png, f->title);
    gnuplot_axes(&plot, "epoch", "test sum rate / FPLinQ");
    for (size_t m = 0; m <= result->method_count; m++)
        gnuplot_curve(&plot, csv, (int)m + 2,
                      m < result->method_count ? result->method[m].name : "full power");
    return gnuplot_finish(&plot, error);
}

/* The margin of the best mixture over another method, in bit/s/Hz, seed by seed. */
static json_t *report_margin(const comparison *result, size_t best, size_t other, bool *holds) {
    const comparison_margin margin = comparison_difference(result, best, other);
    json_t *object = json_object();
    report_text(object, "over", result->method[other].name);
    report_real(object, "difference", margin.mean);
    report_real(object, "standard_error", margin.error);
    report_real(object, "standard_errors", margin.mean / margin.error);
    *holds &= margin.mean > 2 * margin.error;
    return object;
}

static int report(const figure *f, const comparison *result, bool as_json) {
    json_t *object = json_object(), *rows = json_array(), *margins = json_array();
    const size_t best = comparison_best_mixture(result);
    bool holds = true;
    for (size_t m = 0; m < result->method_count; m++) {
        json_t *row = json_object();
        const double ratio = comparison_curve(result, m, result->epochs - 1);
        report_text(row, "method", result->method[m].name);
        report_real(row, "sum_rate", comparison_mean_rate(result, m));
        report_real(row, "ratio_to_fplinq", ratio);
        json_array_append_new(rows, row);
        if (!result->method[m].mixture)
            json_array_append_new(margins, report_margin(result, best, m, &holds));
    }
    report_text(object, "figure", f->title);
    report_integer(object, "seeds", result->seeds);
    report_real(object, "fplinq_sum_rate", comparison_mean_label(result));
    report_real(object, "full_power_ratio", comparison_full_power(result));
    json_object_set_new(object, "methods", rows);
    report_text(object, "best_mixture", result->method[best].name);
    json_object_set_new(object, "margins", margins);
    report_text(object, "verdict",
                holds ? "holds: the best mixture is above SUP and UNSUP by more than two standard "
                        "errors of the paired difference"
                      : "does not hold: the best mixture is not above SUP and UNSUP by more than "
                        "two standard errors of the paired difference");
    return report_print(object, as_json);
}

static int write_all(const figure *f, const arguments *a, const comparison *result) {
    const char *directory = a->output != NULL ? a->output : ".";
    char curves[4096], runs[4096], png[4096];
    snprintf(curves, sizeof curves, "%s/%s.csv", directory, f->name);
    snprintf(runs, sizeof runs, "%s/%s-runs.csv", directory, f->name);
    snprintf(png, sizeof png, "%s/%s.png", directory, f->name);
    mog_error error;
    if (write_curves(result, curves, &error) != MOG_OK ||
        write_runs(result, runs, &error) != MOG_OK ||
        draw(f, result, curves, png, &error) != MOG_OK)
        return fail(&error);
    return report(f, result, a->common.json);
}

int run_figure(int argc, char **argv) {
    comparison_settings settings = figures[0].size;
    mog_scenario scenario;
    mog_network_settings network;
    mog_training_settings training;
    mog_scenario_default(&scenario);
    mog_network_default(&network);
    mog_training_default(&training);
    const config_binding bindings[] = {{comparison_section(), &settings},
                                       {mog_scenario_section(), &scenario},
                                       {mog_network_section(), &network},
                                       {mog_training_section(), &training},
                                       {NULL, NULL}};
    arguments a = {.common.bindings = bindings};
    const int code = parse_options(&syntax, argc, argv, &a);
    if (code != EX_OK)
        return code;
    if (a.name == NULL)
        return fail_usage("figure: name the figure, for example %s", figures[0].name);
    const figure *f = find_figure(a.name);
    if (f == NULL)
        return fail_unknown_figure(a.name);
    /* hours of training should not end with a directory that is not there */
    struct stat status;
    if (a.output != NULL && (stat(a.output, &status) != 0 || !S_ISDIR(status.st_mode)))
        return fail_usage("figure: %s is no directory: create it first", a.output);

    mog_error error;
    settings = f->size;
    scenario.links = f->links;
    if (config_apply(&a.common.sources, bindings, &error) != MOG_OK)
        return fail(&error);
    comparison *result = comparison_run(&settings, f->network, &scenario, &a.common, &error);
    if (result == NULL)
        return fail(&error);
    const int outcome = write_all(f, &a, result);
    comparison_free(result);
    return outcome;
}
