/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * The order in which greedy algorithms take links.
 */
#ifndef MOG_SOLVE_LARGEST_H
#define MOG_SOLVE_LARGEST_H

#include <stddef.h>

/** The link of largest value that has not been taken yet; values of taken links become negative. */
static inline size_t mog_take_largest(double *value, size_t links) {
    size_t largest = 0;
    for (size_t i = 1; i < links; i++)
        if (value[i] > value[largest])
            largest = i;
    value[largest] = -1;
    return largest;
}

#endif
