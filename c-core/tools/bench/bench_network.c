/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Speed of networks: a training step, a forward pass. */
#include "bench/bench.h"

#include "nn/network.h"
#include "output/progress.h"

#include <stdlib.h>

mog_network_settings bench_network_settings(const bench_row *row) {
    mog_network_settings settings;
    mog_network_default(&settings);
    settings.kind = row->kind;
    return settings;
}

mog_dataset *bench_channels(size_t links, size_t samples, mog_error *error) {
    mog_scenario scenario;
    mog_scenario_default(&scenario);
    scenario.links = links;
    mog_dataset *dataset;
    mog_dataset_generate(&scenario, 1, 0, samples, &dataset, error);
    return dataset;
}

/* Their values do not matter for the time. */
static mog_status add_labels(mog_dataset *dataset, mog_error *error) {
    mog_labels *labels;
    const mog_status status = mog_dataset_add_labels(dataset, "bits", 0, &labels, error);
    for (size_t i = 0; status == MOG_OK && i < dataset->samples * dataset->links; i++)
        labels->power[i] = dataset->gain[i] > 0.5;
    return status;
}

mog_status bench_count_parameters(const mog_trainer *trainer, bench_result *result,
                                  mog_error *error) {
    mog_policy *policy;
    const mog_status status = mog_trainer_policy(trainer, NULL, 0, &policy, error);
    if (status == MOG_OK)
        result->parameters = mog_policy_info_of(policy)->parameter_count;
    mog_policy_free(policy);
    return status;
}

/* The last step of an epoch also measures the network on all data: it is taken, but not timed. */
static mog_status time_epoch(mog_trainer *trainer, double *seconds, mog_error *error) {
    const mog_trainer_state *now = mog_trainer_state_of(trainer);
    mog_status status = MOG_OK;
    const double start = now_seconds();
    while (status == MOG_OK && now->step + 1 < now->steps)
        status = mog_trainer_step(trainer, error);
    *seconds = (now_seconds() - start) / (double)(now->steps - 1);
    return status == MOG_OK ? mog_trainer_step(trainer, error) : status;
}

static mog_status time_training(const bench_row *row, const mog_dataset *dataset,
                                bench_result *result, mog_error *error) {
    const mog_network_settings network = bench_network_settings(row);
    mog_recipe recipe;
    mog_recipe_default(&recipe);
    recipe.network = network;
    recipe.training.schedule = MOG_SCHEDULE_FIXED;
    recipe.training.beta = 10;
    recipe.training.batch = BENCH_BATCH;
    recipe.training.epochs = result->repeats + 1;
    mog_trainer *trainer;
    mog_status status = mog_trainer_create(&recipe, "bits", dataset, NULL, &trainer, error);
    if (status == MOG_OK)
        status = bench_count_parameters(trainer, result, error);
    double warm_up;
    if (status == MOG_OK)
        status = time_epoch(trainer, &warm_up, error);
    for (size_t r = 0; status == MOG_OK && r < result->repeats; r++)
        status = time_epoch(trainer, &result->seconds[r], error);
    mog_trainer_free(trainer);
    return status;
}

mog_status bench_train_step(const bench_row *row, bench_result *result, mog_error *error) {
    mog_dataset *dataset = bench_channels(row->links, (row->calls + 1) * BENCH_BATCH, error);
    if (dataset == NULL)
        return error->status;
    mog_status status = add_labels(dataset, error);
    if (status == MOG_OK)
        status = time_training(row, dataset, result, error);
    mog_dataset_free(dataset);
    return status;
}

/* A network with fresh parameters, and one sample. */
typedef struct inference {
    mog_network *network;
    mog_network_workspace *workspace;
    float *parameter, *buffer, *x, *y;
} inference;

static void inference_close(inference *i) {
    mog_network_workspace_free(i->workspace);
    mog_network_free(i->network);
    free(i->parameter);
    free(i->buffer);
    free(i->x);
    free(i->y);
}

static mog_status draw_numbers(inference *i, mog_error *error) {
    const mog_network *network = i->network;
    i->parameter =
        bench_allocate(mog_network_parameter_count(network), sizeof *i->parameter, error);
    i->buffer = bench_allocate(mog_network_buffer_count(network), sizeof *i->buffer, error);
    if (i->parameter == NULL || i->buffer == NULL)
        return MOG_ERROR_MEMORY;
    mog_network_init(network, 1, i->parameter, i->buffer);
    return MOG_OK;
}

static mog_status set_input(size_t links, inference *i, mog_error *error) {
    mog_dataset *dataset = bench_channels(links, 1, error);
    i->x = bench_allocate(links * links, sizeof *i->x, error);
    i->y = bench_allocate(links, sizeof *i->y, error);
    const bool complete = dataset != NULL && i->x != NULL && i->y != NULL;
    if (complete) {
        const mog_problem problem = mog_dataset_problem(dataset);
        mog_network_input(i->network, i->buffer, &problem, i->x);
    }
    mog_dataset_free(dataset);
    return complete ? MOG_OK : error->status;
}

static mog_status inference_open(const bench_row *row, inference *i, mog_error *error) {
    const mog_network_settings settings = bench_network_settings(row);
    const mog_network_shape shape = {.samples = 1, .links = row->links};
    mog_status status = mog_network_create(&settings, row->links, &i->network, error);
    if (status == MOG_OK)
        status = mog_network_workspace_create(i->network, &shape, false, &i->workspace, error);
    if (status == MOG_OK)
        status = draw_numbers(i, error);
    return status == MOG_OK ? set_input(row->links, i, error) : status;
}

static void forward(void *data) {
    const inference *i = data;
    const mog_network_batch batch = {
        .samples = 1, .links = mog_network_links(i->network), .x = i->x};
    mog_network_forward(i->network, i->parameter, i->buffer, i->workspace, &batch, i->y);
}

mog_status bench_forward(const bench_row *row, bench_result *result, mog_error *error) {
    inference i = {.network = NULL};
    const mog_status status = inference_open(row, &i, error);
    if (status == MOG_OK) {
        result->parameters = mog_network_parameter_count(i.network);
        bench_run(row, result, forward, &i);
    }
    inference_close(&i);
    return status;
}
