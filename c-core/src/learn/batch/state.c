/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The list of a run's numbers. */
#include "learn/batch/state.h"

#include <math.h>

/* From here on a double does not tell a number from the next. */
static const double most_counted = 0x1p53;

/* Whether there is a place for one more. */
static bool has_place(mog_state *state, size_t count) {
    state->is_cut = state->is_cut || count == MOG_STATE_MOST;
    return count < MOG_STATE_MOST;
}

void mog_state_add_choices(mog_state *state, const char *name, float *data, size_t count,
                           size_t choices) {
    if (count > 0 && has_place(state, state->array_count))
        state->array[state->array_count++] = (mog_state_array){name, data, count, choices};
}

void mog_state_add_array(mog_state *state, const char *name, float *data, size_t count) {
    mog_state_add_choices(state, name, data, count, 0);
}

static void add_number(mog_state *state, mog_state_number number) {
    if (has_place(state, state->number_count))
        state->number[state->number_count++] = number;
}

void mog_state_add_number(mog_state *state, const char *name, double *value) {
    add_number(state, (mog_state_number){name, value, .counts = false});
}

void mog_state_add_count(mog_state *state, const char *name, double *value) {
    add_number(state, (mog_state_number){name, value, .counts = true});
}

static bool is_whole(double value, double limit) {
    return value >= 0 && value < limit && value == floor(value);
}

bool mog_state_array_takes(const mog_state_array *array, const float *data) {
    for (size_t i = 0; array->choices > 0 && i < array->count; i++)
        if (!is_whole((double)data[i], (double)array->choices))
            return false;
    return true;
}

bool mog_state_number_takes(const mog_state_number *number, double value) {
    return number->counts ? is_whole(value, most_counted) : isfinite(value);
}
