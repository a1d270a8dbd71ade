/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Local search from the balanced assignment: the best move of one link until none improves, then
 * the best swap of two, until neither improves. The utility grows by at least a fixed share with
 * every step and is bounded, so the search ends.
 */
#include "radio/blocks.h"
#include "solve/rb/decide.h"
#include "solve/rb/local.h"

static mog_solver_room room(const mog_solver_settings *settings, size_t links, size_t n_rb) {
    (void)settings;
    return (mog_solver_room){.reals = mog_rb_local_workspace(links, n_rb)};
}

static void decide(mog_solver *solver, const mog_problem *sample, uint64_t index, uint32_t *rb) {
    mog_solver_rb_balanced.decide(solver, sample, index, rb);
    mog_rb_local search =
        mog_rb_local_start(solver->reals, solver->values, sample, solver->n_rb, rb);
    do
        while (mog_rb_local_move(&search))
            ;
    while (mog_rb_local_swap(&search));
    if (!sample->per_rb)
        mog_rb_canonical(solver->links, rb);
}

const mog_solver_kind mog_solver_rb_local_search = {
    .help = "from balanced: best move of one link, then best swap of two, while one improves",
    .takes_utility = mog_rb_decide_takes,
    .room = room,
    MOG_RB_DECIDES_BY(decide),
};
