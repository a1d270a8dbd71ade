/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "bench.h"

#include "mog/learn.h"
#include "mog/policy.h"
#include "progress.h"

#include <stdlib.h>

static mog_network_settings network_settings(void) {
    mog_network_settings settings;
    mog_network_default(&settings);
    settings.hidden = (mog_sizes){.count = 2, .value = {400, 200}};
    return settings;
}

mog_dataset *bench_channels(size_t samples, mog_error *error) {
    mog_scenario scenario;
    mog_scenario_default(&scenario);
    scenario.links = BENCH_LINKS;
    return mog_dataset_generate(&scenario, 1, 0, samples, error);
}

/* Their values do not matter for the time. */
static mog_status add_labels(mog_dataset *dataset, mog_error *error) {
    mog_labels *labels = mog_dataset_add_labels(dataset, "bits", false, error);
    if (labels == NULL)
        return error->status;
    for (size_t i = 0; i < dataset->samples * dataset->links; i++)
        labels->power[i] = dataset->gain[i] > 0.5;
    return MOG_OK;
}

/* The last step of an epoch also measures the network on all data: it is taken, but not timed. */
static mog_status time_epoch(mog_trainer *trainer, double *seconds, mog_error *error) {
    size_t step, steps;
    mog_trainer_progress(trainer, &step, &steps);
    mog_status status = MOG_OK;
    const double start = now_seconds();
    for (; status == MOG_OK && step + 1 < steps; step++)
        status = mog_trainer_step(trainer, error);
    *seconds = (now_seconds() - start) / (double)(steps - 1);
    return status == MOG_OK ? mog_trainer_step(trainer, error) : status;
}

static mog_status time_training(const mog_dataset *dataset, bench_timing *timing,
                                mog_error *error) {
    const mog_network_settings network = network_settings();
    mog_training_settings training;
    mog_training_default(&training);
    training.schedule = MOG_SCHEDULE_FIXED;
    training.beta = 10;
    training.batch = BENCH_BATCH;
    training.epochs = timing->repeats + 1;
    mog_trainer *trainer = mog_trainer_create(&network, &training, "bits", dataset, NULL, error);
    if (trainer == NULL)
        return error->status;
    double warm_up;
    mog_status status = time_epoch(trainer, &warm_up, error);
    for (size_t r = 0; status == MOG_OK && r < timing->repeats; r++)
        status = time_epoch(trainer, &timing->seconds[r], error);
    mog_trainer_free(trainer);
    return status;
}

mog_status bench_train_step(bench_timing *timing, mog_error *error) {
    mog_dataset *dataset = bench_channels(101 * BENCH_BATCH, error);
    if (dataset == NULL)
        return error->status;
    mog_status status = add_labels(dataset, error);
    if (status == MOG_OK)
        status = time_training(dataset, timing, error);
    mog_dataset_free(dataset);
    return status;
}

/* A network with fresh parameters; the decision goes from gains to powers with all checks. */
typedef struct inference {
    mog_network *network;
    mog_network_workspace *workspace;
    mog_policy *policy;
    mog_policy_workspace *policy_workspace;
    mog_dataset *dataset;
    float *parameter, *buffer, *x, *y;
    double *power;
} inference;

static void inference_close(inference *i) {
    mog_policy_workspace_free(i->policy_workspace);
    mog_policy_free(i->policy);
    mog_network_workspace_free(i->workspace);
    mog_network_free(i->network);
    mog_dataset_free(i->dataset);
    free(i->parameter);
    free(i->buffer);
    free(i->x);
    free(i->y);
    free(i->power);
}

static mog_status allocate_numbers(inference *i, mog_error *error) {
    i->parameter = bench_allocate(mog_network_parameter_count(i->network), sizeof(float), error);
    i->buffer = bench_allocate(mog_network_buffer_count(i->network), sizeof(float), error);
    i->x = bench_allocate(BENCH_LINKS * BENCH_LINKS, sizeof(float), error);
    i->y = bench_allocate(BENCH_LINKS, sizeof(float), error);
    i->power = bench_allocate(BENCH_LINKS, sizeof(double), error);
    if (i->parameter == NULL || i->buffer == NULL || i->x == NULL || i->y == NULL ||
        i->power == NULL)
        return MOG_ERROR_MEMORY;
    mog_network_init(i->network, 1, i->parameter, i->buffer);
    const mog_problem problem = mog_dataset_problem(i->dataset);
    mog_network_input(i->network, i->buffer, &problem, i->x);
    return MOG_OK;
}

static mog_status inference_open(inference *i, mog_error *error) {
    const mog_network_settings settings = network_settings();
    i->dataset = bench_channels(1, error);
    i->network = i->dataset != NULL ? mog_network_create(&settings, BENCH_LINKS, error) : NULL;
    if (i->network == NULL)
        return error->status;
    const mog_status status = allocate_numbers(i, error);
    if (status != MOG_OK)
        return status;
    const mog_network_shape shape = {.samples = 1, .links = BENCH_LINKS};
    i->workspace = mog_network_workspace_create(i->network, &shape, false, error);
    i->policy = mog_policy_create(&settings, BENCH_LINKS, i->parameter, i->buffer, NULL, 0, error);
    if (i->workspace == NULL || i->policy == NULL)
        return error->status;
    i->policy_workspace = mog_policy_workspace_create(i->policy, 1, BENCH_LINKS, error);
    return i->policy_workspace != NULL ? MOG_OK : error->status;
}

static void forward(void *data) {
    const inference *i = data;
    const mog_network_batch batch = {.samples = 1, .links = BENCH_LINKS, .x = i->x};
    mog_network_forward(i->network, i->parameter, i->buffer, i->workspace, &batch, i->y);
}

static void decide(void *data) {
    const inference *i = data;
    const mog_problem problem = mog_dataset_problem(i->dataset);
    mog_policy_run(i->policy, i->policy_workspace, &problem, i->power, NULL);
}

static mog_status time_inference(bench_timing *timing, void (*call)(void *), mog_error *error) {
    inference i = {.network = NULL};
    const mog_status status = inference_open(&i, error);
    if (status == MOG_OK)
        bench_run(timing, 2000, call, &i);
    inference_close(&i);
    return status;
}

mog_status bench_forward(bench_timing *timing, mog_error *error) {
    return time_inference(timing, forward, error);
}

mog_status bench_decision(bench_timing *timing, mog_error *error) {
    return time_inference(timing, decide, error);
}
