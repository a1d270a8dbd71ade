/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Greedy on/off scheduling, the usual baseline of link scheduling: links in the order of what each
 * is worth alone, each switched on for good if the utility grows by it.
 */
#include "radio/problem.h"
#include "radio/utility/utility.h"
#include "solve/power/largest.h"
#include "solve/solver.h"

#include <math.h>
#include <string.h>

/* Of one sample. */
typedef struct schedule {
    const mog_utility *utility;
    mog_problem sample;
    double *order;        /* [K] weighted rates alone, of links that were not asked yet */
    double *interference; /* [K] of those that are on, and noise */
    double *rate, *share; /* [K] */
    double *on;           /* [K] 0 or 1 */
} schedule;

static mog_solver_room room(const mog_solver_settings *settings, size_t links, size_t n_rb) {
    (void)settings, (void)n_rb;
    return (mog_solver_room){.reals = 4 * links};
}

/* The utility of the links that are on. `added`: the one that others do not hear yet, or K. */
static double value_with(const schedule *s, size_t added) {
    const mog_problem *sample = &s->sample;
    const size_t links = sample->links;
    for (size_t i = 0; i < links; i++) {
        const double *row = sample->gain + i * links;
        const double heard = s->interference[i] + (added < links && added != i ? row[added] : 0);
        s->rate[i] = s->on[i] > 0 ? log1p(row[i] / heard) / M_LN2 : 0;
    }
    const mog_instant instant = {.links = links,
                                 .weight = sample->weight,
                                 .price = sample->price,
                                 .rate = s->rate,
                                 .power = s->on};
    return mog_utility_value(s->utility, &instant, s->share);
}

static void add_interference(schedule *s, size_t transmitter) {
    const size_t links = s->sample.links;
    for (size_t i = 0; i < links; i++)
        if (i != transmitter)
            s->interference[i] += s->sample.gain[i * links + transmitter];
}

static void run_one(schedule *s) {
    const size_t links = s->sample.links;
    memset(s->on, 0, links * sizeof *s->on);
    for (size_t i = 0; i < links; i++) {
        s->interference[i] = s->sample.noise_power;
        const double weight = s->sample.weight != NULL ? s->sample.weight[i] : 1;
        s->order[i] = weight * log1p(s->sample.gain[i * links + i] / s->sample.noise_power);
    }
    double value = value_with(s, links);
    for (size_t n = 0; n < links; n++) {
        const size_t candidate = mog_take_largest(s->order, links);
        s->on[candidate] = 1;
        const double grown = value_with(s, candidate);
        if (grown > value) {
            value = grown;
            add_interference(s, candidate);
        } else
            s->on[candidate] = 0;
    }
}

static mog_status run(mog_solver *solver, const mog_problem *problem, uint64_t first,
                      const mog_allocation *out, double *bound, mog_error *error) {
    (void)first, (void)bound, (void)error;
    const size_t links = problem->links;
    for (size_t n = 0; n < problem->samples; n++) {
        schedule s = {.utility = &solver->utility,
                      .sample = mog_problem_sample(problem, n),
                      .order = solver->reals,
                      .interference = solver->reals + links,
                      .rate = solver->reals + 2 * links,
                      .share = solver->reals + 3 * links,
                      .on = out->power + n * links};
        run_one(&s);
    }
    return MOG_OK;
}

/* Under max-min nothing is gained before the last link is on. */
static bool takes_utility(const mog_utility *utility) {
    return utility->kind != MOG_UTILITY_MAX_MIN;
}

const mog_solver_kind mog_solver_greedy = {
    .help = "links by weight x log2(1 + SNR), each switched on if the utility grows by it",
    .takes_utility = takes_utility,
    .room = room,
    .run = run,
};
