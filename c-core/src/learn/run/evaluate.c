/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a network is worth on a set of samples. */
#include "learn/run/evaluate.h"

#include "base/memory.h"
#include "radio/measure.h"

/* Enough rows for matrix products at full speed, few enough for the activations to stay in L2. */
static const size_t chunk_size = 250;

mog_status mog_evaluator_init(mog_evaluator *evaluator, const mog_network *network,
                              const mog_recipe *recipe, size_t links, mog_error *error) {
    const mog_network_shape shape = {.samples = chunk_size, .links = links};
    const size_t nodes = chunk_size * links, width = mog_network_width(network);
    evaluator->utility = recipe->utility;
    evaluator->problem = mog_problem_type_of(recipe->training.problem);
    evaluator->chunk = chunk_size;
    mog_status status =
        mog_network_workspace_create(network, &shape, false, &evaluator->workspace, error);
    if (status == MOG_OK)
        status = mog_decision_create(&recipe->network, &recipe->utility, links,
                                     &evaluator->decision, error);
    if (status != MOG_OK)
        return status;
    if (recipe->network.unroll > 0)
        evaluator->gain = mog_allocate(chunk_size * mog_network_input_count(network, links),
                                       sizeof(float), error);
    evaluator->output = mog_allocate(nodes * width, sizeof(float), error);
    evaluator->out.rb = mog_allocate(nodes, sizeof *evaluator->out.rb, error);
    evaluator->out.power = mog_allocate(nodes, sizeof(double), error);
    evaluator->scratch = mog_allocate(2 * links, sizeof(double), error);
    const bool complete =
        evaluator->output != NULL && (evaluator->gain != NULL || recipe->network.unroll == 0) &&
        evaluator->out.rb != NULL && evaluator->out.power != NULL && evaluator->scratch != NULL;
    return complete ? MOG_OK : MOG_ERROR_MEMORY;
}

void mog_evaluator_clear(mog_evaluator *evaluator) {
    mog_network_workspace_free(evaluator->workspace);
    mog_release(evaluator->gain);
    mog_release(evaluator->output);
    mog_release(evaluator->out.rb);
    mog_release(evaluator->out.power);
    mog_release(evaluator->scratch);
    mog_decision_free(evaluator->decision);
    *evaluator = (mog_evaluator){0};
}

/* Distances are from labels as training sees them, rounded. */
static void add_errors(const mog_evaluator *evaluator, size_t samples, size_t links,
                       const float *label, mog_measure *sum) {
    double *rounded = evaluator->scratch;
    for (size_t s = 0; s < samples; s++) {
        const size_t first = s * links;
        double error;
        for (size_t i = 0; i < links; i++)
            rounded[i] = (double)label[first + i];
        const bool exists = evaluator->problem->distance(
            links, evaluator->out.power + first, evaluator->out.rb + first, rounded, &error);
        sum->distance += exists ? error : 0;
        sum->distances += exists;
    }
}

static void run_network(const mog_evaluator *evaluator, const mog_network *network,
                        const float *parameter, const float *buffer, const mog_sample_set *set,
                        size_t first, size_t n) {
    const mog_samples *samples = &set->samples;
    const size_t k = samples->shape.links, input = mog_network_input_count(network, k);
    const mog_problem known = mog_sample_set_known(set, first, n);
    const mog_network_batch batch = {
        .samples = n,
        .links = k,
        .x = samples->x + first * input,
        .gain = evaluator->gain,
        .weight = samples->weight != NULL ? samples->weight + first * k : NULL,
        .price = samples->price != NULL ? samples->price + first * k : NULL,
    };
    if (evaluator->gain != NULL)
        mog_samples_round(evaluator->gain, known.gain, 1 / known.noise_power, n * input);
    mog_network_forward(network, parameter, buffer, evaluator->workspace, &batch,
                        evaluator->output);
}

/* Samples first ... first + n - 1. */
static void add_samples(const mog_evaluator *evaluator, const mog_sample_set *set, size_t first,
                        size_t n, mog_measure *sum) {
    const mog_problem problem = mog_sample_set_problem(set, first, n);
    const mog_problem known = mog_sample_set_known(set, first, n);
    const size_t k = set->samples.shape.links;
    mog_decide(evaluator->decision, &known, evaluator->output, &evaluator->out, NULL);
    mog_measure_add_with(sum, &evaluator->utility, &problem, &evaluator->out, evaluator->scratch,
                         NULL);
    if (set->labels != NULL)
        add_errors(evaluator, n, k, set->samples.label + first * k, sum);
}

mog_evaluation mog_evaluate(const mog_evaluator *evaluator, const mog_network *network,
                            const float *parameter, const float *buffer, const mog_sample_set *set,
                            size_t samples) {
    mog_measure sum = {0};
    for (size_t first = 0; first < samples; first += evaluator->chunk) {
        const size_t left = samples - first;
        const size_t n = left < evaluator->chunk ? left : evaluator->chunk;
        run_network(evaluator, network, parameter, buffer, set, first, n);
        add_samples(evaluator, set, first, n, &sum);
    }
    const mog_measured mean = mog_measure_means(&sum);
    return (mog_evaluation){.sum_rate = mean.sum_rate, .utility = mean.value, .nmse = mean.nmse};
}
