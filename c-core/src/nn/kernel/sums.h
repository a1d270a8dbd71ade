/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Sums whose order of addition is written down, so that they vectorise and give the same bits on
 * every CPU: a cache line of partial sums, the lanes. Then sums over the paths between different
 * links.
 */
#ifndef MOG_NN_SUMS_H
#define MOG_NN_SUMS_H

#include "nn/kernel/real.h"

/** Numbers of a cache line. */
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

/** sum of x */
MOG_INLINE mog_real real_sum(const mog_real *restrict x, size_t n) {
    _Alignas(64) mog_real lane[REAL_LANES] = {0};
    size_t p = 0;
    for (; p + REAL_LANES <= n; p += REAL_LANES)
        for (size_t l = 0; l < REAL_LANES; l++)
            lane[l] += x[p + l];
    for (size_t l = 0; p + l < n; l++)
        lane[l] += x[p + l];
    return real_lane_sum(lane);
}

/* ---- interference -------------------------------------------------------------------------- */

/*
 * The own path, j = i, must stay out of the sums over paths, and subtracting it afterwards would
 * leave no digits. That is done with a factor of 0, found at `others - i` in a row of ones with one
 * zero, because writing a zero into the powers would stall the vector loads that follow.
 */

/** Numbers that interference_others() needs. */
#define INTERFERENCE_OTHERS(links) (2 * (links))

/** A row of ones with one zero, in the caller's memory. @return where the zero is */
MOG_INLINE const mog_real *interference_others(size_t links, mog_real *memory) {
    for (size_t j = 0; j + 1 < 2 * links; j++)
        memory[j] = 1;
    memory[links - 1] = 0;
    return memory + links - 1;
}

/* Powers as dot() wants them: the last REAL_LANES again, without those that a full step has taken.
 */
typedef struct interference_row {
    const mog_real *power;
    mog_real rest[REAL_LANES];
} interference_row;

MOG_INLINE interference_row interference_row_of(size_t links, const mog_real *power) {
    interference_row row = {.power = power, .rest = {0}};
    if (links >= REAL_LANES)
        for (size_t j = links - links % REAL_LANES; j < links; j++)
            row.rest[j + REAL_LANES - links] = power[j];
    return row;
}

/* sum of gain[j] others[j] power[j] */
MOG_INLINE mog_real interference_dot(size_t links, const mog_real *restrict gain,
                                     const mog_real *restrict others,
                                     const interference_row *restrict row) {
    if (links < REAL_LANES) {
        mog_real sum = 0;
        for (size_t j = 0; j < links; j++)
            sum += gain[j] * others[j] * row->power[j];
        return sum;
    }
    _Alignas(64) mog_real lane[REAL_LANES];
    const size_t last = links - REAL_LANES;
    for (size_t l = 0; l < REAL_LANES; l++)
        lane[l] = gain[last + l] * others[last + l] * row->rest[l];
    for (size_t j = 0; j + REAL_LANES <= links; j += REAL_LANES)
        for (size_t l = 0; l < REAL_LANES; l++)
            lane[l] += gain[j + l] * others[j + l] * row->power[j + l];
    return real_lane_sum(lane);
}

/** out_i = sum_{j != i} G_ij power_j: what each receiver hears of the others. */
MOG_INLINE void interference_heard(size_t links, const mog_real *restrict gain,
                                   const mog_real *restrict others, const mog_real *restrict power,
                                   mog_real *restrict out) {
    const interference_row row = interference_row_of(links, power);
    for (size_t i = 0; i < links; i++)
        out[i] = interference_dot(links, gain + i * links, others - i, &row);
}

/** out_j += sum_{i != j} G_ij price_i: what each transmitter costs the others. */
MOG_INLINE void interference_caused(size_t links, const mog_real *restrict gain,
                                    const mog_real *restrict others, const mog_real *restrict price,
                                    mog_real *restrict out) {
    for (size_t i = 0; i < links; i++) {
        const mog_real factor = price[i], *row = gain + i * links, *mask = others - i;
        for (size_t j = 0; j < links; j++)
            out[j] += row[j] * mask[j] * factor;
    }
}

#endif
