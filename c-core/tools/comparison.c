/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "comparison.h"

#include "mog/solve.h"
#include "progress.h"
#include "statistics.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static const comparison_method methods[] = {
    {"sup", false},           {"unsup", false},         {"mog-fixed", true},
    {"mog-increasing", true}, {"mog-decreasing", true},
};
enum { method_count = sizeof methods / sizeof methods[0] };

static const char teacher[] = "fplinq";

static const mog_field fields[] = {
    {.name = "seeds",
     .type = MOG_FIELD_SIZE,
     .offset = offsetof(comparison_settings, seeds),
     .minimum = 1,
     .maximum = 10000,
     .help = "runs of each method"},
    {.name = "first_seed",
     .type = MOG_FIELD_SEED,
     .offset = offsetof(comparison_settings, first_seed),
     .help = "seed of the first run: channels, parameters, order"},
    {.name = "train_samples",
     .type = MOG_FIELD_SIZE,
     .offset = offsetof(comparison_settings, train_samples),
     .minimum = 1,
     .maximum = 1e9,
     .help = "training channels of each run"},
    {.name = "test_samples",
     .type = MOG_FIELD_SIZE,
     .offset = offsetof(comparison_settings, test_samples),
     .minimum = 1,
     .maximum = 1e9,
     .help = "test channels of each run"},
};

const mog_section *comparison_section(void) {
    static const mog_section section = {"figure", fields, sizeof fields / sizeof fields[0]};
    return &section;
}

/* What all runs share. */
typedef struct plan {
    comparison_settings size;
    const char *network;
    mog_scenario scenario;
    const common_options *options;
    progress bar;
} plan;

static mog_dataset *make_labelled(const plan *p, uint64_t seed, uint64_t first, size_t samples,
                                  mog_error *error) {
    mog_dataset *dataset = mog_dataset_generate(&p->scenario, seed, first, samples, error);
    mog_solver *solver = mog_solver_create(teacher, NULL, p->scenario.links, error);
    mog_labels *labels =
        dataset != NULL ? mog_dataset_add_labels(dataset, teacher, false, error) : NULL;
    mog_status status = MOG_ERROR_MEMORY;
    if (labels != NULL && solver != NULL) {
        const mog_problem problem = mog_dataset_problem(dataset);
        status = mog_solver_run(solver, &problem, first, labels->power, NULL, error);
        mog_sum_rate(&problem, labels->power, labels->sum_rate);
    }
    mog_solver_free(solver);
    if (status == MOG_OK)
        return dataset;
    mog_dataset_free(dataset);
    return NULL;
}

/* A method's preset, with what the user changed. */
static mog_status method_settings(const plan *p, size_t method, mog_network_settings *network,
                                  mog_training_settings *training, mog_error *error) {
    char preset[64];
    snprintf(preset, sizeof preset, "%s-%s", p->network, methods[method].name);
    mog_status status = mog_preset_find(preset, network, training, error);
    comparison_settings size = p->size;
    mog_scenario scenario = p->scenario;
    const config_binding bindings[] = {{comparison_section(), &size},
                                       {mog_scenario_section(), &scenario},
                                       {mog_network_section(), network},
                                       {mog_training_section(), training},
                                       {NULL, NULL}};
    if (status == MOG_OK)
        status = config_apply(&p->options->sources, bindings, error);
    return status;
}

static double *run_of(const comparison *result, size_t seed, size_t method) {
    return result->rate + (seed * method_count + method) * result->epochs;
}

static mog_status train_method(plan *p, comparison *result, size_t seed, size_t method,
                               const mog_dataset *train, const mog_dataset *test,
                               mog_error *error) {
    mog_network_settings network;
    mog_training_settings training;
    mog_status status = method_settings(p, method, &network, &training, error);
    if (status != MOG_OK)
        return status;
    training.seed = result->first_seed + seed;
    mog_trainer *trainer = mog_trainer_create(&network, &training, teacher, train, test, error);
    if (trainer == NULL)
        return MOG_ERROR_ARGUMENT;
    while (status == MOG_OK && !mog_trainer_done(trainer))
        status = mog_trainer_step(trainer, error);
    size_t count;
    const mog_epoch *epochs = mog_trainer_epochs(trainer, &count);
    for (size_t e = 0; status == MOG_OK && e < count; e++)
        run_of(result, seed, method)[e] = epochs[e].test_sum_rate;
    mog_trainer_free(trainer);
    progress_update(&p->bar, seed * method_count + method + 1, methods[method].name);
    return status;
}

