/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Information-theoretic link scheduling (Naderializadeh, Avestimehr, "ITLinQ: a new approach for
 * spectrum sharing in device-to-device communication systems", IEEE JSAC 2014), in its centralised
 * form: links in the order of their priority, each switched on if treating interference as noise
 * stays near-optimal for it and for those that are on,
 *
 *     INR_ij <= M SNR_j^eta  and  INR_ji <= M SNR_i^eta   for every i that is on,
 *
 * with INR_ij the interference over noise from transmitter j at receiver i. Priorities are weighted
 * rates without interference.
 */
#include "radio/problem.h"
#include "solve/power/largest.h"
#include "solve/solver.h"

#include <math.h>
#include <string.h>

static mog_solver_room room(const mog_solver_settings *settings, size_t links, size_t n_rb) {
    (void)settings, (void)n_rb;
    return (mog_solver_room){.reals = 2 * links};
}

/* Whether link j disturbs, and is disturbed by, no link that is on. most [K]: M SNR^eta */
static bool may_join(const mog_problem *sample, const double *most, const double *on, size_t j) {
    const size_t links = sample->links;
    const double noise = sample->noise_power;
    for (size_t i = 0; i < links; i++)
        if (on[i] > 0 && (sample->gain[i * links + j] / noise > most[j] ||
                          sample->gain[j * links + i] / noise > most[i]))
            return false;
    return true;
}

static void run_one(const mog_solver_settings *settings, const mog_problem *sample, double *order,
                    double *most, double *on) {
    const size_t links = sample->links;
    const double margin = pow(10, settings->margin_db / 10);
    memset(on, 0, links * sizeof *on);
    for (size_t i = 0; i < links; i++) {
        const double snr = sample->gain[i * links + i] / sample->noise_power;
        order[i] = (sample->weight != NULL ? sample->weight[i] : 1) * log1p(snr);
        most[i] = margin * pow(snr, settings->exponent);
    }
    for (size_t n = 0; n < links; n++) {
        const size_t candidate = mog_take_largest(order, links);
        on[candidate] = may_join(sample, most, on, candidate);
    }
}

static mog_status run(mog_solver *solver, const mog_problem *problem, uint64_t first,
                      const mog_allocation *out, double *bound, mog_error *error) {
    (void)first, (void)bound, (void)error;
    const size_t links = problem->links;
    for (size_t n = 0; n < problem->samples; n++) {
        const mog_problem sample = mog_problem_sample(problem, n);
        run_one(&solver->settings, &sample, solver->reals, solver->reals + links,
                out->power + n * links);
    }
    return MOG_OK;
}

const mog_solver_kind mog_solver_itlinq = {
    .help = "ITLinQ: links by weight x log2(1 + SNR), each on if INR <= M SNR^eta with all others",
    .room = room,
    .run = run,
};
