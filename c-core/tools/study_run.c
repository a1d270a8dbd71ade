/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "channels.h"
#include "statistics.h"
#include "study.h"

/* what every ratio is to */
static const char fplinq[] = "fplinq";

const char *const study_teachers[] = {fplinq, "fplinq-strong", NULL};

/* ---- channels ------------------------------------------------------------------------------ */

static mog_status label(mog_dataset *dataset, const char *teacher, mog_error *error) {
    mog_labels *labels = mog_dataset_add_labels(dataset, teacher, false, error);
    mog_solver *solver = mog_solver_create(teacher, NULL, dataset->links, error);
    mog_status status = MOG_ERROR_MEMORY;
    if (labels != NULL && solver != NULL)
        status = channels_solve(dataset, solver, labels, true, error);
    mog_solver_free(solver);
    return status;
}

static mog_dataset *make_set(const study *s, const mog_scenario *scenario, size_t run,
                             uint64_t first, size_t samples, const char *teacher,
                             mog_error *error) {
    mog_dataset *dataset =
        mog_dataset_generate(scenario, s->settings.first_seed + run, first, samples, error);
    if (dataset == NULL || label(dataset, teacher, error) == MOG_OK)
        return dataset;
    mog_dataset_free(dataset);
    return NULL;
}

static const char *teacher_of(const study *s) {
    return study_teachers[s->settings.labels];
}

mog_dataset *study_train_set(const study *s, const mog_scenario *scenario, size_t run,
                             mog_error *error) {
    return make_set(s, scenario, run, 0, s->settings.train_samples, teacher_of(s), error);
}

mog_dataset *study_test_set(const study *s, const mog_scenario *scenario, size_t run,
                            mog_error *error) {
    return make_set(s, scenario, run, s->settings.train_samples, s->settings.test_samples, fplinq,
                    error);
}

void study_note_baselines(study_result *result, size_t run, size_t first, size_t points,
                          const mog_dataset *test) {
    const double labels = mean(mog_dataset_labels(test, fplinq)->sum_rate, test->samples);
    const double full_power = full_power_rate(test);
    for (size_t p = first; p < first + points; p++) {
        result->fplinq[run * result->points + p] = labels;
        result->full_power[run * result->points + p] = full_power;
    }
}

/* ---- training ------------------------------------------------------------------------------ */

mog_trainer *study_train(study *s, size_t series, size_t run, const mog_dataset *train,
                         const mog_dataset *test, mog_error *error) {
    mog_recipe recipe = s->recipe[series];
    recipe.training.seed = s->settings.first_seed + run;
    mog_trainer *trainer = mog_trainer_create(&recipe, teacher_of(s), train, test, error);
    if (trainer == NULL)
        return NULL;
    mog_status status = MOG_OK;
    while (status == MOG_OK && !mog_trainer_done(trainer))
        status = mog_trainer_step(trainer, error);
    progress_update(&s->bar, ++s->trained, s->figure->presets[series]);
    if (status == MOG_OK)
        return trainer;
    mog_trainer_free(trainer);
    return NULL;
}

static mog_status compare_one(study *s, size_t series, size_t run, size_t first, size_t points,
                              const mog_dataset *train, const mog_dataset *test,
                              study_result *result, mog_error *error) {
    mog_trainer *trainer = study_train(s, series, run, train, test, error);
    if (trainer == NULL)
        return MOG_ERROR_ARGUMENT;
    size_t epochs;
    const mog_epoch *epoch = mog_trainer_epochs(trainer, &epochs);
    double *rate = study_result_rates(result, run, series) + first;
    for (size_t p = 0; p < points; p++)
        rate[p] = epoch[epochs - points + p].test_sum_rate;
    mog_trainer_free(trainer);
    return MOG_OK;
}

mog_status study_compare(study *s, const mog_scenario *scenario, size_t run, size_t first,
                         size_t points, study_result *result, mog_error *error) {
    mog_dataset *train = study_train_set(s, scenario, run, error);
    mog_dataset *test = train != NULL ? study_test_set(s, scenario, run, error) : NULL;
    mog_status status = test != NULL ? MOG_OK : MOG_ERROR_ARGUMENT;
    for (size_t i = 0; status == MOG_OK && i < s->series; i++)
        status = compare_one(s, i, run, first, points, train, test, result, error);
    if (status == MOG_OK)
        study_note_baselines(result, run, first, points, test);
    mog_dataset_free(train);
    mog_dataset_free(test);
    return status;
}
