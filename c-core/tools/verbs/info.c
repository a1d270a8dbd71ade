/* SPDX-License-Identifier: GPL-2.0-or-later */
/* `mog info`: how the program was built, and what is in a file. */
#include "mog/blas.h"
#include "mog/learn.h"
#include "mog/library.h"
#include "mog/policy.h"
#include "mog/solve.h"
#include "output/statistics.h"
#include "program/commands.h"
#include "verbs/baselines.h"
#include "verbs/chunks.h"
#include "verbs/run_directory.h"
#include "verbs/worth.h"

#include <stdio.h>
#include <string.h>

typedef struct arguments {
    common_options common;
    const char *file;
} arguments;

static const verb_syntax syntax = {
    .doc = "Says how the program was built, which BLAS kernels it uses and what it knows; or "
           "describes a policy or a data set.",
    .example = "mog info\nmog info run/policy.safetensors\nmog info --json train.h5\n",
    .files = "[POLICY|DATA.h5]",
    .file_count = 1,
    .file_place = offsetof(arguments, file),
};

static json_t *json_names(const char *const *names) {
    json_t *list = json_array();
    for (size_t i = 0; names[i] != NULL; i++)
        json_array_append_new(list, json_string(names[i]));
    return list;
}

static json_t *preset_list(void) {
    json_t *list = json_array();
    char name[MOG_PRESET_NAME_SIZE];
    for (size_t i = 0; mog_preset_name(i, name); i++)
        json_array_append_new(list, json_string(name));
    return list;
}

static json_t *solver_table(void) {
    json_t *rows = json_array();
    for (const char *const *name = mog_solver_names(); *name != NULL; name++) {
        const mog_solver_info solver = mog_solver_describe(*name);
        json_t *row = json_object();
        report_text(row, "solver", solver.name);
        report_text(row, "decides", baselines_that_decide(solver.decides_rb)->decides);
        report_text(row, "does", solver.help);
        json_array_append_new(rows, row);
    }
    return rows;
}

static int describe_program(bool as_json) {
    mog_blas_info blas;
    mog_error error;
    if (mog_blas_open(&blas, &error) != MOG_OK)
        return fail(&error);
    json_t *object = json_object();
    manifest_add_build(object);
    json_object_set_new(object, "features", json_names(mog_features()));
    report_text(object, "vector_instructions", mog_simd_name());
    report_text(object, "blas_config", blas.config);
    json_object_set_new(object, "scenarios",
                        json_names(config_choices(&mog_scenario_section, "kind")));
    json_object_set_new(object, "utilities",
                        json_names(config_choices(&mog_utility_section, "kind")));
    json_object_set_new(object, "networks",
                        json_names(config_choices(&mog_network_section, "kind")));
    json_object_set_new(object, "presets", preset_list());
    json_object_set_new(object, "solvers", solver_table());
    return report_print(object, as_json);
}

static void describe_settings(json_t *object, const mog_section *section, const void *settings) {
    json_t *entries = json_object();
    for (size_t i = 0; i < section->count; i++) {
        char text[MOG_FIELD_TEXT_SIZE];
        mog_settings_print(&section->fields[i], settings, text);
        report_text(entries, section->fields[i].name, text);
    }
    json_object_set_new(object, section->name, entries);
}

static int describe_policy(const char *path, bool as_json) {
    mog_error error;
    mog_policy *policy;
    if (mog_policy_load(path, &policy, &error) != MOG_OK)
        return fail(&error);
    json_t *object = json_object(), *notes = json_object();
    report_text(object, "policy", path);
    const mog_policy_info *info = mog_policy_info_of(policy);
    report_integer(object, "links", info->links);
    report_text(object, "runs_with",
                info->any_links ? "any number of links" : "that number of links only");
    report_integer(object, "parameters", info->parameter_count);
    describe_settings(object, &mog_network_section, &info->settings);
    for (size_t i = 0; i < info->note_count; i++)
        report_text(notes, info->notes[i].key, info->notes[i].value);
    json_object_set_new(object, "notes", notes);
    mog_policy_free(policy);
    return report_print(object, as_json);
}

