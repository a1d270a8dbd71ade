/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Greedy insertion: links in the order of what each is worth alone, each put on the RB whose value
 * grows most by it, with the powers of all its links set anew.
 */
#include "radio/blocks.h"
#include "radio/problem.h"
#include "solve/power/largest.h"
#include "solve/rb/decide.h"

#include <math.h>

/* Values of links alone; of RBs as they are; of RBs with one link more. */
static mog_solver_room room(const mog_solver_settings *settings, size_t links, size_t n_rb) {
    (void)settings;
    return (mog_solver_room){.reals = links + 2 * n_rb};
}

/* Weighted rate, in nats, of a link that has the best RB to itself. */
static double value_alone(const mog_problem *sample, size_t i) {
    const size_t k = sample->links;
    double gain = 0;
    for (size_t m = 0; m < mog_problem_matrices(sample); m++)
        gain = fmax(gain, mog_problem_gains(sample, m)[i * k + i]);
    return (sample->weight != NULL ? sample->weight[i] : 1) * log1p(gain / sample->noise_power);
}

static void insert(mog_solver *solver, const mog_problem *sample, size_t link, double *before,
                   double *after, uint32_t *rb) {
    for (uint32_t n = 0; n < solver->n_rb; n++)
        mog_rb_value_put_changed(solver->values, sample, rb, n, MOG_RB_NO_LINK, link, after + n);
    mog_rb_value_flush(solver->values);
    uint32_t best = 0;
    for (uint32_t n = 1; n < solver->n_rb; n++)
        if (after[n] - before[n] > after[best] - before[best])
            best = n;
    rb[link] = best;
    before[best] = after[best];
}

static void decide(mog_solver *solver, const mog_problem *sample, uint64_t index, uint32_t *rb) {
    (void)index;
    const size_t k = solver->links, n_rb = solver->n_rb;
    double *alone = solver->reals, *before = alone + k, *after = before + n_rb;
    for (size_t n = 0; n < n_rb; n++)
        before[n] = 0;
    for (size_t i = 0; i < k; i++) {
        alone[i] = value_alone(sample, i);
        rb[i] = (uint32_t)n_rb; /* on none yet */
    }
    for (size_t n = 0; n < k; n++)
        insert(solver, sample, mog_take_largest(alone, k), before, after, rb);
    if (!sample->per_rb)
        mog_rb_canonical(k, rb);
}

const mog_solver_kind mog_solver_rb_greedy = {
    .help = "links by weight x log2(1 + SNR), each where the utility grows most by it",
    .takes_utility = mog_rb_decide_takes,
    .room = room,
    MOG_RB_DECIDES_BY(decide),
};
