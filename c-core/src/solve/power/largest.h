/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * The order in which greedy algorithms take links.
 */
#ifndef MOG_SOLVE_LARGEST_H
#define MOG_SOLVE_LARGEST_H

#include <math.h>
#include <stddef.h>

/**
 * The link of largest value that has not been taken yet; values of taken links become -infinity.
 * One that is left is found whatever the values are: where rates are infinite, they may be NaN.
 */
static inline size_t mog_take_largest(double *value, size_t links) {
    size_t largest = 0;
    for (size_t i = 1; i < links; i++)
        if (value[largest] == -INFINITY || value[i] > value[largest])
            largest = i;
    value[largest] = -INFINITY;
    return largest;
}

#endif
