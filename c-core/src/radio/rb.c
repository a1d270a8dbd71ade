/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mog/rb.h"

#include <math.h>

void mog_rb_mask(const mog_problem *problem, const uint32_t *rb, double *gain) {
    const size_t k = problem->links;
    for (size_t s = 0; s < problem->samples; s++) {
        const mog_problem one = mog_problem_sample(problem, s);
        const uint32_t *c = rb + s * k;
        for (size_t i = 0; i < k; i++) {
            const double *row = mog_problem_gains(&one, c[i]) + i * k;
            for (size_t j = 0; j < k; j++)
                gain[(s * k + i) * k + j] = c[i] == c[j] ? row[j] : 0;
        }
    }
}

/* Of link i, in a problem of one sample. */
static double rate(const mog_problem *one, const uint32_t *rb, const double *power, size_t i) {
    const double *row = mog_problem_gains(one, rb[i]) + i * one->links;
    double interference = one->noise_power;
    for (size_t j = 0; j < one->links; j++)
        if (j != i && rb[j] == rb[i])
            interference += row[j] * power[j];
    return log1p(row[i] * power[i] / interference) / M_LN2;
}

void mog_rb_link_rates(const mog_problem *problem, const uint32_t *rb, const double *power,
                       double *rates) {
    const size_t k = problem->links;
    for (size_t s = 0; s < problem->samples; s++) {
        const mog_problem one = mog_problem_sample(problem, s);
        for (size_t i = 0; i < k; i++)
            rates[s * k + i] = rate(&one, rb + s * k, power + s * k, i);
    }
}

void mog_rb_sum_rate(const mog_problem *problem, const uint32_t *rb, const double *power,
                     double *sum_rate) {
    const size_t k = problem->links;
    for (size_t s = 0; s < problem->samples; s++) {
        const mog_problem one = mog_problem_sample(problem, s);
        double sum = 0;
        for (size_t i = 0; i < k; i++)
            sum +=
                (one.weight == NULL ? 1 : one.weight[i]) * rate(&one, rb + s * k, power + s * k, i);
        sum_rate[s] = sum;
    }
}

/* The first link on an RB that no earlier link is on names it; its followers are behind it. */
void mog_rb_canonical(size_t links, uint32_t *rb) {
    uint32_t used = 0;
    for (size_t i = 0; i < links; i++) {
        const uint32_t old = rb[i];
        if (old < used)
            continue; /* renamed with the first link on it, or bearing its final name */
        for (size_t j = 0; j < links; j++)
            rb[j] = rb[j] == old ? used : rb[j] == used ? old : rb[j];
        used++;
    }
}
