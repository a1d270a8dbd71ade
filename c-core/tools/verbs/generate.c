/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mog generate: channels of a scenario. */
#include "output/report.h"
#include "program/commands.h"
#include "verbs/baselines.h"
#include "verbs/chunks.h"
#include "verbs/interrupt.h"
#include "verbs/slots.h"

#include <stdlib.h>

typedef struct generate_settings {
    size_t samples;
    uint64_t seed;
    uint64_t first;
} generate_settings;

static const mog_field fields[] = {
    {.name = "samples",
     .type = MOG_FIELD_SIZE,
     .offset = offsetof(generate_settings, samples),
     .minimum = 1,
     .maximum = 1e9,
     .help = "number of channels"},
    {.name = "seed",
     .type = MOG_FIELD_SEED,
     .offset = offsetof(generate_settings, seed),
     .help = "seed: sample n depends on the scenario, the seed and n alone"},
    {.name = "first",
     .type = MOG_FIELD_SEED,
     .offset = offsetof(generate_settings, first),
     .help = "number n of the first sample: a test set starts where its training set ends"},
};
static const mog_section section = {"generate", fields, sizeof fields / sizeof fields[0]};

typedef struct arguments {
    common_options common;
    const char *output;
    generate_settings settings;
    mog_scenario scenario;
    mog_utility utility; /* with the next two: of weights on a trajectory */
    mog_slots_settings slots;
    mog_solver_settings solver;
    chunk_settings chunk;
} arguments;

static const verb_option options[] = {
    {.name = "output",
     .letter = 'o',
     .value = "FILE",
     .help = "The data set to write (HDF5); it must be given",
     .place = offsetof(arguments, output)},
    {.name = "samples", .letter = 'n', .value = "N", .setting = "generate.samples"},
    {.name = "seed", .letter = 's', .value = "S", .setting = "generate.seed"},
    {.name = "first", .letter = 'f', .value = "F", .setting = "generate.first"},
    {0},
};

static const verb_syntax syntax = {
    .doc = "Makes channels of a scenario: a data set of samples, each with the gains from every "
           "transmitter to every receiver. A test set takes the seed of its training set and "
           "starts where that ends. With scenario.weights = trajectory links get the weights that "
           "the utility gives them after a random number of slots, in each of which a solver "
           "decides.",
    .example = "mog generate -o train.h5 --samples 2000 --seed 1\n"
               "mog generate -o test.h5 --samples 1000 --seed 1 --first 2000\n"
               "mog generate -o rb.h5 --set scenario.kind=rb_pairwise --set scenario.n_rb=3\n"
               "mog generate -o fair.h5 --set scenario.weights=trajectory\n",
    .options = options,
};

/* ---- weights on a trajectory --------------------------------------------------------------- */

static mog_status note_solver(const arguments *a, const char *solver, mog_dataset *dataset,
                              mog_error *error) {
    const mog_status status = mog_notes_set(&dataset->weight_notes, "solver", solver, error);
    return status == MOG_OK ? mog_notes_set_section(&dataset->weight_notes, &mog_solver_section,
                                                    &a->solver, error)
                            : status;
}

/* Weights of a chunk's samples. */
static mog_status play(const arguments *a, slots_decider *decider, const char *solver,
                       mog_dataset *chunk, mog_error *error) {
    decider->dataset = chunk;
    const mog_status status =
        mog_slots_trajectory(&a->slots, &a->utility, chunk, slots_decide, decider, error);
    return status == MOG_OK ? note_solver(a, solver, chunk, error) : status;
}

/* ---- chunk by chunk ------------------------------------------------------------------------ */

/* A data set with what all its chunks have, but with no samples. */
static mog_status generate_head(const arguments *a, mog_dataset **head, mog_error *error) {
    return mog_dataset_generate(&a->scenario, a->settings.seed, a->settings.first, 0, head, error);
}

static mog_status write_chunk(const arguments *a, slots_decider *decider, const char *solver,
                              size_t first, size_t count, mog_dataset_writer *writer,
                              mog_error *error) {
    mog_dataset *chunk;
    mog_status status = mog_dataset_generate(&a->scenario, a->settings.seed,
                                             a->settings.first + first, count, &chunk, error);
    if (status == MOG_OK && decider->solver != NULL)
        status = play(a, decider, solver, chunk, error);
    if (status == MOG_OK)
        status = mog_dataset_writer_put(writer, chunk, error);
    mog_dataset_free(chunk);
    return status;
}

