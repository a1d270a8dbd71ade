/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rates of an allocation, and what they are worth. */
#include "radio/rates.h"

#include "radio/allocation.h"
#include "radio/blocks.h"
#include "radio/problem.h"
#include <math.h>

/* One sample with what is decided on it. */
typedef struct decided {
    mog_problem problem;
    const uint32_t *rb; /* or NULL */
    const double *power;
} decided;

static decided decided_at(const mog_problem *problem, const uint32_t *rb, const double *power,
                          size_t sample) {
    const size_t first = sample * problem->links;
    return (decided){mog_problem_sample(problem, sample), mog_rb_from(rb, first), power + first};
}

static double weight_of(const decided *d, size_t i) {
    return d->problem.weight == NULL ? 1 : d->problem.weight[i];
}

/* Gains to receiver i, on its RB. */
static const double *gains_to(const decided *d, size_t i) {
    return mog_problem_gains(&d->problem, mog_rb_at(d->rb, i)) + i * d->problem.links;
}

static bool is_heard(const decided *d, size_t i, size_t j) {
    return j != i && mog_rb_at(d->rb, i) == mog_rb_at(d->rb, j);
}

/*
 * Interference and noise at receiver i. The wanted signal is left out of the sum, not subtracted
 * from it: at 70 dB of SNR the difference would have no digits left.
 */
static double interference(const decided *d, const double *gain, size_t i) {
    double sum = d->problem.noise_power;
    if (d->rb == NULL) { /* the usual case, without a look at every other link's RB */
        for (size_t j = 0; j < d->problem.links; j++)
            if (j != i)
                sum += gain[j] * d->power[j];
        return sum;
    }
    for (size_t j = 0; j < d->problem.links; j++)
        if (is_heard(d, i, j))
            sum += gain[j] * d->power[j];
    return sum;
}

static double rate(const decided *d, size_t i) {
    const double *gain = gains_to(d, i);
    return log1p(gain[i] * d->power[i] / interference(d, gain, i)) / M_LN2;
}

mog_status mog_rates(const mog_problem *problem, const uint32_t *rb, const double *power,
                     double *rates, mog_error *error) {
    const size_t k = problem->links;
    const mog_status status = mog_rb_check(problem, rb, error);
    if (status != MOG_OK)
        return status;
    for (size_t s = 0; s < problem->samples; s++) {
        const decided d = decided_at(problem, rb, power, s);
        for (size_t i = 0; i < k; i++)
            rates[s * k + i] = rate(&d, i);
    }
    return MOG_OK;
}

mog_status mog_sum_rate(const mog_problem *problem, const uint32_t *rb, const double *power,
                        double *sum_rate, mog_error *error) {
    const mog_status status = mog_rb_check(problem, rb, error);
    if (status != MOG_OK)
        return status;
    for (size_t s = 0; s < problem->samples; s++) {
        const decided d = decided_at(problem, rb, power, s);
        double sum = 0;
        for (size_t i = 0; i < problem->links; i++)
            sum += weight_of(&d, i) * rate(&d, i);
        sum_rate[s] = sum;
    }
    return MOG_OK;
}

mog_status mog_objective(const mog_problem *problem, const uint32_t *rb, const double *power,
                         double *objective, mog_error *error) {
    const size_t k = problem->links;
    const mog_status status = mog_sum_rate(problem, rb, power, objective, error);
    if (status != MOG_OK || problem->price == NULL)
        return status;
    for (size_t n = 0; n < problem->samples * k; n++)
        objective[n / k] -= problem->price[n] * power[n];
    return MOG_OK;
}
