/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A ring of experiences. */
#include "learn/rl/replay.h"

mog_status mog_replay_init(mog_replay *replay, const mog_samples_shape *shape, mog_error *error) {
    replay->stored = 0;
    mog_random_init(&replay->random);
    return mog_samples_init(&replay->samples, shape, error);
}

void mog_replay_clear(mog_replay *replay) {
    mog_samples_clear(&replay->samples);
}

size_t mog_replay_count(const mog_replay *replay) {
    const size_t stored = (size_t)replay->stored, capacity = replay->samples.shape.count;
    return stored < capacity ? stored : capacity;
}

size_t mog_replay_put(mog_replay *replay, const mog_samples *from, size_t source) {
    const size_t row = (size_t)replay->stored % replay->samples.shape.count;
    mog_samples_copy(&replay->samples, row, from, source);
    replay->stored++;
    return row;
}

void mog_replay_draw(mog_replay *replay, uint64_t seed, uint64_t update, mog_samples *to,
                     size_t count) {
    gsl_rng *rng = &replay->random.rng;
    mog_random_select(rng, seed, update, MOG_PURPOSE_REPLAY);
    const size_t there = mog_replay_count(replay);
    for (size_t n = 0; n < count; n++)
        mog_samples_copy(to, n, &replay->samples, gsl_rng_uniform_int(rng, there));
}

void mog_replay_list_state(mog_replay *replay, size_t n_rb, mog_state *state) {
    const mog_samples *samples = &replay->samples;
    const size_t count = samples->shape.count, k = samples->shape.links;
    const size_t gains = samples->shape.matrices * k * k;
    const mog_state_array arrays[] = {
        {"replay.x", samples->x, count * gains, 0},
        {"replay.gain", samples->gain, count * gains, 0},
        {"replay.known", samples->known, count * gains, 0},
        {"replay.weight", samples->weight, count * k, 0},
        {"replay.price", samples->price, count * k, 0},
        {"replay.label", samples->label, count * k, n_rb},
        {"replay.action", samples->action, count * k * samples->shape.width, 0},
        {"replay.reward", samples->reward, count * k, 0},
    };
    for (size_t i = 0; i < sizeof arrays / sizeof arrays[0]; i++)
        if (arrays[i].data != NULL)
            mog_state_add_choices(state, arrays[i].name, arrays[i].data, arrays[i].count,
                                  arrays[i].choices);
    mog_state_add_count(state, "replay.stored", &replay->stored);
}
