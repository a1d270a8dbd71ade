/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Colouring of the interference graph, in the manner of greedy max-k-cut: an edge weighs what two
 * links at full power take from each other's rate on one RB, links come in the order of the weight
 * of all their edges, and each goes where it gains most: its rate alone, less the edges to those
 * that are there. Needs no powers, and K^2 N steps.
 */
#include "radio/blocks.h"
#include "radio/problem.h"
#include "solve/power/largest.h"
#include "solve/rb/decide.h"

#include <math.h>

static mog_solver_room room(const mog_solver_settings *settings, size_t links, size_t n_rb) {
    (void)settings, (void)n_rb;
    return (mog_solver_room){.reals = links};
}

static double weight_of(const mog_problem *sample, size_t i) {
    return sample->weight != NULL ? sample->weight[i] : 1;
}

/* Weighted rate, in nats, of link i on an RB, with link j or, if j is i, alone. */
static double rate_beside(const mog_problem *sample, size_t rb, size_t i, size_t j) {
    const double *row = mog_problem_gains(sample, rb) + i * sample->links;
    const double interference = j != i ? row[j] : 0;
    return weight_of(sample, i) * log1p(row[i] / (sample->noise_power + interference));
}

static double edge(const mog_problem *sample, size_t rb, size_t i, size_t j) {
    return rate_beside(sample, rb, i, i) - rate_beside(sample, rb, i, j) +
           rate_beside(sample, rb, j, j) - rate_beside(sample, rb, j, i);
}

static double all_edges(const mog_problem *sample, size_t i) {
    double sum = 0;
    for (size_t m = 0; m < mog_problem_matrices(sample); m++)
        for (size_t j = 0; j < sample->links; j++)
            sum += edge(sample, m, i, j); /* 0 for the link itself */
    return sum;
}

/* What a link adds to an RB with those of the links that have been coloured. */
static double gain_on(const mog_problem *sample, const uint32_t *rb, uint32_t n, size_t i) {
    double gain = rate_beside(sample, n, i, i);
    for (size_t j = 0; j < sample->links; j++)
        if (rb[j] == n)
            gain -= edge(sample, n, i, j);
    return gain;
}

static void decide(mog_solver *solver, const mog_problem *sample, uint64_t index, uint32_t *rb) {
    (void)index;
    const size_t k = solver->links;
    double *degree = solver->reals;
    for (size_t i = 0; i < k; i++) {
        degree[i] = all_edges(sample, i);
        rb[i] = (uint32_t)solver->n_rb; /* none yet */
    }
    for (size_t count = 0; count < k; count++) {
        const size_t i = mog_take_largest(degree, k);
        uint32_t best = 0;
        double most = gain_on(sample, rb, 0, i);
        for (uint32_t n = 1; n < solver->n_rb; n++) {
            const double gain = gain_on(sample, rb, n, i);
            if (gain > most) {
                best = n;
                most = gain;
            }
        }
        rb[i] = best;
    }
    if (!sample->per_rb)
        mog_rb_canonical(k, rb);
}

const mog_solver_kind mog_solver_rb_colouring = {
    .help = "colouring of the interference graph: greedy max-k-cut of the rates lost in pairs",
    .takes_utility = mog_utility_is_linear,
    .room = room,
    MOG_RB_DECIDES_BY(decide),
};
