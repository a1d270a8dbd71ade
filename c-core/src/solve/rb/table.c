/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tables of the values of all sets. */
#include "solve/rb/table.h"
#include "radio/problem.h"

size_t mog_rb_table_size(size_t links, size_t n_rb) {
    return n_rb << links;
}

mog_rb_table mog_rb_table_fill(mog_rb_value *values, const mog_problem *sample, double *value) {
    const size_t n_rb = mog_problem_n_rb(sample);
    mog_rb_table table = {
        .links = sample->links,
        .n_rb = sample->per_rb || n_rb < sample->links ? n_rb : sample->links,
        .per_rb = sample->per_rb,
        .value = value,
    };
    for (size_t rb = 0; rb < mog_problem_matrices(sample); rb++)
        mog_rb_value_put_all(values, sample, (uint32_t)rb, value + (rb << table.links), NULL);
    mog_rb_value_flush(values);
    return table;
}