static mog_status run_seed(plan *p, comparison *result, size_t seed, mog_error *error) {
    const uint64_t channels = result->first_seed + seed;
    const size_t train_samples = p->size.train_samples, test_samples = p->size.test_samples;
    mog_dataset *train = make_labelled(p, channels, 0, train_samples, error);
    mog_dataset *test = make_labelled(p, channels, train_samples, test_samples, error);
    mog_status status = train != NULL && test != NULL ? MOG_OK : MOG_ERROR_MEMORY;
    for (size_t m = 0; status == MOG_OK && m < method_count; m++)
        status = train_method(p, result, seed, m, train, test, error);
    if (status == MOG_OK) {
        result->label_rate[seed] = mean(mog_dataset_labels(test, teacher)->sum_rate, test->samples);
        result->full_power[seed] = full_power_rate(test);
    }
    mog_dataset_free(train);
    mog_dataset_free(test);
    return status;
}

/* The result of a comparison in which every method trains for the same number of epochs. */
static comparison *create_result(const plan *p, mog_error *error) {
    mog_network_settings network;
    mog_training_settings training;
    if (method_settings(p, 0, &network, &training, error) != MOG_OK)
        return NULL;
    comparison *result = calloc(1, sizeof *result);
    const size_t seeds = p->size.seeds;
    if (result != NULL) {
        *result = (comparison){.method = methods,
                               .method_count = method_count,
                               .seeds = seeds,
                               .epochs = training.epochs,
                               .first_seed = p->size.first_seed};
        result->rate = calloc(seeds * method_count * training.epochs, sizeof(double));
        result->label_rate = calloc(seeds, sizeof(double));
        result->full_power = calloc(seeds, sizeof(double));
        if (result->rate != NULL && result->label_rate != NULL && result->full_power != NULL)
            return result;
        comparison_free(result);
    }
    mog_fail(error, MOG_ERROR_MEMORY, "out of memory for %zu runs", seeds * method_count);
    return NULL;
}

comparison *comparison_run(const comparison_settings *settings, const char *network,
                           const mog_scenario *scenario, const common_options *options,
                           mog_error *error) {
    plan p = {.size = *settings, .network = network, .scenario = *scenario, .options = options};
    comparison *result = create_result(&p, error);
    if (result == NULL)
        return NULL;
    p.bar = progress_start(network, result->seeds * method_count, options->quiet);
    mog_status status = MOG_OK;
    for (size_t s = 0; status == MOG_OK && s < result->seeds; s++)
        status = run_seed(&p, result, s, error);
    progress_end(&p.bar);
    if (status == MOG_OK)
        return result;
    comparison_free(result);
    return NULL;
}

void comparison_free(comparison *result) {
    if (result == NULL)
        return;
    free(result->rate);
    free(result->label_rate);
    free(result->full_power);
    free(result);
}

double comparison_final_rate(const comparison *result, size_t seed, size_t method) {
    return run_of(result, seed, method)[result->epochs - 1];
}

double comparison_mean_rate(const comparison *result, size_t method) {
    double sum = 0;
    for (size_t s = 0; s < result->seeds; s++)
        sum += comparison_final_rate(result, s, method);
    return sum / (double)result->seeds;
}

double comparison_mean_label(const comparison *result) {
    return mean(result->label_rate, result->seeds);
}

double comparison_curve(const comparison *result, size_t method, size_t epoch) {
    double sum = 0;
    for (size_t s = 0; s < result->seeds; s++)
        sum += run_of(result, s, method)[epoch] / result->label_rate[s];
    return sum / (double)result->seeds;
}

double comparison_full_power(const comparison *result) {
    double sum = 0;
    for (size_t s = 0; s < result->seeds; s++)
        sum += result->full_power[s] / result->label_rate[s];
    return sum / (double)result->seeds;
}

size_t comparison_best_mixture(const comparison *result) {
    size_t best = 0;
    for (size_t m = 0; m < result->method_count; m++)
        if (result->method[m].mixture &&
            (!result->method[best].mixture ||
             comparison_mean_rate(result, m) > comparison_mean_rate(result, best)))
            best = m;
    return best;
}

/* With one seed the error is not a number, and no margin counts as shown. */
comparison_margin comparison_difference(const comparison *result, size_t method, size_t other) {
    double square = 0;
    const double shift = comparison_mean_rate(result, method) - comparison_mean_rate(result, other);
    for (size_t s = 0; s < result->seeds; s++) {
        const double difference = comparison_final_rate(result, s, method) -
                                  comparison_final_rate(result, s, other) - shift;
        square += difference * difference;
    }
    const double n = (double)result->seeds;
    return (comparison_margin){.mean = shift, .error = sqrt(square / (n * (n - 1)))};
}
