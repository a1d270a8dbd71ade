/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Allocations that need no iteration: what every learned number has to beat. */
#include "radio/problem.h"
#include "solve/solver.h"

#include <math.h>
#include <string.h>

static mog_status run_full_power(mog_solver *solver, const mog_problem *problem, uint64_t first,
                                 const mog_allocation *out, double *bound, mog_error *error) {
    (void)solver, (void)first, (void)bound, (void)error;
    for (size_t n = 0; n < problem->samples * problem->links; n++)
        out->power[n] = 1;
    return MOG_OK;
}

const mog_solver_kind mog_solver_full_power = {
    .help = "every link at full power",
    .run = run_full_power,
};

static mog_status run_strongest(mog_solver *solver, const mog_problem *problem, uint64_t first,
                                const mog_allocation *out, double *bound, mog_error *error) {
    (void)solver, (void)first, (void)bound, (void)error;
    const size_t links = problem->links;
    memset(out->power, 0, problem->samples * links * sizeof *out->power);
    for (size_t n = 0; n < problem->samples; n++) {
        const mog_problem sample = mog_problem_sample(problem, n);
        size_t best = 0;
        double best_rate = 0;
        for (size_t i = 0; i < links; i++) {
            const double weight = sample.weight != NULL ? sample.weight[i] : 1;
            const double snr = sample.gain[i * links + i] / sample.noise_power;
            const double rate = weight * log1p(snr);
            if (rate > best_rate) {
                best = i;
                best_rate = rate;
            }
        }
        if (best_rate > 0)
            out->power[n * links + best] = 1;
    }
    return MOG_OK;
}

const mog_solver_kind mog_solver_strongest = {
    .help = "only the link with the largest weight x log2(1 + SNR), at full power",
    .run = run_strongest,
};

static mog_status run_random(mog_solver *solver, const mog_problem *problem, uint64_t first,
                             const mog_allocation *out, double *bound, mog_error *error) {
    (void)bound, (void)error;
    gsl_rng *rng = &solver->random.rng;
    for (size_t n = 0; n < problem->samples; n++) {
        mog_random_select(rng, solver->settings.seed, first + n, MOG_PURPOSE_ALLOCATION);
        for (size_t i = 0; i < problem->links; i++)
            out->power[n * problem->links + i] = gsl_rng_uniform(rng);
    }
    return MOG_OK;
}

const mog_solver_kind mog_solver_random = {
    .help = "powers drawn uniformly from 0..1",
    .run = run_random,
};
