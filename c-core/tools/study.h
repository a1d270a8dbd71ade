/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * What all figures share. A figure names presets, the series that are compared, and a kind of
 * study, which says over what: the epochs of a training, or numbers of links. All of it is run with
 * several seeds, one after the other.
 */
#ifndef MOG_TOOLS_STUDY_H
#define MOG_TOOLS_STUDY_H

#include "command.h"
#include "mog/learn.h"
#include "progress.h"
#include "study_result.h"
#include <jansson.h>

/** Section "figure" of configuration files. */
typedef struct study_settings {
    size_t seeds; /**< runs of each series */
    uint64_t
        first_seed; /**< of channels, parameters and orders; the next runs take the next ones */
    size_t train_samples, test_samples;
    mog_sizes sizes; /**< numbers of links along the horizontal axis */
    int labels;      /**< index of the solver that training learns from */
} study_settings;

/** What figure.labels chooses from, NULL-terminated. */
extern const char *const study_teachers[];

const mog_section *study_section(void);
void study_default(study_settings *settings);

typedef struct study study;

/** A kind of study. */
typedef struct study_kind {
    study_axes axes;
    bool over_epochs;       /**< the points are epochs; else figure.sizes */
    bool trains_each_point; /**< progress: series are trained once per point; else once per run */
    /** What a series is called, from its preset; NULL: like the preset. */
    const char *(*name)(const char *preset);
    /** What can be known to fail before hours of training; NULL: nothing. */
    mog_status (*check)(const study *s, mog_error *error);
    /** Does one run of all series, counted from 0. */
    mog_status (*run)(study *s, study_result *result, size_t run, mog_error *error);
    /** Adds what was found, and a member "verdict". */
    void (*report)(const study_result *result, json_t *object);
} study_kind;

extern const study_kind study_methods;  /**< methods of training over the epochs */
extern const study_kind study_sizes;    /**< presets trained anew for each number of links */
extern const study_kind study_transfer; /**< trained for one number of links, run with others */

/** A figure. */
typedef struct figure {
    const char *name;
    const char *title;
    const study_kind *kind;
    const char *presets[STUDY_MOST_SERIES + 1]; /**< ended by NULL */
    const char *settings[16]; /**< "section.key=value": stronger than the presets, weaker than what
                                 the user says; ended by NULL */
} figure;

/** A figure in the making. */
struct study {
    const figure *figure;
    study_settings settings;
    mog_scenario scenario;
    size_t series;
    mog_recipe recipe[STUDY_MOST_SERIES]; /**< presets, as the figure and the user changed them */
    progress bar;
    size_t trained; /**< trainings that have ended */
};

/** Settles all settings of a figure: its own, and what the user changed. */
mog_status study_prepare(study *s, const figure *f, const common_options *options,
                         mog_error *error);

/** Runs it. NULL and `error` on failure. */
study_result *study_run(study *s, bool quiet, mog_error *error);

/* ---- for kinds of study (study_run.c) -------------------------------------------------------- */

/** A run's channels to train on, labelled by figure.labels. NULL and `error` on failure. */
mog_dataset *study_train_set(const study *s, const mog_scenario *scenario, size_t run,
                             mog_error *error);

/** A run's channels to test on, other ones, labelled by FPLinQ. */
mog_dataset *study_test_set(const study *s, const mog_scenario *scenario, size_t run,
                            mog_error *error);

/** Trains a series; `test` may be NULL. NULL and `error` on failure. */
mog_trainer *study_train(study *s, size_t series, size_t run, const mog_dataset *train,
                         const mog_dataset *test, mog_error *error);

/** Notes what FPLinQ and full power reach on a test set, which is that of some points. */
void study_note_baselines(study_result *result, size_t run, size_t first, size_t points,
                          const mog_dataset *test);

/**
 * Trains all series on channels of a scenario. The test sum rates after the last `points` epochs
 * become points `first` ... `first + points - 1`.
 */
mog_status study_compare(study *s, const mog_scenario *scenario, size_t run, size_t first,
                         size_t points, study_result *result, mog_error *error);

#endif
