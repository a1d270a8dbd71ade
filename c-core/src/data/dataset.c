/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Data sets in memory: their arrays, labels and checks. */
#include "data/dataset.h"

#include "base/memory.h"
#include "radio/allocation.h"
#include "radio/problem.h"
#include "radio/scenario.h"
#include <math.h>
#include <string.h>

static void free_labels(mog_labels *labels) {
    mog_release(labels->power);
    mog_release(labels->rb);
    mog_release(labels->sum_rate);
    mog_release(labels->value);
    mog_release(labels->bound);
    memset(labels, 0, sizeof *labels);
}

void mog_dataset_free(mog_dataset *dataset) {
    if (dataset == NULL)
        return;
    mog_release(dataset->gain);
    mog_release(dataset->known_gain);
    mog_release(dataset->weight);
    mog_release(dataset->price);
    mog_release(dataset->tx_position);
    mog_release(dataset->rx_position);
    for (size_t i = 0; i < dataset->label_count; i++)
        free_labels(&dataset->labels[i]);
    mog_release(dataset);
}

/* Sizes come from files: the largest product below must not overflow. */
static bool sizes_overflow(size_t samples, size_t links, size_t matrices) {
    size_t entries;
    return __builtin_mul_overflow(links, links, &entries) ||
           __builtin_mul_overflow(entries, matrices, &entries) ||
           __builtin_mul_overflow(entries, samples, &entries) ||
           __builtin_mul_overflow(entries, 2 * sizeof(double), &entries);
}

static mog_status add_arrays(mog_dataset *dataset, unsigned parts, mog_error *error) {
    const size_t links = dataset->samples * dataset->links;
    const size_t matrices = dataset->per_rb ? dataset->n_rb : 1;
    const struct {
        bool wanted;
        double **array;
        size_t count;
    } arrays[] = {
        {true, &dataset->gain, links * matrices * dataset->links},
        {parts & MOG_DATASET_WEIGHTS, &dataset->weight, links},
        {parts & MOG_DATASET_PRICES, &dataset->price, links},
        {parts & MOG_DATASET_POSITIONS, &dataset->tx_position, links * 2},
        {parts & MOG_DATASET_POSITIONS, &dataset->rx_position, links * 2},
    };
    for (size_t i = 0; i < sizeof arrays / sizeof arrays[0]; i++) {
        if (!arrays[i].wanted)
            continue;
        *arrays[i].array = mog_allocate(arrays[i].count, sizeof(double), error);
        if (*arrays[i].array == NULL)
            return MOG_ERROR_MEMORY;
    }
    return MOG_OK;
}

/* An object that is whole goes out, any other goes away. */
static mog_status hand_over(mog_dataset *fresh, mog_status status, mog_dataset **dataset) {
    if (status != MOG_OK)
        mog_dataset_free(fresh);
    *dataset = status == MOG_OK ? fresh : NULL;
    return status;
}

mog_status mog_dataset_create(size_t samples, size_t links, size_t n_rb, unsigned parts,
                              mog_dataset **dataset, mog_error *error) {
    const bool per_rb = (parts & MOG_DATASET_PER_RB) != 0;
    *dataset = NULL;
    if (links * n_rb == 0 || sizes_overflow(samples, links, per_rb ? n_rb : 1)) {
        mog_fail(error, MOG_ERROR_ARGUMENT,
                 "a data set of %zu samples with %zu links and %zu RBs is impossible", samples,
                 links, n_rb);
        return MOG_ERROR_ARGUMENT;
    }
    mog_dataset *fresh = mog_allocate(1, sizeof *fresh, error);
    if (fresh == NULL)
        return MOG_ERROR_MEMORY;
    fresh->samples = samples;
    fresh->links = links;
    fresh->n_rb = n_rb;
    fresh->per_rb = per_rb;
    fresh->noise_power = fresh->max_power = 1;
    return hand_over(fresh, add_arrays(fresh, parts, error), dataset);
}

static mog_status draw(mog_dataset *dataset, mog_error *error) {
    const mog_status status =
        mog_scenario_generate(&dataset->scenario, dataset->seed, dataset->first, dataset->samples,
                              dataset->gain, dataset->tx_position, dataset->rx_position, error);
    if (status != MOG_OK || dataset->weight == NULL)
        return status;
    return mog_scenario_draw_weights(&dataset->scenario, dataset->seed, dataset->first,
                                     dataset->samples, dataset->weight, error);
}

