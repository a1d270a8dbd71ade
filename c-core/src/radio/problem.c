/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Problems: checks of what comes from outside, and views on parts of them. */
#include "radio/problem.h"

#include <float.h>
#include <math.h>
#include <stdio.h>

static bool is_proper(double value) {
    return isfinite(value) && value >= 0;
}

/* ---- limits -------------------------------------------------------------------------------- */

/* The greatest gain for which nothing overflows: neither what a receiver hears of all K links nor
 * its ratio to the noise. */
static double most_gain(const mog_problem *problem) {
    return DBL_MAX * fmin(problem->noise_power, 1) / (double)problem->links;
}

/* The greatest weight or price: a rate of finite numbers is below 1100 bit/s/Hz, and a sum has K of
 * them. */
static double most_worth(const mog_problem *problem) {
    return DBL_MAX / (2048 * (double)problem->links);
}

/* ---- arrays: `first` is the number of their first sample in messages ----------------------- */

static mog_status check_positions(const mog_problem *problem, const double *position, size_t first,
                                  const char *name, mog_error *error) {
    const size_t k = problem->links;
    for (size_t n = 0; position != NULL && n < problem->samples * k * 2; n++)
        if (!isfinite(position[n]))
            return mog_fail(error, MOG_ERROR_DATA,
                            "%s_position[%zu][%zu][%zu] = %g: positions must be finite", name,
                            first + n / (2 * k), n / 2 % k, n % 2, position[n]);
    return MOG_OK;
}

size_t mog_problem_matrices(const mog_problem *problem) {
    return problem->per_rb ? problem->n_rb : 1;
}

size_t mog_problem_n_rb(const mog_problem *problem) {
    return problem->n_rb > 1 ? problem->n_rb : 1;
}

const double *mog_problem_gains(const mog_problem *problem, size_t rb) {
    return problem->gain + (problem->per_rb ? rb * problem->links * problem->links : 0);
}

/* Of every link: weights or prices. */
static mog_status check_links(const mog_problem *problem, const double *value, size_t first,
                              const char *name, mog_error *error) {
    const size_t k = problem->links;
    const double most = most_worth(problem);
    for (size_t n = 0; value != NULL && n < problem->samples * k; n++) {
        if (value[n] >= 0 && value[n] <= most)
            continue;
        if (is_proper(value[n]))
            return mog_fail(error, MOG_ERROR_DATA,
                            "%s[%zu][%zu] = %g: the sum over %zu links can leave the finite "
                            "numbers; scale all %ss down, to at most %g",
                            name, first + n / k, n % k, value[n], k, name, most);
        return mog_fail(error, MOG_ERROR_DATA,
                        "%s[%zu][%zu] = %g: %ss must be finite and not negative", name,
                        first + n / k, n % k, value[n], name);
    }
    return MOG_OK;
}

static mog_status fail_gain(const mog_problem *problem, size_t n, size_t first, mog_error *error) {
    const size_t k = problem->links, matrices = mog_problem_matrices(problem);
    const double gain = problem->gain[n];
    char rb[32] = "", name[128];
    if (problem->per_rb)
        snprintf(rb, sizeof rb, "[%zu]", n / (k * k) % matrices);
    snprintf(name, sizeof name, "gain[%zu]%s[%zu][%zu]", first + n / (matrices * k * k), rb,
             n / k % k, n % k);
    if (!is_proper(gain))
        return mog_fail(error, MOG_ERROR_DATA, "%s = %g: gains must be finite and not negative",
                        name, gain);
    return mog_fail(error, MOG_ERROR_DATA,
                    "%s = %g over the noise power %g: with %zu links the ratio can leave the "
                    "finite numbers; gains must be at most %g here",
                    name, gain, problem->noise_power, k, most_gain(problem));
}

static mog_status check_gains(const mog_problem *problem, size_t first, mog_error *error) {
    const size_t k = problem->links, matrices = mog_problem_matrices(problem);
    if (matrices == 0)
        return mog_fail(error, MOG_ERROR_DATA, "gains for every RB, but there are 0 RBs");
    const double most = most_gain(problem);
    for (size_t n = 0; n < problem->samples * matrices * k * k; n++)
        if (!(problem->gain[n] >= 0 && problem->gain[n] <= most))
            return fail_gain(problem, n, first, error);
    return MOG_OK;
}

