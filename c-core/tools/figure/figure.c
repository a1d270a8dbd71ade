/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Published experiments, done again: numbers as CSV, a picture, and whether what was published
 * holds.
 */
#include "figure/study.h"
#include "output/report.h"
#include "program/commands.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* What the figures of resource blocks share. */
static const char *const six_on_three[] = {"scenario.kind=rb_pairwise",
                                           "scenario.links=6",
                                           "scenario.n_rb=3",
                                           "scenario.noise_power=0.1",
                                           "figure.train_samples=100000",
                                           "figure.test_samples=3000",
                                           "figure.seeds=8",
                                           "figure.labels=rb-optimum",
                                           "network.feature=rate",
                                           "network.hidden=400,400",
                                           "critic.hidden=400,400",
                                           "training.epochs=50",
                                           "training.episodes=20000",
                                           "training.rate_step=18",
                                           "training.rate_factor=0.2",
                                           "rl.entropy_every=25000",
                                           "rl.interactions=64",
                                           "rl.replay=50000",
                                           "rl.warm_up=50000",
                                           "rl.scale_free=false",
                                           NULL};

static const figure figures[] = {
    {.name = "mlp-convergence",
     .title = "MLP, 20 links, 2000 training samples (Cheng et al. 2025, Fig. 6a)",
     .kind = &study_methods,
     .series = {{.preset = "mlp-sup"},
                {.preset = "mlp-unsup"},
                {.preset = "mlp-mog-fixed"},
                {.preset = "mlp-mog-increasing"},
                {.preset = "mlp-mog-decreasing"}},
     .settings = {"figure.seeds=8", "figure.train_samples=2000", "figure.test_samples=1000",
                  "scenario.links=20"}},
    {.name = "gnn-convergence",
     .title = "Message passing and 10 sweeps, gic, 40 links, 1000 training samples",
     .kind = &study_methods,
     .series = {{.preset = "pcgnn-sup"},
                {.preset = "pcgnn-unsup"},
                {.preset = "pcgnn-mog-fixed"},
                {.preset = "pcgnn-mog-increasing"},
                {.preset = "pcgnn-mog-decreasing"}},
     .settings = {"figure.seeds=8", "figure.train_samples=1000", "figure.test_samples=500",
                  "figure.labels=fplinq-strong", "scenario.links=40", "network.refine=10",
                  "training.epochs=60", "training.learning_rate=3e-3", "training.rate_step=20",
                  "training.rate_factor=0.3"}},
    {.name = "mlp-gnn-gap",
     .title = "MLP and message passing, gic, 2000 training samples",
     .kind = &study_sizes,
     .series = {{.preset = "mlp-unsup"}, {.preset = "pcgnn-unsup"}},
     .settings = {"figure.seeds=2", "figure.train_samples=2000", "figure.test_samples=500",
                  "figure.sizes=5,10,15,20,25,30,35,40", "training.epochs=50"}},
    {.name = "gnn-transfer-d2d",
     .title = "Message passing, d2d, trained with 20 links",
     .kind = &study_transfer,
     .series = {{.preset = "pcgnn-mog-decreasing"}},
     .settings = {"figure.seeds=2", "figure.train_samples=10000", "figure.test_samples=500",
                  "figure.sizes=10,20,50,100", "scenario.kind=d2d", "scenario.links=20",
                  "network.feature=rate", "network.neighbours=gain", "network.threshold=36",
                  "training.label_reduction=mean", "training.epochs=30",
                  "training.learning_rate=3e-3", "training.rate_step=10",
                  "training.rate_factor=0.3"}},
    {.name = "gnn-transfer-gic",
     .title = "Message passing with unrolled sweeps, gic, trained with 20 links",
     .kind = &study_transfer,
     .series = {{.preset = "pcgnn-unsup"}},
     .settings = {"figure.seeds=2", "figure.train_samples=10000", "figure.test_samples=500",
                  "figure.sizes=10,20,50,100", "scenario.links=20", "network.unroll=10",
                  "training.epochs=30", "training.learning_rate=3e-3", "training.rate_step=10",
                  "training.rate_factor=0.3"}},
    {.name = "rb-pg",
     .title = "Resource blocks by policy gradients, 6 links on 3",
     .kind = &study_rl,
     .series = {{.preset = "rb-mlp-rl-sup"},
                {.preset = "rb-mlp-pg"},
                {.preset = "rb-mlp-mog-pg-fixed"},
                {.preset = "rb-mlp-mog-pg-increasing"},
                {.preset = "rb-mlp-mog-pg-decreasing"}},
     .common = six_on_three},
    {.name = "rb-dpg",
     .title = "Resource blocks by deterministic policy gradients, 6 links on 3",
     .kind = &study_rl,
     .series = {{.preset = "rb-mlp-rl-sup"},
                {.preset = "rb-mlp-dpg"},
                {.preset = "rb-mlp-mog-dpg-fixed"},
                {.preset = "rb-mlp-mog-dpg-increasing"},
                {.preset = "rb-mlp-mog-dpg-decreasing"}},
     .common = six_on_three,
     .settings = {"network.hidden=200,200", "training.epochs=25", "training.rate_step=9"}},
    {.name = "rb-stability",
     .title = "Resource blocks in 32 runs, 6 links on 3 (Cheng et al. 2025, Fig. 14)",
     .kind = &study_rl,
     .series = {{.preset = "rb-mlp-rl-sup"},
                {.preset = "rb-mlp-pg"},
                {.preset = "rb-mlp-mog-pg-fixed"},
                {.preset = "rb-mlp-dpg"},
                {.preset = "rb-mlp-mog-dpg-fixed"}},
     .common = six_on_three,
     .settings = {"figure.seeds=32", "figure.train_samples=10000", "figure.test_samples=1000",
                  "network.hidden=100,100", "critic.hidden=200,200", "training.epochs=10",
                  "training.episodes=10000", "training.rate_step=4", "rl.warm_up=10000",
                  "rl.entropy_every=10000"}},
    {.name = "rb-labels",
     .title = "Resource blocks by quality of labels, 6 links on 3 (Cheng et al. 2025, Fig. 16)",
     .kind = &study_labels,
     .series = {{"rb-mlp-rl-sup", "optimum", {"figure.labels=rb-optimum"}},
                {"rb-mlp-rl-sup",
                 "optimum-co-membership",
                 {"figure.labels=rb-optimum", "training.label_loss=co-membership"}},
                {"rb-mlp-rl-sup", "canonical", {"figure.labels=rb-best-of"}},
                {"rb-mlp-rl-sup",
                 "canonical-co-membership",
                 {"figure.labels=rb-best-of", "training.label_loss=co-membership"}},
                {"rb-mlp-rl-sup", "raw", {"figure.labels=rb-best-of", "solver.canonical=false"}},
                {"rb-mlp-rl-sup",
                 "raw-co-membership",
                 {"figure.labels=rb-best-of", "solver.canonical=false",
                  "training.label_loss=co-membership"}}},
     .common = six_on_three,
     .settings = {"figure.seeds=2", "figure.train_samples=60000"}},
    {.name = "dpg-mlp",
     .title = "Powers by deterministic policy gradients, MLP, gic, 10 links",
     .kind = &study_rl,
     .series = {{.preset = "mlp-rl-sup", .settings = {"training.batch=16"}},
                {.preset = "mlp-dpg"},
                {.preset = "mlp-mog-dpg-fixed"},
                {.preset = "mlp-mog-dpg-increasing"},
                {.preset = "mlp-mog-dpg-decreasing"}},
     .settings = {"figure.seeds=8", "figure.train_samples=10000", "figure.test_samples=1000",
                  "figure.labels=fplinq-strong", "scenario.links=10", "training.epochs=20",
                  "training.episodes=10000", "training.rate_step=7", "training.rate_factor=0.3",
                  "rl.interactions=16", "rl.warm_up=10000", "rl.replay=50000",
                  "rl.scale_free=false"}},
    {.name = "dpg-gnn",
     .title = "Powers by deterministic policy gradients, message passing, gic, 40 links",
     .kind = &study_rl,
     .series = {{.preset = "pcgnn-rl-sup"},
                {.preset = "pcgnn-dpg"},
                {"pcgnn-dpg",
                 "dpg-whole",
                 {"rl.critic=whole", "critic.kind=mlp", "critic.hidden=200,200"}},
                {.preset = "pcgnn-mog-dpg-fixed"},
                {.preset = "pcgnn-mog-dpg-increasing"},
                {.preset = "pcgnn-mog-dpg-decreasing"}},
     .settings = {"figure.seeds=3", "figure.train_samples=5000", "figure.test_samples=500",
                  "scenario.links=40", "training.batch=16", "training.epochs=30",
                  "training.episodes=1600", "training.rate_step=12", "training.rate_factor=0.3",
                  "rl.interactions=16", "rl.warm_up=1600", "rl.replay=5000",
                  "rl.scale_free=false"}},
};
enum { figure_count = sizeof figures / sizeof figures[0] };

