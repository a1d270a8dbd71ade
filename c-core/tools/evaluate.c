/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "channels.h"
#include "command.h"
#include "evaluation.h"
#include "mog/io.h"
#include "policy_file.h"
#include "report.h"
#include "statistics.h"

#include <stdlib.h>

typedef struct arguments {
    common_options common;
    const char *files[2]; /* policy, data set */
    const char *reference;
    policy_options policy;
    mog_csi_settings csi;
} arguments;

static const verb_option options[] = {
    {.name = "csi",
     .value = "KIND",
     .help = "How the policy and the solvers know the channels. Rates are those on the true "
             "channels; labels and the reference know them",
     .setting = "csi.kind"},
    {.name = "reference",
     .letter = 'r',
     .value = "NAME",
     .help = "What gaps are measured against: a solver, labels of the data set, or none; if not "
             "given, the certified optimum for up to 8 links and fplinq-strong beyond; with "
             "resource blocks rb-optimum where it can be had, else rb-local-search. It is solved "
             "for if the data set has no such labels",
     .place = offsetof(arguments, reference),
     .names = solver_names},
    POLICY_OPTIONS(offsetof(arguments, policy)),
    {0},
};

static const verb_syntax syntax = {
    .doc =
        "Prints the mean sum rate of a policy beside the data set's labels and bounds, and beside "
        "allocations that cost nothing. \"policy ratio\" is the policy's sum rate over the "
        "row's, \"gap percent\" is what the row lacks to the reference, \"bound gap percent\" "
        "to its upper bound, NMSE is the policy's distance from the row's powers. With resource "
        "blocks, \"same rb\" is the share of links that the policy puts on the row's, and "
        "\"policy + moves\" is the policy with local search behind it.",
    .example = "mog evaluate run/policy.safetensors test.h5\n"
               "mog evaluate run/policy.safetensors test.h5 --csi noisy --set csi.error_db=-20\n",
    .files = "POLICY DATA.h5",
    .file_count = 2,
    .file_place = offsetof(arguments, files),
    .options = options,
};

static void report_reference(json_t *object, const evaluation *e) {
    const mog_labels *labels = e->reference.labels;
    const size_t samples = e->dataset->samples;
    report_text(object, "reference", labels != NULL ? labels->solver : "none");
    if (labels == NULL)
        return;
    report_text(object, "reference_from", e->reference.solved ? "solved now" : "data set");
    report_real(object, "reference_sum_rate", mean(labels->sum_rate, samples));
    if (labels->bound != NULL)
        report_real(object, "reference_bound", mean(labels->bound, samples));
}

static mog_status run(evaluation *e, const arguments *a, json_t *rows, mog_error *error) {
    const mog_status status = channels_know(e->dataset, a->files[1], &a->csi, error);
    return status == MOG_OK ? evaluation_run(e, a->reference, a->common.quiet, rows, error)
                            : status;
}

static int report(evaluation *e, const arguments *a) {
    mog_error error;
    json_t *rows = json_array();
    if (run(e, a, rows, &error) != MOG_OK) {
        json_decref(rows);
        return fail(&error);
    }
    json_t *object = json_object();
    report_text(object, "policy", a->files[0]);
    report_text(object, "data", a->files[1]);
    report_integer(object, "samples", e->dataset->samples);
    report_integer(object, "links", e->dataset->links);
    report_integer(object, "rbs", e->dataset->n_rb);
    report_text(object, "csi", e->csi);
    report_reference(object, e);
    report_real(object, "decision_us", 1e6 * evaluation_decision_seconds(e, &error));
    json_object_set_new(object, "rows", rows);
    return report_print(object, a->common.json);
}

static int evaluate(const policies *use, mog_dataset *dataset, const arguments *a) {
    mog_error error;
    evaluation e = {.use = *use, .dataset = dataset, .csi = mog_csi_name(a->csi.kind)};
    mog_status status = allocation_open(&e.decided, dataset, &error);
    if (status == MOG_OK)
        status = allocation_open(&e.scratch, dataset, &error);
    const int code = status == MOG_OK ? report(&e, a) : fail(&error);
    allocation_close(&e.decided);
    allocation_close(&e.scratch);
    return code;
}

int run_evaluate(int argc, char **argv) {
    arguments a = {.reference = "auto"};
    mog_csi_default(&a.csi);
    const config_binding bindings[] = {{mog_csi_section(), &a.csi}, {NULL, NULL}};
    a.common.bindings = bindings;
    int code = parse_options(&syntax, argc, argv, &a);
    if (code != EX_OK)
        return code;
    if (a.files[1] == NULL)
        return fail_usage("evaluate: name a policy and a data set, for example mog evaluate "
                          "run/policy.safetensors data.h5");
    mog_error error;
    if (config_apply(&a.common.sources, bindings, &error) != MOG_OK)
        return fail(&error);
    policies use;
    const mog_status status = read_policies(a.files[0], &a.policy, &use, &error);
    mog_dataset *dataset = status == MOG_OK ? mog_dataset_read(a.files[1], &error) : NULL;
    code = dataset != NULL ? evaluate(&use, dataset, &a) : fail(&error);
    mog_dataset_free(dataset);
    close_policies(&use);
    return code;
}
