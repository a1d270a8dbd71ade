/* SPDX-License-Identifier: GPL-2.0-or-later */
/* `mog train`: from settings and data to a run directory. */
#include "verbs/train.h"

#include "output/progress.h"
#include "program/commands.h"
#include "verbs/baselines.h"
#include "verbs/channels.h"
#include "verbs/chunks.h"
#include "verbs/run_directory.h"
#include "verbs/worth.h"
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct arguments {
    common_options common;
    const char *preset, *train, *test, *labels, *directory;
    bool resume, force;
} arguments;

static const verb_option options[] = {
    {.name = "preset",
     .value = "NAME",
     .help = "Network and method, such as mlp-mog-increasing; `mog info` lists the presets. The "
             "defaults of the settings if not given",
     .place = offsetof(arguments, preset),
     .names = preset_names},
    {.name = "train",
     .value = "FILE",
     .help = "Data set to train on; it must be given",
     .place = offsetof(arguments, train)},
    {.name = "test",
     .value = "FILE",
     .help = "Data set to measure on after every epoch; none if not given",
     .place = offsetof(arguments, test)},
    {.name = "labels",
     .value = "SOLVER",
     .help = "Whose labels to use; may be left out if the data set has one kind",
     .place = offsetof(arguments, labels),
     .names = solver_names},
    {.name = "csi",
     .value = "KIND",
     .help = "How the policy knows the channels, in training and test; labels and sum rates are "
             "those of the true ones. Every epoch has errors of its own",
     .setting = "csi.kind"},
    {.name = "seed", .letter = 's', .value = "S", .setting = "training.seed"},
    {.name = "output",
     .letter = 'o',
     .value = "DIR",
     .help = "Directory to make for the run; it must be given",
     .place = offsetof(arguments, directory)},
    {.name = "resume",
     .help = "Continue the run in DIR after its last complete epoch, or start it if there is none. "
             "Settings, data and labels are those of the run and need not be given again; more "
             "epochs may be. The result is the same as without interruption",
     .place = offsetof(arguments, resume)},
    {.name = "force", .help = "Replace the run in DIR", .place = offsetof(arguments, force)},
    {0},
};

static const verb_syntax syntax = {
    .doc =
        "Trains a policy on channels, with labels or without. "
        "The directory gets config.ini, manifest.json, metrics.csv, checkpoint.safetensors after "
        "every epoch, and policy.safetensors at the end. SIGINT and SIGTERM stop the run with "
        "exit code 75; --resume continues it.",
    .example = "mog train --preset mlp-mog-increasing --train a.h5 --test b.h5 \\\n"
               "    --labels fplinq --seed 1 -o run\n"
               "mog train --resume -o run --set training.epochs=200\n",
    .options = options,
};

/* A run keeps the settings that it began with; to name its preset again does no harm. */
static mog_status check_preset(const arguments *a, const json_t *previous, mog_error *error) {
    const char *preset = json_string_value(json_object_get(previous, "preset"));
    if (a->preset == NULL || (preset != NULL && strcmp(preset, a->preset) == 0))
        return MOG_OK;
    return mog_fail(error, MOG_ERROR_ARGUMENT,
                    "the run in %s has the settings of %s%s, not of preset %s: leave --preset out, "
                    "or replace the run with --force",
                    a->directory, preset != NULL ? "preset " : "no preset",
                    preset != NULL ? preset : "", a->preset);
}

/* Defaults, then the preset or the settings of a run that is resumed, then the user's. A run that
 * was killed when it had no more than settings can begin again by its preset. */
static mog_status resolve_settings(const arguments *a, const json_t *previous, training_run *run,
                                   const config_binding *bindings, mog_error *error) {
    const bool has_begun = json_object_size(previous) > 0;
    mog_status status = has_begun ? check_preset(a, previous, error) : MOG_OK;
    if (status != MOG_OK)
        return status;
    if (a->preset != NULL && !has_begun)
        status = mog_preset_find(a->preset, &run->recipe, error);
    else if (a->resume && run_directory_has(a->directory, RUN_CONFIG))
        status = config_read(path_in_run(a->directory, RUN_CONFIG).text, bindings, error);
    return status != MOG_OK ? status : config_apply(&a->common.sources, bindings, error);
}

