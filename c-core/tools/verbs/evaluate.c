/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mog evaluate: a policy beside labels, solvers and bounds, at an instant or over time. */
#include "program/commands.h"
#include "verbs/channels.h"
#include "verbs/chunks.h"
#include "verbs/evaluate_slots.h"
#include "verbs/evaluation.h"
#include "verbs/inputs.h"
#include "verbs/policy_file.h"

#include <stdlib.h>

typedef struct arguments {
    common_options common;
    const char *files[2]; /* policy, data set */
    const char *reference;
    policy_options policy;
    const char *slots; /* NULL: an instant is evaluated */
    const char *csv, *png;
    mog_csi_settings csi;
    mog_utility utility;
    mog_slots_settings play;
    chunk_settings chunk;
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
    {.name = "slots",
     .value = "N",
     .help = "Play every sample over so many slots, in each of which policy and solvers decide "
             "for the weights that the utility gives links for what they have had; prints "
             "statistics of the links' mean rates. With --refine, the policy is played without "
             "and with it",
     .place = offsetof(arguments, slots)},
    {.name = "csv",
     .value = "FILE",
     .help = "With --slots: where means of every link go, a line for each allocator, sample and "
             "link",
     .place = offsetof(arguments, csv)},
    {.name = "plot",
     .value = "FILE.png",
     .help = "With --slots: where a picture of the distribution of mean rates goes, drawn by "
             "gnuplot; its numbers stand beside it",
     .place = offsetof(arguments, png)},
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
        "\"policy + moves\" is the policy with local search behind it. What solvers "
        "maximise, and the ratio and the gaps are in, is the policy's utility, or utility.kind.",
    .example = "mog evaluate run/policy.safetensors test.h5\n"
               "mog evaluate run/policy.safetensors test.h5 --csi noisy --set csi.error_db=-20\n"
               "mog evaluate run/policy.safetensors test.h5 --slots 100 "
               "--set utility.kind=proportional-fair\n",
    .files = "POLICY DATA.h5",
    .file_count = 2,
    .file_place = offsetof(arguments, files),
    .options = options,
};

/* ---- an instant, chunk by chunk ------------------------------------------------------------ */

typedef struct instant {
    const arguments *a;
    evaluation e;
} instant;

static mog_status evaluate_chunk(void *context, mog_dataset *chunk, size_t first,
                                 mog_error *error) {
    (void)first;
    instant *i = context;
    const mog_status status = channels_know(chunk, i->a->files[1], &i->a->csi, error);
    return status == MOG_OK ? evaluation_add(&i->e, chunk, error) : status;
}

static void report_reference(json_t *object, const evaluation *e, const mog_dataset *head) {
    const bool any = e->best.samples > 0;
    report_text(object, "reference", any ? e->reference_solver : "none");
    if (!any)
        return;
    report_text(object, "reference_from", e->reference.solved ? "solved now" : "data set");
    report_worth(object, "reference", head, &e->utility, evaluation_best(e));
    if (e->best_has_bound)
        report_real(object, "reference_bound", e->best_bound / (double)e->samples);
}

static int report(instant *i, const mog_dataset *head) {
    evaluation *e = &i->e;
    json_t *object = json_object(), *rows = json_array();
    report_text(object, "policy", i->a->files[0]);
    report_text(object, "data", i->a->files[1]);
    report_integer(object, "samples", e->samples);
    report_integer(object, "links", head->links);
    report_integer(object, "rbs", head->n_rb);
    report_text(object, "csi", e->csi);
    if (!is_sum_rate(head, &e->utility))
        report_utility(object, head, &e->utility, evaluation_policy(e));
    report_reference(object, e, head);
    report_real(object, "decision_us", 1e6 * evaluation_decision_seconds(e));
    evaluation_report(e, head, rows);
    json_object_set_new(object, "rows", rows);
    return report_print(object, i->a->common.json);
}

