/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The settings of a study, and whether they fit together. */
#include "figure/study.h"

#include "output/report.h"

#define MEMBER(name) #name, .offset = offsetof(study_settings, name)
static const mog_field fields[] = {
    {MEMBER(seeds), .type = MOG_FIELD_SIZE, .minimum = 1, .maximum = 10000,
     .help = "runs of each series"},
    {MEMBER(first_seed), .type = MOG_FIELD_SEED,
     .help = "seed of the first run: channels, parameters, order"},
    {MEMBER(train_samples), .type = MOG_FIELD_SIZE, .minimum = 1, .maximum = 1e9,
     .help = "training channels of each run"},
    {MEMBER(test_samples), .type = MOG_FIELD_SIZE, .minimum = 1, .maximum = 1e9,
     .help = "test channels of each run"},
    {MEMBER(sizes), .type = MOG_FIELD_SIZES, .minimum = 1, .maximum = 10000,
     .help = "numbers of links, where they are the horizontal axis"},
    {MEMBER(labels), .type = MOG_FIELD_CHOICE, .choices = study_teachers,
     .help = "solver that training learns from; ratios are to fplinq, or with resource blocks to "
             "rb-optimum, all the same"},
};
#undef MEMBER

const mog_section *study_section(void) {
    static const mog_section section = {"figure", fields, sizeof fields / sizeof fields[0]};
    return &section;
}

void study_default(study_settings *settings) {
    *settings = (study_settings){
        .seeds = 8,
        .first_seed = 1,
        .train_samples = 2000,
        .test_samples = 1000,
        .sizes = {8, {5, 10, 15, 20, 25, 30, 35, 40}},
        .labels = 0,
    };
}

/* ---- settings ------------------------------------------------------------------------------ */

static mog_status set_all(const config_binding *bindings, const char *const *settings,
                          mog_error *error) {
    mog_status status = MOG_OK;
    for (; status == MOG_OK && settings != NULL && *settings != NULL; settings++)
        status = config_set(bindings, *settings, error);
    return status;
}

/* The figure's settings, the series', then the user's. */
static mog_status apply(study *s, const figure_series *own, study_series *series,
                        const common_options *options, mog_error *error) {
    mog_recipe *recipe = &series->recipe;
    const config_binding bindings[] = {{study_section(), &s->settings},
                                       {&mog_scenario_section, &s->scenario},
                                       {&mog_solver_section, &series->solver},
                                       {&mog_network_section, &recipe->network},
                                       {&mog_training_section, &recipe->training},
                                       {&mog_rl_section, &recipe->rl},
                                       {&mog_critic_section, &recipe->critic},
                                       {NULL, NULL}};
    mog_status status = set_all(bindings, s->figure->common, error);
    if (status == MOG_OK)
        status = set_all(bindings, s->figure->settings, error);
    if (status == MOG_OK)
        status = set_all(bindings, own->settings, error);
    return status == MOG_OK ? config_apply(&options->sources, bindings, error) : status;
}

/* Every series starts from the defaults, so that what it has of its own is not passed on. Those of
 * its teacher are known when that is: so what there is to set is set twice. */
static mog_status configure(study *s, const figure_series *own, study_series *series,
                            const common_options *options, mog_error *error) {
    study_default(&s->settings);
    mog_scenario_default(&s->scenario);
    mog_status status = apply(s, own, series, options, error);
    series->labels = s->settings.labels;
    if (status == MOG_OK)
        status = mog_solver_default(study_teachers[series->labels], &series->solver, error);
    return status == MOG_OK ? apply(s, own, series, options, error) : status;
}

static const char *name_of(const study_kind *kind, const figure_series *series) {
    if (series->name != NULL)
        return series->name;
    return kind->name != NULL ? kind->name(series->preset) : series->preset;
}

static mog_status prepare_series(study *s, const figure_series *own, const common_options *options,
                                 mog_error *error) {
    study_series *series = &s->series[s->series_count++];
    series->name = name_of(s->figure->kind, own);
    const mog_status status = mog_preset_find(own->preset, &series->recipe, error);
    return status == MOG_OK ? configure(s, own, series, options, error) : status;
}

/* The most that a solver has to take. */
static size_t most_links(const study *s) {
    size_t most = s->scenario.links;
    for (size_t p = 0; s->figure->kind->points == STUDY_SIZES && p < s->settings.sizes.count; p++)
        most = s->settings.sizes.value[p] > most ? s->settings.sizes.value[p] : most;
    return most;
}

static bool decides_rbs(const study *s) {
    return s->series[0].recipe.training.problem == MOG_PROBLEM_RB;
}

/* ---- checks -------------------------------------------------------------------------------- */