/* What a resumed run's manifest says; empty for a new run. */
typedef struct previous_run {
    json_t *manifest;
    char train[PATH_MAX], test[PATH_MAX];
} previous_run;

/* It stands in for what the user did not name. */
static void take_from(previous_run *previous, arguments *a) {
    if (a->train == NULL && report_path_of(previous->manifest, "train", previous->train))
        a->train = previous->train;
    if (a->test == NULL && report_path_of(previous->manifest, "test", previous->test))
        a->test = previous->test;
    if (a->labels == NULL)
        a->labels = json_string_value(json_object_get(previous->manifest, "labels"));
}

static mog_status fail_labels(const mog_dataset *dataset, const char *path, const char *wanted,
                              mog_error *error) {
    char names[512] = "none; mog label adds them";
    size_t used = 0;
    for (size_t i = 0; i < dataset->label_count && used < sizeof names; i++)
        used += (size_t)snprintf(names + used, sizeof names - used, "%s%s", i == 0 ? "" : ", ",
                                 dataset->labels[i].solver);
    if (wanted != NULL)
        return mog_fail(error, MOG_ERROR_DATA, "%s has no labels '%s'; it has: %s", path, wanted,
                        names);
    return mog_fail(error, MOG_ERROR_ARGUMENT, "name one of the labels in %s with --labels: %s",
                    path, names);
}

static mog_status choose_labels(training_run *run, const arguments *a, mog_error *error) {
    const mog_dataset *train = run->train;
    run->labels = a->labels;
    if (a->labels == NULL && train->label_count == 1)
        run->labels = train->labels[0].solver;
    if (run->labels == NULL)
        return !mog_method_needs_labels(run->recipe.training.method)
                   ? MOG_OK
                   : fail_labels(train, a->train, NULL, error);
    if (mog_dataset_labels(train, run->labels) == NULL)
        return fail_labels(train, a->train, run->labels, error);
    if (run->test != NULL && mog_dataset_labels(run->test, run->labels) == NULL)
        return fail_labels(run->test, a->test, run->labels, error);
    return MOG_OK;
}

static mog_status know_channels(training_run *run, const arguments *a, mog_error *error) {
    const mog_status status = channels_know(run->train, a->train, &run->csi, error);
    if (status != MOG_OK || run->test == NULL)
        return status;
    return channels_know(run->test, a->test, &run->csi, error);
}

static mog_status load_data(training_run *run, const arguments *a, mog_error *error) {
    mog_status status = chunks_read_all(a->train, &run->train, error);
    if (status == MOG_OK && a->test != NULL)
        status = chunks_read_all(a->test, &run->test, error);
    if (status != MOG_OK)
        return status;
    if (run->test != NULL && run->test->links != run->train->links)
        return mog_fail(error, MOG_ERROR_DATA, "%s has %zu links and %s has %zu: they must agree",
                        a->train, run->train->links, a->test, run->test->links);
    status = choose_labels(run, a, error);
    return status == MOG_OK ? know_channels(run, a, error) : status;
}

static mog_status create_trainer(training_run *run, const arguments *a, mog_error *error) {
    const mog_status status =
        mog_trainer_create(&run->recipe, run->labels, run->train, run->test, &run->trainer, error);
    if (status != MOG_OK)
        return status;
    /* config.ini says what is done */
    run->recipe = *mog_trainer_state_of(run->trainer)->recipe;
    if (!a->resume || !run_directory_has(a->directory, RUN_CHECKPOINT))
        return MOG_OK;
    return mog_trainer_restore(run->trainer, path_in_run(a->directory, RUN_CHECKPOINT).text, error);
}

/* The whole path: the run may be resumed from another directory. */
static mog_status report_file(json_t *manifest, const char *key, const char *path,
                              mog_error *error) {
    char whole[PATH_MAX];
    if (realpath(path, whole) == NULL)
        return mog_fail(error, MOG_ERROR_IO, "cannot find the whole path of %s: %s", path,
                        strerror(errno));
    report_path(manifest, key, whole);
    return MOG_OK;
}

