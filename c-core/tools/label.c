/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "channels.h"
#include "command.h"
#include "mog/io.h"
#include "progress.h"
#include "report.h"
#include "statistics.h"

typedef struct arguments {
    common_options common;
    const char *file;
    const char *solver;
} arguments;

static const verb_option options[] = {
    {.name = "solver",
     .letter = 'S',
     .value = "NAME",
     .help = "Which solver; fplinq if not given",
     .place = offsetof(arguments, solver)},
    {0},
};

static const verb_syntax syntax = {
    .doc = "Adds the solutions of a solver to a data set, as /labels/NAME; labels of the same name "
           "are replaced. `mog info` lists the solvers.",
    .files = "DATA.h5",
    .file_count = 1,
    .file_place = offsetof(arguments, file),
    .options = options,
};

static int report(const mog_dataset *dataset, const mog_labels *labels, const char *path,
                  double seconds, bool as_json) {
    const double rate = mean(labels->sum_rate, dataset->samples);
    const double full = full_power_rate(dataset);
    json_t *object = json_object();
    report_text(object, "file", path);
    report_text(object, "solver", labels->solver);
    report_integer(object, "samples", dataset->samples);
    report_real(object, "sum_rate", rate);
    report_real(object, "full_power_sum_rate", full);
    report_real(object, "ratio_to_full_power", rate / full);
    if (labels->bound != NULL)
        report_real(object, "bound", mean(labels->bound, dataset->samples));
    report_real(object, "seconds", seconds);
    report_real(object, "us_per_sample", 1e6 * seconds / (double)dataset->samples);
    return report_print(object, as_json);
}

static int label(mog_dataset *dataset, mog_solver *solver, const arguments *a) {
    mog_error error;
    mog_labels *labels =
        mog_dataset_add_labels(dataset, a->solver, mog_solver_has_bound(solver), &error);
    if (labels == NULL)
        return fail(&error);
    const double start = now_seconds();
    if (channels_solve(dataset, solver, labels, a->common.quiet, &error) != MOG_OK)
        return fail(&error);
    const double seconds = now_seconds() - start;
    if (mog_dataset_write(dataset, a->file, &error) != MOG_OK)
        return fail(&error);
    return report(dataset, labels, a->file, seconds, a->common.json);
}

int run_label(int argc, char **argv) {
    mog_error error;
    mog_solver_settings settings;
    const config_binding bindings[] = {{mog_solver_section(), &settings}, {NULL, NULL}};
    arguments a = {.common.bindings = bindings, .solver = "fplinq"};
    if (mog_solver_default(a.solver, &settings, &error) != MOG_OK) /* for --help */
        return fail(&error);
    int code = parse_options(&syntax, argc, argv, &a);
    if (code != EX_OK)
        return code;
    if (a.file == NULL)
        return fail_usage("label: name the data set, for example mog label data.h5");
    if (mog_solver_default(a.solver, &settings, &error) != MOG_OK)
        return fail_unknown("solver", a.solver, mog_solver_names());
    if (config_apply(&a.common.sources, bindings, &error) != MOG_OK)
        return fail(&error);
    mog_dataset *dataset = mog_dataset_read(a.file, &error);
    if (dataset == NULL)
        return fail(&error);
    mog_solver *solver = mog_solver_create(a.solver, &settings, dataset->links, &error);
    code = solver != NULL ? label(dataset, solver, &a) : fail(&error);
    mog_solver_free(solver);
    mog_dataset_free(dataset);
    return code;
}
