/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "nn/arena.h"

/* What an arena has to hold, struct included; false on lack of memory for the struct alone. */
static bool count(mog_layout *lay_out, size_t size, const void *plan,
                  const mog_network_shape *shape, bool training, mog_arena *counted,
                  mog_error *error) {
    void *workspace = mog_allocate(1, size, error);
    if (workspace == NULL)
        return false;
    mog_arena_bytes(counted, size);
    lay_out(plan, shape, training, counted, workspace);
    mog_release(workspace);
    return true;
}

void *mog_arena_build(mog_layout *lay_out, size_t size, const void *plan,
                      const mog_network_shape *shape, bool training, mog_error *error) {
    mog_arena counted = {0};
    if (!count(lay_out, size, plan, shape, training, &counted, error))
        return NULL;
    void *block = mog_allocate(counted.used, 1, error);
    if (block == NULL)
        return NULL;
    mog_arena arena = {.start = block};
    mog_arena_bytes(&arena, size);
    lay_out(plan, shape, training, &arena, block);
    return block;
}
