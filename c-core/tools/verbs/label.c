/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mog label: solutions of a solver, added to a data set. */
#include "output/progress.h"
#include "program/commands.h"
#include "verbs/baselines.h"
#include "verbs/channels.h"
#include "verbs/chunks.h"
#include "verbs/interrupt.h"
#include "verbs/worth.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct arguments {
    common_options common;
    const char *file;
    const char *solver;
    mog_solver_settings settings;
    mog_utility utility;
    chunk_settings chunk;
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
           "are replaced, and whatever else is in the file stays. Defaults of the settings are "
           "those for fplinq. What is maximised is the "
           "sum rate, or what utility.kind says.",
    .names = solver_names,
    .example = "mog label train.h5\nmog label rb.h5 --solver rb-optimum\n"
               "mog label train.h5 --set utility.kind=energy-efficiency\n",
    .files = "DATA.h5",
    .file_count = 1,
    .file_place = offsetof(arguments, file),
    .options = options,
};

/* ---- chunk by chunk ------------------------------------------------------------------------ */

enum { MOST_BLIND = 3 };

/* Labels that are being added, and what they come to. */
typedef struct labelling {
    const arguments *a;
    const baselines *beside;
    labeller solver;
    mog_dataset_writer *writer;
    mog_measure worth, blind[MOST_BLIND]; /* of the labels; of what does not look at the channels */
    double bound;
    bool has_bound;
    double seconds; /* that solving took */
} labelling;

static void measure(labelling *l, const mog_dataset *chunk) {
    const mog_utility *utility = &l->a->utility;
    const mog_labels *labels = mog_dataset_labels(chunk, l->a->solver);
    worth_add_labels(&l->worth, chunk, utility, labels);
    for (size_t n = 0; l->beside->blind[n].solver != NULL; n++)
        worth_add_solver(&l->blind[n], chunk, utility, l->beside->blind[n].solver);
    l->has_bound = labels->bound != NULL;
    for (size_t n = 0; l->has_bound && n < chunk->samples; n++)
        l->bound += labels->bound[n];
}

static mog_status label_chunk(void *context, mog_dataset *chunk, size_t first, mog_error *error) {
    (void)first;
    labelling *l = context;
    const double start = now_seconds();
    mog_status status = labeller_run(&l->solver, chunk, error);
    l->seconds += now_seconds() - start;
    if (status == MOG_OK)
        status = mog_dataset_writer_put(l->writer, chunk, error);
    if (status == MOG_OK)
        measure(l, chunk);
    return status;
}

/* ---- the verb ------------------------------------------------------------------------------ */

/* Next to a decision stands what does not look at the channels. */
static void report_baselines(json_t *object, const labelling *l, const mog_dataset *head,
                             double value) {
    const baselines *b = l->beside;
    mog_measured trivial = {0};
    for (size_t n = 0; b->blind[n].solver != NULL; n++) {
        trivial = mog_measure_means(&l->blind[n]);
        report_worth(object, report_key_of("", b->blind[n].solver, "").text, head, &l->a->utility,
                     trivial);
    }
    report_real(object, report_key_of("ratio_to_", baselines_trivial(b)->solver, "").text,
                ratio_of(value, trivial.value));
}

static mog_status report(const labelling *l, const mog_dataset *head, char **text,
                         mog_error *error) {
    const arguments *a = l->a;
    const mog_measured w = mog_measure_means(&l->worth);
    const double samples = (double)l->worth.samples;
    json_t *object = json_object();
    report_text(object, "file", a->file);
    report_text(object, "solver", a->solver);
    report_integer(object, "samples", l->worth.samples);
    report_real(object, "sum_rate", w.sum_rate);
    report_utility(object, head, &a->utility, w);
    report_baselines(object, l, head, w.value);
    if (l->has_bound)
        report_real(object, "bound", l->bound / samples);
    report_real(object, "seconds", l->seconds);
    report_real(object, "us_per_sample", 1e6 * l->seconds / samples);
    return report_format(object, a->common.json, text, error);
}

/* The writer is freed, whatever the outcome. What is said is made before the labels are there: then
 * nothing can fail any more. */
static mog_status label_chunks(labelling *l, mog_dataset_file *file, char **text,
                               mog_error *error) {
    const arguments *a = l->a;
    const mog_dataset *head = mog_dataset_file_contents(file)->head;
    mog_status status =
        labeller_open(&l->solver, a->solver, &a->settings, &a->utility, head, error);
    if (status == MOG_OK) {
        progress bar =
            progress_start(a->solver, mog_dataset_file_contents(file)->samples, a->common.quiet);
        l->solver.bar = &bar;
        l->solver.file = a->file;
        status = chunks_of(file, chunk_size(&a->chunk, head, 1), label_chunk, l, error);
        progress_end(&bar);
    }
    labeller_close(&l->solver);
    if (status == MOG_OK)
        status = report(l, head, text, error);
    if (status == MOG_OK)
        return mog_dataset_writer_commit(l->writer, error);
    mog_dataset_writer_abort(l->writer);
    return status;
}

/* Looked at once before it is locked, so that a bad file is called that. Locked, it stays what it
 * is until the labels are in it. */
static mog_status claim(const arguments *a, mog_dataset_writer **writer, mog_dataset_file **file,
                        mog_error *error) {
    mog_status status = chunks_open(a->file, file, error);
    if (status != MOG_OK)
        return status;
    const size_t samples = mog_dataset_file_contents(*file)->samples;
    mog_dataset_file_close(*file);
    *file = NULL;
    status = mog_dataset_writer_add_labels(a->file, a->solver, samples, writer, error);
    if (status != MOG_OK)
        return status;
    status = mog_dataset_file_open(a->file, file, error);
    if (status != MOG_OK)
        mog_dataset_writer_abort(*writer);
    return status;
}

static int label(const arguments *a) {
    mog_error error;
    labelling l = {.a = a};
    interrupt_catch();
    mog_dataset_file *file;
    if (claim(a, &l.writer, &file, &error) != MOG_OK)
        return fail(&error);
    const mog_dataset *head = mog_dataset_file_contents(file)->head;
    l.beside = baselines_of(head->n_rb);
    char *text = NULL;
    const int code =
        label_chunks(&l, file, &text, &error) == MOG_OK ? report_show(text) : fail(&error);
    free(text);
    mog_dataset_file_close(file);
    return code;
}

int run_label(int argc, char **argv) {
    mog_error error;
    arguments a = {.solver = "fplinq"};
    const config_binding bindings[] = {{&mog_solver_section, &a.settings},
                                       {&mog_utility_section, &a.utility},
                                       {&chunk_section, &a.chunk},
                                       {NULL, NULL}};
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
    return label(&a);
}
