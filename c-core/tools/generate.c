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
     .help = "n of the first sample: a test set starts where its training set ends"},
};
static const mog_section section = {"generate", fields, sizeof fields / sizeof fields[0]};

typedef struct arguments {
    common_options common;
    const char *output;
} arguments;

static const struct argp_option options[] = {
    {"output", 'o', "FILE", 0, "The data set to write (HDF5)", 0},
    {"samples", 'n', "N", 0, "Short for --set generate.samples=N", 0},
    {"seed", 's', "S", 0, "Short for --set generate.seed=S", 0},
    {"first", 'f', "F", 0, "Short for --set generate.first=F", 0},
    {0},
};

static error_t parse(int key, char *text, struct argp_state *state) {
    arguments *a = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &a->common;
        return 0;
    case ARGP_KEY_ARG:
        return take_argument(state, NULL, 0, text);
    case 'o':
        a->output = text;
        return 0;
    case 'n':
        return set_by_option(state, "generate.samples", text);
    case 's':
        return set_by_option(state, "generate.seed", text);
    case 'f':
        return set_by_option(state, "generate.first", text);
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .doc = "Makes channels of a scenario, for example\n"
           "  mog generate -o train.h5 --samples 2000 --seed 1\n"
           "  mog generate -o test.h5 --samples 1000 --seed 1 --first 2000",
    .children = common_children,
};

static int report(const mog_dataset *dataset, const char *path, bool as_json) {
    json_t *object = json_object();
    report_text(object, "file", path);
    report_integer(object, "samples", dataset->samples);
    report_integer(object, "links", dataset->links);
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
    int code = parse_options(&argp, argc, argv, &a);
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
