/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * RBs of links where a caller may leave them out: NULL stands for RB 0 everywhere. The only place
 * that knows.
 */
#ifndef MOG_RADIO_BLOCKS_H
#define MOG_RADIO_BLOCKS_H

#include <stddef.h>
#include <stdint.h>

/** RB of link i. */
static inline uint32_t mog_rb_at(const uint32_t *rb, size_t i) {
    return rb != NULL ? rb[i] : 0;
}

/** The part from link n on, as writable as the whole is. */
static inline uint32_t *mog_rb_from(const uint32_t *rb, size_t n) {
    return rb != NULL ? (uint32_t *)(uintptr_t)rb + n : NULL;
}

/** Fills an array with the RBs of some links. */
static inline void mog_rb_read(uint32_t *to, const uint32_t *rb, size_t count) {
    for (size_t i = 0; i < count; i++)
        to[i] = mog_rb_at(rb, i);
}

/** Hands RBs (or RB 0 for all) over to a caller, who may not want them. */
static inline void mog_rb_write(uint32_t *rb, const uint32_t *from, size_t count) {
    if (rb != NULL)
        mog_rb_read(rb, from, count);
}

/**
 * Numbers RBs in the order in which links come to use them. With gains that are the same on all RBs
 * their numbers mean nothing, and an assignment is a partition of the links: this is its canonical
 * form, a restricted growth string (c_0 = 0, and no c_i is greater than one more than all before).
 *
 * @param rb  [links], in and out
 */
void mog_rb_canonical(size_t links, uint32_t *rb);

#endif
