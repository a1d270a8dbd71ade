/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mog/io.h"
#include "output/progress.h"
#include "output/statistics.h"
#include "program/commands.h"
#include "verbs/baselines.h"
#include "verbs/channels.h"
#include "verbs/worth.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct arguments {
    common_options common;
    const char *file;
    const char *solver;
    mog_solver_settings settings;
    mog_utility utility;
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
           "are replaced. Defaults of the settings are those for fplinq. What is maximised is the "
           "sum rate, or what utility.kind says.",
    .names = solver_names,
    .example = "mog label train.h5\nmog label rb.h5 --solver rb-optimum\n"
               "mog label train.h5 --set utility.kind=energy-efficiency\n",
    .files = "DATA.h5",
    .file_count = 1,
    .file_place = offsetof(arguments, file),
    .options = options,
};

/* Next to a decision stands what does not look at the channels. */
static void report_baselines(json_t *object, const mog_dataset *dataset, const mog_utility *utility,
                             double value) {
    const baselines *b = baselines_of(dataset->n_rb);
    worth trivial = {0, 0};
    for (const baseline_solver *one = b->blind; one->solver != NULL; one++)
        trivial = report_solver(object, one->solver, dataset, utility);
    report_real(object, report_key_of("ratio_to_", baselines_trivial(b)->solver, "").text,
                ratio_of(value, trivial.value));
}

static int report(const mog_dataset *dataset, const mog_labels *labels, const arguments *a,
                  double seconds) {
    const worth w = worth_of_labels(dataset, &a->utility, labels);
    json_t *object = json_object();
    report_text(object, "file", a->file);
    report_text(object, "solver", labels->solver);
    report_integer(object, "samples", dataset->samples);
    report_real(object, "sum_rate", w.sum_rate);
    report_utility(object, dataset, &a->utility, w);
    report_baselines(object, dataset, &a->utility, w.value);
    if (labels->bound != NULL)
        report_real(object, "bound", mean(labels->bound, dataset->samples));
    report_real(object, "seconds", seconds);
    report_real(object, "us_per_sample", 1e6 * seconds / (double)dataset->samples);
    return report_print(object, a->common.json);
}

static int label(mog_dataset *dataset, const arguments *a) {
    mog_error error;
    const double start = now_seconds();
    mog_status status =
        channels_label(dataset, a->solver, &a->settings, &a->utility, a->common.quiet, &error);
    const double seconds = now_seconds() - start;
    if (status == MOG_OK)
        status = mog_dataset_write(dataset, a->file, &error);
    if (status != MOG_OK)
        return fail(&error);
    return report(dataset, mog_dataset_labels(dataset, a->solver), a, seconds);
}

int run_label(int argc, char **argv) {
    mog_error error;
    arguments a = {.solver = "fplinq"};
    const config_binding bindings[] = {
        {mog_solver_section(), &a.settings}, {mog_utility_section(), &a.utility}, {NULL, NULL}};
    a.common.bindings = bindings;
    mog_utility_default(&a.utility);
    if (mog_solver_default(a.solver, &a.settings, &error) != MOG_OK) /* for --help */
        return fail(&error);
    int code = parse_options(&syntax, argc, argv, &a);
    if (code != EX_OK)
        return code;
    if (a.file == NULL)
        return fail_usage("label: name the data set, for example mog label data.h5");
    if (mog_solver_default(a.solver, &a.settings, &error) != MOG_OK)
        return fail_unknown("solver", a.solver, mog_solver_names());
    if (config_apply(&a.common.sources, bindings, &error) != MOG_OK)
        return fail(&error);
    mog_dataset *dataset = mog_dataset_read(a.file, &error);
    if (dataset == NULL)
        return fail(&error);
    code = label(dataset, &a);
    mog_dataset_free(dataset);
    return code;
}
