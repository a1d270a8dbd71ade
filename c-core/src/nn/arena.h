/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * A workspace in one block of memory: the kind's own struct, then all arrays. It is laid out twice
 * by the same function: first with no memory, which only counts, then in the block.
 */
#ifndef MOG_NN_ARENA_H
#define MOG_NN_ARENA_H

#include "base/memory.h"
#include "nn/batch.h"
#include "nn/kernel/real.h"

/** Where the next array starts. An arena of zeros counts. */
typedef struct mog_arena {
    char *start;
    size_t used;
} mog_arena;

/** Takes `bytes`, from a cache line on; NULL while counting. Sums that overflow stay at the largest
 * number, which cannot be allocated. */
MOG_INLINE void *mog_arena_bytes(mog_arena *arena, size_t bytes) {
    const size_t whole = (bytes + MOG_ALIGNMENT - 1) / MOG_ALIGNMENT * MOG_ALIGNMENT;
    void *taken = arena->start == NULL ? NULL : arena->start + arena->used;
    arena->used = whole > SIZE_MAX - arena->used ? SIZE_MAX : arena->used + whole;
    return taken;
}

/** Takes an array of `count` numbers. */
MOG_INLINE mog_real *mog_arena_take(mog_arena *arena, size_t count) {
    return mog_arena_bytes(arena, count * sizeof(mog_real));
}

/** Arrays that serve several layers are as wide as the widest. */
MOG_INLINE size_t mog_larger(size_t a, size_t b) {
    return a > b ? a : b;
}

/** Takes all arrays of a workspace for a shape and puts them into its struct. */
typedef void mog_layout(const void *plan, const mog_network_shape *shape, bool training,
                        mog_arena *arena, void *workspace);

/**
 * A workspace whose struct has `size` bytes, with all that `lay_out` takes, in one block; free with
 * mog_release(). NULL and `error` on lack of memory.
 */
static inline void *mog_arena_build(mog_layout *lay_out, size_t size, const void *plan,
                                    const mog_network_shape *shape, bool training,
                                    mog_error *error) {
    void *counter = mog_allocate(1, size, error);
    if (counter == NULL)
        return NULL;
    mog_arena counted = {0};
    mog_arena_bytes(&counted, size);
    lay_out(plan, shape, training, &counted, counter);
    mog_release(counter);
    void *block = mog_allocate(counted.used, 1, error);
    if (block == NULL)
        return NULL;
    mog_arena arena = {.start = block};
    mog_arena_bytes(&arena, size);
    lay_out(plan, shape, training, &arena, block);
    return block;
}

#endif
