/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * The values of all sets of a few links on all RBs, and exact searches over them.
 */
#ifndef MOG_SOLVE_RB_TABLE_H
#define MOG_SOLVE_RB_TABLE_H

#include "solve/rb/value.h"

/** Most links of a table: sets are counted by the 2^K. */
#define MOG_RB_TABLE_MAX_LINKS 16

/**
 * Assignments whose values differ by less than this share are tied: a link that is off may be on
 * any RB. The lexicographically smallest is the label, on any machine.
 */
#define MOG_RB_TIE 1e-6

typedef struct mog_rb_table {
    size_t links;
    size_t n_rb;   /**< no more than there are links, if RBs are the same */
    bool per_rb;   /**< whether RBs differ; if not, their numbers mean nothing */
    double *value; /**< [2^K], or [N][2^K] if per_rb; bit i of an index is link i */
} mog_rb_table;

/** Doubles that a table takes. */
size_t mog_rb_table_size(size_t links, size_t n_rb);

/** Solves all sets of a sample. @param value  room for mog_rb_table_size() doubles */
mog_rb_table mog_rb_table_fill(mog_rb_value *values, const mog_problem *sample, double *value);

/** The values of sets on an RB, [2^K]. */
static inline const double *mog_rb_table_of(const mog_rb_table *table, size_t rb) {
    return table->value + (table->per_rb ? rb << table->links : 0);
}

/**
 * The best assignment by dynamic programming over sets.
 *
 * @param room  [2][2^K], scratch
 * @param rb    [K], out: of all within MOG_RB_TIE of the best, the lexicographically smallest
 * @return the value of the best
 */
double mog_rb_table_optimum(const mog_rb_table *table, double *room, uint32_t *rb);

/**
 * The same by looking at all assignments; at one of each partition, if RBs do not differ.
 *
 * @param ties  out: how many are within MOG_RB_TIE of the best
 */
double mog_rb_table_exhaustive(const mog_rb_table *table, uint32_t *rb, size_t *ties);

#endif
