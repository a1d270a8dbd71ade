/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The best of random assignments: labels of lower quality, and of as many names for the same
 * partition as there are. Canonical, they teach as well as the optimum; as drawn, they do not.
 */
#include "solve/rb_solver.h"

#include <string.h>

enum { SIDE_BY_SIDE = 32 };

static mog_rb_room room(const mog_rb_settings *settings, size_t links, size_t n_rb) {
    (void)settings;
    return (mog_rb_room){.reals = SIDE_BY_SIDE * n_rb, .integers = SIDE_BY_SIDE * links};
}

static double sum_of(const double *value, size_t count) {
    double sum = 0;
    for (size_t n = 0; n < count; n++)
        sum += value[n];
    return sum;
}

static void decide(mog_rb_solver *solver, const mog_problem *sample, uint64_t index, uint32_t *rb) {
    const size_t draws = solver->settings.draws, k = solver->links, n_rb = solver->n_rb;
    mog_random_select(&solver->random.rng, solver->settings.seed, index, MOG_PURPOSE_ALLOCATION);
    double best = -1;
    for (size_t done = 0; done < draws; done += SIDE_BY_SIDE) {
        const size_t count = draws - done < SIDE_BY_SIDE ? draws - done : SIDE_BY_SIDE;
        for (size_t n = 0; n < count; n++) {
            uint32_t *drawn = solver->integers + n * k;
            mog_rb_draw(solver, drawn);
            mog_rb_value_put_assignment(solver->values, sample, drawn, n_rb,
                                        solver->reals + n * n_rb, NULL);
        }
        mog_rb_value_flush(solver->values);
        for (size_t n = 0; n < count; n++) {
            const double value = sum_of(solver->reals + n * n_rb, n_rb);
            if (!(value > best))
                continue;
            best = value;
            memcpy(rb, solver->integers + n * k, k * sizeof *rb);
        }
    }
    if (solver->settings.canonical && !sample->per_rb)
        mog_rb_canonical(k, rb);
}

const mog_rb_solver_kind mog_rb_solver_best_of = {
    .help = "the best of `draws` random assignments, canonical or as it was drawn",
    .room = room,
    .decide = decide,
};
