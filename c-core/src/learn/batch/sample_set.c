/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A data set in the forms that training reads. */
#include "learn/batch/sample_set.h"

#include "base/memory.h"
#include "base/sanitizer.h"
#include "base/text.h"
#include "data/dataset.h"
#include "nn/input.h"
#include "radio/problem.h"
#include <float.h>
#include <string.h>

/* FNV-1a on words instead of bytes: to notice other data, not to withstand anybody */
MOG_WRAPS static uint64_t checksum(uint64_t sum, size_t count, const double *value) {
    for (size_t i = 0; i < count; i++) {
        uint64_t word;
        memcpy(&word, &value[i], sizeof word);
        sum = (sum ^ word) * 0x100000001b3u;
        sum ^= sum >> 32; /* brings the high bits down, which the product only moves up */
    }
    return sum;
}

/* The solver's labels, or NULL with a message that says which ones there are. */
static const mog_labels *find_labels(const mog_dataset *dataset, const char *solver,
                                     mog_error *error) {
    const mog_labels *labels = mog_dataset_labels(dataset, solver);
    if (labels != NULL)
        return labels;
    char list[MOG_MAX_LABELS * (MOG_NAME_SIZE + 2)] = "";
    for (size_t i = 0; i < dataset->label_count; i++)
        mog_text_append(list, sizeof list, dataset->labels[i].solver);
    mog_fail(error, MOG_ERROR_DATA, "the data set has no labels \"%s\"; it has %s", solver,
             dataset->label_count > 0 ? list : "none");
    return NULL;
}

/* Training divides gains by the noise, which takes the unit away, and rounds them to float32. */
mog_status mog_check_float_range(const mog_problem *problem, mog_error *error) {
    const size_t k = problem->links, matrices = mog_problem_matrices(problem);
    for (size_t i = 0; i < problem->samples * matrices * k * k; i++)
        if (!(problem->gain[i] / problem->noise_power < (double)FLT_MAX / 1e6))
            return mog_fail(error, MOG_ERROR_DATA,
                            "gain[%zu][%zu][%zu] = %g is %g times the noise power %g: more than "
                            "float32 can train with",
                            i / (matrices * k * k), i / k % k, i % k, problem->gain[i],
                            problem->gain[i] / problem->noise_power, problem->noise_power);
    return MOG_OK;
}

static mog_status check_data(const mog_dataset *dataset, mog_error *error) {
    const mog_problem problem = mog_dataset_problem(dataset);
    const mog_problem known = mog_dataset_known_problem(dataset);
    mog_status status = mog_dataset_check(dataset, error);
    if (status == MOG_OK)
        status = mog_check_float_range(&problem, error);
    return status == MOG_OK ? mog_check_float_range(&known, error) : status;
}

static uint64_t checksum_of(const mog_sample_set *set) {
    const mog_dataset *data = set->data;
    const size_t links = data->samples * data->links;
    const size_t gains = links * data->links * set->samples.shape.matrices;
    const struct {
        const double *data;
        size_t count;
    } arrays[] = {
        {data->gain, gains},
        {&data->noise_power, 1},
        {data->known_gain, gains},
        {data->weight, links},
        {data->price, links},
        {data->tx_position, 2 * links},
        {data->rx_position, 2 * links},
        {set->labels != NULL ? set->labels->power : NULL, links},
    };
    uint64_t sum = 0xcbf29ce484222325u;
    for (size_t i = 0; i < sizeof arrays / sizeof arrays[0]; i++)
        if (arrays[i].data != NULL)
            sum = checksum(sum, arrays[i].count, arrays[i].data);
    for (size_t n = 0; set->labels != NULL && n < links; n++)
        sum = checksum(sum, 1, &(double){set->labels->rb[n]});
    return sum;
}

mog_status mog_sample_set_open(mog_sample_set *set, const mog_dataset *dataset, const char *labels,
                               const mog_problem_type *problem, mog_error *error) {
    *set = (mog_sample_set){.data = NULL};
    const mog_status status = check_data(dataset, error);
    if (status != MOG_OK)
        return status;
    if (labels != NULL && (set->labels = find_labels(dataset, labels, error)) == NULL)
        return MOG_ERROR_DATA;
    const mog_problem channels = mog_dataset_problem(dataset);
    const mog_samples_shape shape = {
        .count = dataset->samples,
        .links = dataset->links,
        .matrices = mog_problem_matrices(&channels),
        .parts = MOG_SAMPLES_INPUT | (dataset->weight != NULL ? MOG_SAMPLES_WEIGHT : 0u) |
                 (dataset->price != NULL ? MOG_SAMPLES_PRICE : 0u) |
                 (labels != NULL ? MOG_SAMPLES_LABEL : 0u),
    };
    if (mog_samples_init(&set->samples, &shape, error) != MOG_OK)
        return MOG_ERROR_MEMORY;
    mog_network_input_links(shape.count, shape.links, dataset->weight, dataset->price,
                            set->samples.weight, set->samples.price);
    if (set->labels != NULL)
        problem->read_labels(shape.count * shape.links, set->labels->power, set->labels->rb,
                             set->samples.label);
    set->data = dataset;
    set->has_known = dataset->known_gain != NULL;
    set->checksum = checksum_of(set);
    return MOG_OK;
}

size_t mog_sample_set_size(const mog_sample_set *set) {
    return set->data != NULL ? set->data->samples : 0;
}

mog_problem mog_sample_set_problem(const mog_sample_set *set, size_t first, size_t count) {
    const mog_problem all = mog_dataset_problem(set->data);
    return mog_problem_range(&all, first, count);
}

mog_problem mog_sample_set_known(const mog_sample_set *set, size_t first, size_t count) {
    const mog_problem all = mog_dataset_known_problem(set->data);
    return mog_problem_range(&all, first, count);
}

mog_status mog_sample_set_renew(mog_sample_set *set, mog_error *error) {
    if (!set->has_known || set->data->known_gain == NULL)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "the training set has no known gains beside its true ones, or had none "
                        "when the trainer was made");
    return check_data(set->data, error);
}

void mog_sample_set_normalise(mog_sample_set *set, const mog_network *network,
                              const float *buffer) {
    if (set->data == NULL)
        return;
    const mog_problem known = mog_dataset_known_problem(set->data);
    mog_network_input(network, buffer, &known, set->samples.x);
}

void mog_sample_set_gather(const mog_sample_set *set, const size_t *sample, size_t count,
                           mog_samples *batch) {
    const mog_dataset *data = set->data;
    const size_t gains = set->samples.shape.matrices * data->links * data->links;
    const double scale = 1 / data->noise_power;
    for (size_t i = 0; i < count; i++) {
        const size_t from = sample[i] * gains, to = i * gains;
        mog_samples_copy(batch, i, &set->samples, sample[i]);
        if (batch->gain != NULL)
            mog_samples_round(batch->gain + to, data->gain + from, scale, gains);
        if (batch->known != NULL)
            mog_samples_round(batch->known + to, data->known_gain + from, scale, gains);
    }
}

void mog_sample_set_clear(mog_sample_set *set) {
    mog_samples_clear(&set->samples);
    *set = (mog_sample_set){.data = NULL};
}
