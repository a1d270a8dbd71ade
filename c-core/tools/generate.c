/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command.h"
#include "mog/io.h"
#include "report.h"

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
           "starts where that ends.",
    .example = "mog generate -o train.h5 --samples 2000 --seed 1\n"
               "mog generate -o test.h5 --samples 1000 --seed 1 --first 2000\n"
               "mog generate -o rb.h5 --set scenario.kind=rb_pairwise --set scenario.n_rb=3\n",
    .options = options,
};

static int report(const mog_dataset *dataset, const char *path, bool as_json) {
    json_t *object = json_object();
    report_text(object, "file", path);
    report_integer(object, "samples", dataset->samples);
    report_integer(object, "links", dataset->links);
    report_integer(object, "rbs", dataset->n_rb);
    json_object_set_new(object, "gains_per_rb", json_boolean(dataset->per_rb));
    report_real(object, "noise_power", dataset->noise_power);
    return report_print(object, as_json);
}

int run_generate(int argc, char **argv) {
    generate_settings settings = {.samples = 1000, .seed = 1, .first = 0};
    mog_scenario scenario;
    mog_scenario_default(&scenario);
    const config_binding bindings[] = {
        {&section, &settings}, {mog_scenario_section(), &scenario}, {NULL, NULL}};
    arguments a = {.common.bindings = bindings};
    int code = parse_options(&syntax, argc, argv, &a);
    if (code != EX_OK)
        return code;
    if (a.output == NULL)
        return fail_usage("generate: name the file to write, -o data.h5");
    mog_error error;
    if (config_apply(&a.common.sources, bindings, &error) != MOG_OK)
        return fail(&error);
    mog_dataset *dataset =
        mog_dataset_generate(&scenario, settings.seed, settings.first, settings.samples, &error);
    if (dataset == NULL)
        return fail(&error);
    const mog_status status = mog_dataset_write(dataset, a.output, &error);
    code = status == MOG_OK ? report(dataset, a.output, a.common.json) : fail(&error);
    mog_dataset_free(dataset);
    return code;
}
