/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Resource blocks: gains of links that share one, and numbers in the order of use. */
#include "mog/radio.h"
#include "radio/blocks.h"
#include "radio/problem.h"

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
