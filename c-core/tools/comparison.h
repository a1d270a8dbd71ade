/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * The methods of training side by side: the same channels, labels, network and optimiser for each,
 * over several seeds.
 */
#ifndef MOG_TOOLS_COMPARISON_H
#define MOG_TOOLS_COMPARISON_H

#include "command.h"
#include "mog/learn.h"

typedef struct comparison_settings {
    size_t seeds; /**< runs of each method */
    uint64_t
        first_seed; /**< of channels, parameters and orders; the next runs take the next ones */
    size_t train_samples, test_samples;
} comparison_settings;

/** Section "figure" of configuration files. */
const mog_section *comparison_section(void);

/** A method: the preset's name is <network>-<name>. */
typedef struct comparison_method {
    const char *name;
    bool mixture;
} comparison_method;

typedef struct comparison {
    const comparison_method *method;
    size_t method_count;
    size_t seeds, epochs;
    uint64_t first_seed;
    double *rate;       /**< [seeds][methods][epochs]: mean test sum rate, bit/s/Hz */
    double *label_rate; /**< [seeds]: of FPLinQ on the same samples */
    double *full_power; /**< [seeds] */
} comparison;

/**
 * Generates, labels and trains. `options` gives what the user changed: it is applied to every
 * method's preset alike. NULL and `error` on failure.
 */
comparison *comparison_run(const comparison_settings *settings, const char *network,
                           const mog_scenario *scenario, const common_options *options,
                           mog_error *error);

void comparison_free(comparison *result);

/** Test sum rate of a run after its last epoch. */
double comparison_final_rate(const comparison *result, size_t seed, size_t method);
/** The same, mean over the seeds. */
double comparison_mean_rate(const comparison *result, size_t method);
/** FPLinQ's, mean over the seeds. */
double comparison_mean_label(const comparison *result);
/** Ratio to FPLinQ after an epoch, mean over the seeds. */
double comparison_curve(const comparison *result, size_t method, size_t epoch);
/** Full power's ratio to FPLinQ, mean over the seeds. */
double comparison_full_power(const comparison *result);
/** The mixture with the best mean. */
size_t comparison_best_mixture(const comparison *result);

/** A paired difference over the seeds, and its standard error. */
typedef struct comparison_margin {
    double mean, error;
} comparison_margin;

comparison_margin comparison_difference(const comparison *result, size_t method, size_t other);

#endif
