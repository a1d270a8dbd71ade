/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * A workspace in one block of memory: the kind's own struct, then all arrays. It is laid out twice
 * by the same function: first with no memory, which only counts, then in the block.
 */
#ifndef MOG_NN_ARENA_H
#define MOG_NN_ARENA_H

#include "../base/memory.h"
#include "real.h"

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

/** Allocates what has been counted, behind `head` bytes for the struct that the block starts with.
 */
MOG_INLINE void *mog_arena_open(mog_arena *arena, size_t head, mog_error *error) {
    mog_arena all = *arena;
    mog_arena_bytes(&all, head);
    *arena = (mog_arena){0};
    mog_arena_bytes(arena, head);
    arena->start = mog_allocate(all.used, 1, error);
    return arena->start;
}

#endif
