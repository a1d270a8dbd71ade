/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * What all figures share. A figure names series that are compared, each a preset with settings of
 * its own, and a kind of study, which says over what: the epochs or episodes of a training, or
 * numbers of links. All of it is run with several seeds, one after the other.
 */
#ifndef MOG_TOOLS_STUDY_H
#define MOG_TOOLS_STUDY_H

#include "figure/study_result.h"
#include "mog/learn.h"
#include "mog/policy.h"
#include "mog/solve.h"
#include "output/progress.h"
#include "program/command.h"
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

/** What the horizontal axis counts. */
typedef enum study_points {
    STUDY_EPOCHS,
    STUDY_EPISODES, /**< likewise at the ends of epochs, in RL */
    STUDY_SIZES     /**< figure.sizes */
} study_points;

/** What figure.labels chooses from, NULL-terminated. */
enum { STUDY_TEACHERS = 7 };
extern const char *const study_teachers[STUDY_TEACHERS + 1];

const mog_section *study_section(void);
void study_default(study_settings *settings);

typedef struct study study;

/** A kind of study. */
typedef struct study_kind {
    study_axes axes;
    study_points points;
    bool trains_each_point; /**< progress: series are trained once per point; else once per run */
    /** What a series without a name is called, from its preset; NULL: like the preset. */
    const char *(*name)(const char *preset);
    /** What can be known to fail before hours of training; NULL: nothing. */
    mog_status (*check)(const study *s, mog_error *error);
    /** Does one run of all series, counted from 0. */
    mog_status (*run)(study *s, study_result *result, size_t run, mog_error *error);
    /** Adds what was found, and a member "verdict". */
    void (*report)(const study_result *result, json_t *object);
} study_kind;

extern const study_kind study_methods;  /**< methods of training over the epochs */
extern const study_kind study_rl;       /**< methods of RL over the episodes */
extern const study_kind study_labels;   /**< teachers over the epochs */
extern const study_kind study_sizes;    /**< presets trained anew for each number of links */
extern const study_kind study_transfer; /**< trained for one number of links, run with others */

/** What is compared. Settings are "section.key=value", ended by NULL. */
typedef struct figure_series {
    const char *preset;
    const char *name;        /**< NULL: as the kind of study calls the preset */
    const char *settings[8]; /**< of the network, its training, and the labels for it */
} figure_series;

/**
 * A figure. What it says is stronger than the presets and weaker than what the user says; from the
 * weakest: common settings, settings, those of a series.
 */
typedef struct figure {
    const char *name;
    const char *title;
    const study_kind *kind;
    figure_series series[STUDY_MOST_SERIES + 1]; /**< ended by one without a preset */
    const char *const *common;                   /**< settings of several figures; NULL: none */
    const char *settings[16];
} figure;

/** A series, as the figure and the user want it. */
typedef struct study_series {
    const char *name;
    mog_recipe recipe;
    int labels;                 /**< index of the solver that it learns from */
    mog_solver_settings solver; /**< that solver's */
} study_series;

/** A figure in the making. */
struct study {
    const figure *figure;
    study_settings settings;
    mog_scenario scenario;
    study_yardsticks yardsticks;
    size_t series_count;
    study_series series[STUDY_MOST_SERIES];
    progress bar;
    size_t trained; /**< trainings that have ended */
};

/** Settles all settings of a figure: its own, and what the user changed. */
mog_status study_prepare(study *s, const figure *f, const common_options *options,
                         mog_error *error);

/** Runs it. NULL and `error` on failure. */
study_result *study_run(study *s, bool quiet, mog_error *error);

/* ---- for kinds of study (study_run.c) -------------------------------------------------------- */

/** A run's channels to train on. NULL and `error` on failure. */
mog_dataset *study_train_set(const study *s, const mog_scenario *scenario, size_t run,
                             mog_error *error);

/** A run's channels to test on, other ones, labelled by the reference. */
mog_dataset *study_test_set(const study *s, const mog_scenario *scenario, size_t run,
                            mog_error *error);

/**
 * Trains a series.
 *
 * @param train    gets the labels that the series learns from, unless those of the series before
 *                 are the same: on one set, series are trained in their order
 * @param test     may be NULL
 * @param trainer  out; free it, also on failure
 */
mog_status study_train(study *s, size_t series, size_t run, mog_dataset *train,
                       const mog_dataset *test, mog_trainer **trainer, mog_error *error);

/** Notes what reference and baselines reach on a test set, which is that of some points. */
mog_status study_note_yardsticks(study_result *result, size_t run, size_t first, size_t points,
                                 mog_dataset *test, mog_error *error);

/**
 * Trains all series on channels of a scenario. The test sum rates after the last `points` epochs
 * become points `first` ... `first + points - 1`.
 */
mog_status study_compare(study *s, const mog_scenario *scenario, size_t run, size_t first,
                         size_t points, study_result *result, mog_error *error);

/* ---- what has been trained (study_policy.c) -------------------------------------------------- */

/** Mean sum rate of what a policy decides on a test set. */
mog_status study_measure(mog_policy *policy, const mog_dataset *test, double *sum_rate,
                         mog_error *error);

/** The same with local search behind the policy's RBs, if it decides any; else not a number. */
mog_status study_measure_refined(mog_policy *policy, const mog_dataset *test, double *sum_rate,
                                 mog_error *error);

#endif
