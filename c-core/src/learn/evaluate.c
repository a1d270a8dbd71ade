/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "training.h"

#include "../base/memory.h"
#include "mog/rb.h"
#include <math.h>

/* Enough rows for matrix products at full speed, few enough for the activations to stay in L2. */
static const size_t chunk_size = 250;

mog_status mog_evaluator_init(mog_evaluator *evaluator, const mog_network *network,
                              const mog_network_settings *settings, size_t links,
                              mog_error *error) {
    const mog_network_shape shape = {.samples = chunk_size, .links = links};
    const size_t nodes = chunk_size * links, width = mog_network_width(network);
    evaluator->chunk = chunk_size;
    evaluator->workspace = mog_network_workspace_create(network, &shape, false, error);
    evaluator->output = mog_allocate(nodes * width, sizeof(float), error);
    evaluator->rb = mog_allocate(nodes, sizeof *evaluator->rb, error);
    evaluator->power = mog_allocate(nodes, sizeof(double), error);
    evaluator->sum_rate = mog_allocate(chunk_size, sizeof(double), error);
    evaluator->decision = mog_decision_create(settings, links, error);
    const bool complete = evaluator->workspace != NULL && evaluator->output != NULL &&
                          evaluator->rb != NULL && evaluator->power != NULL &&
                          evaluator->sum_rate != NULL && evaluator->decision != NULL;
    return complete ? MOG_OK : MOG_ERROR_MEMORY;
}

void mog_evaluator_clear(mog_evaluator *evaluator) {
    mog_network_workspace_free(evaluator->workspace);
    mog_release(evaluator->output);
    mog_release(evaluator->rb);
    mog_release(evaluator->power);
    mog_release(evaluator->sum_rate);
    mog_decision_free(evaluator->decision);
    *evaluator = (mog_evaluator){0};
}

/* Squared distance of a sample's powers from its label, over the label's square; false if that is
 * 0. */
static bool power_error(size_t links, const double *power, const float *label, double *error) {
    double distance = 0, norm = 0;
    for (size_t k = 0; k < links; k++) {
        const double difference = power[k] - (double)label[k];
        distance += difference * difference;
        norm += (double)label[k] * (double)label[k];
    }
    *error = distance / norm;
    return norm > 0;
}

/* The share of links that are on another RB. */
static bool rb_error(size_t links, const uint32_t *rb, const float *label, double *error) {
    size_t others = 0;
    for (size_t k = 0; k < links; k++)
        others += rb[k] != (uint32_t)label[k];
    *error = (double)others / (double)links;
    return true;
}

/* Means so far. */
typedef struct measure {
    double rates, errors;
    size_t error_count;
} measure;

static void add_errors(const mog_evaluator *evaluator, size_t samples, size_t links,
                       const float *label, measure *sum) {
    for (size_t s = 0; s < samples; s++) {
        const size_t first = s * links;
        double error;
        const bool exists =
            mog_decision_n_rb(evaluator->decision) > 0
                ? rb_error(links, evaluator->rb + first, label + first, &error)
                : power_error(links, evaluator->power + first, label + first, &error);
        sum->errors += exists ? error : 0;
        sum->error_count += exists;
    }
}

static void run_network(const mog_evaluator *evaluator, const mog_network *network,
                        const float *parameter, const float *buffer, const mog_sample_set *set,
                        size_t first, size_t n) {
    const mog_rows *rows = &set->rows;
    const size_t k = rows->shape.links, input = mog_network_input_count(network, k);
    const mog_network_batch batch = {
        .samples = n,
        .links = k,
        .x = rows->x + first * input,
        .gain = (rows->known != NULL ? rows->known : rows->gain) + first * input,
        .weight = rows->weight != NULL ? rows->weight + first * k : NULL,
    };
    mog_network_forward(network, parameter, buffer, evaluator->workspace, &batch,
                        evaluator->output);
}

/* Samples first ... first + n - 1. */
static void add_samples(const mog_evaluator *evaluator, const mog_sample_set *set, size_t first,
                        size_t n, measure *sum) {
    const mog_problem problem = mog_sample_set_problem(set, first, n);
    const mog_problem known = mog_sample_set_known(set, first, n);
    mog_decide(evaluator->decision, &known, evaluator->output, evaluator->rb, evaluator->power,
               NULL);
    if (mog_decision_n_rb(evaluator->decision) > 0)
        mog_rb_sum_rate(&problem, evaluator->rb, evaluator->power, evaluator->sum_rate);
    else
        mog_sum_rate(&problem, evaluator->power, evaluator->sum_rate);
    for (size_t i = 0; i < n; i++)
        sum->rates += evaluator->sum_rate[i];
    const size_t k = set->rows.shape.links;
    if (set->labels != NULL)
        add_errors(evaluator, n, k, set->rows.label + first * k, sum);
}

void mog_evaluate(const mog_evaluator *evaluator, const mog_network *network,
                  const float *parameter, const float *buffer, const mog_sample_set *set,
                  size_t samples, double *sum_rate, double *nmse) {
    measure sum = {0};
    for (size_t first = 0; first < samples; first += evaluator->chunk) {
        const size_t left = samples - first;
        const size_t n = left < evaluator->chunk ? left : evaluator->chunk;
        run_network(evaluator, network, parameter, buffer, set, first, n);
        add_samples(evaluator, set, first, n, &sum);
    }
    *sum_rate = samples > 0 ? sum.rates / (double)samples : NAN;
    *nmse = sum.error_count > 0 ? sum.errors / (double)sum.error_count : NAN;
}
