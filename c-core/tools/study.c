/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "study.h"

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
     .help = "solver that training learns from; ratios are to fplinq all the same"},
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

/* The figure's settings, then the user's. */
static mog_status configure(study *s, mog_recipe *recipe, const common_options *options,
                            mog_error *error) {
    const config_binding bindings[] = {{study_section(), &s->settings},
                                       {mog_scenario_section(), &s->scenario},
                                       {mog_network_section(), &recipe->network},
                                       {mog_training_section(), &recipe->training},
                                       {mog_rl_section(), &recipe->rl},
                                       {mog_critic_section(), &recipe->critic},
                                       {NULL, NULL}};
    mog_status status = MOG_OK;
    for (size_t i = 0; status == MOG_OK && s->figure->settings[i] != NULL; i++)
        status = config_set(bindings, s->figure->settings[i], error);
    return status != MOG_OK ? status : config_apply(&options->sources, bindings, error);
}

static mog_status check(const study *s, mog_error *error) {
    if (!s->figure->kind->over_epochs && s->settings.sizes.count == 0)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "figure.sizes is empty: name at least one number of links");
    for (size_t i = 1; s->figure->kind->over_epochs && i < s->series; i++)
        if (s->recipe[i].training.epochs != s->recipe[0].training.epochs)
            return mog_fail(error, MOG_ERROR_ARGUMENT,
                            "%s trains for %zu epochs and %s for %zu: set training.epochs",
                            s->figure->presets[0], s->recipe[0].training.epochs,
                            s->figure->presets[i], s->recipe[i].training.epochs);
    const mog_status status = mog_scenario_check(&s->scenario, error);
    return status != MOG_OK || s->figure->kind->check == NULL ? status
                                                              : s->figure->kind->check(s, error);
}

mog_status study_prepare(study *s, const figure *f, const common_options *options,
                         mog_error *error) {
    *s = (study){.figure = f};
    study_default(&s->settings);
    mog_scenario_default(&s->scenario);
    mog_status status = MOG_OK;
    for (; status == MOG_OK && f->presets[s->series] != NULL; s->series++) {
        mog_recipe *recipe = &s->recipe[s->series];
        status = mog_preset_find(f->presets[s->series], recipe, error);
        if (status == MOG_OK)
            status = configure(s, recipe, options, error);
    }
    return status != MOG_OK ? status : check(s, error);
}

static study_result *create_result(const study *s, mog_error *error) {
    const study_kind *kind = s->figure->kind;
    const mog_sizes *sizes = &s->settings.sizes;
    const size_t points = kind->over_epochs ? s->recipe[0].training.epochs : sizes->count;
    study_result *result = study_result_create(s->settings.seeds, s->series, points, error);
    if (result == NULL)
        return NULL;
    result->first_seed = s->settings.first_seed;
    for (size_t p = 0; p < points; p++)
        result->x[p] = kind->over_epochs ? p + 1 : sizes->value[p];
    for (size_t i = 0; i < s->series; i++) {
        const char *preset = s->figure->presets[i];
        result->name[i] = kind->name != NULL ? kind->name(preset) : preset;
    }
    return result;
}

study_result *study_run(study *s, bool quiet, mog_error *error) {
    study_result *result = create_result(s, error);
    if (result == NULL)
        return NULL;
    const study_kind *kind = s->figure->kind;
    const size_t repeats = kind->trains_each_point ? result->points : 1;
    s->bar = progress_start(s->figure->name, result->runs * s->series * repeats, quiet);
    mog_status status = MOG_OK;
    for (size_t run = 0; status == MOG_OK && run < result->runs; run++)
        status = kind->run(s, result, run, error);
    progress_end(&s->bar);
    if (status == MOG_OK)
        return result;
    study_result_free(result);
    return NULL;
}
