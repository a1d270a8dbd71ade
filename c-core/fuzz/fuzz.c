/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The input as a file, and memory that is watched. */
#include "fuzz.h"

#include "mog/library.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Numbers in the input may be text, and take more in memory; a network has tables of its own. */
enum { most_times = 64, always = 4 << 20 };

static size_t held, limit;

void fuzz_fail(const char *why) {
    fprintf(stderr, "fuzz: %s\n", why);
    abort();
}

static void *allocate(size_t bytes, void *context) {
    (void)context;
    if (limit != 0 && held + bytes > limit)
        fuzz_fail("more memory than a small multiple of the input");
    void *memory = malloc(bytes);
    held += memory != NULL ? malloc_usable_size(memory) : 0;
    return memory;
}

static void release(void *memory, void *context) {
    (void)context;
    held -= malloc_usable_size(memory);
    free(memory);
}

void fuzz_limit_memory(size_t size) {
    static const mog_allocator allocator = {allocate, release, NULL};
    mog_set_allocator(&allocator, NULL);
    limit = held + most_times * size + always;
}

/* In memory where there is such a directory: HDF5 takes no memfd_create(), it wants the real path.
 */
static char path[] = "/dev/shm/mog-fuzz-XXXXXX";

static void remove_file(void) {
    unlink(path);
}

const char *fuzz_file(const uint8_t *data, size_t size) {
    static int descriptor = -1;
    if (descriptor < 0) {
        descriptor = mkstemp(path);
        atexit(remove_file);
    }
    if (ftruncate(descriptor, 0) != 0 || pwrite(descriptor, data, size, 0) != (ssize_t)size)
        fuzz_fail("the input could not be made a file");
    return path;
}

void fuzz_expect(mog_status returned, const mog_error *error) {
    if (returned == MOG_OK)
        return;
    if (returned != error->status)
        fuzz_fail("the status returned is not the one in the error");
    if (returned == MOG_ERROR_MEMORY || returned == MOG_ERROR_MISSING)
        fuzz_fail("an input is neither missing nor a lack of memory");
    if (error->message[0] == '\0' || strchr(error->message, '\n') != NULL)
        fuzz_fail("a failure has one line of text");
}
