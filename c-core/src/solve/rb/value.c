/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sets of links side by side in the lanes of FPLinQ. */
#include "solve/rb/value.h"

#include "base/memory.h"
#include "radio/problem.h"
#include "radio/utility/utility.h"
#include "solve/power/fplinq.h"

#include <string.h>

enum { LANES = MOG_FPLINQ_LANES, QUEUE = 64 * LANES };

/* A set that waits: its results' places, and the channels it is cut from. */
typedef struct waiting {
    mog_rb_set set; /* its links are the queue's copy */
    size_t links;   /* of the sample */
    double noise_power;
    const double *gain;   /* [links][links] */
    const double *weight; /* [links] or NULL */
    const double *price;  /* [links] or NULL */
} waiting;

struct mog_rb_value {
    size_t sweeps;
    mog_utility utility;
    size_t most_links;
    size_t count;
    waiting queue[QUEUE];
    uint32_t *link;    /* [QUEUE][most_links] */
    uint32_t *changed; /* [most_links]: the set of mog_rb_value_put_changed() */
    double *workspace; /* of FPLinQ, for sets of any size */
    double *gain;      /* [LANES][links][links]: the sets' own, padded with silent links */
    double *weight;    /* [LANES][links]: 0 of silent links */
    double *price;     /* [LANES][links] */
    double *power;     /* [links] */
    double *rate;      /* [links] */
    double *share;     /* [links] */
};

mog_rb_value *mog_rb_value_create(size_t sweeps, const mog_utility *utility, size_t links,
                                  mog_error *error) {
    mog_rb_value *values = mog_allocate(1, sizeof *values, error);
    if (values == NULL)
        return NULL;
    values->sweeps = sweeps;
    values->utility = mog_utility_or_sum_rate(utility);
    values->most_links = links;
    values->link = mog_allocate((QUEUE + 1) * links, sizeof *values->link, error);
    values->workspace = mog_allocate(mog_fplinq_workspace(links), sizeof(double), error);
    values->gain = mog_allocate(LANES * links * (links + 2) + 3 * links, sizeof(double), error);
    if (values->link == NULL || values->workspace == NULL || values->gain == NULL) {
        mog_rb_value_free(values);
        return NULL;
    }
    values->changed = values->link + QUEUE * links;
    values->weight = values->gain + LANES * links * links;
    values->price = values->weight + LANES * links;
    values->power = values->price + LANES * links;
    values->rate = values->power + links;
    values->share = values->rate + links;
    return values;
}

void mog_rb_value_free(mog_rb_value *values) {
    if (values == NULL)
        return;
    mog_release(values->link);
    mog_release(values->workspace);
    mog_release(values->gain);
    mog_release(values);
}

/* ---- solving ------------------------------------------------------------------------------- */

/* Whether a set is its whole sample, whose arrays need not be cut then. */
static bool is_whole(const waiting *one) {
    return one->set.count == one->links;
}

/* A lane's channels: those of its set, then silent links up to `links`. */
static mog_problem lane_problem(const mog_rb_value *values, size_t lane, size_t links,
                                const waiting *one) {
    mog_problem problem = {.samples = 1,
                           .links = links,
                           .noise_power = one->noise_power,
                           .gain = one->gain,
                           .weight = one->weight,
                           .price = one->price};
    if (is_whole(one) && links == one->links)
        return problem;
    problem.gain = values->gain + lane * links * links;
    problem.weight = values->weight + lane * links;
    if (one->price != NULL)
        problem.price = values->price + lane * links;
    return problem;
}

static void cut_out(mog_rb_value *values, size_t lane, size_t links, const waiting *one) {
    double *gain = values->gain + lane * links * links, *weight = values->weight + lane * links;
    double *price = values->price + lane * links;
    memset(gain, 0, links * links * sizeof *gain);
    memset(weight, 0, links * sizeof *weight);
    if (one->price != NULL)
        memset(price, 0, links * sizeof *price);
    for (size_t i = 0; i < one->set.count; i++) {
        const double *row = one->gain + one->set.link[i] * one->links;
        for (size_t j = 0; j < one->set.count; j++)
            gain[i * links + j] = row[one->set.link[j]];
        weight[i] = one->weight != NULL ? one->weight[one->set.link[i]] : 1;
        if (one->price != NULL)
            price[i] = one->price[one->set.link[i]];
    }
}

static void load(mog_rb_value *values, mog_fplinq *block, size_t lane, const waiting *one) {
    if (!is_whole(one) || block->links != one->links)
        cut_out(values, lane, block->links, one);
    const mog_problem problem = lane_problem(values, lane, block->links, one);
    mog_fplinq_load(block, lane, &problem);
    const double *start = one->set.start;
    for (size_t i = 0; start != NULL && i < block->links; i++)
        values->power[i] = i < one->set.count ? start[one->set.link[i]] : 0;
    mog_fplinq_start(block, lane, start != NULL ? values->power : NULL);
}

