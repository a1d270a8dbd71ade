/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * For LD_PRELOAD: lets allocation number MOG_FAIL_ALLOCATION of a whole process fail, its
 * libraries' included; writes to the file MOG_COUNT_ALLOCATIONS how many there were. What a library
 * asks for whose name has MOG_SPARE_LIBRARY in it, or lets others ask for, it always gets. Used by
 * utils/fail-malloc.
 */
#define _GNU_SOURCE /* RTLD_NEXT */
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern void *__libc_malloc(size_t bytes);
extern void *__libc_calloc(size_t count, size_t bytes);
extern void *__libc_realloc(void *memory, size_t bytes);
extern void *__libc_memalign(size_t alignment, size_t bytes);

/* Before main() the loader and the C library set themselves up, and may end as they like. */
static atomic_bool started;
static atomic_size_t asked;
static size_t fail_at;
static const char *spared;

/* Whether the library to be spared is among those who called. */
static bool is_spared(void) {
    void *caller[64];
    Dl_info place;
    const int depth = spared != NULL ? backtrace(caller, 64) : 0;
    for (int i = 0; i < depth; i++)
        if (dladdr(caller[i], &place) != 0 && strstr(place.dli_fname, spared) != NULL)
            return true;
    return false;
}

static bool fails(void) {
    if (!atomic_load(&started) || is_spared() || atomic_fetch_add(&asked, 1) + 1 != fail_at)
        return false;
    errno = ENOMEM;
    return true;
}

void *malloc(size_t bytes) {
    return fails() ? NULL : __libc_malloc(bytes);
}

void *calloc(size_t count, size_t bytes) {
    return fails() ? NULL : __libc_calloc(count, bytes);
}

void *realloc(void *memory, size_t bytes) {
    return fails() ? NULL : __libc_realloc(memory, bytes);
}

void *aligned_alloc(size_t alignment, size_t bytes) {
    return fails() ? NULL : __libc_memalign(alignment, bytes);
}

int posix_memalign(void **memory, size_t alignment, size_t bytes) {
    *memory = fails() ? NULL : __libc_memalign(alignment, bytes);
    return *memory != NULL ? 0 : ENOMEM;
}

__attribute__((constructor)) static void start(void) {
    const char *number = getenv("MOG_FAIL_ALLOCATION");
    fail_at = number != NULL ? strtoul(number, NULL, 10) : 0;
    spared = getenv("MOG_SPARE_LIBRARY");
    void *first[1];
    backtrace(first, 1); /* loads a library, the first time */
    atomic_store(&started, true);
}

__attribute__((destructor)) static void finish(void) {
    const char *path = getenv("MOG_COUNT_ALLOCATIONS");
    const int file = path != NULL ? open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666) : -1;
    if (file < 0)
        return;
    char text[32];
    const int length = snprintf(text, sizeof text, "%zu\n", atomic_load(&asked));
    if (write(file, text, (size_t)length) != length)
        _exit(99);
    close(file);
}
