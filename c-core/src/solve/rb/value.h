/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * What sets of links are worth when each has an RB for itself: powers by FPLinQ, from full power
 * unless another start is given, and the utility that they give.
 *
 * RBs do not interfere with each other, so under a separable utility the value of an assignment is
 * the sum of the values of its sets, and FPLinQ on the masked gains of all links (mog_rb_mask)
 * finds the same powers. Everything that decides RBs asks here.
 *
 *     mog_rb_value *values = mog_rb_value_create(MOG_SWEEPS, utility, links, error);
 *     mog_rb_value_put(values, &sample, &set);   as often as needed
 *     mog_rb_value_flush(values);                now the results are where the sets said
 *     mog_rb_value_free(values);
 *
 * Sets wait in a queue and are solved side by side in the lanes of solve/fplinq.h, those of much
 * the same size together: put many before a flush, in any order and from any number of samples. A
 * set's result does not depend on what it waits with, down to the last bit.
 */
#ifndef MOG_SOLVE_RB_VALUE_H
#define MOG_SOLVE_RB_VALUE_H

#include "mog/utility.h"

/** A queue of sets with its workspace; used by one thread at a time. */
typedef struct mog_rb_value mog_rb_value;

/** A set of links on an RB, and where its results go, at the latest with the next flush. */
typedef struct mog_rb_set {
    uint32_t rb;          /**< 0..N-1; matters if every RB has gains of its own */
    size_t count;         /**< links in the set; 0 is worth 0 */
    const uint32_t *link; /**< [count], ascending; copied */
    const double *start;  /**< [K]: powers that the set's links start from; NULL: full power */
    double *value;        /**< out: the utility of the set alone; or NULL */
    double *power;        /**< [K], out, 0..1: the entries of the set's links; or NULL */
    double *share;        /**< [K], out, of the value: the same entries; or NULL */
} mog_rb_set;

/**
 * @param sweeps   of FPLinQ
 * @param utility  copied; NULL: the sum rate
 * @param links    K, the most links of a sample
 * @return NULL and `error` on lack of memory
 */
mog_rb_value *mog_rb_value_create(size_t sweeps, const mog_utility *utility, size_t links,
                                  mog_error *error);

/** Frees a queue; NULL is allowed. */
void mog_rb_value_free(mog_rb_value *values);

/**
 * Puts a set into the queue, which is solved when it is full.
 *
 * @param sample  one sample in order, of at most K links; its arrays must stay until the flush
 */
void mog_rb_value_put(mog_rb_value *values, const mog_problem *sample, const mog_rb_set *set);

/** No link, for mog_rb_value_put_changed(). */
#define MOG_RB_NO_LINK SIZE_MAX

/**
 * Puts the set of links that an assignment has on an RB, after a change.
 *
 * @param assigned  [K]
 * @param rb        which set
 * @param without   a link that is left out, or MOG_RB_NO_LINK
 * @param with      a link that is taken in, or MOG_RB_NO_LINK
 */
void mog_rb_value_put_changed(mog_rb_value *values, const mog_problem *sample,
                              const uint32_t *assigned, uint32_t rb, size_t without, size_t with,
                              double *value);

/** What an assignment starts from, and where its results go. All may be NULL. */
typedef struct mog_rb_results {
    const double *start; /**< [K]; NULL: full power */
    double *value;       /**< [N], out */
    double *power;       /**< [K], out */
    double *share;       /**< [K], out */
} mog_rb_results;

/**
 * Puts all sets that an assignment has.
 *
 * @param assigned  [K], or NULL: all links are on RB 0
 * @param n_rb      N
 */
void mog_rb_value_put_assignment(mog_rb_value *values, const mog_problem *sample,
                                 const uint32_t *assigned, size_t n_rb,
                                 const mog_rb_results *results);

/**
 * Puts all 2^K sets of a sample of few links, as they are on one RB. Bit i of an index stands for
 * link i.
 *
 * @param value  [2^K], out
 * @param share  [2^K][K], out: entries outside a set stay as they are; or NULL
 */
void mog_rb_value_put_all(mog_rb_value *values, const mog_problem *sample, uint32_t rb,
                          double *value, double *share);

/** Solves what waits. */
void mog_rb_value_flush(mog_rb_value *values);

#endif
