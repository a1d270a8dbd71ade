/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "training.h"

#include "../base/memory.h"
#include <math.h>

/* Enough rows for matrix products at full speed, few enough for the activations to stay in L2. */
static const size_t chunk_size = 250;

mog_status mog_evaluator_init(mog_evaluator *evaluator, const mog_network *network, size_t links,
                              size_t refine, mog_error *error) {
    const mog_network_shape shape = {.samples = chunk_size, .links = links};
    evaluator->chunk = chunk_size;
    evaluator->workspace = mog_network_workspace_create(network, &shape, false, error);
    evaluator->output = mog_allocate(chunk_size * links, sizeof(float), error);
    evaluator->power = mog_allocate(chunk_size * links, sizeof(double), error);
    evaluator->sum_rate = mog_allocate(chunk_size, sizeof(double), error);
    if (refine > 0)
        evaluator->refiner = mog_refiner_create(refine, links, error);
    const bool complete = evaluator->workspace != NULL && evaluator->output != NULL &&
                          evaluator->power != NULL && evaluator->sum_rate != NULL &&
                          (evaluator->refiner != NULL || refine == 0);
    return complete ? MOG_OK : MOG_ERROR_MEMORY;
}

void mog_evaluator_clear(mog_evaluator *evaluator) {
    mog_network_workspace_free(evaluator->workspace);
    mog_release(evaluator->output);
    mog_release(evaluator->power);
    mog_release(evaluator->sum_rate);
    mog_refiner_free(evaluator->refiner);
    *evaluator = (mog_evaluator){0};
}

/* Adds up ||y - y*||^2 / ||y*||^2 over the samples where it exists, and counts them. */
static void add_errors(size_t samples, size_t links, const double *power, const float *label,
                       double *sum, size_t *count) {
    for (size_t s = 0; s < samples; s++, power += links, label += links) {
        double distance = 0, norm = 0;
        for (size_t k = 0; k < links; k++) {
            const double difference = power[k] - (double)label[k];
            distance += difference * difference;
            norm += (double)label[k] * (double)label[k];
        }
        if (norm > 0) {
            *sum += distance / norm;
            *count += 1;
        }
    }
}

void mog_evaluate(const mog_evaluator *evaluator, const mog_network *network,
                  const float *parameter, const float *buffer, const mog_sample_set *set,
                  double *sum_rate, double *nmse) {
    const size_t k = set->links;
    double rates = 0, errors = 0;
    size_t error_count = 0;
    for (size_t first = 0; first < set->samples; first += evaluator->chunk) {
        const size_t left = set->samples - first;
        const size_t n = left < evaluator->chunk ? left : evaluator->chunk;
        const mog_network_batch batch = {
            .samples = n,
            .links = k,
            .x = set->input + first * k * k,
            .gain = (set->uncertain ? set->known : set->gain) + first * k * k,
            .weight = set->weighted ? set->weight + first * k : NULL,
        };
        mog_network_forward(network, parameter, buffer, evaluator->workspace, &batch,
                            evaluator->output);
        for (size_t i = 0; i < n * k; i++)
            evaluator->power[i] = (double)evaluator->output[i];
        const mog_problem problem = mog_sample_set_problem(set, first, n);
        const mog_problem known = mog_sample_set_known(set, first, n);
        if (evaluator->refiner != NULL)
            mog_refine(evaluator->refiner, &known, evaluator->power, NULL);
        mog_sum_rate(&problem, evaluator->power, evaluator->sum_rate);
        for (size_t i = 0; i < n; i++)
            rates += evaluator->sum_rate[i];
        if (set->labelled)
            add_errors(n, k, evaluator->power, set->label + first * k, &errors, &error_count);
    }
    *sum_rate = set->samples > 0 ? rates / (double)set->samples : NAN;
    *nmse = error_count > 0 ? errors / (double)error_count : NAN;
}