mog_status mog_dataset_generate(const mog_scenario *scenario, uint64_t seed, uint64_t first,
                                size_t samples, mog_dataset **dataset, mog_error *error) {
    *dataset = NULL;
    mog_status status = mog_scenario_check(scenario, error);
    if (status != MOG_OK)
        return status;
    const unsigned parts = (mog_scenario_has_positions(scenario) ? MOG_DATASET_POSITIONS : 0) |
                           (mog_scenario_has_weights(scenario) ? MOG_DATASET_WEIGHTS : 0) |
                           (scenario->rb_fading ? MOG_DATASET_PER_RB : 0);
    mog_dataset *fresh;
    status = mog_dataset_create(samples, scenario->links, scenario->n_rb, parts, &fresh, error);
    if (status != MOG_OK)
        return status;
    fresh->noise_power = mog_scenario_noise_power(scenario);
    fresh->has_scenario = true;
    fresh->scenario = *scenario;
    fresh->seed = seed;
    fresh->first = first;
    return hand_over(fresh, draw(fresh, error), dataset);
}

/* ---- parts of a larger one ----------------------------------------------------------------- */

static unsigned parts_of(const mog_labels *labels) {
    return (labels->bound != NULL ? MOG_LABELS_BOUND : 0u) |
           (labels->value != NULL ? MOG_LABELS_VALUE : 0u);
}

/* Where it came from. */
static void copy_origin(mog_dataset *to, const mog_dataset *from) {
    to->noise_power = from->noise_power;
    to->max_power = from->max_power;
    to->has_scenario = from->has_scenario;
    to->scenario = from->scenario;
    to->seed = from->seed;
    to->first = from->first;
    to->weight_notes = from->weight_notes;
}

static mog_status add_labels_like(mog_dataset *to, const mog_dataset *from, mog_error *error) {
    mog_status status = MOG_OK;
    for (size_t i = 0; status == MOG_OK && i < from->label_count; i++) {
        const mog_labels *like = &from->labels[i];
        mog_labels *labels;
        status = mog_dataset_add_labels(to, like->solver, parts_of(like), &labels, error);
        if (status == MOG_OK)
            labels->notes = like->notes;
    }
    return status;
}

mog_status mog_dataset_create_like(const mog_dataset *like, size_t samples, mog_dataset **dataset,
                                   mog_error *error) {
    const unsigned parts = (like->weight != NULL ? MOG_DATASET_WEIGHTS : 0u) |
                           (like->price != NULL ? MOG_DATASET_PRICES : 0u) |
                           (like->tx_position != NULL ? MOG_DATASET_POSITIONS : 0u) |
                           (like->per_rb ? MOG_DATASET_PER_RB : 0u);
    mog_dataset *fresh;
    mog_status status = mog_dataset_create(samples, like->links, like->n_rb, parts, &fresh, error);
    if (status == MOG_OK) {
        copy_origin(fresh, like);
        status = add_labels_like(fresh, like, error);
    }
    return hand_over(fresh, status, dataset);
}

/* ---- views and labels ---------------------------------------------------------------------- */

mog_problem mog_dataset_problem(const mog_dataset *dataset) {
    return (mog_problem){
        .samples = dataset->samples,
        .links = dataset->links,
        .n_rb = dataset->n_rb,
        .per_rb = dataset->per_rb,
        .noise_power = dataset->noise_power,
        .gain = dataset->gain,
        .weight = dataset->weight,
        .price = dataset->price,
        .tx_position = dataset->tx_position,
        .rx_position = dataset->rx_position,
    };
}

mog_problem mog_dataset_known_problem(const mog_dataset *dataset) {
    mog_problem problem = mog_dataset_problem(dataset);
    if (dataset->known_gain != NULL)
        problem.gain = dataset->known_gain;
    return problem;
}

static size_t find_labels(const mog_dataset *dataset, const char *solver) {
    size_t i = 0;
    while (i < dataset->label_count && strcmp(dataset->labels[i].solver, solver) != 0)
        i++;
    return i;
}