/* Steps of the horizontal axis in an epoch. */
static size_t pace(const study *s, const study_series *series) {
    return s->figure->kind->points == STUDY_EPISODES ? series->recipe.training.episodes : 1;
}

static mog_status check_points(const study *s, const study_series *series, mog_error *error) {
    const study_series *first = &s->series[0];
    const mog_training_settings *a = &first->recipe.training, *b = &series->recipe.training;
    if (s->figure->kind->points == STUDY_EPISODES && b->pattern != MOG_PATTERN_RL)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "%s is over episodes, %s has none: set training.pattern = rl",
                        s->figure->name, series->name);
    if (a->epochs != b->epochs)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "%s trains for %zu epochs and %s for %zu: set training.epochs", first->name,
                        a->epochs, series->name, b->epochs);
    if (pace(s, first) != pace(s, series))
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "%s has epochs of %zu episodes and %s of %zu: set training.episodes",
                        first->name, a->episodes, series->name, b->episodes);
    return MOG_OK;
}

/* Whether a solver decides what the figure is about, resource blocks or powers alone. */
static bool is_teacher(const study *s, const char *solver) {
    return baselines_that_decide(mog_solver_describe(solver).decides_rb) == s->yardsticks.all;
}

static mog_status check_labels(const study *s, const study_series *series, mog_error *error) {
    const char *fitting[STUDY_TEACHERS];
    size_t count = 0;
    if (is_teacher(s, study_teachers[series->labels]))
        return MOG_OK;
    for (const char *const *name = study_teachers; *name != NULL; name++)
        if (is_teacher(s, *name))
            fitting[count++] = *name;
    char list[256];
    report_join(fitting, count, list, sizeof list);
    return mog_fail(
        error, MOG_ERROR_ARGUMENT,
        "figure.labels = %s does not decide what %s is about; the solvers that do are %s",
        study_teachers[series->labels], s->figure->name, list);
}

static mog_status check_series(const study *s, const study_series *series, mog_error *error) {
    const mog_status status = check_labels(s, series, error);
    return status != MOG_OK || s->figure->kind->points == STUDY_SIZES
               ? status
               : check_points(s, series, error);
}

static mog_status check(const study *s, mog_error *error) {
    const study_kind *kind = s->figure->kind;
    if (kind->points == STUDY_SIZES && s->settings.sizes.count == 0)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "figure.sizes is empty: name at least one number of links");
    mog_status status = mog_scenario_check(&s->scenario, error);
    for (size_t i = 0; status == MOG_OK && i < s->series_count; i++)
        status = check_series(s, &s->series[i], error);
    return status != MOG_OK || kind->check == NULL ? status : kind->check(s, error);
}

mog_status study_prepare(study *s, const figure *f, const common_options *options,
                         mog_error *error) {
    *s = (study){.figure = f};
    mog_status status = MOG_OK;
    for (size_t i = 0; status == MOG_OK && f->series[i].preset != NULL; i++)
        status = prepare_series(s, &f->series[i], options, error);
    if (status != MOG_OK)
        return status;
    s->yardsticks = study_yardsticks_for(decides_rbs(s), most_links(s), s->scenario.n_rb);
    return check(s, error);
}

/* ---- runs ---------------------------------------------------------------------------------- */

static study_result *create_result(const study *s, mog_error *error) {
    const bool over_sizes = s->figure->kind->points == STUDY_SIZES;
    const mog_sizes *sizes = &s->settings.sizes;
    const size_t points = over_sizes ? sizes->count : s->series[0].recipe.training.epochs;
    study_result *result =
        study_result_create(s->settings.seeds, s->series_count, points, &s->yardsticks, error);
    if (result == NULL)
        return NULL;
    result->first_seed = s->settings.first_seed;
    for (size_t p = 0; p < points; p++)
        result->x[p] = over_sizes ? sizes->value[p] : (p + 1) * pace(s, &s->series[0]);
    for (size_t i = 0; i < s->series_count; i++)
        result->name[i] = s->series[i].name;
    return result;
}

study_result *study_run(study *s, bool quiet, mog_error *error) {
    study_result *result = create_result(s, error);
    if (result == NULL)
        return NULL;
    const study_kind *kind = s->figure->kind;
    const size_t repeats = kind->trains_each_point ? result->points : 1;
    s->bar = progress_start(s->figure->name, result->runs * result->series * repeats, quiet);
    mog_status status = MOG_OK;
    for (size_t run = 0; status == MOG_OK && run < result->runs; run++)
        status = kind->run(s, result, run, error);
    progress_end(&s->bar);
    if (status == MOG_OK)
        return result;
    study_result_free(result);
    return NULL;
}