/* The preset is where the settings came from, also of a run that is resumed. */
static void report_preset(json_t *manifest, const char *given, const json_t *previous) {
    const char *preset = json_string_value(json_object_get(previous, "preset"));
    if (given != NULL || preset != NULL)
        report_text(manifest, "preset", given != NULL ? given : preset);
}

static mog_status describe_run(const training_run *run, const arguments *a, const json_t *previous,
                               json_t *manifest, mog_error *error) {
    manifest_add_build(manifest);
    report_preset(manifest, a->preset, previous);
    mog_status status = report_file(manifest, "train", a->train, error);
    if (status == MOG_OK && a->test != NULL)
        status = report_file(manifest, "test", a->test, error);
    if (run->labels != NULL)
        report_text(manifest, "labels", run->labels);
    report_integer(manifest, "seed", run->recipe.training.seed);
    manifest_add_time(manifest, "started");
    if (json_object_get(previous, "started") != NULL) {
        json_object_set(manifest, "resumed", json_object_get(manifest, "started"));
        json_object_set(manifest, "started", json_object_get(previous, "started"));
    }
    report_text(manifest, "status", "running");
    return status == MOG_OK ? report_is_whole(error) : status;
}

/* The learned number stands beside its label's, a bound, and what costs nothing. In RL a training
 * set is measured by its first samples. */
static void report_set(json_t *rows, const char *name, const mog_dataset *set,
                       const mog_utility *utility, double value, const char *labels) {
    json_t *row = json_object();
    const baseline_solver *trivial = baselines_trivial(baselines_of(set->n_rb));
    const mog_labels *label = labels != NULL ? mog_dataset_labels(set, labels) : NULL;
    const double label_value =
        label != NULL ? worth_of_labels(set, utility, label).value : (double)NAN;
    report_text(row, "set", name);
    report_real(row, "policy", value);
    report_real(row, "labels", label_value);
    report_real(row, "bound", best_bound(set, utility));
    report_real(row, report_key_of("", trivial->solver, "").text,
                worth_of_solver(set, utility, trivial->solver).value);
    report_real(row, "policy_to_labels", ratio_of(value, label_value));
    json_array_append_new(rows, row);
}

static mog_status report(training_run *run, mog_error *error) {
    const mog_trainer_state *now = mog_trainer_state_of(run->trainer);
    const mog_epoch *last = &now->epochs[now->epoch_count - 1];
    json_t *object = json_object(), *rows = json_array();
    report_text(object, "policy", path_in_run(run->directory, RUN_POLICY).text);
    report_integer(object, "epochs", now->epoch_count);
    report_real(object, "seconds", now_seconds() - run->start);
    if (run->labels != NULL)
        report_text(object, "labels", run->labels);
    const mog_utility *utility = &run->recipe.utility;
    report_set(rows, "train", run->train, utility, last->train_utility, run->labels);
    if (run->test != NULL)
        report_set(rows, "test", run->test, utility, last->test_utility, run->labels);
    const bool sum_rate = utility->kind == MOG_UTILITY_SUM_RATE;
    if (!sum_rate)
        report_text(object, "utility", mog_utility_name(utility));
    json_object_set_new(object, sum_rate ? "sum_rates" : "values", rows);
    return report_format(object, run->json, &run->report, error);
}

/* A run begins with its settings, and has begun with its manifest. What a killed run did not get
 * to write of its last epoch, a resumed one has in its checkpoint. */
static mog_status begin(const training_run *run, const config_binding *bindings,
                        const json_t *manifest, mog_error *error) {
    const mog_trainer_state *now = mog_trainer_state_of(run->trainer);
    mog_status status = run_write_config(run->directory, bindings, error);
    if (status == MOG_OK)
        status = run_write_manifest(run->directory, manifest, error);
    if (status == MOG_OK && now->epoch_count > 0)
        status = run_write_metrics(run->directory, now->epochs, now->epoch_count, error);
    return status;
}

/* From the first step to the policy; the manifest says how it ended, whatever happens. What is said
 * on stdout is made before the policy is there. */
