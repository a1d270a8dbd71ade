/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mog infer: what a policy decides, as a file. */
#include "program/commands.h"
#include "verbs/allocation.h"
#include "verbs/baselines.h"
#include "verbs/chunks.h"
#include "verbs/inputs.h"
#include "verbs/interrupt.h"
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
    infer_settings settings;
    chunk_settings chunk;
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

/* ---- chunk by chunk ------------------------------------------------------------------------ */

/* Decisions that are being made, and what they and others come to. */
typedef struct inference {
    const arguments *a;
    const char *trivial;
    allocator policy;
    mog_dataset_writer *writer;
    mog_measure worth, trivial_worth;
    label_sums labels;
} inference;

static void measure(inference *i, const mog_dataset *chunk, const mog_allocation *decided) {
    const mog_utility *utility = &i->a->utility;
    worth_add(&i->worth, chunk, utility, decided);
    worth_add_solver(&i->trivial_worth, chunk, utility, i->trivial);
    label_sums_add(&i->labels, chunk, utility);
}

static mog_status infer_chunk(void *context, mog_dataset *chunk, size_t first, mog_error *error) {
    (void)first;
    inference *i = context;
    const mog_problem problem = mog_dataset_problem(chunk);
    mog_allocation decided;
    mog_status status = allocation_open(&decided, chunk, error);
    if (status == MOG_OK)
        status = allocator_run(&i->policy, &problem, &decided, error);
    if (status == MOG_OK)
        status = interrupt_check(i->a->output, error);
    if (status == MOG_OK)
        status = mog_dataset_writer_put_decisions(i->writer, chunk->samples, &decided, error);
    if (status == MOG_OK)
        measure(i, chunk, &decided);
    allocation_close(&decided);
    return status;
}

/* A batch of more samples than there are would take memory for nothing. */
static mog_status infer_chunks(inference *i, const policies *use, mog_dataset_file *file,
                               mog_error *error) {
    const mog_dataset_contents *contents = mog_dataset_file_contents(file);
    const mog_dataset *head = contents->head;
    const size_t wanted = i->a->settings.batch;
    const size_t batch = wanted < contents->samples ? wanted : contents->samples;
    mog_status status = allocator_open(&i->policy, use, batch, head->links, error);
    if (status == MOG_OK)
        status = chunks_of(file, chunk_size(&i->a->chunk, head, batch), infer_chunk, i, error);
    allocator_close(&i->policy);
    return status;
}

/* ---- the verb ------------------------------------------------------------------------------ */

static mog_status report(const inference *i, const mog_dataset *head, char **text,
                         mog_error *error) {
    const arguments *a = i->a;
    const mog_utility *utility = &a->utility;
    const mog_measured w = mog_measure_means(&i->worth);
    json_t *object = json_object();
    report_text(object, "file", a->output);
    report_integer(object, "samples", i->worth.samples);
    report_integer(object, "links", head->links);
    report_integer(object, "rbs", head->n_rb);
    report_real(object, "sum_rate", w.sum_rate);
    if (!is_sum_rate(head, utility))
        report_utility(object, head, utility, w);
    for (size_t n = 0; n < head->label_count; n++)
        report_worth(object, head->labels[n].solver, head, utility,
                     mog_measure_means(&i->labels.worth[n]));
    report_real(object, "bound", label_sums_best_bound(&i->labels, head, utility));
    report_worth(object, report_key_of("", i->trivial, "").text, head, utility,
                 mog_measure_means(&i->trivial_worth));
    return report_format(object, a->common.json, text, error);
}

/* What is said is made before the file is there: then nothing can fail any more. */
static mog_status run(inference *i, const policies *use, mog_dataset_file *file, char **text,
                      mog_error *error) {
    const mog_dataset_contents *contents = mog_dataset_file_contents(file);
    mog_status status = mog_dataset_writer_create_decisions(
        i->a->output, contents->samples, contents->head->links, &i->writer, error);
    if (status != MOG_OK)
        return status;
    status = infer_chunks(i, use, file, error);
    if (status == MOG_OK)
        status = report(i, contents->head, text, error);
    if (status == MOG_OK)
        return mog_dataset_writer_commit(i->writer, error);
    mog_dataset_writer_abort(i->writer);
    return status;
}

static int infer(const policies *use, const arguments *a) {
    mog_error error;
    mog_dataset_file *file;
    if (chunks_open(a->files[1], &file, &error) != MOG_OK)
        return fail(&error);
    const mog_dataset *head = mog_dataset_file_contents(file)->head;
    inference i = {.a = a, .trivial = baselines_trivial(baselines_of(head->n_rb))->solver};
    if (head->weight != NULL)
        warn_of_weights(use->policy, a->files[0], a->files[1]);
    interrupt_catch();
    char *text = NULL;
    const int code = run(&i, use, file, &text, &error) == MOG_OK ? report_show(text) : fail(&error);
    free(text);
    mog_dataset_file_close(file);
    return code;
}

int run_infer(int argc, char **argv) {
    arguments a = {.settings = {.batch = 64}};
    mog_utility_default(&a.utility);
    const config_binding bindings[] = {{&section, &a.settings},
                                       {&mog_utility_section, &a.utility},
                                       {&chunk_section, &a.chunk},
                                       {NULL, NULL}};
    a.common.bindings = bindings;
    int code = parse_options(&syntax, argc, argv, &a);
    if (code != EX_OK)
        return code;
    if (a.files[1] == NULL || a.output == NULL)
        return fail_usage("infer: name a policy, a data set and the file to write, for example mog "
                          "infer run/policy.safetensors data.h5 -o power.h5");
    code = inputs_keep("--output", a.output, a.files, 2);
    if (code != EX_OK)
        return code;
    mog_error error;
    policies use;
    mog_status status = read_policies(a.files[0], &a.policy, &use, &error);
    if (status == MOG_OK) {
        a.utility = mog_policy_info_of(use.policy)->utility;
        status = config_apply(&a.common.sources, bindings, &error);
    }
    code = status == MOG_OK ? infer(&use, &a) : fail(&error);
    close_policies(&use);
    return code;
}
