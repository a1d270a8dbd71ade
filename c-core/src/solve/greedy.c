/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Greedy on/off scheduling, the usual baseline of link scheduling: links in the order of what each
 * is worth alone, each switched on for good if the weighted sum rate grows by it.
 */
#include "solve/largest.h"
#include "solve/solver.h"

#include <math.h>
#include <string.h>

static size_t workspace(size_t links) {
    return 2 * links;
}

/* Weighted sum rate, in nats, of the links that are on and of `candidate`. */
static double rate_with(const mog_problem *sample, const double *interference, const double *on,
                        size_t candidate) {
    const size_t links = sample->links;
    double rate = 0;
    for (size_t i = 0; i < links; i++) {
        if (on[i] == 0 && i != candidate)
            continue;
        const double *row = sample->gain + i * links;
        const double weight = sample->weight != NULL ? sample->weight[i] : 1;
        const double added = i != candidate ? row[candidate] : 0;
        rate += weight * log1p(row[i] / (interference[i] + added));
    }
    return rate;
}

static void schedule(const mog_problem *sample, double *value, double *interference, double *on) {
    const size_t links = sample->links;
    memset(on, 0, links * sizeof *on);
    for (size_t i = 0; i < links; i++) {
        interference[i] = sample->noise_power;
        const double weight = sample->weight != NULL ? sample->weight[i] : 1;
        value[i] = weight * log1p(sample->gain[i * links + i] / sample->noise_power);
    }
    double rate = 0;
    for (size_t n = 0; n < links; n++) {
        const size_t candidate = mog_take_largest(value, links);
        const double grown = rate_with(sample, interference, on, candidate);
        if (grown <= rate)
            continue;
        rate = grown;
        on[candidate] = 1;
        for (size_t i = 0; i < links; i++)
            if (i != candidate)
                interference[i] += sample->gain[i * links + candidate];
    }
}

static mog_status run(mog_solver *solver, const mog_problem *problem, uint64_t first, double *power,
                      double *bound, mog_error *error) {
    (void)first, (void)bound, (void)error;
    const size_t links = problem->links;
    for (size_t n = 0; n < problem->samples; n++) {
        const mog_problem sample = mog_problem_sample(problem, n);
        schedule(&sample, solver->workspace, solver->workspace + links, power + n * links);
    }
    return MOG_OK;
}

const mog_solver_kind mog_solver_greedy = {
    .help = "links by weight x log2(1 + SNR), each switched on if the sum rate grows by it",
    .workspace = workspace,
    .run = run,
};