/* The set's value and shares, from the powers that stand in `values`. */
static void hand_out_value(mog_rb_value *values, const mog_problem *problem, const waiting *one) {
    const mog_rb_set *set = &one->set;
    mog_rates(problem, NULL, values->power, values->rate, NULL);
    const mog_instant instant = {.links = set->count,
                                 .weight = problem->weight,
                                 .price = problem->price,
                                 .rate = values->rate,
                                 .power = values->power};
    const double value = mog_utility_value(&values->utility, &instant, values->share);
    if (set->value != NULL)
        *set->value = value;
    for (size_t i = 0; set->share != NULL && i < set->count; i++)
        set->share[set->link[i]] = values->share[i];
}

static void hand_out(mog_rb_value *values, mog_fplinq *block, size_t lane, const waiting *one) {
    const mog_rb_set *set = &one->set;
    mog_fplinq_store(block, lane, MOG_ROUNDING_NONE, values->power);
    for (size_t i = 0; set->power != NULL && i < set->count; i++)
        set->power[set->link[i]] = values->power[i];
    if (set->value == NULL && set->share == NULL)
        return;
    const mog_problem problem = lane_problem(values, lane, block->links, one);
    hand_out_value(values, &problem, one);
}

/* Solves up to LANES sets, the largest first. Lanes that are left over repeat that one. */
static void solve(mog_rb_value *values, const waiting *const *sets, size_t count) {
    mog_fplinq block = mog_fplinq_block(values->workspace, sets[0]->set.count, &values->utility);
    for (size_t lane = 0; lane < LANES; lane++)
        load(values, &block, lane, sets[lane < count ? lane : 0]);
    mog_fplinq_iterate(&block, values->sweeps, 0);
    for (size_t lane = 0; lane < count; lane++)
        hand_out(values, &block, lane, sets[lane]);
}

/* Sets go by size, because the largest of a block decides how long it takes. */
void mog_rb_value_flush(mog_rb_value *values) {
    const waiting *sets[LANES];
    size_t filled = 0;
    for (size_t size = values->most_links; size > 0; size--)
        for (size_t n = 0; n < values->count; n++) {
            if (values->queue[n].set.count != size)
                continue;
            sets[filled++] = &values->queue[n];
            if (filled == LANES) {
                solve(values, sets, filled);
                filled = 0;
            }
        }
    if (filled > 0)
        solve(values, sets, filled);
    values->count = 0;
}

/* ---- the queue ----------------------------------------------------------------------------- */

void mog_rb_value_put(mog_rb_value *values, const mog_problem *sample, const mog_rb_set *set) {
    if (set->count == 0) {
        if (set->value != NULL)
            *set->value = 0;
        return;
    }
    if (values->count == QUEUE)
        mog_rb_value_flush(values);
    uint32_t *link = values->link + values->count * values->most_links;
    memcpy(link, set->link, set->count * sizeof *link);
    waiting *next = &values->queue[values->count++];
    *next = (waiting){
        .set = *set,
        .links = sample->links,
        .noise_power = sample->noise_power,
        .gain = mog_problem_gains(sample, set->rb),
        .weight = sample->weight,
        .price = sample->price,
    };
    next->set.link = link;
}

void mog_rb_value_put_changed(mog_rb_value *values, const mog_problem *sample,
                              const uint32_t *assigned, uint32_t rb, size_t without, size_t with,
                              double *value) {
    mog_rb_set set = {.rb = rb, .link = values->changed, .value = value};
    for (size_t i = 0; i < sample->links; i++)
        if (i == with || (assigned[i] == rb && i != without))
            values->changed[set.count++] = (uint32_t)i;
    mog_rb_value_put(values, sample, &set);
}

void mog_rb_value_put_assignment(mog_rb_value *values, const mog_problem *sample,
                                 const uint32_t *assigned, size_t n_rb,
                                 const mog_rb_results *results) {
    for (uint32_t rb = 0; rb < n_rb; rb++) {
        mog_rb_set set = {.rb = rb,
                          .link = values->changed,
                          .start = results->start,
                          .value = results->value != NULL ? results->value + rb : NULL,
                          .power = results->power,
                          .share = results->share};
        for (size_t i = 0; i < sample->links; i++)
            if (assigned == NULL || assigned[i] == rb)
                values->changed[set.count++] = (uint32_t)i;
        mog_rb_value_put(values, sample, &set);
    }
}

void mog_rb_value_put_all(mog_rb_value *values, const mog_problem *sample, uint32_t rb,
                          double *value, double *share) {
    const size_t k = sample->links;
    for (size_t mask = 0; mask < (size_t)1 << k; mask++) {
        mog_rb_set set = {.rb = rb,
                          .link = values->changed,
                          .value = value + mask,
                          .share = share != NULL ? share + mask * k : NULL};
        for (size_t i = 0; i < k; i++)
            if (mask >> i & 1)
                values->changed[set.count++] = (uint32_t)i;
        mog_rb_value_put(values, sample, &set);
    }
}
