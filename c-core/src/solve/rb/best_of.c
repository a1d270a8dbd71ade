/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The best of random assignments: labels of lower quality. As drawn, one of as many names for the
 * same partition as there are; canonical, by the rule of rb-optimum, applied to what was drawn.
 */
#include "radio/blocks.h"
#include "solve/rb/decide.h"
#include "solve/rb/table.h"

#include <math.h>
#include <string.h>

enum { SIDE_BY_SIDE = 32 };

static mog_solver_room room(const mog_solver_settings *settings, size_t links, size_t n_rb) {
    (void)settings;
    return (mog_solver_room){.reals = SIDE_BY_SIDE * n_rb, .integers = SIDE_BY_SIDE * links};
}

static double sum_of(const double *value, size_t count) {
    double sum = 0;
    for (size_t n = 0; n < count; n++)
        sum += value[n];
    return sum;
}

static int compare(size_t links, const uint32_t *a, const uint32_t *b) {
    for (size_t i = 0; i < links; i++)
        if (a[i] != b[i])
            return a[i] < b[i] ? -1 : 1;
    return 0;
}

/* The first, better, or tied and of two canonical ones the smaller. */
static bool is_preferred(const mog_solver *solver, double value, const uint32_t *drawn, double best,
                         const uint32_t *rb) {
    if (best == -INFINITY)
        return true;
    if (!solver->settings.canonical)
        return value > best;
    if (fabs(value - best) > MOG_RB_TIE * fabs(best))
        return value > best;
    return compare(solver->links, drawn, rb) < 0;
}

static void decide(mog_solver *solver, const mog_problem *sample, uint64_t index, uint32_t *rb) {
    const size_t draws = solver->settings.draws, k = solver->links, n_rb = solver->n_rb;
    mog_random_select(&solver->random.rng, solver->settings.seed, index, MOG_PURPOSE_ALLOCATION);
    double best = -INFINITY;
    for (size_t done = 0; done < draws; done += SIDE_BY_SIDE) {
        const size_t count = draws - done < SIDE_BY_SIDE ? draws - done : SIDE_BY_SIDE;
        for (size_t n = 0; n < count; n++) {
            uint32_t *drawn = solver->integers + n * k;
            mog_rb_draw(solver, drawn);
            if (solver->settings.canonical && !sample->per_rb)
                mog_rb_canonical(k, drawn);
            const mog_rb_results results = {.value = solver->reals + n * n_rb};
            mog_rb_value_put_assignment(solver->values, sample, drawn, n_rb, &results);
        }
        mog_rb_value_flush(solver->values);
        for (size_t n = 0; n < count; n++) {
            const double value = sum_of(solver->reals + n * n_rb, n_rb);
            const uint32_t *drawn = solver->integers + n * k;
            if (!is_preferred(solver, value, drawn, best, rb))
                continue;
            best = value;
            memcpy(rb, drawn, k * sizeof *rb);
        }
    }
}

const mog_solver_kind mog_solver_rb_best_of = {
    .help = "the best of `draws` random assignments, canonical or as it was drawn",
    .takes_utility = mog_rb_decide_takes,
    .room = room,
    MOG_RB_DECIDES_BY(decide),
};