static mog_status run_to_end(training_run *run, json_t *manifest, mog_error *error) {
    mog_status status = run_epochs(run, error);
    if (status == MOG_OK)
        status = report(run, error);
    if (status == MOG_OK)
        status = write_policy(run, error);
    manifest_add_time(manifest, "ended");
    report_text(manifest, "status", status == MOG_OK ? "done" : mog_status_text(status));
    mog_error second; /* the first one counts */
    if (run_write_manifest(run->directory, manifest, &second) != MOG_OK && status == MOG_OK)
        status = mog_fail(error, second.status, "%s", second.message);
    return status;
}

static existing_run what_to_do(const arguments *a) {
    if (a->resume)
        return EXISTING_RUN_RESUME;
    return a->force ? EXISTING_RUN_REPLACE : EXISTING_RUN_REFUSE;
}

/* Everything up to the first step: nothing is written before all of it is known to be right. */
static mog_status prepare(training_run *run, const arguments *a, const config_binding *bindings,
                          const json_t *previous, mog_error *error) {
    if (a->train == NULL)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "train: name the data set to train on, --train data.h5");
    mog_status status = resolve_settings(a, previous, run, bindings, error);
    if (status == MOG_OK)
        status = load_data(run, a, error);
    return status == MOG_OK ? create_trainer(run, a, error) : status;
}

static mog_status train(training_run *run, const arguments *a, const config_binding *bindings,
                        const json_t *previous, mog_error *error) {
    mog_status status = prepare(run, a, bindings, previous, error);
    if (status != MOG_OK)
        return status;
    json_t *manifest = json_object();
    status = describe_run(run, a, previous, manifest, error);
    if (status == MOG_OK)
        status = run_directory_make(run->directory, what_to_do(a), &run->lock, error);
    run->start = now_seconds();
    if (status == MOG_OK)
        status = begin(run, bindings, manifest, error);
    if (status == MOG_OK)
        status = run_to_end(run, manifest, error);
    json_decref(manifest);
    return status;
}

static mog_status read_previous(const arguments *a, previous_run *previous, mog_error *error) {
    const bool continues = a->resume && run_directory_has(a->directory, RUN_MANIFEST);
    previous->manifest = continues ? run_read_manifest(a->directory, error) : json_object();
    if (continues && previous->manifest == NULL)
        return error->status;
    return report_is_whole(error);
}

/* With the directory locked: what is in it does not change. */
static int train_in_directory(training_run *run, arguments *a, const config_binding *bindings) {
    mog_error error;
    previous_run previous = {.manifest = NULL};
    mog_status status = read_previous(a, &previous, &error);
    if (status == MOG_OK) {
        take_from(&previous, a);
        status = train(run, a, bindings, previous.manifest, &error);
    }
    const int code = status == MOG_OK ? report_show(run->report) : fail(&error);
    free(run->report);
    json_decref(previous.manifest);
    mog_trainer_free(run->trainer);
    mog_dataset_free(run->train);
    mog_dataset_free(run->test);
    return code;
}

int run_train(int argc, char **argv) {
    training_run run = {.train = NULL};
    mog_recipe_default(&run.recipe);
    mog_csi_default(&run.csi);
    const config_binding bindings[] = {{&mog_network_section, &run.recipe.network},
                                       {&mog_training_section, &run.recipe.training},
                                       {&mog_utility_section, &run.recipe.utility},
                                       {&mog_rl_section, &run.recipe.rl},
                                       {&mog_critic_section, &run.recipe.critic},
                                       {&mog_csi_section, &run.csi},
                                       {NULL, NULL}};
    arguments a = {.common.bindings = bindings};
    int code = parse_options(&syntax, argc, argv, &a);
    if (code != EX_OK)
        return code;
    if (a.directory == NULL)
        return fail_usage("train: name the directory of the run, -o run");
    run.directory = a.directory;
    run.quiet = a.common.quiet;
    run.json = a.common.json;
    mog_error error;
    code = run_directory_claim(run.directory, what_to_do(&a), &run.lock, &error) == MOG_OK
               ? train_in_directory(&run, &a, bindings)
               : fail(&error);
    run_directory_release(run.lock);
    return code;
}
