/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Random streams by Philox, as a GSL generator. */
#include "base/random.h"

#include <Random123/philox.h>
#include <string.h>

/*
 * Key = seed; counter = {block, purpose, index low, index high}. A stream holds 2^32 blocks of four
 * 32-bit numbers, far more than any sample draws.
 */
typedef struct philox_state {
    philox4x32_key_t key;
    philox4x32_ctr_t counter;
    philox4x32_ctr_t block;
    unsigned used; /* numbers of `block` that have been given out */
} philox_state;

static const unsigned block_size = 4;

static void select_stream(philox_state *state, uint64_t seed, uint64_t index, uint32_t purpose) {
    memset(state, 0, sizeof *state);
    state->key.v[0] = (uint32_t)seed;
    state->key.v[1] = (uint32_t)(seed >> 32);
    state->counter.v[1] = purpose;
    state->counter.v[2] = (uint32_t)index;
    state->counter.v[3] = (uint32_t)(index >> 32);
    state->used = block_size;
}

static void philox_set(void *state, unsigned long seed) {
    select_stream(state, seed, 0, 0);
}

static unsigned long philox_get(void *opaque) {
    philox_state *state = opaque;
    if (state->used == block_size) {
        state->block = philox4x32(state->counter, state->key);
        state->counter.v[0]++;
        state->used = 0;
    }
    return state->block.v[state->used++];
}

static double philox_get_double(void *state) {
    return (double)philox_get(state) / 4294967296.0;
}

const gsl_rng_type mog_random_type = {
    .name = "philox4x32-10",
    .max = 0xffffffffUL,
    .min = 0,
    .size = sizeof(philox_state),
    .set = philox_set,
    .get = philox_get,
    .get_double = philox_get_double,
};

_Static_assert(sizeof(philox_state) <= sizeof((mog_random *)0)->state, "the state must fit");

gsl_rng *mog_random_init(mog_random *random) {
    random->rng.type = &mog_random_type;
    random->rng.state = random->state;
    philox_set(random->state, 0);
    return &random->rng;
}

void mog_random_select(gsl_rng *rng, uint64_t seed, uint64_t index, mog_purpose purpose) {
    select_stream(gsl_rng_state(rng), seed, index, (uint32_t)purpose);
}
