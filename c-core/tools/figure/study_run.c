/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A run of a study: channels, labels, trainings. */
#include "figure/study.h"
#include "output/statistics.h"
#include "verbs/channels.h"

#include <string.h>

const char *const study_teachers[STUDY_TEACHERS + 1] = {
    "fplinq",    "fplinq-strong",   "rb-optimum",   "rb-best-of",
    "rb-greedy", "rb-local-search", "rb-colouring", NULL};

/* ---- channels ------------------------------------------------------------------------------ */

mog_dataset *study_train_set(const study *s, const mog_scenario *scenario, size_t run,
                             mog_error *error) {
    mog_dataset *dataset;
    mog_dataset_generate(scenario, s->settings.first_seed + run, 0, s->settings.train_samples,
                         &dataset, error);
    return dataset;
}

static mog_status label(mog_dataset *dataset, const char *solver, mog_error *error) {
    return channels_label(dataset, solver, NULL, NULL, true, error);
}

mog_dataset *study_test_set(const study *s, const mog_scenario *scenario, size_t run,
                            mog_error *error) {
    mog_dataset *dataset;
    mog_dataset_generate(scenario, s->settings.first_seed + run, s->settings.train_samples,
                         s->settings.test_samples, &dataset, error);
    if (dataset == NULL || label(dataset, s->yardsticks.reference.solver, error) == MOG_OK)
        return dataset;
    mog_dataset_free(dataset);
    return NULL;
}

/* What labels reach becomes some points of a row. */
static void note(double *rates, size_t first, size_t points, const mog_dataset *test,
                 const char *solver) {
    const double rate = mean(mog_dataset_labels(test, solver)->sum_rate, test->samples);
    for (size_t p = first; p < first + points; p++)
        rates[p] = rate;
}

mog_status study_note_yardsticks(study_result *result, size_t run, size_t first, size_t points,
                                 mog_dataset *test, mog_error *error) {
    const study_yardsticks *yardsticks = result->yardsticks;
    note(study_result_reference_rates(result, run), first, points, test,
         yardsticks->reference.solver);
    mog_status status = MOG_OK;
    for (size_t b = 0; status == MOG_OK && b < yardsticks->baselines; b++) {
        const char *solver = yardsticks->baseline[b].solver;
        status = label(test, solver, error);
        if (status == MOG_OK)
            note(study_result_baseline_rates(result, run, b), first, points, test, solver);
    }
    return status;
}

/* ---- training ------------------------------------------------------------------------------ */

static bool same_settings(const mog_section *section, const void *a, const void *b) {
    for (size_t i = 0; i < section->count; i++) {
        char text[2][MOG_FIELD_TEXT_SIZE];
        mog_settings_print(&section->fields[i], a, text[0]);
        mog_settings_print(&section->fields[i], b, text[1]);
        if (strcmp(text[0], text[1]) != 0)
            return false;
    }
    return true;
}

static bool same_labels(const study_series *a, const study_series *b) {
    return a->labels == b->labels && same_settings(&mog_solver_section, &a->solver, &b->solver);
}

static mog_status teach(const study *s, size_t series, mog_dataset *train, mog_error *error) {
    const study_series *own = &s->series[series];
    if (series > 0 && same_labels(own, own - 1))
        return MOG_OK;
    return channels_label(train, study_teachers[own->labels], &own->solver, NULL, true, error);
}

mog_status study_train(study *s, size_t series, size_t run, mog_dataset *train,
                       const mog_dataset *test, mog_trainer **trainer, mog_error *error) {
    *trainer = NULL;
    const study_series *own = &s->series[series];
    mog_recipe recipe = own->recipe;
    recipe.training.seed = s->settings.first_seed + run;
    mog_status status = teach(s, series, train, error);
    if (status == MOG_OK)
        status =
            mog_trainer_create(&recipe, study_teachers[own->labels], train, test, trainer, error);
    if (status != MOG_OK)
        return status;
    const mog_trainer_state *now = mog_trainer_state_of(*trainer);
    while (status == MOG_OK && !now->done)
        status = mog_trainer_step(*trainer, error);
    progress_update(&s->bar, ++s->trained, own->name);
    return status;
}

/* What stands at the end of a training, with local search behind it. */
static mog_status note_refined(const mog_trainer *trainer, const mog_dataset *test,
                               double *sum_rate, mog_error *error) {
    mog_policy *policy;
    mog_status status = mog_trainer_policy(trainer, NULL, 0, &policy, error);
    if (status == MOG_OK)
        status = study_measure_refined(policy, test, sum_rate, error);
    mog_policy_free(policy);
    return status;
}

static mog_status compare_one(study *s, size_t series, size_t run, size_t first, size_t points,
                              mog_dataset *train, const mog_dataset *test, study_result *result,
                              mog_error *error) {
    mog_trainer *trainer;
    mog_status status = study_train(s, series, run, train, test, &trainer, error);
    if (status == MOG_OK) {
        const mog_trainer_state *now = mog_trainer_state_of(trainer);
        double *rate = study_result_rates(result, run, series) + first;
        for (size_t p = 0; p < points; p++)
            rate[p] = now->epochs[now->epoch_count - points + p].test_sum_rate;
        double *refined = study_result_refined_rates(result, run, series) + first;
        status = note_refined(trainer, test, &refined[points - 1], error);
    }
    mog_trainer_free(trainer);
    return status;
}

mog_status study_compare(study *s, const mog_scenario *scenario, size_t run, size_t first,
                         size_t points, study_result *result, mog_error *error) {
    mog_dataset *train = study_train_set(s, scenario, run, error);
    mog_dataset *test = train != NULL ? study_test_set(s, scenario, run, error) : NULL;
    mog_status status = test != NULL ? MOG_OK : error->status;
    for (size_t i = 0; status == MOG_OK && i < s->series_count; i++)
        status = compare_one(s, i, run, first, points, train, test, result, error);
    if (status == MOG_OK)
        status = study_note_yardsticks(result, run, first, points, test, error);
    mog_dataset_free(train);
    mog_dataset_free(test);
    return status;
}
