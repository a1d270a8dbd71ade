/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "state.h"

void mog_state_add_array(mog_state *state, const char *name, float *data, size_t count) {
    if (count > 0)
        state->array[state->array_count++] = (mog_state_array){name, data, count};
}

void mog_state_add_number(mog_state *state, const char *name, double *value) {
    state->number[state->number_count++] = (mog_state_number){name, value};
}
