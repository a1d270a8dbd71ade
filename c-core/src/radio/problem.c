/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mog/radio.h"

#include <math.h>

static bool is_proper(double value) {
    return isfinite(value) && value >= 0;
}

mog_status mog_problem_check(const mog_problem *problem, mog_error *error) {
    const size_t k = problem->links;
    if (k == 0)
        return mog_fail(error, MOG_ERROR_DATA, "there are no links: at least one is needed");
    if (!isfinite(problem->noise_power) || problem->noise_power <= 0)
        return mog_fail(error, MOG_ERROR_DATA, "noise power %g: it must be positive and finite",
                        problem->noise_power);
    for (size_t n = 0; n < problem->samples * k * k; n++)
        if (!is_proper(problem->gain[n]))
            return mog_fail(error, MOG_ERROR_DATA,
                            "gain[%zu][%zu][%zu] = %g: gains must be finite and not negative",
                            n / (k * k), n / k % k, n % k, problem->gain[n]);
    for (size_t n = 0; problem->weight != NULL && n < problem->samples * k; n++)
        if (!is_proper(problem->weight[n]))
            return mog_fail(error, MOG_ERROR_DATA,
                            "weight[%zu][%zu] = %g: weights must be finite and not negative", n / k,
                            n % k, problem->weight[n]);
    for (size_t n = 0; problem->tx_position != NULL && n < problem->samples * k * 2; n++)
        if (!isfinite(problem->tx_position[n]) || !isfinite(problem->rx_position[n]))
            return mog_fail(error, MOG_ERROR_DATA, "link %zu of sample %zu has no finite positions",
                            n / 2 % k, n / (2 * k));
    return MOG_OK;
}

mog_problem mog_problem_sample(const mog_problem *problem, size_t sample) {
    const size_t k = problem->links;
    mog_problem one = *problem;
    one.samples = 1;
    one.gain = problem->gain + sample * k * k;
    one.weight = problem->weight == NULL ? NULL : problem->weight + sample * k;
    one.tx_position = problem->tx_position == NULL ? NULL : problem->tx_position + sample * 2 * k;
    one.rx_position = problem->rx_position == NULL ? NULL : problem->rx_position + sample * 2 * k;
    return one;
}
