/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * A drop of device-to-device links that may be too many for a matrix: only neighbours have gains.
 */
#ifndef MOG_TOOLS_BENCH_DROP_H
#define MOG_TOOLS_BENCH_DROP_H

#include "mog/radio.h"

/** All arrays belong to the drop. */
typedef struct bench_drop {
    size_t links;   /**< K */
    double *tx;     /**< [K][2], m */
    double *rx;     /**< [K][2], m */
    double *direct; /**< [K], as in mog_sparse_problem, like the rest */
    size_t *first;  /**< [K + 1] */
    uint32_t *from; /**< [E] */
    double *gain;   /**< [E] */
    double *reverse;
} bench_drop;

/**
 * Draws links as dense as those of the scenario `d2d`, whatever their number.
 *
 * @param drop   to be freed with bench_drop_close(), also on failure
 * @param reach  neighbours are at most so far from the other's transmitter, m
 */
mog_status bench_drop_open(bench_drop *drop, size_t links, double reach, mog_error *error);
void bench_drop_close(bench_drop *drop);

/** The channels; valid as long as the drop. */
mog_sparse_problem bench_drop_problem(const bench_drop *drop);

#endif