typedef struct arguments {
    common_options common;
    const char *name;
    const char *output;
} arguments;

static const verb_option options[] = {
    {.name = "output",
     .letter = 'o',
     .value = "DIRECTORY",
     .help = "Where to write the files; the present one if not given",
     .place = offsetof(arguments, output)},
    {0},
};

static const figure *find_figure(const char *name) {
    for (size_t i = 0; i < figure_count; i++)
        if (strcmp(figures[i].name, name) == 0)
            return &figures[i];
    return NULL;
}

static bool figure_name(size_t index, char name[NAME_SIZE]) {
    if (index < figure_count)
        snprintf(name, NAME_SIZE, "%s", figures[index].name);
    return index < figure_count;
}

static const char *figure_title(const char *name) {
    return find_figure(name)->title;
}

static const name_list figure_names[] = {{"Figures", figure_name, figure_title}, {0}};

static const verb_syntax syntax = {
    .doc = "Repeats a published experiment over several seeds: NAME.csv, NAME-runs.csv, NAME.png "
           "and a verdict; with RL and with labels of several kinds also NAME-spread.csv. It "
           "trains for minutes to hours. A figure has its own defaults for some settings.",
    .names = figure_names,
    .example = "mog figure mlp-convergence -o out --set figure.seeds=2\n",
    .files = "NAME",
    .file_count = 1,
    .file_place = offsetof(arguments, name),
    .file_names = figure_names,
    .options = options,
};

