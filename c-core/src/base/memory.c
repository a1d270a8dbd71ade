/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Aligned memory from malloc(), or from the allocator that the host program has set. */
#include "base/memory.h"

#include "mog/library.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static void *default_allocate(size_t bytes, void *context) {
    (void)context;
    return malloc(bytes);
}

static void default_release(void *memory, void *context) {
    (void)context;
    free(memory);
}

static const mog_allocator default_allocator = {default_allocate, default_release, NULL};

/* Set while nobody else is in the library (mog/library.h), and only read otherwise. */
static mog_allocator allocator = {default_allocate, default_release, NULL};

/*
 * Stands in front of what mog_allocate() gives. It remembers where the memory belongs, so that
 * another allocator may come while some is in use.
 */
typedef struct header {
    void *memory; /* as it was allocated */
    void (*release)(void *memory, void *context);
    void *context;
} header;

/* Bytes that alignment and header may cost. */
static const size_t overhead = MOG_ALIGNMENT - 1 + sizeof(header);

mog_status mog_set_allocator(const mog_allocator *other, mog_error *error) {
    if (other != NULL && (other->allocate == NULL || other->release == NULL))
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "an allocator needs both functions, allocate and release");
    allocator = other != NULL ? *other : default_allocator;
    return MOG_OK;
}

void *mog_allocate(size_t count, size_t size, mog_error *error) {
    if (size != 0 && count > (SIZE_MAX - overhead) / size) {
        mog_fail(error, MOG_ERROR_MEMORY, "out of memory: %zu objects of %zu bytes overflow", count,
                 size);
        return NULL;
    }
    const size_t bytes = count * size;
    char *memory = allocator.allocate(bytes + overhead, allocator.context);
    if (memory == NULL) {
        mog_fail(error, MOG_ERROR_MEMORY, "out of memory: %zu bytes could not be allocated", bytes);
        return NULL;
    }
    const uintptr_t first = (uintptr_t)(memory + overhead);
    char *aligned = memory + overhead - first % MOG_ALIGNMENT;
    const header note = {memory, allocator.release, allocator.context};
    memcpy(aligned - sizeof note, &note, sizeof note);
    return memset(aligned, 0, bytes);
}

void mog_release(void *memory) {
    if (memory == NULL)
        return;
    header note;
    memcpy(&note, (char *)memory - sizeof note, sizeof note);
    note.release(note.memory, note.context);
}

char *mog_copy_text(const char *text, mog_error *error) {
    const size_t bytes = strlen(text) + 1;
    char *copy = mog_allocate(bytes, 1, error);
    return copy != NULL ? memcpy(copy, text, bytes) : NULL;
}
