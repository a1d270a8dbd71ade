/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mog/io.h"
#include "output/statistics.h"
#include "program/commands.h"
#include "verbs/baselines.h"
#include "verbs/policy_file.h"
#include "verbs/worth.h"

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
    policy_options policy;
    mog_utility utility;
} arguments;

static const verb_option options[] = {
    {.name = "output",
     .letter = 'o',
     .value = "FILE",
     .help = "Where powers, as shares of the maximum, and resource blocks go (HDF5: /power, /rb); "
             "it must be given",
     .place = offsetof(arguments, output)},
    {.name = "batch", .letter = 'b', .value = "N", .setting = "infer.batch"},
    POLICY_OPTIONS(offsetof(arguments, policy)),
    {0},
};

static const verb_syntax syntax = {
    .doc =
        "Lets a policy decide on powers, or on resource blocks and powers, for every sample of a "
        "data set. It says what that is worth by the policy's utility, or by utility.kind.",
    .example = "mog infer run/policy.safetensors test.h5 -o power.h5\n",
    .files = "POLICY DATA.h5",
    .file_count = 2,
    .file_place = offsetof(arguments, files),
    .options = options,
};

static int report(const mog_dataset *dataset, const arguments *a, const mog_allocation *decided) {
    const mog_utility *utility = &a->utility;
    const char *trivial = baselines_trivial(baselines_of(dataset->n_rb))->solver;
    const worth w = worth_of(dataset, utility, decided);
    json_t *object = json_object();
    report_text(object, "file", a->output);
    report_integer(object, "samples", dataset->samples);
    report_integer(object, "links", dataset->links);
    report_integer(object, "rbs", dataset->n_rb);
    report_real(object, "sum_rate", w.sum_rate);
    if (!is_sum_rate(dataset, utility))
        report_utility(object, dataset, utility, w);
    for (size_t i = 0; i < dataset->label_count; i++)
        report_worth(object, dataset->labels[i].solver, dataset, utility,
                     worth_of_labels(dataset, utility, &dataset->labels[i]));
    report_real(object, "bound", best_bound(dataset, utility));
    report_solver(object, trivial, dataset, utility);
    return report_print(object, a->common.json);
}

static mog_status run(const policies *use, const mog_dataset *dataset, size_t batch,
                      const mog_allocation *out, mog_error *error) {
    const mog_problem problem = mog_dataset_problem(dataset);
    allocator all;
    mog_status status = allocator_open(&all, use, batch, problem.links, error);
    if (status == MOG_OK)
        status = allocator_run(&all, &problem, out, error);
    allocator_close(&all);
    return status;
}

static int infer(const policies *use, const mog_dataset *dataset, size_t batch,
                 const arguments *a) {
    mog_error error;
    mog_allocation decided;
    mog_status status = allocation_open(&decided, dataset, &error);
    if (status == MOG_OK)
        status = run(use, dataset, batch, &decided, &error);
    if (status == MOG_OK)
        status = mog_allocation_write(a->output, dataset->samples, dataset->links, decided.power,
                                      decided.rb, &error);
    const int code = status == MOG_OK ? report(dataset, a, &decided) : fail(&error);
    allocation_close(&decided);
    return code;
}

int run_infer(int argc, char **argv) {
    infer_settings settings = {.batch = 64};
    arguments a = {.output = NULL};
    mog_utility_default(&a.utility);
    const config_binding bindings[] = {
        {&section, &settings}, {mog_utility_section(), &a.utility}, {NULL, NULL}};
    a.common.bindings = bindings;
    int code = parse_options(&syntax, argc, argv, &a);
    if (code != EX_OK)
        return code;
    if (a.files[1] == NULL || a.output == NULL)
        return fail_usage("infer: name a policy, a data set and the file to write, for example mog "
                          "infer run/policy.safetensors data.h5 -o power.h5");
    mog_error error;
    policies use;
    mog_status status = read_policies(a.files[0], &a.policy, &use, &error);
    if (status == MOG_OK) {
        a.utility = *mog_policy_utility(use.policy);
        status = config_apply(&a.common.sources, bindings, &error);
    }
    mog_dataset *dataset = status == MOG_OK ? mog_dataset_read(a.files[1], &error) : NULL;
    if (dataset != NULL && dataset->weight != NULL)
        warn_of_weights(use.policy, a.files[0], a.files[1]);
    code = dataset != NULL ? infer(&use, dataset, settings.batch, &a) : fail(&error);
    mog_dataset_free(dataset);
    close_policies(&use);
    return code;
}
