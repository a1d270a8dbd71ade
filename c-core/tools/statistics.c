/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "statistics.h"

#include "mog/rb.h"

#include <math.h>
#include <stdlib.h>

double mean(const double *value, size_t count) {
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += value[i];
    return sum / (double)count;
}

static int compare(const void *left, const void *right) {
    const double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

double median(double *value, size_t count) {
    qsort(value, count, sizeof *value, compare);
    return count % 2 == 1 ? value[count / 2] : (value[count / 2 - 1] + value[count / 2]) / 2;
}

double mean_sum_rate(const mog_dataset *dataset, const double *power) {
    const mog_problem problem = mog_dataset_problem(dataset);
    double *rate = malloc(dataset->samples * sizeof *rate);
    if (rate == NULL)
        return NAN;
    mog_sum_rate(&problem, power, rate);
    const double result = mean(rate, dataset->samples);
    free(rate);
    return result;
}

double full_power_rate(const mog_dataset *dataset) {
    const size_t count = dataset->samples * dataset->links;
    double *ones = malloc(count * sizeof *ones);
    if (ones == NULL)
        return NAN;
    for (size_t i = 0; i < count; i++)
        ones[i] = 1;
    const double result = mean_sum_rate(dataset, ones);
    free(ones);
    return result;
}

double rb_solver_rate(const mog_dataset *dataset, const char *name) {
    const mog_problem problem = mog_dataset_problem(dataset);
    const size_t count = dataset->samples * dataset->links;
    mog_rb_solver *solver = mog_rb_solver_create(name, NULL, dataset->links, dataset->n_rb, NULL);
    uint32_t *rb = malloc(count * sizeof *rb);
    double *power = malloc(count * sizeof *power), *rate = malloc(dataset->samples * sizeof *rate);
    double result = NAN;
    if (solver != NULL && rb != NULL && power != NULL && rate != NULL &&
        mog_rb_solver_run(solver, &problem, dataset->first, rb, power, NULL) == MOG_OK) {
        mog_rb_sum_rate(&problem, rb, power, rate);
        result = mean(rate, dataset->samples);
    }
    mog_rb_solver_free(solver);
    free(rb);
    free(power);
    free(rate);
    return result;
}

trivial_allocation trivial_of(const mog_dataset *dataset) {
    if (dataset->n_rb > 1)
        return (trivial_allocation){"rb_balanced", "rb_balanced_sum_rate",
                                    rb_solver_rate(dataset, "rb-balanced")};
    return (trivial_allocation){"full_power", "full_power_sum_rate", full_power_rate(dataset)};
}

double best_bound(const mog_dataset *dataset) {
    double best = NAN;
    for (size_t i = 0; i < dataset->label_count; i++)
        if (dataset->labels[i].bound != NULL)
            best = fmin(best, mean(dataset->labels[i].bound, dataset->samples));
    return best;
}

double mean_nmse(const mog_dataset *dataset, const double *power, const double *wanted) {
    const size_t k = dataset->links;
    double sum = 0, counted = 0;
    for (size_t n = 0; n < dataset->samples; n++) {
        double distance = 0, norm = 0;
        for (size_t i = n * k; i < (n + 1) * k; i++) {
            distance += (power[i] - wanted[i]) * (power[i] - wanted[i]);
            norm += wanted[i] * wanted[i];
        }
        if (norm > 0) {
            sum += distance / norm;
            counted++;
        }
    }
    return sum / counted;
}
