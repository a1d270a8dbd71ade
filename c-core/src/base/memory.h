/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Aligned memory. Everything numeric in c-core lives in buffers that start on a cache line, so that
 * vector loads never straddle one at the start of an array.
 */
#ifndef MOG_BASE_MEMORY_H
#define MOG_BASE_MEMORY_H

#include "mog/status.h"
#include <stddef.h>

/** Bytes of a cache line, and of the widest vector register. */
#define MOG_ALIGNMENT 64

/**
 * Zeroed memory for `count` objects of `size` bytes, aligned to MOG_ALIGNMENT; NULL, with `error`
 * set, if it cannot be had or the product overflows. A count of zero gives a valid pointer.
 * Free with mog_release().
 */
void *mog_allocate(size_t count, size_t size, mog_error *error);

/** Frees what mog_allocate() gave; NULL is allowed. */
void mog_release(void *memory);

/** A copy of a text, to be freed with mog_release(); NULL, with `error` set, without memory. */
char *mog_copy_text(const char *text, mog_error *error);

#endif
