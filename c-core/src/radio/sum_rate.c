/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mog/radio.h"

#include <math.h>

/*
 * Interference and noise at receiver i. The wanted signal is left out of the sum, not subtracted
 * from it: at 70 dB of SNR the difference would have no digits left.
 */
static double interference(const mog_problem *one, const double *power, size_t i) {
    const double *row = one->gain + i * one->links;
    double sum = one->noise_power;
    for (size_t j = 0; j < one->links; j++)
        if (j != i)
            sum += row[j] * power[j];
    return sum;
}

static double rate(const mog_problem *one, const double *power, size_t i) {
    const double signal = one->gain[i * one->links + i] * power[i];
    return log1p(signal / interference(one, power, i)) / M_LN2;
}

void mog_link_rates(const mog_problem *problem, const double *power, double *rates) {
    const size_t k = problem->links;
    for (size_t s = 0; s < problem->samples; s++) {
        const mog_problem one = mog_problem_sample(problem, s);
        for (size_t i = 0; i < k; i++)
            rates[s * k + i] = rate(&one, power + s * k, i);
    }
}

void mog_sum_rate(const mog_problem *problem, const double *power, double *sum_rate) {
    const size_t k = problem->links;
    for (size_t s = 0; s < problem->samples; s++) {
        const mog_problem one = mog_problem_sample(problem, s);
        double sum = 0;
        for (size_t i = 0; i < k; i++)
            sum += (one.weight == NULL ? 1 : one.weight[i]) * rate(&one, power + s * k, i);
        sum_rate[s] = sum;
    }
}

void mog_sum_rate_gradient(const mog_problem *problem, const double *power, double *gradient) {
    const size_t k = problem->links;
    for (size_t s = 0; s < problem->samples; s++) {
        const mog_problem one = mog_problem_sample(problem, s);
        const double *p = power + s * k;
        double *g = gradient + s * k;
        for (size_t i = 0; i < k; i++)
            g[i] = 0;
        for (size_t i = 0; i < k; i++) {
            const double *row = one.gain + i * k;
            const double weight = (one.weight == NULL ? 1 : one.weight[i]) / M_LN2;
            const double noise = interference(&one, p, i);
            const double total = noise + row[i] * p[i];
            /* 1/S_i - 1/I_i, without the cancellation */
            const double cost = -weight * row[i] * p[i] / (total * noise);
            for (size_t j = 0; j < k; j++)
                g[j] += row[j] * (j == i ? weight / total : cost);
        }
    }
}
