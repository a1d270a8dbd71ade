/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Local search over assignments: one link moves to another RB, or two links swap theirs. In terms
 * of coalition formation the switches of a potential game, whose potential is the sum rate.
 */
#ifndef MOG_SOLVE_RB_LOCAL_H
#define MOG_SOLVE_RB_LOCAL_H

#include "solve/rb/value.h"

/** One search. Only RBs that a step has changed are solved anew. */
typedef struct mog_rb_local {
    mog_rb_value *values;
    const mog_problem *sample;
    size_t n_rb;
    uint32_t *rb;    /**< [K], the caller's */
    double *value;   /**< [N]: of the RBs as they are */
    double *without; /**< [K]: of a link's RB without it */
    double *with;    /**< [K][N]: of an RB with a link more */
    double *swapped; /**< [K][K]: of link i's RB with link j in its place */
} mog_rb_local;

/** Doubles that a search takes in a workspace. */
size_t mog_rb_local_workspace(size_t links, size_t n_rb);

/** Starts at an assignment, which the steps then change. */
mog_rb_local mog_rb_local_start(double *workspace, mog_rb_value *values, const mog_problem *sample,
                                size_t n_rb, uint32_t *rb);

/** Makes the best move of one link; false if none improves the sum rate. */
bool mog_rb_local_move(mog_rb_local *search);

/** Swaps the RBs of the best two links; false if no swap improves the sum rate. */
bool mog_rb_local_swap(mog_rb_local *search);

#endif
