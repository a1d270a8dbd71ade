/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tables of what sets of links are worth on an RB. */
#include "learn/rl/rb_reward.h"

#include "base/memory.h"
#include "mog/solve.h"
#include "radio/problem.h"
#include "solve/rb/value.h"

struct mog_rb_reward {
    size_t links;
    size_t matrices; /* of gains in a sample */
    mog_rb_value *values;

    /* with tables; where samples have no room side by side, later ones take the place of earlier */
    size_t slots;
    size_t *owner; /* [slots]: sample + 1, or 0 */
    float *table;  /* [slots][matrices][2^K][K]; bit i of a set's index stands for link i */
    double *share; /* [matrices][2^K][K], scratch */
    double *sum;   /* [2^K], scratch */
};

/* ---- life ---------------------------------------------------------------------------------- */

static bool has_tables(const mog_rb_reward *reward) {
    return reward->links <= MOG_RB_REWARD_LINKS;
}

static size_t table_length(const mog_rb_reward *reward) {
    return reward->matrices * ((size_t)1 << reward->links) * reward->links;
}

static bool allocate_tables(mog_rb_reward *reward, size_t samples, size_t memory,
                            mog_error *error) {
    const size_t bytes = table_length(reward) * sizeof(float), most = memory / bytes;
    reward->slots = most < samples ? most : samples;
    reward->slots = reward->slots > 0 ? reward->slots : 1;
    reward->owner = mog_allocate(reward->slots, sizeof *reward->owner, error);
    reward->table = mog_allocate(reward->slots, bytes, error);
    reward->share = mog_allocate(table_length(reward), sizeof *reward->share, error);
    reward->sum = mog_allocate((size_t)1 << reward->links, sizeof *reward->sum, error);
    return reward->owner != NULL && reward->table != NULL && reward->share != NULL &&
           reward->sum != NULL;
}

mog_rb_reward *mog_rb_reward_create(size_t samples, const mog_problem *shape,
                                    const mog_utility *utility, size_t memory, mog_error *error) {
    mog_rb_reward *reward = mog_allocate(1, sizeof *reward, error);
    if (reward == NULL)
        return NULL;
    reward->links = shape->links;
    reward->matrices = mog_problem_matrices(shape);
    reward->values = mog_rb_value_create(MOG_SWEEPS, utility, shape->links, error);
    if (reward->values != NULL &&
        (!has_tables(reward) || allocate_tables(reward, samples, memory, error)))
        return reward;
    mog_rb_reward_free(reward);
    return NULL;
}

void mog_rb_reward_free(mog_rb_reward *reward) {
    if (reward == NULL)
        return;
    mog_rb_value_free(reward->values);
    mog_release(reward->owner);
    mog_release(reward->table);
    mog_release(reward->share);
    mog_release(reward->sum);
    mog_release(reward);
}

/* ---- from tables --------------------------------------------------------------------------- */

/* The table of a sample (a problem of one sample), made anew if it is another's. */
static const float *table_of(mog_rb_reward *reward, const mog_problem *one, size_t sample) {
    const size_t length = table_length(reward), slot = sample % reward->slots;
    float *table = reward->table + slot * length;
    if (reward->owner[slot] == sample + 1)
        return table;
    reward->owner[slot] = sample + 1;
    for (size_t m = 0; m < reward->matrices; m++)
        mog_rb_value_put_all(reward->values, one, (uint32_t)m, reward->sum,
                             reward->share + m * (length / reward->matrices));
    mog_rb_value_flush(reward->values);
    for (size_t n = 0; n < length; n++)
        table[n] = (float)reward->share[n];
    return table;
}

static void look_up(const mog_rb_reward *reward, const float *table, const uint32_t *rb,
                    double *share) {
    const size_t k = reward->links;
    for (size_t i = 0; i < k; i++) {
        size_t set = 0;
        for (size_t j = 0; j < k; j++)
            set |= (size_t)(rb[j] == rb[i]) << j;
        const size_t matrix = reward->matrices > 1 ? rb[i] : 0;
        share[i] = (double)table[((matrix << k) + set) * k + i];
    }
}

/* ---- all of them --------------------------------------------------------------------------- */

void mog_rb_reward_shares(mog_rb_reward *reward, const mog_problem *problem, const size_t *sample,
                          const uint32_t *rb, double *share) {
    const size_t k = reward->links;
    for (size_t s = 0; s < problem->samples; s++) {
        const mog_problem one = mog_problem_sample(problem, s);
        if (has_tables(reward))
            look_up(reward, table_of(reward, &one, sample[s]), rb + s * k, share + s * k);
        else
            mog_rb_value_put_assignment(reward->values, &one, rb + s * k, one.n_rb,
                                        &(mog_rb_results){.share = share + s * k});
    }
    mog_rb_value_flush(reward->values);
}
