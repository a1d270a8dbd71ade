/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Decisions: views on parts of them, and checks. */
#include "radio/allocation.h"

#include "radio/blocks.h"
#include "radio/problem.h"

mog_allocation mog_allocation_from(const mog_allocation *allocation, const mog_problem *problem,
                                   size_t sample) {
    const size_t first = sample * problem->links;
    return (mog_allocation){.rb = mog_rb_from(allocation->rb, first),
                            .power = allocation->power + first};
}

/* Several RBs are never taken for the first of them. */
static mog_status check_rb(const mog_problem *problem, const uint32_t *rb, size_t first,
                           mog_error *error) {
    const size_t k = problem->links, n_rb = mog_problem_n_rb(problem);
    if (rb == NULL)
        return n_rb == 1 ? MOG_OK
                         : mog_fail(error, MOG_ERROR_DATA,
                                    "powers alone do not say which of %zu RBs links are on", n_rb);
    for (size_t n = 0; n < problem->samples * k; n++)
        if (rb[n] >= n_rb)
            return mog_fail(error, MOG_ERROR_DATA,
                            "rb[%zu][%zu] = %u: RBs are numbered from 0 to %zu", first + n / k,
                            n % k, rb[n], n_rb - 1);
    return MOG_OK;
}

mog_status mog_rb_check(const mog_problem *problem, const uint32_t *rb, mog_error *error) {
    return check_rb(problem, rb, 0, error);
}

mog_status mog_allocation_check(const mog_allocation *allocation, const mog_problem *problem,
                                mog_error *error) {
    return mog_allocation_check_from(allocation, problem, 0, error);
}

mog_status mog_allocation_check_from(const mog_allocation *allocation, const mog_problem *problem,
                                     size_t first, mog_error *error) {
    const size_t k = problem->links;
    const double *power = allocation->power;
    const mog_status status = check_rb(problem, allocation->rb, first, error);
    if (status != MOG_OK)
        return status;
    for (size_t n = 0; power != NULL && n < problem->samples * k; n++)
        if (!(power[n] >= 0 && power[n] <= 1))
            return mog_fail(error, MOG_ERROR_DATA,
                            "power[%zu][%zu] = %g: powers must be from 0 to 1", first + n / k,
                            n % k, power[n]);
    return MOG_OK;
}