static void describe_notes(json_t *object, const char *key, const mog_notes *notes) {
    if (notes->count == 0)
        return;
    json_t *entries = json_object();
    for (size_t n = 0; n < notes->count; n++)
        report_text(entries, notes->note[n].key, notes->note[n].value);
    json_object_set_new(object, key, entries);
}

static void describe_labels(json_t *object, const mog_dataset *dataset) {
    json_t *rows = json_array();
    for (size_t i = 0; i < dataset->label_count; i++) {
        const mog_labels *labels = &dataset->labels[i];
        json_t *row = json_object();
        report_text(row, "labels", labels->solver);
        report_real(row, "sum_rate", mean(labels->sum_rate, dataset->samples));
        if (labels->bound != NULL)
            report_real(row, "bound", mean(labels->bound, dataset->samples));
        json_array_append_new(rows, row);
    }
    json_object_set_new(object, "label_sets", rows);
}

static void report_trivial(json_t *object, const mog_dataset *dataset) {
    const char *solver = baselines_trivial(baselines_of(dataset->n_rb))->solver;
    mog_utility utility;
    mog_utility_default(&utility);
    report_solver(object, solver, dataset, &utility);
}

static int describe_dataset(const char *path, bool as_json) {
    mog_error error;
    mog_dataset *dataset;
    if (chunks_read_all(path, &dataset, &error) != MOG_OK)
        return fail(&error);
    json_t *object = json_object();
    report_text(object, "data", path);
    report_integer(object, "samples", dataset->samples);
    report_integer(object, "links", dataset->links);
    report_integer(object, "rbs", dataset->n_rb);
    json_object_set_new(object, "gains_per_rb", json_boolean(dataset->per_rb));
    report_real(object, "noise_power", dataset->noise_power);
    json_object_set_new(object, "weights", json_boolean(dataset->weight != NULL));
    json_object_set_new(object, "prices", json_boolean(dataset->price != NULL));
    json_object_set_new(object, "positions", json_boolean(dataset->tx_position != NULL));
    if (dataset->has_scenario) {
        report_integer(object, "seed", dataset->seed);
        report_integer(object, "first_sample", dataset->first);
        describe_settings(object, &mog_scenario_section, &dataset->scenario);
    }
    describe_notes(object, "weights_from", &dataset->weight_notes);
    report_trivial(object, dataset);
    describe_labels(object, dataset);
    mog_dataset_free(dataset);
    return report_print(object, as_json);
}

/* Data sets start with HDF5's signature; whatever else there is must be a policy. */
static mog_status starts_like_hdf5(const char *path, bool *is_hdf5, mog_error *error) {
    static const char signature[] = "\x89HDF\r\n\x1a\n";
    char start[sizeof signature] = "";
    uint64_t bytes;
    FILE *stream;
    const mog_status status = mog_file_open(path, &stream, &bytes, error);
    if (status != MOG_OK)
        return status;
    *is_hdf5 = fread(start, 1, 8, stream) == 8 && memcmp(start, signature, 8) == 0;
    fclose(stream);
    return MOG_OK;
}

int run_info(int argc, char **argv) {
    const config_binding bindings[] = {{NULL, NULL}};
    arguments a = {.common.bindings = bindings};
    const int code = parse_options(&syntax, argc, argv, &a);
    if (code != EX_OK)
        return code;
    mog_error error;
    if (config_apply(&a.common.sources, bindings, &error) != MOG_OK)
        return fail(&error);
    if (a.file == NULL)
        return describe_program(a.common.json);
    bool is_hdf5 = false;
    if (starts_like_hdf5(a.file, &is_hdf5, &error) != MOG_OK)
        return fail(&error);
    return is_hdf5 ? describe_dataset(a.file, a.common.json)
                   : describe_policy(a.file, a.common.json);
}