static int evaluate(const policies *use, mog_dataset_file *file, const arguments *a) {
    mog_error error;
    const mog_dataset *head = mog_dataset_file_contents(file)->head;
    instant *i = calloc(1, sizeof *i);
    if (i == NULL)
        return fail(&(mog_error){MOG_ERROR_MEMORY, "out of memory: sums of an evaluation"});
    progress bar =
        progress_start("reference", mog_dataset_file_contents(file)->samples, a->common.quiet);
    i->a = a;
    i->e = (evaluation){.use = *use,
                        .csi = channels_csi_name(a->csi.kind),
                        .utility = a->utility,
                        .reference_name = a->reference != NULL ? a->reference : "auto",
                        .bar = &bar};
    const mog_status status =
        chunks_of(file, chunk_size(&a->chunk, head, evaluation_batch(head->links)), evaluate_chunk,
                  i, &error);
    progress_end(&bar);
    const int code = status == MOG_OK ? report(i, head) : fail(&error);
    free(i);
    return code;
}

/* ---- the verb ------------------------------------------------------------------------------ */

/* What belongs to an instant, or to slots alone. */
static int check_options(const arguments *a) {
    if (a->slots == NULL && (a->csv != NULL || a->png != NULL))
        return fail_usage("evaluate: --%s writes what links have over time: add --slots N",
                          a->csv != NULL ? "csv" : "plot");
    if (a->slots != NULL && a->reference != NULL)
        return fail_usage("evaluate: --reference is for an instant: leave it out with --slots");
    return EX_OK;
}

static mog_status configure(arguments *a, const config_binding *bindings, const policies *use,
                            mog_error *error) {
    a->utility = mog_policy_info_of(use->policy)->utility;
    const mog_status status = config_apply(&a->common.sources, bindings, error);
    if (status != MOG_OK || a->slots == NULL)
        return status;
    if (a->csi.kind != MOG_CSI_IDEAL)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "csi.kind = %s, but slots are played with channels as they are: leave "
                        "it out with --slots",
                        channels_csi_name(a->csi.kind));
    return mog_settings_parse(&mog_slots_section, &a->play, "count", a->slots, error);
}

static int play(const policies *use, mog_dataset_file *file, const arguments *a) {
    const slots_request request = {.policy_path = a->files[0],
                                   .data_path = a->files[1],
                                   .refine = a->policy.refine,
                                   .csv = a->csv,
                                   .png = a->png,
                                   .json = a->common.json,
                                   .quiet = a->common.quiet,
                                   .slots = a->play,
                                   .chunk = a->chunk,
                                   .utility = a->utility};
    return evaluate_slots(use, file, &request);
}

static int run_on(const policies *use, const arguments *a) {
    mog_error error;
    mog_dataset_file *file;
    if (chunks_open(a->files[1], &file, &error) != MOG_OK)
        return fail(&error);
    if (mog_dataset_file_contents(file)->head->weight != NULL)
        warn_of_weights(use->policy, a->files[0], a->files[1]);
    else if (a->slots != NULL && a->utility.kind != MOG_UTILITY_SUM_RATE &&
             mog_utility_is_linear(&mog_policy_info_of(use->policy)->utility))
        warn_of_weights(use->policy, a->files[0], mog_utility_name(&a->utility));
    const int code = a->slots != NULL ? play(use, file, a) : evaluate(use, file, a);
    mog_dataset_file_close(file);
    return code;
}

int run_evaluate(int argc, char **argv) {
    arguments a = {.reference = NULL};
    mog_csi_default(&a.csi);
    mog_utility_default(&a.utility);
    mog_slots_default(&a.play);
    const config_binding bindings[] = {{&mog_csi_section, &a.csi},
                                       {&mog_utility_section, &a.utility},
                                       {&mog_slots_section, &a.play},
                                       {&chunk_section, &a.chunk},
                                       {NULL, NULL}};
    a.common.bindings = bindings;
    int code = parse_options(&syntax, argc, argv, &a);
    if (code == EX_OK)
        code = check_options(&a);
    if (code != EX_OK)
        return code;
    if (a.files[1] == NULL)
        return fail_usage("evaluate: name a policy and a data set, for example mog evaluate "
                          "run/policy.safetensors data.h5");
    code = inputs_keep("--csv", a.csv, a.files, 2);
    if (code == EX_OK)
        code = inputs_keep("--plot", a.png, a.files, 2);
    if (code != EX_OK)
        return code;
    policy_options how = a.policy;
    if (a.slots != NULL)
        how.refine = NULL; /* a row of its own */
    mog_error error;
    policies use;
    mog_status status = read_policies(a.files[0], &how, &use, &error);
    if (status == MOG_OK)
        status = configure(&a, bindings, &use, &error);
    code = status == MOG_OK ? run_on(&use, &a) : fail(&error);
    close_policies(&use);
    return code;
}
