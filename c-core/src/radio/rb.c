/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Resource blocks: gains of links that share one, and numbers in the order of use. */
#include "radio/blocks.h"

#include "radio/allocation.h"
#include "radio/problem.h"

mog_status mog_rb_mask(const mog_problem *problem, const uint32_t *rb, double *gain,
                       mog_error *error) {
    const size_t k = problem->links;
    const mog_status status = mog_rb_check(problem, rb, error);
    if (status != MOG_OK)
        return status;
    for (size_t s = 0; s < problem->samples; s++) {
        const mog_problem one = mog_problem_sample(problem, s);
        const uint32_t *c = mog_rb_from(rb, s * k);
        for (size_t i = 0; i < k; i++) {
            const uint32_t own = mog_rb_at(c, i);
            const double *row = mog_problem_gains(&one, own) + i * k;
            for (size_t j = 0; j < k; j++)
                gain[(s * k + i) * k + j] = own == mog_rb_at(c, j) ? row[j] : 0;
        }
    }
    return MOG_OK;
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
