/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The best assignment by looking at all of them, in lexicographic order. With RBs that do not
 * differ, one of each partition is enough: restricted growth strings, in which every link is on an
 * RB in use or on the first that is not.
 */
#include "solve/rb/decide.h"
#include "solve/rb/table.h"

#include <math.h>
#include <string.h>

enum { MAX_LINKS = MOG_RB_TABLE_MAX_LINKS };

/* The number of RBs that link i may be on, given those before it. */
static size_t choices(const mog_rb_table *table, const uint32_t *rb, size_t i) {
    size_t used = 0;
    for (size_t j = 0; j < i; j++)
        used = rb[j] >= used ? rb[j] + 1 : used;
    return table->per_rb || used == table->n_rb ? table->n_rb : used + 1;
}

/* Steps to the next assignment; false behind the last. */
static bool next(const mog_rb_table *table, uint32_t *rb) {
    for (size_t left = table->links; left > 0; left--) {
        const size_t i = left - 1;
        if (rb[i] + 1 < choices(table, rb, i)) {
            rb[i]++;
            return true;
        }
        rb[i] = 0;
    }
    return false;
}

static double value_of(const mog_rb_table *table, const uint32_t *rb) {
    size_t pending = ((size_t)1 << table->links) - 1;
    double sum = 0;
    for (size_t i = 0; i < table->links; i++) {
        if ((pending >> i & 1) == 0)
            continue;
        size_t set = 0;
        for (size_t j = i; j < table->links; j++)
            set |= (size_t)(rb[j] == rb[i]) << j;
        sum += mog_rb_table_of(table, rb[i])[set];
        pending &= ~set;
    }
    return sum;
}

double mog_rb_table_exhaustive(const mog_rb_table *table, uint32_t *rb, size_t *ties) {
    uint32_t trial[MAX_LINKS] = {0};
    double best = -INFINITY;
    do
        best = fmax(best, value_of(table, trial));
    while (next(table, trial));
    /* stands at the first again */
    size_t tied = 0;
    do {
        if (value_of(table, trial) < best - MOG_RB_TIE * fabs(best))
            continue;
        if (tied++ == 0)
            memcpy(rb, trial, table->links * sizeof *rb);
    } while (next(table, trial));
    *ties = tied;
    return best;
}

static bool takes(size_t links, size_t n_rb) {
    return links <= MAX_LINKS && pow((double)n_rb, (double)links) <= 1 << 24;
}

static mog_solver_room room(const mog_solver_settings *settings, size_t links, size_t n_rb) {
    (void)settings;
    return (mog_solver_room){.reals = mog_rb_table_size(links, n_rb)};
}

static void decide(mog_solver *solver, const mog_problem *sample, uint64_t index, uint32_t *rb) {
    (void)index;
    const mog_rb_table table = mog_rb_table_fill(solver->values, sample, solver->reals);
    size_t ties;
    mog_rb_table_exhaustive(&table, rb, &ties);
}

const mog_solver_kind mog_solver_rb_exhaustive = {
    .help = "the same by looking at all assignments; slow, to check by; up to 2^24 of them",
    .limit = "at most 16 links, and N^K up to 2^24 (12 links: 4 RBs)",
    .instead = "rb-local-search",
    .takes = takes,
    .takes_utility = mog_rb_decide_takes,
    .room = room,
    MOG_RB_DECIDES_BY(decide),
};
