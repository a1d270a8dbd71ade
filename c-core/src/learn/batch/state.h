/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * What a run has to keep to go on later as if it had never stopped: a list of all its numbers.
 */
#ifndef MOG_LEARN_STATE_H
#define MOG_LEARN_STATE_H

#include <stdbool.h>
#include <stddef.h>

/** Finite float32. */
typedef struct mog_state_array {
    const char *name;
    float *data;
    size_t count;
    size_t choices; /* not 0: they are whole numbers below this, and index something */
} mog_state_array;

typedef struct mog_state_number {
    const char *name;
    double *value;
    bool counts; /* it is a whole number, and not negative; else it is finite */
} mog_state_number;

/** Most arrays, and most numbers, of a state. */
enum { MOG_STATE_MOST = 24 };

/** A list of zeros is empty. */
typedef struct mog_state {
    size_t array_count, number_count;
    bool is_cut; /* there was more than the list can take: nothing may be kept by it */
    mog_state_array array[MOG_STATE_MOST];
    mog_state_number number[MOG_STATE_MOST];
} mog_state;

/** Append to the list; names and numbers must outlive it. Empty arrays are left out, and what there
 * is no place for: the list is cut then. */
void mog_state_add_array(mog_state *state, const char *name, float *data, size_t count);
void mog_state_add_choices(mog_state *state, const char *name, float *data, size_t count,
                           size_t choices);
void mog_state_add_number(mog_state *state, const char *name, double *value);
void mog_state_add_count(mog_state *state, const char *name, double *value);

/** Whether numbers, which may come from a file, are what an array or a number can be. */
bool mog_state_array_takes(const mog_state_array *array, const float *data);
bool mog_state_number_takes(const mog_state_number *number, double value);

#endif
