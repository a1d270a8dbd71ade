/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The best assignment by dynamic programming over sets of links: the value of an assignment is a
 * sum over RBs, so the best split of a set S over the first n RBs is
 *
 *     g_n(S) = max over T in S of g_{n-1}(S \ T) + v_n(T),
 *
 * 3^K steps for each RB after 2^K runs of FPLinQ, where there are N^K assignments (Wang, Zhang,
 * Song, Letaief, arXiv 1602.08908, have such an optimum as benchmark).
 *
 * The label is the lexicographically smallest of all tied optima. Links are fixed one by one, each
 * on the smallest RB with which the optimum is still in reach: the same programme says so, for the
 * links that are left and the sets that RBs hold already.
 */
#include "solve/rb/decide.h"
#include "solve/rb/table.h"

#include <math.h>

enum { MAX_LINKS = MOG_RB_TABLE_MAX_LINKS };

/* RBs that hold links already; those behind the last are empty, and alike if RBs do not differ. */
typedef struct search {
    const mog_rb_table *table;
    double *layer[2]; /* [2^K] */
    uint32_t *rb;     /* [K]: of the links below `fixed` */
    size_t fixed;
} search;

static size_t held_by(const search *s, size_t rb) {
    size_t held = 0;
    for (size_t i = 0; i < s->fixed; i++)
        held |= (size_t)(s->rb[i] == rb) << i;
    return held;
}

/* max over T in S of before(S \ T) + value(held + T) */
static double best_split(const double *before, const double *value, size_t held, size_t s) {
    double best = before[s] + value[held];
    for (size_t t = s; t != 0; t = (t - 1) & s) {
        const double sum = before[s ^ t] + value[held | t];
        best = sum > best ? sum : best;
    }
    return best;
}

/* The value of the best completion: all ways to put the links that are not fixed. */
static double best_completion(const search *s) {
    const size_t step = (size_t)1 << s->fixed, sets = (size_t)1 << s->table->links;
    const size_t last = s->table->n_rb - 1, rest = sets - step;
    const double *value = mog_rb_table_of(s->table, 0);
    const size_t first_held = held_by(s, 0);
    if (last == 0)
        return value[first_held | rest];
    double *before = s->layer[0], *after = s->layer[1];
    for (size_t set = 0; set < sets; set += step)
        before[set] = value[first_held | set];
    for (size_t rb = 1; rb < last; rb++) {
        const size_t held = held_by(s, rb);
        value = mog_rb_table_of(s->table, rb);
        for (size_t set = 0; set < sets; set += step)
            after[set] = best_split(before, value, held, set);
        double *swap = before;
        before = after;
        after = swap;
    }
    return best_split(before, mog_rb_table_of(s->table, last), held_by(s, last), rest);
}

/* Fixes the next link on the first of `choices` RBs that keeps `goal` in reach. One does. */
static void fix_next(search *s, size_t choices, double goal) {
    uint32_t *rb = &s->rb[s->fixed++];
    for (*rb = 0; *rb + 1 < choices && best_completion(s) < goal; ++*rb)
        ;
}

double mog_rb_table_optimum(const mog_rb_table *table, double *room, uint32_t *rb) {
    search s = {.table = table, .layer = {room, room + ((size_t)1 << table->links)}, .rb = rb};
    const double best = best_completion(&s), goal = best - MOG_RB_TIE * fabs(best);
    size_t used = 0;
    for (size_t i = 0; i < table->links; i++) {
        const bool any = table->per_rb || used == table->n_rb;
        fix_next(&s, any ? table->n_rb : used + 1, goal);
        if (rb[i] == used)
            used++;
    }
    return best;
}

/* Fixing takes N questions for each link in the worst case, each of N 3^(links left) steps. */
static bool takes(size_t links, size_t n_rb) {
    if (links > MAX_LINKS)
        return false;
    double steps = (double)n_rb * (double)n_rb;
    for (size_t i = 0; i < links; i++)
        steps *= 3;
    return steps < 2e10;
}

static mog_solver_room room(const mog_solver_settings *settings, size_t links, size_t n_rb) {
    (void)settings;
    return (mog_solver_room){.reals = mog_rb_table_size(links, n_rb) + ((size_t)2 << links)};
}

static void decide(mog_solver *solver, const mog_problem *sample, uint64_t index, uint32_t *rb) {
    (void)index;
    const mog_rb_table table = mog_rb_table_fill(solver->values, sample, solver->reals);
    double *layers = solver->reals + mog_rb_table_size(solver->links, solver->n_rb);
    mog_rb_table_optimum(&table, layers, rb);
}

const mog_solver_kind mog_solver_rb_optimum = {
    .help = "exact, canonical: dynamic programming over sets of links; up to 16 links",
    .limit = "at most 16 links, and N^2 3^K below 2e10 (16 links: 21 RBs)",
    .instead = "rb-local-search",
    .takes = takes,
    .takes_utility = mog_rb_decide_takes,
    .room = room,
    MOG_RB_DECIDES_BY(decide),
};
