/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

void *mog_allocate(size_t count, size_t size, mog_error *error) {
    if (size != 0 && count > (SIZE_MAX - MOG_ALIGNMENT) / size) {
        mog_fail(error, MOG_ERROR_MEMORY, "out of memory: %zu objects of %zu bytes overflow", count,
                 size);
        return NULL;
    }
    /* aligned_alloc wants a multiple of the alignment, and zero bytes may give NULL */
    const size_t bytes = (count * size + MOG_ALIGNMENT) / MOG_ALIGNMENT * MOG_ALIGNMENT;
    void *memory = aligned_alloc(MOG_ALIGNMENT, bytes);
    if (memory == NULL) {
        mog_fail(error, MOG_ERROR_MEMORY, "out of memory: %zu bytes could not be allocated", bytes);
        return NULL;
    }
    return memset(memory, 0, bytes);
}

void mog_release(void *memory) {
    free(memory);
}