static mog_status write_chunks(const arguments *a, slots_decider *decider, const char *solver,
                               const mog_dataset *head, mog_dataset_writer *writer,
                               mog_error *error) {
    const size_t samples = a->settings.samples, size = chunk_size(&a->chunk, head, 1);
    mog_status status = MOG_OK;
    for (size_t first = 0; status == MOG_OK && first < samples; first += size) {
        const size_t left = samples - first;
        status = write_chunk(a, decider, solver, first, left < size ? left : size, writer, error);
        if (status == MOG_OK)
            status = interrupt_check(a->output, error);
    }
    return status;
}

static mog_status write_file(const arguments *a, const char *solver, const mog_dataset *head,
                             mog_error *error) {
    slots_decider decider = {.solver = NULL};
    mog_status status = MOG_OK;
    if (a->scenario.weights == MOG_WEIGHTS_TRAJECTORY)
        status = mog_solver_create(solver, &a->solver, NULL, head->links, head->n_rb,
                                   &decider.solver, error);
    if (status != MOG_OK)
        return status;
    mog_dataset_writer *writer;
    interrupt_catch();
    status = mog_dataset_writer_create(a->output, a->settings.samples, &writer, error);
    if (status == MOG_OK) {
        progress bar = progress_start("weights", a->settings.samples * slots_in_all(&a->slots),
                                      a->common.quiet || decider.solver == NULL);
        decider.bar = &bar;
        status = write_chunks(a, &decider, solver, head, writer, error);
        progress_end(&bar);
        if (status == MOG_OK)
            status = mog_dataset_writer_commit(writer, error);
        else
            mog_dataset_writer_abort(writer);
    }
    mog_solver_free(decider.solver);
    return status;
}

/* ---- the verb ------------------------------------------------------------------------------ */

static mog_status report(const mog_dataset *head, const arguments *a, char **text,
                         mog_error *error) {
    json_t *object = json_object();
    report_text(object, "file", a->output);
    report_integer(object, "samples", a->settings.samples);
    report_integer(object, "links", head->links);
    report_integer(object, "rbs", head->n_rb);
    json_object_set_new(object, "gains_per_rb", json_boolean(head->per_rb));
    report_real(object, "noise_power", head->noise_power);
    json_object_set_new(object, "weights", json_boolean(head->weight != NULL));
    return report_format(object, a->common.json, text, error);
}

/* Who decides depends on the scenario, and the solver's defaults on that. */
static mog_status configure(arguments *a, const config_binding *bindings, const char **solver,
                            mog_error *error) {
    mog_status status = config_apply(&a->common.sources, bindings, error);
    if (status != MOG_OK)
        return status;
    *solver = baselines_of(a->scenario.n_rb)->teacher;
    status = mog_solver_default(*solver, &a->solver, error);
    return status == MOG_OK ? config_apply(&a->common.sources, bindings, error) : status;
}

int run_generate(int argc, char **argv) {
    mog_error error;
    arguments a = {.settings = {.samples = 1000, .seed = 1, .first = 0}};
    const char *solver = baselines_of(1)->teacher;
    mog_scenario_default(&a.scenario);
    mog_utility_default(&a.utility);
    mog_slots_default(&a.slots);
    a.utility.kind = MOG_UTILITY_PROPORTIONAL_FAIR; /* the sum rate's weights never change */
    if (mog_solver_default(solver, &a.solver, &error) != MOG_OK)
        return fail(&error);
    const config_binding bindings[] = {{&section, &a.settings},
                                       {&mog_scenario_section, &a.scenario},
                                       {&mog_utility_section, &a.utility},
                                       {&mog_slots_section, &a.slots},
                                       {&mog_solver_section, &a.solver},
                                       {&chunk_section, &a.chunk},
                                       {NULL, NULL}};
    a.common.bindings = bindings;
    int code = parse_options(&syntax, argc, argv, &a);
    if (code != EX_OK)
        return code;
    if (a.output == NULL)
        return fail_usage("generate: name the file to write, -o data.h5");
    mog_status status = configure(&a, bindings, &solver, &error);
    mog_dataset *head;
    if (status == MOG_OK)
        status = generate_head(&a, &head, &error);
    if (status != MOG_OK)
        return fail(&error);
    char *text;
    status = report(head, &a, &text, &error);
    if (status == MOG_OK)
        status = write_file(&a, solver, head, &error);
    code = status == MOG_OK ? report_show(text) : fail(&error);
    free(text);
    mog_dataset_free(head);
    return code;
}