/* ---- problems ------------------------------------------------------------------------------ */

mog_status mog_problem_check(const mog_problem *problem, mog_error *error) {
    return mog_problem_check_from(problem, 0, error);
}

mog_status mog_problem_check_from(const mog_problem *problem, size_t first, mog_error *error) {
    if (problem->links == 0)
        return mog_fail(error, MOG_ERROR_DATA, "there are no links: at least one is needed");
    if (!isfinite(problem->noise_power) || problem->noise_power <= 0)
        return mog_fail(error, MOG_ERROR_DATA, "noise power %g: it must be positive and finite",
                        problem->noise_power);
    mog_status status = check_gains(problem, first, error);
    if (status == MOG_OK)
        status = check_links(problem, problem->weight, first, "weight", error);
    if (status == MOG_OK)
        status = check_links(problem, problem->price, first, "price", error);
    if (status == MOG_OK)
        status = check_positions(problem, problem->tx_position, first, "tx", error);
    return status == MOG_OK ? check_positions(problem, problem->rx_position, first, "rx", error)
                            : status;
}

/* Entries of receiver i. */
static mog_status check_row(const mog_sparse_problem *problem, size_t i, mog_error *error) {
    if (problem->first[i] > problem->first[i + 1])
        return mog_fail(error, MOG_ERROR_DATA, "first[%zu] = %zu is behind first[%zu] = %zu", i,
                        problem->first[i], i + 1, problem->first[i + 1]);
    for (size_t e = problem->first[i]; e < problem->first[i + 1]; e++) {
        if (problem->from[e] >= problem->links || problem->from[e] == i)
            return mog_fail(error, MOG_ERROR_DATA,
                            "from[%zu] = %u: it must be another link than receiver %zu, below %zu",
                            e, problem->from[e], i, problem->links);
        if (!is_proper(problem->gain[e]) || !is_proper(problem->reverse[e]))
            return mog_fail(error, MOG_ERROR_DATA,
                            "entry %zu has gains %g and %g: gains must be finite and not negative",
                            e, problem->gain[e], problem->reverse[e]);
    }
    return MOG_OK;
}

mog_status mog_sparse_problem_check(const mog_sparse_problem *problem, mog_error *error) {
    if (problem->links == 0)
        return mog_fail(error, MOG_ERROR_DATA, "there are no links: at least one is needed");
    if (!isfinite(problem->noise_power) || problem->noise_power <= 0)
        return mog_fail(error, MOG_ERROR_DATA, "noise power %g: it must be positive and finite",
                        problem->noise_power);
    if (problem->first[0] != 0)
        return mog_fail(error, MOG_ERROR_DATA, "first[0] = %zu: it must be 0", problem->first[0]);
    mog_status status = MOG_OK;
    for (size_t i = 0; status == MOG_OK && i < problem->links; i++) {
        const bool proper = is_proper(problem->direct[i]) &&
                            (problem->weight == NULL || is_proper(problem->weight[i]));
        if (!proper)
            return mog_fail(error, MOG_ERROR_DATA,
                            "direct gain or weight of link %zu: they must be finite and not "
                            "negative",
                            i);
        status = check_row(problem, i, error);
    }
    return status;
}

mog_problem mog_problem_range(const mog_problem *problem, size_t first, size_t count) {
    const size_t k = problem->links;
    mog_problem range = *problem;
    range.samples = count;
    range.gain = problem->gain + first * mog_problem_matrices(problem) * k * k;
    range.weight = problem->weight == NULL ? NULL : problem->weight + first * k;
    range.price = problem->price == NULL ? NULL : problem->price + first * k;
    range.tx_position = problem->tx_position == NULL ? NULL : problem->tx_position + first * 2 * k;
    range.rx_position = problem->rx_position == NULL ? NULL : problem->rx_position + first * 2 * k;
    return range;
}

mog_problem mog_problem_sample(const mog_problem *problem, size_t sample) {
    return mog_problem_range(problem, sample, 1);
}
