/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Decisions: views on parts of them, and checks. */
#include "radio/allocation.h"

#include "radio/blocks.h"

mog_allocation mog_allocation_from(const mog_allocation *allocation, const mog_problem *problem,
                                   size_t sample) {
    const size_t first = sample * problem->links;
    return (mog_allocation){.rb = mog_rb_from(allocation->rb, first),
                            .power = allocation->power + first};
}

mog_status mog_allocation_check(const mog_allocation *allocation, const mog_problem *problem,
                                mog_error *error) {
    return mog_allocation_check_from(allocation, problem, 0, error);
}

mog_status mog_allocation_check_from(const mog_allocation *allocation, const mog_problem *problem,
                                     size_t first, mog_error *error) {
    const size_t k = problem->links, n_rb = mog_problem_n_rb(problem);
    const double *power = allocation->power;
    if (allocation->rb == NULL && n_rb > 1)
        return mog_fail(error, MOG_ERROR_DATA,
                        "powers alone do not say which of %zu RBs links are on", n_rb);
    for (size_t n = 0; power != NULL && n < problem->samples * k; n++)
        if (!(power[n] >= 0 && power[n] <= 1))
            return mog_fail(error, MOG_ERROR_DATA,
                            "power[%zu][%zu] = %g: powers must be from 0 to 1", first + n / k,
                            n % k, power[n]);
    for (size_t n = 0; n < problem->samples * k; n++)
        if (mog_rb_at(allocation->rb, n) >= n_rb)
            return mog_fail(error, MOG_ERROR_DATA,
                            "rb[%zu][%zu] = %u: RBs are numbered from 0 to %zu", first + n / k,
                            n % k, allocation->rb[n], n_rb - 1);
    return MOG_OK;
}
