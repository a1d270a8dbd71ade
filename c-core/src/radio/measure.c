/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sums and means of what decisions are worth, and of how far they are from others'. */
#include "radio/measure.h"

#include "base/memory.h"
#include "radio/allocation.h"
#include "radio/blocks.h"
#include "radio/problem.h"
#include "radio/utility/utility.h"

#include <math.h>

/* ---- worth --------------------------------------------------------------------------------- */

/* Sample by sample, so that sums do not depend on how samples come. */
mog_status mog_measure_add_with(mog_measure *measure, const mog_utility *utility,
                                const mog_problem *problem, const mog_allocation *allocation,
                                double *scratch, mog_error *error) {
    const mog_utility meant = mog_utility_or_sum_rate(utility);
    const bool is_sum_rate = mog_utility_is_linear(&meant) && problem->price == NULL;
    const mog_status status = mog_rb_check(problem, allocation->rb, error);
    for (size_t s = 0; status == MOG_OK && s < problem->samples; s++) {
        const mog_problem one = mog_problem_sample(problem, s);
        const mog_allocation here = mog_allocation_from(allocation, problem, s);
        double sum_rate, value;
        mog_sum_rate(&one, here.rb, here.power, &sum_rate, NULL);
        value = sum_rate;
        if (!is_sum_rate)
            mog_utility_values(&meant, &one, here.rb, here.power, scratch, &value, NULL);
        measure->sum_rate += sum_rate;
        measure->value += value;
        measure->samples++;
    }
    return status;
}

mog_status mog_measure_add(mog_measure *measure, const mog_utility *utility,
                           const mog_problem *problem, const mog_allocation *allocation,
                           mog_error *error) {
    double *scratch = mog_allocate(2 * problem->links, sizeof *scratch, error);
    if (scratch == NULL)
        return MOG_ERROR_MEMORY;
    const mog_status status =
        mog_measure_add_with(measure, utility, problem, allocation, scratch, error);
    mog_release(scratch);
    return status;
}

/* ---- likeness ------------------------------------------------------------------------------ */

bool mog_power_distance(size_t links, const double *power, const double *other, double *distance) {
    double sum = 0, norm = 0;
    for (size_t i = 0; i < links; i++) {
        const double difference = power[i] - other[i];
        sum += difference * difference;
        norm += other[i] * other[i];
    }
    *distance = sum / norm;
    return norm > 0;
}

static void compare_powers(mog_measure *measure, const mog_problem *problem, const double *power,
                           const double *other) {
    const size_t k = problem->links;
    for (size_t first = 0; first < problem->samples * k; first += k) {
        double distance;
        const bool exists = mog_power_distance(k, power + first, other + first, &distance);
        measure->distance += exists ? distance : 0;
        measure->distances += exists;
    }
}

/* One sample's RBs, canonical if their numbers mean nothing. */
static const uint32_t *numbered(const mog_problem *problem, const uint32_t *rb, uint32_t *copy) {
    mog_rb_read(copy, rb, problem->links);
    if (!problem->per_rb)
        mog_rb_canonical(problem->links, copy);
    return copy;
}

/* `copies` is scratch, [2 K]. */
static void compare_rbs(mog_measure *measure, const mog_problem *problem, const uint32_t *rb,
                        const uint32_t *other, uint32_t *copies) {
    const size_t k = problem->links;
    for (size_t first = 0; first < problem->samples * k; first += k) {
        const uint32_t *one = numbered(problem, rb + first, copies);
        const uint32_t *two = numbered(problem, other + first, copies + k);
        for (size_t i = 0; i < k; i++)
            measure->same_rb += one[i] == two[i];
    }
    measure->links += problem->samples * k;
}

mog_status mog_measure_compare(mog_measure *measure, const mog_problem *problem,
                               const mog_allocation *allocation, const mog_allocation *other,
                               mog_error *error) {
    mog_status status = mog_rb_check(problem, allocation->rb, error);
    if (status == MOG_OK)
        status = mog_rb_check(problem, other->rb, error);
    if (status != MOG_OK)
        return status;
    if (allocation->rb != NULL && other->rb != NULL) {
        uint32_t *copies = mog_allocate(2 * problem->links, sizeof *copies, error);
        if (copies == NULL)
            return MOG_ERROR_MEMORY;
        compare_rbs(measure, problem, allocation->rb, other->rb, copies);
        mog_release(copies);
    }
    compare_powers(measure, problem, allocation->power, other->power);
    return MOG_OK;
}

/* ---- means --------------------------------------------------------------------------------- */

static double mean(double sum, size_t count) {
    return count > 0 ? sum / (double)count : (double)NAN;
}

mog_measured mog_measure_means(const mog_measure *measure) {
    return (mog_measured){.sum_rate = mean(measure->sum_rate, measure->samples),
                          .value = mean(measure->value, measure->samples),
                          .nmse = mean(measure->distance, measure->distances),
                          .same_rb = mean((double)measure->same_rb, measure->links)};
}
