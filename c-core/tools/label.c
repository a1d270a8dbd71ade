/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "channels.h"
#include "command.h"
#include "mog/io.h"
#include "mog/rb.h"
#include "progress.h"
#include "report.h"
#include "statistics.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct arguments {
    common_options common;
    const char *file;
    const char *solver;
} arguments;

static const verb_option options[] = {
    {.name = "solver",
     .letter = 'S',
     .value = "NAME",
     .help = "Which solver, of those listed here; fplinq if not given",
     .place = offsetof(arguments, solver),
     .names = solver_names},
    {0},
};

static const verb_syntax syntax = {
    .doc = "Adds the solutions of a solver to a data set, as /labels/NAME; labels of the same name "
           "are replaced. Defaults of the settings are those for fplinq.",
    .names = solver_names,
    .example = "mog label train.h5\nmog label rb.h5 --solver rb-optimum\n",
    .files = "DATA.h5",
    .file_count = 1,
    .file_place = offsetof(arguments, file),
    .options = options,
};

static int fail_no_solver(const char *name) {
    const char *all[32] = {NULL};
    size_t count = 0;
    for (const char *const *n = mog_solver_names(); *n != NULL; n++)
        all[count++] = *n;
    for (const char *const *n = mog_rb_solver_names(); *n != NULL; n++)
        all[count++] = *n;
    return fail_unknown("solver", name, all);
}

/* Next to a decision of powers stands full power; next to one of RBs, what ignores the channels. */
static void report_baselines(json_t *object, const mog_dataset *dataset, bool of_rbs, double rate) {
    if (!of_rbs) {
        const double full = full_power_rate(dataset);
        report_real(object, "full_power_sum_rate", full);
        report_real(object, "ratio_to_full_power", rate / full);
        return;
    }
    const double balanced = rb_solver_rate(dataset, "rb-balanced");
    report_real(object, "rb_random_sum_rate", rb_solver_rate(dataset, "rb-random"));
    report_real(object, "rb_balanced_sum_rate", balanced);
    report_real(object, "ratio_to_rb_balanced", rate / balanced);
}

static int report(const mog_dataset *dataset, const mog_labels *labels, const arguments *a,
                  double seconds) {
    const double rate = mean(labels->sum_rate, dataset->samples);
    json_t *object = json_object();
    report_text(object, "file", a->file);
    report_text(object, "solver", labels->solver);
    report_integer(object, "samples", dataset->samples);
    report_real(object, "sum_rate", rate);
    report_baselines(object, dataset, mog_rb_solver_help(a->solver) != NULL, rate);
    if (labels->bound != NULL)
        report_real(object, "bound", mean(labels->bound, dataset->samples));
    report_real(object, "seconds", seconds);
    report_real(object, "us_per_sample", 1e6 * seconds / (double)dataset->samples);
    return report_print(object, a->common.json);
}

static int label(mog_dataset *dataset, const arguments *a, const mog_solver_settings *settings,
                 const mog_rb_settings *rb_settings) {
    mog_error error;
    const double start = now_seconds();
    mog_status status =
        channels_label(dataset, a->solver, settings, rb_settings, a->common.quiet, &error);
    const double seconds = now_seconds() - start;
    if (status == MOG_OK)
        status = mog_dataset_write(dataset, a->file, &error);
    if (status != MOG_OK)
        return fail(&error);
    return report(dataset, mog_dataset_labels(dataset, a->solver), a, seconds);
}

int run_label(int argc, char **argv) {
    mog_error error;
    mog_solver_settings settings;
    mog_rb_settings rb_settings;
    const config_binding bindings[] = {
        {mog_solver_section(), &settings}, {mog_rb_section(), &rb_settings}, {NULL, NULL}};
    arguments a = {.common.bindings = bindings, .solver = "fplinq"};
    mog_rb_default(&rb_settings);
    if (mog_solver_default(a.solver, &settings, &error) != MOG_OK) /* for --help */
        return fail(&error);
    int code = parse_options(&syntax, argc, argv, &a);
    if (code != EX_OK)
        return code;
    if (a.file == NULL)
        return fail_usage("label: name the data set, for example mog label data.h5");
    if (mog_rb_solver_help(a.solver) == NULL &&
        mog_solver_default(a.solver, &settings, &error) != MOG_OK)
        return fail_no_solver(a.solver);
    if (config_apply(&a.common.sources, bindings, &error) != MOG_OK)
        return fail(&error);
    mog_dataset *dataset = mog_dataset_read(a.file, &error);
    if (dataset == NULL)
        return fail(&error);
    code = label(dataset, &a, &settings, &rb_settings);
    mog_dataset_free(dataset);
    return code;
}