static int fail_unknown_figure(const char *name) {
    const char *names[figure_count + 1] = {NULL};
    for (size_t i = 0; i < figure_count; i++)
        names[i] = figures[i].name;
    return fail_unknown("figure", name, names);
}

static bool has_new_labels(const study *s, size_t series) {
    for (size_t i = 0; i < series; i++)
        if (s->series[i].labels == s->series[series].labels)
            return false;
    return true;
}

static void report_teachers(const study *s, json_t *object) {
    const char *names[STUDY_MOST_SERIES];
    char text[256];
    size_t count = 0;
    for (size_t i = 0; i < s->series_count; i++)
        if (has_new_labels(s, i))
            names[count++] = study_teachers[s->series[i].labels];
    report_join(names, count, text, sizeof text);
    report_text(object, "labels", text);
}

static mog_status report(const study *s, const study_result *result, bool as_json, char **text,
                         mog_error *error) {
    json_t *object = json_object();
    report_text(object, "figure", s->figure->title);
    report_integer(object, "seeds", result->runs);
    report_teachers(s, object);
    s->figure->kind->report(result, object);
    return report_format(object, as_json, text, error);
}

static int make_figure(const figure *f, const arguments *a) {
    mog_error error;
    study s;
    if (study_prepare(&s, f, &a->common, &error) != MOG_OK)
        return fail(&error);
    study_result *result = study_run(&s, a->common.quiet, &error);
    if (result == NULL)
        return fail(&error);
    char *text;
    mog_status status = report(&s, result, a->common.json, &text, &error);
    if (status == MOG_OK)
        status = study_result_write(result, &f->kind->axes, a->output != NULL ? a->output : ".",
                                    f->name, f->title, &error);
    const int code = status == MOG_OK ? report_show(text) : fail(&error);
    free(text);
    study_result_free(result);
    return code;
}

int run_figure(int argc, char **argv) {
    study_settings settings;
    mog_scenario scenario;
    mog_solver_settings solver;
    mog_recipe recipe;
    study_default(&settings);
    mog_scenario_default(&scenario);
    mog_recipe_default(&recipe);
    /* for the help only: a figure's settings are its own */
    mog_error error;
    if (mog_solver_default(study_teachers[settings.labels], &solver, &error) != MOG_OK)
        return fail(&error);
    const config_binding bindings[] = {{study_section(), &settings},
                                       {&mog_scenario_section, &scenario},
                                       {&mog_solver_section, &solver},
                                       {&mog_network_section, &recipe.network},
                                       {&mog_training_section, &recipe.training},
                                       {&mog_rl_section, &recipe.rl},
                                       {&mog_critic_section, &recipe.critic},
                                       {NULL, NULL}};
    arguments a = {.common.bindings = bindings};
    const int code = parse_options(&syntax, argc, argv, &a);
    if (code != EX_OK)
        return code;
    if (a.name == NULL)
        return fail_usage("figure: name the figure, for example %s", figures[0].name);
    const figure *f = find_figure(a.name);
    if (f == NULL)
        return fail_unknown_figure(a.name);
    /* hours of training should not end with a directory that is not there */
    struct stat status;
    if (a.output != NULL && (stat(a.output, &status) != 0 || !S_ISDIR(status.st_mode)))
        return fail_usage("figure: %s is no directory: create it first", a.output);
    if (a.output != NULL && strlen(a.output) + 2 * NAME_SIZE > PATH_MAX)
        return fail_usage("figure: %.64s... is too long for the files in it", a.output);
    return make_figure(f, &a);
}