const mog_labels *mog_dataset_labels(const mog_dataset *dataset, const char *solver) {
    const size_t i = find_labels(dataset, solver);
    return i < dataset->label_count ? &dataset->labels[i] : NULL;
}

mog_status mog_dataset_add_labels(mog_dataset *dataset, const char *solver, unsigned parts,
                                  mog_labels **labels, mog_error *error) {
    const size_t i = find_labels(dataset, solver);
    *labels = NULL;
    if (i == MOG_MAX_LABELS || strlen(solver) >= MOG_NAME_SIZE) {
        mog_fail(
            error, MOG_ERROR_ARGUMENT,
            "labels '%s' do not fit: a data set has at most %d, with names below %d characters",
            solver, MOG_MAX_LABELS, MOG_NAME_SIZE);
        return MOG_ERROR_ARGUMENT;
    }
    const size_t samples = dataset->samples, links = samples * dataset->links;
    const bool with_bound = (parts & MOG_LABELS_BOUND) != 0,
               with_value = (parts & MOG_LABELS_VALUE) != 0;
    mog_labels fresh = {.power = mog_allocate(links, sizeof(double), error),
                        .rb = mog_allocate(links, sizeof(uint32_t), error),
                        .sum_rate = mog_allocate(samples, sizeof(double), error)};
    if (with_value)
        fresh.value = mog_allocate(samples, sizeof(double), error);
    if (with_bound)
        fresh.bound = mog_allocate(samples, sizeof(double), error);
    if (fresh.power == NULL || fresh.sum_rate == NULL || fresh.rb == NULL ||
        (with_value && fresh.value == NULL) || (with_bound && fresh.bound == NULL)) {
        free_labels(&fresh);
        return MOG_ERROR_MEMORY;
    }
    strcpy(fresh.solver, solver);
    free_labels(&dataset->labels[i]);
    dataset->labels[i] = fresh;
    if (i == dataset->label_count)
        dataset->label_count++;
    *labels = &dataset->labels[i];
    return MOG_OK;
}

/* ---- checks: `first` is the number of the first sample in messages -------------------------- */

/* Of every sample: sum rates, values of a utility, their bounds. */
static mog_status check_worth(const mog_dataset *dataset, const mog_labels *labels, size_t first,
                              mog_error *error) {
    const struct {
        const char *name;
        const double *value;
    } arrays[] = {
        {"sum_rate", labels->sum_rate}, {"value", labels->value}, {"bound", labels->bound}};
    for (size_t i = 0; i < sizeof arrays / sizeof arrays[0]; i++)
        for (size_t n = 0; arrays[i].value != NULL && n < dataset->samples; n++)
            if (!isfinite(arrays[i].value[n]))
                return mog_fail(error, MOG_ERROR_DATA, "labels/%s/%s[%zu] = %g: it must be finite",
                                labels->solver, arrays[i].name, first + n, arrays[i].value[n]);
    return MOG_OK;
}

static mog_status check_labels(const mog_dataset *dataset, const mog_labels *labels, size_t first,
                               mog_error *error) {
    const mog_problem problem = mog_dataset_problem(dataset);
    const mog_allocation decided = {labels->rb, labels->power};
    mog_error reason;
    const mog_status status = mog_allocation_check_from(&decided, &problem, first, &reason);
    if (status != MOG_OK)
        return mog_fail(error, status, "labels/%s/%s", labels->solver, reason.message);
    return check_worth(dataset, labels, first, error);
}

mog_status mog_dataset_check(const mog_dataset *dataset, mog_error *error) {
    return mog_dataset_check_from(dataset, 0, error);
}

mog_status mog_dataset_check_from(const mog_dataset *dataset, size_t first, mog_error *error) {
    if (dataset->samples == 0)
        return mog_fail(error, MOG_ERROR_DATA, "the data set is empty: it has no samples");
    const mog_problem problem = mog_dataset_problem(dataset);
    const mog_problem known = mog_dataset_known_problem(dataset);
    mog_status status = mog_problem_check_from(&problem, first, error);
    if (status == MOG_OK && dataset->known_gain != NULL)
        status = mog_problem_check_from(&known, first, error);
    for (size_t i = 0; status == MOG_OK && i < dataset->label_count; i++)
        status = check_labels(dataset, &dataset->labels[i], first, error);
    return status;
}
