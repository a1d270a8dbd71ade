/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Sums of products whose order of addition is written down, so that they vectorise and give the
 * same bits on every CPU: a cache line of partial sums, the lanes.
 */
#ifndef MOG_NN_VECTOR_H
#define MOG_NN_VECTOR_H

#include "nn/kernel/real.h"

#define REAL_LANES (64 / sizeof(mog_real))

/** Adds up the lanes, in halves: those a half apart first. */
MOG_INLINE mog_real real_lane_sum(const mog_real lane[REAL_LANES]) {
    /* the narrowest vectors: every CPU has them */
    typedef mog_real quarter __attribute__((vector_size(16), may_alias));
    const quarter *q = (const quarter *)lane;
    quarter sum = (q[0] + q[2]) + (q[1] + q[3]);
#ifndef MOG_DOUBLE
    sum += __builtin_shufflevector(sum, sum, 2, 3, 0, 1);
#endif
    return sum[0] + sum[1];
}

#endif
