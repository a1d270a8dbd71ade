/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The moves and swaps of local search on RBs. */
#include "solve/rb/local.h"

#include <math.h>

/*
 * A step must improve the utility by this share of it. Below that the digits are FPLinQ's, and
 * links that are off would wander.
 */
static const double least_gain = 1e-9;

size_t mog_rb_local_workspace(size_t links, size_t n_rb) {
    return n_rb + links + links * n_rb + links * links;
}

/* Solves an RB anew, and with every change of one link. */
static void put_rb(const mog_rb_local *s, uint32_t rb) {
    mog_rb_value_put_changed(s->values, s->sample, s->rb, rb, MOG_RB_NO_LINK, MOG_RB_NO_LINK,
                             s->value + rb);
    for (size_t i = 0; i < s->sample->links; i++)
        if (s->rb[i] == rb)
            mog_rb_value_put_changed(s->values, s->sample, s->rb, rb, i, MOG_RB_NO_LINK,
                                     s->without + i);
        else
            mog_rb_value_put_changed(s->values, s->sample, s->rb, rb, MOG_RB_NO_LINK, i,
                                     s->with + i * s->n_rb + rb);
}

mog_rb_local mog_rb_local_start(double *workspace, mog_rb_value *values, const mog_problem *sample,
                                size_t n_rb, uint32_t *rb) {
    const size_t k = sample->links;
    mog_rb_local s = {.values = values, .sample = sample, .n_rb = n_rb, .rb = rb};
    s.value = workspace;
    s.without = s.value + n_rb;
    s.with = s.without + k;
    s.swapped = s.with + k * n_rb;
    for (uint32_t n = 0; n < n_rb; n++)
        put_rb(&s, n);
    mog_rb_value_flush(values);
    return s;
}

static double smallest_step(const mog_rb_local *s) {
    double total = 0;
    for (size_t n = 0; n < s->n_rb; n++)
        total += s->value[n];
    return least_gain * fabs(total);
}

/* What two RBs gain by getting these values. */
static double gain_of(const mog_rb_local *s, uint32_t a, double value_a, uint32_t b,
                      double value_b) {
    return value_a + value_b - s->value[a] - s->value[b];
}

static void solve_anew(const mog_rb_local *s, uint32_t a, uint32_t b) {
    put_rb(s, a);
    put_rb(s, b);
    mog_rb_value_flush(s->values);
}

bool mog_rb_local_move(mog_rb_local *s) {
    const size_t k = s->sample->links;
    double most = smallest_step(s);
    size_t link = MOG_RB_NO_LINK;
    uint32_t to = 0;
    for (size_t i = 0; i < k; i++)
        for (uint32_t n = 0; n < s->n_rb; n++) {
            const uint32_t from = s->rb[i];
            if (n == from)
                continue;
            const double gain = gain_of(s, from, s->without[i], n, s->with[i * s->n_rb + n]);
            if (gain > most) {
                most = gain;
                link = i;
                to = n;
            }
        }
    if (link == MOG_RB_NO_LINK)
        return false;
    const uint32_t from = s->rb[link];
    s->rb[link] = to;
    solve_anew(s, from, to);
    return true;
}

bool mog_rb_local_swap(mog_rb_local *s) {
    const size_t k = s->sample->links;
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < k; j++)
            if (s->rb[i] != s->rb[j])
                mog_rb_value_put_changed(s->values, s->sample, s->rb, s->rb[i], i, j,
                                         s->swapped + i * k + j);
    mog_rb_value_flush(s->values);
    double most = smallest_step(s);
    size_t first = MOG_RB_NO_LINK, second = 0;
    for (size_t i = 0; i < k; i++)
        for (size_t j = i + 1; j < k; j++) {
            if (s->rb[i] == s->rb[j])
                continue;
            const double gain =
                gain_of(s, s->rb[i], s->swapped[i * k + j], s->rb[j], s->swapped[j * k + i]);
            if (gain > most) {
                most = gain;
                first = i;
                second = j;
            }
        }
    if (first == MOG_RB_NO_LINK)
        return false;
    const uint32_t one = s->rb[first], other = s->rb[second];
    s->rb[first] = other;
    s->rb[second] = one;
    solve_anew(s, one, other);
    return true;
}
