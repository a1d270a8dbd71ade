/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command.h"
#include "mog/io.h"
#include "policy_file.h"
#include "report.h"
#include "statistics.h"

#include <stdlib.h>

typedef struct infer_settings {
    size_t batch;
} infer_settings;

static const mog_field fields[] = {
    {.name = "batch",
     .type = MOG_FIELD_SIZE,
     .offset = offsetof(infer_settings, batch),
     .minimum = 1,
     .maximum = 1e6,
     .help = "samples at a time; 1 gives the very bits of a decision in a simulation"},
};
static const mog_section section = {"infer", fields, sizeof fields / sizeof fields[0]};

typedef struct arguments {
    common_options common;
    const char *files[2]; /* policy, data set */
    const char *output;
    const char *refine;
} arguments;

static const verb_option options[] = {
    {.name = "output",
     .letter = 'o',
     .value = "FILE",
     .help = "Where the powers go (HDF5: /power, /rb)",
     .place = offsetof(arguments, output)},
    {.name = "batch",
     .letter = 'b',
     .value = "N",
     .help = "Short for --set infer.batch=N",
     .setting = "infer.batch"},
    POLICY_REFINE_OPTION(offsetof(arguments, refine)),
    {0},
};

static const verb_syntax syntax = {
    .doc = "Lets a policy set the powers of every sample of a data set.",
    .files = "POLICY DATA.h5",
    .file_count = 2,
    .file_place = offsetof(arguments, files),
    .options = options,
};

static int report(const mog_dataset *dataset, const arguments *a, const double *power) {
    json_t *object = json_object();
    report_text(object, "file", a->output);
    report_integer(object, "samples", dataset->samples);
    report_integer(object, "links", dataset->links);
    report_real(object, "sum_rate", mean_sum_rate(dataset, power));
    for (size_t i = 0; i < dataset->label_count; i++) {
        char key[64];
        snprintf(key, sizeof key, "%s_sum_rate", dataset->labels[i].solver);
        report_real(object, key, mean(dataset->labels[i].sum_rate, dataset->samples));
    }
    report_real(object, "bound", best_bound(dataset));
    report_real(object, "full_power_sum_rate", full_power_rate(dataset));
    return report_print(object, a->common.json);
}

static int infer(const mog_policy *policy, const mog_dataset *dataset, size_t batch,
                 const arguments *a) {
    mog_error error;
    const mog_problem problem = mog_dataset_problem(dataset);
    mog_policy_workspace *workspace =
        mog_policy_workspace_create(policy, batch, problem.links, &error);
    if (workspace == NULL)
        return fail(&error);
    double *power = calloc(problem.samples * problem.links, sizeof *power);
    mog_status status = power != NULL ? MOG_OK
                                      : mog_fail(&error, MOG_ERROR_MEMORY,
                                                 "out of memory: %zu powers", problem.samples);
    if (status == MOG_OK)
        status = mog_policy_run(policy, workspace, &problem, power, &error);
    if (status == MOG_OK)
        status =
            mog_allocation_write(a->output, problem.samples, problem.links, power, NULL, &error);
    const int code = status == MOG_OK ? report(dataset, a, power) : fail(&error);
    free(power);
    mog_policy_workspace_free(workspace);
    return code;
}

int run_infer(int argc, char **argv) {
    infer_settings settings = {.batch = 64};
    const config_binding bindings[] = {{&section, &settings}, {NULL, NULL}};
    arguments a = {.common.bindings = bindings};
    int code = parse_options(&syntax, argc, argv, &a);
    if (code != EX_OK)
        return code;
    if (a.files[1] == NULL || a.output == NULL)
        return fail_usage("infer: name a policy, a data set and the file to write, for example mog "
                          "infer run/policy.safetensors data.h5 -o power.h5");
    mog_error error;
    if (config_apply(&a.common.sources, bindings, &error) != MOG_OK)
        return fail(&error);
    mog_policy *policy = read_policy(a.files[0], a.refine, &error);
    mog_dataset *dataset = policy != NULL ? mog_dataset_read(a.files[1], &error) : NULL;
    code = dataset != NULL ? infer(policy, dataset, settings.batch, &a) : fail(&error);
    mog_dataset_free(dataset);
    mog_policy_free(policy);
    return code;
}
