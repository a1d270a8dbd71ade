/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "training.h"

#include "../base/memory.h"
#include "../base/text.h"
#include <float.h>
#include <string.h>

/* FNV-1a on words instead of bytes: to notice other data, not to withstand anybody */
static uint64_t checksum(uint64_t sum, size_t count, const double *value) {
    for (size_t i = 0; i < count; i++) {
        uint64_t word;
        memcpy(&word, &value[i], sizeof word);
        sum = (sum ^ word) * 0x100000001b3u;
        sum ^= sum >> 32; /* brings the high bits down, which the product only moves up */
    }
    return sum;
}

static double *copy_exact(const double *from, size_t count, mog_error *error) {
    double *copy = mog_allocate(count, sizeof *copy, error);
    return copy == NULL ? NULL : memcpy(copy, from, count * sizeof *copy);
}

static void round_values(float *to, const double *from, double scale, size_t count) {
    for (size_t i = 0; i < count; i++)
        to[i] = (float)(from[i] * scale);
}

static float *copy_rounded(const double *from, double scale, size_t count, mog_error *error) {
    float *copy = mog_allocate(count, sizeof *copy, error);
    if (copy != NULL)
        round_values(copy, from, scale, count);
    return copy;
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
static mog_status check_range(const mog_problem *problem, mog_error *error) {
    const size_t k = problem->links, count = problem->samples * k * k;
    for (size_t i = 0; i < count; i++)
        if (!(problem->gain[i] / problem->noise_power < (double)FLT_MAX / 1e6))
            return mog_fail(error, MOG_ERROR_DATA,
                            "gain[%zu][%zu][%zu] = %g is %g times the noise power %g: more than "
                            "float32 can train with",
                            i / (k * k), i / k % k, i % k, problem->gain[i],
                            problem->gain[i] / problem->noise_power, problem->noise_power);
    return MOG_OK;
}

static mog_status check_data(const mog_dataset *dataset, mog_error *error) {
    const mog_problem problem = mog_dataset_problem(dataset);
    const mog_problem known = mog_dataset_known_problem(dataset);
    mog_status status = mog_dataset_check(dataset, error);
    if (status == MOG_OK)
        status = check_range(&problem, error);
    return status == MOG_OK ? check_range(&known, error) : status;
}

mog_status mog_sample_set_copy(mog_sample_set *set, const mog_dataset *dataset, const char *labels,
                               mog_error *error) {
    const mog_status status = check_data(dataset, error);
    if (status != MOG_OK)
        return status;
    const mog_labels *label = NULL;
    if (labels != NULL && (label = find_labels(dataset, labels, error)) == NULL)
        return MOG_ERROR_DATA;
    const size_t s = dataset->samples, k = dataset->links;
    *set = (mog_sample_set){.samples = s,
                            .links = k,
                            .weighted = dataset->weight != NULL,
                            .labelled = label != NULL,
                            .positioned = dataset->tx_position != NULL,
                            .uncertain = dataset->known_gain != NULL,
                            .noise_power = dataset->noise_power};
    set->exact_gain = copy_exact(dataset->gain, s * k * k, error);
    set->gain = copy_rounded(dataset->gain, 1 / dataset->noise_power, s * k * k, error);
    bool complete = set->exact_gain != NULL && set->gain != NULL;
    set->checksum = checksum(0xcbf29ce484222325u, s * k * k, dataset->gain);
    set->checksum = checksum(set->checksum, 1, &dataset->noise_power);
    if (set->uncertain) {
        set->exact_known = copy_exact(dataset->known_gain, s * k * k, error);
        set->known = copy_rounded(dataset->known_gain, 1 / dataset->noise_power, s * k * k, error);
        complete = complete && set->exact_known != NULL && set->known != NULL;
        set->checksum = checksum(set->checksum, s * k * k, dataset->known_gain);
    }
    if (set->weighted) {
        set->exact_weight = copy_exact(dataset->weight, s * k, error);
        set->weight = copy_rounded(dataset->weight, 1, s * k, error);
        complete = complete && set->exact_weight != NULL && set->weight != NULL;
        set->checksum = checksum(set->checksum, s * k, dataset->weight);
    }
    if (set->positioned) {
        set->tx_position = copy_exact(dataset->tx_position, s * k * 2, error);
        set->rx_position = copy_exact(dataset->rx_position, s * k * 2, error);
        complete = complete && set->tx_position != NULL && set->rx_position != NULL;
        set->checksum = checksum(set->checksum, s * k * 2, dataset->tx_position);
        set->checksum = checksum(set->checksum, s * k * 2, dataset->rx_position);
    }
    if (set->labelled) {
        set->label = copy_rounded(label->power, 1, s * k, error);
        complete = complete && set->label != NULL;
        set->checksum = checksum(set->checksum, s * k, label->power);
    }
    set->input = mog_allocate(s * k * k, sizeof *set->input, error);
    return complete && set->input != NULL ? MOG_OK : MOG_ERROR_MEMORY;
}

mog_problem mog_sample_set_problem(const mog_sample_set *set, size_t first, size_t count) {
    const size_t k = set->links;
    return (mog_problem){
        .samples = count,
        .links = k,
        .noise_power = set->noise_power,
        .gain = set->exact_gain + first * k * k,
        .weight = set->weighted ? set->exact_weight + first * k : NULL,
        .tx_position = set->positioned ? set->tx_position + first * 2 * k : NULL,
        .rx_position = set->positioned ? set->rx_position + first * 2 * k : NULL,
    };
}

mog_problem mog_sample_set_known(const mog_sample_set *set, size_t first, size_t count) {
    mog_problem problem = mog_sample_set_problem(set, first, count);
    if (set->uncertain)
        problem.gain = set->exact_known + first * set->links * set->links;
    return problem;
}

mog_status mog_sample_set_renew(mog_sample_set *set, const mog_dataset *dataset, mog_error *error) {
    if (!set->uncertain || dataset->known_gain == NULL || dataset->samples != set->samples ||
        dataset->links != set->links)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "known gains of %zu samples with %zu links do not replace those of %zu "
                        "with %zu",
                        dataset->known_gain != NULL ? dataset->samples : 0, dataset->links,
                        set->uncertain ? set->samples : 0, set->links);
    const mog_status status = check_data(dataset, error);
    if (status != MOG_OK)
        return status;
    const size_t count = set->samples * set->links * set->links;
    memcpy(set->exact_known, dataset->known_gain, count * sizeof *set->exact_known);
    round_values(set->known, dataset->known_gain, 1 / dataset->noise_power, count);
    return MOG_OK;
}

void mog_sample_set_normalise(mog_sample_set *set, const mog_network *network,
                              const float *buffer) {
    const mog_problem known = mog_sample_set_known(set, 0, set->samples);
    mog_network_input(network, buffer, &known, set->input);
}

void mog_sample_set_clear(mog_sample_set *set) {
    mog_release(set->exact_gain);
    mog_release(set->exact_known);
    mog_release(set->exact_weight);
    mog_release(set->gain);
    mog_release(set->known);
    mog_release(set->weight);
    mog_release(set->tx_position);
    mog_release(set->rx_position);
    mog_release(set->label);
    mog_release(set->input);
    *set = (mog_sample_set){0};
}
