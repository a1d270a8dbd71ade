/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Assignments that do not look at the channels: what every learned number has to beat. */
#include "solve/rb/decide.h"

static void decide_balanced(mog_solver *solver, const mog_problem *sample, uint64_t index,
                            uint32_t *rb) {
    (void)sample, (void)index;
    for (size_t i = 0; i < solver->links; i++)
        rb[i] = (uint32_t)(i % solver->n_rb);
}

const mog_solver_kind mog_solver_rb_balanced = {
    .help = "link i on RB i mod N, whatever the channels",
    MOG_RB_DECIDES_BY(decide_balanced),
};

void mog_rb_draw(mog_solver *solver, uint32_t *rb) {
    for (size_t i = 0; i < solver->links; i++)
        rb[i] = (uint32_t)gsl_rng_uniform_int(&solver->random.rng, solver->n_rb);
}

static void decide_random(mog_solver *solver, const mog_problem *sample, uint64_t index,
                          uint32_t *rb) {
    (void)sample;
    mog_random_select(&solver->random.rng, solver->settings.seed, index, MOG_PURPOSE_ALLOCATION);
    mog_rb_draw(solver, rb);
}

const mog_solver_kind mog_solver_rb_random = {
    .help = "every link on an RB drawn uniformly",
    MOG_RB_DECIDES_BY(decide_random),
};
